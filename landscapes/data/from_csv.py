"""A table as people save it from a spreadsheet, to a data set.

Commas, semicolons or tabs stand between values; with semicolons and tabs a decimal comma is
read too. Everything is bounded, and what is wrong is said with its row and column.
"""

from __future__ import annotations

import csv
import io
import re

import numpy as np

from formulas import FormulaError
from landscapes.data.data_set import LARGEST, MAX_COLUMNS, MAX_ROWS, DataSet, wrong_name
from words import Said, say

MAX_BYTES = 200_000
FEWEST_ROWS = 4  # so that the fixed rule holds one out

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_SEPARATORS = (";", "\t", ",")
_MINUS = str.maketrans("−–", "--")
_YOURS = say("data.yours")


def read_csv(source: str | bytes, name: str = _YOURS) -> DataSet:
    """The data set of a CSV text whose first row names the columns.

    Blanks, hyphens and points in names become _. Rows are counted as a spreadsheet shows them:
    the names are row 1. Raises `FormulaError`, which says what to do next.
    """
    text = _decoded(source)
    separator, rows = _cells(text)
    if not rows:
        raise FormulaError(say("data.file_empty"))
    (_, header), body = rows[0], rows[1:]
    if body and (between := _only_blanks(header, body[0], separator)) is not None:
        raise FormulaError(between)
    columns = _columns(header)
    if not FEWEST_ROWS <= len(body) <= MAX_ROWS:
        key = "data.too_few_rows" if len(body) < FEWEST_ROWS else "data.too_many_rows"
        raise FormulaError(say(key, rows=len(body), fewest=FEWEST_ROWS, most=MAX_ROWS))
    values = [_row(number, cells, columns, separator) for number, cells in body]
    return DataSet(name, columns, np.array(values))


def _decoded(source: str | bytes) -> str:
    if len(source) > MAX_BYTES:
        raise FormulaError(say("data.file_too_large", most=MAX_BYTES // 1000))
    if isinstance(source, bytes):
        if source.startswith(b"PK"):
            raise FormulaError(say("data.file_spreadsheet"))
        wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            source = source.decode("utf-16" if wide else "utf-8")
        except UnicodeDecodeError:
            raise FormulaError(say("data.file_not_text")) from None
    if "\0" in source:
        raise FormulaError(say("data.file_not_text"))
    return source.removeprefix("\ufeff")


def _cells(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The separator, and the number and cells of each row that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((s for s in _SEPARATORS if s in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            cells = [cell.strip() for cell in cells]
            if any(cells):
                rows.append((number, cells))
    except csv.Error:
        raise FormulaError(say("data.row_quotes", row=reader.line_num)) from None
    return separator, rows


def _only_blanks(header: list[str], first: tuple[int, list[str]], separator: str) -> Said | None:
    """What to say of a table with blanks where other tables have commas."""
    number, cells = first
    values = separator.join(cells).split()
    if len(header) > 1 or len(header[0].split()) < 2 or len(values) < 2:
        return None
    if any(_value(value, ";") is None for value in values):
        return None
    return say("data.row_blanks", row=number, shown=f"“{' '.join(values)[:20]}”")


def _columns(header: list[str]) -> tuple[str, ...]:
    if all(_value(cell, ";") is not None for cell in header):
        raise FormulaError(say("data.no_names"))
    if len(header) > MAX_COLUMNS:
        raise FormulaError(say("data.too_many_columns", columns=len(header), most=MAX_COLUMNS))
    columns: tuple[str, ...] = ()
    for number, typed in enumerate(header, 1):
        name = re.sub("[ .-]+", "_", typed)
        if not name:
            raise FormulaError(say("data.column_unnamed", number=number))
        if (wrong := wrong_name(number, name, columns)) is not None:
            raise FormulaError(wrong)
        columns += (name,)
    return columns


def _row(number: int, cells: list[str], columns: tuple[str, ...], separator: str) -> list[float]:
    if len(cells) != len(columns):
        with_commas = separator == "," and len(cells) == 2 * len(columns)
        key = "data.row_length_commas" if with_commas else "data.row_length"
        raise FormulaError(say(key, row=number, values=len(cells), columns=len(columns)))
    values = []
    for name, cell in zip(columns, cells, strict=True):
        value = _value(cell, separator)
        if value is None:
            raise FormulaError(_no_number(number, name, cell))
        if abs(value) > LARGEST:
            raise FormulaError(
                say(
                    "data.cell_too_large",
                    row=number,
                    column=name,
                    cell=cell[:20],
                    most=f"{LARGEST:,.0f}",
                )
            )
        values.append(value)
    return values


def _value(cell: str, separator: str) -> float | None:
    number = cell.translate(_MINUS)
    if separator != "," and "." not in number:
        number = number.replace(",", ".", 1)
    return float(number) if _NUMBER.fullmatch(number) else None


def _no_number(row: int, column: str, cell: str) -> Said:
    if not cell:
        key = "data.cell_empty"
    elif re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        key = "data.cell_decimal_comma"
    elif re.fullmatch(r"[+-]?[0-9]{1,3}(?:[., ’'][0-9]{3})+(?:[.,][0-9]+)?", cell):
        key = "data.cell_thousands"
    else:
        key = "data.cell_no_number"
    return say(key, row=row, column=column, shown=f"“{cell[:20]}”")
