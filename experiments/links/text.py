"""How values stand in a link: numbers, choices and formulas as short, plain, exact text.

A link keeps to letters, digits, `-` `.` `_` `~` and the space: the characters that every browser,
messenger and QR code carries unchanged (a space as `+`). Only brackets and the rarer signs of a
formula need percent-encoding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import partial

from experiments.limits import MAX_DIGITS
from formulas.tokens import plain
from words import Said, into

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:e-?[0-9]{1,3})?")
_BETWEEN_NUMBERS = re.compile(r"[_,; ]")

# `~~` cannot be a power sign twice, which no formula has.
_FORMULA_TO_LINK = str.maketrans({"+": " ", " ": "_", "^": "~", "_": "~~"})
_LINK_TO_FORMULA = {" ": "+", "_": " ", "~": "^", "~~": "_"}

_MARKUP_TO_PLAIN = str.maketrans(
    {"*": "×", "<": "‹", ">": "›", "[": "(", "]": ")", **dict.fromkeys("_~`$#\\&", " ")}
)
_MAX_SENTENCE = 160


class UnreadableError(ValueError):
    """A parameter that is left out; `message` is a sentence why, "" if it just cannot be read."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


def write_number(value: float) -> str:
    """The shortest decimal that gives the identical float64 back: 0.1, 5, 1e-08."""
    return repr(float(value)).removesuffix(".0").replace("e+", "e")


def read_number(text: str) -> float:
    """The finite number that `text` is, in plain decimal digits. Raises `UnreadableError`."""
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise UnreadableError
    value = float(text)
    if not math.isfinite(value):
        raise UnreadableError
    return value


def write_numbers(values: Iterable[float]) -> str:
    """Numbers with `_` between them."""
    return "_".join(map(write_number, values))


def read_numbers(text: str, count: int) -> tuple[float, ...]:
    """So many numbers with `_` or a comma between them. Raises `UnreadableError`."""
    numbers = tuple(map(read_number, _BETWEEN_NUMBERS.split(text)))
    if len(numbers) != count:
        raise UnreadableError
    return numbers


def write_formula(text: str) -> str:
    """A formula with `+` as a space (a `+` in the address), a space as `_` and `^` as `~`.

    Lookalikes from other keyboards and typeset pages go as the plain signs that they stand for.
    """
    return plain(text).translate(_FORMULA_TO_LINK)


def read_formula(text: str) -> str:
    """What `write_formula` wrote; a plain `^` or `+` typed by hand stays as it is."""
    return re.sub("~~|[ _~]", lambda match: _LINK_TO_FORMULA[match.group()], text)


def plain_sentence(text: str) -> Said:
    """`text` on one line, shortened, without a sign that HTML or Markdown would act on."""
    return Said(partial(_plain_sentence, text))


def _plain_sentence(text: str, language: str) -> str:
    shown = into(text, language).translate(_MARKUP_TO_PLAIN)
    line = "".join(c if c.isprintable() else " " for c in shown)
    if len(line) > _MAX_SENTENCE:
        line = f"{line[:_MAX_SENTENCE].rstrip()} …"
    return line


def quoted(text: str) -> str:
    """The beginning of a visitor's word, for a sentence: its letters and digits alone."""
    return f"“{''.join(c for c in text[:20] if c.isascii() and c.isalnum())}”"
