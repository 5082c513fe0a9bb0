"""The gradient flow x' = -grad f(x): the path of gradient descent with vanishing steps.

It is followed in the units of the axes by ROS2, a linearly implicit method with the exact Hessian,
so that stiff valleys cost no more than round bowls (Verwer et al., A second-order Rosenbrock method
applied to photochemical dispersion problems, SIAM J. Sci. Comput. 20, 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.field import BLOCK, Derivatives, Work
from analysis.kinks import may_be_kinked
from analysis.regions import Region
from analysis.roots import newton_step
from analysis.rounding import rounded
from analysis.stationary import StationaryPoint
from analysis.survey import Survey
from landscapes import Landscape
from landscapes.code import Array, Flags

Labels = NDArray[np.int64]
Attractor = StationaryPoint | Region

UNDECIDED = -1
RUNNING = -2

GAMMA = 1 - 1 / np.sqrt(2)  # makes ROS2 L-stable: stiff directions die out in one step
TOLERANCE = 0.1  # pixels: ROS2 against its first-order part, in each step
SMALLEST = 0.02  # pixels: steps this short are taken in any case, so that kinks are crossed
ROUNDED = 0.1  # pixels: how far kinks are rounded off
BESIDE_KINKS = 0.03  # TOLERANCE, where it has to be finer than what is rounded
LEAP = 4.0  # pixels: no step of a loss with kinks is longer, since two could lie between
MAX_STEPS = 250
SLIDING = 500  # as MAX_STEPS, over a loss with kinks: along a curved one steps are short
ASTRAY = 0.5  # of the view: how far beyond the border a flow is followed
REST_LOOKED_FOR = 8  # steps between looks for flows at rest
STUCK_LOOKED_FOR = 50  # steps in which a flow has to come further than a pixel
MAX_WORK = 150e6  # operations on places, those of survey and reading among them: half a second
READING = 100e3  # times the operations at one place: what it took to read and print the loss
WORK_BESIDE = 40  # operations at each place besides those of the loss
ARRIVED = 1.0  # pixels: a flow that has come to rest this near to a minimum has reached it
DIRECTIONS, RADII = 24, 12  # where the surroundings of a minimum are probed
FAR = 1000.0  # pixels along the diagonal: the largest disc that is probed
SIGHT = 48  # boxes along each side that remember their nearest minimum


@dataclass(frozen=True, eq=False)
class Flow:
    """The flow over one landscape, with what is known about where it ends.

    `marks` (m, 2) are all isolated stationary points; `pixel` and `corner` the size of a pixel
    and the low corner of the view, in the units of the axes. `centers` (k, 2) and `radii` (k,)
    are discs in which the flow only comes nearer to their centre, `owners` the attractors they
    belong to. `nearest` tells the disc of each box of the view, `held` (size, size) the region
    that a pixel lies on, or RUNNING. `work` counts what it costs to follow flows; where the loss is
    `kinked` their steps are shorter.
    """

    landscape: Landscape
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
    kinked: bool

    @classmethod
    def over(
        cls, landscape: Landscape, surveyed: Survey, attractors: tuple[Attractor, ...], size: int
    ) -> Flow:
        """The flow over a landscape whose view is size x size pixels."""
        low, high = np.transpose((landscape.x_range, landscape.y_range))
        pixel = (high - low) / (size - 1)
        tips = {i: a for i, a in enumerate(attractors) if isinstance(a, StationaryPoint)}
        centers = _places(list(tips.values()))
        rest = [p for p in surveyed.points if p.kind not in ("minimum", "degenerate")]
        others = [_places(rest), *(r.points for r in surveyed.regions)]
        work = Work(MAX_WORK, surveyed.work + READING * landscape.operations(2))
        discs = _calm_radii(landscape, work, centers, np.concatenate(others), pixel)
        flat = np.array([a.kind == "degenerate" for a in tips.values()], dtype=bool)
        radii = np.where(flat, SMALLEST * pixel.min(), discs)
        return cls(
            landscape,
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
            kinked=may_be_kinked(landscape.loss.expression),
        )

    def eventful(self, labels: Labels, stride: int) -> Flags:
        """Blocks with a stationary point inside: something may happen there unseen."""
        eventful = np.zeros((labels.shape[0] - 1, labels.shape[1] - 1), dtype=bool)
        box = np.floor((self.marks - self.corner) / (stride * self.pixel)).astype(int)
        box = np.clip(box, 0, eventful.shape[0] - 1)
        eventful[box[:, 1], box[:, 0]] = True
        return eventful

    def ends(self, column: NDArray, row: NDArray, calm: Labels | None, stride: int) -> Labels:
        """The labels of pixels (n,). `calm` are those of blocks of `stride` pixels, or RUNNING."""
        x = self.corner[0] + column * self.pixel[0]
        y = self.corner[1] + row * self.pixel[1]
        labels = self._reached(x, y, calm, stride)
        left = np.flatnonzero(labels == RUNNING)
        x, y, time = x[left], y[left], np.zeros(left.size)
        past_x, past_y = x, y
        most = SLIDING if self.kinked else MAX_STEPS
        for step in range(most if left.size else 0):
            self.work.take(self._price, x.size)
            at = Derivatives.on_axes(self.sliding, x, y)
            decided = self._reached(x, y, calm, stride)
            decided[~np.isfinite(at.value + at.gu + at.gv)] = UNDECIDED
            if step % REST_LOOKED_FOR == REST_LOOKED_FOR - 1:
                decided = self._settled(decided, x, y, _at_rest(at, self.pixel))
            if step % STUCK_LOOKED_FOR == STUCK_LOOKED_FOR - 1:
                moved = np.hypot((x - past_x) / self.pixel[0], (y - past_y) / self.pixel[1])
                decided = self._settled(decided, x, y, moved < 1)
                past_x, past_y = x, y
            if (decided != RUNNING).any():
                labels[left] = decided
                stay = decided == RUNNING
                left, x, y, time = left[stay], x[stay], y[stay], time[stay]
                past_x, past_y, at = past_x[stay], past_y[stay], at[stay]
            if not left.size:
                break
            x, y, time = self._step(x, y, time, at)
        labels[labels == RUNNING] = UNDECIDED
        return labels

    @cached_property
    def _price(self) -> int:
        """Operations of one step at one place."""
        return WORK_BESIDE + self.sliding.operations(2) + self.sliding.operations(1)

    @cached_property
    def sliding(self) -> Landscape:
        """The landscape whose flow is followed: its kinked valleys are rounded off."""
        return rounded(self.landscape, ROUNDED / self.size) if self.kinked else self.landscape

    def _step(self, x: Array, y: Array, time: Array, at: Derivatives) -> tuple[Array, Array, Array]:
        """One trial step of every flow: the new places, or the old ones where it was too long."""
        steep, (larger, smaller) = at.gradient_norm, at.curvatures
        lowest = np.minimum(larger, smaller)
        reach = self.pixel.min()
        with np.errstate(all="ignore"):
            first = np.where(time > 0, time, 4 * reach / (steep + 4 * reach * np.abs(larger)))
            # beyond 1 / (gamma |curvature|) downhill bends the implicit step would turn around
            time = np.where(lowest < 0, np.minimum(first, -0.5 / (GAMMA * lowest)), first)
            a, b = 1 + GAMMA * time * at.uu, 1 + GAMMA * time * at.vv
            c = GAMMA * time * at.uv
            scale = time / (a * b - c * c)
            k1_x, k1_y = scale * (c * at.gv - b * at.gu), scale * (c * at.gu - a * at.gv)
            _, gx, gy = self.sliding.compiled(1)(x + k1_x, y + k1_y)
            rx, ry = gx + 2 * k1_x / time, gy + 2 * k1_y / time
            k2_x, k2_y = scale * (c * ry - b * rx), scale * (c * rx - a * ry)
            error = np.hypot((k1_x + k2_x) / self.pixel[0], (k1_y + k2_y) / self.pixel[1]) / 2
            length = np.hypot(k1_x / self.pixel[0], k1_y / self.pixel[1])
            tolerance = np.full(x.shape, TOLERANCE)
            if self.kinked:
                tolerance[np.abs(larger) * reach > steep] = BESIDE_KINKS
                error = np.maximum(error, tolerance * (length / LEAP) ** 2)
            error = np.where(np.isfinite(error), error, np.inf)
            fine = error <= tolerance
            forced = ~fine & (length <= SMALLEST)
            grow = np.clip(0.9 * np.sqrt(tolerance / error), 0.15, 6.0)
            x = np.where(fine, x + 1.5 * k1_x + 0.5 * k2_x, np.where(forced, x + k1_x, x))
            y = np.where(fine, y + 1.5 * k1_y + 0.5 * k2_y, np.where(forced, y + k1_y, y))
            time = time * np.where(forced, 1.0, grow)
        return x, y, time

    def _reached(self, x: Array, y: Array, calm: Labels | None, stride: int) -> Labels:
        """The label of each flow that is where it is decided, RUNNING for the others."""
        labels = np.full(x.shape, RUNNING, dtype=np.int64)
        across = (x - self.corner[0]) / self.pixel[0]
        up = (y - self.corner[1]) / self.pixel[1]
        far = ASTRAY * self.size
        with np.errstate(invalid="ignore"):
            inside = (across >= 0) & (across < self.size) & (up >= 0) & (up < self.size)
            astray = np.maximum(np.abs(across - self.size / 2), np.abs(up - self.size / 2))
            labels[astray > far + self.size / 2] = UNDECIDED
        column = np.where(inside, across, 0).astype(np.int64)
        row = np.where(inside, up, 0).astype(np.int64)
        if calm is not None:
            block = calm[row // stride, column // stride]
            labels = np.where(inside & (labels == RUNNING), block, labels)
        if self.held.size:
            labels = np.where(inside & (labels == RUNNING), self.held[row, column], labels)
        if self.radii.size:
            box = self.nearest[row * SIGHT // self.size, column * SIGHT // self.size]
            center = self.centers[box]
            near = np.hypot(x - center[:, 0], y - center[:, 1]) <= self.radii[box]
            labels = np.where(near & (labels == RUNNING), self.owners[box], labels)
        return labels

    def _settled(self, labels: Labels, x: Array, y: Array, rest: Flags) -> Labels:
        """The labels, with those of flows at rest: at the minimum that is near, or undecided."""
        rest = rest & (labels == RUNNING)
        labels[rest] = UNDECIDED
        if self.owners.size:
            for some in np.array_split(np.flatnonzero(rest), 1 + rest.sum() // 256):
                across = (self.centers[:, 0] - x[some, None]) / self.pixel[0]
                up = (self.centers[:, 1] - y[some, None]) / self.pixel[1]
                distance = np.hypot(across, up)
                nearest = distance.argmin(axis=1)
                here = distance[np.arange(some.size), nearest] <= ARRIVED
                labels[some[here]] = self.owners[nearest[here]]
        return labels


def _at_rest(at: Derivatives, pixel: Array) -> Flags:
    """Which flows are at rest: those in a hollow of their own, and those on level ground."""
    larger, smaller = at.curvatures
    step_x, step_y = newton_step(at)
    with np.errstate(invalid="ignore"):
        length = np.hypot(step_x / pixel[0], step_y / pixel[1])
        hollow = (larger > 0) & (smaller >= 0) & (length < 0.01)
    return hollow | (at.gradient_norm == 0)


def _places(points: Sequence[StationaryPoint]) -> Array:
    return np.array([(p.x, p.y) for p in points]).reshape(-1, 2)


def _calm_radii(
    landscape: Landscape, work: Work, centers: Array, others: Array, pixel: Array
) -> Array:
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
    work.take(landscape.operations(1), ray[0].size * part.size * len(centers))
    reached = np.zeros(len(centers), dtype=np.int64)
    together = BLOCK // (DIRECTIONS * part.size)
    for first in range(0, len(centers), together):
        some = slice(first, first + together)
        offset = ray * (farthest[some, None] * part)[:, None, :]
        x, y = (centers[some, i, None, None] + offset[i] for i in (0, 1))
        value, gx, gy = landscape.compiled(1)(x, y)
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
