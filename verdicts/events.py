"""What happened on a path's way: basins entered and left, saddles, an overshoot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from verdicts.context import Minimum
from verdicts.facts import AtMinimum, Ending
from verdicts.measure import Measures
from verdicts.path import TAIL, Point, as_point, largest

STAY = 20  # steps: in a basin for so long, and for a tenth of the path, it has stayed a while
SHORTEST_END = 3  # steps: who is in a basin for so long at the end has entered it
SEEN = 0.005  # of the view: a shot past a minimum this long is seen


class EventKind(StrEnum):
    """What can happen on the way."""

    ENTERS = "enters"
    ESCAPES = "escapes"
    NEARS_SADDLE = "nears saddle"
    LEAVES_SADDLE = "leaves saddle"
    OVERSHOOTS = "overshoots"


@dataclass(frozen=True)
class Event:
    """Something that happened at a step."""

    step: int
    kind: EventKind
    point: Point  # the minimum or saddle that it is about
    until: int | None = None  # the last step in a basin that was entered and left again


def events_of(m: Measures, ending: Ending) -> tuple[Event, ...]:
    """What happened on the way of a run that ended so, in order."""
    return tuple(sorted(_events(m, ending), key=lambda event: event.step))


def _events(m: Measures, ending: Ending) -> Iterator[Event]:
    for left in m.visits.left:
        yield Event(left.step, EventKind.ESCAPES, _point(left.minimum, left.step, m))
    for stay in m.visits.stays:
        ends_there = stay.last == m.path.last
        shortest = SHORTEST_END if ends_there else max(STAY, TAIL * m.path.last)
        if stay.first > 0 and stay.last - stay.first + 1 >= shortest:
            point, until = _point(stay.minimum, stay.first, m), None if ends_there else stay.last
            yield Event(stay.first, EventKind.ENTERS, point, until)
    for delay in m.delays:
        point = delay.saddle.x, delay.saddle.y
        yield Event(delay.first, EventKind.NEARS_SADDLE, point)
        if delay.last < m.path.last:
            yield Event(delay.last, EventKind.LEAVES_SADDLE, point)
    if isinstance(ending, AtMinimum):
        if (first := _overshoot(m, ending.minimum.point)) is not None:
            yield Event(first, EventKind.OVERSHOOTS, ending.minimum.point)


def _point(minimum: Minimum, step: int, m: Measures) -> Point:
    return as_point(m.context.point_of(minimum, m.path.run.points[step]))


def _overshoot(m: Measures, minimum: Point) -> int | None:
    """The first step that lands beyond the minimum, seen from where it began, by a visible bit."""
    path = m.path
    away = path.u[: path.last + 1] - m.context.landscape.unit(minimum)
    opposite = (away[1:] * away[:-1]).sum(axis=1) < 0
    visible = largest(away[1:]) > SEEN
    found = np.flatnonzero(opposite & visible)
    return int(found[0]) + 1 if found.size else None
