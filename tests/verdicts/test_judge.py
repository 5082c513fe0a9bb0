"""Verdicts: designed cases of every kind, and what must not change one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from analysis import Basins
from experiments import OPENING
from landscapes import CATALOG, Landscape
from optimizers import RULES, trace
from optimizers.suggest import suggested_eta
from tests.verdicts.cases import CASES, TWO_WELLS, check, judged, run, verdict
from verdicts import KINDS, Verdict, judge, measure
from verdicts.facts import (
    AtMinimum,
    Cycling,
    EtaAboveLimit,
    EtaTooLarge,
    HardlyMoved,
    NoValue,
    StillMoving,
    Thrown,
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_designed_cases_with_their_facts(kind: str) -> None:
    for path, ending, facts in CASES[kind]:
        said = verdict(path)
        assert said.kind == kind, said.reason
        check(said, ending, facts)


def test_the_opening_scene_tells_who_escaped_and_who_is_trapped() -> None:
    said = {path.rule.key: verdict(path) for path in OPENING.run()}
    assert said["momentum"].kind == "global minimum"
    assert said["momentum"].escapes >= 3
    for key in ("gd", "nag", "rmsprop", "adam"):
        assert said[key].kind == "local minimum"
        assert said[key].facts.minima == 121


def test_a_valley_of_steps_is_judged_by_the_loss_at_the_end_of_the_path() -> None:
    said = judged("floor(x) + y^2", "gd", 0.2)
    assert said.kind == "local minimum"
    assert said.facts.loss == 1.0
    check(said, AtMinimum, {"lower.where": "elsewhere", "lower.loss": -5.0})


def test_steep_ground_beside_an_even_steeper_one_is_not_flat() -> None:
    for rule, eta in (("adam", 0.1), ("rmsprop", 0.005)):
        said = judged("exp(exp(x))", rule, eta)
        assert said.kind == "still moving", said.reason
    stuck = judged("exp(exp(x))", "gd", 5e-38)
    check(stuck, HardlyMoved, {"eta": 5e-38})
    assert (stuck.facts.point, stuck.facts.loss) == ((1.3, -0.7), pytest.approx(39.2, abs=0.05))


def test_a_pole_makes_no_flat_ground_elsewhere() -> None:
    assert judged("1/x", "gd", 0.01).kind == "still moving"


def test_a_path_that_bounces_between_two_basins_is_not_trapped_in_one() -> None:
    said = judged("eggholder", "rmsprop", 5)
    assert said.kind == "cycling"
    check(said, Cycling, {"minima": 2, "minimum": None})
    assert said.escapes == 0  # it may be back with the next step


def test_a_loss_far_above_the_minimum_is_no_arrival_however_near() -> None:
    said = judged("eggholder", "adam", 1)
    assert said.kind == "still moving"
    found = {"minimum.rank": 1, "minimum.loss": -956.918, "near": True}
    check(said, StillMoving, found | {"minimum.point": (482.353, 432.879)})
    assert said.facts.loss == pytest.approx(-943, abs=0.5)


def test_a_minimum_that_the_border_undercuts_is_not_global() -> None:
    said = judge(path := run("x^3 - 3x + y^2", "gd", {"eta": 0.1}, (1.5, 1)), path.landscape)
    assert said.kind == "local minimum"
    check(said, AtMinimum, {"minimum.point": (1, 0), "minimum.loss": -2.0, "minimum.rank": 1})
    check(said, AtMinimum, {"lower.where": "border", "lower.point": (-5, 0), "lower.loss": -110.0})


@pytest.mark.parametrize("rule", ["gd", "momentum", "rmsprop", "adam"])
def test_a_pole_is_no_lowest_place_but_leaves_none_global(rule: str) -> None:
    loss = Landscape.read("1/x + x + y^2")
    settings = {"eta": suggested_eta(RULES[rule], loss)}
    said = judge(trace(RULES[rule], loss, (1.3, -0.7), steps=300, settings=settings), loss)
    assert said.kind == "local minimum"
    check(said, AtMinimum, {"minimum.point": (1, 0), "lower.where": "pole", "lower.point": (0, 0)})


def test_equal_minima_are_told_as_such() -> None:
    said = judged("double_well", "gd", 0.05)
    assert said.facts.global_minima == 2
    assert "one of 2 equally low global minima" in said.reason


def test_what_the_survey_doubts_is_not_claimed() -> None:
    said = judged("deep_linear", "gd", 0.01)
    assert said.kind == "global minimum"
    assert "the search could not be checked" in said.reason
    assert "of 12 found" in judged("drop_wave", "gd", 0.01).reason
    moving = judged("sin(1000x)", "adam", 0.01)
    assert not moving.facts.trusted
    assert "minima" not in moving.reason
    assert moving.escapes == 0


def test_basins_that_are_doubted_tell_of_no_way_through_them(monkeypatch) -> None:
    def undrawn(loss: Landscape) -> Basins:
        return Basins(np.full((256, 256), -1), (), "Basins are not drawn.")

    drawn = judged("three_hump_camel", "momentum", 0.005)
    monkeypatch.setattr(measure, "basins", undrawn)
    said = judged("three_hump_camel", "momentum", 0.005)
    assert drawn.escapes == 1
    assert said.escapes == 0
    assert said.kind == drawn.kind == "global minimum"
    assert not {event.kind for event in said.events} & {"enters", "escapes"}


def test_a_small_swing_in_one_basin_is_held_by_its_minimum_and_told() -> None:
    said = judged("bowl", "rmsprop", 0.05)
    assert said.kind == "global minimum"
    check(said, AtMinimum, {"oscillation.width": 0.0712, "oscillation.cause": "eta"})


@pytest.mark.parametrize(
    ("key", "rule", "eta", "kind", "ending", "facts"),
    [
        ("bowl", "adam", 0.05, "still moving", StillMoving, {"minimum": None}),
        ("bowl", "gd", 0.05, "global minimum", AtMinimum, {"minimum.is_global": True}),
        ("rosenbrock", "gd", 1e-3, "diverged", EtaTooLarge, {"step": 0, "eta": 0.001}),
    ],
)
def test_a_start_far_beyond_the_view_has_a_verdict(key, rule, eta, kind, ending, facts) -> None:
    loss = CATALOG[key]
    said = judge(trace(RULES[rule], loss, (1000.0, 2.0), steps=300, settings={"eta": eta}), loss)
    assert said.kind == kind
    check(said, ending, facts)
    assert said.facts.in_view == (kind == "global minimum")


def test_a_path_enters_the_basin_in_which_it_ends() -> None:
    said = judged("three_hump_camel", "momentum", 0.005)
    entered = [event for event in said.events if event.kind == "enters"]
    assert [event.until for event in entered] == [None]
    assert entered[0].point == pytest.approx((0, 0), abs=1e-9)
    step = entered[0].step
    assert (said.basins[step:] == said.basins[-1]).all()
    assert said.basins[step - 1] != said.basins[-1]
    stayed = judged("easom", "gd", 5, start=(1.4, 4.4))
    first = next(event for event in stayed.events if event.kind == "enters")
    assert first.point == pytest.approx((np.pi, np.pi), abs=1e-3)
    assert first.until - first.step + 1 == 47


@pytest.mark.parametrize(
    ("rule", "eta", "start", "escapes"),
    [("gd", 0.05, (1.9, 0), 0), ("momentum", 0.005, (2, 0), 1), ("momentum", 0.001, (2, 0), 1)],
)
def test_a_basin_that_held_it_for_one_step_was_not_escaped(rule, eta, start, escapes) -> None:
    """From the local well, in one leap or over several steps with momentum."""
    path = run("3(x^2 - 1)^2 + x/2 + y^2", rule, {"eta": eta}, start, view=2.5)
    said = verdict(path)
    home = np.flatnonzero(said.basins == said.basins[0])
    assert (home.size < 3) == (escapes == 0)
    assert said.kind == "global minimum"
    assert said.escapes == escapes


def test_a_run_that_is_thrown_out_of_view_escaped_from_nothing() -> None:
    settings = {"eta": 0.1, "mu": 0.9}
    path = run("3(x^2 - 1)^2 + x/2 + y^2", "momentum", settings, (1.2, 0), view=2.5)
    said = verdict(path)
    assert said.kind == "diverged"
    assert np.count_nonzero(said.basins == said.basins[0]) >= 3
    assert said.escapes == 0


def test_a_path_that_starts_in_its_basin_does_not_enter_it() -> None:
    said = judged("bowl", "gd", 0.1)
    assert not any(event.kind == "enters" for event in said.events)


def test_jumps_through_many_basins_are_no_escapes_and_not_told_one_by_one() -> None:
    said = judged("rastrigin", "nag", 0.01)
    assert len(np.unique(said.basins)) > 30
    assert said.escapes <= 3
    assert sum(event.kind == "enters" for event in said.events) <= 3


def test_paths_that_left_the_view_say_when_they_left_it_and_never_settle() -> None:
    said = judged("bowl", "nag", 2)
    check(said, EtaAboveLimit, {"eta": 2.0, "step": 1})
    assert said.settled is None
    pulled = judged("x - floor(x) + y^2", "gd", 0.2).facts
    assert isinstance(pulled.ending, Thrown)
    assert (pulled.start_loss, pulled.loss, pulled.last) == pytest.approx((0.79, 0.3, 300))


def test_a_view_without_any_value_is_named() -> None:
    check(judged("log(-1 - x^2)", "gd", 0.1), NoValue, {"anywhere": False})


def test_a_delay_at_a_saddle_is_named_with_its_steps() -> None:
    loss = CATALOG["himmelblau"]
    path = trace(RULES["gd"], loss, (0.1, 3.0), settings={"eta": 0.002})
    said = judge(path, loss)
    first, last = said.facts.delay.first, said.facts.delay.last
    assert f" from step {first} to {last}: curvature" in said.reason
    assert said.saddle_steps >= last - first
    assert said.near_saddle[first : last + 1].all()
    assert {"nears saddle", "leaves saddle"} <= {event.kind for event in said.events}


def test_momentum_is_seen_to_overshoot_the_minimum_that_it_ends_in() -> None:
    said = verdict(run("x^2 + 2y^2", "momentum", {"eta": 0.05, "mu": 0.9}, (3, 2)))
    overshoot = next(event for event in said.events if event.kind == "overshoots")
    assert 1 < overshoot.step < 60
    calm = verdict(run("x^2 + 2y^2", "gd", {"eta": 0.05}, (3, 2)))
    assert not any(event.kind == "overshoots" for event in calm.events)


def test_length_straight_and_settled_are_measured_on_the_path() -> None:
    said = verdict(run("x^2 + y^2", "gd", {"eta": 0.1}, (3, 4)))
    assert said.length == pytest.approx(5.0, abs=1e-9)
    assert said.straight == pytest.approx(5.0, abs=1e-9)
    # the loss falls by 0.8^2 a step: 1 % is left after 11
    assert said.settled == 11


SCALED = [
    (TWO_WELLS, "gd", {"eta": 0.05}, (3.0, 2.0)),
    (TWO_WELLS, "momentum", {"eta": 0.02, "mu": 0.9}, (3.0, 2.0)),
    ("x^2 + y^2", "gd", {"eta": 1.0}, (0.5, 0.2)),
    ("x^2 + y^2", "gd", {"eta": 1.1}, (3.0, 2.0)),
    ("x^2 - y^2 + y^4/8", "gd", {"eta": 0.05}, (3.0, 1e-6)),
]


@pytest.mark.parametrize(("text", "rule", "settings", "start"), SCALED)
def test_the_units_of_loss_and_axes_change_no_verdict(text, rule, settings, start) -> None:
    plain = run(text, rule, settings, start)
    said = verdict(plain)
    louder = run(f"1000({text})", rule, settings | {"eta": settings["eta"] / 1000}, start)
    assert same(verdict(louder), said)
    stretched = re.sub(r"\b([xy])\b", r"(\1/10)", text)
    wide = run(
        stretched,
        rule,
        settings | {"eta": settings["eta"] * 100},
        (start[0] * 10, start[1] * 10),
        view=50.0,
    )
    assert same(verdict(wide), said)
    moved = Landscape.read(re.sub(r"\bx\b", "(x - 7)", text), (2, 12), (-5, 5))
    path = trace(plain.rule, moved, (start[0] + 7, start[1]), steps=300, settings=settings)
    assert same(judge(path, moved), said)
    swapped = text.translate(str.maketrans("xy", "yx"))
    assert same(verdict(run(swapped, rule, settings, start[::-1])), said)


@pytest.mark.parametrize("rule", ["gd", "rmsprop", "adam"])
@pytest.mark.parametrize("key", ["eggholder", "ackley", "puddle", "easom", "cliff", "kink"])
def test_the_height_at_which_a_loss_lies_changes_no_verdict(key: str, rule: str) -> None:
    loss = CATALOG[key]
    raised = Landscape.read(f"{loss.loss.text} + 10", loss.x_range, loss.y_range)
    start, settings = loss.start or (0.0, 0.0), {"eta": suggested_eta(RULES[rule], loss)}
    said, high = (
        judge(trace(RULES[rule], land, start, steps=200, settings=settings), land)
        for land in (loss, raised)
    )
    assert (said.kind, said.escapes) == (high.kind, high.escapes)


def same(one: Verdict, other: Verdict) -> bool:
    return (one.kind, one.escapes, one.saddle_steps, one.settled) == (
        other.kind,
        other.escapes,
        other.saddle_steps,
        other.settled,
    )


@pytest.mark.parametrize("rule", ["gd", "momentum", "nag", "adam"])
@pytest.mark.parametrize("key", ["bowl", "booth", "himmelblau", "double_well", "three_hump_camel"])
def test_more_steps_never_turn_an_arrival_into_a_run_on_its_way(rule: str, key: str) -> None:
    loss = CATALOG[key]
    arrived = False
    for steps in (50, 100, 200, 400, 800):
        said = judge(
            trace(RULES[rule], loss, loss.start, steps=steps, settings={"eta": 0.01}), loss
        )
        assert not (arrived and said.kind == "still moving"), steps
        arrived |= said.kind == "global minimum"


def test_several_starts_are_refused_with_a_sentence() -> None:
    loss = CATALOG["bowl"]
    path = trace(RULES["gd"], loss, np.zeros((3, 2)))
    with pytest.raises(ValueError, match="one run"):
        judge(path, loss)
