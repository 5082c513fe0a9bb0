"""What a loss's sentence can claim of the loss itself."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, pi

import numpy as np

from analysis import survey
from landscapes import Landscape
from optimizers import RULES, RunConfig, Trajectory, suggested_eta, trace
from studies import Trials, odds


def curved(small: float, large: float) -> Callable[[Landscape], bool]:
    """The curvatures at the first minimum."""
    return lambda land: np.allclose(
        np.linalg.eigvalsh(land.hessian(land.minima[0])), (small, large)
    )


def counts(minima: int, lowest: int = 1) -> Callable[[Landscape], bool]:
    """So many minima in view, so many of them as low as the lowest."""

    def holds(land: Landscape) -> bool:
        points = [p for p in survey(land).points if p.kind == "minimum"]
        low = [p for p in points if p.value <= points[0].value + 1e-9 * (1 + abs(p.value))]
        return (len(points), len(low)) == (minima, lowest)

    return holds


def curvature(land: Landscape, x: float, y: float) -> float:
    """The largest one at a place."""
    return float(np.linalg.eigvalsh(land.hessian((x, y)))[-1])


def left_of(run: Trajectory, step: int, along: tuple[float, float]) -> float:
    """The share of the way to the minimum that is left at a step, seen along a direction."""
    way = np.abs((run.points - run.landscape.minima[0]) @ along)
    return float(way[step] / way[0])


def diverges_beyond(limit: float) -> Callable[[Landscape], bool]:
    """Gradient descent with a rate 2 % below the limit goes down, 2 % above it up."""

    def holds(land: Landscape) -> bool:
        below, above = (
            trace(RULES["gd"], land, land.start, steps=200, settings={"eta": share * limit}).losses
            for share in (0.98, 1.02)
        )
        return bool(below[-1] < 0.1 * below[0] and above[-1] > 10 * above[0])

    return holds


def turned(other: Landscape) -> Callable[[Landscape], bool]:
    """The other loss turned by 45 degrees, with its start."""
    turn = np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2)

    def holds(land: Landscape) -> bool:
        points = land.mesh(20)
        start = np.abs(turn @ land.start)
        return np.allclose(land.value(points), other.value(points @ turn)) and np.allclose(
            start, np.abs(other.start), rtol=0.02
        )

    return holds


def nearest_that_fits(w1: float, w2: float) -> tuple[float, float]:
    """The weights on the line w1 + 3 w2 = 1 that are nearest to these."""
    missing = (1 - w1 - 3 * w2) / 10
    return w1 + missing, w2 + 3 * missing


def slope(land: Landscape, *point: float) -> float:
    return float(np.linalg.norm(land.gradient(point)))


def convex(land: Landscape) -> bool:
    return bool((np.linalg.eigvalsh(land.hessian(land.mesh(40))) >= -1e-12).all())


def three_ways_down(land: Landscape) -> bool:
    angle = np.linspace(0, 2 * pi, 360, endpoint=False) + 1e-3
    low = land.value(0.1 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)) < 0
    return int((low & ~np.roll(low, 1)).sum()) == 3 and not land.hessian((0.0, 0.0)).any()


def least_on_every_product_of_one(land: Landscape) -> bool:
    x = np.concatenate([np.linspace(-3, -0.4, 20), np.linspace(0.4, 3, 20)])
    points = np.stack([x, 1 / x], axis=-1)
    return np.allclose(land.value(points), 0) and np.allclose(land.gradient(points), 0)


def ring(land: Landscape) -> bool:
    """The lowest ring that holds runs: level along it, and uphill from it on the way inwards."""
    angle = np.linspace(0, 2 * pi, 12, endpoint=False)
    outwards = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    inwards = land.value(outwards * np.linspace(0.5203, 0.45, 10)[:, np.newaxis, np.newaxis])
    gradient = land.gradient(0.5203 * outwards)
    around = (gradient * outwards[:, ::-1] * (1, -1)).sum(axis=1)
    return bool((np.diff(inwards, axis=0) > 0).all() and np.abs(around).max() < 1e-12)


def falls_without_end(land: Landscape) -> bool:
    """Along the diagonal through the minimum, by one period of the sine after another."""
    further = np.array(land.minima[0]) - pi * np.arange(100)[:, np.newaxis]
    return bool((np.diff(land.value(further)) < -3).all())


def second_best_far_away(land: Landscape) -> bool:
    best, second = survey(land).points[:2]
    return float(np.hypot(best.x - second.x, best.y - second.y)) > 700  # of a view 1000 wide


def steep_at_creases_alone(land: Landscape) -> bool:
    at_crease, inside = slope(land, pi + 0.05, 1.35), slope(land, pi / 2, 1.35)
    return at_crease > 10 * inside and at_crease > 5 * land.median_gradient_norm(64)


def deepest_at_the_border(land: Landscape) -> bool:
    found = survey(land)
    minima = [p for p in found.points if p.kind == "minimum"]
    out = np.abs([(m.x, m.y) for m in minima]).max(axis=1)
    deeper = np.corrcoef(out, [m.value for m in minima])[0, 1] < -0.9
    border = max(abs(c) for c in land.minima[0]) == land.x_range[1]
    return bool(deeper and border and land.value(land.minima[0]) < found.minima[0].value)


def steep_wall_beside_a_plain(land: Landscape) -> bool:
    curvature = np.linalg.eigvalsh(land.hessian(((3.5, 2.5), *land.minima)))[:, -1]
    return bool(curvature[0] > 100 * curvature[1])


def pulled_off_by_some_batches(land: Landscape) -> bool:
    """Of 60 rows 8 are outliers, all on one side: 29 % of the batches of 8 hold none."""
    data = land.loss.data
    assert data is not None
    u, v = data.training.T
    off = v - (1.5 * u - 1)  # the line that the rows are drawn around
    far = off > 4
    clean = comb(len(u) - int(far.sum()), 8) / comb(len(u), 8)
    return bool(off[far].mean() > 20 * abs(off[~far].mean()) and 0.25 < clean < 0.35)


def steep_on_the_wrong_side(land: Landscape) -> bool:
    """The median slopes where most rows are wrong, and where few are."""
    data = land.loss.data
    assert data is not None
    weights = land.mesh(40).reshape(-1, 2)
    *u, v = data.training.T
    wrong = (weights @ np.array(u) * v < 0).mean(axis=1)
    norms = np.hypot(*land.gradient(weights).T)
    return bool(np.median(norms[wrong > 0.6]) > 10 * np.median(norms[wrong < 0.2]))


def mirrored_with_a_saddle_between(land: Landscape) -> bool:
    found = survey(land).points
    points = land.mesh(30)
    saddles = [p for p in found if p.kind == "saddle"]
    return (
        np.allclose(land.value(points), land.value(-points))
        and len(saddles) == 1
        and np.allclose((saddles[0].x, saddles[0].y), 0, atol=1e-9)
    )


def one_product_one_loss(land: Landscape) -> bool:
    w1 = np.linspace(0.7, 3, 20)
    return bool(np.ptp(land.value(np.stack([w1, 2 / w1], axis=-1))) < 1e-12)


def a_line_of_weights_fits(land: Landscape) -> bool:
    w1 = np.linspace(-0.2, 0.7, 20)
    return np.allclose(land.value(np.stack([w1, (1 - w1) / 3], axis=-1)), 0)


def shaken_loose_by_small_batches(land: Landscape) -> bool:
    """By what becomes of 200 seeds; with all rows every seed gives the same run."""
    rule = RULES["gd"]
    config = RunConfig(300, {"eta": suggested_eta(rule, land)})
    trials = Trials(rule, land, land.start, config, seeds=200)
    escaped = {size: odds(trials.with_batches(size)).escaped.value for size in (1, 2, 8)}
    return min(escaped[1], escaped[2]) > 0.5 and escaped[8] < 0.02
