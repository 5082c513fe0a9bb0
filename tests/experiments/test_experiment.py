"""An experiment run again gives the same, and the opening one tells a story."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import OPENING, Entrant, Experiment, from_query, query_text, to_query
from experiments.experiment import clamped_batches, clamped_schedule
from experiments.limits import STEPS, setting_ranges
from experiments.published import PUBLISHED
from landscapes import CATALOG, DATA
from optimizers import RULES, Batches, Noise, RunConfig, Schedule, suggested_eta, trace


def test_the_same_experiment_gives_the_same_paths_bit_for_bit() -> None:
    experiment = Experiment(
        CATALOG["himmelblau"],
        (Entrant(RULES["sgd"], {"eta": 0.002}), Entrant(RULES["adam"])),
        start=(0.1, 3.0),
        config=RunConfig(seed=3, noise=Noise(0.5), schedule=Schedule("cosine", warmup=10)),
    )
    for first, again in zip(experiment.run(), experiment.run(), strict=True):
        np.testing.assert_array_equal(first.points, again.points)


def test_in_the_opening_only_momentum_reaches_the_bottom() -> None:
    last = {run.rule.key: run.points[-1] for run in OPENING.run()}
    np.testing.assert_allclose(last.pop("momentum"), (0, 0), atol=0.05)
    for key, point in last.items():
        assert np.linalg.norm(point) > 3, key


def test_the_opening_runs_to_its_end_inside_its_view() -> None:
    for run in OPENING.run():
        assert run.ended == OPENING.config.steps
        assert np.isfinite(run.losses).all()


def test_over_data_everyone_sees_the_same_batches() -> None:
    experiment = Experiment(
        DATA["line"],
        (Entrant(RULES["gd"]), Entrant(RULES["adam"])),
        start=(-2.0, 3.0),
        config=RunConfig(seed=4, batches=Batches(8)),
    )
    for run in experiment.run():
        alone = trace(run.rule, experiment.landscape, experiment.start, seed=4, batches=Batches(8))
        np.testing.assert_array_equal(run.points, alone.points)


def test_noise_of_its_own_goes_by_the_key_of_an_entrant() -> None:
    experiment = Experiment(
        CATALOG["puddle"],
        (Entrant(RULES["gd"]),),
        start=(5.0, 0.5),
        config=RunConfig(noise=Noise(2.0, 0.55)),
        independent_noise=True,
    )
    alone = trace(RULES["gd"], experiment.landscape, experiment.start, noise=Noise(2.0, 0.55, "gd"))
    np.testing.assert_array_equal(experiment.run()[0].points, alone.points)


def test_the_entrants_of_one_rule_are_told_apart() -> None:
    gd, adam = RULES["gd"], RULES["adam"]
    race = Entrant(gd), Entrant(adam), Entrant(gd, {"eta": 0.1}), Entrant(gd), Entrant(adam)
    experiment = Experiment(CATALOG["puddle"], race, start=(5.0, 0.5))
    assert experiment.keys == ("gd", "adam", "gd.2", "gd.3", "adam.2")


def test_noise_of_its_own_is_each_entrants_also_of_one_rule() -> None:
    twice, config = (Entrant(RULES["gd"]), Entrant(RULES["gd"])), RunConfig(noise=Noise(2.0))
    shared = Experiment(CATALOG["puddle"], twice, start=(5.0, 0.5), config=config)
    one, other = (run.points for run in shared.run())
    np.testing.assert_array_equal(one, other)
    one, other = (run.points for run in replace(shared, independent_noise=True).run())
    assert np.abs(one - other).max() > 0.01


def test_an_experiment_opens_from_a_whole_address_or_what_follows_it() -> None:
    for link in ("https://host/learn?loss=booth&start=1_2&v=1#top", "?loss=booth&start=1_2&v=1"):
        opened = Experiment.from_link(link)
        assert (opened.landscape, opened.start) == (CATALOG["booth"], (1.0, 2.0))
    assert Experiment.from_link("https://host/") == OPENING
    assert Experiment.from_link(query_text(opened)) == opened


HOSTILE = (math.nan, math.inf, -math.inf, 10**400, -(10**400), None, "12", [3], object())


@pytest.mark.parametrize("key", ["booth", "line"])
@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: str(sent)[:12])
def test_whatever_a_browser_sent_the_nearest_valid_experiment_runs(key: str, sent: Any) -> None:
    landscape = PUBLISHED[key]
    settings = {"eta": sent, "beta1": sent, "strange": 1.0}
    noise = Noise(sent, sent)
    config = RunConfig(
        steps=sent, settings={"eta": 1.0}, noise=noise, batches=clamped_batches(sent, landscape),
        schedule=clamped_schedule("step", sent, sent, sent), seed=sent,
    )  # fmt: skip
    twenty = (Entrant(RULES["adam"], settings),) * 20
    experiment = Experiment(landscape, twenty, (sent, 1.0), config, step=10**9).clamped()
    assert experiment == experiment.clamped()
    assert experiment.keys == ("adam", "adam.2", "adam.3")
    assert experiment.step == experiment.config.steps <= STEPS[1]
    assert experiment.config.settings == {}
    assert from_query(to_query(experiment)).repairs == ()
    assert from_query(to_query(experiment)).experiment == experiment
    for run in experiment.run():
        assert np.isfinite(run.points[0]).all()


def test_what_is_no_number_becomes_what_suits_the_loss() -> None:
    adam = Entrant(RULES["adam"], {"eta": math.nan, "beta1": 7.0})
    experiment = Experiment(CATALOG["booth"], (adam,), (math.nan, 1.0)).clamped()
    assert experiment.start == CATALOG["booth"].start
    settings = experiment.entrants[0].settings
    assert settings["eta"] == suggested_eta(RULES["adam"], CATALOG["booth"])
    assert settings["beta1"] == setting_ranges(RULES["adam"])["beta1"][1]
