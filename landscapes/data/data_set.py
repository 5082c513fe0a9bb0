"""A table of numbers whose columns have names, part of it held out for testing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from random import Random

import numpy as np
from numpy.typing import NDArray

from formulas import FUNCTIONS, FormulaError
from formulas.tokens import CONSTANTS
from words import Said, say

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

MAX_ROWS, MAX_COLUMNS = 20_000, 30
LARGEST = 1e9  # of a value in size
SAMPLE_SEED, HELD_OUT_SEED = 0, 1
EVERY = 4  # of so many rows the last is held out, where nothing else is said

NAME = re.compile("[A-Za-z][A-Za-z_0-9]{0,30}")


@dataclass(frozen=True, eq=False)
class DataSet:
    """`rows` (n, k) has one example a row, `columns` the k names that formulas call them by.

    Not a number stands for a value that is missing. `held_out` (n,) marks the rows that no
    optimizer sees; without it every fourth row is held out. `labels` are the names as they stood
    above the columns, "" where none did; without them they are the `columns`. `numbers` (n,) are
    those of the rows in sentences, from 1 without them. The arrays are copied and cannot be
    written to. Raises `FormulaError` for a table that is too large, names
    that formulas cannot use, and values that are infinite or beyond 1e9.
    """

    name: str
    columns: tuple[str, ...]
    rows: Array
    held_out: NDArray[np.bool_] | None = None
    labels: tuple[str, ...] = ()
    numbers: Indices | None = None

    def __post_init__(self) -> None:
        rows = np.array(self.rows, dtype=np.float64, order="C")
        if rows.ndim != 2 or rows.shape[1] != len(self.columns):
            raise ValueError("rows must be of shape (n, k), with a name for each of k columns")
        if not 1 <= len(rows) <= MAX_ROWS:
            raise FormulaError(say("data.rows", most=MAX_ROWS, rows=len(rows)))
        if not 1 <= len(self.columns) <= MAX_COLUMNS:
            raise FormulaError(say("data.columns", most=MAX_COLUMNS, columns=len(self.columns)))
        for number, name in enumerate(self.columns, 1):
            if (wrong := wrong_name(number, name, self.columns[: number - 1])) is not None:
                raise FormulaError(wrong)
        if self.labels and len(self.labels) != len(self.columns):
            raise ValueError("labels must be as many as columns")
        if (np.abs(rows) > LARGEST).any():
            raise FormulaError(say("data.values", most=f"{LARGEST:,.0f}"))
        if self.held_out is None:
            mask = np.arange(len(rows)) % EVERY == EVERY - 1
        else:
            mask = np.array(self.held_out, dtype=bool)
        if mask.shape != (len(rows),) or mask.all():
            raise ValueError("held_out must be of shape (n,) and leave a row to train on")
        numbers = np.arange(1, len(rows) + 1) if self.numbers is None else np.array(self.numbers)
        if numbers.shape != (len(rows),):
            raise ValueError("numbers must be of shape (n,)")
        for array in (rows, mask, numbers):
            array.flags.writeable = False
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "held_out", mask)
        object.__setattr__(self, "labels", self.labels or self.columns)
        object.__setattr__(self, "numbers", numbers)

    @cached_property
    def training(self) -> Array:
        """The rows that optimizers see, (m, k)."""
        return self.rows[~self._mask]

    @cached_property
    def training_columns(self) -> Array:
        """The same as (k, m), one row for each column."""
        return np.ascontiguousarray(self.training.T)

    @cached_property
    def testing(self) -> Array:
        """The rows held out, (n - m, k)."""
        return self.rows[self._mask]

    @cached_property
    def held_out_share(self) -> int:
        """How many rows of a hundred are held out, rounded."""
        return round(100 * float(self._mask.mean()))

    def holding_out(self, share: int) -> DataSet:
        """The same table with so many rows of a hundred held out, drawn by a fixed seed.

        Itself where that is its share; a larger share holds out the rows of a smaller one too.
        """
        if share == self.held_out_share:
            return self
        mask = np.zeros(len(self.rows), dtype=bool)
        mask[shuffled(len(mask), HELD_OUT_SEED)[: round(len(mask) * share / 100)]] = True
        return DataSet(self.name, self.columns, self.rows, mask, self.labels, self.numbers)

    def same_rows(self, other: DataSet) -> bool:
        """Whether both are one table, whatever is held out of it."""
        return self is other or (
            self.columns == other.columns and np.array_equal(self.rows, other.rows, equal_nan=True)
        )

    def whole(self, columns: Sequence[str]) -> DataSet:
        """These columns alone, in the rows where none of them lacks a value.

        Raises `FormulaError` where no row to train on is left.
        """
        numbers = [self.columns.index(name) for name in columns]
        if numbers == [*range(len(self.columns))] and not np.isnan(self.rows).any():
            return self
        whole = np.isfinite(self.rows[:, numbers]).all(axis=1)
        if not (whole & ~self._mask).any():
            raise FormulaError(say("data.no_whole_row", columns=", ".join(columns)))
        return self._part(numbers, np.flatnonzero(whole))

    def sample(self, most: int) -> DataSet:
        """At most so many rows to train on and to test on, drawn by a fixed seed; in their order.

        The same seed draws the same rows of equally many.
        """
        parts = [np.flatnonzero(self._mask == held) for held in (False, True)]
        if all(len(part) <= most for part in parts):
            return self
        kept = [part[shuffled(len(part), SAMPLE_SEED)[:most]] for part in parts]
        return self._part(range(len(self.columns)), np.sort(np.concatenate(kept)))

    def _part(self, columns: Sequence[int], rows: Indices) -> DataSet:
        """These columns of these rows, by number."""
        names, labels = ([some[k] for k in columns] for some in (self.columns, self.labels))
        values = self.rows[rows][:, list(columns)]
        assert self.numbers is not None
        return DataSet(
            self.name,
            tuple(names),
            values,
            self._mask[rows],
            tuple(labels),
            self.numbers[rows],
        )

    def only(self, rows: Array) -> DataSet:
        """The same columns with these rows (m, k) alone, all of them to train on."""
        return DataSet(self.name, self.columns, rows, np.zeros(len(rows), dtype=bool), self.labels)

    @property
    def _mask(self) -> NDArray[np.bool_]:
        assert self.held_out is not None
        return self.held_out

    @cached_property
    def _content(self) -> tuple[str, tuple[str, ...], bytes]:
        """What tells it from other tables, in a few bytes: caches hold many tables."""
        digest = blake2b(np.array(self.rows.shape).tobytes(), digest_size=16)
        digest.update(self.rows.data)
        digest.update(self._mask.data)
        return self.name, self.columns, digest.digest()

    @cached_property
    def _hash(self) -> int:
        return hash(self._content)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataSet):
            return NotImplemented
        return self is other or self._content == other._content

    def __hash__(self) -> int:
        return self._hash


@lru_cache(maxsize=64)
def shuffled(n: int, seed: int) -> Indices:
    """The numbers below n in an order drawn by a seed, the same on every platform."""
    numbers = list(range(n))
    Random(seed).shuffle(numbers)
    return np.array(numbers, dtype=np.intp)


def wrong_name(number: int, name: str, others: tuple[str, ...]) -> Said | None:
    """Why formulas cannot call the column of that number, from 1, so; None where they can.

    `others` are the names of the columns before it.
    """
    if not NAME.fullmatch(name):
        key = "data.column_no_name"
    elif name in CONSTANTS:
        key = "data.column_constant"
    elif name in FUNCTIONS:
        key = "data.column_function"
    elif name in others:
        key = "data.column_twice"
    else:
        return None
    return say(key, number=number, shown=f"“{name[:40]}”")
