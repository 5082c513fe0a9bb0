"""Runs at rest: on a minimum however few the steps, frozen by a schedule, held by weight decay."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import CATALOG, Landscape
from optimizers import RULES, Schedule, trace
from tests.verdicts.cases import run, verdict
from verdicts import judge
from verdicts.facts import AtMinimum, Frozen, HardlyMoved, HeldByDecay, StillMoving


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 12, 30])
def test_a_short_run_that_stands_on_the_minimum_has_reached_it(steps: int) -> None:
    """With eta 1/2 one step of gradient descent goes straight to the bottom."""
    said = verdict(run("x^2 + y^2", "gd", {"eta": 0.5}, (3, 2), steps=steps))
    assert said.reason == "reached the global minimum at (0.00, 0.00), loss 0.00."


def test_a_run_of_no_steps_on_the_minimum_stands_there() -> None:
    assert verdict(run("x^2 + y^2", "adam", {}, (0, 0), steps=0)).kind == "global minimum"
    assert verdict(run("x^2 + y^2", "adam", {}, (1, 0), steps=0)).kind == "still moving"


@pytest.mark.parametrize("steps", range(1, 40))
def test_who_only_passes_the_minimum_is_on_its_way(steps: int) -> None:
    """Whether it stays is asked of the run itself, ten steps on."""
    path = run("x^2 + y^2", "momentum", {"eta": 0.05, "mu": 0.9}, (3, 2), steps=steps)
    longer = run("x^2 + y^2", "momentum", {"eta": 0.05, "mu": 0.9}, (3, 2), steps=steps + 10)
    stays = np.abs(longer.points[-11:]).max() <= 0.02 * 10
    assert stays or verdict(path).kind == "still moving"


@pytest.mark.parametrize("rule", ["gd", "momentum", "nag", "adam", "rmsprop", "adagrad", "rprop"])
def test_few_steps_and_many_agree_on_who_stands(rule: str) -> None:
    loss = CATALOG["bowl"]
    for steps in (4, 8, 16, 32):
        said = judge(trace(RULES[rule], loss, (0.5, 0.5), steps=steps), loss)
        if said.kind == "global minimum":
            after = trace(RULES[rule], loss, (0.5, 0.5), steps=steps + 10).points[-11:]
            width = loss.x_range[1] - loss.x_range[0]
            assert np.abs(after).max() <= 0.03 * width


# schedules


FREEZING = {
    "exponential": Schedule("exponential", gamma=0.9),
    "step": Schedule("step", gamma=0.1, every=20),
    "cosine": Schedule("cosine"),
}


@pytest.mark.parametrize("schedule", FREEZING.values(), ids=FREEZING)
@pytest.mark.parametrize(("rule", "eta"), [("gd", 0.003), ("momentum", 0.0003), ("adam", 0.003)])
def test_a_schedule_that_has_frozen_eta_is_named(rule: str, eta: float, schedule) -> None:
    loss = Landscape.read("x^2 + y^2")
    path = trace(RULES[rule], loss, (4, 3), settings={"eta": eta}, schedule=schedule)
    said = judge(path, loss)
    assert said.kind == "stopped", said.reason
    ending = said.facts.ending
    assert isinstance(ending, Frozen)
    assert (ending.eta, ending.most) == (path.course.etas[-1], path.course.etas.max())
    settings = {**path.course.settings, "eta": ending.eta}
    on = trace(RULES[rule], loss, path.points[-1], settings=settings)
    assert np.ptp(on.points, axis=0).max() < 0.01
    settings["eta"] = ending.most
    on = trace(RULES[rule], loss, path.points[-1], settings=settings)
    assert np.ptp(on.points, axis=0).max() > 0.01


def test_a_schedule_that_came_down_at_the_minimum_stopped_nothing() -> None:
    loss = Landscape.read("x^2 + y^2")
    path = trace(RULES["gd"], loss, (4, 3), settings={"eta": 0.3}, schedule=FREEZING["exponential"])
    assert judge(path, loss).kind == "global minimum"


def test_a_warm_up_that_is_not_over_tells_the_eta_that_there_was() -> None:
    loss = Landscape.read("x^2 + y^2")
    schedule = Schedule("constant", warmup=100_000)
    path = trace(RULES["gd"], loss, (4, 3), steps=50, settings={"eta": 1e-3}, schedule=schedule)
    ending = judge(path, loss).facts.ending
    assert isinstance(ending, HardlyMoved)
    assert ending.eta == pytest.approx(1e-3 * 50 / 100_000)


# weight decay


@pytest.mark.parametrize(("rule", "decay"), [("adamw", 0.5), ("adamw", 1.0), ("lion", 0.5)])
def test_weight_decay_is_named_where_it_holds_a_run(rule: str, decay: float) -> None:
    """Both rest where |w| is 1/weight_decay: sign(g) + weight_decay w = 0."""
    settings = {"eta": 0.02, "weight_decay": decay}
    path = run("(x - 4)^2 + y^2", rule, settings, (3, 2), steps=2000)
    said = verdict(path)
    assert said.kind == "stopped", said.reason
    ending = said.facts.ending
    assert isinstance(ending, HeldByDecay)
    assert path.points[-1, 0] == pytest.approx(1 / decay, rel=0.04)
    assert ending.pull == pytest.approx(0.02, rel=0.04)
    free = run("(x - 4)^2 + y^2", rule, settings | {"weight_decay": 0.0}, (3, 2), steps=2000)
    assert free.losses[-1] < path.losses[-1]


def test_weight_decay_is_not_blamed_for_what_it_does_not_hold() -> None:
    settings = {"eta": 0.001, "weight_decay": 0.1}
    slow = verdict(run("(x - 4)^2 + y^2", "adamw", settings, (1, 2), steps=100))
    assert isinstance(slow.facts.ending, StillMoving), slow.reason
    there = verdict(run("x^2 + y^2", "adamw", {"eta": 0.1, "weight_decay": 0.5}, (3, 2)))
    assert isinstance(there.facts.ending, AtMinimum)


def test_weight_decay_does_not_hold_what_gets_away_later() -> None:
    settings = {"eta": 0.07937381683745327, "weight_decay": 0.5}
    start = (0.9022698424315876, -0.39723111902143815)
    path = run("x^3 - 3x y^2", "adamw", settings, start, steps=100)
    longer = run("x^3 - 3x y^2", "adamw", settings, start, steps=200)
    assert np.abs(longer.points[-1] - path.points[-1]).max() > 0.2
    assert verdict(path).kind != "stopped"


def test_a_run_whose_steps_have_become_too_short_hardly_moves_any_more() -> None:
    """Adagrad with a huge first gradient: its steps were long once, and are nothing now."""
    path = run("e^(4 x) + y^2", "adagrad", {"eta": 0.01}, (4, 3))
    ending = verdict(path).facts.ending
    on = run("e^(4 x) + y^2", "adagrad", {"eta": 0.01}, (4, 3), steps=600)
    crawls = np.ptp(on.points[300:], axis=0).max() < 0.01
    assert isinstance(ending, StillMoving)
    assert ending.crawls == crawls
    radam = run("x^2 + y^2", "radam", {"eta": 0.0005}, (3, 2), steps=12)
    ending = verdict(radam).facts.ending
    assert isinstance(ending, StillMoving)
    assert ending.crawls
