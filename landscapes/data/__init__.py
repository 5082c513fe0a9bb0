"""Losses over data: data sets, the mean of one example's loss over them, tables as CSV."""

from landscapes.data.built_in import DATA
from landscapes.data.data_set import DataSet
from landscapes.data.from_csv import read_csv
from landscapes.data.mean import DataLandscape

__all__ = ["DATA", "DataLandscape", "DataSet", "read_csv"]
