"""The verdict of a path: which minimum holds it, what delayed it, why it did not arrive.

Every threshold is a share of the view or of the heights in it, so that a verdict depends neither
on the unit of the loss nor on those of the axes. A sentence claims no more than the survey knows:
where that doubts itself, what is said of "the lowest" and of counts is said of what was found.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from landscapes.regions import Region
from landscapes.stationary import StationaryPoint
from landscapes.survey import TOO_FAST
from optimizers import Trajectory
from studies.basins import basins
from studies.broken import broken_off
from studies.ground import Array, Ground, Minimum, Path, ground, hessian, in_views, measured
from studies.journey import Journey, events_of, journey, minimum_of, on_the_way
from studies.passage import Passage, passages, way_down
from studies.swing import Swing, gone_around, middle, swing_of, width
from studies.terms import against, amount, place, setting
from studies.verdict import Verdict
from words import Said, joined, say

AT = 0.02  # of the view: a path this close to a point is at it
WIDE = 0.02  # of the view: a swing this wide is seen as one
NARROW = 0.001  # of the view: less than this is no movement to speak of
PIXEL = 0.004  # of the view: as near as this the basins cannot tell minima apart
SETTLED = 0.01  # of the fall from start to end
HELD = 0.05  # of that fall: a swing that stays this low in one basin is held by its minimum
LEAST_FALL = 0.001  # of the heights in view: a start closer above its end counts as this high
SLOW = 0.1  # of the heights in view: a slope that takes the whole view for it is small
FLAT = 0.01  # of the way down to the lowest minimum: a slope that brings no more is flat ground
NO_SLOPE, LITTLE_SLOPE = 1e-6, 1e-4  # of the heights in view
LEVEL = 1e-6  # of the larger curvature: a smaller one that is none
ENDS = 10  # steps in which the loss has to stay near that of the minimum

_End = tuple[str, Said, Minimum | None]


@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def judge(run: Trajectory, loss: Landscape) -> Verdict:
    """The verdict of a run from one start. Raises ValueError for a run from several."""
    if run.points.ndim != 2:
        raise ValueError("judge takes one run; trace each start by itself")
    below, path = ground(loss), measured(run, loss)
    way = journey(path, basins(loss), below)
    passed = passages(run.points, path.u, below.known, loss)
    kind, reason, at = _end(path, way, below)
    further: list[Said] = []
    if kind in ("global minimum", "local minimum", "still moving", "cycling"):
        further = on_the_way(way, passed, below)
    return Verdict(
        kind=kind,
        reason=joined((reason, *further, "."), ""),
        events=events_of(path, way, passed, at, below),
        settled=None if kind in ("diverged", "left the domain") else _settled(run),
        escapes=len(way.escapes),
        saddle_steps=int(sum(p.last - p.first + 1 for p in passed)),
        length=float(np.nansum(run.step_lengths)),
        straight=float(np.hypot(*(run.points[path.last] - run.points[0]))),
        basins=way.held_by,
        near_saddle=_marked(passed, len(run.points)),
    )


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


def _end(path: Path, way: Journey, below: Ground) -> _End:
    """Kind, reason without its full stop, and the minimum that holds the path, if one does."""
    if (broken := broken_off(path, below)) is not None:
        return *broken, None
    tail = path.u[path.tail]
    wide = width(tail)
    swing = swing_of(path, _holder(path, way, below), below) if wide > NARROW else None
    if wide <= WIDE and (at := _held_by(path, way, below, swing is not None)) is not None:
        return *_in_minimum(at, path, below, swing), at
    if swing is not None:
        return "cycling", _cycling(swing, path, below), None
    slope = below.slope(path.end)
    if wide <= WIDE:
        if (unsurveyed := _unsurveyed_minimum(path, below)) is not None:
            return "local minimum", unsurveyed, None
        if slope > LITTLE_SLOPE * below.height and _hardly_moved(path):
            return "still moving", _stuck(path, below), None
        if (delay := _at_stationary_point(tail, slope, below)) is not None:
            return *delay, None
        if _flat(slope, path, below):
            return "plateau", _on_flat_ground(slope, path, below), None
    return "still moving", _still_moving(path, way, below), None


def _holder(path: Path, way: Journey, below: Ground) -> Minimum | None:
    """The minimum in whose basin the last half of a path lies, all of it."""
    labels = way.held_by[path.last // 2 : path.last + 1]
    return minimum_of(int(labels[0]), below) if (labels == labels[0]).all() else None


# at a minimum


def _held_by(path: Path, way: Journey, below: Ground, swinging: bool) -> Minimum | None:
    """The minimum in which the tail has come to an end: near it, in its basin, as low as it."""
    tail = path.u[path.tail]
    labels = np.unique(way.held_by[path.tail])
    labels = labels[labels >= 0]
    nearest, distance = below.nearest(middle(tail), "minima")
    if nearest is None or distance > AT or len(labels) > 1:
        return None
    if distance > PIXEL and len(labels):
        owner = minimum_of(int(labels[0]), below)
        if owner is not None and owner is not nearest:
            return None
    level = below.level(nearest, path.end)
    fall = max(abs(path.run.losses[0] - level), LEAST_FALL * below.height)
    last = path.run.losses[max(0, path.last - ENDS) : path.last + 1]
    return nearest if last.max() - level <= (HELD if swinging else SETTLED) * fall else None


def _in_minimum(at: Minimum, path: Path, below: Ground, swing: Swing | None) -> tuple[str, Said]:
    said: list[Said] = []
    if swing is not None:
        wide, why = _width(swing, path), _why(swing, path)
        said.append(say("verdict.further.swinging", width=wide, why=why))
    level = below.level(at, path.end)
    if not below.is_lowest(level):
        return "local minimum", joined(_local(at, level, path, below, said), "")
    if not below.known.trusted:
        said.append(say("verdict.further.unchecked"))
    reached = _end_at(
        "reached",
        path.end,
        below,
        name=below.name(at, counted=True),
        loss=amount(path.end_loss, _scale(path, below)),
    )
    return "global minimum", joined((reached, *said), "")


def _end_at(key: str, point: Array | tuple[float, float], below: Ground, **parts: str) -> Said:
    return say(f"verdict.ends.{key}", place=place(point, below.loss), **parts)


def _local(
    at: Minimum, level: float, path: Path, below: Ground, swinging: list[Said]
) -> list[Said]:
    spread = isinstance(at, Region)
    where = path.end if spread else below.center(at, path.end)
    best, scale = below.minima[0], _scale(path, below)
    if best is not at and best.value < level:
        value, other = against(path.end_loss, best.value, scale)
        held = {"name": below.name(at), "loss": value, "lowest": other}
        if not isinstance(at, Region):
            return [_end_at("trapped", where, below, **held), *swinging]
        shape = say(f"verdict.shapes.{at.shape}")
        return [_end_at("trapped_in_region", where, below, shape=shape, **held), *swinging]
    if below.is_lowest(path.end_loss):
        value = amount(path.end_loss, scale)
        return [_end_at("beside_a_jump", where, below, loss=value), *swinging]
    value, lower = _lower_still(path, below)
    return [_end_at("reached", where, below, name=below.name(at), loss=value), *swinging, lower]


def _lower_still(path: Path, below: Ground) -> tuple[str, Said]:
    """The loss at the end of the path, and where there is less."""
    scale, where = _scale(path, below), place(below.lowest[:2], below.loss)
    if below.known.pole is not None:
        return amount(path.end_loss, scale), say("verdict.further.bottomless", place=where)
    value, other = against(path.end_loss, below.lowest[2], scale)
    on_border = below.lowest == below.known.border_lowest
    key = "lower_still_on_border" if on_border else "lower_still"
    return value, say(f"verdict.further.{key}", place=where, loss=other)


def _unsurveyed_minimum(path: Path, below: Ground) -> Said | None:
    """Where the survey knows nothing the Hessian under the path must do: beyond the view, and
    on a loss too fast for it."""
    known, in_view = below.known, _in_view(path)
    if in_view and (known.trusted or known.points):
        return None
    if not (_at_rest(path, below) and _at_the_bottom(path, below)):
        return None
    value = amount(path.end_loss, _scale(path, below))
    if in_view:
        key = "one_of_many" if known.doubt == TOO_FAST else "others_unknown"
        return _end_at(key, path.end, below, loss=value)
    if known.lowest is None:
        return _end_at("outside", path.end, below, loss=value)
    value, other = against(path.end_loss, known.lowest.value, _scale(path, below))
    key = "outside_as_low" if value == other else "outside_against"
    return _end_at(key, path.end, below, loss=value, lowest=other)


def _at_rest(path: Path, below: Ground) -> bool:
    """Whether neither place nor loss changes any more to speak of."""
    last = path.run.losses[max(0, path.last - ENDS) : path.last + 1]
    fall = max(abs(path.run.losses[0] - path.end_loss), LEAST_FALL * below.height)
    still = np.ptp(path.u[path.tail], axis=0).max() <= NARROW
    return bool(still and np.ptp(last) <= SETTLED * fall)


def _at_the_bottom(path: Path, below: Ground) -> bool:
    """Whether Newton's step to the bottom of the bowl under the path is next to nothing, and so
    is the slope along a valley without curvature."""
    bent, slope = hessian(below.loss, path.end), below.loss.gradient(path.end)
    if not np.isfinite(bent).all() or not np.isfinite(slope).all():
        return False
    least, greatest = np.linalg.eigvalsh(bent)
    if greatest <= 0 or least < -LEVEL * greatest:
        return False
    step = np.linalg.pinv(bent, rcond=LEVEL, hermitian=True) @ slope
    along_the_valley = below.per_view(slope - bent @ step)
    moved = in_views(path.end - step, below.loss) - path.u[path.last]
    return bool(np.abs(moved).max() <= NARROW and along_the_valley <= LITTLE_SLOPE * below.height)


# elsewhere


def _width(swing: Swing, path: Path) -> str:
    return amount(float(np.hypot(*np.ptp(path.run.points[swing.part], axis=0))))


def _cycling(swing: Swing, path: Path, below: Ground) -> Said:
    there, back = (float(np.hypot(*(path.end - path.run.points[path.last - k]))) for k in (1, 2))
    if back < 0.1 * there and not swing.shaken_by:
        cycle = say("verdict.cycles.points", width=amount(there))
    else:
        cycle = say("verdict.cycles.patch", width=_width(swing, path))
    where = _around(cycle, swing, path, below)
    return say("verdict.ends.cycling", where=where, why=_why(swing, path))


def _why(swing: Swing, path: Path) -> Said:
    """What keeps a path swinging."""
    own = "eta" if "eta" in path.run.course.settings else "steps"
    return say(f"verdict.why.{swing.shaken_by or own}")


def _around(cycle: Said, swing: Swing, path: Path, below: Ground) -> Said:
    """The cycle with the minima that it goes around, or its place where it goes around none."""
    found = gone_around(path.u[swing.part], below)
    if not found:
        where = place(middle(path.run.points[swing.part]), below.loss)
        return say("verdict.cycles.near", cycle=cycle, place=where)
    if len(found) > 1:
        return say("verdict.cycles.across", cycle=cycle, count=len(found))
    return say("verdict.cycles.around", cycle=cycle, name=below.name(found[0]))


def _hardly_moved(path: Path) -> bool:
    return path.last > 0 and bool(np.ptp(path.u[: path.last + 1], axis=0).max() < NARROW)


def _stuck(path: Path, below: Ground) -> Said:
    value = amount(path.end_loss, _scale(path, below))
    eta = path.run.course.settings.get("eta")
    if eta is None:
        return _end_at("stuck", path.end, below, loss=value)
    return _end_at("stuck_with_eta", path.end, below, loss=value, eta=setting(eta))


def _at_stationary_point(tail: Array, slope: float, below: Ground) -> tuple[str, Said] | None:
    point, distance = below.nearest(middle(tail), "others")
    if not isinstance(point, StationaryPoint) or distance > AT or slope > SLOW * below.height:
        return None
    at = point.x, point.y
    if point.kind == "degenerate":
        return "plateau", _end_at("flat_point", at, below)
    name = say("verdict.names.maximum" if point.kind == "maximum" else "verdict.names.saddle")
    key = "stays" if slope <= NO_SLOPE * below.height else "held_up"
    return "saddle", _end_at(key, at, below, name=name, way=way_down(point, below.loss))


def _flat(slope: float, path: Path, below: Ground) -> bool:
    """Whether this slope, kept up across the view, brings next to nothing of the way down."""
    return slope <= max(FLAT * (path.end_loss - below.bottom), NO_SLOPE * below.height)


def _on_flat_ground(slope: float, path: Path, below: Ground) -> Said:
    where, scale = _where(path, below), _scale(path, below)
    value = amount(path.end_loss, scale)
    if slope <= 1e-12 * scale:
        return say("verdict.ends.flat", where=where, loss=value)
    return say("verdict.ends.almost_flat", where=where, loss=value, fall=amount(slope))


def _still_moving(path: Path, way: Journey, below: Ground) -> Said:
    scale, where = _scale(path, below), _where(path, below)
    holder = minimum_of(int(way.held_by[path.last]), below)
    if holder is not None:
        level = below.level(holder, path.end)
        value, other = against(path.end_loss, level, scale)
        center = below.center(holder, path.end)
        held = {"name": below.name(holder), "loss": value, "bottom": other}
        if np.abs(in_views(center, below.loss) - path.u[path.tail]).max() <= AT:
            return _end_at("moving_near", center, below, **held)
        return _end_at("moving_in_basin", center, below, where=where, **held)
    found = "" if below.known.trusted else "_found"
    if below.known.lowest is None:
        value = amount(path.end_loss, scale)
        return say(f"verdict.ends.moving_to_none{found}", where=where, loss=value)
    value, other = against(path.end_loss, below.known.lowest.value, scale)
    return say(f"verdict.ends.moving_above{found}", where=where, loss=value, lowest=other)


def _where(path: Path, below: Ground) -> Said:
    key = "at" if _in_view(path) else "outside"
    return say(f"verdict.names.{key}", place=place(path.end, below.loss))


def _in_view(path: Path) -> bool:
    return bool((np.abs(path.u[path.last] - 0.5) <= 0.5).all())


def _scale(path: Path, below: Ground) -> float:
    return below.scale(path.run)
