"""Losses of more than two weights: every rule against a loop of its own, written from its paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from typing import Any

import numpy as np
import pytest

from landscapes import DataLoss, DataSet, FormulaLoss, Landscape, Plane
from optimizers import RULES, Batches, Noise, ends, trace

Vector = np.ndarray
Gradient = Callable[[Vector, int], Vector]  # at weights, in step t from 1
Loop = Callable[[Vector, Gradient, Mapping[str, float]], Iterator[Vector]]

U = np.linspace(-2.0, 2.0, 23)
V = np.sin(2 * U) + 0.3 * U
TABLE = DataSet("curve", ("u", "v"), np.column_stack([U, V]), np.zeros(len(U), dtype=bool))
TEXT = "(w1 tanh(w2 u + w3) + w4 tanh(w5 u + w6) + w7 u + w8 + w9 u^2 - v)^2"
LOSS = DataLoss.read(TEXT, TABLE)
START = np.array([0.5, -0.3, 0.2, -0.7, 0.9, 0.1, 0.4, -0.2, 0.05])
ALONG = np.eye(9)[0], np.eye(9)[4]
LAND = Landscape(LOSS, plane=Plane(tuple(START), *map(tuple, ALONG)))
STEPS = 60


def slopes(w: Vector, rows: Any = slice(None)) -> Vector:
    """The gradient of the mean over these rows."""
    u, v = U[rows], V[rows]
    one, other = np.tanh(w[1] * u + w[2]), np.tanh(w[4] * u + w[5])
    apart = w[0] * one + w[3] * other + w[6] * u + w[7] + w[8] * u**2 - v
    bent, other_bent = w[0] * (1 - one**2), w[3] * (1 - other**2)
    parts = [one, bent * u, bent, other, other_bent * u, other_bent, u, np.ones_like(u), u**2]
    return np.array([2 * np.mean(apart * part) for part in parts])


def descent(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    for t in count(1):
        w = w - s["eta"] * gradient(w, t)
        yield w


def momentum(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    velocity = np.zeros_like(w)
    for t in count(1):
        velocity = s["mu"] * velocity - s["eta"] * gradient(w, t)
        w = w + velocity
        yield w


def nesterov(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    velocity = np.zeros_like(w)
    for t in count(1):
        velocity = s["mu"] * velocity - s["eta"] * gradient(w + s["mu"] * velocity, t)
        w = w + velocity
        yield w


def adagrad(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    total = np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        total += g * g
        w = w - s["eta"] * g / (np.sqrt(total) + s["epsilon"])
        yield w


def adadelta(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    squares, steps = np.zeros_like(w), np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        squares = s["rho"] * squares + (1 - s["rho"]) * g * g
        step = np.sqrt((steps + s["epsilon"]) / (squares + s["epsilon"])) * g
        steps = s["rho"] * steps + (1 - s["rho"]) * step * step
        w = w - s["eta"] * step
        yield w


def rmsprop(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    squares = np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        squares = s["rho"] * squares + (1 - s["rho"]) * g * g
        w = w - s["eta"] * g / (np.sqrt(squares) + s["epsilon"])
        yield w


def rprop(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    length, before = np.full_like(w, s["eta"]), np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        same, turned = g * before > 0, g * before < 0
        length[same] = np.minimum(length[same] * s["eta_plus"], 50.0)
        length[turned] = np.maximum(length[turned] * s["eta_minus"], 1e-6)
        before = np.where(turned, 0.0, g)
        w = w - length * np.sign(before)
        yield w


def adam(
    w: Vector, gradient: Gradient, s: Mapping[str, float], decay: float = 0.0, largest: bool = False
) -> Iterator[Vector]:
    m, v, bound = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        w = w * (1 - s["eta"] * decay)
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        v = s["beta2"] * v + (1 - s["beta2"]) * g * g
        bound = np.maximum(bound, v) if largest else v
        second = bound / (1 - s["beta2"] ** t)
        w = w - s["eta"] * m / (1 - s["beta1"] ** t) / (np.sqrt(second) + s["epsilon"])
        yield w


def adamw(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    return adam(w, gradient, s, decay=s["weight_decay"])


def amsgrad(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    return adam(w, gradient, s, largest=True)


def adamax(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    m, u = np.zeros_like(w), np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        u = np.maximum(s["beta2"] * u, np.abs(g) + s["epsilon"])
        w = w - s["eta"] / (1 - s["beta1"] ** t) * m / u
        yield w


def nadam(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    def mu(t: int) -> float:
        return s["beta1"] * (1 - 0.5 * 0.96 ** (0.004 * t))

    m, v, product = np.zeros_like(w), np.zeros_like(w), 1.0
    for t in count(1):
        g = gradient(w, t)
        product *= mu(t)
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        v = s["beta2"] * v + (1 - s["beta2"]) * g * g
        first = (1 - mu(t)) * g / (1 - product) + mu(t + 1) * m / (1 - product * mu(t + 1))
        w = w - s["eta"] * first / (np.sqrt(v / (1 - s["beta2"] ** t)) + s["epsilon"])
        yield w


def radam(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    m, v = np.zeros_like(w), np.zeros_like(w)
    longest = 2 / (1 - s["beta2"]) - 1
    for t in count(1):
        g = gradient(w, t)
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        v = s["beta2"] * v + (1 - s["beta2"]) * g * g
        first, left = m / (1 - s["beta1"] ** t), s["beta2"] ** t
        rho = longest - 2 * t * left / (1 - left)
        if rho > 5:
            above = (rho - 4) * (rho - 2) * longest
            r = np.sqrt(above / ((longest - 4) * (longest - 2) * rho))
            w = w - s["eta"] * first * r * np.sqrt(1 - left) / (np.sqrt(v) + s["epsilon"])
        else:
            w = w - s["eta"] * first
        yield w


def adabelief(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        v = s["beta2"] * v + (1 - s["beta2"]) * (g - m) ** 2 + s["epsilon"]
        second = v / (1 - s["beta2"] ** t)
        w = w - s["eta"] * m / (1 - s["beta1"] ** t) / (np.sqrt(second) + s["epsilon"])
        yield w


def lion(w: Vector, gradient: Gradient, s: Mapping[str, float]) -> Iterator[Vector]:
    m = np.zeros_like(w)
    for t in count(1):
        g = gradient(w, t)
        direction = np.sign(s["beta1"] * m + (1 - s["beta1"]) * g)
        m = s["beta2"] * m + (1 - s["beta2"]) * g
        w = w - s["eta"] * (direction + s["weight_decay"] * w)
        yield w


LOOPS: dict[str, Loop] = {
    "gd": descent, "sgd": descent, "momentum": momentum, "nag": nesterov, "adagrad": adagrad,
    "adadelta": adadelta, "rmsprop": rmsprop, "rprop": rprop, "adam": adam, "adamw": adamw,
    "amsgrad": amsgrad, "adamax": adamax, "nadam": nadam, "radam": radam,
    "adabelief": adabelief, "lion": lion,
}  # fmt: skip


def by_hand(key: str, gradient: Gradient, settings: Mapping[str, float]) -> Vector:
    """The weights of a run by the loop of this file, (steps + 1, 9)."""
    loop = LOOPS[key](START, gradient, RULES[key].defaults | dict(settings))
    return np.array([START, *islice(loop, STEPS)])


def changed(key: str) -> dict[str, float]:
    """Settings that differ from the defaults where a default would leave a part of a rule out."""
    weights = {"lion": {"weight_decay": 0.1}, "adamw": {"weight_decay": 0.2}}
    return weights.get(key, {}) | ({"sigma": 0.0} if key == "sgd" else {})


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("batches", [None, Batches(8)], ids=["all rows", "batches"])
def test_nine_weights_run_as_a_loop_by_hand(key: str, batches: Batches | None) -> None:
    seen = [np.arange(len(U))] * STEPS
    if batches is not None:
        seen = list(islice(batches.numbers(len(U), 5), STEPS))
    expected = by_hand(key, lambda w, t: slopes(w, seen[t - 1]), changed(key))
    words: dict[str, Any] = {"settings": changed(key), "batches": batches, "seed": 5}
    run = trace(RULES[key], LAND, START, steps=STEPS, **words)
    assert run.weights.shape == (STEPS + 1, 9)
    assert run.ended == STEPS
    np.testing.assert_allclose(run.weights, expected, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(run.losses, LOSS.value(expected), rtol=1e-9)
    several = trace(RULES[key], LAND, [START, START / 2], steps=STEPS, **words)
    np.testing.assert_allclose(several.weights[:, 0], expected, rtol=1e-10, atol=1e-10)
    last = ends(RULES[key], LAND, [START, START / 2], steps=STEPS, **words)
    np.testing.assert_allclose(last, several.weights[-1], rtol=1e-12, atol=1e-14)


def test_states_of_nine_weights_are_what_the_loop_holds() -> None:
    run = trace(RULES["momentum"], LAND, START, steps=3)
    b = np.zeros(9)
    for t in range(3):
        np.testing.assert_allclose(run.state["b"][t], b, atol=1e-14)
        b = 0.9 * b + slopes(run.weights[t])


def test_each_weight_sees_noise_of_its_own() -> None:
    noise = Noise(0.3, 0.55)
    run = trace(RULES["gd"], LAND, START, steps=40, noise=noise, seed=2)
    exact = np.array([slopes(w) for w in run.weights[:-1]])
    np.testing.assert_allclose(run.gradients - exact, noise.drawn(40, 2, 9), atol=1e-12)
    two = trace(RULES["gd"], LAND, START, steps=40, noise=noise, seed=(7, 2))
    np.testing.assert_allclose(two.weights[:, 1], run.weights, rtol=1e-11)


def test_a_run_is_seen_in_the_window_and_may_start_there() -> None:
    run = trace(RULES["adam"], LAND, (0.3, -0.2), steps=10)
    np.testing.assert_allclose(run.weights[0], START + 0.3 * ALONG[0] - 0.2 * ALONG[1])
    np.testing.assert_allclose(run.points, run.weights[:, [0, 4]] - START[[0, 4]], atol=1e-12)
    assert run.state["m"].shape == (11, 9)
    np.testing.assert_allclose(
        run.step_lengths, np.linalg.norm(np.diff(run.weights, axis=0), axis=1)
    )
    norms = np.linalg.norm([slopes(w) for w in run.weights], axis=1)
    np.testing.assert_allclose(run.gradient_norms, norms, rtol=1e-12)


@pytest.mark.parametrize("n", [3, 4, 5, 7])
def test_a_formula_of_few_weights_or_many_is_followed_alike(n: int) -> None:
    """Few are written out one by one, many are not."""
    names = tuple(f"a{i}" for i in range(n))
    rates = np.arange(1.0, n + 1)
    text = " + ".join(f"{rate} {name}^2/2" for rate, name in zip(rates, names, strict=True))
    origin, u, v = np.zeros(n), np.eye(n)[0], np.eye(n)[1]
    land = Landscape(FormulaLoss.read(text, names), plane=Plane(*map(tuple, (origin, u, v))))
    start = np.linspace(-1, 2, n)
    expected = start * (1 - 0.1 * rates) ** np.arange(21)[:, np.newaxis]
    alone = trace(RULES["gd"], land, start, steps=20, settings={"eta": 0.1})
    several = trace(RULES["gd"], land, [start, -start], steps=20, settings={"eta": 0.1})
    np.testing.assert_allclose(alone.weights, expected, rtol=1e-11)
    np.testing.assert_allclose(several.weights[:, 1], -expected, rtol=1e-11)
