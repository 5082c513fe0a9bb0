"""What the browser is given to trace a race by itself."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments import Entrant
from landscapes import DATA
from optimizers import RULES, Noise
from player import encode, retrace
from player.retrace import recipe, rules_script
from tests.player.races import experiment_of, header_of, race_of, reconfigured


def test_a_calm_race_brings_its_loss_and_settings_and_no_numbers() -> None:
    made = recipe(experiment_of("gd", "adam"))
    assert made is not None
    assert made.header["loss"].startswith("function (x, y, out) {")
    assert [run["rule"] for run in made.header["runs"]] == ["gd", "adam"]
    assert made.header["runs"][1]["settings"].keys() == RULES["adam"].defaults.keys()
    assert (made.factors, made.noise, made.body) == (None, None, b"")
    json.dumps(made.header, allow_nan=False)


def test_rules_travel_once_and_only_an_edited_one_brings_its_code() -> None:
    script = rules_script()
    assert all(f'"{key}": function (' in script for key in RULES)
    adam = RULES["adam"]
    edited = replace(adam, recurrence=adam.recurrence.replace("g^2", "g^4"))
    made = recipe(replace(experiment_of(), entrants=(Entrant(adam), Entrant(edited))))
    assert made is not None
    plain, own = made.header["runs"]
    assert "code" not in plain
    assert own["code"].startswith("function (")


def test_what_cannot_be_printed_is_traced_on_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(loss: object) -> str:
        raise TypeError("no code for Gamma")

    monkeypatch.setattr(retrace, "_printed_loss", refuse)
    assert recipe(experiment_of("gd")) is None
    assert header_of(encode(race_of(experiment_of("gd", steps=5))))["recipe"] is None


def test_what_the_server_alone_draws_is_not_retraced() -> None:
    experiment = experiment_of("adam", steps=5)
    over_data = replace(experiment, landscape=DATA["line"])
    noisy = reconfigured(experiment, noise=1.0)
    assert recipe(noisy) is not None
    assert recipe(replace(noisy, independent_noise=True)) is None
    assert recipe(over_data) is None


def test_noise_that_dies_away_does_so_in_the_browser_too() -> None:
    experiment = experiment_of("gd", steps=5)
    constant, decaying = (
        recipe(reconfigured(experiment, noise=Noise(2.0, decay))) for decay in (0.0, 0.55)
    )
    assert constant is not None
    assert decaying is not None
    assert constant.noise is not None
    assert decaying.noise is not None
    run = reconfigured(experiment, noise=Noise(2.0, 0.55)).run()[0]
    assert run.course.noise is not None
    assert np.allclose(2.0 * decaying.noise, run.course.noise, rtol=1e-15)
    assert not np.allclose(decaying.noise, constant.noise)
