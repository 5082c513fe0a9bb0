"""What a view holds, catalogue loss by catalogue loss: `python -m benchmarks.studies`.

Stationary points and basins are remembered, so each is forgotten before it is timed; derivatives
and their code are there already, as they are once the page shows the loss.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from landscapes import CATALOG, Landscape
from landscapes.survey import survey
from studies import basins

REPEATS = 5
SIZE = 256
SURVEY_MS, BASINS_MS = 30, 150  # to reach


def report() -> None:
    print(f"\nStationary points and basins {SIZE} x {SIZE}, milliseconds, medians of {REPEATS}")
    print(f"  {'':22}{'points':>8}{'regions':>9}{'survey':>9}{'basins':>9}{'both':>9}")
    surveys, both = [], []
    for key, loss in CATALOG.items():
        found, alone, together = survey(loss), _survey_ms(loss), _both_ms(loss)
        surveys.append(alone)
        both.append(together)
        counts = f"{len(found.points):8}{len(found.regions):9}"
        print(f"  {key:22}{counts}{alone:9.1f}{together - alone:9.1f}{together:9.1f}")
    within = sum(ms <= SURVEY_MS for ms in surveys)
    print(
        f"  survey: median {median(surveys):.1f} ms, {within} of {len(surveys)} losses within "
        f"{SURVEY_MS} ms\n  survey and basins: median {median(both):.1f} ms, to reach {BASINS_MS}"
    )


def _survey_ms(loss: Landscape) -> float:
    def run() -> None:
        survey.cache_clear()
        survey(loss)

    return _median_ms(run)


def _both_ms(loss: Landscape) -> float:
    def run() -> None:
        survey.cache_clear()
        basins.cache_clear()
        basins(loss, SIZE)

    return _median_ms(run)


def _median_ms(run: Callable[[], None]) -> float:
    """Processor time: other work on the machine is not ours."""
    taken = []
    for _ in range(REPEATS + 1):
        began = time.process_time()
        run()
        taken.append(1e3 * (time.process_time() - began))
    return median(taken[1:])


if __name__ == "__main__":
    report()
