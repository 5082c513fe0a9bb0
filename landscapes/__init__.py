"""Losses of two variables: one typed, or one of the catalogue."""

from landscapes.catalog import CATALOG
from landscapes.data import DATA, DataLandscape, DataSet, read_csv
from landscapes.landscape import Landscape

__all__ = ["CATALOG", "DATA", "DataLandscape", "DataSet", "Landscape", "read_csv"]
