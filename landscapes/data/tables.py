"""Small data sets for the built-in losses over data.

Their numbers are drawn by Python's `random.random`, the same on every platform and in every
version, and rounded.
"""

from __future__ import annotations

from math import pi, sin
from random import Random

import numpy as np

from landscapes.data.data_set import DataSet
from words import say

Row = tuple[float, ...]


def _bell(random: Random) -> float:
    """Nearly Gaussian, mean 0, standard deviation 1: twelve uniform numbers, less their mean."""
    return sum(random.random() for _ in range(12)) - 6


def _data(key: str, columns: str, rows: list[Row], tested: int | None = None) -> DataSet:
    """Values rounded to hundredths; with `tested`, the rows from that one on are held out."""
    table = np.round(np.array(rows), 2) + 0.0  # no minus zero
    held_out = None if tested is None else np.arange(len(rows)) >= tested
    return DataSet(say(f"losses.data_sets.{key}"), tuple(columns.split()), table, held_out)


def _line(random: Random) -> list[Row]:
    """Rows of v = 1.5 u - 1 with noise; one in seven lies far above."""
    rows: list[Row] = []
    for i in range(80):
        u = -2 + 4 * random.random()
        far = 6 + 3 * random.random() if i % 7 == 5 else 0.0
        rows.append((u, 1.5 * u - 1 + 0.4 * _bell(random) + far))
    return rows


def _blobs(random: Random) -> list[Row]:
    """Two round clouds that overlap, labelled v = 1 and v = -1 in turn."""
    rows: list[Row] = []
    for i in range(48):
        v = 1.0 if i % 2 else -1.0
        rows.append((v * 1.0 + _bell(random), v * 0.6 + _bell(random), v))
    return rows


def _sine(random: Random) -> list[Row]:
    """A sine with noise, over one rise and both turns."""
    rows: list[Row] = []
    for i in range(48):
        u = -pi + 2 * pi * (i + random.random()) / 48
        rows.append((u, sin(u) + 0.1 * _bell(random)))
    return rows


def _product(random: Random) -> list[Row]:
    """Rows of v = 2 u with noise."""
    rows: list[Row] = []
    for _ in range(40):
        u = -1.5 + 3 * random.random()
        rows.append((u, 2 * u + 0.2 * _bell(random)))
    return rows


def _copies(random: Random) -> list[Row]:
    """Training rows in which u2 is three times u1, so that v = u1 fits all.

    In the rows held out, which are the last, u1 and u2 go their own ways, v = 0.1 u1 + 0.3 u2.
    """
    rows: list[Row] = []
    for i in range(60):
        u1 = round(-1 + 2 * random.random(), 2)
        u2 = 3 * u1 if i < 40 else -1 + 2 * random.random()
        rows.append((u1, u2, 0.1 * u1 + 0.3 * u2))
    return rows


LINE = _data("line", "u v", _line(Random(1)))
BLOBS = _data("blobs", "u1 u2 v", _blobs(Random(2)))
SINE = _data("sine", "u v", _sine(Random(3)))
PRODUCT = _data("product", "u v", _product(Random(4)))
COPIES = _data("copies", "u1 u2 v", _copies(Random(5)), tested=40)
