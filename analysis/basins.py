"""Which minimum each place of a view drains to, when it follows the gradient without haste.

A coarse lattice of places comes first; only those near a change of minimum are looked at more
closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.field import TooMuchWorkError
from analysis.flow import RUNNING, UNDECIDED, Attractor, Flow, Labels
from analysis.neighbours import dilated
from analysis.survey import Survey, survey
from landscapes import Landscape
from landscapes.code import Array, Flags
from words import say

STRIDE = 8  # pixels between the places of the first lattice
MAX_SIZE = 1024  # pixels along each side


@dataclass(frozen=True, eq=False)
class Basins:
    """The basins of the gradient flow, as an index into `attractors` for each place.

    `labels` (size, size) has rows along y as in `Landscape.grid`: -1 where the flow leaves the
    view for good (further than half a view beyond the border, or to rest outside), leaves the
    domain, or cannot be decided. A flow that leaves the view and comes back counts for where it
    ends. `attractors` are the minima of the survey, lowest first, then plateaus and degenerate
    points on which a flow may come to rest as well. `stride` is the distance in pixels between
    the places that were followed near a change of minimum: 1, more where there was too much work
    to do, 0 where there are no labels. `doubt` says in a sentence why it is not 1.
    """

    labels: Labels
    attractors: tuple[Attractor, ...]
    stride: int = 1
    doubt: str = ""

    def under(self, u: Array) -> Labels:
        """The label of the pixel under each of the points u (..., 2), in units of the view.

        -1 outside the view and for NaN.
        """
        x, y = u[..., 0], u[..., 1]
        with np.errstate(invalid="ignore"):
            inside = (x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)
        last = len(self.labels) - 1
        column, row = (np.rint(np.where(inside, side, 0) * last).astype(int) for side in (x, y))
        return np.where(inside, self.labels[row, column], UNDECIDED)


@lru_cache(maxsize=32)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def basins(landscape: Landscape, size: int = 256) -> Basins:
    """The basins of the gradient flow on a grid of size x size places over the view."""
    surveyed = survey(landscape)
    attractors = _attractors(surveyed)
    unlabelled = np.full((size, size), UNDECIDED)
    if not attractors or not 2 <= size <= MAX_SIZE:
        return Basins(unlabelled, attractors, 0, surveyed.doubt)
    try:
        labels, stride = _labels(Flow.over(landscape, surveyed, attractors, size), size)
    except TooMuchWorkError:
        return Basins(unlabelled, attractors, 0, say("survey.doubts.basins"))
    doubt = say("survey.doubts.coarse", pixels=stride) if stride > 1 else ""
    return Basins(labels, attractors, stride, doubt)


def _attractors(surveyed: Survey) -> tuple[Attractor, ...]:
    resting = [r for r in surveyed.regions if r.shape == "plateau" and r.kind != "minimum"]
    flat = [p for p in surveyed.points if p.kind == "degenerate"]
    return (*surveyed.minima, *resting, *flat)


def _labels(flow: Flow, size: int) -> tuple[Labels, int]:
    """The labels of all pixels, and the stride of those that were followed.

    Raises `TooMuchWorkError` where even the first lattice takes too much work.
    """
    blocks = -(-size // STRIDE)
    column, row = np.meshgrid(*[np.arange(blocks + 1) * STRIDE] * 2)
    labels = flow.ends(column.ravel(), row.ravel(), None, STRIDE).reshape(column.shape)
    stride = STRIDE
    while stride > 1:
        mixed = _mixed(labels) | flow.eventful(labels, stride)
        try:
            labels = _refined(flow, labels, mixed, stride)
        except TooMuchWorkError:
            break
        stride //= 2
    nearest = (np.arange(size) + stride // 2) // stride
    return labels[nearest[:, np.newaxis], nearest], stride


def _mixed(labels: Labels) -> Flags:
    """Blocks between four places (rows and columns one fewer) that do not all agree."""
    first = labels[:-1, :-1]
    mixed = (first != labels[1:, :-1]) | (first != labels[:-1, 1:])
    return mixed | (first != labels[1:, 1:])


def _refined(flow: Flow, labels: Labels, mixed: Flags, stride: int) -> Labels:
    """Labels on the lattice of half the stride.

    Blocks that are not mixed are filled in; a flow that reaches one with no mixed neighbour
    ends where that block does.
    """
    fine = np.repeat(np.repeat(labels, 2, axis=0), 2, axis=1)[:-1, :-1]
    wanted = np.zeros(fine.shape, dtype=bool)
    wanted[1::2, 1::2] = mixed  # the middles of blocks, and the places around them
    wanted = dilated(wanted, 1, 1)
    wanted[::2, ::2] = False
    row, column = np.nonzero(wanted)
    calm = np.where(dilated(mixed, 1, 1), RUNNING, labels[:-1, :-1])
    half = stride // 2
    fine[row, column] = flow.ends(column * half, row * half, calm, stride)
    return fine
