"""What the browser is given of a loss over data."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from experiments import Entrant, Experiment
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import RULES, Batches, RunConfig
from player import encode, examples
from player.examples import MAX_ORDERED
from player.retrace import recipe
from tests.player.races import header_of, race_of, reconfigured


def experiment_of(key: str = "line", **changes: Any) -> Experiment:
    loss = DATA[key]
    assert loss.start is not None
    return Experiment(
        loss, (Entrant(RULES["gd"], {"eta": 0.05}),), loss.start, RunConfig().changed(**changes)
    )


@pytest.mark.parametrize("batch", [1, 7, 8, 59])
def test_the_order_is_what_the_steps_of_a_run_see(batch: int) -> None:
    made = examples.examples(experiment_of(batches=Batches(batch), steps=50, seed=4))
    assert made is not None
    assert made.order is not None
    per_epoch = -(-60 // batch)
    for step, rows in enumerate(islice(Batches(batch).numbers(60, 4), 50)):
        epoch, at = divmod(step, per_epoch)
        assert (made.order[epoch, at * batch : (at + 1) * batch] == rows).all()


def test_a_full_batch_needs_no_order() -> None:
    for batches in (None, Batches(60), Batches(500)):
        experiment = experiment_of(batches=batches)
        made = examples.examples(experiment)
        assert made is not None
        assert (made.order, made.header["batch"]) == (None, 0)
        assert recipe(experiment, made) is not None


def test_a_race_without_data_sends_nothing_of_this() -> None:
    experiment = replace(experiment_of(steps=50), landscape=CATALOG["himmelblau"])
    header = header_of(encode(race_of(experiment)))
    assert not {"held_out", "examples"} & set(header)
    assert "ghost" not in header["view"]
    assert examples.examples(experiment) is None


def test_what_the_browser_would_take_too_long_for_is_traced_on_release() -> None:
    rows = np.random.default_rng(0).normal(size=(500, 2))
    loss = Landscape.over(DataSet("Your data", ("u", "v"), rows), "(w1 u + w2 - v)^2")
    experiment = replace(experiment_of(steps=2000), landscape=loss)
    ordered = examples.examples(reconfigured(experiment, batches=Batches(3)))
    large = reconfigured(experiment, batches=Batches(187))
    unordered = examples.examples(large)
    assert ordered is not None
    assert unordered is not None
    assert ordered.order is not None
    assert MAX_ORDERED < 187 * 2000
    assert unordered.order is None
    assert recipe(large, unordered) is None
    many = replace(experiment, entrants=tuple(Entrant(rule) for rule in RULES.values()))
    assert recipe(many, examples.examples(many)) is None


def test_noise_of_a_runners_own_is_drawn_on_the_server() -> None:
    experiment = experiment_of(noise=1.0, batches=Batches(8))
    assert recipe(experiment, examples.examples(experiment)) is not None
    own = replace(experiment, independent_noise=True)
    assert recipe(own, examples.examples(own)) is None
