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
from landscapes.data.data_set import LARGEST, MOST_COLUMNS, MOST_ROWS, DataSet, wrong_name

MOST_BYTES = 200_000
FEWEST_ROWS = 4  # so that the fixed rule holds one out

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas"}
_MINUS = str.maketrans("−–", "--")


def read_csv(source: str | bytes, name: str = "Your data") -> DataSet:
    """The data set of a CSV text whose first row names the columns.

    Blanks, hyphens and points in names become _. Rows are counted as a spreadsheet shows them:
    the names are row 1. Raises `FormulaError`, which says what to do next.
    """
    text = _decoded(source)
    separator, rows = _cells(text)
    if not rows:
        raise FormulaError("This file is empty; the first row names the columns, as in u,v.")
    (_, header), body = rows[0], rows[1:]
    columns = _columns(header)
    if not FEWEST_ROWS <= len(body) <= MOST_ROWS:
        advice = "add some" if len(body) < FEWEST_ROWS else "leave some out"
        raise FormulaError(
            f"Rows of numbers: {len(body)}. From {FEWEST_ROWS} to {MOST_ROWS} will do; {advice}."
        )
    values = [_row(number, cells, columns, separator) for number, cells in body]
    return DataSet(name, columns, np.array(values))


def _decoded(source: str | bytes) -> str:
    if len(source) > MOST_BYTES:
        raise FormulaError(
            f"This file is larger than {MOST_BYTES // 1000} kB; leave rows or columns out."
        )
    if isinstance(source, bytes):
        if source.startswith(b"PK"):
            raise FormulaError("This is a spreadsheet file; save it as CSV and choose that.")
        wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            source = source.decode("utf-16" if wide else "utf-8")
        except UnicodeDecodeError:
            raise FormulaError(
                "This file is not plain text; save the table as CSV in UTF-8."
            ) from None
    if "\0" in source:
        raise FormulaError("This file is not plain text; save the table as CSV in UTF-8.")
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
        raise FormulaError(
            f"Row {reader.line_num} cannot be taken apart; remove the quotes in it."
        ) from None
    return separator, rows


def _columns(header: list[str]) -> tuple[str, ...]:
    if all(_value(cell, ";") is not None for cell in header):
        raise FormulaError("The first row has only numbers; put names above them, as in u,v.")
    if len(header) > MOST_COLUMNS:
        raise FormulaError(
            f"There are {len(header)} columns; {MOST_COLUMNS} are the limit, so leave some out."
        )
    columns: tuple[str, ...] = ()
    for number, typed in enumerate(header, 1):
        name = re.sub("[ .-]+", "_", typed)
        if not name:
            raise FormulaError(f"Column {number} has no name; write one into row 1.")
        if (wrong := wrong_name(name, columns)) is not None:
            raise FormulaError(f"Column {number} {wrong}")
        columns += (name,)
    return columns


def _row(number: int, cells: list[str], columns: tuple[str, ...], separator: str) -> list[float]:
    if len(cells) != len(columns):
        advice = "fill or remove what differs"
        if separator == "," and len(cells) == 2 * len(columns):
            advice = "with decimal commas, put semicolons between the columns"
        raise FormulaError(
            f"Values in row {number}: {len(cells)}, in columns named: {len(columns)}; {advice}."
        )
    values = []
    for name, cell in zip(columns, cells, strict=True):
        value = _value(cell, separator)
        if value is None:
            raise FormulaError(_no_number(number, name, cell))
        if abs(value) > LARGEST:
            raise FormulaError(
                f"Row {number}, column {name}: {cell[:20]} is too large; "
                f"use a unit in which values stay within {LARGEST:,.0f}."
            )
        values.append(value)
    return values


def _value(cell: str, separator: str) -> float | None:
    number = cell.translate(_MINUS)
    if separator != "," and "." not in number:
        number = number.replace(",", ".", 1)
    return float(number) if _NUMBER.fullmatch(number) else None


def _no_number(row: int, column: str, cell: str) -> str:
    place = f"Row {row}, column {column}"
    if not cell:
        return f"{place} is empty; fill it in or leave the row out."
    shown = f"“{cell[:20]}”"
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return (
            f"{place}: {shown} has a decimal comma; write a point, or put semicolons between "
            "the columns."
        )
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[., ’'][0-9]{3})+(?:[.,][0-9]+)?", cell):
        return f"{place}: {shown} has marks between thousands; write the digits without them."
    return f"{place}: {shown} is not a number; replace it or leave the column out."
