"""Columns of text to columns of numbers, and what is said of those that are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from formulas import FormulaError
from landscapes.data.cells import Cells, has_no_value
from landscapes.data.data_set import LARGEST
from landscapes.data.dates import days, is_date
from landscapes.data.marks import COMMA, POINT, Readings, decimal_mark, readings
from landscapes.data.names import short_names
from words import Said, say

_YES = frozenset(
    [
        "yes",
        "true",
        "y",
        "t",
        "positive",
        "pos",
        "+",
        "o",
        "on",
        "1",
        "예",
        "네",
        "참",
        "유",
        "있음",
        "양성",
        "합격",
        "맞음",
    ]
)
_INDEX = frozenset(
    (
        "",
        "#",
        "id",
        "no",
        "no.",
        "nr",
        "nr.",
        "index",
        "row",
        "unnamed: 0",
        "번호",
        "순번",
        "연번",
        "일련번호",
    )
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
class Columns:
    """The columns of numbers, notes on what was done, and what only a choice could tell."""

    numbers: list[Column]
    notes: list[Said]
    doubt: Doubt | None


@dataclass(frozen=True)
class Column:
    """A column of numbers, not a number where there is no value.

    `name` is what formulas call it, `label` what stands above it.
    """

    name: str
    label: str
    values: list[float]


@dataclass(frozen=True)
class _Text:
    """A column as text; `kinds` has the readings of each text in it that is a number."""

    name: str
    label: str
    cells: list[str]
    rows: list[int]
    kinds: dict[str, Readings | None]

    @property
    def shown(self) -> str:
        return self.label or self.name

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if not has_no_value(cell)]

    @property
    def numbers(self) -> int:
        return sum(self.kinds[cell] is not None for cell in self.filled)

    @property
    def doubtful(self) -> list[str]:
        """The cells that are another number by each decimal mark."""
        return [cell for cell in self.cells if (one := self.kinds[cell]) and one.ambiguous]

    @property
    def readings(self) -> list[Readings]:
        return [one for one in self.kinds.values() if one is not None]


def columns_of(table: Cells, decimal: str | None) -> Columns:
    """The columns of numbers of a table.

    `decimal` is the decimal mark of cells that the table leaves in doubt. Raises `FormulaError`
    for a cell that is no number in a column of numbers.
    """
    texts = [text for text in _texts(table) if text.filled]
    notes: list[Said] = []
    if len(texts) > 1 and _is_index(texts[0]):
        notes.append(say("data.note_index", column=_quoted(texts[0].shown)))
        texts = texts[1:]
    numeric = [text for text in texts if 2 * text.numbers >= len(text.filled)]
    for text in numeric:
        _check_numbers(text)
    marks: dict[str, str] = {}
    doubt: Doubt | None = None
    for text in numeric:
        marks[text.name], told = _mark(text, numeric, table.separator, decimal)
        doubt = doubt or told
    for text in numeric:
        if text.doubtful:
            cell = text.doubtful[0]
            notes.append(say("data.note_marks", cell=_quoted(cell), value=_read(text, cell, marks)))
            break
    columns: list[Column] = []
    for text in texts:
        if text.name in marks:
            columns.append(Column(text.name, text.label, _numbers(text, marks[text.name])))
            continue
        values, note = _of_words(text)
        notes.append(note)
        columns += [Column(text.name, text.label, values)] if values else []
    if empty := _empty(texts, columns):
        notes.append(say("data.note_empty", cells=empty))
    return Columns(columns, notes, doubt)


def _texts(table: Cells) -> list[_Text]:
    names = short_names(table.labels)
    known: dict[str, Readings | None] = {}
    rows = [row.number for row in table.rows]
    texts = []
    for k, (name, label) in enumerate(zip(names, table.labels, strict=True)):
        cells = [row.cells[k] for row in table.rows]
        for cell in {*cells} - known.keys():
            known[cell] = readings(cell)
        texts.append(_Text(name, label, cells, rows, {c: known[c] for c in {*cells}}))
    return texts


def _is_index(text: _Text) -> bool:
    """Whether the column only counts the rows, from 0 or 1."""
    begin = text.cells[0]
    if text.label.lower() not in _INDEX or begin not in ("0", "1") or len(text.cells) < 2:
        return False
    return text.cells == [str(int(begin) + k) for k in range(len(text.cells))]


# Numbers


def _check_numbers(text: _Text) -> None:
    for row, cell in zip(text.rows, text.cells, strict=True):
        if text.kinds[cell] is None and not has_no_value(cell):
            raise FormulaError(
                say("data.cell_no_number", row=row, column=text.shown, shown=_quoted(cell))
            )


def _mark(
    text: _Text, numeric: Sequence[_Text], separator: str, decimal: str | None
) -> tuple[str, Doubt | None]:
    """The decimal mark by which the ambiguous cells of a column are read, and what is in doubt.

    What stands in the column tells, then what stands in the table, then the choice, then that a
    comma between cells is none before decimals. Raises `AmbiguousMarksError` where nothing does.
    """
    if not text.doubtful:
        return POINT, None
    everywhere = (one for other in numeric for one in other.readings)
    if told := decimal_mark(text.readings, everywhere):
        return told, None
    cell = text.doubtful[0]
    values = (_read(text, cell, {text.name: POINT}), _read(text, cell, {text.name: COMMA}))
    mark = decimal or (POINT if separator == COMMA else None)
    doubt = Doubt(cell, values, mark)
    if mark:
        return mark, doubt
    row = text.rows[text.cells.index(cell)]
    point, comma = values
    raise AmbiguousMarksError(
        say(
            "data.cell_ambiguous",
            row=row,
            column=text.shown,
            shown=_quoted(cell),
            point=point,
            comma=comma,
        ),
        doubt,
    )


def _read(text: _Text, cell: str, marks: dict[str, str]) -> str:
    """The value of a cell as digits."""
    reading = text.kinds[cell]
    assert reading is not None
    return f"{reading.by(marks[text.name]):.12g}"


def _numbers(text: _Text, mark: str) -> list[float]:
    values = {cell: one.by(mark) for cell, one in text.kinds.items() if one is not None}
    for row, cell in zip(text.rows, text.cells, strict=True):
        if not abs(values.get(cell, 0.0)) <= LARGEST:
            raise FormulaError(
                say(
                    "data.cell_too_large",
                    row=row,
                    column=text.shown,
                    cell=cell[:20],
                    most=f"{LARGEST:,.0f}",
                )
            )
    return [values.get(cell, nan) for cell in text.cells]


# Words


def _of_words(text: _Text) -> tuple[list[float], Said]:
    """Dates as numbers of days, two words as 0 and 1; nothing of other words."""
    filled = text.filled
    column = _quoted(text.shown)
    if all(map(is_date, {*filled})):
        read = days(filled)
        if read is None:
            return [], say("data.note_date_order", column=column, cell=_quoted(filled[0]))
        numbers = iter(read[0])
        note = say("data.note_dates", column=column, first=read[1].date().isoformat())
        return [nan if has_no_value(cell) else next(numbers) for cell in text.cells], note
    counts = Counter(cell.casefold() for cell in filled)
    if len(counts) != 2 or len(filled) == 2:
        return [], say("data.note_words", column=column, cell=_quoted(filled[0]))
    zero, one = sorted(counts, key=lambda word: (word in _YES, word))
    worth = {zero: 0.0, one: 1.0}
    values = [nan if has_no_value(c) else worth[c.casefold()] for c in text.cells]
    shown = {cell.casefold(): cell for cell in filled[::-1]}
    note = say("data.note_two", column=column, one=_quoted(shown[one]), zero=_quoted(shown[zero]))
    return values, note


def _empty(texts: Sequence[_Text], columns: Sequence[Column]) -> str:
    """How many cells of which columns have no value: height 2, weight 1."""
    names = {column.name for column in columns}
    missing = {
        text.shown: len(text.cells) - len(text.filled) for text in texts if text.name in names
    }
    return ", ".join(f"{name[:30]} {count}" for name, count in missing.items() if count)


def _quoted(text: str) -> str:
    return f"“{text[:30]}”"
