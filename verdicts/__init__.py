"""What became of a run, and why: measured, classified, put into words."""

from verdicts.judge import judge
from verdicts.verdict import KINDS, Event, Verdict

__all__ = ["KINDS", "Event", "Verdict", "judge"]
