"""A row for which a formula has no value is named; one that has values somewhere is let pass."""

from __future__ import annotations

import numpy as np
import pytest

from formulas import FormulaError
from landscapes import DATA, DataSet, Landscape
from tests.words import korean
from words import into

ROWS = np.array([[1, 2], [2, 3.5], [0, 1.25], [5, 0], [3, 9], [-1, -2.5], [-2, -4]])
TABLE = DataSet("table", ("u", "v"), ROWS, np.arange(len(ROWS)) == 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(w1/u - v)^2", "Row 3 of the table has u = 0, where"),
        ("(w1 ln|u| + w2 - v)^2", "Row 3 of the table has u = 0, where"),
        ("(w1 sqrt(u) - w2 v)^2", "Row 6 of the table has u = -1, where"),
        ("(w1/v + w2 u)^2", "Row 4 of the table has v = 0, where"),
    ],
)
def test_the_first_row_without_a_value_is_named_with_what_is_to_blame(text: str, said: str) -> None:
    """In the numbers of the table as it is shown, with the rows held out."""
    with pytest.raises(FormulaError) as wrong:
        Landscape.over(TABLE, text)
    assert str(wrong.value).startswith(said)
    korean.check(wrong.value.args[0], "u v")


def test_what_is_wrong_is_said_in_korean() -> None:
    with pytest.raises(FormulaError) as wrong:
        Landscape.over(TABLE, "(w1/u - v)^2")
    assert into(wrong.value.args[0], "ko") == (
        "표의 3행은 u = 0이라 가중치가 무엇이든 수식이 값을 갖지 않습니다. "
        "수식을 바꾸거나 그 행을 빼십시오."
    )


@pytest.mark.parametrize(
    "text",
    [
        "(w1 u + w2 - v)^2",
        "ln(w1 - 1000u)",  # beyond the view
        "sqrt(w1 - 1e5 - u)",
        "sqrt(1e-8 - (w1 u)^2 - (w2 v)^2)",  # next to nothing
        "(w1/(u - 7) - v)^2",
        "if(u > 0, ln(w1 u), ln(-w1)) + w2^2",  # each row at other weights
        "ln(-1 - w1^2 - u^2)",  # nowhere, for no row's sake
        "(w1/(v - 3.5) - u)^2",  # the row is held out
    ],
)
def test_a_formula_with_values_for_some_weights_is_not_refused(text: str) -> None:
    assert Landscape.over(TABLE, text).loss.text == text


@pytest.mark.parametrize("key", DATA)
def test_the_losses_here_have_a_value_for_every_row(key: str) -> None:
    loss = DATA[key]
    Landscape.over(loss.loss.data, loss.loss.text, loss.x_range, loss.y_range, loss.names)
