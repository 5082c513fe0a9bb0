"""Paths that broke off: out of the loss's domain, or off the map."""

from __future__ import annotations

import numpy as np

from studies.ground import Array, Ground, Path, hessian
from studies.stability import largest_stable_eta, limit_in_letters
from studies.terms import amount, place, setting

FAR = 3.0  # views away from the middle: gone from the map


def broken_off(path: Path, below: Ground) -> tuple[str, str] | None:
    """Kind and reason, without its full stop, of a path that left the domain or the map for
    good; None for one that did neither."""
    run, loss = path.run, below.loss
    if not np.isfinite(run.losses[0]):
        anywhere = np.isfinite(below.lowest[2])
        hint = "move the start" if anywhere else "it has none anywhere in this view"
        return "left the domain", f"starts where the loss has no value; {hint}"
    out = ~(np.abs(path.u[: path.last + 1] - 0.5).max(axis=1) <= FAR)
    finished = run.ended == run.steps and path.last == run.steps
    if finished and not out[-1]:
        return None
    if not out[-1] and np.abs(path.u[run.ended] - 0.5).max() <= FAR:
        beyond = place(run.points[run.ended], loss)
        return (
            "left the domain",
            f"left the domain at step {run.ended}: the loss has no finite value at {beyond}",
        )
    inside = np.flatnonzero(~out)
    step = int(inside[-1]) + 1
    if path.last >= step and run.losses[path.last] <= np.nanmin(run.losses[: path.last + 1]):
        bottom = "" if below.minima else f"; {no_minimum(below)}"
        value = amount(path.end_loss)
        return "diverged", (
            f"left the map at step {step} and falls on and on, to a loss of {value} at step "
            f"{path.last}{bottom}"
        )
    return "diverged", _thrown(path, step, below)


def no_minimum(below: Ground) -> str:
    """What is to be said of a view without a known minimum."""
    if below.known.trusted:
        return "this view has no minimum"
    return "no minimum was found in this view"


def _thrown(path: Path, step: int, below: Ground) -> str:
    """`diverged at step 9: eta 0.25 is above 2/lambda_max = 0.21` where the rule has such a
    limit, with the largest curvature that the path met on the map."""
    run = path.run
    curvature = _largest_curvature(below, run.points[:step])
    limit = largest_stable_eta(run.rule.key, run.course.settings, curvature)
    eta = float(run.course.etas[:step].max(initial=0.0))
    if limit is not None and eta > limit:
        letters = limit_in_letters(run.rule.key)
        return f"diverged at step {step}: eta {setting(eta)} is above {letters} = {amount(limit)}"
    first, end = amount(run.losses[0]), amount(path.end_loss)
    if path.last < step:
        return f"diverged at step {step}: thrown off the map in one leap, loss {end} before it"
    return (
        f"left the map at step {step} and did not come back: loss {first} at the start, "
        f"{end} at step {path.last}"
    )


def _largest_curvature(below: Ground, points: Array) -> float:
    matrix = hessian(below.loss, points)
    matrix = matrix[np.isfinite(matrix).all(axis=(-2, -1))]
    return float(np.linalg.eigvalsh(matrix)[..., -1].max()) if len(matrix) else 0.0
