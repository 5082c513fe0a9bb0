"""Verdicts: designed cases of every kind, and what must not change one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from landscapes import CATALOG, Landscape
from optimizers import RULES, Trajectory, trace
from scenes import SCENES
from studies import KINDS, Verdict, judge


def run(
    text: str,
    rule: str,
    settings: dict[str, float],
    start: tuple[float, float],
    steps: int = 300,
    view: float = 5.0,
) -> Trajectory:
    loss = Landscape.read(text, (-view, view), (-view, view))
    return trace(RULES[rule], loss, start, steps, settings)


def verdict(run: Trajectory) -> Verdict:
    return judge(run, run.loss)


TWO_WELLS = "(x^2 - 4)^2/8 + x/4 + y^2"  # the left well is the deeper
CASES = {
    "global minimum": [
        (run("x^2 + 2y^2", "gd", {"eta": 0.1}, (3, 2)), r"global minimum at \(0\.00, 0\.00\)"),
        (run(TWO_WELLS, "gd", {"eta": 0.05}, (-3, 2)), "global minimum"),
        (run("|x| + 2|y|", "adam", {"eta": 0.05}, (2, 1)), "global minimum"),
        (run("(x^2 + y^2 - 4)^2", "gd", {"eta": 0.01}, (3, 2)), "ring of minima"),
    ],
    "local minimum": [
        (run(TWO_WELLS, "gd", {"eta": 0.05}, (3, 2)), r"local minimum 2 of 2 at \(1\.9"),
    ],
    "saddle": [
        (run("x^2 - y^2", "gd", {"eta": 0.1}, (3, 0)), r"curvature -2\.00 along y"),
    ],
    "plateau": [
        (run("3", "gd", {"eta": 0.1}, (1, 1)), "flat ground"),
        (run("-exp(-4(x^2 + y^2))", "gd", {"eta": 0.1}, (4, 4)), "flat ground"),
    ],
    "cycling": [
        (run("x^2 + y^2", "gd", {"eta": 1.0}, (0.5, 0.2)), r"between two points 1\.08 apart"),
        (run("|x| + |y|", "gd", {"eta": 0.5}, (3.1, 2.2)), "eta too large to settle"),
    ],
    "still moving": [
        (run("(1 - x)^2 + 100(y - x^2)^2", "gd", {"eta": 1e-4}, (-1.2, 1)), "0.00"),
        (run("x", "gd", {"eta": 0.01}, (1, 1)), "no minimum"),
    ],
    "left the domain": [
        (run("log(x) + x^2", "gd", {"eta": 0.1}, (3, 2)), "left the domain at step 8"),
        (run("sqrt(x)", "gd", {"eta": 0.1}, (-3, 2)), "move the start"),
    ],
    "diverged": [
        (run("x^2 + y^2", "gd", {"eta": 1.1}, (3, 2)), r"eta 1\.10 is above 2/lambda_max = 1\.00"),
        (run("x^2 + y^2", "momentum", {"eta": 2.0, "mu": 0.9}, (3, 2)), r"2\(1 \+ mu\)/lambda_max"),
        (run("x^4 + y^4", "gd", {"eta": 1.0}, (3, 2)), "above 2/lambda_max"),
        (run("x^2 - y^2", "gd", {"eta": 0.1}, (3, 0.1)), "falls on and on"),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_designed_cases_with_their_numbers(kind: str) -> None:
    for path, pattern in CASES[kind]:
        said = verdict(path)
        assert said.kind == kind, said.reason
        assert re.search(pattern, said.reason), said.reason
        assert said.reason.endswith(".")


def test_the_opening_scene_tells_who_escaped_and_who_is_trapped() -> None:
    said = {path.rule.key: verdict(path) for path in SCENES["opening"].run()}
    assert said["momentum"].kind == "global minimum"
    assert said["momentum"].escapes >= 3
    assert "escaped" in said["momentum"].reason
    for key in ("gd", "nag", "rmsprop", "adam"):
        assert said[key].kind == "local minimum"
        assert "of 121" in said[key].reason


def test_a_delay_at_a_saddle_is_named_with_its_steps() -> None:
    loss = CATALOG["himmelblau"]
    path = trace(RULES["gd"], loss, loss.start, settings={"eta": 0.002})
    said = judge(path, loss)
    match = re.search(r"slowed by the saddle at \(.*?\) from step (\d+) to (\d+)", said.reason)
    assert match
    first, last = map(int, match.groups())
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
    path = trace(plain.rule, moved, (start[0] + 7, start[1]), 300, settings)
    assert same(judge(path, moved), said)
    swapped = text.translate(str.maketrans("xy", "yx"))
    assert same(verdict(run(swapped, rule, settings, start[::-1])), said)


def same(one: Verdict, other: Verdict) -> bool:
    return (one.kind, one.escapes, one.saddle_steps, one.settled) == (
        other.kind,
        other.escapes,
        other.saddle_steps,
        other.settled,
    )


@pytest.mark.parametrize("rule", ["gd", "momentum", "nag", "adam"])
@pytest.mark.parametrize("key", ["bowl", "booth", "himmelblau", "double_well", "three_hump_camel"])
def test_more_steps_never_turn_an_arrival_into_a_journey(rule: str, key: str) -> None:
    loss = CATALOG[key]
    arrived = False
    for steps in (50, 100, 200, 400, 800):
        said = judge(trace(RULES[rule], loss, loss.start, steps, {"eta": 0.01}), loss)
        assert not (arrived and said.kind == "still moving"), steps
        arrived |= said.kind == "global minimum"


def test_several_starts_are_refused_with_a_sentence() -> None:
    loss = CATALOG["bowl"]
    path = trace(RULES["gd"], loss, np.zeros((3, 2)))
    with pytest.raises(ValueError, match="one run"):
        judge(path, loss)
