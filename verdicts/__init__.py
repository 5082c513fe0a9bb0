"""What became of a run, and why: measured, classified, put into words."""

from verdicts.classify import ARRIVAL_RADIUS
from verdicts.context import loss_context
from verdicts.events import Event, EventKind
from verdicts.facts import Facts, Kind
from verdicts.judge import Verdict, judge
from verdicts.phrases import event_text

KINDS = tuple(Kind)

__all__ = [
    "ARRIVAL_RADIUS",
    "KINDS",
    "Event",
    "EventKind",
    "Facts",
    "Kind",
    "Verdict",
    "event_text",
    "judge",
    "loss_context",
]
