"""The mean over a data set is the mean, its derivatives are exact, and large tables stay small."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest

from formulas import FormulaError
from landscapes import DATA, DataSet, Landscape
from optimizers import RULES, ends, trace
from optimizers.config import Batches
from tests.words import korean

PLACES = np.random.default_rng(7).uniform(-1.5, 1.5, (40, 2))
TABLE = DataSet("table", ("u", "v"), np.random.default_rng(8).normal(size=(16, 2)))
# Formulas that leave out a weight, the data, or both in some derivative; kinks; names of
# functions of the code, and of our axes, as columns.
KINDS = {
    "line": "(w1 u + w2 - v)^2",
    "neuron": "(w2 tanh(w1 u) - v)^2",
    "logistic": "ln(1 + e^(-v (w1 u + w2)))",
    "absolute": "|w1 u + w2 - v|",
    "one weight": "(w1 - v)^2",
    "bare weight": "w1",
    "no data": "w1^2 + w1 w2",
    "regularised": "(w1 u + w2 - v)^2 + 0.1 (w1^2 + w2^2)",
    "choice": "if(u > 0, (w1 - v)^2, (w2 - v)^4)",
}


def over(text: str) -> Landscape:
    return Landscape.over(TABLE, text)


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_value_and_derivatives_are_means_of_those_of_each_row(text: str) -> None:
    loss = over(text)
    alone = [
        Landscape.read(
            text.replace("w1", "x").replace("w2", "y")
            .replace("u", f"({u:.17f})").replace("v", f"({v:.17f})")
        )
        for u, v in loss.loss.table.training
    ]  # fmt: skip
    for ask in ("value", "gradient", "hessian"):
        each = np.mean([getattr(one, ask)(PLACES) for one in alone], axis=0)
        np.testing.assert_allclose(getattr(loss, ask)(PLACES), each, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("key", DATA)
def test_the_gradient_is_that_of_finite_differences(key: str) -> None:
    loss, h = DATA[key], 1e-6
    across, up = np.array([h, 0.0]), np.array([0.0, h])
    gradient = np.stack([
        (loss.value(PLACES + step) - loss.value(PLACES - step)) / (2 * h) for step in (across, up)
    ], axis=-1)  # fmt: skip
    np.testing.assert_allclose(loss.gradient(PLACES), gradient, rtol=1e-7, atol=1e-7)
    bent = np.stack([
        (loss.gradient(PLACES + step) - loss.gradient(PLACES - step)) / (2 * h)
        for step in (across, up)
    ], axis=-1)  # fmt: skip
    np.testing.assert_allclose(loss.hessian(PLACES), bent, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("key", DATA)
def test_its_code_has_the_same_numbers(key: str) -> None:
    loss = DATA[key].loss
    value, gradient, bent = loss.value(PLACES), loss.gradient(PLACES), loss.hessian(PLACES)
    exact = [value, gradient[:, 0], gradient[:, 1], bent[:, 0, 0], bent[:, 0, 1], bent[:, 1, 1]]
    for part, number in zip(loss.compiled(2)(*PLACES.T), exact, strict=True):
        np.testing.assert_allclose(part, number, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("shape", [(), (0,), (1,), (5,), (3, 4), (2, 3, 4), (1, 1), (0, 3)])
def test_points_of_any_shape(shape: tuple[int, ...]) -> None:
    loss = DATA["sine"]
    points = np.random.default_rng(1).normal(size=(*shape, 2))
    value, gradient, bent = loss.value(points), loss.gradient(points), loss.hessian(points)
    assert value.shape == shape
    assert gradient.shape == (*shape, 2)
    assert bent.shape == (*shape, 2, 2)
    for index in np.ndindex(shape):
        assert value[index] == loss.value(points[index])


def test_places_in_many_pieces_are_the_places_alone() -> None:
    loss = DATA["blobs"]
    points = np.random.default_rng(2).normal(size=(5_000, 2))  # several pieces
    np.testing.assert_array_equal(loss.gradient(points)[::999], loss.gradient(points[::999]))


def test_a_grid_is_the_view_rows_along_y() -> None:
    loss = DATA["line"]
    x, y, losses = loss.grid(7)
    assert losses.shape == (7, 7)
    assert losses[2, 5] == pytest.approx(float(loss.value((x[5], y[2]))), rel=1e-14)
    assert (x[0], x[-1]) == loss.x_range


def test_a_large_table_takes_little_memory() -> None:
    rows = np.random.default_rng(3).normal(size=(500, 2))
    data = DataSet("large", ("u", "v"), rows, np.zeros(500, dtype=bool))
    loss = Landscape.over(data, "(w2 tanh(w1 u) - v)^2")
    x, y = np.meshgrid(*loss.grid(100)[:2])
    tracemalloc.start()
    loss.grid(100)
    loss.gradient(np.stack([x, y], axis=-1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


def test_outside_the_domain_of_one_row_the_mean_has_no_value() -> None:
    data = DataSet("logs", ("u",), np.array([[1.0], [2.0], [3.0]]))
    loss = Landscape.over(data, "-ln(w1 u - 1) + w2^2")
    points = np.array([[0.9, 0.0], [1.1, 0.0]])
    assert np.isnan(loss.value(points)).tolist() == [True, False]
    assert np.isnan(loss.gradient(points)).all(axis=-1).tolist() == [True, False]
    assert np.isnan(loss.hessian(points)).all(axis=(-2, -1)).tolist() == [True, False]


def test_training_test_and_batches_are_landscapes_of_their_rows() -> None:
    loss = DATA["line"]
    u, v = loss.loss.table.testing.T
    held_out = loss.loss.held_out
    assert held_out is not None
    for w1, w2 in PLACES[:5]:
        test = np.mean((w1 * u + w2 - v) ** 2)
        assert held_out.value((w1, w2)) == pytest.approx(test, rel=1e-13)
    assert held_out.names == loss.loss.names
    assert held_out.held_out is None
    halves = [loss.loss.batch(np.arange(i, i + 30)) for i in (0, 30)]
    mean = (halves[0].gradient(PLACES) + halves[1].gradient(PLACES)) / 2
    np.testing.assert_allclose(mean, loss.gradient(PLACES), rtol=1e-12, atol=1e-12)


def test_weights_can_be_called_as_one_likes() -> None:
    named = Landscape.over(TABLE, "(slope u + b - v)^2", weights=("slope", "b"))
    np.testing.assert_array_equal(named.value(PLACES), over(KINDS["line"]).value(PLACES))
    swapped = Landscape.over(TABLE, "(slope u + b - v)^2", weights=("b", "slope"))
    np.testing.assert_array_equal(swapped.value(PLACES[:, ::-1]), named.value(PLACES))


def test_columns_may_be_called_as_axes_and_as_names_of_the_code() -> None:
    rows = np.random.default_rng(4).normal(size=(20, 4))
    data = DataSet("names", ("x", "y", "mean", "where"), rows)
    loss = Landscape.over(data, "(w1 x + w2 y - mean)^2 + |where - w1|")
    x, y, mean, where = data.training.T
    expected = np.mean((0.3 * x - 0.7 * y - mean) ** 2 + np.abs(where - 0.3))
    assert loss.value((0.3, -0.7)) == pytest.approx(expected, rel=1e-13)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "three weights": (
        {"text": "(w1 u + w2 - z)^2"},
        "This has 3 names that are no columns, w1, w2 and z",
    ),
    "no column": ({"text": "a^2 + b^2"}, "This uses no column of the data; they are u, v."),
    "no weight": ({"text": "(u - v)^2"}, "The loss needs a weight, w1 or w2"),
    "column as weight": ({"weights": ("u", "w2")}, "u is a weight and a column of the data"),
    "function as weight": ({"weights": ("sin", "w2")}, "“sin” cannot name a weight"),
    "no name": ({"weights": ("w 1", "w2")}, "“w 1” cannot name a weight"),
    "one weight twice": ({"weights": ("w1", "w1")}, "Both weights are called w1"),
    "empty view": ({"x_range": (1.0, 1.0)}, "The range of w1 needs a low end below"),
    "too long": (
        {"text": "+".join(f"sin({i} w1 u)^3" for i in range(2, 20))},
        "This is too long for 375 rows; shorten the formula or use fewer rows",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused(words: dict[str, Any], sentence: str) -> None:
    rows = np.random.default_rng(5).normal(size=(500, 2))
    words = {"data": DataSet("large", ("u", "v"), rows), "text": KINDS["line"]} | words
    with pytest.raises(FormulaError, match=sentence) as caught:
        Landscape.over(**words)
    korean.check(caught.value.message)


# what the built-in ones teach


def test_full_batch_descent_finds_the_least_squares_line() -> None:
    loss = DATA["line"]
    u, v = loss.loss.table.training.T
    (w1, w2), *_ = np.linalg.lstsq(np.stack([u, np.ones_like(u)], axis=1), v, rcond=None)
    run = trace(RULES["gd"], loss, loss.start, steps=300, settings={"eta": 0.1})
    np.testing.assert_allclose(run.points[-1], (w1, w2), rtol=1e-9)
    assert w2 > -0.5, "the outliers lift the line far above v = 1.5 u - 1"


@pytest.mark.parametrize("seed", range(5))
def test_with_a_constant_eta_small_batches_never_settle_on_the_line(seed: int) -> None:
    loss = DATA["line"]
    run = trace(
        RULES["gd"],
        loss,
        loss.start,
        steps=400,
        settings={"eta": 0.05},
        seed=seed,
        batches=Batches(4),
    )
    least = float(
        loss.value(
            trace(RULES["gd"], loss, loss.start, steps=400, settings={"eta": 0.1}).points[-1]
        )
    )
    assert np.median(run.losses[200:]) - least > 0.01
    assert np.hypot(*np.ptp(run.points[200:], axis=0)) > 0.5


def test_the_blobs_are_a_bowl_with_flat_ground_beyond() -> None:
    loss = DATA["blobs"]
    run = trace(RULES["gd"], loss, loss.start, steps=2000, settings={"eta": 0.5})
    assert run.gradient_norms[-1] < 1e-6
    x, y, _ = loss.grid(20)
    assert (np.linalg.eigvalsh(loss.hessian(np.stack(np.meshgrid(x, y), axis=-1))) > 0).all()
    steep, flat = np.hypot(*loss.gradient([(-3.0, -2.0), (5.0, 4.0)]).T)
    assert steep > 10 * flat


def test_the_neuron_has_two_equal_minima_and_a_saddle_at_zero() -> None:
    loss = DATA["sine"]
    runs = [
        trace(RULES["gd"], loss, start, steps=2000, settings={"eta": 0.3})
        for start in ((1.0, 1.0), (-1.0, -1.0))
    ]
    for run in runs:
        assert run.gradient_norms[-1] < 1e-5
        assert np.linalg.eigvalsh(loss.hessian(run.points[-1]))[0] > 0
    np.testing.assert_allclose(runs[0].points[-1], -runs[1].points[-1], atol=1e-12)
    np.testing.assert_allclose(loss.gradient((0.0, 0.0)), 0, atol=1e-15)
    low, high = np.linalg.eigvalsh(loss.hessian((0.0, 0.0)))
    assert low < 0 < high


def test_full_batch_descent_takes_the_wrong_frequency_for_the_bottom() -> None:
    loss = DATA["wave"]
    run = trace(RULES["gd"], loss, loss.start, steps=2000, settings={"eta": 0.15})
    best = trace(RULES["gd"], loss, (1.3, 0.2), steps=2000, settings={"eta": 0.15})
    for settled in (run, best):
        assert settled.gradient_norms[-1] < 1e-6
        assert np.linalg.eigvalsh(loss.hessian(settled.points[-1]))[0] > 0
    np.testing.assert_allclose(best.points[-1], (1, 0), atol=0.05)
    assert run.losses[-1] > 50 * best.losses[-1]


@pytest.mark.parametrize("seed", range(3))
def test_a_batch_of_one_row_finds_the_right_frequency_from_there(seed: int) -> None:
    loss = DATA["wave"]
    seeds = range(100 * seed, 100 * seed + 100)
    shaken = ends(
        RULES["gd"],
        loss,
        loss.start,
        steps=300,
        settings={"eta": 0.15},
        seed=seeds,
        batches=Batches(1),
    )
    near = np.hypot(*(shaken - (1.0, 0.0)).T) < 0.7
    assert near.mean() > 0.4


@pytest.mark.parametrize("key", ["gd", "momentum", "adam"])
def test_the_valley_holds_whoever_comes_to_it_at_another_place(key: str) -> None:
    loss = DATA["valley"]
    u, v = loss.loss.table.training.T
    product = (u @ v) / (u @ u)
    found = []
    for start in ((3.0, -0.4), (0.5, 2.5), (1.5, 0.1)):
        run = trace(RULES[key], loss, start, steps=1000, settings={"eta": 0.05})
        found.append(run.points[-1])
        assert run.points[-1].prod() == pytest.approx(product, rel=1e-2)
    assert np.ptp([x for x, _ in found]) > 0.3


def test_of_two_solutions_held_out_rows_like_the_one_that_descent_finds() -> None:
    loss = DATA["copies"]
    held_out = loss.loss.held_out
    assert held_out is not None
    by_gd = trace(RULES["gd"], loss, loss.start, steps=300, settings={"eta": 0.05})
    by_adam = trace(RULES["adam"], loss, loss.start, steps=600, settings={"eta": 0.01})
    # the solution nearest to zero, and the one on the diagonal that steps of one length reach
    np.testing.assert_allclose(by_gd.points[-1], (0.1, 0.3), atol=5e-3)
    np.testing.assert_allclose(by_adam.points[-1], (0.25, 0.25), atol=5e-3)
    assert by_gd.losses[-1] < 1e-4
    assert by_adam.losses[-1] < 1e-4
    assert held_out.value(by_gd.points[-1]) < held_out.value(by_adam.points[-1]) / 20


@pytest.mark.parametrize("key", DATA)
def test_every_built_in_has_what_a_page_shows(key: str) -> None:
    loss = DATA[key]
    assert 20 <= len(loss.loss.data.rows) <= 200
    assert loss.loss.held_out is not None
    assert loss.name
    assert loss.lesson.endswith(".")
    assert loss.start is not None
    again = Landscape.over(loss.loss.data, loss.loss.text, loss.x_range, loss.y_range)
    np.testing.assert_array_equal(again.value(PLACES), loss.value(PLACES))


def test_a_choice_over_data_has_a_slope_in_every_row() -> None:
    table = DataSet("sides", ("u", "v"), [[-2, 1], [-0.5, 3], [0.5, 2], [3, 4], [1, 1]])
    loss = Landscape.over(table, "(if(u > 0, w1 sqrt(u) ln(u), w2 u^2) - v)^2")
    u, v = table.training.T
    with np.errstate(invalid="ignore"):
        basis = np.where(u > 0, np.sqrt(u) * np.log(u), 0), np.where(u > 0, 0, u**2)
    w = np.array((0.7, -0.3))
    slope = 2 * np.mean((w @ basis - v) * basis, axis=-1)
    np.testing.assert_allclose(loss.gradient(w), slope, rtol=1e-13)
    again = Landscape.over(table, "(if(w1 u > 0, sqrt(w1 u), w2) - v)^2").gradient((2.0, 0.5))
    right, left = u > 0, u <= 0
    along = np.sum((np.sqrt(2 * u[right]) - v[right]) * np.sqrt(u[right] / 2)) / len(u)
    np.testing.assert_allclose(again, [along, 2 * np.sum(0.5 - v[left]) / len(u)], rtol=1e-13)
