"""The player's own JavaScript reads the numbers that Python sent: one page, many messages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, Schedule
from player import Race, assets, encode
from player.payload import MAX_FRAMES
from tests.player.races import changed, experiment_of, race_of

READ = """(text) => {
    const race = decodeRace(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
    const plain = (part) => ArrayBuffer.isView(part) ? [...part] : part;
    const all = (parts) => Object.fromEntries(
        Object.entries(parts).filter(([, part]) => typeof part !== 'function')
            .map(([name, part]) => [name, plain(part)]));
    const { examples } = race;
    const batch = (step) => [...examples.batchAt(step).rows];
    return {
        ...all(race),
        racers: race.racers.map(all),
        examples: examples && {
            tables: [examples.training, examples.heldOut].map((part) => part && [...part.table]),
            batches: examples.batchAt && Array.from({ length: race.steps }, (_, k) => batch(k)),
        },
    };
}"""
Reader = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def read(chromium: Any) -> Iterator[Reader]:
    page = chromium.new_page()
    module = assets.module().replace("export default function", "export function mount")
    assert "decodeRace" in module
    script = module.replace("export function mount", "function mount") + f"\nwindow.read = {READ};"
    page.add_script_tag(content=f"(() => {{ {script} }})();")

    def reader(race: Race, **options: Any) -> dict[str, Any]:
        text = b64encode(encode(race, **options)).decode()
        decoded: dict[str, Any] = page.evaluate("text => window.read(text)", text)
        return decoded

    yield reader
    page.close()


def points_of(racer: dict[str, Any]) -> np.ndarray:
    return np.array([racer["x"], racer["y"]], float).T


@pytest.mark.parametrize("printed", [True, False], ids=["formulas", "numbers"])
def test_what_was_sent_is_read(read: Reader, printed: bool) -> None:
    race = race_of(experiment_of("gd", "adam", steps=60))
    seen = read(race, printed=printed)
    assert seen["names"] == ["x", "y"]
    assert (seen["steps"], seen["frames"]) == (60, 61)
    assert [[mark["x"], mark["y"]] for mark in seen["marks"]] == [
        list(point) for point in CATALOG["himmelblau"].minima
    ]
    grid = np.reshape(seen["values"], (seen["rows"], seen["columns"]))
    np.testing.assert_allclose(grid, race.grid, rtol=1e-6)
    for racer, run, label in zip(seen["racers"], race.runs, race.labels, strict=True):
        assert (racer["name"], racer["marker"]) == (label.name, label.style.marker)
        assert (racer["ended"], racer["last"]) == (60, 60)
        np.testing.assert_allclose(points_of(racer), run.points, atol=1e-6)
        np.testing.assert_allclose(racer["losses"], run.losses, rtol=1e-6)
        np.testing.assert_allclose(racer["gradients"], run.gradient_norms, rtol=1e-6)
        np.testing.assert_allclose(racer["lengths"][1:], run.step_lengths, rtol=1e-5)


def test_step_lengths_keep_their_precision_far_from_the_origin(read: Reader) -> None:
    moves = 1e-9 * 0.8 ** np.arange(40)
    points = np.stack([2 + np.concatenate([[0], np.cumsum(moves)]), np.zeros(41)], axis=1)
    (racer,) = read(changed(race_of(experiment_of("gd", steps=40)), weights=points))["racers"]
    np.testing.assert_allclose(racer["lengths"][1:], np.diff(points[:, 0]), rtol=1e-6)


def test_a_long_run_is_thinned_for_drawing_and_keeps_its_end(read: Reader) -> None:
    steps = 2 * MAX_FRAMES + 1
    race = race_of(experiment_of("momentum", steps=steps))
    run, seen = race.runs[0], read(race)
    assert (seen["stride"], seen["frames"]) == (3, -(-steps // 3) + 1)
    kept = np.append(np.arange(0, steps, 3), steps)
    (racer,) = seen["racers"]
    np.testing.assert_allclose(points_of(racer), run.points[kept], atol=1e-5)
    np.testing.assert_allclose(racer["losses"], run.losses[kept], rtol=1e-6, atol=1e-40)
    # A true step's length, not that of three steps together.
    lengths = run.step_lengths[kept[1:] - 1]
    np.testing.assert_allclose(racer["lengths"][1:], lengths, rtol=1e-6, atol=1e-40)


def test_holes_overflow_and_divergence_are_carried(read: Reader) -> None:
    loss = Landscape.read("log(x) + e^(200 y)", x_range=(-1, 3), y_range=(-2, 2))
    points = np.array([[3, 0], [1e200, 0], [np.inf, 0], [np.nan, np.nan]])
    losses = np.array([9, 1e300, np.nan, np.nan])
    race = race_of(experiment_of("gd", loss=loss, steps=3))
    for printed in (True, False):
        seen = read(changed(race, weights=points, losses=losses, ended=1), printed=printed)
        grid = np.array(seen["values"], float).reshape(race.grid.shape)
        assert (np.isnan(grid) == np.isnan(race.grid)).all()
        assert np.nanmax(grid) > 1e38
        (racer,) = seen["racers"]
        assert racer["last"] == 1
        assert np.isfinite(points_of(racer)[:2]).all()
        assert np.isnan(points_of(racer)[2:, 0]).all()
        assert racer["losses"][1] > 1e38


def test_schedule_and_noise_come_as_the_core_has_them(read: Reader) -> None:
    race = race_of(experiment_of("gd", "sgd", steps=40, seed=3, schedule=Schedule("cosine")))
    seen = read(race)
    sent = seen["recipe"]["runs"]
    noise = np.reshape(seen["noise"], (40, 2))
    assert [run["sigma"] for run in sent] == [0, RULES["sgd"].defaults["sigma"]]
    for run, one in zip(race.runs, sent, strict=True):
        assert np.array_equal(run.course.etas, one["settings"]["eta"] * np.array(seen["factors"]))
        if run.course.noise is not None:
            assert np.array_equal(run.course.noise, one["sigma"] * noise)


def test_tables_and_batches_come_as_the_core_has_them(read: Reader) -> None:
    experiment = experiment_of("gd", loss="copies", steps=60, seed=2, batches=Batches(8))
    race = race_of(experiment)
    seen = read(race)
    data, batches = DATA["copies"].loss.data, experiment.config.batches
    assert batches is not None
    training, held_out = seen["examples"]["tables"]
    assert np.array_equal(np.reshape(training, (-1, 3)), data.training)
    assert np.array_equal(np.reshape(held_out, (-1, 3)), data.testing)
    numbers = batches.numbers(len(data.training), 2)
    for rows, drawn in zip(seen["examples"]["batches"], numbers, strict=False):
        assert rows == drawn.tolist()
    (racer,) = seen["racers"]
    losses = DATA["copies"].loss.held_out.value(race.runs[0].points)
    np.testing.assert_allclose(racer["heldOut"], losses, rtol=1e-6)
