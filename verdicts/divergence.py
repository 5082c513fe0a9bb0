"""Paths that broke off: out of the loss's domain, or off the map."""

from __future__ import annotations

import numpy as np

from verdicts.context import Array, LossContext, Path, hessian
from verdicts.formatting import amount, place, setting
from verdicts.stability import largest_stable_eta, limit_in_letters
from words import Said, say

FAR = 3.0  # views away from the middle: gone from the map


def divergence(path: Path, context: LossContext) -> tuple[str, Said] | None:
    """Kind and reason, without its full stop, of a path that left the domain or the map for
    good; None for one that did neither."""
    run, loss = path.run, context.loss
    if not np.isfinite(run.losses[0]):
        anywhere = not np.isnan(context.lowest[2])
        key = "no_value_at_start" if anywhere else "no_value_in_view"
        return "left the domain", say(f"verdict.ends.{key}")
    out = ~(np.abs(path.u[: path.last + 1] - 0.5).max(axis=1) <= FAR)
    finished = run.ended == run.steps and path.last == run.steps
    if finished and not out[-1]:
        return None
    if not out[-1] and np.abs(path.u[run.ended] - 0.5).max() <= FAR:
        beyond = place(run.points[run.ended], loss)
        return "left the domain", say("verdict.ends.left_domain", step=run.ended, place=beyond)
    inside = np.flatnonzero(~out)
    if finished and not inside.size:
        return None  # it started beyond the map, and is still on its way
    step = int(inside[-1]) + 1 if inside.size else 1
    if path.last >= step and run.losses[path.last] <= np.nanmin(run.losses[: path.last + 1]):
        falls = say("verdict.ends.falls_on", step=step, loss=amount(path.end_loss), last=path.last)
        if context.minima:
            return "diverged", falls
        key = "none" if context.survey.trusted else "none_found"
        return "diverged", falls + say(f"verdict.further.{key}")
    return "diverged", _thrown(path, step, context)


def _thrown(path: Path, step: int, context: LossContext) -> Said:
    """`diverged at step 9: eta 0.25 is above 2/lambda_max = 0.21` where the rule has such a
    limit, with the largest curvature that the path met on the map."""
    run = path.run
    curvature = _largest_curvature(context, run.points[:step])
    limit = largest_stable_eta(run.rule.key, run.course.settings, curvature)
    eta = float(run.course.etas[:step].max(initial=0.0))
    if limit is not None and eta > limit:
        letters = limit_in_letters(run.rule.key)
        return say(
            "verdict.ends.eta_too_large",
            step=step,
            eta=setting(eta),
            limit=letters,
            value=amount(limit),
        )
    first, end = amount(run.losses[0]), amount(path.end_loss)
    if path.last < step:
        return say("verdict.ends.one_leap", step=step, loss=end)
    return say("verdict.ends.left_map", step=step, first=first, loss=end, last=path.last)


def _largest_curvature(context: LossContext, points: Array) -> float:
    matrix = hessian(context.loss, points)
    matrix = matrix[np.isfinite(matrix).all(axis=(-2, -1))]
    return float(np.linalg.eigvalsh(matrix)[..., -1].max()) if len(matrix) else 0.0
