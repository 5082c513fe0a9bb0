"""A table as people save it from a spreadsheet, to a data set.

Between cells stand semicolons, tabs, commas or bars. Which mark stands before decimals is told
by the cells that can be read in one way only; where none tells, the reader asks. Everything is
bounded, and what is wrong is said with its row, its column and its cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formulas import FormulaError
from landscapes.data.cells import cells_of
from landscapes.data.columns import Doubt, columns_of
from landscapes.data.data_set import MAX_COLUMNS, MAX_ROWS, DataSet
from landscapes.data.decoded import decoded
from landscapes.data.marks import MARKS
from words import Said, say

FEWEST_ROWS = 2
MAX_CELLS = 100_000  # numbers that are kept of a table: 20,000 rows of five columns

_YOURS = say("data.yours")


@dataclass(frozen=True)
class ReadTable:
    """A table that was read, `notes` on what was done to it, one sentence each.

    `doubt` is a cell, such as 1,500, whose decimal mark the table does not tell, else None.
    """

    data: DataSet
    notes: tuple[Said, ...] = ()
    doubt: Doubt | None = None


def read_csv(source: str | bytes, name: str = _YOURS, decimal: str | None = None) -> DataSet:
    """The data set of a CSV text: see `read_table`."""
    return read_table(source, name, decimal).data


def read_table(source: str | bytes, name: str = _YOURS, decimal: str | None = None) -> ReadTable:
    """The table of a CSV text, all its rows to train on.

    `decimal`, a point or a comma, settles cells like 1,500 where the table does not tell. Rows
    are counted as a spreadsheet shows them. Of more than 100,000 numbers a fair sample of the rows
    is kept. Raises `FormulaError`, which says what to do next, and `AmbiguousMarksError` where
    `decimal` is needed.
    """
    if decimal not in (None, *MARKS):
        raise ValueError("decimal must be a point or a comma")
    table = cells_of(decoded(source))
    if len(table.rows) < FEWEST_ROWS:
        raise FormulaError(say("data.too_few_rows", rows=len(table.rows), fewest=FEWEST_ROWS))
    if len(table.rows) > MAX_ROWS:
        raise FormulaError(say("data.too_many_rows", most=MAX_ROWS))
    found = columns_of(table, decimal)
    columns = found.numbers
    if not columns:
        raise FormulaError(say("data.no_numbers", row=table.rows[0].number))
    if len(columns) > MAX_COLUMNS:
        raise FormulaError(say("data.too_many_columns", columns=len(columns), most=MAX_COLUMNS))
    data = DataSet(
        name,
        tuple(column.name for column in columns),
        np.array([column.values for column in columns]).T,
        np.zeros(len(table.rows), dtype=bool),
        tuple(column.label for column in columns),
        np.array([row.number for row in table.rows]),
    )
    kept = data.sample(MAX_CELLS // len(columns))
    notes = [*table.notes, *found.notes]
    if len(kept.rows) < len(data.rows):
        notes.append(say("data.note_sampled", rows=len(kept.rows), all=len(data.rows)))
    return ReadTable(kept, tuple(notes), found.doubt)
