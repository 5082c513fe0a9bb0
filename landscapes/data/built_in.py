"""Small data sets, each with the loss it is here for and what it teaches.

Their numbers are drawn by Python's `random.random`, the same on every platform and in every
version, and rounded.
"""

from __future__ import annotations

from math import pi, sin
from random import Random

import numpy as np

from landscapes.data.data_set import DataSet
from landscapes.data.mean import DataLandscape

Row = tuple[float, ...]


def _bell(random: Random) -> float:
    """Nearly Gaussian, mean 0, standard deviation 1: twelve uniform numbers, less their mean."""
    return sum(random.random() for _ in range(12)) - 6


def _data(name: str, columns: str, rows: list[Row], tested: int | None = None) -> DataSet:
    """Values rounded to hundredths; with `tested`, the rows from that one on are held out."""
    table = np.round(np.array(rows), 2) + 0.0  # no minus zero
    held_out = None if tested is None else np.arange(len(rows)) >= tested
    return DataSet(name, tuple(columns.split()), table, held_out)


def _line(random: Random) -> list[Row]:
    """v = 1.5 u - 1 with noise; one row in seven lies far above."""
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
    """v = 2 u with noise."""
    rows: list[Row] = []
    for _ in range(40):
        u = -1.5 + 3 * random.random()
        rows.append((u, 2 * u + 0.2 * _bell(random)))
    return rows


def _copies(random: Random) -> list[Row]:
    """In training u2 is three times u1, and v = u1 fits all. In the rows held out, which are
    the last, u1 and u2 go their own ways and v = 0.1 u1 + 0.3 u2."""
    rows: list[Row] = []
    for i in range(60):
        u1 = round(-1 + 2 * random.random(), 2)
        u2 = 3 * u1 if i < 40 else -1 + 2 * random.random()
        rows.append((u1, u2, 0.1 * u1 + 0.3 * u2))
    return rows


LINE = _data("A line with outliers", "u v", _line(Random(1)))
BLOBS = _data("Two blobs", "u1 u2 v", _blobs(Random(2)))
SINE = _data("A sine", "u v", _sine(Random(3)))
PRODUCT = _data("A slope", "u v", _product(Random(4)))
COPIES = _data("Two columns that agree", "u1 u2 v", _copies(Random(5)), tested=40)

DATA: dict[str, DataLandscape] = {
    "line": DataLandscape(
        "(w1 u + w2 - v)^2",
        data=LINE,
        x_range=(-3.0, 5.0),
        y_range=(-4.0, 4.0),
        name="Line with outliers",
        start=(-2.2, 3.2),
        lesson="Most mini-batches pull towards the line, those that hold an outlier far off it: "
        "with a constant eta the path never settles.",
    ),
    "blobs": DataLandscape(
        "ln(1 + e^(-v (w1 u1 + w2 u2)))",
        data=BLOBS,
        x_range=(-4.0, 6.0),
        y_range=(-4.0, 5.0),
        name="Two blobs",
        start=(-3.2, 4.2),
        lesson="Logistic loss is convex, so every way down leads to its one minimum; it is steep "
        "while most rows are on the wrong side, and more than ten times flatter beyond.",
    ),
    "sine": DataLandscape(
        "(w2 tanh(w1 u) - v)^2",
        data=SINE,
        x_range=(-3.0, 3.0),
        y_range=(-2.5, 2.5),
        name="One neuron",
        start=(-0.4, 0.9),
        lesson="Turning the signs of both weights changes nothing, so there are two equal "
        "minima, and between them a saddle at zero weights.",
    ),
    "wave": DataLandscape(
        "(sin(w1 u + w2) - v)^2",
        data=SINE,
        x_range=(0.0, 4.5),
        y_range=(-1.5, 1.5),
        name="Frequency of a wave",
        start=(2.9, 0.4),
        lesson="A wave of the wrong frequency fits best at a local minimum: full-batch descent "
        "stays in it, small batches often shake loose.",
    ),
    "valley": DataLandscape(
        "(w1 w2 u - v)^2",
        data=PRODUCT,
        x_range=(-3.5, 3.5),
        y_range=(-3.5, 3.5),
        name="Two weights in a row",
        start=(3.0, -0.4),
        lesson="More weights than the data ask for: every pair with the right product fits "
        "equally well, and which one is found depends on the start and the optimizer.",
    ),
    "copies": DataLandscape(
        "(w1 u1 + w2 u2 - v)^2",
        data=COPIES,
        x_range=(-0.4, 0.8),
        y_range=(-0.4, 0.8),
        name="Two columns that agree",
        start=(0.0, 0.0),
        lesson="A line of weights fits the training rows exactly; gradient descent goes to its "
        "point nearest to the start, Adam to another, and held-out rows tell them apart.",
        source="After Wilson et al., The marginal value of adaptive gradient methods in machine "
        "learning, 2017",
    ),
}
