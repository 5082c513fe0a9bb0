"""The cells of a table as text: names, titles, units, and rows of one width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from formulas import FormulaError
from landscapes.data.dates import is_date
from landscapes.data.marks import readings
from landscapes.data.rows import ROWS_AROUND, Row, rows_of
from words import Said, say

NO_VALUE = frozenset(
    [
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "?",
        "-",
        "--",
        "–",
        "—",
        ".",
        "..",
        "…",
        "#div/0!",
        "#value!",
        "#num!",
        "#ref!",
        "결측",
    ]
)
"""What stands, in small letters, in cells without a value, beside nothing at all."""
SUMS = {"total", "totals", "sum", "mean", "average", "합계", "총계", "소계", "계", "평균"}
"""What stands, in small letters, in a row at the end that sums up the others."""

_YEAR = re.compile("(?:1[5-9]|20|21)[0-9]{2}")
_UNIT = re.compile(
    r"""[(\[].*[)\]] | % | ‰ | °\ ?[CFK]? | [℃℉] | 원 | 명 | 개 | 년 | 월 | 일 | 초 | 분 | 시간
    | (?: [kmcμuµn]? (?: m|g|s|A|V|W|Hz|l|L|Pa|J|N|mol|cd|B) | in | ft | lbs? | oz | mi | km/h | mph
    | K | min | h | hr | d | yrs? | years? | days? | hours? | sec | ha | t | € | \$ | £ | ₩ | kWh )
      (?: (?: [/·*] | \ per\ )[A-Za-z]{1,4} )? [²³23]?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Cells:
    """A table as text: a label for each column, "" where it has none, and rows of as many cells.

    `separator` stands between cells, "" where there is one column; `notes` say what was left out.
    """

    labels: list[str]
    rows: list[Row]
    separator: str
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class Parts:
    """The rows of a file: titles above the names, names, units, the table, remarks below."""

    above: list[Row]
    names: Row | None
    units: Row | None
    body: list[Row]
    below: list[Row]


