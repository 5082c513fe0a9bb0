"""The verdict of a path: which minimum holds it, what delayed it, why it did not arrive.

Every threshold is a share of the view or of the heights in it, so that a verdict depends neither
on the unit of the loss nor on those of the axes. A sentence claims no more than the survey knows:
where that doubts itself, what is said of "the lowest" and of counts is said of what was found.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.basins import basins
from analysis.regions import Region
from analysis.stationary import StationaryPoint
from analysis.survey import TOO_FAST
from landscapes import Landscape
from optimizers import Trajectory
from verdicts.basin_visits import BasinVisits, basin_visits, events_of, minimum_of, on_the_way
from verdicts.context import (
    Array,
    LossContext,
    Minimum,
    Path,
    context_of,
    hessian,
    in_views,
    measured,
)
from verdicts.divergence import divergence
from verdicts.formatting import against, amount, place, setting
from verdicts.oscillation import Oscillation, gone_around, middle, oscillation_of, width
from verdicts.saddle_delay import SaddleDelay, saddle_delays, way_down
from verdicts.verdict import Verdict
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
    context, path = context_of(loss), measured(run, loss)
    way = basin_visits(path, basins(loss), context)
    passed = saddle_delays(run.points, path.u, context.survey, loss)
    kind, reason, at = _end(path, way, context)
    further: list[Said] = []
    if kind in ("global minimum", "local minimum", "still moving", "cycling"):
        further = on_the_way(way, passed, context)
    return Verdict(
        kind=kind,
        reason=joined((reason, *further, "."), ""),
        events=events_of(path, way, passed, at, context),
        settled=None if kind in ("diverged", "left the domain") else _settled(run),
        escapes=len(way.escapes),
        saddle_steps=int(sum(p.last - p.first + 1 for p in passed)),
        length=float(np.nansum(run.step_lengths)),
        straight=float(np.hypot(*(run.points[path.last] - run.points[0]))),
        basins=way.held_by,
        near_saddle=_marked(passed, len(run.points)),
    )


def _marked(passed: list[SaddleDelay], length: int) -> NDArray[np.bool_]:
    marked = np.zeros(length, dtype=bool)
    for passage in passed:
        marked[passage.first : passage.last + 1] = True
    return marked


def _settled(run: Trajectory) -> int:
    """The step from which the loss stays within 1 % of the fall from its end."""
    end, height = run.losses[-1], np.ptp(run.losses)
    away = np.abs(run.losses - end) > SETTLED * height
    return int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0


def _end(path: Path, way: BasinVisits, context: LossContext) -> _End:
    """Kind, reason without its full stop, and the minimum that holds the path, if one does."""
    if (broken := divergence(path, context)) is not None:
        return *broken, None
    tail = path.u[path.tail]
    wide = width(tail)
    swing = oscillation_of(path, _holder(path, way, context), context) if wide > NARROW else None
    if wide <= WIDE and (at := _held_by(path, way, context, swing is not None)) is not None:
        return *_in_minimum(at, path, context, swing), at
    if swing is not None:
        return "cycling", _cycling(swing, path, context), None
    slope = context.slope(path.end)
    if wide <= WIDE:
        if (unsurveyed := _unsurveyed_minimum(path, context)) is not None:
            return "local minimum", unsurveyed, None
        if slope > LITTLE_SLOPE * context.height and _hardly_moved(path):
            return "still moving", _stuck(path, context), None
        if (delay := _at_stationary_point(tail, slope, context)) is not None:
            return *delay, None
        if _flat(slope, path, context):
            return "plateau", _on_flat_ground(slope, path, context), None
    return "still moving", _still_moving(path, way, context), None


def _holder(path: Path, way: BasinVisits, context: LossContext) -> Minimum | None:
    """The minimum in whose basin the last half of a path lies, all of it."""
    labels = way.held_by[path.last // 2 : path.last + 1]
    return minimum_of(int(labels[0]), context) if (labels == labels[0]).all() else None


# at a minimum


def _held_by(path: Path, way: BasinVisits, context: LossContext, swinging: bool) -> Minimum | None:
    """The minimum in which the tail has come to an end: near it, in its basin, as low as it."""
    tail = path.u[path.tail]
    labels = np.unique(way.held_by[path.tail])
    labels = labels[labels >= 0]
    nearest, distance = context.nearest(middle(tail), "minima")
    if nearest is None or distance > AT or len(labels) > 1:
        return None
    if distance > PIXEL and len(labels):
        owner = minimum_of(int(labels[0]), context)
        if owner is not None and owner is not nearest:
            return None
    level = context.level(nearest, path.end)
    fall = max(abs(path.run.losses[0] - level), LEAST_FALL * context.height)
    last = path.run.losses[max(0, path.last - ENDS) : path.last + 1]
    return nearest if last.max() - level <= (HELD if swinging else SETTLED) * fall else None


def _in_minimum(
    at: Minimum, path: Path, context: LossContext, swing: Oscillation | None
) -> tuple[str, Said]:
    said: list[Said] = []
    if swing is not None:
        wide, why = _width(swing, path), _why(swing, path)
        said.append(say("verdict.further.swinging", width=wide, why=why))
    level = context.level(at, path.end)
    if not context.is_lowest(level):
        return "local minimum", joined(_local(at, level, path, context, said), "")
    if not context.survey.trusted:
        said.append(say("verdict.further.unchecked"))
    reached = _end_at(
        "reached",
        path.end,
        context,
        name=context.name(at, counted=True),
        loss=amount(path.end_loss, _scale(path, context)),
    )
    return "global minimum", joined((reached, *said), "")


def _end_at(
    key: str, point: Array | tuple[float, float], context: LossContext, **parts: str
) -> Said:
    return say(f"verdict.ends.{key}", place=place(point, context.loss), **parts)


def _local(
    at: Minimum, level: float, path: Path, context: LossContext, swinging: list[Said]
) -> list[Said]:
    spread = isinstance(at, Region)
    where = path.end if spread else context.center(at, path.end)
    best, scale = context.minima[0], _scale(path, context)
    if best is not at and best.value < level:
        value, other = against(path.end_loss, best.value, scale)
        held = {"name": context.name(at), "loss": value, "lowest": other}
        if not isinstance(at, Region):
            return [_end_at("trapped", where, context, **held), *swinging]
        shape = say(f"verdict.shapes.{at.shape}")
        return [_end_at("trapped_in_region", where, context, shape=shape, **held), *swinging]
    if context.is_lowest(path.end_loss):
        value = amount(path.end_loss, scale)
        return [_end_at("beside_a_jump", where, context, loss=value), *swinging]
    value, lower = _lower_still(path, context)
    return [_end_at("reached", where, context, name=context.name(at), loss=value), *swinging, lower]


def _lower_still(path: Path, context: LossContext) -> tuple[str, Said]:
    """The loss at the end of the path, and where there is less."""
    scale, where = _scale(path, context), place(context.lowest[:2], context.loss)
    if context.survey.pole is not None:
        return amount(path.end_loss, scale), say("verdict.further.bottomless", place=where)
    value, other = against(path.end_loss, context.lowest[2], scale)
    on_border = context.lowest == context.survey.border_lowest
    key = "lower_still_on_border" if on_border else "lower_still"
    return value, say(f"verdict.further.{key}", place=where, loss=other)


def _unsurveyed_minimum(path: Path, context: LossContext) -> Said | None:
    """Where the survey knows nothing the Hessian under the path must do: beyond the view, and
    on a loss too fast for it."""
    survey, in_view = context.survey, _in_view(path)
    if in_view and (survey.trusted or survey.points):
        return None
    if not (_at_rest(path, context) and _at_the_bottom(path, context)):
        return None
    value = amount(path.end_loss, _scale(path, context))
    if in_view:
        key = "one_of_many" if survey.doubt == TOO_FAST else "others_unknown"
        return _end_at(key, path.end, context, loss=value)
    if survey.lowest is None:
        return _end_at("outside", path.end, context, loss=value)
    value, other = against(path.end_loss, survey.lowest.value, _scale(path, context))
    key = "outside_as_low" if value == other else "outside_against"
    return _end_at(key, path.end, context, loss=value, lowest=other)


def _at_rest(path: Path, context: LossContext) -> bool:
    """Whether neither place nor loss changes any more to speak of."""
    last = path.run.losses[max(0, path.last - ENDS) : path.last + 1]
    fall = max(abs(path.run.losses[0] - path.end_loss), LEAST_FALL * context.height)
    still = np.ptp(path.u[path.tail], axis=0).max() <= NARROW
    return bool(still and np.ptp(last) <= SETTLED * fall)


def _at_the_bottom(path: Path, context: LossContext) -> bool:
    """Whether Newton's step to the bottom of the bowl under the path is next to nothing, and so
    is the slope along a valley without curvature."""
    bent, slope = hessian(context.loss, path.end), context.loss.gradient(path.end)
    if not np.isfinite(bent).all() or not np.isfinite(slope).all():
        return False
    least, greatest = np.linalg.eigvalsh(bent)
    if greatest <= 0 or least < -LEVEL * greatest:
        return False
    step = np.linalg.pinv(bent, rcond=LEVEL, hermitian=True) @ slope
    along_the_valley = context.per_view(slope - bent @ step)
    moved = in_views(path.end - step, context.loss) - path.u[path.last]
    return bool(np.abs(moved).max() <= NARROW and along_the_valley <= LITTLE_SLOPE * context.height)


# elsewhere


def _width(swing: Oscillation, path: Path) -> str:
    return amount(float(np.hypot(*np.ptp(path.run.points[swing.part], axis=0))))


def _cycling(swing: Oscillation, path: Path, context: LossContext) -> Said:
    there, back = (float(np.hypot(*(path.end - path.run.points[path.last - k]))) for k in (1, 2))
    if back < 0.1 * there and not swing.shaken_by:
        cycle = say("verdict.cycles.points", width=amount(there))
    else:
        cycle = say("verdict.cycles.patch", width=_width(swing, path))
    where = _around(cycle, swing, path, context)
    return say("verdict.ends.cycling", where=where, why=_why(swing, path))


def _why(swing: Oscillation, path: Path) -> Said:
    """What keeps a path swinging."""
    own = "eta" if "eta" in path.run.course.settings else "steps"
    return say(f"verdict.why.{swing.shaken_by or own}")


def _around(cycle: Said, swing: Oscillation, path: Path, context: LossContext) -> Said:
    """The cycle with the minima that it goes around, or its place where it goes around none."""
    found = gone_around(path.u[swing.part], context)
    if not found:
        where = place(middle(path.run.points[swing.part]), context.loss)
        return say("verdict.cycles.near", cycle=cycle, place=where)
    if len(found) > 1:
        return say("verdict.cycles.across", cycle=cycle, count=len(found))
    return say("verdict.cycles.around", cycle=cycle, name=context.name(found[0]))


def _hardly_moved(path: Path) -> bool:
    return path.last > 0 and bool(np.ptp(path.u[: path.last + 1], axis=0).max() < NARROW)


def _stuck(path: Path, context: LossContext) -> Said:
    value = amount(path.end_loss, _scale(path, context))
    eta = path.run.course.settings.get("eta")
    if eta is None:
        return _end_at("stuck", path.end, context, loss=value)
    return _end_at("stuck_with_eta", path.end, context, loss=value, eta=setting(eta))


def _at_stationary_point(
    tail: Array, slope: float, context: LossContext
) -> tuple[str, Said] | None:
    point, distance = context.nearest(middle(tail), "others")
    if not isinstance(point, StationaryPoint) or distance > AT or slope > SLOW * context.height:
        return None
    at = point.x, point.y
    if point.kind == "degenerate":
        return "plateau", _end_at("flat_point", at, context)
    name = say("verdict.names.maximum" if point.kind == "maximum" else "verdict.names.saddle")
    key = "stays" if slope <= NO_SLOPE * context.height else "held_up"
    return "saddle", _end_at(key, at, context, name=name, way=way_down(point, context.loss))


def _flat(slope: float, path: Path, context: LossContext) -> bool:
    """Whether this slope, kept up across the view, brings next to nothing of the way down."""
    return slope <= max(FLAT * (path.end_loss - context.bottom), NO_SLOPE * context.height)


def _on_flat_ground(slope: float, path: Path, context: LossContext) -> Said:
    where, scale = _where(path, context), _scale(path, context)
    value = amount(path.end_loss, scale)
    if slope <= 1e-12 * scale:
        return say("verdict.ends.flat", where=where, loss=value)
    return say("verdict.ends.almost_flat", where=where, loss=value, fall=amount(slope))


def _still_moving(path: Path, way: BasinVisits, context: LossContext) -> Said:
    scale, where = _scale(path, context), _where(path, context)
    holder = minimum_of(int(way.held_by[path.last]), context)
    if holder is not None:
        level = context.level(holder, path.end)
        value, other = against(path.end_loss, level, scale)
        center = context.center(holder, path.end)
        held = {"name": context.name(holder), "loss": value, "bottom": other}
        if np.abs(in_views(center, context.loss) - path.u[path.tail]).max() <= AT:
            return _end_at("moving_near", center, context, **held)
        return _end_at("moving_in_basin", center, context, where=where, **held)
    found = "" if context.survey.trusted else "_found"
    if context.survey.lowest is None:
        value = amount(path.end_loss, scale)
        return say(f"verdict.ends.moving_to_none{found}", where=where, loss=value)
    value, other = against(path.end_loss, context.survey.lowest.value, scale)
    return say(f"verdict.ends.moving_above{found}", where=where, loss=value, lowest=other)


def _where(path: Path, context: LossContext) -> Said:
    key = "at" if _in_view(path) else "outside"
    return say(f"verdict.names.{key}", place=place(path.end, context.loss))


def _in_view(path: Path) -> bool:
    return bool((np.abs(path.u[path.last] - 0.5) <= 0.5).all())


def _scale(path: Path, context: LossContext) -> float:
    return context.scale(path.run)
