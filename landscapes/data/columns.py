"""Columns of text to columns of numbers, and what is said of those that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from formulas import FormulaError
from landscapes.data.cells import Cells
from landscapes.data.data_set import LARGEST
from landscapes.data.dates import are_dates_in_digits, days, is_date
from landscapes.data.marks import COMMA, POINT, decimal_mark
from landscapes.data.text_column import TextColumn, text_columns
from words import Said, say

_YES = {
    *("yes", "true", "y", "t", "positive", "pos", "+", "o", "on"),
    *("예", "네", "참", "유", "있음", "양성", "합격", "맞음"),
}
_INDEX = re.compile(
    r"""$ | \# | .*[a-z]I[dD]$ | .*(?:번호|순번|연번)$
    | (?i: (?:.*[\W_])? (?: id | no\.? | nr\.? | index | row | unnamed:\ 0 ) $ )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Doubt:
    """A cell such as 1,500 where nothing in the table tells which mark stands before decimals.

    `values` are what it is by a point and by a comma, `mark` the one by which it was read.
    """

    cell: str
    values: tuple[str, str]
    mark: str | None


class AmbiguousMarksError(FormulaError):
    """Says of a cell such as 1,500 that the decimal mark has to be chosen; `doubt` has the cell."""

    def __init__(self, message: str, doubt: Doubt) -> None:
        super().__init__(message)
        self.doubt = doubt


@dataclass(frozen=True)
class Column:
    """A column of numbers, not a number where there is no value.

    `name` is what formulas call it, `label` what stands above it.
    """

    name: str
    label: str
    values: list[float]


@dataclass(frozen=True)
class Columns:
    """The columns of numbers, notes on what was done, and what only a choice could tell."""

    numbers: list[Column]
    notes: list[Said]
    doubt: Doubt | None


def columns_of(table: Cells, decimal: str | None) -> Columns:
    """The columns of numbers of a table.

    `decimal` is the decimal mark of cells that the table leaves in doubt. Raises `FormulaError`
    for a cell that is no number in a column of numbers.
    """
    texts = text_columns(table)
    notes: list[Said] = []
    if len(texts) > 1 and _is_index(texts[0]):
        notes.append(say("data.note_index", column=_quoted(texts[0].shown)))
        texts = texts[1:]
    numeric = [
        text
        for text in texts
        if 2 * text.numbers >= text.filled and not are_dates_in_digits(text.counts)
    ]
    marks: dict[str, str] = {}
    doubts: list[Doubt] = []
    for text in numeric:
        _check_numbers(text)
        marks[text.name], doubt = _mark(text, numeric, table.separator, decimal)
        doubts += [doubt] if doubt else []
    notes += _read_as(numeric, marks, table.separator)
    columns: list[Column] = []
    for text in texts:
        if text.name in marks:
            values = _numbers(text, marks[text.name])
        else:
            values, note = _of_words(text)
            notes.append(note)
        if values:
            columns.append(Column(text.name, text.label, [values.get(c, nan) for c in text.cells]))
    names = {column.name for column in columns}
    if empty := _empty([text for text in texts if text.name in names]):
        notes.append(say("data.note_empty", cells=empty))
    return Columns(columns, notes, next(iter(doubts), None))


def _is_index(text: TextColumn) -> bool:
    """Whether the column only counts the rows, from 0 or 1."""
    begin = text.cells[0]
    if not _INDEX.match(text.label) or begin not in ("0", "1"):
        return False
    return text.cells == [str(int(begin) + k) for k in range(len(text.cells))]


# Numbers


def _check_numbers(text: TextColumn) -> None:
    for cell in text.counts:
        if cell not in text.readings:
            row = text.row_of(cell)
            raise FormulaError(
                say("data.cell_no_number", row=row, column=text.shown, shown=_quoted(cell))
            )


