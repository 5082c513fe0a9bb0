"""Losses over the built-in tables, each with what it teaches."""

from landscapes.data.tables import BLOBS, COPIES, LINE, PRODUCT, SINE
from landscapes.data_loss import DataLoss
from landscapes.landscape import Landscape
from words import say

DATA: dict[str, Landscape] = {
    "line": Landscape(
        DataLoss("(w1 u + w2 - v)^2", LINE),
        x_range=(-3.0, 5.0),
        y_range=(-4.0, 4.0),
        name=say("losses.data.line.name"),
        start=(-2.2, 3.2),
        lesson=say("losses.data.line.lesson"),
    ),
    "blobs": Landscape(
        DataLoss("ln(1 + e^(-v (w1 u1 + w2 u2)))", BLOBS),
        x_range=(-4.0, 6.0),
        y_range=(-4.0, 5.0),
        name=say("losses.data.blobs.name"),
        start=(-3.2, 4.2),
        lesson=say("losses.data.blobs.lesson"),
    ),
    "sine": Landscape(
        DataLoss("(w2 tanh(w1 u) - v)^2", SINE),
        x_range=(-3.0, 3.0),
        y_range=(-2.5, 2.5),
        name=say("losses.data.sine.name"),
        start=(-0.4, 0.9),
        lesson=say("losses.data.sine.lesson"),
    ),
    "wave": Landscape(
        DataLoss("(sin(w1 u + w2) - v)^2", SINE),
        x_range=(0.0, 4.5),
        y_range=(-1.5, 1.5),
        name=say("losses.data.wave.name"),
        start=(2.9, 0.4),
        lesson=say("losses.data.wave.lesson"),
    ),
    "valley": Landscape(
        DataLoss("(w1 w2 u - v)^2", PRODUCT),
        x_range=(-3.5, 3.5),
        y_range=(-3.5, 3.5),
        name=say("losses.data.valley.name"),
        start=(3.0, -0.4),
        lesson=say("losses.data.valley.lesson"),
    ),
    "copies": Landscape(
        DataLoss("(w1 u1 + w2 u2 - v)^2", COPIES),
        x_range=(-0.4, 0.8),
        y_range=(-0.4, 0.8),
        name=say("losses.data.copies.name"),
        start=(0.0, 0.0),
        lesson=say("losses.data.copies.lesson"),
        source="After Wilson et al., The marginal value of adaptive gradient methods in machine "
        "learning, 2017",
    ),
}
