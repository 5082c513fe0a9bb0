"""Experiments as values: `Experiment`, its link, and the one that a visitor sees first."""

from experiments.experiment import Entrant, Experiment
from experiments.links import Opened, from_query, query_text, to_query
from experiments.opening import OPENING
from experiments.view import View

__all__ = [
    "OPENING",
    "Entrant",
    "Experiment",
    "Opened",
    "View",
    "from_query",
    "query_text",
    "to_query",
]
