"""The words below the player, and what is said when they cannot be found."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app_pages import verdicts
from landscapes import CATALOG, Landscape
from landscapes.survey import survey

APP = Path(__file__).parents[2] / "app.py"
VIEW = ((-5.0, 5.0), (-5.0, 5.0))


def typed(text: str) -> Landscape:
    return Landscape.read(text, *VIEW)


@pytest.mark.parametrize("broken", ["survey", "basins", "judge"])
def test_the_race_stands_when_its_verdicts_fail(
    broken: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise FloatingPointError("a cause for the log")

    monkeypatch.setattr(verdicts, broken, fail)
    with caplog.at_level(logging.ERROR):
        app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [verdicts.FAILED]
    assert any(component.key == "player" for component in app.get("bidi_component"))
    assert not any("Who got where" in text.value for text in app.markdown)
    assert "a cause for the log" in caplog.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x^2 + y^2", "1 minimum"),
        ("x*y", "1 saddle"),
        ("x^3 - 3x y^2", "1 flat point"),
        ("3", "1 plateau"),
        ("x", "no place without slope"),
        ("sqrt(x - 100)", "no place without slope was found"),
        ("(x^2 + y^2 - 4)^2", "1 maximum, 1 ring"),
    ],
)
def test_the_view_is_counted_in_words(text: str, sentence: str) -> None:
    assert verdicts.counted(survey(typed(text))) == sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x*y", "The lowest loss of this view, -25.0, stands on its border at (5.00, -5.00)."),
        ("x^2 + y^2", None),
        ("3", None),
        ("1/x", None),  # falls without bound
        ("log(x) + y^2", None),  # as well, inside the view
    ],
)
def test_a_lower_border_is_said_where_it_is_the_lowest_place(text: str, said: str | None) -> None:
    loss = typed(text)
    lines = [line for line in verdicts.remarks(survey(loss), loss) if "lowest loss" in line]
    assert lines == ([said] if said else [])


@pytest.mark.parametrize("text", ["log(x) + y^2", "1/x"])
def test_a_view_without_a_minimum_says_so(text: str) -> None:
    (line,) = verdicts.remarks(survey(typed(text)), typed(text))
    assert line.startswith("This view has no minimum")


def test_a_minimum_above_the_border_is_not_called_global() -> None:
    loss = CATALOG["eggholder"]
    (mark,), left_out = verdicts.marks_of(survey(loss))
    assert mark.name == "lowest minimum"
    assert left_out == "292 points without slope: only the lowest minimum is marked."
    assert any("below every minimum" in line for line in verdicts.remarks(survey(loss), loss))


def test_marks_carry_names_and_curvatures_along_unit_vectors() -> None:
    # x y rotated: curvature 2 along (1, 1) and -2 along (1, -1), each over sqrt(2)
    (mark,), left_out = verdicts.marks_of(survey(typed("2x*y")))
    assert (mark.kind, mark.name, left_out) == ("saddle", "saddle", "")
    np.testing.assert_allclose([c for c, *_ in mark.curvatures], [-2, 2])
    np.testing.assert_allclose(np.abs([d for _, *d in mark.curvatures]), np.sqrt(0.5))


def test_minima_are_ranked_and_equal_ones_share_the_bottom() -> None:
    marks, _ = verdicts.marks_of(survey(CATALOG["three_hump_camel"]))
    names = [mark.name for mark in marks if mark.kind == "minimum"]
    assert names == ["global minimum", "minimum 2 of 3", "minimum 3 of 3"]
    marks, _ = verdicts.marks_of(survey(CATALOG["himmelblau"]))
    assert [m.name for m in marks if m.kind == "minimum"] == 4 * ["global minimum"]


def test_a_kink_has_no_curvature() -> None:
    known = survey(typed("|x| + 2|y|"))
    (mark,), _ = verdicts.marks_of(known)
    assert mark.curvatures == ()
    row = verdicts.stationary_table(known).iloc[0]
    assert row["along"] is None


def test_the_table_names_directions() -> None:
    table = verdicts.stationary_table(survey(typed("2x*y")))
    assert table.loc[0, ["along", "along "]].tolist() == ["(0.71, -0.71)", "(0.71, 0.71)"]
    table = verdicts.stationary_table(survey(typed("x^2 + 3y^2")))
    assert table.loc[0, ["along", "along "]].tolist() == ["x", "y"]
    table = verdicts.stationary_table(survey(typed("x^2 + y^2")))
    assert table.loc[0, ["along", "along "]].tolist() == ["any", "any"]


def test_rings_are_listed_without_a_place() -> None:
    table = verdicts.stationary_table(survey(typed("(x^2 + y^2 - 4)^2")))
    assert table["Kind"].tolist() == ["maximum", "ring of minima"]
    assert table.loc[1, "x"] != table.loc[1, "x"]
    assert table.loc[1, "Loss"] == pytest.approx(0, abs=1e-12)


def test_basins_that_are_not_drawn_are_said() -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["loss"] = "michalewicz"
    app.run()
    assert not app.exception
    assert any("Basins are not drawn" in caption.value for caption in app.caption)
