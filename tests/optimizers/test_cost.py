"""What a rule costs: what it remembers, and what its step takes, over any number of weights."""

from __future__ import annotations

from itertools import accumulate, count

import numpy as np
import pytest

from landscapes import Landscape
from optimizers import RULES, Rule, RunConfig, trace
from optimizers.cost import seconds_per_step
from optimizers.course import plan
from optimizers.many import follow_gradient

STEPS = 30
EVERY = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def silent(rule: Rule) -> dict[str, float]:
    return {"sigma": 0.0} if "sigma" in rule.defaults else {}


@EVERY
def test_weights_run_as_two_coordinates_do(rule: Rule) -> None:
    """Against runs over sin(x) + x^2/4 + sin(y) + y^2/4 in plain floats."""
    start = np.random.default_rng(0).uniform(-2, 2, 6)
    course = plan(rule, RunConfig(STEPS, silent(rule)))

    def gradient(w: np.ndarray, out: np.ndarray) -> None:
        out[...] = np.cos(w) + w / 2

    points = np.array([w.copy() for w in follow_gradient(rule, gradient, start, course)])
    loss = Landscape.read("sin(x) + x^2/4 + sin(y) + y^2/4")
    for i in range(0, 6, 2):
        alone = trace(rule, loss, start[i : i + 2], steps=STEPS, settings=silent(rule))
        np.testing.assert_allclose(points[:, i : i + 2], alone.points[1:], rtol=1e-9, atol=1e-12)


@EVERY
def test_a_gradient_written_once_stays(rule: Rule) -> None:
    """The measured run counts on it: no rule writes over its gradient."""
    start, slopes = np.random.default_rng(1).standard_normal((2, 8))
    course = plan(rule, RunConfig(STEPS, silent(rule)))
    written: list[np.ndarray] = []

    def once(_: np.ndarray, out: np.ndarray) -> None:
        if not any(out is one for one in written):
            written.append(out)
            out[...] = slopes

    def always(_: np.ndarray, out: np.ndarray) -> None:
        out[...] = slopes

    for one, other in zip(
        follow_gradient(rule, once, start, course),
        follow_gradient(rule, always, start, course),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


@EVERY
def test_memory_counts_what_differs_from_weight_to_weight(rule: Rule) -> None:
    """In a run whose coordinates do different things."""
    run = trace(
        rule, Landscape.read("x^2/20 + 40y^2 + 3y"), (-3.0, 0.4), steps=STEPS, settings=silent(rule)
    )
    differing = [s for s in run.state.values() if not np.array_equal(s[..., 0], s[..., 1])]
    assert len(differing) == rule.memory


def test_memory_of_the_rules_that_the_lesson_names() -> None:
    named = {"gd": 0, "sgd": 0, "momentum": 1, "rmsprop": 1, "adam": 2}
    assert {key: RULES[key].memory for key in named} == named


def test_the_shortest_measurement_counts_by_step() -> None:
    """A clock on which each measurement takes one second less than the one before."""
    ticks = accumulate(step for k in count() for step in (0.0, 10.0 - k))
    rules = [RULES["gd"], RULES["sgd"], RULES["adam"]]
    found = seconds_per_step(rules, size=4, steps=2, repeats=3, clock=lambda: next(ticks))
    # two recurrences take turns: the third turns are measurements 4 and 5
    assert found == {"gd": (10 - 4) / 2, "sgd": (10 - 4) / 2, "adam": (10 - 5) / 2}


def test_measured_here_and_now() -> None:
    found = seconds_per_step(RULES.values(), size=1000, repeats=2)
    assert found.keys() == RULES.keys()
    assert all(0 <= seconds < 60 for seconds in found.values())
