"""What the browser is given of a loss over data."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from experiments import Entrant, Scene
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import RULES
from optimizers.config import Batches
from player import Race, Racer, encode, examples
from player.examples import MAX_ORDERED
from player.retrace import recipe


def scene_of(key: str = "line", **changes: Any) -> Scene:
    loss = DATA[key]
    assert loss.start is not None
    return Scene(loss, (Entrant(RULES["gd"], {"eta": 0.05}),), loss.start, **changes)


def race_of(scene: Scene) -> Race:
    loss = scene.loss
    held_out = loss.loss.held_out
    racers = tuple(
        Racer(
            run.rule.key, run.rule.name, "#0072b2", "solid", "circle", "", run.points, run.losses,
            run.gradient_norms, run.step_lengths, int(run.ended),
            held_out and held_out.value(run.points),
        )
        for run in scene.run()
    )  # fmt: skip
    grid = loss.grid(10)[2]
    return Race(loss.names, loss.x_range, loss.y_range, grid, racers, scene.start, scene=scene)


def header_of(message: bytes) -> dict[str, Any]:
    length = int.from_bytes(message[:4], "little")
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    return header


@pytest.mark.parametrize("batch", [1, 7, 8, 59])
def test_the_order_is_what_the_steps_of_a_run_see(batch: int) -> None:
    made = examples.examples(scene_of(batch=batch, steps=50, seed=4))
    assert made is not None
    assert made.order is not None
    per_epoch = -(-60 // batch)
    for step, rows in enumerate(islice(Batches(batch).numbers(60, 4), 50)):
        epoch, at = divmod(step, per_epoch)
        assert (made.order[epoch, at * batch : (at + 1) * batch] == rows).all()


def test_a_full_batch_needs_no_order() -> None:
    for scene in (scene_of(), scene_of(batch=60), scene_of(batch=500)):
        made = examples.examples(scene)
        assert made is not None
        assert (made.order, made.header["batch"]) == (None, 0)
        assert recipe(scene, made) is not None


def test_the_message_ends_with_the_tables_and_the_order() -> None:
    scene = scene_of("copies", batch=8, steps=60)
    message = encode(race_of(scene))
    header = header_of(message)["examples"]
    loss = DATA["copies"]
    assert (header["columns"], header["training"], header["held_out"]) == (3, 40, 20)
    order = np.frombuffer(message[-2 * 40 * header["epochs"] :], "<u2")
    assert (np.sort(order.reshape(-1, 40), axis=1) == np.arange(40)).all()
    tables = message[-2 * order.size - 8 * 180 : -2 * order.size]
    assert np.array_equal(np.frombuffer(tables, "<f8").reshape(60, 3), loss.loss.data.rows)


def test_the_loss_over_rows_held_out_follows_the_other_numbers_of_a_racer() -> None:
    scene = replace(scene_of("blobs", steps=50, batch=4), seed=2)
    race = race_of(scene)
    message = encode(race)
    header = header_of(message)
    assert header["held_out"] is True
    length = int.from_bytes(message[:4], "little")
    at = 4 + length + 4 * (100 + 2 * 50 + 51 + 51)
    sent = np.frombuffer(message[at : at + 4 * 51], "<f4")
    held_out = DATA["blobs"].loss.held_out
    assert held_out is not None
    np.testing.assert_allclose(sent, held_out.value(race.racers[0].points), rtol=1e-6)


def test_a_race_without_data_sends_nothing_of_this() -> None:
    scene = replace(scene_of(steps=50), loss=CATALOG["himmelblau"])
    header = header_of(encode(race_of(scene)))
    assert not {"held_out", "examples"} & set(header)
    assert "ghost" not in header["view"]
    assert examples.examples(scene) is None


def test_what_the_browser_would_take_too_long_for_is_traced_on_release() -> None:
    rows = np.random.default_rng(0).normal(size=(500, 2))
    loss = Landscape.over(DataSet("Your data", ("u", "v"), rows), "(w1 u + w2 - v)^2")
    scene = replace(scene_of(), loss=loss, steps=2000)
    ordered = examples.examples(replace(scene, batch=3))
    large = replace(scene, batch=187)
    unordered = examples.examples(large)
    assert ordered is not None
    assert unordered is not None
    assert ordered.order is not None
    assert MAX_ORDERED < 187 * 2000
    assert unordered.order is None
    assert recipe(large, unordered) is None
    many = replace(scene, entrants=tuple(Entrant(rule) for rule in RULES.values()))
    assert recipe(many, examples.examples(many)) is None


def test_fresh_noise_is_drawn_on_the_server() -> None:
    scene = scene_of(noise=1.0, batch=8)
    assert recipe(scene, examples.examples(scene)) is not None
    fresh = replace(scene, fresh=True)
    assert recipe(fresh, examples.examples(fresh)) is None
