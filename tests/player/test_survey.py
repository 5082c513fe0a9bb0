"""What is handed to the player: few and telling ticks, and basins as run lengths."""

from __future__ import annotations

import numpy as np

from player.survey import MAX_TICKS, _run_lengths, most_telling
from player.timeline import Tick


def tick(step: int, kind: str) -> Tick:
    return Tick(step, kind, f"{kind} at {step}")


def test_escapes_come_before_saddles_before_overshoots_and_late_ones_before_early_ones() -> None:
    given = [
        tick(3, "overshoots"),
        tick(5, "nears saddle"),
        tick(7, "escapes"),
        tick(9, "leaves saddle"),
        tick(20, "escapes"),
    ]
    kept = [(t.step, t.kind) for t in most_telling(given)]
    assert kept == [
        (20, "escapes"),
        (7, "escapes"),
        (9, "leaves saddle"),
        (5, "nears saddle"),
        (3, "overshoots"),
    ]


def test_of_many_escapes_the_last_are_kept() -> None:
    kept = most_telling([tick(step, "escapes") for step in range(40)])
    assert [t.step for t in kept] == list(range(39, 39 - MAX_TICKS, -1))


def test_basins_travel_as_run_lengths() -> None:
    labels = np.array([[0, 0, 1], [1, -1, -1]])
    assert _run_lengths(labels.ravel()) == [0, 2, 1, 2, -1, 2]
