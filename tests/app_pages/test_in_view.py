"""What a view holds in words: counted, remarked on, marked and as a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.survey import survey
from app_pages import in_view
from landscapes import CATALOG, Landscape
from tests.words import korean
from words import into

VIEW = ((-5.0, 5.0), (-5.0, 5.0))
ALONG = ["least_along", "greatest_along"]


def typed(text: str) -> Landscape:
    return Landscape.read(text, *VIEW)


def table_of(text: str) -> pd.DataFrame:
    return in_view.stationary_table(survey(typed(text)), typed(text))


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
    assert in_view.counted(survey(typed(text))) == sentence


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
    lines = [line for line in in_view.remarks(survey(loss), loss) if "lowest loss" in line]
    assert lines == ([said] if said else [])


def test_a_minimum_beside_a_pole_is_not_called_global() -> None:
    loss = typed("1/x + x + y^2")
    known = survey(loss)
    (minimum,) = (point for point in known.points if point.kind == "minimum")
    assert in_view.name_of(minimum, known) == "lowest minimum"
    *_, line = in_view.remarks(known, loss)
    assert line == "The loss falls without bound near (0.00, 0.00): this view has no lowest place."


@pytest.mark.parametrize("text", ["log(x) + y^2", "1/x"])
def test_a_view_without_a_minimum_says_so(text: str) -> None:
    (line,) = in_view.remarks(survey(typed(text)), typed(text))
    assert line.startswith("This view has no minimum")


def holes_said(loss: Landscape) -> list[str]:
    return [line for line in in_view.remarks(survey(loss), loss) if "tends to" in line]


def test_removable_singularities_are_told_as_such() -> None:
    text = "(1 - |sin(pi(x-2)) sin(pi(y-2))/(pi^2 (x-2)(y-2))|^5)(2 + (x-7)^2 + 2(y-7)^2)"
    loss = Landscape.read(text, (0, 14), (0, 14))
    what, lowest = holes_said(loss)
    assert what.startswith("No value at x = 2.00, y = 2.00: the loss tends to one from every side")
    assert lowest.startswith("Beside (2.00, 2.00) the loss tends to 0.00; nothing lower was found")
    (minimum,) = (point for point in survey(loss).points if point.kind == "minimum")
    assert in_view.name_of(minimum, survey(loss)) == "lowest minimum"
    for line in (what, lowest):
        korean.check(line)


def test_where_a_formula_has_no_value_is_told_in_its_own_names() -> None:
    (line,) = holes_said(Landscape.read("f(w, b) = b^2 + sin(w)/w"))
    assert line.startswith("No value at w = 0.00: ")
    line, lowest = holes_said(Landscape.read("sin(u - v)/(v - u) + u^2"))
    assert line.startswith("No value at $v - u = 0$: ")
    assert lowest.startswith("Beside (0.00, 0.00) the loss tends to -1.00; ")
    assert holes_said(typed("1/x + y^2")) == []
    assert holes_said(typed("atan(y/x)")) == []
    line, *_ = holes_said(typed("sin(10x)/sin(10x) + y"))
    assert line.startswith("No value at x = ")
    assert "…: " in line


def test_a_minimum_above_the_border_is_not_called_global() -> None:
    loss = CATALOG["eggholder"]
    (mark,), left_out = in_view.marks_of(survey(loss))
    assert mark.name == "lowest minimum"
    assert left_out == "328 points without slope: only the lowest minimum is marked."
    assert any("below every minimum" in line for line in in_view.remarks(survey(loss), loss))


def test_marks_carry_names_and_curvatures_along_unit_vectors() -> None:
    # x y rotated: curvature 2 along (1, 1) and -2 along (1, -1), each over sqrt(2)
    (mark,), left_out = in_view.marks_of(survey(typed("2x*y")))
    assert (mark.kind, mark.name, left_out) == ("saddle", "saddle", "")
    np.testing.assert_allclose([c for c, *_ in mark.curvatures], [-2, 2])
    np.testing.assert_allclose(np.abs([d for _, *d in mark.curvatures]), np.sqrt(0.5))


def test_minima_are_ranked_and_equal_ones_share_the_bottom() -> None:
    marks, _ = in_view.marks_of(survey(CATALOG["three_hump_camel"]))
    names = [mark.name for mark in marks if mark.kind == "minimum"]
    assert names == ["global minimum", "minimum 2 of 3", "minimum 3 of 3"]
    marks, _ = in_view.marks_of(survey(CATALOG["himmelblau"]))
    assert [m.name for m in marks if m.kind == "minimum"] == 4 * ["global minimum"]


def test_a_kink_has_no_curvature() -> None:
    known = survey(typed("|x| + 2|y|"))
    (mark,), _ = in_view.marks_of(known)
    assert mark.curvatures == ()
    row = table_of("|x| + 2|y|").iloc[0]
    assert row["least_along"] is None


def test_the_table_names_directions() -> None:
    table = table_of("2x*y")
    assert table.loc[0, ALONG].tolist() == ["(0.71, -0.71)", "(0.71, 0.71)"]
    assert table_of("θ1^2 - 3θ2^2").loc[0, ALONG].tolist() == ["θ2", "θ1"]
    table = table_of("x^2 + 3y^2")
    assert table.loc[0, ALONG].tolist() == ["x", "y"]
    table = table_of("x^2 + y^2")
    assert table.loc[0, ALONG].tolist() == ["any", "any"]


def test_rings_are_listed_without_a_place() -> None:
    table = table_of("(x^2 + y^2 - 4)^2")
    assert table["kind"].tolist() == ["maximum", "ring of minima"]
    assert table.loc[1, "x"] != table.loc[1, "x"]
    assert table.loc[1, "loss"] == 0


@pytest.mark.parametrize("text", ["(x^2 + y^2 - 4)^2", "(x - 0.1)^2 (y + 0.3)^2", "(x + y/3)^2"])
def test_a_loss_that_is_nothing_in_the_view_is_said_to_be_0(text: str) -> None:
    loss = typed(text)
    known = survey(loss)
    (region,) = known.regions
    made = replace(known, regions=(replace(region, value=6.63e-33),))
    assert into(in_view.attractor_name(made.regions[0], made, loss), "en").endswith("loss 0.00")
    assert in_view.stationary_table(made, loss)["loss"].min() == 0
    raised = replace(region, value=0.25)
    assert into(in_view.attractor_name(raised, known, loss), "en").endswith("loss 0.250")


KOREAN = ["x^2 + y^2", "x*y", "x^3 - 3x y^2", "3", "x", "sqrt(x - 100)", "(x^2 + y^2 - 4)^2", "1/x"]


@pytest.mark.parametrize("text", KOREAN)
def test_the_view_is_counted_and_remarked_on_in_korean(text: str) -> None:
    known = survey(typed(text))
    korean.check(in_view.counted(known))
    for remark in in_view.remarks(known, typed(text)):
        korean.check(remark, ":orange[:material/help:]")


def test_each_kind_and_shape_is_named_in_korean_with_its_place() -> None:
    loss = CATALOG["three_hump_camel"]
    known = survey(loss)
    for point in known.points:
        korean.check(in_view.attractor_name(point, known, loss))
    ring = typed("(x^2 + y^2 - 4)^2")
    known = survey(ring)
    (region,) = known.regions
    said = in_view.attractor_name(region, known, ring)
    assert into(said, "ko").startswith("최솟값의 고리, 손실 ")
    korean.check(said)


@pytest.mark.parametrize("key", ["eggholder", "rastrigin"])
def test_left_out_marks_are_explained_in_korean(key: str) -> None:
    kept, left_out = in_view.marked_points(survey(CATALOG[key]))
    assert len(kept) == 1
    korean.check(left_out)


@pytest.mark.parametrize("text", ["(x^2 - 4)^2 + x + y^2", "(x^2 - 4)^2 + x/2"])
def test_a_minimum_of_a_survey_that_was_worked_out_again_has_its_number(text: str) -> None:
    """Two sessions may ask for one at the same time."""
    known = survey(typed(text))
    survey.cache_clear()
    again = survey(typed(text))
    assert again is not known
    assert [again.rank(minimum) for minimum in known.minima] == [1, 2]
