"""What is asked of a sentence that a layer below the pages said, in Korean."""

from __future__ import annotations

import re
from collections import Counter

from formulas import FUNCTIONS
from formulas.tokens import CONSTANTS
from words import into

HANGUL = re.compile("[가-힣]")
WORD = re.compile("[A-Za-z]{2,}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
QUOTED = re.compile("“[^”]*”")
# Names that are the same in every language.
NAMES = {*WORD.findall(" ".join((*FUNCTIONS, *CONSTANTS))), "LaTeX", "CSV", "UTF", "kB", "MB"}
NAMES |= {"frac", "cdot", "left", "right", "text", "otherwise", "end", "cases"}  # of LaTeX
NAMES |= {"sum", "prod"}


def check(message: str, *named: str) -> None:
    """It is in Korean, has the numbers of the English, and beside names, quotations and words of
    `named`, which are texts that it may repeat, no Latin word."""
    korean = into(message, "ko")
    assert HANGUL.search(korean), korean
    assert Counter(NUMBER.findall(korean)) == Counter(NUMBER.findall(message)), korean
    left = set(WORD.findall(QUOTED.sub(" ", korean)))
    assert left <= NAMES | set(WORD.findall(" ".join(named))), korean
