"""Losses of any number of weights, windows on them, and those of the catalogue."""

from landscapes.catalog import CATALOG
from landscapes.data import DataSet, read_csv
from landscapes.data_loss import DataLoss
from landscapes.landscape import Landscape, Plane
from landscapes.loss import FormulaLoss, Loss
from landscapes.over_data import DATA

__all__ = [
    "CATALOG",
    "DATA",
    "DataLoss",
    "DataSet",
    "FormulaLoss",
    "Landscape",
    "Loss",
    "Plane",
    "read_csv",
]
