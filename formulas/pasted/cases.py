"""The cases of LaTeX, each a value and its condition, as one `if` inside another."""

from __future__ import annotations

import re

from formulas.errors import FormulaError, refusal
from formulas.pasted.typed import Typed, joined

_CONDITION = re.compile(r"\s*(?:if|for|when|where|wenn|falls)?\b\s*(.*?)[\s,.;]*", re.DOTALL)
_OTHERWISE = re.compile(r"\s*(?:if|for)?\s*(?:otherwise|else|sonst|그\s*외|그\s*밖.*)?[\s,.;]*")
_COMPARED = re.compile("(.*?)(<=|>=|!=|==|<|>|=)(.*)", re.DOTALL)


def choice(token: Typed, rows: list[tuple[Typed, Typed]]) -> Typed:
    """Rows of a value and its condition, of which the last holds in all other cases."""
    conditions = [_condition(condition) for _, condition in rows]
    if len(rows) == 2 and _are_opposite(*(condition.text for condition in conditions)):
        conditions[-1] = token[:0]
    if not rows or conditions[-1].text or not all(one.text for one in conditions[:-1]):
        raise _unclear_case(conditions[-1].at(0) if rows else token.at(0))
    bracket, end = token.reading("("), token.reading(")")
    chosen = [bracket, rows[-1][0], end]
    for (value, _), condition in zip(rows[-2::-1], conditions[-2::-1], strict=True):
        start, comma = token.reading("if("), token.reading(",")
        chosen = [start, condition, comma, bracket, value, end, comma, *chosen, end]
    return joined(chosen, token.end)


def _condition(typed: Typed) -> Typed:
    """The comparison of a row, without the words around it; empty for `otherwise`."""
    if _OTHERWISE.fullmatch(typed.text):
        return typed[:0]
    match = _CONDITION.fullmatch(typed.text)
    assert match
    compared = _COMPARED.fullmatch(match[1])
    if compared is None or _COMPARED.fullmatch(compared[3]):
        raise _unclear_case(typed.at(match.start(1)))
    condition = typed[match.start(1) : match.end(1)]
    if compared[2] != "=":
        return condition
    return condition.replaced(re.compile("="), lambda _: "==")


def _unclear_case(position: int) -> FormulaError:
    return refusal("formula.cases", position, otherwise=r"\text{otherwise}")


def _are_opposite(one: str, other: str) -> bool:
    """Whether x > 0 stands beside x <= 0, or beside 0 >= x; x = 0 beside x != 0."""
    first, second = _COMPARED.fullmatch(one), _COMPARED.fullmatch(other)
    if first is None or second is None:
        return False
    left, sign, right = (part.strip() for part in first.groups())
    sides = [part.strip() for part in second.groups()]
    if sides[0] == right:
        sides = [sides[2], sides[1].translate(str.maketrans("<>", "><")), sides[0]]
    return sides[::2] == [left, right] and sign[0] + sides[1][0] in ("<>", "><", "=!", "!=")
