"""What a view holds and how its paths went, catalogue loss by catalogue loss.

Stationary points and basins are remembered, so each is forgotten before it is timed; derivatives
and their code are there already, as they are once the page shows the loss. Verdicts are timed as
on the page, where survey and basins of the loss are known.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
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
RIPPLED_MS = 150  # to reach, for the survey of a loss with fast ripples

_SCHAFFER = "0.5 + ({wave} - 0.5)/(1 + 0.001(x^2 + y^2))^2"
_SHUBERT = "(cos(2{0} + 1) + 2cos(3{0} + 2) + 3cos(4{0} + 3) + 4cos(5{0} + 4) + 5cos(6{0} + 5))"
RIPPLED = {
    "shubert": (_SHUBERT.format("x") + _SHUBERT.format("y"), 10),
    "schaffer 2": (_SCHAFFER.format(wave="sin(x^2 - y^2)^2"), 10),
    "schaffer 4": (_SCHAFFER.format(wave="cos(sin(|x^2 - y^2|))^2"), 10),
    "trefethen": (
        "exp(sin(50x)) + sin(60exp(y)) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x + y)) "
        "+ (x^2 + y^2)/4",
        1,
    ),
    "chichinadze": (
        "x^2 - 12x + 11 + 10cos(pi x/2) + 8sin(5pi x/2) - sqrt(1/5) exp(-(y - 0.5)^2/2)",
        30,
    ),
}


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
    rippled = {
        key: Landscape.read(text, (-half, half), (-half, half))
        for key, (text, half) in RIPPLED.items()
    }
    for loss in rippled.values():
        survey(loss)
    taken = _milliseconds(_surveyed, rippled)
    for key, loss in rippled.items():
        print(f"  {key:22}{len(survey(loss).points):8}{'':9}{taken[key]:9.1f}")
    _summarize("survey of ripples", taken, RIPPLED_MS)
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


def _milliseconds(
    contender: Callable[[Landscape], Callable[[], object]],
    losses: Mapping[str, Landscape] = CATALOG,
) -> dict[str, float]:
    """Processor time: other work on the machine is not ours."""
    contenders = {key: contender(loss) for key, loss in losses.items()}
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
