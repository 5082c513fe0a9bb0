"""What people write before a formula to name it and its variables: `f(x, y) =`, `lambda w, b:`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formulas.functions import CONSTANTS
from formulas.language import Language
from formulas.names import LETTERS, WORD, canonical

_INDEX = r"_?[\[({]([0-9]+)[\])}]"
_ONE = rf"{WORD}(?:{_INDEX})?".replace("([0-9]+)", "[0-9]+")
_LIST = rf"\s*(?:{_ONE}(?:\s*[,;|]\s*{_ONE})*\s*)?"
_PATTERN = re.compile(
    rf"""\s*(?:
        lambda \s+ (?P<of_lambda>{_LIST}) :
        | (?P<name>{WORD}) \s* (?: \( (?P<of_name>{_LIST}) \) )? \s* :?=
    )(?!=)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class LeftSide:
    """What stands before a formula, up to the character `end`.

    `names` are the variables that it declares, canonical, in its order; `name` is what it calls the
    formula.
    """

    names: tuple[str, ...] = ()
    end: int = 0
    name: str = ""

    def blanked(self, text: str) -> str:
        """`text` with blanks in its place: every position stays."""
        return " " * self.end + text[self.end :]


def left_side(text: str, language: Language) -> LeftSide:
    """The left side of `text`, empty where there is none.

    Not sin(x) =, xy = and x =: these are equations.
    """
    match = _PATTERN.match(text)
    if match is None or _is_equation(match, language):
        return LeftSide()
    listed = match["of_lambda"] or match["of_name"] or ""
    words = (re.sub(_INDEX, r"_\1", word.strip()) for word in re.split("[,;|]", listed))
    names = tuple(dict.fromkeys(canonical(word).lower() for word in words if word))
    if any(name in CONSTANTS or name in language.functions for name in names):
        return LeftSide()
    return LeftSide(names, match.end(), (match["name"] or "").lower())


def _is_equation(match: re.Match[str], language: Language) -> bool:
    """Whether what stands before the = is itself something to compute."""
    if match["name"] is None:
        return False
    name = match["name"].lower()
    if name in (*language.functions, *language.names):
        return True
    if match["of_name"] is not None:
        return set(name) <= set(language.names)  # not E(x, y) =
    constant = not re.search(f"[{LETTERS}]", match.string[match.end() :])
    return set(name) <= {*language.names, *CONSTANTS} or (constant and len(name) > 1)
