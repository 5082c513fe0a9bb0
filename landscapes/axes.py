"""The two axes of a typed loss: its unknown names, or one of them and a partner."""

from __future__ import annotations

from formulas import AXES, FormulaError
from formulas.names import index, shown, stem
from words import say

_PAIRS = (AXES, ("w", "b"), ("u", "v"), ("a", "b"), ("p", "q"), ("theta", "phi"))
_PARTNERLESS = "y"


def two_axes(names: tuple[str, ...]) -> tuple[str, str]:
    """The names of both axes of a loss whose unknown names these are, in their order.

    One name brings a partner that the loss does not depend on: x1 brings x2, w brings b. Raises
    `FormulaError` for more than two.
    """
    if set(names) <= set(AXES):
        return AXES
    if len(names) == 1:
        return _with_partner(names[0])
    if len(names) > 2:
        *first, last = map(shown, names)
        listed = ", ".join(first)
        raise FormulaError(say("formula.too_many_names", count=len(names), first=listed, last=last))
    return names[0], names[1]


def _with_partner(name: str) -> tuple[str, str]:
    letter, digits = stem(name), index(name)
    if digits:
        number = int(digits)
        return (name, f"{letter}{number + 1}") if number < 2 else (f"{letter}{number - 1}", name)
    return next((pair for pair in _PAIRS if name in pair), (name, _PARTNERLESS))
