"""Any two names are the axes, and no name touches what is computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from charts import loss_curves, race, race_3d
from experiments import Entrant, Experiment, query_text
from formulas import FormulaError
from landscapes import DATA, DataLoss, DataSet, FormulaLoss, Landscape
from landscapes.axes import axes_in
from landscapes.data.usual import usual_formula
from optimizers import RULES, RunConfig
from player.retrace import recipe
from tests.words import korean
from verdicts import judge

POINTS = np.random.default_rng(4).uniform(-2, 2, (5, 2))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x1^2 + x2^2", ("x1", "x2")),
        ("x[0]^2 + x[1]", ("x0", "x1")),
        ("w^2 + b", ("b", "w")),
        ("L(w, b) = w^2 + b", ("w", "b")),
        ("θ^2", ("theta", "phi")),
        ("φ^2", ("theta", "phi")),
        ("θ_2^2", ("theta1", "theta2")),
        ("θ_3^2", ("theta2", "theta3")),
        ("x1^2", ("x1", "x2")),
        ("x0^2", ("x0", "x1")),
        ("x^2", ("x", "y")),
        ("y^2", ("x", "y")),
        ("f(y, x) = y^2 + x", ("x", "y")),
        ("w^2", ("w", "b")),
        ("b^2", ("w", "b")),
        ("v^2", ("u", "v")),
        ("t^2", ("t", "y")),
        ("z^2 + y", ("y", "z")),
        ("5", ("x", "y")),
    ],
)
def test_names_of_the_axes(text: str, names: tuple[str, str]) -> None:
    assert axes_in(text) == Landscape.read(text).names == names


def test_one_name_makes_a_loss_that_the_other_axis_leaves_alone() -> None:
    loss = Landscape.read("θ2^4")
    np.testing.assert_allclose(loss.value(POINTS), POINTS[:, 1] ** 4, rtol=1e-14)
    assert not loss.gradient(POINTS)[:, 0].any()


@pytest.mark.parametrize("text", ["x1 + x2 + x3", "a + b + θ1 + x", "f(x, y, z) = x^2 + y^2"])
def test_more_than_two_are_named_in_one_sentence(text: str) -> None:
    with pytest.raises(FormulaError, match="only two can be the axes") as caught:
        Landscape.read(text)
    korean.check(caught.value.message, text)


def test_over_data_the_names_that_are_no_columns_are_the_axes() -> None:
    rows = np.random.default_rng(5).normal(size=(40, 2))
    table = DataSet("table", ("x", "y"), rows)
    land = Landscape.over(table, "L(w, b) = (w x + b - y)^2")
    assert land.names == ("w", "b")
    x, y = table.training.T
    assert land.value((0.3, -0.7)) == pytest.approx(np.mean((0.3 * x - 0.7 - y) ** 2), rel=1e-13)
    assert Landscape.over(table, "(w x + b - y)^2").names == ("b", "w")
    assert Landscape.over(table, "(θ₁ x + θ₀ - y)^2").names == ("theta0", "theta1")
    assert Landscape.over(table, "(w x - y)^2").names == ("w", "b")
    assert Landscape.over(table, "(w1 x - y)^2").names == ("w1", "w2")
    assert Landscape.over(DATA["line"].loss.data, "(x u - v)^2").names == ("x", "y")


def test_no_partner_and_no_usual_weight_is_a_column() -> None:
    table = DataSet("table", ("w1", "b", "y"), np.random.default_rng(5).normal(size=(9, 3)))
    assert Landscape.over(table, "(w b - y)^2").names == ("w", "a")
    assert Landscape.over(table, "(w2 b - y)^2").names == ("w2", "w3")
    assert usual_formula(table) == "(w3 w1 + w4 b - y)^2"
    assert Landscape.over(table, usual_formula(table)).names == ("w3", "w4")


# Words of Python, NumPy, JavaScript and of our own code.
RESERVED = [
    *[("lambda", "let"), ("i", "d"), ("yield", "class"), ("async", "var"), ("np", "math")],
    *[("mean", "where"), ("power", "evaluate"), ("out", "new"), ("y", "x1"), ("c_u", "x")],
    *[("this", "await"), ("none", "true"), ("l", "o"), ("y", "x0")],
]


@pytest.mark.parametrize(("first", "second"), RESERVED)
def test_no_name_reaches_the_code(first: str, second: str) -> None:
    """Expressions are in symbols of our own, so that all code is that of x and y."""
    text = f"f({first}, {second}) = ({first}^2 - 1)^2 + {second}^2/2 + {first} sin({second})"
    own, plain = Landscape.read(text), Landscape.read("(x^2 - 1)^2 + y^2/2 + x sin(y)")
    assert own.names == (first, second)
    assert own.loss.derivatives(2) == plain.loss.derivatives(2)
    np.testing.assert_array_equal(own.hessian(POINTS), plain.hessian(POINTS))
    printed = [recipe(_experiment(land)) for land in (own, plain)]
    assert printed[0] is not None
    assert printed[1] is not None
    assert printed[0].header["loss"] == printed[1].header["loss"]
    np.testing.assert_array_equal(*(_experiment(land).run()[0].points for land in (own, plain)))


def test_a_loss_over_data_may_call_its_weights_as_code_does() -> None:
    data = DATA["line"].loss.data
    own = Landscape.over(data, "f(lambda, let) = |lambda u + let - v|")
    plain = Landscape.over(data, "|w1 u + w2 - v|")
    np.testing.assert_array_equal(own.gradient(POINTS), plain.gradient(POINTS))


def _experiment(land: Landscape) -> Experiment:
    return Experiment(land, (Entrant(RULES["adam"]),), (1.5, 1.0), RunConfig(steps=20))


# Everything says these names


GREEK = Landscape.read("(θ₁² - 1)² + θ₂²/2", (-2.0, 2.0), (-1.0, 1.5))


def test_axes_and_hover_texts_of_charts_say_them() -> None:
    runs = {"gd": _experiment(GREEK).run()[0]}
    flat = race(GREEK, runs)
    assert (flat.layout.xaxis.title.text, flat.layout.yaxis.title.text) == ("θ1", "θ2")
    scene = race_3d(GREEK, runs).layout.scene
    assert (scene.xaxis.title.text, scene.yaxis.title.text) == ("θ1", "θ2")
    for figure in (flat, race_3d(GREEK, runs), loss_curves(GREEK, runs)):
        hovers = [trace.hovertemplate for trace in figure.data if trace.hovertemplate]
        assert any("θ1 %{" in one and "θ2 %{" in one for one in hovers)
        assert not any("x %{" in one or "y %{" in one for one in hovers)


def test_verdicts_say_them() -> None:
    on_saddle = replace(_experiment(GREEK), start=(0.0, 1.0))
    (run,) = replace(on_saddle, config=RunConfig(steps=200, settings={"eta": 0.1})).run()
    assert "curvature -4.00 along θ1" in judge(run, GREEK).reason


def test_an_empty_view_is_told_by_them() -> None:
    with pytest.raises(FormulaError, match="The range of θ2 needs a low end"):
        Landscape.read("θ1 + θ2", (-1.0, 1.0), (1.0, 1.0))


def test_a_loss_made_in_code_is_typed_with_its_names_in_front() -> None:
    swapped = Landscape(FormulaLoss("w^2 + 3b", ("w", "b")))
    assert swapped.text == "f(w, b) = w^2 + 3b"
    assert Landscape.read(swapped.text).names == ("w", "b")
    assert Landscape.read("w^2 + 3b").text == "w^2 + 3b"
    assert Landscape(FormulaLoss("x^2")).text == "x^2"
    over = Landscape(DataLoss("(w u + b - v)^2", DATA["line"].loss.data, ("w", "b")))
    assert over.text == "f(w, b) = (w u + b - v)^2"
    again = Experiment.from_link("?" + query_text(_experiment(swapped)))
    assert again.landscape.names == ("w", "b")
    np.testing.assert_array_equal(again.landscape.value(POINTS), swapped.value(POINTS))
