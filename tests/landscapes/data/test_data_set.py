"""Data sets: what is held out, what is the same, and what is refused."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from formulas import FormulaError
from landscapes.data import DataSet
from tests.words import korean

ROWS = np.arange(20.0).reshape(10, 2)


def test_every_fourth_row_is_held_out_where_nothing_else_is_said() -> None:
    data = DataSet("ten", ("u", "v"), ROWS)
    np.testing.assert_array_equal(data.testing, ROWS[[3, 7]])
    np.testing.assert_array_equal(data.training, ROWS[[0, 1, 2, 4, 5, 6, 8, 9]])


def test_the_rows_held_out_can_be_given() -> None:
    data = DataSet("ten", ("u", "v"), ROWS, np.arange(10) < 2)
    np.testing.assert_array_equal(data.testing, ROWS[:2])
    np.testing.assert_array_equal(data.only(ROWS[:3]).training, ROWS[:3])


@pytest.mark.parametrize("rows", [2, 3, 7, 15, 19, 50, 99, 100, 101, 1000])
def test_a_share_is_held_out_by_a_seed_and_found_again(rows: int) -> None:
    data = DataSet("some", ("u",), np.arange(float(rows))[:, None], np.zeros(rows, dtype=bool))
    held = [data.holding_out(share) for share in range(51)]
    for share, one in enumerate(held):
        assert len(one.testing) == round(rows * share / 100)
        assert one == data.holding_out(one.held_out_share)
        assert one.same_rows(data)
    for fewer, more in itertools.pairwise(held):
        assert set(fewer.testing.ravel()) <= set(more.testing.ravel())


def test_the_rows_held_out_are_spread_over_the_table() -> None:
    data = DataSet("some", ("u",), np.arange(1000.0)[:, None]).holding_out(20)
    assert 430 < data.testing.mean() < 570
    assert np.unique(np.diff(data.testing.ravel())).size > 5


def test_equal_content_is_equal_and_hashes_alike() -> None:
    data, again = (DataSet("ten", ("u", "v"), ROWS) for _ in range(2))
    assert data == again
    assert hash(data) == hash(again)
    assert data != DataSet("ten", ("u", "w"), ROWS)
    assert data != DataSet("ten", ("u", "v"), ROWS + 1)
    assert data != DataSet("ten", ("u", "v"), ROWS, np.zeros(10, dtype=bool))


def test_the_caller_cannot_change_it_later() -> None:
    rows = ROWS.copy()
    data = DataSet("ten", ("u", "v"), rows)
    rows[0] = 99
    assert data.rows[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        data.rows[0, 0] = 1


REFUSED: dict[str, tuple[tuple[Any, ...], str]] = {
    "too many rows": ((("u", "v"), np.zeros((20_001, 2))), "1 to 20000 rows, this one 20001"),
    "no rows": ((("u", "v"), np.zeros((0, 2))), "1 to 20000 rows, this one 0"),
    "columns": ((tuple(f"u{k}" for k in range(31)), np.zeros((3, 31))), "1 to 30 columns, .* 31"),
    "constant": ((("u", "e"), ROWS), "Column 2 is called “e”, which is a number"),
    "function": ((("sin", "v"), ROWS), "Column 1 is called “sin”, which is a function"),
    "twice": ((("u", "u"), ROWS), "Column 2 is called “u” like one before it"),
    "no name": ((("u", "2v"), ROWS), "Column 2 is called “2v”; a name has letters"),
    "not finite": ((("u", "v"), ROWS + np.inf), "Values must be finite"),
    "too large": ((("u", "v"), ROWS * 1e9), "within 1,000,000,000 of 0"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused(words: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(FormulaError, match=sentence) as caught:
        DataSet("wrong", *words)
    korean.check(caught.value.message)


@pytest.mark.parametrize("held_out", [np.ones(10, dtype=bool), np.zeros(9, dtype=bool)])
def test_a_row_to_train_on_is_left(held_out: np.ndarray) -> None:
    with pytest.raises(ValueError, match="leave a row to train on"):
        DataSet("ten", ("u", "v"), ROWS, held_out)
