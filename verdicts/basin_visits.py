"""Basins on the way: which ones a path was in, which it left for good, which it stayed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.basins import Basins
from verdicts.context import SHORTEST_TAIL, TAIL, Array, LossContext, Minimum, Path, in_views
from verdicts.formatting import place
from verdicts.saddle_delay import SaddleDelay, delayed
from verdicts.verdict import Event
from words import Said, say

Labels = NDArray[np.int64]

STAY = 20  # steps: in a basin for so long, and for a tenth of the path, it has stayed a while
SEEN = 0.005  # of the view: a shot past a minimum this long is seen


@dataclass(frozen=True)
class BasinVisits:
    """`held_by` (steps + 1,) is the basin at each step, -1 for none; `escapes` are (step,
    minimum) of each local minimum whose basin was left for good, `stays` (first step, last
    step, minimum) of each time in a minimum's basin, both in order."""

    held_by: Labels
    escapes: list[tuple[int, Minimum]]
    stays: list[tuple[int, int, Minimum]]


def basin_visits(path: Path, drained: Basins, context: LossContext) -> BasinVisits:
    """The basins that a path went through."""
    held_by = _basin_at_each_step(path, drained)
    until = held_by[: path.last + 1]
    return BasinVisits(held_by, _escapes(until, context), _stays(until, context))


def _basin_at_each_step(path: Path, drained: Basins) -> Labels:
    """The label of the pixel under each point; -1 outside the view and after the end."""
    size = drained.labels.shape[0]
    with np.errstate(invalid="ignore"):
        inside = np.all((path.u >= 0) & (path.u <= 1), axis=1)
    cell = np.rint(np.where(inside[:, np.newaxis], path.u, 0) * (size - 1)).astype(int)
    return np.where(inside, drained.labels[cell[:, 1], cell[:, 0]], -1)


def minimum_of(label: int, context: LossContext) -> Minimum | None:
    """Basins are numbered by their minima first, the lowest first."""
    return context.minima[label] if 0 <= label < len(context.minima) else None


def _escapes(held_by: Labels, context: LossContext) -> list[tuple[int, Minimum]]:
    """Who left only in the last steps may come back: that is no escape yet."""
    last = len(held_by) - 1
    final = int(held_by[last])
    latest = last - min(SHORTEST_TAIL, last // 4)
    escapes = []
    for label in np.unique(held_by).tolist():
        minimum = minimum_of(label, context)
        if label == final or minimum is None or context.is_global(minimum):
            continue
        if (left := int(np.flatnonzero(held_by == label)[-1]) + 1) <= latest:
            escapes.append((left, minimum))
    return sorted(escapes, key=lambda escape: escape[0])


def _stays(held_by: Labels, context: LossContext) -> list[tuple[int, int, Minimum]]:
    firsts = np.flatnonzero(np.diff(held_by, prepend=-2))
    lasts = np.append(firsts[1:], len(held_by)) - 1
    stays = []
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        minimum = minimum_of(int(held_by[first]), context)
        if minimum is not None:
            stays.append((first, last, minimum))
    return stays


def events_of(
    path: Path,
    way: BasinVisits,
    passed: list[SaddleDelay],
    at: Minimum | None,
    context: LossContext,
) -> tuple[Event, ...]:
    """What happened on the way, in order. `at` is the minimum that holds the path in the end."""
    loss = context.loss
    events = [
        Event(step, "escapes", _event("escapes", place=_place(m, step, path, context)))
        for step, m in way.escapes
    ]
    for first, last, m in way.stays:
        if first > 0 and (key := _worth_telling(first, last, path)):
            where = _place(m, first, path, context)
            events.append(Event(first, "enters", _event(key, place=where, steps=last - first + 1)))
    for passage in passed:
        where = place((passage.saddle.x, passage.saddle.y), loss)
        events.append(Event(passage.first, "nears saddle", _event("nears", place=where)))
        if passage.last < path.last:
            events.append(Event(passage.last, "leaves saddle", _event("leaves", place=where)))
    if at is not None and (step := _overshoot(path, context.center(at, path.end), context)):
        events.append(Event(step, "overshoots", _event("overshoots")))
    return tuple(sorted(events, key=lambda event: event.step))


def _event(key: str, **parts: object) -> Said:
    return say(f"verdict.events.{key}", **parts)


def _worth_telling(first: int, last: int, path: Path) -> str:
    """The text's key for a stay in a basin, empty where there is nothing to tell."""
    if last == path.last and last - first >= 2:
        return "enters_last"
    return "enters_long" if last - first + 1 >= max(STAY, TAIL * path.last) else ""


def _place(minimum: Minimum, step: int, path: Path, context: LossContext) -> str:
    return place(context.center(minimum, path.run.points[step]), context.loss)


def _overshoot(path: Path, center: Array, context: LossContext) -> int | None:
    """The first step that lands beyond the minimum, seen from where it began, by a visible bit."""
    away = path.u[: path.last + 1] - in_views(center, context.loss)
    opposite = (away[1:] * away[:-1]).sum(axis=1) < 0
    visible = np.abs(away[1:]).max(axis=1) > SEEN
    found = np.flatnonzero(opposite & visible)
    return int(found[0]) + 1 if found.size else None


def on_the_way(way: BasinVisits, passed: list[SaddleDelay], context: LossContext) -> list[Said]:
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
        said.append(delayed(max(passed, key=lambda p: p.last - p.first), context.loss))
    return said
