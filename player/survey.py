"""Messages with what is known of a landscape and of its race, sent after the race runs.

Stationary points become marks on both views and basins a tint under the contour. They depend on
the loss alone and travel by themselves, so that a changed setting does not send them again. The
events of the race follow in a message of their own and become ticks on the curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.stretches import stretches
from player.messages import tell
from player.timeline import Tick

__all__ = ["MAX_TICKS", "Mark", "basin_color", "most_telling", "show_events", "show_survey"]

MAX_TICKS = 12
"""On the curve of one racer."""
_TELLING = {"escapes": 0, "enters": 1, "nears saddle": 2, "leaves saddle": 2, "overshoots": 3}
Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A stationary point that is marked on both views.

    `kind` is "minimum", "maximum", "saddle" or "degenerate", `name` what it is called in the
    visitor's language, such as "minimum 3 of 7". `curvatures` are (eigenvalue, x, y) with the
    unit eigenvector, the least first; empty at a kink.
    """

    kind: str
    name: str
    x: float
    y: float
    loss: float
    curvatures: tuple[tuple[float, float, float], ...] = ()


def basin_color(rank: int) -> str:
    """The colour of a basin by its rank, 0 for the lowest, as CSS; -1 for no basin.

    Hues go round by the golden angle, which keeps neighbours in rank far apart.
    """
    if rank < 0:
        return "color-mix(in srgb, var(--st-text-color) 12%, transparent)"
    if rank == 0:
        return "oklch(0.62 0.11 195)"
    return f"oklch(0.76 0.085 {(25 + 137.508 * (rank - 1)) % 360:.0f})"


def show_survey(
    landscape: str,
    *,
    marks: Sequence[Mark],
    left_out: str = "",
    total: int = 0,
    labels: NDArray[np.int64],
    key: str = "survey",
) -> None:
    """Hands marks and basins to the player of `landscape` (its id: `Race.landscape`).

    Where not all of `total` points are marked, `left_out` says in a sentence which are.
    `labels` (size, size), rows along y, number the basins by rank, -1 for none.
    """
    data = {
        "landscape": landscape,
        "marks": [asdict(mark) for mark in marks],
        "leftOut": left_out,
        "total": total,
        "size": labels.shape[0],
        "colors": [basin_color(rank) for rank in range(int(labels.max(initial=-1)) + 1)],
        "runs": _run_lengths(labels.ravel()),
    }
    tell("survey", data, key=key)


def show_events(
    landscape: str,
    paths: str,
    start: Point,
    events: Sequence[Sequence[Tick]],
    *,
    key: str = "events",
) -> None:
    """Hands the events of a race, one sequence a racer, to the player.

    They are for the one that shows these `paths` (their id: `Race.paths`) from `start` over
    `landscape`.
    """
    data = {
        "landscape": landscape,
        "paths": paths,
        "start": start,
        "events": [
            {"ticks": [asdict(tick) for tick in most_telling(ticks)], "total": len(ticks)}
            for ticks in events
        ],
    }
    tell("events", data, key=key)


def most_telling(ticks: Sequence[Tick]) -> list[Tick]:
    """At most MAX_TICKS, the most telling first.

    Those are escapes, then saddles, then overshoots, and of one kind the latest, which decide the
    end.
    """
    return sorted(ticks, key=lambda t: (_TELLING.get(t.kind, len(_TELLING)), -t.step))[:MAX_TICKS]


def _run_lengths(values: NDArray[np.int64]) -> list[int]:
    """The values with how often each stands in a row: label, count, label, count, ..."""
    firsts, lasts = stretches(values)
    lengths: list[int] = np.stack((values[firsts], lasts - firsts + 1), axis=1).ravel().tolist()
    return lengths
