"""Paths that oscillate: where, and what is named as keeping them from settling."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import CATALOG, DATA
from optimizers import RULES, Trajectory, trace
from optimizers.config import Batches, Noise
from optimizers.suggest import suggested_eta
from tests.verdicts.cases import check, judged, run, verdict
from verdicts import Verdict, judge
from verdicts.facts import Cycling, StillMoving
from verdicts.oscillation import Cause


def cause_of(said: Verdict) -> Cause | None:
    """What keeps a path swinging, None where it does not swing."""
    oscillation = getattr(said.facts.ending, "oscillation", None)
    return oscillation and oscillation.cause


def test_noise_is_named_as_what_keeps_a_path_moving() -> None:
    ending = judged("bowl", "gd", 0.5, noise=2.0).facts.ending
    assert isinstance(ending, StillMoving) or ending.oscillation.cause is Cause.NOISE


def test_mini_batches_are_named_as_what_keeps_a_path_moving() -> None:
    """All 60 training rows at once let it come to rest."""
    loss = DATA["line"]
    for size, cause in ((40, Cause.BATCHES), (60, None)):
        run = trace(
            RULES["gd"], loss, loss.start, steps=300, settings={"eta": 0.2}, batches=Batches(size)
        )
        assert cause_of(verdict(run)) == cause


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
    assert said.facts.ending.minimum.is_global
    assert said.facts.ending.oscillation.cause is Cause.BATCHES


def test_noise_is_named_where_a_path_wanders_about_its_minimum() -> None:
    said = judged("bowl", "momentum", 0.2, noise=1.0)
    assert said.kind == "cycling"
    assert said.facts.ending.minimum.is_global
    assert said.facts.ending.oscillation.cause is Cause.NOISE


@pytest.mark.parametrize("rule", ["gd", "momentum", "adam"])
def test_a_path_that_is_shaken_on_its_way_is_still_on_it(rule: str) -> None:
    loss = CATALOG["rosenbrock"]
    settings = {"eta": suggested_eta(RULES[rule], loss)}
    said = judge(
        trace(RULES[rule], loss, loss.start, steps=300, settings=settings, noise=1.0), loss
    )
    assert said.kind == "still moving", said.reason


def width_when(path: Trajectory, changed: dict[str, float]) -> float:
    """How wide the last half of a run swings when it starts at its widest with these settings."""
    points = path.points[path.steps // 2 :]
    turn = points[np.abs(points - points.mean(axis=0)).max(axis=1).argmax()]
    settings = {**path.course.settings, **changed}
    again = trace(path.rule, path.landscape, turn, steps=path.steps, settings=settings)
    return float(np.ptp(again.points[path.steps // 2 :], axis=0).max())


SWINGS = [
    ("x^2 + y^2", "momentum", {"eta": 0.5, "mu": 0.98}, Cause.MOMENTUM),
    ("x^2 + y^2", "momentum", {"eta": 0.5, "mu": 0.99}, Cause.MOMENTUM),
    ("x^2 + y^2", "momentum", {"eta": 1.0, "mu": 0.999}, Cause.MOMENTUM),
    ("3x^2 + y^2", "momentum", {"eta": 0.2, "mu": 0.99}, Cause.MOMENTUM),
    ("x^2 + y^2", "gd", {"eta": 1.0}, Cause.ETA),
    ("x^2 + y^2", "lion", {"eta": 0.3}, Cause.ETA),
    ("|x| + |y|", "gd", {"eta": 0.5}, Cause.ETA),
    ("x^2 + 2y^2", "rmsprop", {"eta": 0.5}, Cause.ETA),
    ("|x| + 2|y|", "adam", {"eta": 0.3}, Cause.ETA),
    ("|x| + 2|y|", "adagrad", {"eta": 1.0}, Cause.ETA),
]


@pytest.mark.parametrize(("text", "rule", "settings", "cause"), SWINGS)
def test_what_is_named_calms_the_swing_when_it_is_changed(text, rule, settings, cause) -> None:
    path = run(text, rule, settings, (3.1, 2.2))
    said = verdict(path)
    assert said.facts.ending.oscillation.cause is cause, said.reason
    eta, mu = {"eta": settings["eta"] / 4}, {"mu": 0.9}
    kept, changed = width_when(path, {}), width_when(path, mu if cause is Cause.MOMENTUM else eta)
    assert changed <= kept / 2
    if cause is Cause.MOMENTUM:
        assert width_when(path, eta) > kept / 2


def test_weak_noise_is_not_blamed_for_what_rings_down_by_itself() -> None:
    loss = CATALOG["bowl"]
    settings = {"eta": 0.01, "mu": 0.995}
    said = judge(
        trace(RULES["momentum"], loss, loss.start, steps=300, settings=settings, noise=1e-3), loss
    )
    assert cause_of(said) is not Cause.NOISE


def test_a_cycle_around_no_minimum_is_told_with_its_place() -> None:
    said = verdict(run("(1-x)^2 + 100(y-x^2)^2", "rmsprop", {"eta": 0.05}, (1.3, -0.7)))
    check(said, Cycling, {"minima": 0, "center": (0.679, 0.4613), "oscillation.apart": 0.0708})
    assert said.facts.ending.oscillation.cause is Cause.ETA


def test_a_path_that_swings_by_itself_is_not_shaken() -> None:
    """Weak noise beside a learning rate at its limit, noise that has faded away, and batches
    that all agree on the solution."""
    weak = judged("bowl", "gd", 1.0, noise=1e-3).facts.ending.oscillation
    assert weak.apart is not None
    assert weak.cause is Cause.ETA
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
    assert cause_of(verdict(faded)) is Cause.BATCHES
    strong = trace(
        RULES["gd"],
        loss,
        loss.start,
        steps=300,
        settings={"eta": 0.2},
        noise=50.0,
        batches=Batches(40),
    )
    assert cause_of(verdict(strong)) is Cause.NOISE
    agreed = DATA["copies"]
    run = trace(
        RULES["rmsprop"],
        agreed,
        agreed.start,
        steps=300,
        settings={"eta": 0.005},
        batches=Batches(8),
    )
    assert cause_of(verdict(run)) is Cause.ETA
