"""The message that carries a race to the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from player.payload import MAX_FRAMES, Array, Race, Racer, encode

Float32 = NDArray[np.float32]


@dataclass
class Message:
    """Reads a message as the browser does."""

    header: dict[str, Any]
    body: Float32
    at: int = 0

    @classmethod
    def of(cls, race: Race) -> Message:
        data = encode(race)
        length = int.from_bytes(data[:4], "little")
        assert length % 4 == 0
        return cls(json.loads(data[4 : 4 + length]), np.frombuffer(data[4 + length :], "<f4"))

    def take(self, *shape: int) -> Float32:
        count = int(np.prod(shape))
        block = self.body[self.at : self.at + count].reshape(shape)
        self.at += count
        return block


def spiral(steps: int, name: str = "Adam", ended: int | None = None) -> Racer:
    t = np.arange(steps + 1)
    points = (np.exp(-t / 40) * 3)[:, None] * np.stack([np.cos(t / 9), np.sin(t / 9)], axis=1)
    last = steps if ended is None else ended
    points[last + 1 :] = np.nan
    losses = np.sum(points**2, axis=1)
    return Racer(
        key=name.lower(),
        name=name,
        color="#0072b2",
        dash="dash",
        marker="square",
        detail="eta 0.1",
        points=points,
        losses=losses,
        gradient_norms=2 * np.sqrt(losses[:-1]),
        step_lengths=np.hypot(*np.diff(points, axis=0).T),
        ended=last,
    )


def race_of(*racers: Racer, cells: int = 100) -> Race:
    x, y = np.meshgrid(np.linspace(-4, 4, cells), np.linspace(-3, 3, cells))
    return Race(
        names=("x", "y"),
        x_range=(-4, 4),
        y_range=(-3, 3),
        grid=x**2 + y**2,
        racers=racers,
        start=(3.0, 0.0),
        minima=((0.0, 0.0),),
        title="Bowl",
    )


def read_path(message: Message, racer: dict[str, Any], frames: int) -> Array:
    moves = message.take(frames - 1, 2).astype(float)
    return np.concatenate([[racer["first"]], racer["first"] + np.cumsum(moves, axis=0)])


def test_what_was_sent_is_read_back() -> None:
    racers = (spiral(60, "Adam"), spiral(60, "Lion", ended=25))
    race = race_of(*racers, cells=7)
    message = Message.of(race)
    assert message.header["names"] == ["x", "y"]
    assert message.header["steps"] == 60
    assert message.header["minima"] == [[0.0, 0.0]]
    assert message.header["title"] == "Bowl"
    np.testing.assert_allclose(message.take(*message.header["grid"]), race.grid, rtol=1e-6)
    for sent, racer in zip(message.header["racers"], racers, strict=True):
        assert (sent["name"], sent["marker"], sent["ended"]) == (racer.name, "square", racer.ended)
        np.testing.assert_allclose(read_path(message, sent, 61), racer.points, atol=1e-6)
        np.testing.assert_allclose(message.take(61), racer.losses, rtol=1e-6)
        norms = message.take(61)
        np.testing.assert_allclose(norms[:-1], racer.gradient_norms, rtol=1e-6)
        assert np.isnan(norms[-1])
    assert message.at == len(message.body)


def test_paths_are_known_by_their_numbers() -> None:
    racer = spiral(5)
    points = racer.points.copy()
    again = race_of(replace(racer, points=points.copy()))
    points[3, 1] = np.nextafter(points[3, 1], 9.0)
    assert again.paths == race_of(racer).paths
    assert race_of(replace(racer, points=points)).paths != again.paths


def test_step_lengths_keep_their_precision_far_from_the_origin() -> None:
    racer = spiral(40)
    moves = 1e-9 * 0.8 ** np.arange(40)
    points = np.stack([2 + np.concatenate([[0], np.cumsum(moves)]), np.zeros(41)], axis=1)
    message = Message.of(race_of(replace(racer, points=points), cells=2))
    message.take(2, 2)
    sent = np.hypot(*message.take(40, 2).T)
    np.testing.assert_allclose(sent, np.diff(points[:, 0]), rtol=1e-6)


def test_eleven_paths_of_300_steps_fit_into_a_hundred_kilobytes() -> None:
    racers = [spiral(300, f"Optimizer {k}") for k in range(11)]
    assert len(encode(race_of(*racers))) < 98_000


def test_size_grows_linearly_with_the_steps() -> None:
    sizes = [len(encode(race_of(spiral(steps)))) for steps in (100, 200, 300)]
    assert sizes[2] - sizes[1] == pytest.approx(sizes[1] - sizes[0], abs=8)


def test_a_long_run_is_thinned_for_drawing_and_keeps_its_end() -> None:
    steps = 2 * MAX_FRAMES + 1
    racer = spiral(steps)
    message = Message.of(race_of(racer, cells=2))
    stride = message.header["stride"]
    frames = -(-steps // stride) + 1
    assert stride == 3
    message.take(2, 2)
    path = read_path(message, message.header["racers"][0], frames)
    kept = np.append(np.arange(0, steps, stride), steps)
    np.testing.assert_allclose(path, racer.points[kept], atol=1e-5)
    np.testing.assert_allclose(message.take(frames), racer.losses[kept], rtol=1e-6, atol=1e-40)
    message.take(frames)
    # A true step's length, not that of three steps together.
    lengths = racer.step_lengths[kept[1:] - 1]
    np.testing.assert_allclose(message.take(frames - 1), lengths, rtol=1e-6, atol=1e-40)
    assert message.at == len(message.body)


def test_holes_overflow_and_divergence_are_carried_without_a_warning() -> None:
    racer = spiral(3)
    points = np.array([[3, 0], [1e200, 0], [np.inf, 0], [np.nan, np.nan]])
    losses = np.array([9, np.inf, np.inf, np.nan])
    race = race_of(replace(racer, points=points, losses=losses, ended=1), cells=3)
    grid = race.grid.copy()
    grid[0, 0], grid[1, 1], grid[2, 2] = np.nan, np.inf, 1e300
    message = Message.of(replace(race, grid=grid))
    sent = message.take(3, 3)
    assert np.isnan(sent[[0, 1], [0, 1]]).all()
    assert np.isfinite(sent[2, 2])
    moves = message.take(3, 2)
    assert np.isfinite(moves[0]).all()
    assert np.isnan(moves[1:, 0]).all()
    assert message.take(4)[1] > 1e38


def test_the_signature_tells_experiments_apart_and_only_them() -> None:
    def signature(race: Race) -> str:
        return str(Message.of(race).header["signature"])

    race = race_of(spiral(30))
    recoloured = replace(spiral(30), color="#d55e00")
    assert signature(race) == signature(race_of(spiral(30))) == signature(race_of(recoloured))
    assert signature(race) != signature(race_of(spiral(31)))
    assert signature(replace(race, signature="mine")) == "mine"


def test_another_language_is_another_message_of_the_same_experiment() -> None:
    race = race_of(spiral(3))
    english, korean = (Message.of(replace(race, language=one)).header for one in ("en", "ko"))
    assert (english.pop("language"), korean.pop("language")) == ("en", "ko")
    assert english == korean


def test_paths_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="Lion has 20 steps, others 30"):
        encode(race_of(spiral(30), spiral(20, "Lion")))


def test_a_single_point_and_no_racer_are_races_too() -> None:
    assert Message.of(race_of(spiral(0))).header["steps"] == 0
    assert Message.of(race_of()).header["racers"] == []
