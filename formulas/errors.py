"""The error that says what is wrong with a formula, and where."""

from __future__ import annotations

from formulas.typed_function import TypedFunction
from words import say


class FormulaError(ValueError):
    """A formula that cannot be used.

    `message` is one or two plain sentences for the person who typed it, `Said` where the reader
    made them; `position` is the character it is about, counted from 0, or None where it is about
    the whole. The error as text is in English.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        if self.position is None:
            return self.message
        return f"{self.message} (character {self.position + 1})"


def refusal(key: str, position: int | None = None, **fields: object) -> FormulaError:
    """The error that says the text `key` of `words`, with its fields."""
    return FormulaError(say(key, **fields), position)


def unusable(text: str, position: int, advice: str) -> FormulaError:
    """The error of something that formulas do not have, with the advice of this key."""
    told = say(f"formula.advice.{advice}")
    return refusal("formula.unusable", position, shown=f"“{text}”", advice=told)


def misused(key: str, function: TypedFunction, position: int, **fields: object) -> FormulaError:
    """The error of a function that is written wrongly: it says how to write it."""
    names = {"function": function.name, "signature": function.signature}
    return refusal(key, position, **names, **fields)
