"""The verdict of a path: which minimum holds it, what delayed it, why it did not arrive.

Every threshold is a share of the view or of the slopes in it, so that a verdict depends neither
on the unit of the loss nor on those of the axes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from formulas import FormulaError
from landscapes import Landscape
from landscapes.regions import Region
from landscapes.stationary import StationaryPoint
from landscapes.survey import Survey, survey
from optimizers import Trajectory
from studies.basins import Basins, basins
from studies.passage import Passage, passages
from studies.stability import largest_stable_eta, limit_in_letters
from studies.terms import along, amount, place
from studies.verdict import Event, Verdict

Array = NDArray[np.float64]

AT = 0.02  # of the view: a path this close to a point is at it
WIDE = 0.02  # of the view: a swing this wide is seen as one
FAR = 3.0  # views away from the middle: gone from the map
FLAT = 1e-5  # of a steep slope in the view: ground this flat is a plateau
EQUAL = 1e-6  # of the losses in play: minima this close in value are equally low
SETTLED = 0.01  # of the fall from start to end
TAIL, SHORTEST_TAIL = 0.1, 10  # the last part of a path, by which its end is judged
REVERSALS = 0.3  # of the tail's steps that turn back: it swings
SHRINKING = 0.7  # swings that narrow more than this, from half a tail to the next, still settle

_Minimum = StationaryPoint | Region


@dataclass(frozen=True)
class _Path:
    """A run in the units of the view: `u` (steps + 1, 2) runs from 0 to 1 over it."""

    run: Trajectory
    loss: Landscape
    u: Array
    last: int

    @property
    def tail(self) -> Array:
        length = max(SHORTEST_TAIL, int(TAIL * self.last))
        return self.u[max(0, self.last - length) : self.last + 1]


@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def judge(run: Trajectory, loss: Landscape) -> Verdict:
    """The verdict of a run from one start. Raises ValueError for a run from several."""
    if run.points.ndim != 2:
        raise ValueError("judge takes one run; trace each start by itself")
    known, drained = survey(loss), basins(loss)
    path = _measured(run, loss)
    held_by = _basin_at_each_step(path, drained)
    passed = passages(run.points, path.u, known, loss)
    kind, reason, at = _end(path, known)
    escapes = _escapes(held_by, drained, known, path)
    events = _events(path, passed, escapes, at, known, loss)
    if kind in ("global minimum", "local minimum", "still moving", "cycling"):
        reason += _on_the_way(escapes, passed)
    return Verdict(
        kind=kind,
        reason=reason + ".",
        events=events,
        settled=_settled(run) if run.ended == run.steps and np.isfinite(run.losses[-1]) else None,
        escapes=len(escapes),
        saddle_steps=int(sum(p.last - p.first + 1 for p in passed)),
        length=float(np.nansum(run.step_lengths)),
        straight=float(np.hypot(*(run.points[path.last] - run.points[0]))),
        basins=held_by,
        near_saddle=_marked(passed, len(run.points)),
    )


def _measured(run: Trajectory, loss: Landscape) -> _Path:
    finite = np.flatnonzero(np.isfinite(run.losses))
    last = int(finite[-1]) if finite.size else 0
    return _Path(run, loss, _in_views(run.points, loss), last)


def _in_views(points: Array, loss: Landscape) -> Array:
    low = np.array([loss.x_range[0], loss.y_range[0]])
    return (points - low) / (np.array([loss.x_range[1], loss.y_range[1]]) - low)


# the end


def _end(path: _Path, known: Survey) -> tuple[str, str, _Minimum | None]:
    """Kind, reason without its full stop, and the minimum that holds the path, if one does."""
    if (broken := _broken_off(path, known)) is not None:
        return *broken, None
    tail = path.tail
    swing = float(np.ptp(tail, axis=0).max())
    middle = (tail.max(axis=0) + tail.min(axis=0)) / 2
    nearest, distance = _nearest(middle, _minima, known, path.loss)
    if swing <= WIDE and nearest is not None and distance <= AT:
        return *_in_minimum(nearest, known, path), nearest
    if swing > WIDE and _swings(tail):
        return "cycling", _cycling(path, nearest, distance), None
    if swing <= WIDE:
        saddle, distance = _nearest(middle, _other_points, known, path.loss)
        if isinstance(saddle, StationaryPoint) and distance <= AT:
            return "saddle", _at_saddle(saddle, path), None
        if (unsurveyed := _unsurveyed_minimum(path, known)) is not None:
            return "local minimum", unsurveyed, None
        if _on_flat_ground(path, known):
            where = place(path.run.points[path.last], path.loss)
            return "plateau", f"lies on flat ground at {where}: almost no slope to follow", None
    return "still moving", _still_moving(path, known, nearest), None


def _broken_off(path: _Path, known: Survey) -> tuple[str, str] | None:
    run, loss = path.run, path.loss
    finished = run.ended == run.steps and bool(np.isfinite(run.losses[run.steps]))
    if not np.isfinite(run.losses[0]):
        return "left the domain", "starts where the loss has no value; move the start"
    distance = float(np.abs(path.u[path.last] - 0.5).max())
    if finished and distance <= FAR:
        return None
    if not finished and distance <= FAR and np.isfinite(path.u[run.ended]).all():
        beyond = place(run.points[run.ended], loss)
        if np.abs(path.u[run.ended] - 0.5).max() <= FAR:
            return (
                "left the domain",
                f"left the domain at step {run.ended}: the loss has no value at {beyond}",
            )
    step = run.ended if not finished else int(np.argmax(np.abs(path.u - 0.5).max(axis=1) > FAR))
    if run.losses[path.last] <= np.nanmin(run.losses[: path.last + 1]):
        bottom = "" if known.minima else f"; {_no_minimum(known)}"
        return "diverged", f"left the map at step {step} and falls on and on{bottom}"
    return "diverged", f"diverged at step {step}{_too_large(path)}"


def _too_large(path: _Path) -> str:
    """`: eta 0.25 is above 2/lambda_max = 0.21`, where the rule has such a limit."""
    run = path.run
    early = run.points[: int(np.nanargmin(run.losses[: path.last + 1])) + 1]
    curvature = _largest_curvature(path.loss, early)
    limit = largest_stable_eta(run.rule.key, run.course.settings, curvature)
    eta = run.course.settings.get("eta", 0.0)
    if limit is None or eta <= limit:
        return ": each step threw it further"
    return f": eta {amount(eta)} is above {limit_in_letters(run.rule.key)} = {amount(limit)}"


def _hessian(loss: Landscape, points: Array) -> Array:
    """NaN where the Hessian is too long to be written down."""
    try:
        return loss.hessian(points)
    except FormulaError:
        return np.full((*points.shape, 2), np.nan)


def _largest_curvature(loss: Landscape, points: Array) -> float:
    matrix = _hessian(loss, points)
    matrix = matrix[np.isfinite(matrix).all(axis=(-2, -1))]
    return float(np.linalg.eigvalsh(matrix)[..., -1].max()) if len(matrix) else 0.0


def _in_minimum(at: _Minimum, known: Survey, path: _Path) -> tuple[str, str]:
    value = path.run.losses[path.last]
    lowest = known.lowest
    assert lowest is not None
    name = f"the {at.shape} of minima" if isinstance(at, Region) else "the global minimum"
    if _as_low_as_any(at, known, path):
        where = place(path.run.points[path.last], path.loss)
        return "global minimum", f"reached {name} at {where}, loss {amount(value)}"
    rank = 1 + [m is at for m in known.minima].index(True)
    where = place(_center(at, path), path.loss)
    return "local minimum", (
        f"trapped in local minimum {rank} of {len(known.minima)} at {where}, "
        f"loss {amount(at.value)} against {amount(lowest.value)}"
    )


def _as_low_as_any(at: _Minimum, known: Survey, path: _Path) -> bool:
    """Equal wells share the bottom: what is higher by a rounding error is not local."""
    lowest, highest = known.minima[0], known.minima[-1]
    spread = np.ptp(path.run.losses[: path.last + 1]) + highest.value - lowest.value
    return bool(at.value - lowest.value <= EQUAL * spread)


def _center(at: _Minimum, path: _Path) -> Array:
    if isinstance(at, StationaryPoint):
        return np.array([at.x, at.y])
    apart = np.hypot(*(at.points - path.run.points[path.last]).T)
    return at.points[int(apart.argmin())]


def _swings(tail: Array) -> bool:
    """Whether the tail turns back and forth without narrowing."""
    steps = np.diff(tail, axis=0)
    if len(steps) < 4:
        return False
    back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
    half = len(tail) // 2
    before, after = (np.ptp(part, axis=0).max() for part in (tail[:half], tail[half:]))
    around = np.abs(tail[-1] - tail[0]).max() < 0.5 * np.abs(steps).sum(axis=0).max()
    return bool(back.mean() > REVERSALS and after > SHRINKING * before and around)


def _cycling(path: _Path, nearest: _Minimum | None, distance: float) -> str:
    around = " around the minimum" if nearest is not None and distance <= 0.2 else ""
    tail = path.run.points[path.last - len(path.tail) + 1 : path.last + 1]
    there, back = (float(np.hypot(*(tail[-1] - tail[-k]))) for k in (2, 3))
    if back < 0.1 * there:
        where = f"between two points {amount(there)} apart"
    else:
        where = f"in a patch {amount(float(np.hypot(*np.ptp(tail, axis=0))))} wide"
    return f"cycling {where}{around}: eta too large to settle"


def _at_saddle(saddle: StationaryPoint, path: _Path) -> str:
    where = place(np.array([saddle.x, saddle.y]), path.loss)
    name = "a maximum" if saddle.kind == "maximum" else "the saddle"
    if saddle.kind == "degenerate":
        return f"stays at the flat point at {where}: no slope, and no curvature that leads away"
    curvature, direction = saddle.eigenvalues[0], saddle.directions[0]
    return (
        f"stays at {name} at {where}: no slope left, curvature {amount(curvature)} "
        f"along {along(direction)} leads away"
    )


def _unsurveyed_minimum(path: _Path, known: Survey) -> str | None:
    """Where the survey knows nothing the Hessian under the path must do: beyond the view, and
    on a loss too fast for it."""
    here = path.run.points[path.last]
    in_view = bool((np.abs(path.u[path.last] - 0.5) <= 0.5).all())
    if in_view and (known.trusted or known.points):
        return None
    bent = _hessian(path.loss, here)
    level = _slope(path.loss, here[np.newaxis])[0] < AT * _steep_slope(path.loss)
    if not level or not np.isfinite(bent).all() or np.linalg.eigvalsh(bent)[0] <= 0:
        return None
    value = amount(path.run.losses[path.last])
    if in_view:
        return f"settled in a minimum at {place(here, path.loss)}, loss {value}, one of very many"
    inside = f" against {amount(known.lowest.value)} in view" if known.lowest else ""
    return f"settled outside the view at {place(here, path.loss)}, loss {value}{inside}"


def _on_flat_ground(path: _Path, known: Survey) -> bool:
    here = path.run.points[path.last]
    if _nearest(path.u[path.last], _plateaus, known, path.loss)[1] <= AT:
        return True
    steep = _steep_slope(path.loss)
    return bool(steep > 0 and _slope(path.loss, here[np.newaxis])[0] < FLAT * steep)


def _slope(loss: Landscape, points: Array) -> Array:
    """The length of the gradient per view instead of per unit."""
    width = np.array([loss.x_range[1] - loss.x_range[0], loss.y_range[1] - loss.y_range[0]])
    scaled = loss.gradient(points) * width
    return np.hypot(scaled[..., 0], scaled[..., 1])


def _steep_slope(loss: Landscape) -> float:
    x, y = (np.linspace(*span, 32) for span in (loss.x_range, loss.y_range))
    slopes = _slope(loss, np.stack(np.meshgrid(x, y), axis=-1))
    slopes = slopes[np.isfinite(slopes)]
    return float(np.percentile(slopes, 95)) if slopes.size else 0.0


def _still_moving(path: _Path, known: Survey, nearest: _Minimum | None) -> str:
    value = amount(path.run.losses[path.last])
    if nearest is None:
        lowest = _no_minimum(known)
    else:
        lowest = f"the lowest minimum in view has {amount(known.minima[0].value)}"
    where = place(path.run.points[path.last], path.loss)
    return f"still moving at {where}, loss {value}: {lowest}"


def _no_minimum(known: Survey) -> str:
    return "this view has no minimum" if known.trusted else "no minimum was found in this view"


def _minima(known: Survey) -> Sequence[_Minimum]:
    return known.minima


def _other_points(known: Survey) -> Sequence[_Minimum]:
    return [p for p in known.points if p.kind != "minimum"]


def _plateaus(known: Survey) -> Sequence[_Minimum]:
    return [r for r in known.regions if r.shape == "plateau"]


_Choice = Callable[[Survey], Sequence[_Minimum]]


def _nearest(
    u: Array, choice: _Choice, known: Survey, loss: Landscape
) -> tuple[_Minimum | None, float]:
    """The nearest of these points and regions, and its distance in views."""
    places, owners, at = _spread_out(choice, known, loss)
    if not places:
        return None, np.inf
    apart = np.abs(at - u).max(axis=1)
    best = int(apart.argmin())
    return places[owners[best]], float(apart[best])


@lru_cache(maxsize=192)
def _spread_out(
    choice: _Choice, known: Survey, loss: Landscape
) -> tuple[Sequence[_Minimum], NDArray[np.int64], Array]:
    """The points and regions, whose each of their places is, and the places in views."""
    chosen = choice(known)
    every = [p.points if isinstance(p, Region) else np.array([[p.x, p.y]]) for p in chosen]
    owners = np.repeat(np.arange(len(every)), [len(points) for points in every])
    return chosen, owners, _in_views(np.concatenate([np.empty((0, 2)), *every]), loss)


# on the way


def _basin_at_each_step(path: _Path, drained: Basins) -> NDArray[np.int64]:
    """The label of the pixel under each point; -1 outside the view and after the end."""
    size = drained.labels.shape[0]
    with np.errstate(invalid="ignore"):
        inside = np.all((path.u >= 0) & (path.u <= 1), axis=1)
    cell = np.rint(np.where(inside[:, np.newaxis], path.u, 0) * (size - 1)).astype(int)
    return np.where(inside, drained.labels[cell[:, 1], cell[:, 0]], -1)


def _escapes(
    held_by: NDArray[np.int64], drained: Basins, known: Survey, path: _Path
) -> list[tuple[int, _Minimum]]:
    """(step, minimum) of each local minimum whose basin was left for good, in order."""
    escapes = []
    for label in np.unique(held_by[: path.last + 1]):
        if label in (-1, held_by[path.last]):
            continue
        minimum = drained.attractors[label]
        if minimum.kind == "minimum" and not _as_low_as_any(minimum, known, path):
            escapes.append((int(np.flatnonzero(held_by == label)[-1]) + 1, minimum))
    return sorted(escapes, key=lambda escape: escape[0])


def _events(
    path: _Path,
    passed: list[Passage],
    escapes: list[tuple[int, _Minimum]],
    at: _Minimum | None,
    known: Survey,
    loss: Landscape,
) -> tuple[Event, ...]:
    events = [
        Event(step, "escapes", f"leaves the basin of {place(_center(m, path), loss)} for good")
        for step, m in escapes
    ]
    for passage in passed:
        where = place(np.array([passage.saddle.x, passage.saddle.y]), loss)
        events.append(Event(passage.first, "nears saddle", f"nears the saddle at {where}"))
        if passage.last < path.last:
            events.append(Event(passage.last, "leaves saddle", f"leaves the saddle at {where}"))
    if at is not None and (step := _overshoot(path, _center(at, path))) is not None:
        events.append(Event(step, "overshoots", "shoots past the minimum that it ends in"))
    return tuple(sorted(events, key=lambda event: event.step))


def _overshoot(path: _Path, center: Array) -> int | None:
    """The first step that lands beyond the minimum, seen from where it began, by a visible bit."""
    away = path.u[: path.last + 1] - _in_views(center, path.loss)
    opposite = (away[1:] * away[:-1]).sum(axis=1) < 0
    visible = np.abs(away[1:]).max(axis=1) > AT / 4
    found = np.flatnonzero(opposite & visible)
    return int(found[0]) + 1 if found.size else None


def _on_the_way(escapes: list[tuple[int, _Minimum]], passed: list[Passage]) -> str:
    words = ""
    if escapes:
        steps = [str(step) for step, _ in escapes]
        shown = ", ".join(steps[:4]) + (", ..." if len(steps) > 4 else "")
        noun = "local minimum" if len(steps) == 1 else "local minima"
        words += f"; escaped {len(steps)} {noun} (step{'s' * (len(steps) > 1)} {shown})"
    if passed:
        longest = max(passed, key=lambda p: p.last - p.first)
        words += f"; {longest.sentence}"
    return words


def _marked(passed: list[Passage], length: int) -> NDArray[np.bool_]:
    marked = np.zeros(length, dtype=bool)
    for passage in passed:
        marked[passage.first : passage.last + 1] = True
    return marked


def _settled(run: Trajectory) -> int:
    """The step from which the loss stays within 1 % of the fall from its end."""
    end, height = run.losses[-1], np.ptp(run.losses)
    away = np.abs(run.losses - end) > SETTLED * height
    return int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0
