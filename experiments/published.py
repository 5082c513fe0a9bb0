"""The losses that are published with the app, which links and controls know by a key."""

from __future__ import annotations

from landscapes import CATALOG, DATA, DataSet, Landscape
from landscapes.data.usual import usual_formula
from landscapes.view import Range

PUBLISHED: dict[str, Landscape] = {**CATALOG, **DATA}


def as_published(landscape: Landscape) -> Landscape:
    """The published entry, with its minima and lesson, where it is shown as published."""
    for entry in PUBLISHED.values():
        if same_loss(entry, landscape) and ranges_of(entry) == ranges_of(landscape):
            return entry
    return landscape


def published_key(landscape: Landscape) -> str | None:
    """The key of the published loss that this is, however it is looked at."""
    return next((key for key, entry in PUBLISHED.items() if same_loss(entry, landscape)), None)


def data_key(data: DataSet) -> str | None:
    """The key of the first published loss over these data, whatever is held out of them."""
    tables = {key: one.loss.whole_table for key, one in DATA.items()}
    return next((key for key, table in tables.items() if table and table.same_rows(data)), None)


def loss_over(data: DataSet) -> Landscape:
    """The loss that is published with these data; over other data the usual one."""
    key = data_key(data)
    if key is None:
        return Landscape.over(data, usual_formula(data))
    entry = DATA[key]
    return as_published(
        Landscape.over(data, entry.loss.text, *ranges_of(entry), weights=entry.names)
    )


def same_loss(one: Landscape, other: Landscape) -> bool:
    """Whether both are the same loss, however they are looked at."""
    return one.loss == other.loss


def ranges_of(landscape: Landscape) -> tuple[Range, Range]:
    """The ranges of both axes."""
    return landscape.x_range, landscape.y_range
