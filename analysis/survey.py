"""What a view of a loss holds: stationary points, valleys and plateaus, its lowest place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from analysis.field import Field, Grid, TooMuchWorkError, Work
from analysis.holes import Hole, removable_holes
from analysis.kinks import kinked_extremes, lowest_at_a_jump, may_be_kinked, may_jump
from analysis.lowest import lowest_inside, lowest_on_border
from analysis.neighbours import dilated
from analysis.regions import Region, curves, level_nodes, plateaus
from analysis.roots import SAME, Roots
from analysis.search import search
from analysis.self_check import border_turns, index_sum
from analysis.stationary import StationaryPoint, described, isolated
from formulas import FormulaError
from landscapes import Landscape
from landscapes.code import Flags
from words import say

MAX_POINTS = 6000  # more stand about three cells apart
UNDERSAMPLED = 0.3  # of the view: where the grid misses what the gradient does
EQUAL = 1e-6  # of a loss: limits this close to it are no lower
MAX_WORK = 50e6  # operations on places: a quarter of a second
TOO_MUCH = say("survey.doubts.too_much")
TOO_FAST = say("survey.doubts.too_fast")
TOO_STEEP = say("survey.doubts.too_steep")
TOO_LONG = say("survey.doubts.too_long")
NOWHERE = say("survey.doubts.nowhere")


@dataclass(frozen=True, eq=False)
class Survey:
    """All places of a view without slope.

    `points` are the isolated stationary points and the tips of kinks, lowest first; `regions`
    what is no point. `border_lowest` is the lowest place (x, y, value) on the border of the
    view if it lies below all minima. `pole` is a place (x, y) beside which the loss falls without
    bound; where there is one no place is lowest, of the border or at all. `index_sum` and
    `border_turns` are equal where nothing was missed, None where they could not be counted;
    `doubt` says in a sentence why the count is not to be trusted, and is empty where it is.
    `work` is what it cost, in operations on places. `hole` is the removable singularity beside
    which the loss lies below all of these, if there is one.
    """

    points: tuple[StationaryPoint, ...]
    regions: tuple[Region, ...]
    border_lowest: tuple[float, float, float] | None = None
    pole: tuple[float, float] | None = None
    index_sum: int | None = None
    border_turns: int | None = None
    doubt: str = ""
    work: float = 0.0
    hole: Hole | None = None

    @property
    def trusted(self) -> bool:
        """Whether nothing speaks against the count."""
        return not self.doubt

    @property
    def undercut(self) -> bool:
        """Whether the loss is known to lie lower in this view than any minimum."""
        return any(below is not None for below in (self.border_lowest, self.pole, self.hole))

    @cached_property
    def minima(self) -> tuple[StationaryPoint | Region, ...]:
        """Minima, points and regions, lowest first."""
        every: tuple[StationaryPoint | Region, ...] = (*self.points, *self.regions)
        return tuple(sorted((m for m in every if m.kind == "minimum"), key=lambda m: m.value))

    @cached_property
    def height(self) -> float:
        """From the lowest to the highest place without slope; 0 where there is none."""
        values = self.values
        return float(np.ptp(values)) if values else 0.0

    @cached_property
    def values(self) -> list[float]:
        """The losses of all points, then of all regions."""
        return [p.value for p in self.points] + [r.value for r in self.regions]

    def rank(self, minimum: StationaryPoint | Region) -> int:
        """The number of a minimum among all, 1 for the lowest.

        By place and value: a survey that was forgotten, or asked for by two at once, is worked
        out twice, with the same numbers.
        """
        wanted = _identity(minimum)
        return next(i for i, m in enumerate(self.minima, 1) if _identity(m) == wanted)

    @property
    def lowest(self) -> StationaryPoint | Region | None:
        """The lowest minimum in view, the global one as far as is known."""
        return next(iter(self.minima), None)


def _identity(minimum: StationaryPoint | Region) -> tuple[float, float, float]:
    x, y = minimum.points[0] if isinstance(minimum, Region) else (minimum.x, minimum.y)
    return minimum.value, float(x), float(y)


@lru_cache(maxsize=64)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def survey(landscape: Landscape) -> Survey:
    """The survey of a landscape, remembered for the last 64 of them."""
    work = Work(MAX_WORK)
    try:
        found = _surveyed(Field(landscape, work))
    except TooMuchWorkError:
        found = Survey((), (), doubt=TOO_MUCH)
    except FormulaError:
        found = Survey((), (), doubt=TOO_LONG)
    return replace(found, work=work.spent, hole=_lower_hole(found, landscape))


def _lower_hole(found: Survey, landscape: Landscape) -> Hole | None:
    """The removable singularity below all minima and the border, if there is one."""
    holes = removable_holes(landscape)
    if not holes or found.pole is not None:
        return None
    hole = min(holes, key=lambda hole: hole.limit)
    others = [minimum.value for minimum in found.minima]
    others += [] if found.border_lowest is None else [found.border_lowest[2]]
    least = min(others, default=np.inf)
    return hole if hole.limit < least - EQUAL * max(abs(hole.limit), abs(least), 1.0) else None


def stationary_points(landscape: Landscape) -> list[StationaryPoint]:
    """All isolated stationary points of the view and the tips of kinks, lowest first.

    `survey` tells more: valleys and plateaus, and whether to trust the count.
    """
    return list(survey(landscape).points)


def _surveyed(field: Field) -> Survey:
    grid = Grid.over(field)
    if not np.isfinite(grid.at.value).any():
        u, v = grid.u[None, :], grid.v[:, None]
        return Survey((), (), doubt=TOO_STEEP if np.isfinite(field.value(u, v)).any() else NOWHERE)
    formula = field.landscape.loss.expression
    kinked = may_be_kinked(formula)
    level = level_nodes(grid.at)
    found, lost = search(field, grid, smooth=not kinked)
    found = _off_plateaus(found, grid, level)
    if lost > UNDERSAMPLED or (~found.flat).sum() > MAX_POINTS:
        return Survey((), (), doubt=TOO_FAST)
    alone = isolated(found)
    points = described(field, found[alone])
    regions = curves(field, found[~alone])
    flats, cut = plateaus(field, grid, level)
    regions += flats
    poles = jumps = False
    if kinked:
        explained = dilated(level, 3, 3) | _near_roots(found, grid)
        tips, creases, poles = kinked_extremes(field, grid, explained)
        points = _once(points, tips, field.landscape)
        regions += creases
        jumps = may_jump(formula) and lowest_at_a_jump(field, grid)
    indices, turns = index_sum((*points, *regions)), border_turns(field, grid, not kinked)
    doubt = _doubt(cut, poles, jumps, regions, indices, turns)
    points = sorted(_in_view(points, field.landscape), key=lambda p: (p.value, p.x, p.y))
    surveyed = Survey(
        tuple(points), tuple(regions), index_sum=indices, border_turns=turns, doubt=doubt
    )
    least = np.inf if surveyed.lowest is None else surveyed.lowest.value
    inside, border = lowest_inside(field, grid, least), lowest_on_border(field, least)
    for place in (inside, border):
        if place is not None and place.bottomless:
            return replace(surveyed, pole=place.at)
    if border is None:
        return surveyed
    return replace(surveyed, border_lowest=(*border.at, border.value))


def _off_plateaus(found: Roots, grid: Grid, level: Flags) -> Roots:
    """Without the flat roots on a plateau's rim, which belong to the plateau."""
    return found[~(found.flat & dilated(level, 2, 2)[grid.nearest(found.u, found.v)])]


