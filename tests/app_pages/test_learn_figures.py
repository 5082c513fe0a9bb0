"""What stands below the races of lessons 10 and 20."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.learn_figures import FIGURES
from app_pages.learn_figures.many_dimensions import power_of_ten
from experiments.library import LESSONS
from optimizers import RULES
from words import LANGUAGES, say

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


def opened(lesson: str, language: str = "en") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["lesson"], app.query_params["lang"] = lesson, language
    return app.switch_page("app_pages/learn.py").run()


def shown(app: AppTest) -> str:
    return " ".join(one.value for kind in ("markdown", "caption", "text") for one in app.get(kind))


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def type_function(app: AppTest, text: str) -> AppTest:
    return app.text_input(key="dimensions.formula").set_value(text).run()


@pytest.fixture
def dimensions() -> AppTest:
    return opened("many_dimensions")


def test_figures_belong_to_lessons() -> None:
    assert FIGURES.keys() <= LESSONS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_and_descents_of_the_usual_function(language: str) -> None:
    app = opened("many_dimensions", language)
    assert not app.exception
    said = shown(app)
    for part in ("$2/3$", "$4/9$", "$8/27$", r"$5.2 \times 10^{-6}$", r"$3.8 \times 10^{-113}$"):
        assert part in said
    assert charts(app) == 4


def test_a_typed_function_is_counted_anew(dimensions: AppTest) -> None:
    assert "$3/4$" not in shown(dimensions)
    type_function(dimensions, "cos(4w)")  # minima at -pi/4, pi/4; maxima at -pi/2, 0, pi/2
    assert not dimensions.exception
    assert "$2/5$" in shown(dimensions)


@pytest.mark.parametrize("n", [2, 10, 30])
def test_as_many_coordinates_as_chosen(dimensions: AppTest, n: int) -> None:
    dimensions.session_state["dimensions.n"] = n
    dimensions.run()
    assert not dimensions.exception
    assert charts(dimensions) == 4


def test_where_no_minimum_or_no_maximum_is_the_page_says_so(dimensions: AppTest) -> None:
    for text, key in (
        ("w^2", "no_maximum"),
        ("-w^2", "no_minimum"),
        ("w", "nothing"),
    ):
        type_function(dimensions, text)
        assert not dimensions.exception
        assert str(say(f"learn.dimensions.{key}")) in shown(dimensions)
        assert charts(dimensions) == 2


def test_flat_places_are_named_as_left_out(dimensions: AppTest) -> None:
    type_function(dimensions, "w^3")
    assert str(say("learn.dimensions.left_out_one", count=1)) in shown(dimensions)
    type_function(dimensions, "w^3(w - 1)^3")
    assert str(say("learn.dimensions.left_out_many", count=2)) in shown(dimensions)


def test_what_is_wrong_is_said_and_the_last_function_stays(dimensions: AppTest) -> None:
    type_function(dimensions, "cos(4w)")
    type_function(dimensions, "cos(4w")
    said = shown(dimensions)
    assert str(say("controls.not_drawn")) in said
    assert "never closed" in said
    assert "$2/5$" in said
    dimensions.number_input(key="dimensions.from").set_value(5.0).run()
    type_function(dimensions, "cos(4w)")
    assert not dimensions.exception
    assert "needs a low end below its high end" in shown(dimensions)
    assert "$2/5$" in shown(dimensions)


def test_numbers_as_powers_of_ten() -> None:
    assert power_of_ten(5.2154e-6) == r"5.2 \times 10^{-6}"
    assert power_of_ten(0.5) == "0.5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_are_measured_when_asked_for(language: str) -> None:
    app = opened("costs", language)
    assert not app.exception
    (table,) = app.dataframe
    assert say("learn.costs.memory").into(language) in table.value.columns
    assert list(table.value[say("learn.costs.remembered").into(language)]) == [
        rule.memory for rule in RULES.values()
    ]
    assert charts(app) == 0
    app.button(key="costs.measure").click().run()
    assert not app.exception
    relative = app.dataframe[0].value[say("learn.costs.relative").into(language)]
    assert relative.iloc[list(RULES).index("gd")] == 1
    assert (relative > 0).all()
    assert charts(app) == 1


def test_memory_follows_the_size_of_the_model() -> None:
    app = opened("costs")
    app.select_slider(key="costs.size").set_value(10**9).run()
    memory = app.dataframe[0].value[str(say("learn.costs.memory"))]
    # two numbers of 4 bytes for each of a billion weights
    assert memory.iloc[list(RULES).index("adam")] == 8
