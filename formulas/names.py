"""Names of variables: how they are typed, and the one ASCII spelling that each is called by.

A variable is a letter or a Greek letter, with or without an index: w, θ, x1, w_x. A number as the
index may be typed in many ways, and x_1, x₁, x_{1}, x[1] and x(1) all are x1; θ₁ and theta_1 are
theta1.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from formulas.errors import refusal
from formulas.functions import CONSTANTS, FUNCTIONS

# Not π, which is a number, nor ο, which is an o; Σ and Π stand for sums and products.
GREEK = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta"},
    **{"η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu"},
    **{"ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon"},
    **{"φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega"},
}
_CAPITALS = {letter.upper(): name for letter, name in GREEK.items() if letter != "σ"}
_NAMED = {**GREEK, **_CAPITALS}
_LETTER_OF = {name: letter for letter, name in GREEK.items()}

LOWERED = "₀₁₂₃₄₅₆₇₈₉"
LIKE_FUNCTIONS = {"f", "g", "h", "gamma", "beta", "zeta", "psi"}
"""Names that before a bracket look like a function which is not known."""
_RISEN = str.maketrans(LOWERED, "0123456789")
LETTERS = "A-Za-z" + "".join(_NAMED)
WORD = rf"[{LETTERS}][{LETTERS}_0-9{LOWERED}]*"
"""What a word of a formula looks like, as the source of a pattern."""

_INDEX = rf"_?[0-9]{{1,3}}|[{LOWERED}]{{1,3}}"
_SUFFIX = "_(?![ijkn]$)[A-Za-z]+"  # w_x; not x_i, which stands for several
_INDEXED = re.compile(rf"([A-Za-z]+|[{''.join(_NAMED)}])({_INDEX}|_[A-Za-z]+)?")
_ONE_LETTER = f"(?:{'|'.join(_LETTER_OF)}|[{LETTERS}])"
_VARIABLE = re.compile(f"{_ONE_LETTER}(?:{_INDEX}|{_SUFFIX})?", re.IGNORECASE)
_PART = re.compile(f"{_ONE_LETTER}(?:{_INDEX})?", re.IGNORECASE)
_WORDS = re.compile(WORD)
_NUMBER = r"(?=\(\s*[0-9]+\s*\)|\{\s*[0-9]+\s*\})[({]\s*([0-9]{1,3})\s*[)}]"
_BRACED = re.compile(f"_{_NUMBER}")
_BRACKETED = re.compile(r"\[([0-9]{1,3})\]")
_CALLED = re.compile(rf"\s*{_NUMBER}")


def canonical(word: str) -> str:
    """`word` in ASCII, its index right behind it: θ₁ and theta_1 -> theta1; others as they are."""
    match = _INDEXED.fullmatch(word)
    if match is None:
        return word
    letters, behind = match[1], (match[2] or "").translate(_RISEN)
    return _NAMED.get(letters, letters) + re.sub("^_(?=[0-9])", "", behind)


def variable(word: str) -> str | None:
    """The canonical name of a word that can be a variable wherever it stands, in small letters.

    None for e and pi, for functions, and for other words of several letters.
    """
    if not _VARIABLE.fullmatch(word):
        return None
    name = canonical(word).lower()
    letters = stem(name).partition("_")[0]
    return None if letters in CONSTANTS or name in FUNCTIONS else name


def variables_in(word: str) -> list[tuple[str, str]]:
    """The variables that a word may be written together from: as typed, and canonical."""
    found = ((match[0], variable(match[0])) for match in _PART.finditer(word))
    return [(typed, name) for typed, name in found if name]


def stem(name: str) -> str:
    """A canonical name without its index."""
    return name.rstrip("0123456789")


def index(name: str) -> str:
    """The index of a canonical name, in digits; empty where it has none."""
    return name[len(stem(name)) :]


def shown(name: str) -> str:
    """A canonical name as a visitor reads it: theta1 -> θ1."""
    letters = stem(name).partition("_")[0]
    return _LETTER_OF.get(letters, letters) + name.removeprefix(letters)


def in_natural_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names by their letters, then by the number behind: a, w2, w10."""
    return tuple(sorted(names, key=lambda name: (stem(name), int(index(name) or -1))))


@lru_cache(maxsize=512)
def together(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds these names in every spelling: x1 and x_2 in x1x_2."""
    kinds = sorted((_spelled(canonical(name)) for name in names), key=len, reverse=True)
    return re.compile("|".join(kinds) or "(?!)", re.IGNORECASE)


def _spelled(name: str) -> str:
    """The source of a pattern of all spellings of a name, its index as digits."""
    letters, digits = stem(name), index(name)
    greek = _LETTER_OF.get(letters)
    either = f"(?:{letters}|{greek})" if greek else re.escape(letters)
    if not digits:
        return rf"{either}(?![_0-9{LOWERED}])"
    lowered = "".join(LOWERED[int(digit)] for digit in digits)
    return rf"{either}(?:_?{digits}(?![0-9])|{lowered}(?![{LOWERED}]))"


def with_indices(text: str) -> str:
    """`text` with x_{1}, x[1] and x(1) as x_1, followed by blanks: no character moves.

    x(2) is an index where a letter has several and never stands alone, and a product where it
    does stand alone. Raises `FormulaError` where both can be meant.
    """
    text = _BRACED.sub(lambda match: _padded(f"_{match[1]}", match), text)
    words = list(_WORDS.finditer(text))
    indices = [
        pair
        for pair in _indexed(text, words, _BRACKETED)
        if not _stands_alone(pair[0][0], text, words, _BRACKETED)
    ]
    called: dict[str, list[tuple[re.Match[str], re.Match[str]]]] = {}
    for word, match in _indexed(text, words, _CALLED):
        if variable(word[0]) and not index(canonical(word[0])):
            called.setdefault(canonical(word[0]).lower(), []).append((word, match))
    for pairs in called.values():
        word, match = pairs[0]
        values = {int(match[1]) for _, match in pairs}
        alone = _stands_alone(word[0], text, words, _CALLED)
        if alone and min(values) > 1:  # nobody writes x(1) for 1*x
            continue
        if alone or len(values) == 1:
            typed = text[word.start() : match.end()]
            fields = {"name": f"{word[0]}_{match[1]}", "product": f"{match[1]}*{word[0]}"}
            raise refusal("formula.index_or_product", word.end(), shown=typed, **fields)
        indices += pairs
    for word, match in indices:
        text = text[: word.end()] + _padded(f"_{match[1]}", match) + text[match.end() :]
    return text


def _indexed(
    text: str, words: Collection[re.Match[str]], behind: re.Pattern[str]
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Words that are no functions, with what stands behind them that may be their index."""
    for word in words:
        if word[0].lower() not in FUNCTIONS and not word[0][-1].isdigit():
            if (match := behind.match(text, word.end())) is not None:
                yield word, match


def _stands_alone(
    letters: str, text: str, words: Collection[re.Match[str]], behind: re.Pattern[str]
) -> bool:
    """Whether a name also stands somewhere without an index behind it."""
    own = canonical(letters).lower()
    for word in words:
        if behind.match(text, word.end()) and canonical(word[0]).lower() == own:
            continue
        if word[0].lower() not in FUNCTIONS and own in _parts(word[0]):
            return True
    return False


def _parts(word: str) -> set[str]:
    whole = canonical(word).lower()
    return {whole, *(name for _, name in variables_in(word))}


def _padded(shorter: str, match: re.Match[str]) -> str:
    return shorter.ljust(match.end() - match.start())
