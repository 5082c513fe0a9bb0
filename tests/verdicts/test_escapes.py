"""Escapes: what is said to have carried a run out is what it needs, and so high it climbed."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import basins
from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, Trajectory, trace
from tests.verdicts.cases import run, verdict
from verdicts import Verdict, judge
from verdicts.escapes import Escape, Means

WELLS = "3(x^2 - 1)^2 + x/2 + y^2"  # the left one is the deeper


def only(said: Verdict) -> Escape:
    (escape,) = said.facts.escapes
    return escape


def ends_in(path: Trajectory, first: int, changed: dict[str, float]) -> int:
    """The basin in which it ends from that step on with other settings, from rest."""
    settings = {**path.course.settings, **changed}
    again = trace(
        path.rule,
        path.landscape,
        path.points[first],
        steps=path.steps - first,
        settings=settings,
    )
    return int(basins(path.landscape).under(path.landscape.unit(again.points[-1])))


def test_momentum_is_named_where_without_it_the_run_stays() -> None:
    path = run(WELLS, "momentum", {"eta": 0.005, "mu": 0.9}, (2, 0), view=2.5)
    said = verdict(path)
    escape = only(said)
    assert escape.means is Means.MOMENTUM
    assert ends_in(path, 0, {"mu": 0.0}) == said.basins[0]
    lowest = path.losses[: escape.step].argmin()
    assert escape.climb >= path.losses[lowest : escape.step].max() - path.losses[lowest]
    assert "escaped 1 local minimum (step 5): its momentum carried it" in said.reason


def test_a_leap_is_told_with_its_length() -> None:
    loss = CATALOG["styblinski_tang"]
    start = (3.818684969230455, -0.2586505137535884)
    path = trace(RULES["gd"], loss, start, steps=200, settings={"eta": 0.1})
    said = judge(path, loss)
    escape = only(said)
    assert escape.means is Means.LEAP
    assert escape.length == pytest.approx(path.step_lengths[escape.step - 1])
    before, after = path.points[escape.step - 1 : escape.step + 1]
    over = loss.value(np.linspace(before, after, 1000)).max()
    assert over > 1 + max(path.losses[escape.step - 1 : escape.step + 1])
    assert "(step 17): its step of 4.98 leapt over a ridge 34.9 high" in said.reason


def test_noise_is_named_where_without_it_the_run_stays() -> None:
    loss = CATALOG["puddle"]
    named = 0
    for seed in range(12):
        path = trace(RULES["sgd"], loss, loss.start, steps=300, settings={"sigma": 12}, seed=seed)
        said = judge(path, loss)
        for escape in said.facts.escapes:
            assert escape.means is Means.NOISE
            named += 1
    calm = trace(RULES["gd"], loss, loss.start, steps=300)
    assert judge(calm, loss).kind == "local minimum"
    assert named > 2


def test_batches_are_named_where_with_all_rows_the_run_stays() -> None:
    loss = DATA["sine"]
    for seed in range(8):
        path = trace(
            RULES["gd"], loss, loss.start, steps=200, settings={"eta": 1.0},
            batches=Batches(2), seed=seed,
        )  # fmt: skip
        for escape in judge(path, loss).facts.escapes:
            assert escape.means in (Means.BATCHES, Means.DOWNHILL, Means.LEAP, Means.STEPS)


def test_who_crosses_on_the_way_down_climbed_nowhere() -> None:
    found = 0
    for key in ("ackley", "three_hump_camel", "griewank", "himmelblau"):
        loss = CATALOG[key]
        for rule in ("gd", "momentum", "adam", "rmsprop"):
            path = trace(RULES[rule], loss, loss.start, steps=300)
            for escape in judge(path, loss).facts.escapes:
                if escape.means is Means.DOWNHILL:
                    found += 1
                    drawn = basins(loss).under(loss.unit(path.points))
                    inside = path.losses[: escape.step][
                        drawn[: escape.step] == drawn[escape.step - 1]
                    ]
                    assert inside[-1] <= inside.min() + 1e-9
    assert found >= 3


@pytest.mark.parametrize("rule", ["momentum", "nag", "adam", "lion"])
@pytest.mark.parametrize("key", ["rastrigin", "ackley", "styblinski_tang", "six_hump_camel"])
def test_what_is_said_of_momentum_is_true_all_over_the_catalogue(key: str, rule: str) -> None:
    loss = CATALOG[key]
    path = trace(RULES[rule], loss, loss.start, steps=300)
    said = judge(path, loss)
    letter = "mu" if "mu" in path.course.settings else "beta1"
    for escape in said.facts.escapes[:4]:
        label = said.basins[escape.step - 1]
        here = said.basins[: escape.step] == label
        stays = np.flatnonzero(np.diff(np.append(0, here.astype(int))) == 1)
        long = [first for first in stays.tolist() if here[first : first + 3].sum() == 3]
        if escape.means is Means.MOMENTUM:
            assert ends_in(path, long[-1], {letter: 0.0}) == label
        losses = path.losses[long[-1] : escape.step]
        assert escape.climb >= losses[losses.argmin() :].max() - losses.min() - 1e-12


def test_several_escapes_are_told_together_where_one_thing_carried_all() -> None:
    said = judge(
        trace(RULES["momentum"], CATALOG["ackley"], CATALOG["ackley"].start), CATALOG["ackley"]
    )
    steps = ", ".join(str(escape.step) for escape in said.facts.escapes)
    assert f"escaped 2 local minima (steps {steps}): its momentum carried it up by" in said.reason


def test_a_run_that_is_never_held_escapes_from_nothing() -> None:
    loss = Landscape.read(WELLS, (-2.5, 2.5), (-2.5, 2.5))
    assert not judge(trace(RULES["gd"], loss, (1.9, 0), settings={"eta": 0.05}), loss).escapes
