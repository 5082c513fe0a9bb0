"""Typed maths, cut into tokens.

What people type or paste is brought to one alphabet first (full-width letters of East Asian
keyboards, the minus and dots of typeset text, superscripts), one character for one, so that
every position in an error is a position in what they see.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formulas.errors import FormulaError
from formulas.functions import Language

MAX_CHARACTERS = 500
MAX_TOKENS = 250
MAX_DIGITS = 40

CONSTANTS = ("pi", "e")

_LOOKALIKES = {
    **dict.fromkeys("−–—‐‑‒﹣", "-"),
    **dict.fromkeys("·×∙⋅∗•", "*"),
    **dict.fromkeys("÷⁄∕", "/"),
    **dict.fromkeys("｜∣❘", "|"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", " "),
    "≤": "≤",
    "≥": "≥",
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
_SYMBOL_NAMES = {"π": "pi", "√": "sqrt", "∛": "cbrt"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z_0-9]*")
_COMPARISON = re.compile(r"<=|>=|<|>|≤|≥")
_ADVICE = {
    "=": "Write one expression; an equation a = b can become the loss (a - b)^2.",
    "!": "Factorials are not known here.",
    "%": "Remainders are not known here.",
    ",": "A comma separates the arguments of min and max; write decimals with a point, as 1.5.",
    "∞": "Infinity is not a number to compute with.",
}


@dataclass(frozen=True)
class Token:
    """One piece of a formula. `kind` is number, name, constant, function, one of the signs
    + - * / ^ | , or open, close, compare, end."""

    kind: str
    text: str
    position: int
    glued: bool  # no space stands between it and the token before
    split: bool = False  # cut from the same word as the token before: the y of xy


def tokenize(text: str, language: Language) -> list[Token]:
    """Cuts `text` into tokens; the last has kind "end". Raises `FormulaError`."""
    if len(text) > MAX_CHARACTERS:
        raise FormulaError(
            f"This is {len(text)} characters long; {MAX_CHARACTERS} is the limit.", MAX_CHARACTERS
        )
    tokens: list[Token] = []
    for token in _scan(text, language):
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            raise FormulaError(
                f"This has too many parts; {MAX_TOKENS} numbers, names and signs are the limit.",
                token.position,
            )
    return tokens


def _scan(text: str, language: Language) -> Iterator[Token]:
    text = "".join(map(_plain, text))
    position = 0
    end_of_last = 0
    while position < len(text):
        character = text[position]
        glued = end_of_last == position
        if character.isspace():
            position += 1
            continue
        if match := _NUMBER.match(text, position):
            if sum(map(str.isdigit, match.group())) > MAX_DIGITS:
                raise FormulaError(
                    f"This number is too long; {MAX_DIGITS} digits are the limit.", position
                )
            yield Token("number", match.group(), position, glued)
        elif match := _WORD.match(text, position):
            yield from _word(match.group(), position, glued, language)
        elif match := _COMPARISON.match(text, position):
            sign = {"≤": "<=", "≥": ">="}.get(match.group(), match.group())
            yield Token("compare", sign, position, glued)
        elif character in _SUPERSCRIPTS:
            run = re.compile(f"[{''.join(_SUPERSCRIPTS)}]+").match(text, position)
            assert run is not None
            position_of_run, raised = position, "".join(_SUPERSCRIPTS[c] for c in run.group())
            if not re.fullmatch(r"-?[0-9]+", raised):
                raise FormulaError("This superscript is not a whole number.", position)
            yield Token("^", "^", position, glued)
            yield Token("open", "(", position_of_run, True)
            if raised.startswith("-"):
                yield Token("-", "-", position_of_run, True)
            yield Token("number", raised.lstrip("-"), position_of_run, True)
            yield Token("close", ")", position_of_run, True)
            match = run
        else:
            length = 2 if text.startswith("**", position) else 1
            yield _sign(text, position, glued)
            match = None
            position += length
            end_of_last = position
            continue
        position = end_of_last = match.end()
    yield Token("end", "", len(text), False)


def _plain(character: str) -> str:
    """The one character of our alphabet that this one stands for."""
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character.isascii() or character in _SUPERSCRIPTS:
        return character
    if character.isspace():
        return " "
    simple = unicodedata.normalize("NFKC", character)
    return simple if len(simple) == 1 and simple.isascii() and simple.isprintable() else character


def _sign(text: str, position: int, glued: bool) -> Token:
    character = text[position]
    if text.startswith("**", position):
        return Token("^", "**", position, glued)
    if character in "+-*/^|,":
        return Token(character, character, position, glued)
    if character in _SYMBOL_NAMES:
        name = _SYMBOL_NAMES[character]
        return Token("constant" if name in CONSTANTS else "function", name, position, glued)
    if character in _BRACKETS:
        return Token("open", character, position, glued)
    if character in _BRACKETS.values():
        return Token("close", character, position, glued)
    advice = _ADVICE.get(character, "Please remove it.")
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    raise FormulaError(f"“{shown}” cannot be used here. {advice}", position)


def _word(word: str, position: int, glued: bool, language: Language) -> Iterator[Token]:
    """A run of letters: a name, or several written without a space (xy, xsin, sinx)."""
    kind = _kind(word, language)
    if kind:
        yield Token(*kind, position, glued)
        return
    pieces = _split(word, language)
    if pieces is None:
        raise FormulaError(_unknown(word, language), position)
    offset = 0
    for piece in pieces:
        kind = _kind(piece, language)
        assert kind is not None
        yield Token(*kind, position + offset, glued or offset > 0, split=offset > 0)
        offset += len(piece)


def _kind(word: str, language: Language) -> tuple[str, str] | None:
    """Kind and proper spelling of a known word, capitals forgiven."""
    for spelling in (word, word.lower()):
        if spelling in language.names:
            return "name", spelling
        if spelling in CONSTANTS:
            return "constant", spelling
        if spelling in language.functions:
            return "function", language.functions[spelling].name
    return None


def _split(word: str, language: Language) -> list[str] | None:
    """`xy` -> x, y; `xcos` -> x, cos; `sinx` -> sin, x. None where it is none of these."""
    names, functions = language.names, language.functions
    letters = {name for name in names if len(name) == 1} | set(CONSTANTS)

    def products(rest: str) -> list[str] | None:
        if not rest:
            return []
        for piece in ("pi", rest[0], rest[0].lower()):
            if piece in letters and rest.lower().startswith(piece.lower()):
                if (tail := products(rest[len(piece) :])) is not None:
                    return [rest[: len(piece)], *tail]
        return None

    if len(word) > 12 or any(character.isdigit() for character in word.rstrip("0123456789")):
        return None
    if (pieces := products(word)) is not None:
        return pieces
    for cut in range(1, len(word)):
        head, tail = word[:cut], word[cut:]
        if tail.lower() in functions and (pieces := products(head)) is not None:
            return [*pieces, tail]
    for cut in range(len(word) - 1, 1, -1):
        head, tail = word[:cut], word[cut:]
        # no constants after a function: `sine` is a slip for sin, not sin(e)
        if head.lower() in functions and all(c in names or c.lower() in names for c in tail):
            return [head, *tail]
    return None


def _unknown(word: str, language: Language) -> str:
    has = f"this {language.what} has {listed(language.names)}"
    if match := re.fullmatch(r"([A-Za-z])([0-9]+)", word):
        letter, digits = match.groups()
        if _kind(letter, language):
            return f"“{word}” is not known; did you mean {letter}^{digits} or {digits}{letter}?"
    if len(word) == 1:
        return f"“{word}” is not known: {has}."
    known = [*language.functions, *CONSTANTS, *language.names]
    close = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if close:
        return f"“{word}” is not known; did you mean {close[0]}?"
    return f"“{word[:40]}” is not known: {has}, and functions like sin, exp and sqrt."


def listed(names: Sequence[str]) -> str:
    """`x and y`; `w, g and t`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "no names"
