"""Whatever loss is typed: the survey, the basins and the verdicts say something, and soon."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import basins
from analysis.survey import survey
from formulas import FormulaError
from landscapes import Landscape
from optimizers import RULES, trace
from verdicts import KINDS, judge

NASTY = [
    *("3", "x", "y^3", "1/x", "1/x^2", "log(x)", "log|x| + log|y|", "sqrt(x y)", "x^0.5", "x^x"),
    *("tan(x)", "tan(20x)", "sec(x) csc(y)", "1/(x y)", "1/(x^2 + y^2)", "log(x^2 + y^2)"),
    *("floor(x)", "floor(9x) + floor(9y)", "sign(x)", "x^2 + y^2 + floor(x)", "x - floor(x)"),
    *("|x| + |y|", "max(x, y)", "if(x > 0, x^2, -x)", "if(x > y, 1/x, log(y))", "atan2(y, x)"),
    *("1e300x^2", "1e300x", "1e308 sin(x)", "1e-300x^2", "1e-300", "exp(exp(x))", "sinh(300x)"),
    *("e^(-1e6x^2)", "exp(-1/x^2)", "x^100 + y^100", "1/(1 + e^(100(x^2 + y^2 - 4)))"),
    *("acos(x) + asin(y)", "sqrt(1 - x^2 - y^2)", "log(-1 - x^2)", "acosh(x) + atanh(y)"),
    *("1/(x(x + 1)(x + 2)(x + 3)(x - 1))", "sin(1/x) + sin(1/y)", "x^2 + 1e-12 sin(1e6 x)"),
    *("sin(exp(x)) + cos(exp(y))", "|sin(20x)| + |sin(20y)|", "min(sin(20x), cos(20y))"),
    "(sin(sinh(2^x)) sin(x y)^2)^2",
]
TOO_FAST = [
    *("sin(1000x)", "sin(50x) sin(50y)", "sin(30x + 40y)", "sin(10(x^2 + y^2))"),
    *("exp(sin(50x y))", "10cos(30x) + 10cos(30y) + x^2 + y^2", "|sin(50x)| + |sin(50y)|"),
]


def everything(text: str) -> None:
    """All that the page asks of a loss and of two runs over it."""
    loss = Landscape.read(text)
    found, drawn = survey(loss), basins(loss)
    assert drawn.labels.shape == (256, 256)
    assert drawn.labels.min() >= -1
    assert drawn.labels.max() < len(drawn.attractors)
    assert found.doubt.endswith(".") or found.trusted
    for point in found.points:
        assert np.isfinite((point.x, point.y, point.value)).all()
    for key in ("gd", "adam"):
        said = judge(trace(RULES[key], loss, (1.3, -0.7), steps=100), loss)
        assert said.kind in KINDS
        assert said.reason.endswith(".")
        assert "nan" not in said.reason


@pytest.mark.parametrize("text", NASTY)
def test_nasty_losses_raise_nothing(text: str) -> None:
    everything(text)


@pytest.mark.parametrize("text", TOO_FAST)
def test_a_loss_too_fast_for_the_grid_is_not_counted_but_doubted(text: str) -> None:
    everything(text)
    loss = Landscape.read(text)
    found, drawn = survey(loss), basins(loss)
    assert "faster" in found.doubt
    assert not found.points
    assert not found.regions
    assert drawn.doubt == found.doubt
    assert (drawn.labels == -1).all()


@pytest.mark.parametrize("text", ["exp(100x)", "sinh(60x) + y^2", "sin(20x) + y^2"])
def test_what_only_grows_or_has_eight_cells_a_wave_is_followed(text: str) -> None:
    assert "faster" not in survey(Landscape.read(text)).doubt


def test_a_path_at_rest_among_too_many_minima_is_in_one_of_them() -> None:
    loss = Landscape.read("10cos(30x) + 10cos(30y) + x^2 + y^2")
    said = judge(trace(RULES["gd"], loss, (1.3, -0.7), steps=300, settings={"eta": 1e-5}), loss)
    assert said.kind == "local minimum"
    assert "one of very many" in said.reason


PIECES = [
    *("x", "y", "2", "0.5", "1e3", "pi", "(x - y)", "(x^2 + y^2)", "(x + 1)"),
    *("sin({})", "exp({})", "log({})", "sqrt({})", "|{}|", "floor({})", "tan({})", "1/({})"),
    *("({})^2", "({})^0.3", "{} + {}", "({})({})", "({})/({})", "max({}, {})", "atan2({}, {})"),
    *("if({} > {}, {}, {})", "-({})", "({})^({})", "sigmoid({})", "acosh({})"),
]


def filled(pieces: list[str]) -> str:
    """Each {} takes the next piece, the first ones outermost; x where none is left."""
    text = "{}"
    for piece in pieces:
        text = text.replace("{}", piece, 1)
    return text.replace("{}", "x")


@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(filled))
def test_no_typed_loss_raises_anything_but_a_formula_error(text: str) -> None:
    try:
        Landscape.read(text)
    except FormulaError:
        return
    everything(text)
