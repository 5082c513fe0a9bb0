"""What a view of a loss holds: its stationary points, its valleys and plateaus, its lowest place.

The count checks itself by the theorem of Poincaré and Hopf: the indices of all stationary points
inside a closed line add up to the number of turns that the gradient makes along that line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from analysis.field import (
    CELL,
    Array,
    Derivatives,
    Field,
    TooMuchWorkError,
    Work,
    grid_lines,
    turns,
    undersampled,
    winding_numbers,
)
from analysis.kinked import kinked_extremes, lowest_at_a_jump, may_be_kinked, may_jump
from analysis.regions import Region, curves, level_nodes, plateaus
from analysis.stationary import Flags, Roots, StationaryPoint, described, isolated, roots
from formulas import FormulaError
from landscapes import Landscape
from words import say

MAX_POINTS = 2500  # more stand less than five cells apart
UNDERSAMPLED = 0.3  # of the view: where the grid misses what the gradient does
MAX_WORK = 40e6  # operations on places: a quarter of a second
TOO_MUCH = say("survey.doubts.too_much")
TOO_FAST = say("survey.doubts.too_fast")
TOO_STEEP = say("survey.doubts.too_steep")
TOO_LONG = say("survey.doubts.too_long")
NOWHERE = say("survey.doubts.nowhere")
BORDER_PLACES = 512  # on each side, where the turning of the gradient is followed
SHARP_TURN = 1.0  # radians: a larger turn between two places is looked at more closely
PARTS = 8  # that such a stretch is cut into
OPPOSITE = np.pi - 1e-6  # a turn this large could as well go the other way
CLOSER = 8  # times that a lowest place is looked at more closely
PLACES = 32  # on each side of it: so many, each time NEARER times as close
NEARER = 16
BOTTOMLESS = 0.8  # of the first half's fall: what falls as far in the second half has no bottom
NO_FALL = 1e-6  # of the heights looked at: what falls less may be rounding


@dataclass(frozen=True, eq=False)
class Survey:
    """All that has no slope in a view.

    `points` are the isolated stationary points and the tips of kinks, lowest first; `regions`
    what is no point. `border_lowest` is the lowest place (x, y, value) on the border of the
    view if it lies below all minima. `pole` is a place (x, y) beside which the loss falls without
    bound; where there is one no place is lowest, of the border or at all. `index_sum` and
    `border_turns` are equal where nothing was missed, None where they could not be counted;
    `doubt` says in a sentence why the count is not to be trusted, and is empty where it is.
    `work` is what it cost, in operations on places.
    """

    points: tuple[StationaryPoint, ...]
    regions: tuple[Region, ...]
    border_lowest: tuple[float, float, float] | None = None
    pole: tuple[float, float] | None = None
    index_sum: int | None = None
    border_turns: int | None = None
    doubt: str = ""
    work: float = 0.0

    @property
    def trusted(self) -> bool:
        return not self.doubt

    @property
    def undercut(self) -> bool:
        """Whether the loss is known to lie lower in this view than any minimum."""
        return self.border_lowest is not None or self.pole is not None

    @cached_property
    def minima(self) -> tuple[StationaryPoint | Region, ...]:
        """Minima, points and regions, lowest first."""
        every: tuple[StationaryPoint | Region, ...] = (*self.points, *self.regions)
        return tuple(sorted((m for m in every if m.kind == "minimum"), key=lambda m: m.value))

    def rank(self, minimum: StationaryPoint | Region) -> int:
        """Its number among the minima, 1 for the lowest. By place and value: a survey that was
        forgotten, or asked for by two at once, is worked out twice, with the same numbers."""
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
def survey(loss: Landscape) -> Survey:
    """The survey of a loss over its view, remembered for the last 64 losses."""
    work = Work(MAX_WORK)
    try:
        known = _surveyed(Field(loss, work))
    except TooMuchWorkError:
        known = Survey((), (), doubt=TOO_MUCH)
    except FormulaError:
        known = Survey((), (), doubt=TOO_LONG)
    return replace(known, work=work.spent)


def stationary_points(loss: Landscape) -> list[StationaryPoint]:
    """All isolated stationary points of the view and the tips of kinks, lowest first.

    `survey` tells more: valleys and plateaus, and whether to trust the count.
    """
    return list(survey(loss).points)


def _surveyed(field: Field) -> Survey:
    loss, grid = field.loss, grid_lines()
    bend = field.bend(*grid)
    if not np.isfinite(bend.value).any():
        return Survey((), (), doubt=TOO_STEEP if np.isfinite(field.value(*grid)).any() else NOWHERE)
    if undersampled(bend, grid[0][0, 1] - grid[0][0, 0]) > UNDERSAMPLED:
        return Survey((), (), doubt=TOO_FAST)
    level = level_nodes(bend)
    found = _off_plateaus(roots(field, grid, bend), grid, level)
    if (~found.flat).sum() > MAX_POINTS:
        return Survey((), (), doubt=TOO_FAST)
    alone = isolated(found)
    points = described(field, found[alone])
    regions = curves(field, found[~alone])
    flats, cut = plateaus(field, grid, bend.value, level)
    regions += flats
    poles = jumps = False
    formula = loss.loss.expression
    if may_be_kinked(formula):
        known = _widened(level, 3) | _near_roots(found, bend, grid)
        tips, creases, poles = kinked_extremes(field, grid, bend, known)
        points += tips
        regions += creases
        jumps = may_jump(formula) and lowest_at_a_jump(field, grid, bend)
    index_sum = _index_sum(points, regions)
    border_turns = _border_turns(field, grid, bend)
    doubt = _doubt(cut, poles, jumps, regions, index_sum, border_turns)
    points = sorted(_in_view(points, loss), key=lambda p: (p.value, p.x, p.y))
    surveyed = Survey(
        tuple(points),
        tuple(regions),
        index_sum=index_sum,
        border_turns=border_turns,
        doubt=doubt,
    )
    inner = _lowest_node(field, grid, bend, surveyed.lowest)
    border = _border_lowest(field, surveyed.lowest)
    for place in (inner, border):
        if place is not None and place.bottomless:
            return replace(surveyed, pole=place.at)
    if border is None:
        return surveyed
    return replace(surveyed, border_lowest=(*border.at, border.value))


def _off_plateaus(found: Roots, grid: tuple[Array, Array], level: Flags) -> Roots:
    """Without the flat roots on a plateau's rim, which belong to the plateau."""
    if not level.any():
        return found
    down, along = _nodes(found, grid)
    return found[~(found.flat & _widened(level, 2)[down, along])]


