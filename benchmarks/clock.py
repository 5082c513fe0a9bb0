"""Times contenders side by side, and prints them as a table of ratios."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Contenders = Mapping[str, Callable[[], object]]


def medians(
    contenders: Contenders, repeats: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Median seconds of each contender.

    They take turns, so that a busy moment of the machine falls on all of them.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(repeats):
        for name, run in contenders.items():
            began = clock()
            run()
            seconds[name].append(clock() - began)
    return {name: median(taken) for name, taken in seconds.items()}


def show(title: str, seconds: Mapping[str, float], ours: str, against: Mapping[str, str]) -> None:
    """Prints milliseconds and, for each, how many times our own time it takes.

    `against` says of a contender what is to be reached.
    """
    print(f"\n{title}")
    print(f"  {'':34}{'ms':>10}{'ratio':>9}   to reach")
    for name, taken in seconds.items():
        ratio = taken / seconds[ours]
        print(f"  {name:34}{taken * 1e3:10.2f}{ratio:9.2f}   {against.get(name, '')}".rstrip())
