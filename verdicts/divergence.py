"""Paths that broke off: out of the loss's domain, where it has no slope, or out of the view."""

from __future__ import annotations

import math

import numpy as np

from verdicts.context import LossContext
from verdicts.facts import (
    Departure,
    EtaAboveLimit,
    EtaTooLarge,
    FallsOn,
    LeftDomain,
    NoSlope,
    NoValue,
    ShakenOff,
    Thrown,
)
from verdicts.oscillation import shaker
from verdicts.path import Array, Path, as_point
from verdicts.reruns import SOON, affordable, goes_on, path_again, unshaken, with_settings
from verdicts.stability import largest_stable_eta

FAR = 3.0  # views away from the middle: gone for good
BELOW, ABOVE = 0.98, 1.1  # of a limit: where a run has to stay, and where it has to leave
QUARTERINGS, HALVINGS = 12, 5  # of eta, and of the gap between one that stays and one that leaves
DIGITS = 2  # of the largest eta that stays
LOWER = 6  # halvings of an eta that does not stay for longer
LONGER = 4.0  # times as many steps for what has to stay with smaller ones, at most
TRIES = 20  # as long as the run itself, of all that are made


def departure(path: Path, context: LossContext) -> Departure | None:
    """How a path broke off or left for good; None for one that did neither."""
    run = path.run
    if not np.isfinite(run.losses[0]):
        return NoValue(anywhere=not np.isnan(context.lowest[2]))
    gone = ~(path.from_middle[: path.last + 1] <= FAR)
    if not gone[-1]:
        if not path.broke_off:
            return None
        if path.from_middle[run.ended] <= FAR:
            return LeftDomain(int(run.ended), as_point(run.points[run.ended]))
        if (without := _without_slope(path)) is not None:
            return without
    if not path.broke_off and gone.all():
        return None  # it started far beyond the view, and is still on its way
    if path.last >= path.left_at and path.end_loss <= np.nanmin(run.losses[: path.last + 1]):
        return FallsOn(path.left_at)
    return _thrown(path, context)


def _without_slope(path: Path) -> NoSlope | None:
    """The last step, if the gradient has no value there or where the rule looks ahead from it."""
    run, loss, at = path.run, path.run.landscape.loss, path.run.weights[path.last]
    if not np.isfinite(loss.gradient(at)).all():
        return NoSlope(path.last, as_point(path.end), ahead=False)
    if run.rule.key != "nag":
        return None
    settings, velocity = run.course.settings, run.state["b"][path.last]
    ahead = at - run.course.etas[path.last] * settings["mu"] * velocity
    if np.isfinite(loss.value(ahead)) and not np.isfinite(loss.gradient(ahead)).all():
        return NoSlope(path.last, as_point(path.end), ahead=True)
    return None


def _thrown(path: Path, context: LossContext) -> Departure:
    """Why it was thrown out: named is what, changed, would have kept it in view."""
    run, step = path.run, path.left_at
    climbed = path.end_loss > np.nanmax(run.losses[: max(1, step)])
    if not (climbed or path.broke_off) or not affordable(run):
        return Thrown(step)
    cause = shaker(path)
    if cause is not None and _stays(path_again(path, unshaken(run))):
        return ShakenOff(step, cause)
    if (above := _above_limit(path, context)) is not None:
        return above
    stays = _largest_eta_that_stays(path)
    return Thrown(step) if stays is None else EtaTooLarge(step, run.course.settings["eta"], stays)


def _stays(path: Path, step: int = -1) -> bool:
    """Whether an unbroken path is in view at the step, or no further out than it began."""
    return not path.broke_off and bool(path.from_middle[step] <= max(0.5, path.from_middle[0]))


def _above_limit(path: Path, context: LossContext) -> EtaAboveLimit | None:
    """The limit at the largest curvature met before it began to climb, if it holds.

    On a bowl it does. Elsewhere a run may stay far above it or leave far below it, so one right
    below has to stay and one right above to leave.
    """
    run = path.run
    etas = run.course.etas
    calm = run.points[: int(np.nanargmin(run.losses[: max(1, path.left_at)])) + 1]
    limit = largest_stable_eta(run.rule.key, run.course.settings, _largest_curvature(context, calm))
    if limit is None or np.ptp(etas) > 0 or not etas[0] > limit:
        return None
    eta = float(etas[0])
    if not _stays(_with_eta(path, BELOW * limit, run.steps)):
        return None
    if eta > ABOVE * limit and _stays(_with_eta(path, ABOVE * limit, run.steps)):
        return None
    return EtaAboveLimit(path.left_at, eta, limit, run.rule.key)


def _largest_eta_that_stays(path: Path) -> float | None:
    """The largest learning rate found with which the run stays, to two digits; None for none.

    What stays need not be all that is smaller: this one was tried, and for so many more steps as
    its steps are smaller, since one that only gets out later does not stay. It is sought among
    shorter runs first: whatever leaves mostly leaves soon.
    """
    run = path.run
    if "eta" not in run.course.settings or not affordable(run, TRIES):
        return None
    if goes_on(run) and run.steps > SOON and (soon := _largest_for(path, SOON)) is not None:
        if _stays_long(path, told := _rounded_down(soon)):
            return told
    if (largest := _largest_for(path, run.steps)) is None:
        return None
    lower = (_rounded_down(largest / 2**halved) for halved in range(LOWER))
    return next((eta for eta in lower if _stays_long(path, eta)), None)


def _largest_for(path: Path, steps: int) -> float | None:
    """The largest learning rate found with which the run stays for so many steps."""
    high = path.run.course.settings["eta"]
    for _ in range(QUARTERINGS):
        low = high / 4
        if _stays(_with_eta(path, low, steps)):
            break
        high = low
    else:
        return None
    for _ in range(HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _stays(_with_eta(path, middle, steps)) else (low, middle)
    return low


def _rounded_down(eta: float) -> float:
    unit = 10.0 ** (math.floor(math.log10(eta)) + 1 - DIGITS)
    return float(f"{math.floor(eta / unit) * unit:.{DIGITS}g}")


def _stays_long(path: Path, eta: float) -> bool:
    """Whether it stays with this eta, as long as it ran and until it got about as far."""
    run = path.run
    times = min(LONGER, run.course.settings["eta"] / eta)
    longer = _with_eta(path, eta, int(max(times, 1) * run.steps))
    same = longer if goes_on(run) else _with_eta(path, eta, run.steps)
    return _stays(same, run.steps) and _stays(longer)


def _with_eta(path: Path, eta: float, steps: int) -> Path:
    return path_again(path, with_settings(path.run, {"eta": eta}), steps=steps)


def _largest_curvature(context: LossContext, points: Array) -> float:
    matrix = context.hessian(points)
    matrix = matrix[np.isfinite(matrix).all(axis=(-2, -1))]
    return float(np.linalg.eigvalsh(matrix)[..., -1].max()) if len(matrix) else 0.0
