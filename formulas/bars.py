"""Which | opens and which closes: |x||y|, ||x| - 1|.

A bar looks the same on both sides, so what it does follows from what stands around it: behind a
sign it opens, before a sign of a product or a bracket that closes it closes, and each that opens
needs one that closes. Where that leaves two ways, as in |2|x|-1|, blanks decide, or nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from formulas.errors import refusal
from formulas.tokens import Token

_ENDS_OPERAND = ("number", "name", "constant", "close")
_NEVER_AFTER_OPENING = ("*", "/", "^", ",", ";", "close", "compare", "equals", "end")
_BETWEEN_TERMS = ("+", "-", "*", "/")

_MayOpen = Callable[[int, bool], bool]  # of a token and of whether it opens


def bars_told_apart(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each | as an open_bar or a close_bar. Raises `FormulaError`."""
    told = list(tokens)
    for bars in _stretches(tokens):
        for at, opens in zip(bars, _directions(tokens, bars), strict=True):
            told[at] = replace(tokens[at], kind="open_bar" if opens else "close_bar")
    return told


def _stretches(tokens: Sequence[Token]) -> list[list[int]]:
    """Where the bars are that may belong together: in the same brackets, in one argument."""
    done: list[list[int]] = []
    current: list[list[int]] = [[]]
    for at, token in enumerate(tokens):
        if token.kind == "|":
            current[-1].append(at)
        elif token.kind == "open":
            current.append([])
        elif token.kind == "close" and len(current) > 1:
            done.append(current.pop())
        elif token.kind in (",", ";", "compare", "equals"):
            done.append(current[-1])
            current[-1] = []
    return [bars for bars in (*done, *current) if bars]


def _directions(tokens: Sequence[Token], bars: list[int]) -> list[bool]:
    """Whether each of `bars` opens."""

    def by_blanks(at: int, opens: bool) -> bool:
        before, behind = tokens[at].glued, tokens[at + 1].glued
        return before == behind or opens == behind

    ways = _ways(tokens, bars, lambda *_: True)
    if not ways:
        raise refusal("formula.bar_alone", tokens[bars[-1]].position)
    if len(ways) == 1:
        return ways[0]
    by_eye = _ways(tokens, bars, by_blanks)
    if len(by_eye) == 1:
        return by_eye[0]
    if _is_flat(tokens, bars):
        return [i % 2 == 0 for i in range(len(bars))]
    raise refusal("formula.bars_in_two_ways", tokens[bars[0]].position)


def _ways(tokens: Sequence[Token], bars: list[int], may: _MayOpen) -> list[list[bool]]:
    """Ways to pair the bars: none, one, or two of many."""
    # by how many are open, and whether the last one opened: up to two ways to get there
    reached: dict[tuple[int, bool], list[list[bool]]] = {(0, False): [[]]}
    for i, at in enumerate(bars):
        beside = i > 0 and bars[i - 1] == at - 1
        ends_operand = at > 0 and tokens[at - 1].kind in _ENDS_OPERAND
        following: dict[tuple[int, bool], list[list[bool]]] = {}
        for (depth, opened), ways in reached.items():
            behind_operand = not opened if beside else ends_operand
            choices = []
            if tokens[at + 1].kind not in _NEVER_AFTER_OPENING and may(at, True):
                choices.append((depth + 1, True))
            if behind_operand and depth and may(at, False):
                choices.append((depth - 1, False))
            for state in choices:
                kept = following.setdefault(state, [])
                kept += [[*way, state[1]] for way in ways[: 2 - len(kept)]]
        reached = following
    return reached.get((0, False), [])


def _is_flat(tokens: Sequence[Token], bars: list[int]) -> bool:
    """Whether the bars are |x||y||z| or |x| + y|z|: behind each pair the next, or a sign.

    Not |x|y|z|, whose y may as well stand inside.
    """
    flat = {at: i % 2 == 0 for i, at in enumerate(bars)}
    beside_sign = all(
        opening == closing + 1
        or tokens[closing + 1].kind in _BETWEEN_TERMS
        or tokens[opening - 1].kind in _BETWEEN_TERMS
        for closing, opening in zip(bars[1::2], bars[2::2], strict=False)
    )
    return beside_sign and bool(_ways(tokens, bars, lambda at, opens: opens == flat[at]))
