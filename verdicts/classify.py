"""The kind of a run's end: which minimum holds it, or why it did not arrive.

Every threshold is a share of the view or of the heights in it, so that a verdict depends neither
on the unit of the loss nor on those of the axes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import Region
from analysis.survey import TOO_FAST
from verdicts.context import Minimum
from verdicts.escapes import Escape, escapes
from verdicts.excursions import excursions
from verdicts.facts import (
    AtMinimum,
    AtStationaryPoint,
    AtUnsurveyedMinimum,
    Cycling,
    Departure,
    Ending,
    Facts,
    HardlyMoved,
    Kind,
    LeftDomain,
    Lower,
    NoSlope,
    NoValue,
    OnFlatGround,
    RankedMinimum,
    StillMoving,
)
from verdicts.measure import LEVEL, SETTLED, Measures, measures_of
from verdicts.oscillation import Oscillation, minima_inside
from verdicts.path import NARROW, SHORTEST_TAIL, as_point, middle
from verdicts.reruns import affordable, goes_on, path_again
from verdicts.rest import at_rest, crawls
from verdicts.traps import trap

ARRIVAL_RADIUS = 0.02  # of the view: a path this close to a point is at it
WIDE = 0.02  # of the view: a swing this wide is seen as one
PIXEL = 0.004  # of the view: as near as this the basins cannot tell minima apart
HELD = 0.05  # of the fall to its end: a swing that stays this low in one basin is held there
SLOW = 0.1  # of the heights in view: a slope that takes the whole view for it is small
FLAT = 0.01  # of the way down to the lowest minimum: a slope that brings no more is flat ground
NO_SLOPE, LITTLE_SLOPE = 1e-6, 1e-4  # of the heights in view


def classify(m: Measures) -> tuple[Kind, Ending]:
    """The kind of a run and how it ended."""
    if (departure := m.departure) is not None:
        return _departed(departure, m)
    calm = m.tail_width <= WIDE
    if (minimum := _minimum_reached(m)) is not None:
        return _at_minimum(minimum, m, m.oscillation)
    if (later := _later(m)) is not None and (minimum := _minimum_reached(later)) is not None:
        return _at_minimum(minimum, m, later.oscillation)
    if (rest := at_rest(m.path)) is not None:
        return Kind.STOPPED, rest
    if m.oscillation is not None:
        return Kind.CYCLING, _cycling(m.oscillation, m)
    if calm and (ending := _at_rest_elsewhere(m)) is not None:
        return ending
    return Kind.STILL_MOVING, _still_moving(m)


def facts_of(ending: Ending, m: Measures) -> Facts:
    """What is true of a run that ended so."""
    path, survey = m.path, m.context.survey
    return Facts(
        ending=ending,
        landscape=m.context.landscape,
        last=path.last,
        point=as_point(path.end),
        loss=path.end_loss,
        in_view=path.in_view,
        start_loss=float(path.run.losses[0]),
        scale=m.context.scale(path.run),
        escapes=_escapes(ending, m),
        delay=max(m.delays, key=lambda delay: delay.steps, default=None),
        excursions=excursions(path),
        minima=len(survey.minima),
        global_minima=m.context.global_minima,
        lowest=survey.lowest.value if survey.lowest else None,
        trusted=survey.trusted,
    )


def _escapes(ending: Ending, m: Measures) -> tuple[Escape, ...]:
    """The escapes of a run; who broke off or was thrown out of view has none."""
    if isinstance(ending, Departure):
        return ()
    return escapes(m.path, m.visits, m.drawn, m.context)


def _ranked(minimum: Minimum, m: Measures) -> RankedMinimum:
    context, end = m.context, m.path.end
    return RankedMinimum(
        point=as_point(context.point_of(minimum, end)),
        loss=context.value_of(minimum, end),
        rank=context.survey.rank(minimum),
        is_global=context.is_global(minimum),
        shape=minimum.shape if isinstance(minimum, Region) else "",
    )


def _departed(departure: Departure, m: Measures) -> tuple[Kind, Ending]:
    if isinstance(departure, NoSlope):
        minimum, distance = m.context.minima.nearest(m.path.u[m.path.last])
        if minimum is None or distance > ARRIVAL_RADIUS or departure.ahead:
            return Kind.STOPPED, departure
        if not m.context.as_low_as(m.path.end_loss, minimum.value):
            return Kind.STOPPED, departure
        kind, ending = _at_minimum(minimum, m, None)
        return kind, replace(ending, at_tip=True)
    in_map = isinstance(departure, NoValue | LeftDomain)
    return Kind.LEFT_DOMAIN if in_map else Kind.DIVERGED, departure


# at a minimum


def _minimum_reached(m: Measures) -> Minimum | None:
    """The minimum in which the tail has come to an end: near it, in its basin, as low as it."""
    if m.tail_width > WIDE:
        return None
    minimum, distance = m.nearest_minimum
    labels = m.tail_basins
    if minimum is None or distance > ARRIVAL_RADIUS or len(labels) > 1:
        return None
    if distance > PIXEL and len(labels):
        owner = m.context.minimum_of(int(labels[0]))
        if owner is not None and owner is not minimum:
            return None
    loss = m.context.value_of(minimum, m.path.end)
    allowed = SETTLED if m.oscillation is None else HELD
    return minimum if m.last_losses.max() - loss <= allowed * m.fall_to(loss) else None


def _later(m: Measures) -> Measures | None:
    """The same run a little later, for one that ends near a minimum and may stand there.

    None for others, and where a run of more steps is another run from its beginning on.
    """
    run, (_, distance) = m.path.run, m.context.minima.nearest(m.path.u[m.path.last])
    if distance > ARRIVAL_RADIUS or not goes_on(run) or not affordable(run):
        return None
    path = path_again(m.path, run.config, steps=run.steps + max(SHORTEST_TAIL, run.steps // 10))
    later = measures_of(path)
    return None if path.broke_off else later


def _at_minimum(minimum: Minimum, m: Measures, swing: Oscillation | None) -> tuple[Kind, AtMinimum]:
    ranked = _ranked(minimum, m)
    if m.context.is_lowest(ranked.loss):
        return Kind.GLOBAL_MINIMUM, AtMinimum(ranked, swing, None)
    best = m.context.survey.minima[0]
    if best is not minimum and best.value < ranked.loss:
        point = as_point(m.context.point_of(best, m.path.end))
        lower = Lower("minimum", point, best.value)
    elif m.context.is_lowest(m.path.end_loss):
        lower = None
    else:
        lower = _lowest_in_view(m)
    held = trap(m.path, m.visits, m.context, minimum, lower.point) if lower else None
    return Kind.LOCAL_MINIMUM, AtMinimum(ranked, swing, lower, held)


def _lowest_in_view(m: Measures) -> Lower:
    lowest, survey = m.context.lowest, m.context.survey
    if survey.pole is not None:
        return Lower("pole", lowest[:2], lowest[2])
    on_border = lowest == survey.border_lowest
    return Lower("border" if on_border else "elsewhere", lowest[:2], lowest[2])


# elsewhere


def _cycling(oscillation: Oscillation, m: Measures) -> Cycling:
    around = minima_inside(m.path.u[oscillation.part], m.context)
    center = as_point(middle(m.path.run.points[oscillation.part]))
    alone = _ranked(around[0], m) if len(around) == 1 else None
    return Cycling(oscillation, center, len(around), alone)


def _at_rest_elsewhere(m: Measures) -> tuple[Kind, Ending] | None:
    """A path that goes no further, or hardly, at no minimum that the survey knows."""
    height, survey = m.context.height, m.context.survey
    if _at_unsurveyed_minimum(m):
        among_many = m.path.in_view and survey.doubt == TOO_FAST
        return Kind.LOCAL_MINIMUM, AtUnsurveyedMinimum(among_many)
    if m.end_slope > LITTLE_SLOPE * height and m.path.last > 0 and m.extent < NARROW:
        return Kind.STILL_MOVING, HardlyMoved(_largest_eta(m))
    other, distance = m.nearest_other
    if other is not None and distance <= ARRIVAL_RADIUS and not m.end_slope > SLOW * height:
        kind = Kind.PLATEAU if other.kind == "degenerate" else Kind.SADDLE
        return kind, AtStationaryPoint(other, has_slope=not m.end_slope <= NO_SLOPE * height)
    # whether this slope, kept up across the view, brings next to nothing of the way down
    if m.end_slope <= max(FLAT * (m.path.end_loss - m.context.bottom), NO_SLOPE * height):
        return Kind.PLATEAU, OnFlatGround(m.end_slope)
    return None


def _largest_eta(m: Measures) -> float | None:
    """The largest eta that the run had; None for rules without it."""
    run = m.path.run
    return float(run.course.etas.max()) if "eta" in run.course.settings else None


def _at_unsurveyed_minimum(m: Measures) -> bool:
    # where the survey knows nothing, beyond the view or on a loss too fast for it, the Hessian
    # under the path must do
    survey = m.context.survey
    if m.path.in_view and (survey.trusted or survey.points):
        return False
    fall = m.fall_to(m.path.end_loss)
    if m.tail_width > NARROW or not np.ptp(m.last_losses) <= SETTLED * fall:
        return False
    bowl = m.bowl
    return (
        bowl is not None
        and bowl.greatest > 0
        and bowl.least >= -LEVEL * bowl.greatest
        and bowl.to_bottom <= NARROW
        and bowl.slope_left <= LITTLE_SLOPE * m.context.height
    )


def _still_moving(m: Measures) -> StillMoving:
    minimum, slow = m.end_minimum, crawls(m.path)
    if minimum is None:
        return StillMoving(None, crawls=slow)
    ranked = _ranked(minimum, m)
    apart = m.context.landscape.unit(ranked.point) - m.tail
    return StillMoving(ranked, bool(np.abs(apart).max() <= ARRIVAL_RADIUS), slow)
