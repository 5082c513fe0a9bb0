"""A scene is one experiment: run again it gives the same, and the opening one tells a story."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments import SCENES, Entrant, Scene
from landscapes import CATALOG, DATA
from optimizers import RULES, Noise, Schedule, trace
from optimizers.config import Batches


def test_the_same_scene_gives_the_same_paths_bit_for_bit() -> None:
    scene = Scene(
        CATALOG["himmelblau"],
        (Entrant(RULES["sgd"], {"eta": 0.002}), Entrant(RULES["adam"])),
        start=(0.1, 3.0),
        seed=3,
        noise=0.5,
        schedule=Schedule("cosine", warmup=10),
    )
    for first, again in zip(scene.run(), scene.run(), strict=True):
        np.testing.assert_array_equal(first.points, again.points)


def test_in_the_opening_scene_only_momentum_reaches_the_bottom() -> None:
    scene = SCENES["opening"]
    last = {run.rule.key: run.points[-1] for run in scene.run()}
    np.testing.assert_allclose(last.pop("momentum"), (0, 0), atol=0.05)
    for key, point in last.items():
        assert np.linalg.norm(point) > 3, key


@pytest.mark.parametrize("key", SCENES)
def test_every_scene_runs_to_its_end_inside_its_view(key: str) -> None:
    scene = SCENES[key]
    for run in scene.run():
        assert run.ended == scene.steps
        assert np.isfinite(run.losses).all()


def test_a_scene_over_data_shows_everyone_the_same_batches() -> None:
    loss = DATA["line"]
    scene = Scene(
        loss, (Entrant(RULES["gd"]), Entrant(RULES["adam"])), start=(-2.0, 3.0), seed=4, batch=8
    )
    for run in scene.run():
        alone = trace(run.rule, loss, scene.start, seed=4, batches=Batches(8))
        np.testing.assert_array_equal(run.points, alone.points)
    assert Scene(loss, (), (0.0, 0.0)).batches is None
    assert Scene(CATALOG["puddle"], (), (0.0, 0.0), batch=8).batches is None


def test_a_scene_hands_on_how_its_noise_fades_and_who_sees_it() -> None:
    scene = Scene(
        CATALOG["puddle"], (Entrant(RULES["gd"]),), start=(5.0, 0.5), noise=2.0, noise_decay=0.55,
        fresh=True,
    )  # fmt: skip
    alone = trace(RULES["gd"], scene.loss, scene.start, noise=Noise(2.0, 0.55, "gd"))
    np.testing.assert_array_equal(scene.run()[0].points, alone.points)


def test_the_entrants_of_one_rule_are_told_apart() -> None:
    gd, adam = RULES["gd"], RULES["adam"]
    race = Entrant(gd), Entrant(adam), Entrant(gd, {"eta": 0.1}), Entrant(gd), Entrant(adam)
    scene = Scene(CATALOG["puddle"], race, start=(5.0, 0.5))
    assert scene.keys == ("gd", "adam", "gd.2", "gd.3", "adam.2")


def test_fresh_noise_is_each_entrants_own_also_of_one_rule() -> None:
    twice = (Entrant(RULES["gd"]), Entrant(RULES["gd"]))
    shared = Scene(CATALOG["puddle"], twice, start=(5.0, 0.5), noise=2.0)
    one, other = (run.points for run in shared.run())
    np.testing.assert_array_equal(one, other)
    one, other = (run.points for run in replace(shared, fresh=True).run())
    assert np.abs(one - other).max() > 0.01
