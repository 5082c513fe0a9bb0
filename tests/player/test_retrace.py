"""What the browser is given to trace a race by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import Entrant, Scene
from landscapes import CATALOG, DATA
from optimizers import RULES, Schedule, suggested_eta
from player import Race, Racer, encode, retrace
from player.retrace import recipe, rules_script


def scene_of(*keys: str, loss_key: str = "himmelblau", **changes: Any) -> Scene:
    loss = CATALOG[loss_key]
    entrants = tuple(Entrant(RULES[k], {"eta": suggested_eta(RULES[k], loss)}) for k in keys)
    return Scene(loss, entrants, loss.start or (1.0, 1.0), **changes)


def race_of(scene: Scene) -> Race:
    racers = tuple(
        Racer(
            key=run.rule.key,
            name=run.rule.name,
            color="#0072b2",
            dash="solid",
            marker="circle",
            detail="eta 0.1",
            points=run.points,
            losses=run.losses,
            gradient_norms=run.gradient_norms,
            step_lengths=run.step_lengths,
            ended=int(run.ended),
        )
        for run in scene.run()
    )
    grid = scene.loss.grid()[2]
    loss = scene.loss
    return Race(("x", "y"), loss.x_range, loss.y_range, grid, racers, scene.start, scene=scene)


def header_of(message: bytes) -> dict[str, Any]:
    length = int.from_bytes(message[:4], "little")
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    return header


def test_a_calm_race_brings_its_loss_and_settings_and_no_numbers() -> None:
    made = recipe(scene_of("gd", "adam"))
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
    made = recipe(replace(scene_of(), entrants=(Entrant(adam), Entrant(edited))))
    assert made is not None
    plain, own = made.header["runs"]
    assert "code" not in plain
    assert own["code"].startswith("function (")


def test_schedule_and_noise_come_as_the_core_has_them() -> None:
    scene = scene_of("gd", "sgd", steps=40, seed=3, schedule=Schedule("cosine"))
    message = encode(race_of(scene))
    noise = np.frombuffer(message[-8 * 80 :], "<f8").reshape(40, 2)
    factors = np.frombuffer(message[-8 * 120 : -8 * 80], "<f8")
    runs = header_of(message)["recipe"]["runs"]
    assert [run["sigma"] for run in runs] == [0, RULES["sgd"].defaults["sigma"]]
    assert (header_of(message)["recipe"]["factors"], header_of(message)["recipe"]["noise"]) == (
        True,
        True,
    )
    for run, sent in zip(scene.run(), runs, strict=True):
        assert np.array_equal(run.course.etas, sent["settings"]["eta"] * factors)
        if run.course.noise is not None:
            assert np.array_equal(run.course.noise, sent["sigma"] * noise)


def test_what_cannot_be_printed_is_traced_on_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(loss: object) -> str:
        raise TypeError("no code for Gamma")

    monkeypatch.setattr(retrace, "_printed_loss", refuse)
    assert recipe(scene_of("gd")) is None
    assert header_of(encode(race_of(scene_of("gd", steps=5))))["recipe"] is None


def test_a_race_without_its_scene_is_drawn_as_before() -> None:
    race = race_of(scene_of("gd", steps=5))
    with_scene, without = encode(race), encode(replace(race, scene=None))
    assert header_of(without)["recipe"] is None
    assert header_of(without)["signature"] == header_of(with_scene)["signature"]


def test_a_scene_of_another_race_is_refused() -> None:
    race = race_of(scene_of("gd", "adam", steps=5))
    with pytest.raises(ValueError, match="other racers or steps"):
        encode(replace(race, scene=scene_of("gd", "adam", steps=6)))
    with pytest.raises(ValueError, match="other racers or steps"):
        encode(replace(race, scene=scene_of("gd", steps=5)))


@pytest.mark.parametrize("loss_key", CATALOG)
def test_eleven_racers_of_300_steps_fit_into_a_hundred_kilobytes(loss_key: str) -> None:
    calm = [key for key, rule in RULES.items() if "sigma" not in rule.defaults][:11]
    assert len(encode(race_of(scene_of(*calm, loss_key=loss_key)))) < 100_000


def test_what_the_server_alone_draws_is_not_retraced() -> None:
    scene = scene_of("adam", steps=5)
    over_data = replace(scene, loss=DATA["line"])
    assert recipe(replace(scene, noise=1.0)) is not None
    assert recipe(replace(scene, noise=1.0, fresh=True)) is None
    assert recipe(over_data) is None


def test_noise_that_dies_away_does_so_in_the_browser_too() -> None:
    scene = replace(scene_of("gd", steps=5), noise=2.0)
    constant, decaying = (recipe(replace(scene, noise_decay=decay)) for decay in (0.0, 0.55))
    assert constant is not None
    assert decaying is not None
    assert constant.noise is not None
    assert decaying.noise is not None
    run = replace(scene, noise_decay=0.55).run()[0]
    assert run.course.noise is not None
    assert np.allclose(2.0 * decaying.noise, run.course.noise, rtol=1e-15)
    assert not np.allclose(decaying.noise, constant.noise)
