"""Which part of a table a loss reads: its columns, whole rows, and where need be a fair sample."""

from __future__ import annotations

import numpy as np
import pytest

from formulas import FormulaError
from landscapes import DataLoss, DataSet, Landscape, read_csv
from landscapes.data import read_table
from landscapes.data_loss import MAX_WORK
from tests.words import korean

RANDOM = np.random.default_rng(5)
AT = np.array([0.3, -1.2])


def test_a_row_counts_where_the_formula_needs_none_of_its_missing_cells() -> None:
    table = read_csv("u,v,z\n1,2,3\nNA,5,6\n7,8,\n9,10,11\n")
    loss = DataLoss.read("(w1 u + w2 - v)^2", table)
    assert (loss.rows, loss.data.columns) == (3, ("u", "v"))
    u, v = np.array([[1.0, 7, 9], [2, 8, 10]])
    assert float(loss.value(AT)) == pytest.approx(np.mean((AT[0] * u + AT[1] - v) ** 2))
    assert DataLoss.read("(w1 v + w2 - z)^2", table).rows == 3
    assert DataLoss.read("(w1 u + w2 v - z)^2", table).rows == 2
    assert loss.whole_table == table


def test_columns_that_are_nowhere_together_are_told() -> None:
    table = read_csv("u,v,z\n1,,3\n,5,6\n7,,8\n")
    with pytest.raises(FormulaError, match="In each row u, v lacks a value somewhere") as caught:
        DataLoss.read("(w1 u + w2 - v)^2", table)
    korean.check(caught.value.message, "u, v")
    assert DataLoss.read("(w1 u + w2 - z)^2", table).rows == 2


def test_a_row_without_a_value_is_told_by_its_number_in_the_sheet() -> None:
    source = "Run 7,,\nu,v,z\n\n2,1,\n1,NA,2\n0,3,4\n5,6,7\n"
    with pytest.raises(FormulaError, match="Row 6 of the table has u = 0, where the formula"):
        DataLoss.read("(w1 ln(u) + w2 - v)^2", read_csv(source))


def test_of_thirty_columns_those_that_are_used_count() -> None:
    names = ",".join(f"m{k}" for k in range(30))
    rows = RANDOM.normal(size=(40, 30)).round(3)
    table = read_csv("\n".join((names, *(",".join(map(str, row)) for row in rows))))
    loss = DataLoss.read("(w1 m3 + w2 m17 - m29)^2", table)
    assert loss.data.rows.shape == (40, 3)
    u1, u2, v = rows[:, [3, 17, 29]].T
    assert float(loss.value(AT)) == pytest.approx(np.mean((AT[0] * u1 + AT[1] * u2 - v) ** 2))


def big(rows: int, missing: int = 0) -> DataSet:
    """Rows of v = 2 u - 1 with noise, sorted by u, so that no part in a row is fair."""
    u = np.sort(RANDOM.normal(size=rows))
    v = 2 * u - 1 + RANDOM.normal(size=rows)
    v[:missing] = np.nan
    return DataSet("big", ("u", "v"), np.stack([u, v], axis=1), np.zeros(rows, dtype=bool))


def test_too_many_rows_give_way_to_a_fair_sample() -> None:
    table = big(20_000, missing=7)
    loss = DataLoss.read("(w1 u + w2 - v)^2", table)
    assert 500 <= loss.rows < 10_000
    assert loss.work <= MAX_WORK
    whole = table.whole(("u", "v"))
    assert len(whole.rows) == 19_993
    assert {*loss.data.rows[:, 0]} <= {*whole.rows[:, 0]}
    np.testing.assert_array_equal(np.diff(loss.data.rows[:, 0]) >= 0, True)
    # Four standard errors of a mean of so many.
    for part, of in zip(loss.data.rows.T, whole.rows.T, strict=True):
        assert part.mean() == pytest.approx(of.mean(), abs=4 * of.std() / np.sqrt(loss.rows))
    again = DataLoss.read("(w1 u + w2 - v)^2", table)
    np.testing.assert_array_equal(again.data.rows, loss.data.rows)


def test_a_longer_formula_sees_fewer_rows_and_no_less_than_500() -> None:
    table = big(3000)
    short, long = (
        DataLoss.read(text, table) for text in ("(w1 u + w2 - v)^2", "tanh(w1 u + w2 - v)^2")
    )
    assert 500 <= long.rows < short.rows
    with pytest.raises(FormulaError, match="too long for 500 rows"):
        DataLoss.read(" + ".join(f"tanh(w1 u + {k} w2 - v)^2" for k in range(12)), table)


def test_the_rows_held_out_are_sampled_apart() -> None:
    table = big(20_000).holding_out(40)
    loss = DataLoss.read("(w1 u + w2 - v)^2", table)
    assert loss.held_out is not None
    assert loss.held_out.rows == loss.rows
    assert not {*loss.data.training[:, 0]} & {*loss.data.testing[:, 0]}


def test_of_a_wide_and_long_table_a_sample_is_kept_and_said() -> None:
    rows = "\n".join(",".join(str((k * j) % 7) for j in range(1, 11)) for k in range(12_000))
    read = read_table(f"{','.join(f'm{j}' for j in range(10))}\n{rows}\n")
    assert read.data.rows.shape == (10_000, 10)
    assert "10000 of 12000 rows are kept" in read.notes[-1]
    assert (np.diff(read.data.numbers) > 0).all()
    korean.check(read.notes[-1])


def test_few_rows_are_all_read() -> None:
    table = big(500)
    assert DataLoss.read("(w1 u + w2 - v)^2", table).data is table


def test_a_window_on_a_sampled_loss_keeps_the_whole_table() -> None:
    land = Landscape.over(big(20_000), "(w1 u + w2 - v)^2")
    assert land.loss.whole_table is not None
    assert len(land.loss.whole_table.rows) == 20_000
