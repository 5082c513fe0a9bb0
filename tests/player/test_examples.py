"""What the browser is given of a loss over data."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from experiments import Entrant, Scene
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import RULES
from optimizers.config import Batches
from player import encode, examples
from player.examples import MAX_ORDERED
from player.retrace import recipe
from tests.player.races import header_of, race_of


def scene_of(key: str = "line", **changes: Any) -> Scene:
    loss = DATA[key]
    assert loss.start is not None
    return Scene(loss, (Entrant(RULES["gd"], {"eta": 0.05}),), loss.start, **changes)


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