def _nodes(found: Roots, grid: tuple[Array, Array]) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of the grid node nearest to each root."""
    row, column = grid[0][0], grid[1][:, 0]
    pitch = row[1] - row[0]
    along = np.clip(np.rint((found.u - row[0]) / pitch).astype(int), 0, row.size - 1)
    down = np.clip(np.rint((found.v - column[0]) / pitch).astype(int), 0, column.size - 1)
    return down, along


def _near_roots(found: Roots, bend: Derivatives, grid: tuple[Array, Array]) -> Flags:
    near = np.zeros(bend.value.shape, dtype=bool)
    near[_nodes(found, grid)] = True
    return _widened(near, 2)


def _widened(flags: Flags, by: int) -> Flags:
    for _ in range(by if flags.any() else 0):
        wide = flags.copy()
        wide[1:] |= flags[:-1]
        wide[:-1] |= flags[1:]
        flags = wide.copy()
        flags[:, 1:] |= wide[:, :-1]
        flags[:, :-1] |= wide[:, 1:]
    return flags


def _in_view(points: list[StationaryPoint], loss: Landscape) -> list[StationaryPoint]:
    (left, right), (low, high) = loss.x_range, loss.y_range
    return [p for p in points if left <= p.x <= right and low <= p.y <= high]


# self-check


def _index_sum(points: list[StationaryPoint], regions: list[Region]) -> int | None:
    indices = [region.index for region in regions]
    if None in indices:
        return None
    return sum(p.index for p in points) + sum(i for i in indices if i is not None)


def _border_turns(field: Field, grid: tuple[Array, Array], bend: Derivatives) -> int | None:
    """Turns of the gradient along the border of the grid, or of the part of it with a value.

    Turns around all cells of that part are turns along its outer edge, as inner ones cancel.
    """
    if np.isnan(bend.value).any():
        gu, gv = (np.broadcast_to(part, bend.value.shape) for part in (bend.gu, bend.gv))
        return int(winding_numbers(gu, gv).sum())
    left, right = grid[0][0, [0, -1]]
    low, high = grid[1][[0, -1], 0]
    part = np.linspace(0, 1, BORDER_PLACES, endpoint=False)
    across, up = left + part * (right - left), low + part * (high - low)
    corner = np.ones_like(part)
    u = np.concatenate((across, right * corner, across[::-1] + right - across[-1], left * corner))
    v = np.concatenate((low * corner, up, high * corner, up[::-1] + high - up[-1]))
    return _turns_along(field, np.append(u, u[0]), np.append(v, v[0]))


def _turns_along(field: Field, u: Array, v: Array) -> int | None:
    """None where the gradient flips over, is zero, undefined or too restless on the line."""
    steady = 0.0
    line_u, line_v = u[np.newaxis], v[np.newaxis]
    part = np.linspace(0, 1, PARTS + 1)
    for _ in range(10):
        slopes = field.slope(line_u, line_v)
        if not np.all(np.hypot(*slopes) > 0):
            return None
        angle = turns(*slopes)
        if not np.isfinite(angle).all():
            return None
        sharp = np.abs(angle) > SHARP_TURN
        steady += float(angle[~sharp].sum())
        if not sharp.any():
            return round(steady / (2 * np.pi))
        if sharp.sum() > BORDER_PLACES:
            return None
        low_u, low_v = line_u[:, :-1][sharp, np.newaxis], line_v[:, :-1][sharp, np.newaxis]
        high_u, high_v = line_u[:, 1:][sharp, np.newaxis], line_v[:, 1:][sharp, np.newaxis]
        line_u, line_v = low_u + part * (high_u - low_u), low_v + part * (high_v - low_v)
    # What is left at a billionth of the first distance are jumps at kinks.
    if np.abs(angle).max() > OPPOSITE:
        return None
    return round((steady + float(angle[sharp].sum())) / (2 * np.pi))


def _doubt(
    cut: bool,
    poles: bool,
    jumps: bool,
    regions: list[Region],
    index_sum: int | None,
    border_turns: int | None,
) -> str:
    if cut:
        return say("survey.doubts.cut")
    if poles:
        return say("survey.doubts.pole")
    if jumps:
        return say("survey.doubts.jump")
    if index_sum is None:
        names = sorted({region.name for region in regions if region.index is None})
        return say("survey.doubts.no_index", region=names[0])
    if border_turns is None:
        return say("survey.doubts.no_turns")
    if index_sum != border_turns:
        return say("survey.doubts.unequal", turns=border_turns, found=index_sum)
    return ""


# the lowest place


@dataclass(frozen=True)
class _Lowest:
    """A lowest place (x, y) and its value, which has no bound where it is `bottomless`."""

    at: tuple[float, float]
    value: float
    bottomless: bool


def _lowest_node(
    field: Field,
    grid: tuple[Array, Array],
    bend: Derivatives,
    lowest: StationaryPoint | Region | None,
) -> _Lowest | None:
    """The lowest place around the grid's lowest node if that lies below the lowest minimum."""
    down, along = np.unravel_index(int(np.nanargmin(bend.value)), bend.value.shape)
    if lowest is not None and bend.value[down, along] >= lowest.value:
        return None
    u, v = np.clip((grid[0][0, along], grid[1][down, 0]), 0.0, 1.0)
    return _followed_down(field, float(u), float(v), (True, True), _height(bend.value))


