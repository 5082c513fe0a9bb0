"""What a formula may be made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from formulas.functions import FUNCTIONS
from formulas.names import canonical
from formulas.typed_function import TypedFunction
from words import Said, say


@dataclass(frozen=True)
class Language:
    """What a formula may be made of: its variables, the functions, and the noun for messages.

    `counting` are names beside the variables, with which sums count.
    """

    names: tuple[str, ...] = ("x", "y")
    what: str = say("formula.loss")
    functions: Mapping[str, TypedFunction] = field(default_factory=lambda: FUNCTIONS)
    counting: tuple[str, ...] = ()

    @property
    def has(self) -> Said:
        """What names there are: `this loss has w, g and t`."""
        told = [name for name in self.names if name not in self.counting]
        if not told:
            return say("formula.has_none", what=self.what)
        *first, last = told
        key = "formula.has_many" if first else "formula.has_one"
        return say(key, what=self.what, first=", ".join(first), last=last)

    def called(self, word: str) -> str | None:
        """The name that a word calls in any spelling of its index: x₁ and X_1 call x1."""
        one = canonical(word)
        return self._canonical.get(one) or self._canonical.get(one.lower())

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return {canonical(name): name for name in self.names}
