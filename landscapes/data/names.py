"""Short names by which formulas call the columns of a table, whatever stands above them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, count

from formulas import FUNCTIONS
from formulas.tokens import CONSTANTS
from landscapes.data.data_set import NAME

MAX_NAME = 20

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTERS = {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "ł": "l", "Ł": "L"}


def short_names(labels: Sequence[str]) -> tuple[str, ...]:
    """A name for each column, as much of its label as can be typed, without units.

    In small letters, by which a formula forgives capitals. A label without Latin letters, or one
    that means something else in formulas, gives way to `c` and the number of its column.
    """
    names: list[str] = []
    for number, label in enumerate(labels, 1):
        name = _typed(label)
        if not NAME.fullmatch(name) or name in {*CONSTANTS, *FUNCTIONS}:
            name = f"c{number}"
        names.append(_unlike(name, names))
    return tuple(names)


def _unlike(name: str, others: Sequence[str]) -> str:
    """The name, with a number behind it where others have it already."""
    taken = {_bare(one) for one in others}
    numbered = (f"{name}_{behind}" for behind in count(2))
    return next(one for one in chain((name,), numbered) if _bare(one) not in taken)


def _typed(label: str) -> str:
    """The Latin letters and digits of a label, its words joined by _."""
    text = "".join(_LETTERS.get(one, one) for one in _BRACKETS.sub(" ", label))
    text = unicodedata.normalize("NFKD", text)
    if any(one.isalpha() and not one.isascii() for one in text):
        return ""
    words = re.findall("[A-Za-z0-9]+", "".join(one for one in text if not _accent(one)))
    name = "_".join(words).lower()
    while len(name) > MAX_NAME and "_" in name:
        name = name.rpartition("_")[0]
    return name[:MAX_NAME]


def _accent(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _bare(name: str) -> str:
    """Two names that differ in _ alone could be taken for each other."""
    return name.replace("_", "")