def _border_lowest(field: Field, lowest: StationaryPoint | Region | None) -> _Lowest | None:
    """The lowest place of the border if it lies below the lowest minimum."""
    line, zero = np.linspace(0, 1, 2 * BORDER_PLACES + 1), np.zeros(2 * BORDER_PLACES + 1)
    u = np.concatenate((line, line, zero, zero + 1))
    v = np.concatenate((zero, zero + 1, line, line))
    value = field.value(u, v)
    if not np.isfinite(value).any():
        return None
    best = int(np.nanargmin(value))
    if lowest is not None and value[best] > lowest.value + 1e-3 * abs(lowest.value):
        return None
    on_side = u[best] in (0.0, 1.0)
    free = not on_side, on_side
    found = _followed_down(field, float(u[best]), float(v[best]), free, _height(value))
    return None if lowest is not None and found.value >= lowest.value else found


def _height(values: Array) -> float:
    """Of the median above the lowest."""
    return float(np.nanmedian(values) - np.nanmin(values))


def _followed_down(
    field: Field, u: float, v: float, free: tuple[bool, bool], height: float
) -> _Lowest:
    """The lowest place around (u, v), a cell wide, looked at ever more closely; u, v or both are
    free. Beside a pole each look finds the loss about as much lower as the one before, or more."""
    part, stay = np.linspace(-1, 1, 2 * PLACES + 1), np.zeros(1)
    leasts: list[float] = []
    least = np.inf
    for look in range(CLOSER):
        pitch = CELL / NEARER**look
        row = np.clip(u + pitch * (part if free[0] else stay), 0, 1)
        column = np.clip(v + pitch * (part if free[1] else stay), 0, 1)
        value = field.value(row[None, :], column[:, None])
        value = np.where(np.isnan(value), np.inf, value)
        down, along = np.unravel_index(int(value.argmin()), value.shape)
        if value[down, along] < least:
            u, v, least = float(row[along]), float(column[down]), float(value[down, along])
        leasts.append(least)
    x, y = field.place(np.array(u), np.array(v))
    first, middle = leasts[0], leasts[CLOSER // 2 - 1]
    bottomless = middle - least > max(BOTTOMLESS * (first - middle), NO_FALL * height)
    return _Lowest((float(x), float(y)), least, bool(bottomless))
