"""Tokens of typed maths.

What people type or paste is brought to one alphabet first (full-width letters of East Asian
keyboards, the minus and dots of typeset text, superscripts), one character for one, so that
every position in an error is a position in what they see.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formulas.elsewhere import ADVICE, LOGARITHM, MEANT
from formulas.errors import FormulaError, refusal
from formulas.functions import CONSTANTS
from formulas.language import Language
from formulas.names import WORD, canonical, stem, together, variable
from formulas.series import SIGNS
from words import Said, say

MAX_CHARACTERS = 500
MAX_TOKENS = 250
MAX_DIGITS = 40

CLOSES = {"(": ")", "[": "]", "{": "}"}
"""The bracket that closes each."""

_LOOKALIKES = {
    **dict.fromkeys("−–—―‐‑‒﹣ーｰ", "-"),
    **dict.fromkeys("·×∙⋅∗•✕✖⨯ㆍ・･‧", "*"),
    **dict.fromkeys("÷⁄∕", "/"),
    **dict.fromkeys("｜∣❘ǀ∥‖", "|"),
    **dict.fromkeys("∧⋀ˆ˄", "^"),
    **{"、": ",", "〔": "(", "〕": ")", "【": "[", "】": "]", "∼": "~", "≦": "≤", "≧": "≥"},
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", " "),
}
# Forms of one letter: full-width, and the italic and bold letters of typeset mathematics. Raised
# and lowered ones (the x of eˣ) are not the plain letter.
_FORMS_OF_LETTERS = ("", "<wide>", "<narrow>", "<small>", "<font>")
_SAME_GREEK = "ϑϕϵϱµ"
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸ", "0123456789+-()xy", strict=True))
_SYMBOL_NAMES = {"π": "pi", "√": "sqrt", "∛": "cbrt"}
# What is meant where the keyboard was still a Korean one.
_HANGUL = {"ㅠ": "pi", "ㅡ": "-", "ㅌ": "x", "ㅛ": "y", "ㄷ": "e"}
_COMPARISONS = {"≤": "<=", "≥": ">=", "≠": "!="}
_PIECE = re.compile(
    rf"""
    (?P<space>   \s+ )
    | (?P<range>   \.\.\.? | … )
    | (?P<number>  (?: [0-9]+ (?: \.(?!\.) [0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
    | (?P<word>    {WORD} )
    | (?P<compare> [<>]=? | [≤≥≠] | != )
    | (?P<equals>  ==? )
    | (?P<raised>  [{"".join(_RAISED)}]+ )
    | (?P<power>   \*\* | \^ )
    | (?P<sign>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_HAT = re.compile(rf"\s*(?:\*\*|\^|[{''.join(_RAISED)}])")


@dataclass(frozen=True)
class Token:
    """One piece of a formula.

    `kind` is number, name, constant, function, unknown (a word that is none of these), one of the
    signs + - * / ^ | , ; or open, close, compare, equals, end.
    """

    kind: str
    text: str
    position: int
    glued: bool  # no space stands between it and the token before
    split: bool = False  # cut from the same word as the token before: the y of xy


def plain(text: str) -> str:
    """`text` in the alphabet of the language, one character for one.

    Raises `FormulaError` for a text that is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise refusal(
            "formula.too_many_characters", MAX_CHARACTERS, length=len(text), most=MAX_CHARACTERS
        )
    return "".join(map(_plain, text))


def tokenize(text: str, language: Language) -> list[Token]:
    """The tokens of `text`, which went through `plain`; the last has kind "end".

    Raises `FormulaError`.
    """
    tokens: list[Token] = []
    for token in scan(text, language):
        if token.kind == "unknown":
            raise FormulaError(_unknown(token.text, language), token.position)
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            raise refusal("formula.too_many_parts", token.position, most=MAX_TOKENS)
    return [*tokens, Token("end", "", len(text), False)]


def scan(text: str, language: Language, start: int = 0) -> Iterator[Token]:
    """The tokens of `text`, whose first character is character `start` of the formula.

    A word that is nothing known has the kind "unknown".
    """
    glued = False
    for match in _PIECE.finditer(text):
        kind, piece, position = match.lastgroup, match.group(), start + match.start()
        if kind == "number":
            if sum(map(str.isdigit, piece)) > MAX_DIGITS:
                raise refusal("formula.too_many_digits", position, most=MAX_DIGITS)
            yield Token("number", piece, position, glued)
        elif kind == "word":
            raised = power_follows(text, match.end())
            yield from _word(piece, position, glued, raised, language)
        elif kind == "range":
            yield Token("range", "..", position, glued)
        elif kind == "compare":
            yield Token("compare", _COMPARISONS.get(piece, piece), position, glued)
        elif kind == "equals":
            yield Token("equals", piece, position, glued)
        elif kind == "power":
            yield Token("^", piece, position, glued)
        elif kind == "raised":
            yield Token("^", "^", position, glued)
            yield Token("open", "(", position, True)
            yield from scan("".join(_RAISED[c] for c in piece), language, position)
            yield Token("close", ")", position + len(piece) - 1, True)
        elif kind == "sign":
            if glued and text[match.start() - 1].isdigit():
                _refuse_mixed_number(piece, position, text[: match.start()])
            yield _sign(piece, position, glued, language)
        glued = kind != "space"


def power_follows(text: str, at: int) -> bool:
    """Whether the next sign from character `at` on raises what stands before it."""
    return _HAT.match(text, at) is not None


def _plain(character: str) -> str:
    """The one character of our alphabet that this one stands for."""
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character.isascii():
        return character
    if character.isspace():
        return " "
    form = unicodedata.decomposition(character).rpartition(" ")[0]
    letter = unicodedata.normalize("NFKC", character)
    plain_letter = form in _FORMS_OF_LETTERS and (letter.isascii() or variable(letter))
    return letter if plain_letter or character in _SAME_GREEK else character


def _refuse_mixed_number(character: str, position: int, before: str) -> None:
    """Refuses 2½, which is two and a half for most, and would be a product as 2(1/2)."""
    if unicodedata.decomposition(character).startswith("<fraction>"):
        part = unicodedata.normalize("NFKC", character).replace("⁄", "/")
        whole = before[len(before.rstrip("0123456789.")) :]
        shown = {"one": f"({whole} + {part})", "other": f"{whole}*({part})"}
        raise refusal("formula.which_of_two", position, **shown)


def _sign(character: str, position: int, glued: bool, language: Language) -> Token:
    if character in "+-*/|,;":
        return Token(character, character, position, glued)
    if character in _SYMBOL_NAMES:
        name = _SYMBOL_NAMES[character]
        return Token("constant" if name in CONSTANTS else "function", name, position, glued)
    if character in CLOSES:
        return Token("open", character, position, glued)
    if character in CLOSES.values():
        return Token("close", character, position, glued)
    shown = _quoted(character if character.isprintable() else f"U+{ord(character):04X}")
    letters = unicodedata.normalize("NFKC", character)
    meant = _HANGUL.get(character) or (letters if letters in language.functions else None)
    if meant:
        raise refusal("formula.did_you_mean", position, shown=shown, close=meant)
    if unicodedata.name(character, "").startswith("HANGUL"):
        raise refusal("formula.hangul", position, shown=shown)
    if character.isalpha():
        raise refusal("formula.unknown_letter", position, shown=shown, has=language.has)
    if unicodedata.decomposition(character).startswith("<fraction>"):
        halves = unicodedata.normalize("NFKC", character).replace("⁄", "/")
        raise refusal("formula.write_fraction", position, fraction=f"({halves})", shown=shown)
    raise FormulaError(_unusable(shown, ADVICE.get(character, "remove")), position)


def _word(
    word: str, position: int, glued: bool, raised: bool, language: Language
) -> Iterator[Token]:
    """A run of letters: a name, or several written without a space (xy, xsin, sin2x).

    `raised` where a power follows.
    """
    pieces = [word] if _kind(word, language) else split(word, language, raised)
    if pieces is None:
        yield Token("unknown", word, position, glued)
        return
    offset = 0
    for piece in pieces:
        kind, text = _kind(piece, language) or ("number", piece)
        yield Token(kind, text, position + offset, glued or offset > 0, split=offset > 0)
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
        if spelling in SIGNS:
            return "series", spelling
    name = language.called(word)
    return ("name", name) if name else None


def split(word: str, language: Language, raised: bool) -> list[str] | None:
    """The parts of a word of several names, numbers and functions; None where it is none.

    `xy` -> x, y; `x1x2` -> x1, x2; `xcos` -> x, cos; `xsin2x` -> x, sin, 2, x. None also where
    nobody is likely to have meant that: `eye`, `xxy`, `pie`. `raised` where a power follows.
    """
    if (letters := _letters(word, language, CONSTANTS)) is not None:
        return letters if _is_product(letters, raised) else None
    longest = max(map(len, language.functions))
    for start in range(len(word)):
        before = _letters(word[:start], language, CONSTANTS)
        for end in range(min(len(word), start + longest), start + 1, -1):
            function, rest = word[start:end].lower(), word[end:]
            if before is None or function not in language.functions:
                continue
            if not _is_product(before, raised=False):
                return None
            if not rest:
                return [*before, word[start:end]]
            match = re.fullmatch("([0-9]*)([^0-9_].*)", rest)
            # log2x is log2(x) or log(2x)
            if match is None or function[-1].isdigit() or function + match[1] in _digits(language):
                return None
            # no e after a function: `sine` is a slip for sin, not sin(e)
            behind = _letters(match[2], language, ("pi",))
            if behind is not None and _is_product(behind, raised):
                return [*before, word[start:end], *filter(None, [match[1]]), *behind]
    return None


def _is_product(letters: list[str], raised: bool) -> bool:
    """Whether these letters in a row are likely meant as a product: each once, and e in front.

    With a power behind them e may stand last: the xe of xe^-y.
    """
    within = [letter.lower() for letter in (letters[1:-1] if raised else letters[1:])]
    return "e" not in within and len({letter.lower() for letter in letters}) == len(letters)


def _letters(word: str, language: Language, constants: Iterable[str]) -> list[str] | None:
    """`xpiy` -> x, pi, y; `x1x_2` -> x1, x_2. None where a part is no such name."""
    one = together((*filter(variable, language.names), *constants))
    pieces = one.findall(word)
    whole = sum(map(len, pieces)) == len(word) and all(_kind(piece, language) for piece in pieces)
    return pieces if whole else None


def _parted(word: str, language: Language) -> str:
    """`w1height` as w1 height, where it is made of nothing but known names; else empty."""
    names = sorted((*language.names, *CONSTANTS), key=len, reverse=True)
    one = "|".join(map(re.escape, names))
    return " ".join(re.findall(one, word)) if re.fullmatch(f"(?:{one})++", word) else ""


def _digits(language: Language) -> set[str]:
    return {name for name in language.functions if name[-1].isdigit()}


def _unknown(word: str, language: Language) -> Said:
    shown, has = _quoted(word[:40]), language.has
    if word.lower() in ADVICE:
        return _unusable(shown, ADVICE[word.lower()])
    if meant := MEANT.get(word.lower()):
        return say("formula.did_you_mean", shown=shown, close=meant)
    if (match := LOGARITHM.fullmatch(word)) and match[1] not in ("2", "10"):
        return say("formula.log_of_base", shown=shown, base=match[1])
    if match := re.fullmatch("([A-Za-z]+)([0-9]+)([A-Za-z]*)", word):
        name, digits, rest = match.groups()
        if name.lower() in language.functions:
            numbered = name.lower() + digits in language.functions
            if not rest and name.lower() in ("sqrt", "cbrt"):
                one, other = f"{name}({digits})", f"{name}({digits}x)"
                return say("formula.needs_brackets", shown=shown, one=one, other=other)
            rest = rest or "x"
            one = f"{name}{digits}({rest})" if numbered else f"{name}({digits}{rest})"
            other = f"{name}({digits}{rest})" if numbered else f"{name}^{digits}({rest})"
            return say("formula.needs_brackets", shown=shown, one=one, other=other)
    letters = _letters(word, language, CONSTANTS)
    if letters and word.isalpha():
        return say("formula.unknown_product", shown=shown, has=has, product="*".join(letters))
    runs = re.findall("[A-Za-z]+", word)
    plainly = word.isalnum() and word.isascii()
    if plainly and all(_letters(run, language, CONSTANTS) for run in runs):
        power = re.sub("(?<=[A-Za-z])(?=[0-9])", "^", re.sub("(?<=[0-9])(?=[A-Za-z])", "*", word))
        return say("formula.unknown_power", shown=shown, has=has, power=power)
    if len(word) == 1:
        return say("formula.unknown_name", shown=shown, has=has)
    known = [*language.functions, *CONSTANTS, *language.names]
    name = stem(canonical(word))  # of y₁
    parted = _parted(word, language) or (name if name in language.names and len(word) == 2 else "")
    close = [parted] if parted else difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.8)
    if close:
        return say("formula.did_you_mean", shown=shown, close=close[0])
    return say("formula.unknown_word", shown=shown, has=has)


def _quoted(text: str) -> str:
    return f"“{text}”"


def _unusable(shown: str, advice: str) -> Said:
    return say("formula.unusable", shown=shown, advice=say(f"formula.advice.{advice}"))
