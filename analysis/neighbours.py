"""What lies near each other: points joined into groups, and flags of a grid spread around.

scipy.ndimage has both, but nothing else here needs SciPy, which is larger than all of this.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscapes.code import Array, Flags


def connected(u: Array, v: Array, reach: float) -> NDArray[np.intp]:
    """Labels 0, 1, ... of points (n,): equal for points joined by hops of about `reach`.

    Points are dropped into boxes of that size; boxes that touch belong together.
    """
    if not u.size:
        return np.zeros(0, dtype=np.intp)
    column = np.floor((u - u.min()) / reach).astype(np.int64) + 1
    row = np.floor((v - v.min()) / reach).astype(np.int64) + 1
    stride = row.max() + 2
    boxes, box_of_point = np.unique(column * stride + row, return_inverse=True)
    label = np.arange(boxes.size)
    links = []
    for offset in (1, stride - 1, stride, stride + 1):
        found = np.searchsorted(boxes, boxes + offset)
        found[found == boxes.size] = 0
        here = np.flatnonzero(boxes[found] == boxes + offset)
        links.append(np.stack((here, found[here])))
    a, b = np.concatenate(links, axis=1)
    while (label[a] != label[b]).any():
        low = np.minimum(label[a], label[b])
        np.minimum.at(label, label[a], low)
        np.minimum.at(label, label[b], low)
        while (label[label] != label).any():
            label = label[label]
    return np.unique(label, return_inverse=True)[1][box_of_point]


def grouped(labels: NDArray) -> list[NDArray[np.intp]]:
    """The numbers of the items (n,) that each label has, by ascending label."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if order.size else []


def dilated(flags: Flags, before: int, after: int) -> Flags:
    """The flags (rows, columns) spread over squares around them.

    Each reaches `before` rows and columns towards the first ones, and `after` towards the last.
    """
    if not flags.any():
        return flags
    for _ in range(2):  # along the rows, then, turned over, along the columns
        wide = flags.copy()
        for k in range(1, before + 1):
            wide[:-k] |= flags[k:]
        for k in range(1, after + 1):
            wide[k:] |= flags[:-k]
        flags = wide.T
    return flags
