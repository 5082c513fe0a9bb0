"""The data part of a race's message: what the browser needs of a loss over data.

With it the browser draws the landscape of one step's batch or of the rows held out over that of
all training rows, retraces a race over them, and shows the rows with what the weights predict.
The loss of one example travels as a function, with both parts of the table and the order in
which the steps see the training rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import Experiment
from landscapes import Loss
from optimizers.compile.javascript import mean_function
from player.fit import picture

MAX_ORDERED = 200_000
"""Row numbers sent: beyond that the batches of a long race over much data stay here."""


@dataclass(frozen=True)
class Examples:
    """The data of a race as they travel; `header` is ready for JSON.

    `tables` are the training rows and those held out, row by row; `order` (epochs, rows) numbers
    the training rows as the steps see them, a batch behind the other in each epoch; None where
    each step sees all, or where they are too many.
    """

    header: dict[str, Any]
    tables: tuple[NDArray[np.float64], NDArray[np.float64]]
    order: NDArray[np.int16] | None

    @property
    def body(self) -> bytes:
        """The numbers, little-endian."""
        parts = [table.astype("<f8").tobytes() for table in self.tables]
        if self.order is not None:
            parts.append(self.order.astype("<u2").tobytes())
        return b"".join(parts)


def examples(experiment: Experiment) -> Examples | None:
    """The data of an experiment; None without data or where the loss has no JavaScript."""
    loss, batches = experiment.landscape.loss, experiment.config.batches
    if loss.data is None:
        return None
    try:
        value, slopes = _printed(loss)
    except TypeError:
        return None
    order = _order(experiment, loss.rows)
    header = {
        "value": value,
        "slopes": slopes,
        "columns": len(loss.data.columns),
        "training": loss.rows,
        "held_out": len(loss.data.testing),
        "batch": batches.size if batches and order is not None else 0,
        "epochs": len(order) if order is not None else 0,
    }
    if (fit := picture(loss)) is not None:
        header["fit"] = fit
    return Examples(header, (loss.data.training, loss.data.testing), order)


def _order(experiment: Experiment, rows: int) -> NDArray[np.int16] | None:
    batches = experiment.config.batches
    if batches is None or batches.size >= rows:
        return None
    epochs = -(-experiment.config.steps // -(-rows // batches.size))
    if epochs * rows > MAX_ORDERED:
        return None
    blocks: list[NDArray[np.int16]] = []
    orders = batches.orders(rows, experiment.seed)
    while sum(map(len, blocks)) < epochs:
        blocks.append(next(orders))
    return np.concatenate(blocks)[:epochs]


@lru_cache(maxsize=128)
def _printed(loss: Loss) -> tuple[str, str]:
    return mean_function(loss, slopes=False), mean_function(loss, slopes=True)
