"""Losses of two variables: one typed, or one of the catalogue."""

from landscapes.catalog import CATALOG
from landscapes.landscape import Landscape

__all__ = ["CATALOG", "Landscape"]
