"""What holds a run in its basin: passes against a flood, and every number against the path."""

from __future__ import annotations

import heapq

import numpy as np
import pytest

from analysis import basins
from landscapes import CATALOG, Landscape
from optimizers import RULES, trace
from tests.verdicts.cases import TWO_WELLS, judged, run, verdict
from verdicts import judge
from verdicts.facts import AtMinimum
from verdicts.passes import lowest_passes
from verdicts.traps import Trap, Wall


def flooded(loss: Landscape, label: int, size: int = 128) -> float:
    """How high water from the basin's minimum stands when it first runs into another basin."""
    height = loss.grid(size)[2]
    labels = basins(loss, size).labels
    inside = np.where(labels == label, height, np.inf)
    begin = divmod(int(inside.argmin()), size)
    level, seen, queue = -np.inf, {begin}, [(height[begin], begin)]
    while queue:
        here, (row, column) = heapq.heappop(queue)
        level = max(level, here)
        if labels[row, column] not in (label, -1):
            return float(level)
        for at in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            if at not in seen and 0 <= at[0] < size and 0 <= at[1] < size:
                seen.add(at)
                heapq.heappush(queue, (height[at], at))
    return np.inf


FLOODED = ["rastrigin", "himmelblau", "six_hump_camel", "three_hump_camel", "styblinski_tang"]


@pytest.mark.parametrize("key", [*FLOODED, "puddle", "double_well"])
def test_a_pass_is_as_high_as_water_must_stand_to_run_over(key: str) -> None:
    loss = CATALOG[key]
    passes = lowest_passes(loss)
    view = np.ptp(loss.grid(128)[2])
    for label in list(passes)[:: max(1, len(passes) // 2)]:
        assert passes[label].loss == pytest.approx(flooded(loss, label), abs=0.02 * view)


@pytest.mark.parametrize("key", FLOODED)
def test_on_a_smooth_loss_a_pass_inside_the_view_is_a_saddle(key: str) -> None:
    loss = CATALOG[key]
    for over in lowest_passes(loss).values():
        at = loss.unit(over.point)
        if (at > 0.02).all() and (at < 0.98).all():
            assert np.abs(loss.gradient(over.point)).max() < 1e-6
            assert np.linalg.eigvalsh(loss.hessian(over.point))[0] < 0


def test_the_pass_of_two_wells_is_in_closed_form() -> None:
    """(x^2 - 1)^2 has wells of depth 0 and its ridge, of height 1, at x = 0."""
    loss = Landscape.read("(x^2 - 1)^2 + y^2", (-2, 2), (-2, 2))
    for over in lowest_passes(loss).values():
        assert over.point == pytest.approx((0, 0), abs=1e-9)
        assert over.loss == pytest.approx(1.0)


def test_a_kinked_ridge_is_found_to_a_pixel() -> None:
    loss = Landscape.read("-||x| - 1| + x^2/2 + |y|", (-3, 3), (-2, 2))
    cone = Landscape.read("min(|x - 1|, |x + 1|) + y^2 - x/50", (-2, 2), (-2, 2))
    for over in lowest_passes(cone).values():
        assert over.point == pytest.approx((0, 0), abs=0.03)
        assert over.loss == pytest.approx(1.0, abs=0.03)
    assert lowest_passes(loss) is lowest_passes(loss)


def held(said) -> Trap | Wall | None:
    assert isinstance(said.facts.ending, AtMinimum)
    return said.facts.ending.held


def test_what_holds_gradient_descent_in_the_upper_well() -> None:
    path = run(TWO_WELLS, "gd", {"eta": 0.005}, (2.1, 0))
    said = verdict(path)
    trap = held(said)
    roots = np.sort(np.roots([1 / 2, 0, -2, 1 / 4]).real)  # of the derivative along x
    _, ridge, well = roots
    height = np.diff(np.polyval([1 / 8, 0, -1, 1 / 4, 2], [well, ridge]))[0]
    assert trap.distance == pytest.approx(well - ridge, rel=1e-6)
    assert trap.height == pytest.approx(height, rel=1e-6)
    assert trap.steps == "all"
    assert trap.step == pytest.approx(path.step_lengths.max())
    assert trap.climbed == 0.0
    assert said.reason.endswith(
        f"; its longest step there, {trap.step:.5f}, is shorter than the 1.81 to the lowest pass, "
        "1.52 higher."
    )


def test_every_trap_of_the_catalogue_says_what_held_it_with_numbers_of_the_path() -> None:
    trapped = 0
    for key in ("rastrigin", "ackley", "puddle", "six_hump_camel", "cross_in_tray", "drop_wave"):
        loss = CATALOG[key]
        for rule in ("gd", "momentum", "adam", "rmsprop"):
            path = trace(RULES[rule], loss, loss.start, steps=300)
            said = judge(path, loss)
            if "trapped in" not in said.reason:
                continue
            trapped += 1
            trap = held(said)
            assert trap is not None, f"{key} {rule}"
            if isinstance(trap, Wall):
                continue
            inside = np.flatnonzero(said.basins != said.basins[-1])
            first = int(inside[-1]) + 1 if inside.size else 0
            losses, minimum = path.losses[first:], said.facts.ending.minimum
            assert trap.height > 0
            assert trap.steps != "none" or trap.step >= trap.distance
            if trap.steps == "all":
                assert trap.step == pytest.approx(path.step_lengths[first:].max(initial=0))
                assert trap.step < trap.distance
            if trap.climbed:
                assert trap.climbed <= losses.max() - minimum.loss + 1e-12
                assert trap.climbed + minimum.loss in losses or trap.climbed == pytest.approx(
                    min(losses - minimum.loss, key=lambda loss: abs(loss - trap.climbed))
                )
    assert trapped > 12


def test_where_basins_are_not_drawn_the_straight_way_is_looked_at() -> None:
    text = "min(x^2 + y^2, (x - 3)^2 + (y - 3)^2 - 1)"
    loss = Landscape.read(text)
    drawn = judge(trace(RULES["gd"], loss, (-1, -1), settings={"eta": 0.1}), loss)
    assert isinstance(held(drawn), Trap)
    said = judged("floor(x) + y^2", "gd", 0.2)
    assert held(said) == Wall(0.0)
    assert said.reason.endswith("; it is level there, with no slope to follow.")


def test_a_lower_border_has_the_way_there_told() -> None:
    path = run("x^3 - 3x + y^2", "gd", {"eta": 0.1}, (1.5, 1))
    said = verdict(path)
    wall = held(said)
    # from (1, 0), loss -2, over (-1, 0), loss 2
    assert wall == Wall(pytest.approx(4.0, abs=0.01))
    assert said.reason.endswith("; the straight way to that lower place first climbs 4.00.")