def _mark(
    text: TextColumn, numeric: Sequence[TextColumn], separator: str, decimal: str | None
) -> tuple[str, Doubt | None]:
    """The decimal mark by which the ambiguous cells of a column are read, and what is in doubt.

    What stands in the column tells, then what stands in the table, then the choice, then that a
    comma between cells is none before decimals. Raises `AmbiguousMarksError` where nothing does.
    """
    cell = text.doubtful
    if cell is None:
        return POINT, None
    everywhere = (one for other in numeric for one in other.readings.values())
    if told := decimal_mark(text.readings.values(), everywhere):
        return told, None
    point, comma = (_digits(text, cell, mark) for mark in (POINT, COMMA))
    if separator == COMMA and COMMA not in cell:
        return POINT, None
    mark = decimal or (POINT if separator == COMMA else None)
    doubt = Doubt(cell, (point, comma), mark)
    if mark:
        return mark, doubt
    raise AmbiguousMarksError(
        say(
            "data.cell_ambiguous",
            row=text.row_of(cell),
            column=text.shown,
            shown=_quoted(cell),
            point=point,
            comma=comma,
        ),
        doubt,
    )


def _digits(text: TextColumn, cell: str, mark: str) -> str:
    return f"{text.readings[cell].by(mark):.12g}"


def _read_as(numeric: Sequence[TextColumn], marks: dict[str, str], separator: str) -> list[Said]:
    """How the first ambiguous cell is read, but for points where commas stand between cells."""
    for text in numeric:
        cell, mark = text.doubtful, marks[text.name]
        plain = mark == POINT and COMMA not in (cell or "")
        if cell and not (plain and separator == COMMA):
            value = _digits(text, cell, mark)
            return [say("data.note_marks", cell=_quoted(cell), value=value)]
    return []


def _numbers(text: TextColumn, mark: str) -> dict[str, float]:
    """What each cell is worth by a decimal mark."""
    values = {cell: one.by(mark) for cell, one in text.readings.items()}
    for cell, value in values.items():
        if abs(value) > LARGEST:
            raise FormulaError(
                say(
                    "data.cell_too_large",
                    row=text.row_of(cell),
                    column=text.shown,
                    cell=cell[:20],
                    most=f"{LARGEST:,.0f}",
                )
            )
    return values


# Words


def _of_words(text: TextColumn) -> tuple[dict[str, float], Said]:
    """Dates as numbers of days, two words as 0 and 1; nothing of other words."""
    words, column = list(text.counts), _quoted(text.shown)
    if all(map(is_date, words)):
        read = days(words)
        if read is None:
            return {}, say("data.note_date_order", column=column, cell=_quoted(words[0]))
        first = read[1].date().isoformat()
        return dict(zip(words, read[0], strict=True)), say(
            "data.note_dates", column=column, first=first
        )
    if 2 * sum(map(is_date, words)) > len(words):
        wrong = next(word for word in words if not is_date(word))
        return {}, _left_out(text, wrong, "data.note_no_date")
    spelled: dict[str, list[str]] = {}
    for word in words:
        spelled.setdefault(word.casefold(), []).append(word)
    if len(spelled) != 2 or text.filled == 2:
        return {}, _left_out(text, words[0])
    zero, one = (spelled[word] for word in sorted(spelled, key=lambda word: (word in _YES, word)))
    worth = dict.fromkeys(zero, 0.0) | dict.fromkeys(one, 1.0)
    return worth, say("data.note_two", column=column, one=_quoted(one[0]), zero=_quoted(zero[0]))


def _left_out(text: TextColumn, cell: str, why: str = "data.note_words") -> Said:
    return say(why, column=_quoted(text.shown), row=text.row_of(cell), cell=_quoted(cell))


def _empty(texts: Sequence[TextColumn]) -> str:
    """How many cells of which columns have no value: height 2, weight 1."""
    missing = ((text.shown, len(text.cells) - text.filled) for text in texts)
    return ", ".join(f"{name[:30]} {count}" for name, count in missing if count)


def _quoted(text: str) -> str:
    return f"“{text[:30]}”"
