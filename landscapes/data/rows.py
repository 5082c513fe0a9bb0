"""The rows of a text, cut into cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from formulas import FormulaError
from landscapes.data.data_set import MAX_ROWS
from landscapes.data.marks import readings
from words import Said, say

MAX_WIDTH = 200  # cells of a row
ROWS_AROUND = 50  # at most: titles, names, sources
MAX_CELL = 2**17  # characters, as `csv` has it
SEPARATORS = (";", "\t", ",", "|")
NONE = "\x1f"
"""What is looked for between cells where there is one column: no text has it."""
_DECLARED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 60  # rows, for the separator


@dataclass(frozen=True)
class Row:
    """The cells of a row, and its number as a spreadsheet shows it."""

    number: int
    cells: list[str]

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(map(bool, self.cells))


def rows_of(text: str) -> tuple[str, list[Row]]:
    """What stands between cells, and the rows that are not blank.

    Raises `FormulaError` where there are none, or too many, or they cannot be taken apart.
    """
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(text) or _in_first_line(text)
    rows = _rows(text, separator)
    if not rows:
        raise FormulaError(say("data.file_empty"))
    if all(len(row.cells) == 1 for row in rows) and readings(rows[0].cells[0]) is None:
        bare = _without_quotes(rows)
        inner = _separator(bare)
        if inner and inner in rows[0].cells[0]:
            separator, rows = inner, _rows(bare, inner)
    if separator in (",", NONE) and (between := _only_blanks(rows)) is not None:
        raise FormulaError(between)
    return separator, rows


def _without_quotes(rows: Sequence[Row]) -> str:
    """The text of rows that are one cell each, as where a whole row stands in quotes."""
    lines = [""] * rows[-1].number
    for row in rows:
        lines[row.number - 1] = " ".join(row.cells[0].split("\n"))
    return "\n".join(lines)


def _rows(text: str, separator: str) -> list[Row]:
    """The rows that are not blank."""
    lines = io.StringIO(text.rstrip("\r\n"), newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > MAX_WIDTH:
                raise FormulaError(say("data.row_too_wide", row=number, most=MAX_WIDTH))
            cells = [cell.strip() for cell in cells]
            if any(cells):
                rows.append(Row(number, cells))
            if len(rows) > MAX_ROWS + ROWS_AROUND:
                raise FormulaError(say("data.too_many_rows", most=MAX_ROWS))
    except csv.Error as error:
        key = "data.cell_too_long" if "field larger" in str(error) else "data.row_quotes"
        raise FormulaError(say(key, row=reader.line_num, most=MAX_CELL)) from None
    return rows


def _separator(text: str) -> str | None:
    """What stands between cells: the sign that cuts names and rows into equally many.

    Of several the one that leaves the fewest rows above the table of another width, then the one
    with the fewest such rows at all, then the first. None where no sign does.
    """
    found: list[tuple[int, int, str]] = []
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        usual = max(widths, key=widths.count, default=1)
        if usual > 1:
            found.append((widths.index(usual), len(widths) - widths.count(usual), separator))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _in_first_line(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return next((separator for separator in SEPARATORS if separator in first), NONE)


def _widths(text: str, separator: str) -> list[int]:
    """How many cells the first rows have."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [len(cells) for cells in islice(reader, _LOOKED_AT) if any(map(str.strip, cells))]
    except csv.Error:
        return []


def _only_blanks(rows: Sequence[Row]) -> Said | None:
    """What to say of a table with blanks where other tables have commas."""
    if len(rows) < 2:
        return None
    (names, row), values = rows[:2], ",".join(rows[1].cells).split()
    if len(names.cells) > 1 or len(names.cells[0].split()) < 2 or len(values) < 2:
        return None
    if any(readings(value) is None for value in values):
        return None
    return say("data.row_blanks", row=row.number, shown=f"“{' '.join(values)[:20]}”")
