"""Numbers as people write them: which mark stands before decimals, and which between thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

POINT, COMMA = MARKS = (".", ",")

# Signs of other keyboards and of typeset tables.
_PLAIN = str.maketrans("−–０１２３４５６７８９．，－＋\u00a0\u2009\u202f’", "--0123456789.,-+   '")
_EXPONENT = "(?:[eE][+-]?[0-9]{1,3})?"


def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    """Numbers with these marks; between thousands also a blank or an apostrophe."""
    mark, groups = re.escape(decimal), re.escape(thousands)
    return re.compile(
        rf"""[+-]?(?:
            (?: [0-9]+ (?:{mark}[0-9]*)? | {mark}[0-9]+ ) {_EXPONENT}
          | [1-9][0-9]{{0,2}} (?: (?:{groups}[0-9]{{3}})+ | (?:[ ][0-9]{{3}})+ | (?:'[0-9]{{3}})+ )
            (?:{mark}[0-9]*)?
          | [1-9][0-9]? (?:{groups}[0-9]{{2}})+ {groups}[0-9]{{3}} (?:{mark}[0-9]*)?
        )""",  # the last: lakhs and crores, 1,00,000
        re.VERBOSE,
    )


_PATTERNS = {POINT: _pattern(POINT, COMMA), COMMA: _pattern(COMMA, POINT)}

# Most cells of most tables, which are looked at in half the time.
_SIMPLE = re.compile(r"[+-]?[0-9]+(?:\.(?![0-9]{3}\Z)[0-9]*)?")


@dataclass(frozen=True)
class Readings:
    """What a cell is worth if a point, or if a comma, stands before decimals; None if nothing."""

    by_point: float | None
    by_comma: float | None

    @property
    def ambiguous(self) -> bool:
        """Whether both readings are numbers, and not the same: 1,500 and 1.500."""
        both = self.by_point is not None and self.by_comma is not None
        return both and self.by_point != self.by_comma

    @property
    def shows(self) -> str | None:
        """The decimal mark that this cell alone gives away; None where it gives none away."""
        if (self.by_point is None) == (self.by_comma is None):
            return None
        return COMMA if self.by_point is None else POINT

    def by(self, decimal: str) -> float:
        """The value, in a reading that is open by that mark."""
        first, second = self.by_point, self.by_comma
        if decimal == COMMA:
            first, second = second, first
        value = second if first is None else first
        assert value is not None
        return value


def readings(cell: str) -> Readings | None:
    """The readings of a cell; None where it is no number."""
    if _SIMPLE.fullmatch(cell):
        return Readings(float(cell), None if "." in cell else float(cell))
    plain = cell.translate(_PLAIN)
    by_point, by_comma = (_value(plain, mark) for mark in (POINT, COMMA))
    return None if by_point is None and by_comma is None else Readings(by_point, by_comma)


def _value(plain: str, decimal: str) -> float | None:
    if not _PATTERNS[decimal].fullmatch(plain):
        return None
    thousands = COMMA if decimal == POINT else POINT
    for mark in (thousands, " ", "'"):
        plain = plain.replace(mark, "")
    return float(plain.replace(decimal, POINT))


def decimal_mark(*evidence: Iterable[Readings]) -> str | None:
    """The decimal mark that the first evidence with one answer gives away; None where none does.

    Cells that give away different marks are no answer.
    """
    for cells in evidence:
        shown = {one.shows for one in cells} - {None}
        if len(shown) == 1:
            return shown.pop()
    return None