def _near_roots(found: Roots, grid: Grid) -> Flags:
    """Nodes within two cells of a root."""
    near = np.zeros(grid.at.value.shape, dtype=bool)
    near[grid.nearest(found.u, found.v)] = True
    return dilated(near, 2, 2)


def _once(
    points: list[StationaryPoint], tips: list[StationaryPoint], landscape: Landscape
) -> list[StationaryPoint]:
    """Smooth points and tips, of which one is kept where both are at one place.

    Right on a kink the slope is taken as the mean of both sides, and may be zero though the loss
    is kinked there: then the two differ in kind, and the tip is right.
    """
    if not points or not tips:
        return points + tips
    smooth, kinked = (landscape.unit([(p.x, p.y) for p in some]) for some in (points, tips))
    same = np.abs(smooth[:, np.newaxis] - kinked).max(axis=-1) < SAME
    pairs = np.argwhere(same).tolist()
    wrong = {i for i, j in pairs if points[i].kind != tips[j].kind}
    twice = {j for i, j in pairs if i not in wrong}
    kept = [point for i, point in enumerate(points) if i not in wrong]
    return kept + [tip for j, tip in enumerate(tips) if j not in twice]


def _in_view(points: list[StationaryPoint], landscape: Landscape) -> list[StationaryPoint]:
    (left, right), (low, high) = landscape.x_range, landscape.y_range
    return [p for p in points if left <= p.x <= right and low <= p.y <= high]


def _doubt(
    cut: bool,
    poles: bool,
    jumps: bool,
    regions: list[Region],
    indices: int | None,
    turns: int | None,
) -> str:
    """Why the count is not to be trusted; empty where it is."""
    if cut:
        return say("survey.doubts.cut")
    if poles:
        return say("survey.doubts.pole")
    if jumps:
        return say("survey.doubts.jump")
    if indices is None:
        names = sorted({region.name for region in regions if region.index is None})
        return say("survey.doubts.no_index", region=names[0])
    if turns is None:
        return say("survey.doubts.no_turns")
    if indices != turns:
        return say("survey.doubts.unequal", turns=turns, found=indices)
    return ""
