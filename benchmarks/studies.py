"""What a view holds and how its paths went, catalogue loss by catalogue loss.

Stationary points and basins are remembered, so each is forgotten before it is timed; derivatives
and their code are there already, as they are once the page shows the loss. Verdicts are timed as
on the page, where survey and basins of the loss are known.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

from analysis import basins
from analysis.survey import survey
from benchmarks.clock import medians
from landscapes import CATALOG, Landscape
from optimizers import RULES, trace
from verdicts import judge

REPEATS = 5
SIZE = 256
PATHS, STEPS = 11, 500
SURVEY_MS, BASINS_MS, VERDICTS_MS = 30, 150, 20  # to reach


def report() -> None:
    for loss in CATALOG.values():
        basins(loss, SIZE)
    gc.collect()
    gc.freeze()  # as the app does once its modules are loaded
    points = _milliseconds(_surveyed)
    drawn = _milliseconds(_drawn)
    verdicts = _milliseconds(_judged)
    print(f"\nStudies of each loss, milliseconds of processor time, medians of {REPEATS}")
    print(f"  {'':22}{'points':>8}{'regions':>9}{'survey':>9}{'basins':>9}{'verdicts':>10}")
    for key, loss in CATALOG.items():
        found = survey(loss)
        counts = f"{len(found.points):8}{len(found.regions):9}"
        print(f"  {key:22}{counts}{points[key]:9.1f}{drawn[key]:9.1f}{verdicts[key]:10.1f}")
    _summarize("survey", points, SURVEY_MS)
    _summarize(f"verdicts of {PATHS} paths x {STEPS} steps", verdicts, VERDICTS_MS)
    print(
        f"  basins {SIZE} x {SIZE}, survey included: median {median(drawn.values()):.1f} ms, "
        f"to reach {BASINS_MS}; worst {_worst(drawn)}"
    )


def _summarize(name: str, taken: dict[str, float], to_reach: float) -> None:
    """Median and worst, and by name each loss that misses."""
    late = [f"{key} {ms:.1f}" for key, ms in taken.items() if ms > to_reach]
    print(
        f"  {name}: median {median(taken.values()):.1f} ms, worst {_worst(taken)}; to reach "
        f"{to_reach} each, missed by {', '.join(late) or 'none'}"
    )


def _worst(taken: dict[str, float]) -> str:
    key = max(taken, key=taken.__getitem__)
    return f"{key} {taken[key]:.1f}"


def _milliseconds(contender: Callable[[Landscape], Callable[[], object]]) -> dict[str, float]:
    """Processor time: other work on the machine is not ours."""
    contenders = {key: contender(loss) for key, loss in CATALOG.items()}
    seconds = medians(contenders, REPEATS, clock=time.process_time)
    return {key: 1e3 * taken for key, taken in seconds.items()}


def _surveyed(loss: Landscape) -> Callable[[], object]:
    def run() -> None:
        survey.cache_clear()
        survey(loss)

    return run


def _drawn(loss: Landscape) -> Callable[[], object]:
    def run() -> None:
        survey.cache_clear()
        basins.cache_clear()
        basins(loss, SIZE)

    return run


def _judged(loss: Landscape) -> Callable[[], object]:
    """The first rules' paths from the loss's own start, judged once already."""
    runs = [trace(RULES[key], loss, loss.start, steps=STEPS) for key in list(RULES)[:PATHS]]

    def run() -> None:
        for path in runs:
            judge(path, loss)

    run()
    return run


if __name__ == "__main__":
    report()