def has_no_value(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return not cell or (len(cell) <= 7 and cell.lower() in NO_VALUE)


def cells_of(text: str) -> Cells:
    """The cells of a CSV text. Raises `FormulaError`, which says what to do next."""
    separator, rows = rows_of(text)
    parts = _parted(rows)
    labels, body = _of_one_width(_labels(parts), parts.body, separator)
    notes = [
        say(f"data.note_{where}", rows=_numbers(some))
        for where, some in (("above", parts.above), ("below", parts.below))
        if some
    ]
    notes += [] if parts.names else [say("data.note_no_names")]
    return Cells(labels, body, separator if len(labels) > 1 else "", tuple(notes))


# What is above and below the numbers


def _parted(rows: list[Row]) -> Parts:
    """Titles, names and units above a table, its rows, and remarks below.

    A title or a remark has one cell where the rows have more. The names are the first of the
    rows above that have the most; below them a row of words is one of the table, but for units.
    """
    usual = _usual_width(rows)
    looked_at = enumerate(rows[:ROWS_AROUND])
    begin = next((k for k, row in looked_at if _in_table(row, usual, named=k > 0)), 1)
    above = max((row.filled for row in rows[:begin]), default=0)
    if begin < len(rows) and above < rows[begin].filled and _years_are_names(rows[begin:]):
        begin += 1
    head, body = rows[:begin], rows[begin:]
    end = len(body)
    while usual > 1 and end > 1 and _is_remark(body[end - 1]):
        end -= 1
    body, below = body[:end], body[end:]
    worded = [row for row in head if row.filled >= min(2, usual)]
    named = [row for row in worded if not _are_units(row)] or worded or head
    if not named:
        return Parts([], None, None, body, below)
    most = max(row.filled for row in named)
    names = next(row for row in named if row.filled == most)
    others = [row for row in head if row is not names]
    units = next(filter(_are_units, others), None) if len(worded) > 1 else None
    rest = [row for row in others if row is not units]
    return Parts(
        [row for row in rest if row.number < names.number],
        names,
        units,
        [row for row in rest if row.number > names.number] + body,
        below,
    )


def _usual_width(rows: Sequence[Row]) -> int:
    return Counter(len(row.cells) for row in rows).most_common(1)[0][0]


def _in_table(row: Row, usual: int, named: bool) -> bool:
    """Whether the row has numbers, or says that it has none where names may stand above."""
    if row.filled < min(2, usual) or len(row.cells) < usual:
        return False
    return any(cell and (_is_value(cell) or (named and has_no_value(cell))) for cell in row.cells)


def _is_value(cell: str) -> bool:
    return readings(cell) is not None or is_date(cell)


def _is_remark(row: Row) -> bool:
    """Whether a row at the end is none of the table: a source, or a sum of the rows."""
    if any(cell.lower().rstrip(":") in SUMS for cell in row.cells):
        return True
    return row.filled == 1 and not any(_is_value(cell) for cell in row.cells)


def _are_units(row: Row) -> bool:
    return all(_UNIT.fullmatch(cell) for cell in row.cells if cell)


def _years_are_names(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns though it has numbers: city, 2019, 2020.

    Its numbers are years, those below are not, and none of its words stands below again. Raises
    `FormulaError` where that is as likely as that it has values.
    """
    first, below = rows[0], rows[1:]
    numbers = {k: cell for k, cell in enumerate(first.cells) if readings(cell)}
    words = {k: cell for k, cell in enumerate(first.cells) if cell and k not in numbers}
    if not below or len({*numbers.values()}) < len(numbers) or len(first.cells) < 2:
        return False
    if any(word in row.cells[k : k + 1] for k, word in words.items() for row in below):
        return False
    counted = len(numbers) > 1 and list(numbers.values()) == _counted(len(numbers))
    years = all(map(_YEAR.fullmatch, numbers.values()))
    values = ["".join(row.cells[k : k + 1]) for k in numbers for row in below]
    years_below = all(map(_YEAR.fullmatch, values))
    if words and (counted or (years and years_below)):
        raise FormulaError(say("data.names_or_values", row=first.number))
    return bool(numbers) and years and not years_below


def _counted(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _labels(parts: Parts) -> list[str]:
    """What stands above the columns, with units; nothing where no row names them."""
    labels = list(parts.names.cells) if parts.names else []
    for k, unit in enumerate(parts.units.cells if parts.units else []):
        if unit and k < len(labels):
            labels[k] += f" {unit}" if unit[0] in "([" else f" ({unit})"
    return labels


# One width


def _of_one_width(names: list[str], body: list[Row], separator: str) -> tuple[list[str], list[Row]]:
    """Labels and rows of as many cells; empty columns at the end go."""
    filled = max((_filled_width(row.cells) for row in body), default=0)
    named = _filled_width(names)
    width = max(named, filled) if len(names) >= filled else named
    if named and filled == named + 1 and all(_row_is_named(row, filled) for row in body):
        names, width = ["", *names[:named]], filled  # as R writes names of rows
    if not named:
        width = filled
    for row in body:
        if len(row.cells) < width or _filled_width(row.cells) > width:
            raise FormulaError(_wrong_width(row, width, separator))
    labels = [*names[:width], *[""] * (width - len(names))]
    return labels, [Row(row.number, row.cells[:width]) for row in body]


def _filled_width(cells: Sequence[str]) -> int:
    """The number of the last cell that is not empty."""
    return max((k for k, cell in enumerate(cells, 1) if cell), default=0)


def _row_is_named(row: Row, width: int) -> bool:
    first = row.cells[0]
    return len(row.cells) >= width and bool(first) and not _is_value(first)


def _wrong_width(row: Row, width: int, separator: str) -> Said:
    values = max(_filled_width(row.cells), min(len(row.cells), width))
    key = "data.row_length"
    if separator == "," and values == 2 * width:
        key = "data.row_length_one" if width == 1 else "data.row_length_commas"
    return say(key, row=row.number, values=values, columns=width)


def _numbers(rows: Sequence[Row]) -> str:
    """The numbers of rows: 1, or 1 to 3 as 1–3."""
    first, last = rows[0].number, rows[-1].number
    return str(first) if first == last else f"{first}–{last}"
