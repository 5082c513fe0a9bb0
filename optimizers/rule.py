"""A rule is its recurrence, in the paper's letters, and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from optimizers.recurrence import Recurrence
from words import say, says


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
    `parent` is the key of the rule that it grew from, `second_parent` that of another, where it
    took something from two.
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
    second_parent: str = ""
    eta_unit: str = "curvature"

    @cached_property
    def parsed(self) -> Recurrence:
        """The recurrence, read. Raises `FormulaError` where its text is wrong."""
        return Recurrence.read(self.recurrence, tuple(s.letter for s in self.settings))

    @property
    def parents(self) -> tuple[str, ...]:
        """The keys of the rules that it grew from."""
        return tuple(key for key in (self.parent, self.second_parent) if key)

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


def told(key: str) -> dict[str, Any]:
    """What is to be read about a rule, as arguments of `Rule`, from `texts/*/rules.toml`."""
    one = {part: say(f"rules.{key}.{part}") for part in ("name", "idea", "when", "convention")}
    return {**one, **{part: says(f"rules.{key}.{part}") for part in ("strengths", "weaknesses")}}
