"""Losses of any number of weights: exact derivatives, names, and what is asked of every loss."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from formulas import FormulaError
from landscapes import DATA, DataLoss, DataSet, FormulaLoss, Landscape, Loss

RANDOM = np.random.default_rng(11)
TABLE = DataSet("table", ("u", "v", "c"), RANDOM.normal(size=(40, 3)))
NETWORK = "(w7 tanh(w1 u + w2 v + w3) + w8 tanh(w4 u + w5 v + w6) + w9 - c)^2"
LOSSES: dict[str, Loss] = {
    "network": DataLoss.read(NETWORK, TABLE),
    "two over data": DataLoss.read("(a u + b - v)^2", TABLE),
    "one over data": DataLoss.read("ln(1 + e^(-u w))", TABLE),
    "two": FormulaLoss.read("x^2 + 10 sin(y) + x y^3"),
    "five": FormulaLoss.read("(a - b)^2 + exp(c d) + sin(a f)/(1 + b^2) + |d - f|"),
    "one": FormulaLoss.read("w^4 - w^2"),
    "eleven": FormulaLoss.read(" + ".join(f"{i} w{i}^2 w{i % 11 + 1}" for i in range(1, 12))),
}


def differences(function, at: np.ndarray, h: float = 1e-6) -> np.ndarray:
    """Central differences of a function of weights (..., n), the derivatives on the last axis."""
    steps = h * np.eye(at.shape[-1])
    parts = [(function(at + step) - function(at - step)) / (2 * h) for step in steps]
    return np.stack(parts, axis=-1)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_derivatives_are_those_of_finite_differences(loss: Loss) -> None:
    at = RANDOM.uniform(-1, 1, (3, 4, len(loss.names)))
    assert loss.value(at).shape == (3, 4)
    np.testing.assert_allclose(loss.gradient(at), differences(loss.value, at), atol=1e-7)
    hessian = loss.hessian(at)
    np.testing.assert_allclose(hessian, differences(loss.gradient, at), atol=1e-6)
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_code_takes_coordinates_of_shapes_that_broadcast(loss: Loss) -> None:
    n = len(loss.names)
    axes = [RANDOM.uniform(-1, 1, (5, 1) if i % 2 else (1, 4)) for i in range(n)]
    shape = np.broadcast_shapes(*(axis.shape for axis in axes))
    at = np.stack(np.broadcast_arrays(*axes), axis=-1)
    value, *parts = (np.broadcast_to(part, shape) for part in loss.compiled(2)(*axes))
    np.testing.assert_allclose(value, loss.value(at), rtol=1e-12)
    np.testing.assert_allclose(np.stack(parts[:n], axis=-1), loss.gradient(at), atol=1e-12)
    rows, columns = np.triu_indices(n)
    upper = loss.hessian(at)[..., rows, columns]
    np.testing.assert_allclose(np.stack(parts[n:], axis=-1), upper, atol=1e-12)


def test_a_network_is_the_mean_over_its_training_rows() -> None:
    loss, w = LOSSES["network"], RANDOM.normal(size=9)

    def mean(rows: np.ndarray) -> float:
        u, v, c = rows.T
        hidden = np.tanh(w[0] * u + w[1] * v + w[2]), np.tanh(w[3] * u + w[4] * v + w[5])
        return float(np.mean((w[6] * hidden[0] + w[7] * hidden[1] + w[8] - c) ** 2))

    assert loss.value(w) == pytest.approx(mean(TABLE.training), rel=1e-12)
    assert loss.held_out is not None
    assert loss.held_out.value(w) == pytest.approx(mean(TABLE.testing), rel=1e-12)
    batch = loss.batch([3, 1, 4])
    assert batch.value(w) == pytest.approx(mean(TABLE.training[[3, 1, 4]]), rel=1e-12)
    assert (loss.rows, batch.rows, batch.held_out) == (30, 3, None)


def test_letters_that_are_no_columns_are_weights_in_natural_order() -> None:
    assert LOSSES["network"].names == tuple(f"w{i}" for i in range(1, 10))
    assert LOSSES["eleven"].names == tuple(f"w{i}" for i in range(1, 12))
    assert LOSSES["five"].names == ("a", "b", "c", "d", "f")
    assert LOSSES["two over data"].names == ("a", "b")
    for text in ("x^2", "y", "x + y", "3"):
        assert FormulaLoss.read(text).names == ("x", "y")


def test_named_weights_need_not_all_occur() -> None:
    assert DataLoss.read("(w1 - v)^2", TABLE, ("w1", "w2")).names == ("w1", "w2")
    with pytest.raises(FormulaError, match="“z” is not known"):
        FormulaLoss.read("x + z", ("x", "y"))


def test_no_name_hides_a_function_of_the_code() -> None:
    names = ("mean", "where", "power", "maximum", "x")
    texts = "|mean| + where^2.5 + if(power > 0, maximum, x^3)"
    loss = FormulaLoss.read(texts, names)
    expected = 0.5 + 4**2.5 + 0.3
    assert loss.value((-0.5, 4.0, 1.0, 0.3, 7.0)) == pytest.approx(expected, rel=1e-14)
    data = DataSet("names", ("where", "sqrt_", "x"), RANDOM.normal(size=(9, 3)))
    over = DataLoss.read("(mean where - power)^2 + |x|", data, ("mean", "power"))
    where, _, x = data.training.T
    mean = np.mean((2 * where - 3) ** 2 + np.abs(x))
    assert over.value((2.0, 3.0)) == pytest.approx(mean, rel=1e-13)


def test_a_loss_without_data_has_no_rows() -> None:
    loss = LOSSES["five"]
    assert (loss.rows, loss.data, loss.held_out) == (0, None, None)
    with pytest.raises(ValueError, match="without data"):
        loss.batch([0])


@pytest.mark.parametrize("places", [0.3, (0.1, 0.2, 0.3), np.zeros((2, 4))])
def test_places_need_a_coordinate_for_each_weight(places: object) -> None:
    with pytest.raises(ValueError, match=r"last axis of 2 \(x, y\)"):
        LOSSES["two"].value(places)


@pytest.mark.parametrize("row", ["(w1/u + w2 + w3 - v)^2", "(w1 ln|u| + w2 w3 + w4 - v)^2"])
def test_a_row_without_a_value_is_named_with_many_weights_too(row: str) -> None:
    data = DataSet("zero", ("u", "v"), [[1, 2], [0, 1], [3, 5], [2, 2], [4, 1]])
    with pytest.raises(FormulaError, match="Row 2 of the table has u = 0"):
        DataLoss.read(row, data)


def test_what_has_been_evaluated_can_be_sent_to_another_process() -> None:
    for land in (Landscape.read("x^2 + sin(y)"), DATA["sine"]):
        value = land.value((0.3, 0.4))
        sent = pickle.loads(pickle.dumps(land))
        assert sent == land
        assert sent.value((0.3, 0.4)) == value
