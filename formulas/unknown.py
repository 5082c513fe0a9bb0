"""The variables of a formula that nobody has named beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formulas.errors import FormulaError, refusal
from formulas.language import Language
from formulas.left_side import LeftSide, left_side
from formulas.names import (
    LIKE_FUNCTIONS,
    WORD,
    canonical,
    in_natural_order,
    index,
    stem,
    variable,
    variables_in,
    with_indices,
)
from formulas.parser import parse
from formulas.pasted import rewritten
from formulas.series import index_of, indexed_words, letters, name_at
from formulas.tokens import Token, power_follows, scan, split

AXES = ("x", "y")
"""What a loss is taken to be of where nothing else is said."""


@dataclass(frozen=True)
class _Use:
    """A variable where it stands; `glued` where its index may be meant for a power: x2."""

    name: str
    position: int
    glued: bool


def unknown_names(text: str, language: Language) -> tuple[str, ...]:
    """The variables that `text` has beyond the language's names.

    They stand in the order of a left side, f(x2, x1) =, those that it has not in natural order: a,
    w2, w10. Words of several letters are variables only where a left side has them, and letters
    written together, wb, only where each is known: x and y always are, in a language without names.
    Raises `FormulaError` where `text` cannot be read with these names, and where it can be read in
    two ways.
    """
    given = language if language.names else replace(language, names=AXES)
    typed = rewritten(text, language.names)
    try:
        names = _names(typed.text, language, given)
    except FormulaError as error:
        raise typed.placed(error) from None
    known = (
        given if set(names) <= set(given.names) else replace(given, names=(*language.names, *names))
    )
    parse(text, known)
    return names


def _names(text: str, language: Language, given: Language) -> tuple[str, ...]:
    names = _names_behind(left_side(text, language), text, language, given)
    if set(names) <= set(AXES):  # y = x^2 is an equation of x and y, y = w^2 + b is not
        return _names_behind(left_side(text, given), text, language, given)
    return names


def _names_behind(
    side: LeftSide, text: str, language: Language, given: Language
) -> tuple[str, ...]:
    body = with_indices(side.blanked(text))
    declared = tuple(name for name in side.names if not language.called(name))
    counting = letters(body)
    indexed = indexed_words(body, counting)
    uses = [
        use
        for use in _uses(body, language, (*given.names, *declared, *counting, *indexed))
        if use.name not in counting and use.name not in indexed
    ]
    _refuse_powers(uses, language, side, body)
    _refuse_calls(uses, body)
    _refuse_xi(uses, language, body)
    used = {use.name for use in uses}
    for word in indexed:
        used.update(name_at(word, value) for value in counting[index_of(word) or ""])
    # The x of f(x) = x1^2 + x2^2 is no variable itself.
    vectors = {stem(name) for name in used if index(name)}.difference(used)
    first = tuple(name for name in declared if name not in vectors)
    return (*first, *in_natural_order(used.difference(first)))


def _uses(body: str, language: Language, known: tuple[str, ...]) -> list[_Use]:
    """Where `body` has variables, beside the language's names; those that are `known` are such."""
    uses: list[_Use] = []
    together: list[Token] = []
    for token in scan(body, replace(language, names=known)):
        name = variable(token.text) or _indexed(token.text, known)
        if token.kind == "name" and token.text not in language.names:
            uses.append(_use(token.text, token.position, body))
        elif token.kind == "unknown" and name and stem(name) not in language.names:
            uses.append(_use(name, token.position, body))
        elif token.kind == "unknown":
            together.append(token)
    likely = (*known, *(use.name for use in uses))
    for token in together:
        raised = power_follows(body, token.position + len(token.text))
        uses += _uses_together(token, raised, language, likely)
    return uses


def _indexed(word: str, known: tuple[str, ...]) -> str | None:
    """The name of one of several numbers, as the params_1 of f(params) =."""
    name = canonical(word).lower()
    return name if stem(name) in known else None


