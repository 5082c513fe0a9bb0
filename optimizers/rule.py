"""A rule is its recurrence, in the paper's letters, and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from optimizers.recurrence import Recurrence


@dataclass(frozen=True)
class Setting:
    """One number that a visitor may turn: its letter in the recurrence, range and meaning."""

    letter: str
    default: float
    low: float
    high: float
    meaning: str
    scale: str = "linear"  # or "log"


@dataclass(frozen=True)
class Rule:
    """An update rule. Only `recurrence` and `settings` are computed with; the rest is to be read.

    The language of `recurrence` is described in `optimizers.recurrence`.
    `eta_unit` says what eta multiplies, and so how a sensible eta scales with the loss:
    "curvature" (a gradient: eta is about 1 over the curvature), "length" (a direction of about
    unit size: eta is a step length on the map), "mixed" (first the one, then the other) or
    "none" (the rule scales itself).
    """

    key: str
    name: str
    family: str  # "direction" (the momentum line), "step size" (the adaptive line) or "both"
    year: int
    paper: str
    idea: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    when: str
    recurrence: str
    settings: tuple[Setting, ...]
    convention: str = ""
    parent: str = ""
    eta_unit: str = "curvature"

    @cached_property
    def parsed(self) -> Recurrence:
        """The recurrence, read. Raises `FormulaError` where its text is wrong."""
        return Recurrence.read(self.recurrence, tuple(s.letter for s in self.settings))

    @property
    def defaults(self) -> dict[str, float]:
        """Each setting's letter and default."""
        return {setting.letter: setting.default for setting in self.settings}

    @property
    def memory(self) -> int:
        """Numbers remembered per weight from one step to the next, beside the weight itself."""
        return len(self.parsed.remembered)

    @property
    def latex(self) -> tuple[str, ...]:
        """The recurrence typeset as it is written, line by line."""
        return self.parsed.latex
