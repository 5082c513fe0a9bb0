"""Dates as spreadsheets write them, to numbers of days."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

_TIME = (
    r"(?:[T ]\s*(?:(?P<noon>오전|오후) ?)?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r"(?: ?(?P<half>[AaPp][Mm]))?"
    r"(?:Z|(?P<zone>[+-]\d\d:?\d\d))?)?"
)
_IN_NO_DOUBT = (
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)?",
    r"(?P<year>(?:19|20)\d\d)\.(?P<month>\d\d)",
    r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
    r"(?P<year>\d{4})/(?P<month>\d{1,2})(?:/(?P<day>\d{1,2}))?",
    r"(?P<year>\d{4})\. ?(?P<month>\d{1,2})\. ?(?P<day>\d{1,2})\.?",
    r"(?P<day>\d{1,2})[ -](?P<named>[A-Za-z]{3,9})\.?[ -](?P<year>\d{4})",
    r"(?P<named>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    r"(?P<year>\d{4})년 ?(?P<month>\d{1,2})월(?: ?(?P<day>\d{1,2})일)?",
)
_DAY_FIRST = (
    r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})",
    r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})",
)
_MONTH_FIRST = (r"(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>\d{4})",)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_DIGITS = re.compile(r"(?:19|20)\d\d(?:\d\d\d\d|\d\d|\.\d\d)", re.ASCII)
_SECONDS = 86_400


def _patterns(*dates: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(date + _TIME, re.ASCII) for date in dates)


_ORDERS = (_patterns(*_IN_NO_DOUBT, *_DAY_FIRST), _patterns(*_IN_NO_DOUBT, *_MONTH_FIRST))
"""What can be read where the day, and where the month comes first."""


def is_date(cell: str) -> bool:
    """Whether the cell is a date in one of the orders."""
    return any(_date(cell, order) is not None for order in _ORDERS)


def are_dates_in_digits(cells: Collection[str]) -> bool:
    """Whether all of several numbers are dates without signs: 20240131, 202401, 2024.01."""
    if len(cells) < 2 or not all(map(_IN_DIGITS.fullmatch, cells)):
        return False
    return len({len(cell) for cell in cells}) == 1 and all(map(is_date, cells))


def days(cells: Sequence[str]) -> tuple[list[float], datetime] | None:
    """The days of dates since the earliest one, and that one.

    None where a cell is no date, and where day and month could change places: 3/4/2024.
    """
    read = [_dates(cells, order) for order in _ORDERS]
    orders = [dates for dates in read if dates]
    if not orders or any(dates != orders[0] for dates in orders):
        return None
    first = min(orders[0])
    return [(one - first).total_seconds() / _SECONDS for one in orders[0]], first


def _dates(cells: Sequence[str], order: Sequence[re.Pattern[str]]) -> list[datetime] | None:
    dates: list[datetime] = []
    for cell in cells:
        date = _date(cell, order)
        if date is None:
            return None
        dates.append(date)
    return dates


def _date(cell: str, order: Sequence[re.Pattern[str]]) -> datetime | None:
    match = next(filter(None, (pattern.fullmatch(cell) for pattern in order)), None)
    if match is None:
        return None
    found = {name: text for name, text in match.groupdict().items() if text}
    month, half = found.pop("named", "")[:3].lower(), found.pop("half", "").lower()
    half = {"오전": "am", "오후": "pm"}.get(found.pop("noon", ""), half)
    zone = found.pop("zone", "+0000").replace(":", "")
    ahead = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
    part = {name: int(text) for name, text in found.items()}
    if month:
        part["month"] = MONTHS.index(month) + 1 if month in MONTHS else 0
    if half:
        part["hour"] = part["hour"] % 12 + 12 * (half == "pm")
    try:
        return (
            datetime(
                part["year"],
                part["month"],
                part.get("day", 1),
                part.get("hour", 0),
                part.get("minute", 0),
                part.get("second", 0),
            )
            - ahead
        )
    except (ValueError, OverflowError):
        return None
