"""A column of a table as text, and what its cells are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from landscapes.data.cells import Cells, has_no_value
from landscapes.data.marks import Readings, readings
from landscapes.data.names import short_names


@dataclass(frozen=True)
class TextColumn:
    """The cells of a column, with the numbers of their rows; each text is looked at once.

    `name` is what formulas call it, `label` what stands above it.
    """

    name: str
    label: str
    cells: list[str]
    rows: list[int]

    @property
    def shown(self) -> str:
        """What sentences call it."""
        return self.label or self.name

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands in it, but for those that say that there is no value."""
        counts = Counter(self.cells)
        for cell in [cell for cell in counts if has_no_value(cell)]:
            del counts[cell]
        return counts

    @cached_property
    def filled(self) -> int:
        """How many cells have a value."""
        return self.counts.total()

    @cached_property
    def readings(self) -> dict[str, Readings]:
        """What the cells that are numbers can be read as."""
        return {cell: one for cell in self.counts if (one := readings(cell)) is not None}

    @cached_property
    def numbers(self) -> int:
        """How many cells are numbers."""
        return sum(self.counts[cell] for cell in self.readings)

    @cached_property
    def doubtful(self) -> str | None:
        """The first cell that is another number by each decimal mark."""
        return next((cell for cell, one in self.readings.items() if one.ambiguous), None)

    def row_of(self, cell: str) -> int:
        """The number of the first row with that cell."""
        return self.rows[self.cells.index(cell)]


def text_columns(table: Cells) -> list[TextColumn]:
    """The columns of a table that have a value anywhere."""
    rows = [row.number for row in table.rows]
    columns = zip(*(row.cells for row in table.rows), strict=True)
    named = zip(short_names(table.labels), table.labels, columns, strict=True)
    found = [TextColumn(name, label, list(cells), rows) for name, label, cells in named]
    return [column for column in found if column.counts]
