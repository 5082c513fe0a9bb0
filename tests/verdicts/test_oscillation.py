"""Paths that swing: where, and what is named as keeping them from settling."""

from __future__ import annotations

import pytest

from landscapes import CATALOG, DATA
from optimizers import RULES, trace
from optimizers.config import Batches, Noise
from optimizers.suggest import suggested_eta
from tests.verdicts.test_judge import judged, run, verdict
from verdicts import judge


def test_noise_is_named_as_what_keeps_a_path_moving() -> None:
    said = judged("bowl", "gd", 0.5, noise=2.0)
    assert "eta" not in said.reason
    assert said.kind == "still moving" or "the noise of the gradient" in said.reason


def test_mini_batches_are_named_as_what_keeps_a_path_moving() -> None:
    """All 60 training rows at once let it come to rest."""
    loss = DATA["line"]
    for size, said in ((40, True), (60, False)):
        run = trace(
            RULES["gd"], loss, loss.start, steps=300, settings={"eta": 0.2}, batches=Batches(size)
        )
        assert ("each mini-batch pulls another way" in verdict(run).reason) == said


@pytest.mark.parametrize("steps", [300, 2000])
@pytest.mark.parametrize("rule", ["gd", "momentum", "nag", "rmsprop", "adam"])
def test_what_is_shaken_about_its_minimum_is_no_longer_on_its_way(rule: str, steps: int) -> None:
    """Also where it wanders too slowly to turn back and forth."""
    loss = DATA["line"]
    settings = {"eta": suggested_eta(RULES[rule], loss)}
    said = verdict(
        trace(RULES[rule], loss, loss.start, steps=steps, settings=settings, batches=Batches(8))
    )
    assert said.kind in ("cycling", "global minimum"), said.reason
    assert "the global minimum" in said.reason
    assert "each mini-batch pulls another way" in said.reason


def test_noise_is_named_where_a_path_wanders_about_its_minimum() -> None:
    said = judged("bowl", "momentum", 0.2, noise=1.0)
    assert said.kind == "cycling"
    assert said.reason.endswith(
        "around the global minimum: the noise of the gradient keeps it moving."
    )


@pytest.mark.parametrize("rule", ["gd", "momentum", "adam"])
def test_a_path_that_is_shaken_on_its_way_is_still_on_it(rule: str) -> None:
    loss = CATALOG["rosenbrock"]
    settings = {"eta": suggested_eta(RULES[rule], loss)}
    said = judge(
        trace(RULES[rule], loss, loss.start, steps=300, settings=settings, noise=1.0), loss
    )
    assert said.kind == "still moving", said.reason


def test_weak_noise_is_not_blamed_for_what_rings_down_by_itself() -> None:
    loss = CATALOG["bowl"]
    settings = {"eta": 0.01, "mu": 0.995}
    said = judge(
        trace(RULES["momentum"], loss, loss.start, steps=300, settings=settings, noise=1e-3), loss
    )
    assert "noise" not in said.reason


def test_a_cycle_around_no_minimum_is_told_with_its_place() -> None:
    said = verdict(run("(1-x)^2 + 100(y-x^2)^2", "rmsprop", {"eta": 0.05}, (1.3, -0.7)))
    assert said.reason == (
        "cycling between two points 0.0708 apart near (0.68, 0.46): eta too large to settle."
    )


def test_a_path_that_swings_by_itself_is_not_shaken() -> None:
    """Weak noise beside a learning rate at its limit, noise that has faded away, and batches
    that all agree on the solution."""
    assert "between two points" in (weak := judged("bowl", "gd", 1.0, noise=1e-3).reason)
    assert "the noise of the gradient" not in weak
    loss, batches = DATA["line"], Batches(1)
    faded = trace(
        RULES["gd"],
        loss,
        loss.start,
        steps=300,
        settings={"eta": 0.2},
        noise=Noise(5.0, 2.0),
        batches=batches,
    )
    assert "each mini-batch pulls another way" in verdict(faded).reason
    strong = trace(
        RULES["gd"],
        loss,
        loss.start,
        steps=300,
        settings={"eta": 0.2},
        noise=50.0,
        batches=Batches(40),
    )
    assert "the noise of the gradient" in verdict(strong).reason
    agreed = DATA["copies"]
    run = trace(
        RULES["rmsprop"],
        agreed,
        agreed.start,
        steps=300,
        settings={"eta": 0.005},
        batches=Batches(8),
    )
    assert "(eta too large to settle)" in verdict(run).reason
