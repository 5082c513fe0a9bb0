"""Losses over the built-in tables, each with what it teaches."""

from landscapes.data.tables import BLOBS, COPIES, LINE, PRODUCT, SINE
from landscapes.data_loss import DataLoss
from landscapes.landscape import Landscape
from landscapes.texts import with_texts

DATA = with_texts(
    "losses.data",
    {
        "line": Landscape(
            DataLoss("(w1 u + w2 - v)^2", LINE),
            x_range=(-3.0, 5.0),
            y_range=(-4.0, 4.0),
            start=(-2.2, 3.2),
        ),
        "blobs": Landscape(
            DataLoss("ln(1 + e^(-v (w1 u1 + w2 u2)))", BLOBS),
            x_range=(-4.0, 6.0),
            y_range=(-4.0, 5.0),
            start=(-3.2, 4.2),
        ),
        "sine": Landscape(
            DataLoss("(w2 tanh(w1 u) - v)^2", SINE),
            x_range=(-3.0, 3.0),
            y_range=(-2.5, 2.5),
            start=(-0.4, 0.9),
        ),
        "wave": Landscape(
            DataLoss("(sin(w1 u + w2) - v)^2", SINE),
            x_range=(0.0, 4.5),
            y_range=(-1.5, 1.5),
            start=(2.9, 0.4),
        ),
        "valley": Landscape(
            DataLoss("(w1 w2 u - v)^2", PRODUCT),
            x_range=(-3.5, 3.5),
            y_range=(-3.5, 3.5),
            start=(3.0, -0.4),
        ),
        "copies": Landscape(
            DataLoss("(w1 u1 + w2 u2 - v)^2", COPIES),
            x_range=(-0.4, 0.8),
            y_range=(-0.4, 0.8),
            start=(0.0, 0.0),
            source="After Wilson et al., The marginal value of adaptive gradient methods in "
            "machine learning, 2017",
        ),
    },
)
