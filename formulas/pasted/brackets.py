"""Text as pieces and the brackets around them, for what is rewritten from the inside outwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formulas.errors import refusal
from formulas.names import WORD
from formulas.pasted.typed import MAX_DEPTH, Typed
from formulas.tokens import CLOSES

_PIECE = re.compile(
    rf"""
    [0-9]+ (?: \.(?![.*/^+-]) [0-9]* )? (?: [eE][+-]?[0-9]+ )?
    | \.[0-9]+ (?: [eE][+-]?[0-9]+ )?
    | _\w* | {WORD}
    | \s+
    | \*\* | [=!]== | [<>=!:]= | => | -> | && | \|\| | // | :: | \.\.\.?
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Group:
    """Brackets and what stands in them."""

    opening: Typed
    items: tuple[Item, ...]
    closing: Typed

    @property
    def arguments(self) -> list[Sequence[Item]]:
        """What stands between the commas."""
        return split(self.items, ",")


Item = Typed | Group


def grouped(typed: Typed) -> tuple[Item, ...]:
    """The pieces of a text by their brackets. Raises `FormulaError` for one without a partner."""
    stack: list[tuple[Typed, list[Item]]] = [(typed[:0], [])]
    for match in _PIECE.finditer(typed.text):
        piece = typed[match.start() : match.end()]
        if piece.text in CLOSES:
            if len(stack) > MAX_DEPTH:
                raise refusal("formula.too_deep", piece.at(0), most=MAX_DEPTH)
            stack.append((piece, []))
        elif piece.text in CLOSES.values():
            opening, items = stack.pop()
            _check_partners(opening, piece)
            stack[-1][1].append(Group(opening, tuple(items), piece))
        else:
            stack[-1][1].append(piece)
    opening, items = stack[-1]
    if opening.text:
        raise refusal("formula.never_closed", opening.at(0), wanted=CLOSES[opening.text])
    return tuple(items)


def _check_partners(opening: Typed, closing: Typed) -> None:
    wanted = CLOSES.get(opening.text)
    if wanted is None:
        raise refusal("formula.closes_nothing", closing.at(0), closing=closing.text)
    if wanted != closing.text:
        shown = {"opening": opening.text, "closing": closing.text, "wanted": wanted}
        raise refusal("formula.closed_by", closing.at(0), **shown)


def split(items: Sequence[Item], separator: str) -> list[Sequence[Item]]:
    """The runs of items between pieces that are the separator."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if is_piece(item, separator):
            runs.append([])
        else:
            runs[-1].append(item)
    return list(runs)


def is_piece(item: Item, *texts: str) -> bool:
    """Whether it is one of these pieces, and no group."""
    return isinstance(item, Typed) and item.text in texts


def is_blank(item: Item) -> bool:
    """Whether it is nothing but blanks."""
    return isinstance(item, Typed) and item.text.isspace()


def trimmed(items: Sequence[Item]) -> Sequence[Item]:
    """Items without blanks around them."""
    start, end = 0, len(items)
    while start < end and is_blank(items[start]):
        start += 1
    while end > start and is_blank(items[end - 1]):
        end -= 1
    return items[start:end]
