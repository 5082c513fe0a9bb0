"""Which minimum each place of a view drains to, when it follows the gradient without haste.

The gradient flow x' = -grad f(x) is the path of gradient descent with vanishing steps, in the
units of the axes. It is followed by ROS2, a linearly implicit method with the exact Hessian, so
that stiff valleys cost no more than round bowls (Verwer et al., A second-order Rosenbrock method
applied to photochemical dispersion problems, SIAM J. Sci. Comput. 20, 1999). A coarse lattice
comes first; only places near a change of minimum are looked at more closely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.field import (
    BLOCK,
    Array,
    Derivatives,
    TooMuchWorkError,
    Work,
)
from analysis.regions import Region
from analysis.stationary import StationaryPoint, newton_step
from analysis.survey import Survey, survey
from landscapes import Landscape
from words import say

Labels = NDArray[np.int64]
Attractor = StationaryPoint | Region

UNDECIDED = -1
RUNNING = -2

GAMMA = 1 - 1 / np.sqrt(2)  # makes ROS2 L-stable: stiff directions die out in one step
TOLERANCE = 0.1  # pixels: ROS2 against its first-order part, in each step
SMALLEST = 0.02  # pixels: steps this short are taken in any case, so that kinks are crossed
STRIDE = 8  # pixels between the places of the first lattice
MAX_STEPS = 250
ASTRAY = 0.5  # of the view: how far beyond the border a flow is followed
REST_LOOKED_FOR = 8  # steps between looks for flows at rest
STUCK_LOOKED_FOR = 50  # steps in which a flow has to come further than a pixel
MAX_WORK = 150e6  # operations on places, those of survey and reading among them: half a second
READING = 100e3  # times the operations at one place: what it took to read and print the loss
WORK_BESIDE = 40  # operations at each place besides those of the loss
ARRIVED = 1.0  # pixels: a flow that has come to rest this near to a minimum has reached it
DIRECTIONS, RADII = 24, 12  # where the ground around a minimum is probed
FAR = 1000.0  # pixels along the diagonal: the largest disc that is probed
SIGHT = 48  # boxes along each side that remember their nearest minimum


@dataclass(frozen=True, eq=False)
class Basins:
    """`labels` (size, size), rows along y as in `Landscape.grid`: index into `attractors`.

    -1 where the flow leaves the view for good (further than half a view beyond the border, or
    to rest outside), leaves the domain, or cannot be decided. A flow that leaves the view and
    comes back counts for where it ends. `attractors` are the minima of the survey, lowest
    first, then plateaus and degenerate points on which a flow may come to rest as well. `doubt`
    says in a sentence why there are no labels, and is empty where there are.
    """

    labels: Labels
    attractors: tuple[Attractor, ...]
    doubt: str = ""

    def under(self, u: Array) -> Labels:
        """The label of the pixel under each of `u` (..., 2), points with the low corner of the
        view at 0 and the high one at 1; -1 outside the view and for NaN."""
        with np.errstate(invalid="ignore"):
            inside = np.all((u >= 0) & (u <= 1), axis=-1, keepdims=True)
        pixel = np.rint(np.where(inside, u, 0) * (len(self.labels) - 1))
        column, row = np.moveaxis(pixel.astype(int), -1, 0)
        return np.where(inside[..., 0], self.labels[row, column], UNDECIDED)


@lru_cache(maxsize=32)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def basins(loss: Landscape, size: int = 256) -> Basins:
    """The basins of the gradient flow on a grid of size x size places over the view."""
    surveyed = survey(loss)
    attractors = _attractors(surveyed)
    if not attractors or not 2 <= size <= 1024:
        return Basins(np.full((size, size), UNDECIDED), attractors, surveyed.doubt)
    try:
        labels = _labels(Flow.over(loss, surveyed, attractors, size), size)
    except TooMuchWorkError:
        unlabelled = np.full((size, size), UNDECIDED)
        return Basins(unlabelled, attractors, say("verdict.doubts.basins"))
    return Basins(labels, attractors)


def _labels(flow: Flow, size: int) -> Labels:
    blocks = -(-size // STRIDE)
    line = np.arange(blocks + 1) * STRIDE
    labels = flow.ends(*_mesh(line, line), None, STRIDE).reshape(blocks + 1, -1)
    stride = STRIDE
    while stride > 1:
        mixed = _mixed(labels) | flow.marked(labels, stride)
        labels = _refined(flow, labels, mixed, stride)
        stride //= 2
    return labels[:size, :size]


def _attractors(surveyed: Survey) -> tuple[Attractor, ...]:
    resting = [r for r in surveyed.regions if r.shape == "plateau" and r.kind != "minimum"]
    flat = [p for p in surveyed.points if p.kind == "degenerate"]
    return (*surveyed.minima, *resting, *flat)


# coarse to fine


def _mesh(columns: NDArray, rows: NDArray) -> tuple[NDArray, NDArray]:
    column, row = np.meshgrid(columns, rows)
    return column.ravel(), row.ravel()


def _mixed(labels: Labels) -> NDArray[np.bool_]:
    """Blocks between four places (rows and columns one fewer) that do not all agree."""
    first = labels[:-1, :-1]
    mixed = (first != labels[1:, :-1]) | (first != labels[:-1, 1:])
    return mixed | (first != labels[1:, 1:])


def _widened(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wide = flags.copy()
    wide[1:] |= flags[:-1]
    wide[:-1] |= flags[1:]
    wider = wide.copy()
    wider[:, 1:] |= wide[:, :-1]
    wider[:, :-1] |= wide[:, 1:]
    return wider


def _refined(flow: Flow, labels: Labels, mixed: NDArray[np.bool_], stride: int) -> Labels:
    """Labels on the lattice of half the stride.

    Blocks that are not mixed are filled in; a flow that reaches one with no mixed neighbour
    ends where that block does.
    """
    blocks = labels.shape[0] - 1
    fine = np.repeat(np.repeat(labels, 2, axis=0), 2, axis=1)[:-1, :-1]
    wanted = np.zeros(fine.shape, dtype=bool)
    for down in range(3):
        for along in range(3):
            wanted[down : down + 2 * blocks : 2, along : along + 2 * blocks : 2] |= mixed
    wanted[::2, ::2] = False
    row, column = np.nonzero(wanted)
    calm = np.where(_widened(mixed), RUNNING, labels[:-1, :-1])
    half = stride // 2
    fine[row, column] = flow.ends(column * half, row * half, calm, stride)
    return fine


# the flow


@dataclass(frozen=True, eq=False)
class Flow:
    """The flow of one loss, with what is known about where it ends.

    `marks` (m, 2) are all isolated stationary points; `pixel` and `corner` the size of a pixel
    and the low corner of the view, in the units of the axes. `centers` (k, 2) and `radii` (k,)
    are discs in which the flow only comes nearer to their centre, `owners` the attractors they
    belong to. `nearest` tells the disc of each box of the view, `held` (size, size) the region
    that a pixel lies on, or RUNNING. `work` counts what it costs to follow flows.
    """

    loss: Landscape
    marks: Array
    centers: Array
    radii: Array
    owners: Labels
    nearest: Labels
    held: Labels
    pixel: Array
    corner: Array
    size: int
    work: Work

    @classmethod
    def over(
        cls, loss: Landscape, surveyed: Survey, attractors: tuple[Attractor, ...], size: int
    ) -> Flow:
        low, high = np.transpose((loss.x_range, loss.y_range))
        pixel = (high - low) / (size - 1)
        tips = {i: a for i, a in enumerate(attractors) if isinstance(a, StationaryPoint)}
        centers = _places(list(tips.values()))
        rest = [p for p in surveyed.points if p.kind not in ("minimum", "degenerate")]
        others = [_places(rest), *(r.points for r in surveyed.regions)]
        work = Work(MAX_WORK, surveyed.work + READING * loss.operations(2))
        discs = _calm_radii(loss, work, centers, np.concatenate(others), pixel)
        flat = np.array([a.kind == "degenerate" for a in tips.values()], dtype=bool)
        radii = np.where(flat, SMALLEST * pixel.min(), discs)
        return cls(
            loss,
            marks=np.concatenate((centers, _places(rest))),
            centers=centers,
            radii=radii,
            owners=np.array(list(tips), dtype=np.int64),
            nearest=_nearest(centers, low, high),
            held=_held(attractors, low, pixel, size),
            pixel=pixel,
            corner=low,
            size=size,
            work=work,
        )

    def marked(self, labels: Labels, stride: int) -> NDArray[np.bool_]:
        """Blocks with a stationary point inside: something may happen there unseen."""
        marked = np.zeros((labels.shape[0] - 1, labels.shape[1] - 1), dtype=bool)
        box = np.floor((self.marks - self.corner) / (stride * self.pixel)).astype(int)
        box = np.clip(box, 0, marked.shape[0] - 1)
        marked[box[:, 1], box[:, 0]] = True
        return marked

    def ends(self, column: NDArray, row: NDArray, calm: Labels | None, stride: int) -> Labels:
        """Labels of pixels (n,). `calm` are the known labels of blocks of `stride` pixels."""
        x = self.corner[0] + column * self.pixel[0]
        y = self.corner[1] + row * self.pixel[1]
        labels = np.full(x.shape, RUNNING, dtype=np.int64)
        left = np.arange(x.size)
        time = np.zeros(x.size)
        past_x, past_y = x, y
        for turn in range(MAX_STEPS):
            self.work.take(self._price, x.size)
            bend = self._bend(x, y)
            known = self._known(x, y, bend, calm, stride)
            if turn % REST_LOOKED_FOR == REST_LOOKED_FOR - 1:
                known = self._at_rest(known, x, y, bend)
            if turn % STUCK_LOOKED_FOR == STUCK_LOOKED_FOR - 1:
                moved = np.hypot((x - past_x) / self.pixel[0], (y - past_y) / self.pixel[1])
                known[(known == RUNNING) & (moved < 1)] = UNDECIDED
                past_x, past_y = x, y
            if (known != RUNNING).any():
                labels[left] = known
                stay = known == RUNNING
                left, x, y, time = left[stay], x[stay], y[stay], time[stay]
                past_x, past_y, bend = past_x[stay], past_y[stay], bend[stay]
            if not left.size:
                break
            x, y, time = self._step(x, y, time, bend)
        labels[labels == RUNNING] = UNDECIDED
        return labels

    @cached_property
    def _price(self) -> int:
        """Operations of one step at one place."""
        return WORK_BESIDE + self.loss.operations(2) + self.loss.operations(1)

    def _bend(self, x: Array, y: Array) -> Derivatives:
        parts = self.loss.compiled(2)(x, y)
        return Derivatives(
            *(p if np.shape(p) == x.shape else np.broadcast_to(p, x.shape) for p in parts)
        )

    def _step(
        self, x: Array, y: Array, time: Array, bend: Derivatives
    ) -> tuple[Array, Array, Array]:
        """One trial step of every flow: the new places, or the old ones where it was too long."""
        steep, (larger, smaller) = bend.gradient_norm, bend.curvatures
        lowest = np.minimum(larger, smaller)
        reach = self.pixel.min()
        with np.errstate(all="ignore"):
            first = np.where(time > 0, time, 4 * reach / (steep + 4 * reach * np.abs(larger)))
            # beyond 1 / (gamma |curvature|) downhill bends the implicit step would turn around
            time = np.where(lowest < 0, np.minimum(first, -0.5 / (GAMMA * lowest)), first)
            a, b = 1 + GAMMA * time * bend.uu, 1 + GAMMA * time * bend.vv
            c = GAMMA * time * bend.uv
            scale = time / (a * b - c * c)
            k1_x, k1_y = scale * (c * bend.gv - b * bend.gu), scale * (c * bend.gu - a * bend.gv)
            _, gx, gy = self.loss.compiled(1)(x + k1_x, y + k1_y)
            rx, ry = gx + 2 * k1_x / time, gy + 2 * k1_y / time
            k2_x, k2_y = scale * (c * ry - b * rx), scale * (c * rx - a * ry)
            error = np.hypot((k1_x + k2_x) / self.pixel[0], (k1_y + k2_y) / self.pixel[1]) / 2
            length = np.hypot(k1_x / self.pixel[0], k1_y / self.pixel[1])
            error = np.where(np.isfinite(error), error, np.inf)
            fine = error <= TOLERANCE
            forced = ~fine & (length <= SMALLEST)
            grow = np.clip(0.9 * np.sqrt(TOLERANCE / error), 0.15, 6.0)
            x = np.where(fine, x + 1.5 * k1_x + 0.5 * k2_x, np.where(forced, x + k1_x, x))
            y = np.where(fine, y + 1.5 * k1_y + 0.5 * k2_y, np.where(forced, y + k1_y, y))
            time = time * np.where(forced, 1.0, grow)
        return x, y, time

    def _known(
        self, x: Array, y: Array, bend: Derivatives, calm: Labels | None, stride: int
    ) -> Labels:
        """The label of each flow that is decided here, RUNNING for the others."""
        known = np.full(x.shape, RUNNING, dtype=np.int64)
        across = (x - self.corner[0]) / self.pixel[0]
        up = (y - self.corner[1]) / self.pixel[1]
        known[~np.isfinite(bend.value + bend.gu + bend.gv)] = UNDECIDED
        far = ASTRAY * self.size
        with np.errstate(invalid="ignore"):
            inside = (across >= 0) & (across < self.size) & (up >= 0) & (up < self.size)
            astray = np.maximum(np.abs(across - self.size / 2), np.abs(up - self.size / 2))
            known[astray > far + self.size / 2] = UNDECIDED
        column = np.where(inside, across, 0).astype(np.int64)
        row = np.where(inside, up, 0).astype(np.int64)
        if calm is not None:
            settled = calm[row // stride, column // stride]
            known = np.where(inside & (known == RUNNING), settled, known)
        if self.held.size:
            known = np.where(inside & (known == RUNNING), self.held[row, column], known)
        if self.radii.size:
            box = self.nearest[row * SIGHT // self.size, column * SIGHT // self.size]
            center = self.centers[box]
            near = np.hypot(x - center[:, 0], y - center[:, 1]) <= self.radii[box]
            known = np.where(near & (known == RUNNING), self.owners[box], known)
        return known

    def _at_rest(self, known: Labels, x: Array, y: Array, bend: Derivatives) -> Labels:
        """Flows in a hollow of their own, or on level ground: the minimum is here or unknown."""
        larger, smaller = bend.curvatures
        step_x, step_y = newton_step(bend)
        with np.errstate(invalid="ignore"):
            length = np.hypot(step_x / self.pixel[0], step_y / self.pixel[1])
            rest = (larger > 0) & (smaller >= 0) & (length < 0.01)
            rest = (rest | (bend.gradient_norm == 0)) & (known == RUNNING)
        known[rest] = UNDECIDED
        if self.owners.size:
            for some in np.array_split(np.flatnonzero(rest), 1 + rest.sum() // 256):
                across = (self.centers[:, 0] - x[some, None]) / self.pixel[0]
                up = (self.centers[:, 1] - y[some, None]) / self.pixel[1]
                distance = np.hypot(across, up)
                nearest = distance.argmin(axis=1)
                here = distance[np.arange(some.size), nearest] <= ARRIVED
                known[some[here]] = self.owners[nearest[here]]
        return known


def _places(points: Sequence[StationaryPoint]) -> Array:
    return np.array([(p.x, p.y) for p in points]).reshape(-1, 2)


def _calm_radii(loss: Landscape, work: Work, centers: Array, others: Array, pixel: Array) -> Array:
    """Radii (k,) of discs around minima in which every flow comes nearer to the centre.

    Probed along rays, up to the nearest other stationary place.
    """
    farthest = np.full(len(centers), FAR * np.hypot(*pixel))
    every = np.concatenate((centers, others))
    for i, center in enumerate(centers):
        distance = np.hypot(*(every - center).T)
        distance[i] = np.inf
        farthest[i] = min(farthest[i], distance.min(initial=np.inf))
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    ray = np.stack((np.cos(angle), np.sin(angle)))[:, None, :, None]
    part = np.append(np.geomspace(0.002, 1 / RADII, RADII, endpoint=False),
                     np.linspace(1 / RADII, 1, RADII))  # fmt: skip
    work.take(loss.operations(1), ray[0].size * part.size * len(centers))
    reached = np.zeros(len(centers), dtype=np.int64)
    together = BLOCK // (DIRECTIONS * part.size)
    for first in range(0, len(centers), together):
        some = slice(first, first + together)
        offset = ray * (farthest[some, None] * part)[:, None, :]
        x, y = (centers[some, i, None, None] + offset[i] for i in (0, 1))
        value, gx, gy = loss.compiled(1)(x, y)
        outward = np.broadcast_to((gx * ray[0] + gy * ray[1]) + 0 * value, x.shape)
        calm = (outward > 1e-6 * np.hypot(gx, gy)).all(axis=1)
        reached[some] = np.minimum.accumulate(calm, axis=-1).sum(axis=-1)
    return farthest * np.append(0.0, part)[reached]


def _nearest(centers: Array, low: Array, high: Array) -> Labels:
    """The nearest centre to each of SIGHT x SIGHT boxes of the view."""
    if not len(centers):
        return np.zeros((SIGHT, SIGHT), dtype=np.int64)
    middle = (np.arange(SIGHT) + 0.5) / SIGHT
    x, y = (low[i] + middle * (high[i] - low[i]) for i in (0, 1))
    across, up = (x[:, None] - centers[:, 0]) ** 2, (y[:, None] - centers[:, 1]) ** 2
    return np.stack([np.argmin(row + across, axis=-1) for row in up])


def _held(attractors: tuple[Attractor, ...], low: Array, pixel: Array, size: int) -> Labels:
    """For each pixel the region it lies on."""
    regions = [(i, a) for i, a in enumerate(attractors) if isinstance(a, Region)]
    if not regions:
        return np.zeros((0, 0), dtype=np.int64)
    held = np.full((size, size), RUNNING, dtype=np.int64)
    # The places of a plateau lie two cells apart: the pixels between them first, then their own.
    for reach in ((-2, -1, 0, 1), (-1, 0)):
        for i, region in regions:
            place = np.round((region.points - low) / pixel).astype(int)
            if reach[0] < -1 and region.shape != "plateau":
                continue
            for shift in product(reach, reach):
                column, row = np.clip(place + shift, 0, size - 1).T
                held[row, column] = i
    return held
