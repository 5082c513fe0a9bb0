"""Basins on the way: which ones a path was in, which it left for good, which it stayed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studies.basins import Basins
from studies.ground import SHORTEST_TAIL, TAIL, Array, Ground, Minimum, Path, in_views
from studies.passage import Passage, delayed
from studies.terms import place
from studies.verdict import Event
from words import Said, say

Labels = NDArray[np.int64]

STAY = 20  # steps: in a basin for so long, and for a tenth of the path, it has stayed a while
SEEN = 0.005  # of the view: a shot past a minimum this long is seen


@dataclass(frozen=True)
class Journey:
    """`held_by` (steps + 1,) is the basin at each step, -1 for none; `escapes` are (step,
    minimum) of each local minimum whose basin was left for good, `stays` (first step, last
    step, minimum) of each time in a minimum's basin, both in order."""

    held_by: Labels
    escapes: list[tuple[int, Minimum]]
    stays: list[tuple[int, int, Minimum]]


def journey(path: Path, drained: Basins, ground: Ground) -> Journey:
    """The basins that a path went through."""
    held_by = _basin_at_each_step(path, drained)
    until = held_by[: path.last + 1]
    return Journey(held_by, _escapes(until, ground), _stays(until, ground))


def _basin_at_each_step(path: Path, drained: Basins) -> Labels:
    """The label of the pixel under each point; -1 outside the view and after the end."""
    size = drained.labels.shape[0]
    with np.errstate(invalid="ignore"):
        inside = np.all((path.u >= 0) & (path.u <= 1), axis=1)
    cell = np.rint(np.where(inside[:, np.newaxis], path.u, 0) * (size - 1)).astype(int)
    return np.where(inside, drained.labels[cell[:, 1], cell[:, 0]], -1)


def minimum_of(label: int, ground: Ground) -> Minimum | None:
    """Basins are numbered by their minima first, the lowest first."""
    return ground.minima[label] if 0 <= label < len(ground.minima) else None


def _escapes(held_by: Labels, ground: Ground) -> list[tuple[int, Minimum]]:
    """Who left only in the last steps may come back: that is no escape yet."""
    last = len(held_by) - 1
    final = int(held_by[last])
    latest = last - min(SHORTEST_TAIL, last // 4)
    escapes = []
    for label in np.unique(held_by).tolist():
        minimum = minimum_of(label, ground)
        if label == final or minimum is None or ground.is_global(minimum):
            continue
        if (left := int(np.flatnonzero(held_by == label)[-1]) + 1) <= latest:
            escapes.append((left, minimum))
    return sorted(escapes, key=lambda escape: escape[0])


def _stays(held_by: Labels, ground: Ground) -> list[tuple[int, int, Minimum]]:
    firsts = np.flatnonzero(np.diff(held_by, prepend=-2))
    lasts = np.append(firsts[1:], len(held_by)) - 1
    stays = []
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        minimum = minimum_of(int(held_by[first]), ground)
        if minimum is not None:
            stays.append((first, last, minimum))
    return stays


def events_of(
    path: Path,
    way: Journey,
    passed: list[Passage],
    at: Minimum | None,
    ground: Ground,
) -> tuple[Event, ...]:
    """What happened on the way, in order. `at` is the minimum that holds the path in the end."""
    loss = ground.loss
    events = [
        Event(step, "escapes", _event("escapes", place=_place(m, step, path, ground)))
        for step, m in way.escapes
    ]
    for first, last, m in way.stays:
        if first > 0 and (key := _worth_telling(first, last, path)):
            where = _place(m, first, path, ground)
            events.append(Event(first, "enters", _event(key, place=where, steps=last - first + 1)))
    for passage in passed:
        where = place((passage.saddle.x, passage.saddle.y), loss)
        events.append(Event(passage.first, "nears saddle", _event("nears", place=where)))
        if passage.last < path.last:
            events.append(Event(passage.last, "leaves saddle", _event("leaves", place=where)))
    if at is not None and (step := _overshoot(path, ground.center(at, path.end), ground)):
        events.append(Event(step, "overshoots", _event("overshoots")))
    return tuple(sorted(events, key=lambda event: event.step))


def _event(key: str, **parts: object) -> Said:
    return say(f"verdict.events.{key}", **parts)


def _worth_telling(first: int, last: int, path: Path) -> str:
    """The text's key for a stay in a basin, empty where there is nothing to tell."""
    if last == path.last and last - first >= 2:
        return "enters_last"
    return "enters_long" if last - first + 1 >= max(STAY, TAIL * path.last) else ""


def _place(minimum: Minimum, step: int, path: Path, ground: Ground) -> str:
    return place(ground.center(minimum, path.run.points[step]), ground.loss)


def _overshoot(path: Path, center: Array, ground: Ground) -> int | None:
    """The first step that lands beyond the minimum, seen from where it began, by a visible bit."""
    away = path.u[: path.last + 1] - in_views(center, ground.loss)
    opposite = (away[1:] * away[:-1]).sum(axis=1) < 0
    visible = np.abs(away[1:]).max(axis=1) > SEEN
    found = np.flatnonzero(opposite & visible)
    return int(found[0]) + 1 if found.size else None


def on_the_way(way: Journey, passed: list[Passage], ground: Ground) -> list[Said]:
    """Escapes and the longest delay, as the end of a sentence."""
    said = []
    if way.escapes:
        steps = [str(step) for step, _ in way.escapes]
        said.append(
            say(
                f"verdict.further.escaped_{'one' if len(steps) == 1 else 'many'}",
                count=len(steps),
                steps=", ".join(steps[:4]) + (", ..." if len(steps) > 4 else ""),
            )
        )
    if passed:
        said.append(delayed(max(passed, key=lambda p: p.last - p.first), ground.loss))
    return said
