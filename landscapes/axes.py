"""The two axes of a typed loss: its unknown names, or one of them and a partner."""

from __future__ import annotations

from functools import lru_cache
from string import ascii_lowercase

from formulas import AXES, FormulaError, Language, unknown_names
from formulas.names import index, shown, stem
from landscapes.data.data_set import DataSet
from words import say

WEIGHTS = ("w1", "w2")
"""What the weights of a loss over data are called where nothing else is said."""

_PAIRS = (AXES, ("w", "b"), ("u", "v"), ("a", "b"), ("p", "q"), ("theta", "phi"))


def axes_in(text: str, table: DataSet | None = None) -> tuple[str, str]:
    """The names of both axes of a typed loss, over a table those that are no columns.

    Raises `FormulaError` for a text that cannot be read, and for more than two names.
    """
    names = unknown_in(text, table)
    return two_axes(names, table.columns if table else ()) if names or not table else WEIGHTS


def unknown_in(text: str, table: DataSet | None = None) -> tuple[str, ...]:
    """The names in a typed loss that are no columns. Raises `FormulaError`."""
    return _unknown(text, table.columns if table else ())


@lru_cache(maxsize=256)
def _unknown(text: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    what = say("formula.loss_of_one_example" if columns else "formula.loss")
    return unknown_names(text, Language(columns, what))


def two_axes(names: tuple[str, ...], columns: tuple[str, ...] = ()) -> tuple[str, str]:
    """The names of both axes of a loss whose unknown names these are, in their order.

    One name brings a partner that the loss does not depend on: x1 brings x2, w brings b, but
    none of the `columns`. Raises `FormulaError` for more than two.
    """
    if set(names) <= set(AXES) and not set(AXES) & set(columns):
        return AXES
    if len(names) == 1:
        return _with_partner(names[0], columns)
    if len(names) > 2:
        *first, last = map(shown, names)
        listed = {"count": len(names), "first": ", ".join(first), "last": last}
        if columns:
            raise FormulaError(say("data.too_many_names", columns=", ".join(columns), **listed))
        raise FormulaError(say("formula.too_many_names", **listed))
    return names[0], names[1]


def _with_partner(name: str, columns: tuple[str, ...]) -> tuple[str, str]:
    letter, digits = stem(name), index(name)
    if digits:
        number = int(digits)
        pairs = [(name, f"{letter}{number + 1}")]
        if number > 1:
            pairs.insert(0, (f"{letter}{number - 1}", name))
    else:
        pairs = [pair for pair in _PAIRS if name in pair]
    others = [other for other in ("y", *ascii_lowercase) if other not in (name, "e")]
    pairs += [(name, other) for other in others]
    return next(pair for pair in pairs if not set(pair).difference({name}) & set(columns))
