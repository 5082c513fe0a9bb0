"""Tables of data: data sets, those that are built in, tables as CSV."""

from landscapes.data.columns import AmbiguousMarksError, Doubt
from landscapes.data.data_set import DataSet
from landscapes.data.from_csv import ReadTable, read_csv, read_table

__all__ = ["AmbiguousMarksError", "DataSet", "Doubt", "ReadTable", "read_csv", "read_table"]
