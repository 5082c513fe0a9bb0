"""Paths that broke off: the step is the one seen, and the cause named is one that is tried."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, Schedule, Trajectory, trace
from tests.verdicts.cases import run, verdict
from verdicts import Verdict, judge
from verdicts.excursions import Excursion
from verdicts.facts import (
    AtMinimum,
    EtaAboveLimit,
    EtaTooLarge,
    FallsOn,
    NoSlope,
    ShakenOff,
    Thrown,
)
from verdicts.oscillation import Cause

TIPS: dict[str, tuple[str, str, dict[str, float], tuple[float, float], int]] = {
    "a step onto it": ("sqrt(x^2 + y^2)", "gd", {"eta": 0.25}, (1, 0), 4),
    "a start on it": ("sqrt(x^2 + y^2)", "adam", {"eta": 0.1}, (0, 0), 0),
    "momentum": ("sqrt(x^2 + y^2)", "momentum", {"eta": 0.5, "mu": 0.5}, (0.5, 0), 1),
    "elsewhere": ("sqrt((x - 1)^2 + (y + 2)^2) + 3", "gd", {"eta": 0.5}, (2, -2), 2),
    "the end of a valley": ("sqrt(x^2 + y^2) + sqrt((x - 3)^2 + y^2)", "gd", {}, (0, 0), 0),
    "square root": ("sqrt(|x|) + y^2", "gd", {"eta": 2}, (1, 0), 1),
}


@pytest.mark.parametrize(("text", "rule", "settings", "start", "step"), TIPS.values(), ids=TIPS)
def test_a_run_that_lands_on_a_tip_has_reached_it(text, rule, settings, start, step) -> None:
    said = verdict(run(text, rule, settings, start))
    assert said.kind == "global minimum", said.reason
    assert isinstance(said.facts.ending, AtMinimum)
    assert said.facts.ending.at_tip
    assert said.facts.last == step
    assert f"it ends there at step {step}," in said.reason


def test_what_has_a_slope_of_0_at_its_tip_stays_there_to_the_end() -> None:
    said = verdict(run("|x| + |y|", "gd", {"eta": 0.25}, (1, 1)))
    assert said.reason == "reached the global minimum at (0.00, 0.00), loss 0.00."


def test_a_lower_tip_elsewhere_makes_it_a_trap() -> None:
    text = "min(sqrt((x - 2)^2 + y^2) + 1, sqrt((x + 2)^2 + y^2))"
    said = verdict(run(text, "gd", {"eta": 0.25}, (3, 0)))
    assert said.kind == "local minimum"
    assert said.reason.startswith("trapped in local minimum 2")
    assert "it ends there at step 4" in said.reason


def test_a_gradient_without_a_value_ahead_is_told_as_such() -> None:
    # From (1, 0) to (0.4, 0); b = 1, and the next look ahead is 0.6 mu further on, at 0.
    said = verdict(run("sqrt(x^2 + y^2)", "nag", {"eta": 0.6, "mu": 2 / 3}, (1, 0)))
    ending = said.facts.ending
    if isinstance(ending, NoSlope):
        assert ending.ahead
        assert ending.point == pytest.approx((0.4, 0))
    else:  # rounding looked beside the tip
        assert said.facts.last == 300


@pytest.mark.parametrize(
    ("text", "start"), [("sqrt(x) + y^2", (0, 1)), ("-sqrt(x^2 + y^2)", (0, 0)), ("x^0.3", (0, 0))]
)
def test_a_start_without_a_slope_is_asked_to_move(text, start) -> None:
    said = verdict(run(text, "gd", {"eta": 0.1}, start))
    assert said.kind == "stopped"
    assert said.reason.endswith("the gradient has no value there; move the start.")


# what leaves the view


def random_runs() -> list[Trajectory]:
    """Runs with learning rates that are often too large, over all sorts of losses."""
    random = np.random.default_rng(12)
    losses = [
        *("x^4 + y^4", "x^2 + 10y^2", "(1-x)^2 + 100(y-x^2)^2", "exp(x) + exp(-x) + y^2"),
        *("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "x^6/100 + |y|", "x^2 y^2 + x^2 + y^2"),
        *("20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)", "x^3 - 3x + y^2", "ln(1 + x^2) + y^2"),
    ]
    runs = []
    for text in losses:
        loss = Landscape.read(text)
        for rule in ("gd", "momentum", "nag", "adam", "rmsprop"):
            for _ in range(2):
                start, eta = random.uniform(-4, 4, 2), 10 ** random.uniform(-2, 1)
                steps = int(random.integers(5, 100))
                settings = {"eta": float(eta)}
                runs.append(trace(RULES[rule], loss, start, steps=steps, settings=settings))
    return runs


@pytest.fixture(scope="module")
def departed() -> list[tuple[Trajectory, Verdict]]:
    judged = [(run, judge(run, run.landscape)) for run in random_runs()]
    return [(run, said) for run, said in judged if said.kind == "diverged"]


def seen(run: Trajectory) -> np.ndarray:
    """Whether the marker is in the picture at each step, (steps + 1,)."""
    (left, right), (low, high) = run.landscape.x_range, run.landscape.y_range
    x, y = run.points.T
    return (left <= x) & (x <= right) & (low <= y) & (y <= high)


def ends_in_view(run: Trajectory, eta: float) -> bool:
    settings = {**run.course.settings, "eta": eta}
    again = trace(run.rule, run.landscape, run.weights[0], steps=run.steps, settings=settings)
    return bool(seen(again)[-1])


def test_the_step_is_the_one_at_which_the_marker_leaves_the_picture(departed) -> None:
    assert len(departed) > 20
    for path, said in departed:
        step = said.facts.ending.step
        assert seen(path)[step - 1]
        assert not seen(path)[step:].any()


def test_the_eta_that_is_said_to_stay_does(departed) -> None:
    told = [(run, said.facts.ending) for run, said in departed]
    told = [(run, ending) for run, ending in told if isinstance(ending, EtaTooLarge)]
    assert len(told) > 8
    for path, ending in told:
        assert ending.stays < ending.eta == path.course.settings["eta"]
        assert ends_in_view(path, ending.stays)


def test_a_limit_is_quoted_only_where_it_parts_what_stays_from_what_leaves(departed) -> None:
    told = [(run, said.facts.ending) for run, said in departed]
    told = [(run, ending) for run, ending in told if isinstance(ending, EtaAboveLimit)]
    assert len(told) > 2
    for path, ending in told:
        assert ending.eta > ending.limit
        assert ends_in_view(path, 0.98 * ending.limit)
        assert not ends_in_view(path, min(ending.eta, 1.1 * ending.limit))


def test_no_limit_is_quoted_where_none_holds() -> None:
    """At the origin of x^4 there is no curvature, at the start 12: from there 0.5 stays."""
    quartic = run("x^4 + y^4", "gd", {"eta": 1.0}, (1, 1))
    ending = verdict(quartic).facts.ending
    assert isinstance(ending, EtaTooLarge)
    assert ending.stays == pytest.approx(0.5, rel=0.05)
    assert ends_in_view(quartic, 0.12)


def test_a_run_that_comes_back_says_when() -> None:
    thrown = run("(x + 3)^2 + y^2", "momentum", {"eta": 0.05, "mu": 0.9}, (4.5, 0))
    said = verdict(thrown)
    out = np.flatnonzero(~seen(thrown))
    (only,) = said.facts.excursions
    assert (only.left, only.back) == (out[0], out[-1] + 1)
    assert f"left the view at step {only.left} and came back at step {only.back}." in said.reason


def test_a_run_that_starts_outside_comes_into_view() -> None:
    said = verdict(run("x^2 + y^2", "gd", {"eta": 0.1}, (9, 0)))
    # 9 * 0.8^t is at most 5 from t = 3 on
    assert said.facts.excursions == (Excursion(0, 3),)
    assert said.reason.endswith("; came into view at step 3.")


def test_a_run_that_ends_outside_says_when_it_left() -> None:
    said = verdict(run("x", "gd", {"eta": 0.1}, (0, 0), steps=60))
    assert said.kind == "still moving"
    assert said.reason.endswith("; left the view at step 51.")


def test_noise_and_batches_are_named_where_without_them_it_stays() -> None:
    loss = Landscape.read("ln(1 + x^2 + y^2)")
    settings = {"eta": 0.1}
    noisy = trace(RULES["gd"], loss, (1, 1), steps=300, settings=settings, noise=60.0)
    ending = judge(noisy, loss).facts.ending
    assert isinstance(ending, ShakenOff)
    assert ending.cause is Cause.NOISE
    data = DATA["line"]
    for eta in np.geomspace(0.3, 3, 12):
        cut = trace(
            RULES["gd"], data, data.start, steps=100, settings={"eta": eta}, batches=Batches(1)
        )
        if judge(cut, data).kind == "diverged":
            break
    ending = judge(cut, data).facts.ending
    assert isinstance(ending, ShakenOff)
    assert ending.cause is Cause.BATCHES


def test_a_schedule_is_kept_where_eta_is_tried() -> None:
    loss = Landscape.read("x^2 + y^2")
    schedule = Schedule("exponential", gamma=0.999)
    rising = trace(RULES["gd"], loss, (3, 2), settings={"eta": 1.5}, schedule=schedule)
    ending = judge(rising, loss).facts.ending
    assert isinstance(ending, EtaTooLarge)
    again = trace(RULES["gd"], loss, (3, 2), settings={"eta": ending.stays}, schedule=schedule)
    assert seen(again)[-1]


def test_what_only_follows_the_slope_out_of_view_is_not_blamed_on_eta() -> None:
    falling = verdict(run("x - y^2", "gd", {"eta": 0.1}, (1, 0.1))).facts.ending
    assert isinstance(falling, FallsOn)
    pulled = run("x - floor(x) + y^2", "gd", {"eta": 0.2}, (1.3, -0.7))
    assert isinstance(verdict(pulled).facts.ending, Thrown)


def test_every_diverging_run_of_the_catalogue_is_told_truly() -> None:
    for key in ("bowl", "rosenbrock", "himmelblau", "booth"):
        loss = CATALOG[key]
        for rule in ("gd", "momentum", "nag"):
            wild = trace(RULES[rule], loss, loss.start, steps=100, settings={"eta": 1.0})
            ending = judge(wild, loss).facts.ending
            if isinstance(ending, EtaTooLarge):
                assert ends_in_view(wild, ending.stays)
