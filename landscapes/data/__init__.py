"""Tables of data: data sets, those that are built in, tables as CSV."""

from landscapes.data.data_set import DataSet
from landscapes.data.from_csv import read_csv

__all__ = ["DataSet", "read_csv"]
