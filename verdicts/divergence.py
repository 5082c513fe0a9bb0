"""Paths that broke off: out of the loss's domain, or off the map."""

from __future__ import annotations

import numpy as np

from verdicts.context import LossContext
from verdicts.facts import Departure, EtaTooLarge, FallsOn, LeftDomain, NoValue, Thrown
from verdicts.path import Array, Path, as_point
from verdicts.stability import largest_stable_eta

FAR = 3.0  # views away from the middle: gone from the map


def departure(path: Path, context: LossContext) -> Departure | None:
    """How a path left the domain or the map for good; None for one that did neither."""
    run = path.run
    if not np.isfinite(run.losses[0]):
        return NoValue(anywhere=not np.isnan(context.lowest[2]))
    out = ~(np.abs(path.u[: path.last + 1] - 0.5).max(axis=1) <= FAR)
    finished = run.ended == run.steps and path.last == run.steps
    if finished and not out[-1]:
        return None
    if not out[-1] and np.abs(path.u[run.ended] - 0.5).max() <= FAR:
        return LeftDomain(int(run.ended), as_point(run.points[run.ended]))
    inside = np.flatnonzero(~out)
    if finished and not inside.size:
        return None  # it started beyond the map, and is still on its way
    step = int(inside[-1]) + 1 if inside.size else 1
    if path.last >= step and path.end_loss <= np.nanmin(run.losses[: path.last + 1]):
        return FallsOn(step)
    return _thrown(path, step, context)


def _thrown(path: Path, step: int, context: LossContext) -> EtaTooLarge | Thrown:
    """Held against the limit at the largest curvature that the path met on the map."""
    run = path.run
    curvature = _largest_curvature(context, run.points[:step])
    limit = largest_stable_eta(run.rule.key, run.course.settings, curvature)
    eta = float(run.course.etas[:step].max(initial=0.0))
    if limit is not None and eta > limit:
        return EtaTooLarge(step, eta, limit, run.rule.key)
    return Thrown(step)


def _largest_curvature(context: LossContext, points: Array) -> float:
    matrix = context.hessian(points)
    matrix = matrix[np.isfinite(matrix).all(axis=(-2, -1))]
    return float(np.linalg.eigvalsh(matrix)[..., -1].max()) if len(matrix) else 0.0
