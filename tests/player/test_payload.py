"""The message that carries a race to the browser: its size, its ids, and what is refused.

That the browser reads the numbers that were sent is held by tests/browser/test_payload.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from charts import Style
from experiments.view import View
from landscapes import CATALOG
from optimizers import RULES
from player import encode
from tests.player.races import changed, experiment_of, header_of, race_of


def test_paths_are_known_by_their_numbers() -> None:
    race = race_of(experiment_of("gd", steps=5))
    points = race.runs[0].points.copy()
    again = changed(race, weights=points.copy())
    points[3, 1] = np.nextafter(points[3, 1], 9.0)
    assert again.paths == race.paths
    assert changed(race, weights=points).paths != race.paths


def test_a_landscape_is_known_by_its_view_and_its_values() -> None:
    himmelblau = CATALOG["himmelblau"]
    race = race_of(experiment_of("gd", steps=5))
    other_path = race_of(experiment_of("adam", steps=9))
    moved = race_of(experiment_of("gd", loss=replace(himmelblau, x_range=(-5, 4.5)), steps=5))
    assert race.landscape == other_path.landscape
    assert (
        len({race.landscape, moved.landscape, race_of(experiment_of(loss="beale")).landscape}) == 3
    )


@pytest.mark.parametrize("loss", CATALOG)
def test_eleven_racers_of_300_steps_fit_into_a_hundred_kilobytes(loss: str) -> None:
    calm = [key for key, rule in RULES.items() if "sigma" not in rule.defaults][:11]
    assert len(encode(race_of(experiment_of(*calm, loss=loss)))) < 100_000


def test_size_grows_linearly_with_the_steps() -> None:
    experiments = [experiment_of("gd", steps=steps) for steps in (100, 200, 300)]
    sizes = [len(encode(race_of(experiment, linked=False))) for experiment in experiments]
    assert sizes[2] - sizes[1] == pytest.approx(sizes[1] - sizes[0], abs=8)


def test_the_look_tells_what_is_not_as_usual() -> None:
    experiment = experiment_of("gd", steps=5)
    usual = header_of(encode(race_of(experiment)))
    assert (usual["view"], usual["step"], usual["link"][0]) == ({}, None, "?")
    looked_at = replace(experiment, view=View(log=False), step=3)
    other = header_of(encode(race_of(looked_at, linked=False)))
    assert (other["view"], other["step"], other["link"]) == ({"log": False}, 3, None)


def test_another_language_or_label_is_another_message_of_the_same_race() -> None:
    race = race_of(experiment_of("gd", steps=3))
    korean = replace(race, look=replace(race.look, language="ko"))
    recoloured = replace(race.labels[0], style=Style("#d55e00", "dot", "star"))
    messages = [header_of(encode(one)) for one in (race, korean)]
    assert [header.pop("language") for header in messages] == ["en", "ko"]
    assert messages[0] == messages[1]
    (racer,) = header_of(encode(replace(race, labels=(recoloured,))))["racers"]
    assert (racer["color"], racer["dash"], racer["marker"]) == ("#d55e00", "dot", "star")


def test_runs_and_labels_of_another_experiment_are_refused() -> None:
    race = race_of(experiment_of("gd", "adam", steps=5))
    with pytest.raises(ValueError, match="gd has 5 steps of 6"):
        encode(replace(race, experiment=experiment_of("gd", "adam", steps=6)))
    with pytest.raises(ValueError, match="2 runs and 2 labels of 1 entrants"):
        encode(replace(race, experiment=experiment_of("gd", steps=5)))
    with pytest.raises(ValueError, match="2 runs and 1 labels of 2 entrants"):
        encode(replace(race, labels=race.labels[:1]))


def test_no_racer_is_a_race_too() -> None:
    header = header_of(encode(race_of(experiment_of())))
    assert (header["racers"], header["steps"]) == ([], 0)
