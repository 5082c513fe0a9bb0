"""What a formula may be made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formulas.functions import FUNCTIONS, TypedFunction
from words import say


@dataclass(frozen=True)
class Language:
    """What a formula may be made of: its variables, the functions, and the noun for messages."""

    names: tuple[str, ...] = ("x", "y")
    what: str = say("formula.loss")
    functions: Mapping[str, TypedFunction] = field(default_factory=lambda: FUNCTIONS)
