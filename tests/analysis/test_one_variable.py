"""Zeros of the slope of a typed function: where they are, of which kind, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import one_variable
from analysis.one_variable import OneVariable
from formulas import FormulaError

PI = np.pi
# text, low, high, and the kinds with their places, known in closed form
KNOWN: dict[str, tuple[str, float, float, list[tuple[str, float]]]] = {
    "double well": (
        "(w^2 - 1)^2", -2, 2, [("minimum", -1), ("maximum", 0), ("minimum", 1)],
    ),
    "the part in view": ("(w^2 - 1)^2", 0.5, 2, [("minimum", 1)]),
    "slope never zero": ("2w + 1", -2, 2, []),
    "a minimum without curvature": ("w^4", -1, 1, [("minimum", 0)]),
    "a flat point": ("w^3", -1, 1, [("flat", 0)]),
    "roots close together": (
        "(w^2 - 1/10^4)^2", -2, 2, [("minimum", -0.01), ("maximum", 0), ("minimum", 0.01)],
    ),
    "waves": (
        "sin(w)", -4, 7,
        [("minimum", -PI / 2), ("maximum", PI / 2), ("minimum", 3 * PI / 2)],
    ),
    "touched only": ("w + sin(w)", -4, 4, [("flat", -PI), ("flat", PI)]),
    "a kink": ("|w - 1|", -2, 2, [("kink", 1)]),
    "a cusp without a kink": ("|w|^1.5 - w^2", -0.5, 0.5, [("minimum", 0)]),
    "a kink beside a valley": ("|w| + w^2 + cos(w)", -1, 1, [("kink", 0)]),
    "a plateau between walls": (
        "max(0, w - 1)^2 + max(0, -w - 1)^2", -3, 3, [("flat", 0)],
    ),
    "constant": ("3", -1, 1, [("flat", 0)]),
    "half without a value": ("w - log(w)", -1, 3, [("minimum", 1)]),
    "a pole": ("1/w^2 + w^2", -2, 2, [("minimum", -1), ("minimum", 1)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "known"), KNOWN.values(), ids=KNOWN)
def test_zeros_are_where_and_what_they_are_known_to_be(
    text: str, low: float, high: float, known: list[tuple[str, float]]
) -> None:
    found = OneVariable.read(text, low, high).zeros
    if known and known[0][0] == "flat" and len(known) == 1:
        assert [zero.kind for zero in found] == ["flat"]
        return
    assert [zero.kind for zero in found] == [kind for kind, _ in known]
    assert [zero.at for zero in found] == pytest.approx([at for _, at in known], abs=1e-9)


@pytest.mark.parametrize(
    "text", ["(w^2 - 1)^2 + 0.3w", "w^5 - 3w^3 + w", "(w - 1)^2*(w + 1)^3", "w^8 - 2w^2", "w^3"]
)
def test_the_grid_finds_what_exact_arithmetic_finds(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = OneVariable.read(text, -2, 2).zeros
    monkeypatch.setattr(one_variable, "MAX_DEGREE", -1)
    on_grid = OneVariable.read(text, -2, 2).zeros
    assert [zero.kind for zero in exact] == [zero.kind for zero in on_grid]
    assert [z.at for z in exact] == pytest.approx([z.at for z in on_grid], abs=1e-6)


def test_two_zeros_in_one_cell_of_the_grid_are_told_apart() -> None:
    """The maximum and the minimum at sin(w) = -+0.0001 are much closer than the grid is fine."""
    zeros = OneVariable.read("sin(w)^3 - 3sin(w)/10^8", -1.5, 1.5).zeros
    assert [zero.kind for zero in zeros] == ["maximum", "minimum"]
    assert [zero.at for zero in zeros] == pytest.approx([-1e-4, 1e-4], rel=1e-6)


def test_derivatives_against_finite_differences() -> None:
    function = OneVariable.read("sin(3w) exp(-w^2/4) + |w|^3", -3, 3)
    w, h = np.linspace(-2.9, 2.9, 40), 1e-5
    slope = (function.value(w + h) - function.value(w - h)) / (2 * h)
    curvature = (function.slope(w + h) - function.slope(w - h)) / (2 * h)
    np.testing.assert_allclose(function.slope(w), slope, atol=1e-8)
    np.testing.assert_allclose(function.curvature(w), curvature, atol=1e-8)


def test_no_value_outside_the_domain() -> None:
    function = OneVariable.read("w - log(w)", -1, 3)
    for evaluate in (function.value, function.slope, function.curvature):
        assert np.isnan(evaluate([-0.5, 0.5])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "low", "high", "said"),
    [
        ("w^2 + x", -1, 1, "this function has w"),
        ("", -1, 1, r"Type a function, for example w\^2\."),
        ("w^2", 1, 1, "needs a low end below its high end"),
        ("w^2", -1, float("nan"), "needs a low end below its high end"),
        ("w^2", -1e9, 1e9, "needs a low end below its high end"),
        ("sin(10000w)", -10, 10, "turns too often"),
        ("sin(900w)", -10, 10, "turns too often"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, low: float, high: float, said: str) -> None:
    with pytest.raises(FormulaError, match=said) as caught:
        OneVariable.read(text, low, high)
    assert caught.value.message


def test_hard_polynomials_are_left_to_the_grid() -> None:
    """Mignotte's: two roots so close that isolating them exactly takes minutes."""
    assert OneVariable.read("w^40 - (123456789w - 1)^2", -2, 2).of_kind("maximum")