def _uses_together(
    word: Token, raised: bool, language: Language, likely: tuple[str, ...]
) -> Iterator[_Use]:
    """The variables of a word of several. Those with an index and Greek letters need not be likely.

    `raised` where a power follows. Raises `FormulaError` for two letters one of which is not
    likely.
    """
    sure = (name for typed, name in variables_in(word.text) if index(name) or not typed.isascii())
    wide = replace(language, names=tuple(dict.fromkeys((*likely, *sure))))
    pieces = split(word.text, wide, raised)
    if pieces is None:
        if close := _apart(word.text, language, likely):
            shown = f"“{word.text}”"
            raise refusal("formula.did_you_mean", word.position, shown=shown, close=" ".join(close))
        return
    offset = 0
    for piece in pieces:
        if (name := wide.called(piece)) and name not in language.names:
            yield _use(name, offset, word.text, word.position)
        offset += len(piece)


def _apart(word: str, language: Language, likely: tuple[str, ...]) -> Sequence[str]:
    """The parts that a word is likely to have though they are not all known: w b, w sin b."""
    found = set(word.lower())
    each_once = len(found) == len(word)
    strange = len(found.difference(likely))
    if all(map(variable, word)) and each_once and (len(word) == 2 or strange == 1):
        return word
    names = "|".join(sorted((*language.names, *likely), key=len, reverse=True))
    beside = re.fullmatch(rf"(?i)(\D[0-9]*)({names})|({names})(\D[0-9]*)", word)
    if beside and variable(beside[1] or beside[4]):
        return [part for part in beside.groups() if part]
    around = re.fullmatch(f"(.)({'|'.join(language.functions)})(.?)", word.lower())
    if around and all(map(variable, around[1] + around[3])):
        return [part for part in around.groups() if part]
    return ""


def _use(name: str, at: int, text: str, start: int = 0) -> _Use:
    glued = bool(index(name)) and text[at:].lower().startswith(name)
    return _Use(name, start + at, glued)


def _refuse_calls(uses: list[_Use], body: str) -> None:
    """Raises `FormulaError` for the f of f(x), which looks like a function that is not known."""
    for use in uses:
        if use.name in AXES or index(use.name):
            continue
        spelled = body[use.position :].lower().startswith(use.name)
        end = use.position + (len(use.name) if spelled else 1)
        names_alone = rf"\(\s*{WORD}\s*(?:,\s*{WORD}\s*)*\)"
        if re.compile(r"\(" if use.name in LIKE_FUNCTIONS else names_alone).match(body, end):
            letter = body[use.position : end]
            fields = {"shown": f"“{letter}(...)”", "product": f"{letter}*(...)"}
            raise refusal("formula.call_or_product", use.position, **fields)


def _refuse_xi(uses: list[_Use], language: Language, body: str) -> None:
    """Raises `FormulaError` for xi, which beside an x may be x times i or one of several x."""
    has_x = any(stem(name) == "x" for name in (*language.names, *(use.name for use in uses)))
    for use in uses:
        if has_x and use.name == "xi" and body[use.position].isascii():
            fields = {"shown": "“xi”", "name": "ξ", "power": "x*i"}
            raise refusal("formula.index_or_power", use.position, **fields)


def _refuse_powers(uses: list[_Use], language: Language, side: LeftSide, body: str) -> None:
    """Raises `FormulaError` for the x2 of x2 + y, x2 + y2, 3x2 and y = x2, which may be x^2."""
    names = {use.name for use in uses}
    for use in uses:
        letter, digits = stem(use.name), index(use.name)
        if not use.glued or int(digits) < 2 or {use.name, letter} & {*side.names}:
            continue
        others = names.difference({use.name})
        alike = {name for name in (*others, *language.names) if stem(name) == letter != name}
        # x2 beside x or y, behind y =, or alone of its letter: a2 + b.
        bare = bool(names & {letter, *(AXES if letter in AXES else ())})
        behind = letter in AXES and side.name in AXES and not alike
        raised = power_follows(body, use.position + len(use.name))
        lone = letter in AXES and not (others or raised)
        if bare or behind or lone or (others and not alike and len(letter) == 1):
            fields = {"name": f"{letter}_{digits}", "power": f"{letter}^{digits}"}
            raise refusal("formula.index_or_power", use.position, shown=f"“{use.name}”", **fields)
