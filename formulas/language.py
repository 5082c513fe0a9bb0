"""What a formula may be made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from formulas.functions import FUNCTIONS, TypedFunction
from formulas.names import canonical
from words import say


@dataclass(frozen=True)
class Language:
    """What a formula may be made of: its variables, the functions, and the noun for messages."""

    names: tuple[str, ...] = ("x", "y")
    what: str = say("formula.loss")
    functions: Mapping[str, TypedFunction] = field(default_factory=lambda: FUNCTIONS)

    def called(self, word: str) -> str | None:
        """The name that a word calls in any spelling of its index: x₁ and X_1 call x1."""
        one = canonical(word)
        return self._canonical.get(one) or self._canonical.get(one.lower())

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return {canonical(name): name for name in self.names}
