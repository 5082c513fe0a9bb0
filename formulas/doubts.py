"""Doubts about typed maths: what is refused because it can be read in two ways.

1/2x, e^2x and cos^22x are no mistakes, but what is meant by them is a guess. The parser asks here
at the places where such a doubt can arise, and the refusals show both ways with their brackets.
Each function takes the cursor where the parser has it, and none moves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from formulas.cursor import Cursor, OpenExponent
from formulas.errors import FormulaError, misused, refusal
from formulas.series import mentions
from formulas.tokens import Token
from formulas.tree import Constant, Minus, Node, Number, Operation, Power, last_factor
from formulas.typed_function import TypedFunction

# products


def refuse_number_behind(cursor: Cursor) -> None:
    """Refuses a number behind a factor: x 2 may be x*2 or x^2."""
    if cursor.token.kind == "number":
        raise refusal("formula.sign_missing", cursor.token.position, number=cursor.token.text)


def refuse_index(cursor: Cursor, counting: Collection[str]) -> None:
    """Refuses x[0], x[-1] and x[i], which are no products, and x(i), which may be one.

    `counting` are the letters with which the sums around it count.
    """
    opening, *inside = cursor.tokens[cursor.at : cursor.at + 4]
    before = cursor.tokens[cursor.at - 1]
    counted = before.kind == "name" and opening.kind == "open" and opening.glued
    if counted and inside[0].text in counting and inside[1].kind == "close":
        letter, name = inside[0].text, before.text
        fields = {"shown": f"{name}({letter})", "name": f"{name}_{letter}"}
        product = f"{letter}*{name}"
        raise refusal("formula.index_or_product", opening.position, product=product, **fields)
    behind_number = before.kind == "number"  # 2[x] is asked about as the floor
    if opening.text not in ("[", "{") or not opening.glued or behind_number:
        return
    if re.match("(- )?(number|name) close", " ".join(token.kind for token in inside)):
        raise refusal("formula.index", opening.position)


def fraction_bar(
    cursor: Cursor, start: int, below: int, factor: int, end: int | None
) -> FormulaError:
    """The refusal of 1/20x^2: whether x^2 stands below the bar is a guess.

    The tokens: the product begins at `start`, what surely stands below the bar at `below`, the
    factor in doubt at `factor`, and all factors end at `end`, None where that is in doubt too.
    """
    one, other = "(1/2)x", "1/(2x)"
    before = cursor.quoted(start, factor)
    if end and before and (behind := cursor.quoted(factor, end)):
        gap = _gap(cursor, factor)
        one = f"({before}){gap}{behind}"
        other = f"{cursor.quoted(start, below)}({cursor.quoted(below, factor)}{gap}{behind})"
    position = cursor.tokens[factor].position
    return refusal("formula.fraction_bar", position, one=one, other=other)


def refuse_floor(cursor: Cursor, start: int, inner: Node, nested: bool) -> None:
    """Refuses [x] and [x/2], which may be the floor; not [(x + 1)y], with brackets inside."""
    opening = cursor.tokens[start]
    divided = isinstance(inner, Operation) and inner.sign == "/"
    if opening.text == "[" and (divided or not nested):
        inside = cursor.quoted(start + 1, cursor.at - 1) or "x"
        raise refusal("formula.floor_or_brackets", opening.position, inside=inside)


def refuse_free_factor(token: Token, letter: str, body: Node) -> None:
    """Refuses `prod(i=1..3) i x`, where x may be a factor once or three times."""
    if token.text == "prod" and isinstance(body, Operation) and not mentions(body.right, letter):
        raise refusal("formula.series_reach", token.position, name=token.text)


# exponents


def refuse_number_with_e(cursor: Cursor, base: int) -> None:
    """Refuses x^2e-3, which is x^(2e-3) or x^2 e - 3. The base begins at token `base`."""
    at = cursor.at
    while cursor.tokens[at].kind in ("+", "-"):
        at += 1
    number = cursor.tokens[at]
    mantissa, e, power = number.text.lower().partition("e")
    if number.kind == "number" and e:
        before = cursor.quoted(base, at) or "x^"
        behind = power if power[0] in "+-" else f"*{power}"
        one, other = f"{before}({number.text})", f"{before}{mantissa}*e{behind}"
        raise refusal("formula.which_of_two", number.position, one=one, other=other)


def ends_visibly(cursor: Cursor, base: Node, exponent: Node, start: int) -> bool:
    """Whether nobody would let the exponent run on: x^2y, x^-2 y, e^(2x)y; not e^2 y, x^-2y.

    The exponent begins at token `start`, the cursor is behind it.
    """
    if not _is_base_of_exponentials(base):
        if isinstance(exponent, Number):
            return True
        if isinstance(exponent, Minus) and isinstance(exponent.operand, Number):
            return not cursor.token.glued
    while cursor.tokens[start].kind in ("+", "-"):
        start += 1
    return cursor.brackets == (start, cursor.at)


def exponent_end(cursor: Cursor, power: OpenExponent, end: int | None) -> FormulaError:
    """The refusal of e^2x, 2^xy, e^-0.5 (x + y): where the exponent ends is a guess.

    The factors behind it end at token `end`, None where that is in doubt too.
    """
    one, other = "e^(2x)", "(e^2)x"
    before = cursor.quoted(power.base, power.end)
    if end and before and (behind := cursor.quoted(power.end, end)):
        gap = _gap(cursor, power.end)
        one = f"{cursor.quoted(power.base, power.exponent)}"
        one += f"({cursor.quoted(power.exponent, power.end)}{gap}{behind})"
        other = f"({before}){gap}{behind}"
    position = cursor.tokens[power.end].position
    return refusal("formula.exponent_end", position, one=one, other=other)


def refuse_root(cursor: Cursor, left: Node, bar: Token) -> None:
    """Refuses x^1/2: nobody writes a power of one, so a root is likely meant.

    The cursor is behind `bar`.
    """
    last = last_factor(left)
    if not isinstance(last, Power) or cursor.tokens[cursor.at - 2].kind != "number":
        return
    exponent = last.exponent.operand if isinstance(last.exponent, Minus) else last.exponent
    if isinstance(exponent, Number) and exponent.text == "1":
        raise refusal("formula.exponent_root", bar.position)


# functions


def refuse_long_exponent(
    cursor: Cursor, function: TypedFunction, exponent: Node, start: int
) -> None:
    """Refuses cos^22x, which is cos^22(x) or cos^2(2x); sin^2x is the square for everybody.

    The argument has no brackets and begins at token `start`, the cursor is behind it.
    """
    if cursor.tokens[start - 1].kind == "close":
        return
    if not isinstance(exponent, Number):
        raise misused("formula.how_far", function, cursor.tokens[start].position)
    digits = exponent.text
    if len(digits) > 1:
        behind = cursor.quoted(start, cursor.at) or "x"
        one = f"{function.name}^{digits}({behind})"
        other = f"{function.name}^{digits[0]}({digits[1:]}{behind})"
        raise refusal("formula.which_of_two", exponent.position, one=one, other=other)


def refuse_decimal_comma(
    cursor: Cursor, function: TypedFunction, commas: Sequence[int], count: int
) -> None:
    """Refuses max(0,5x, y), whose first comma may be a decimal one: two arguments fit too.

    `commas` are the tokens between the `count` arguments.
    """
    doubted: list[int] = []
    for at in commas:
        before, comma, behind = cursor.tokens[at - 1 : at + 2]
        digits = before.text.isdecimal() and behind.text.isdecimal()
        apart = not doubted or at - doubted[-1] > 2  # of 1,2,3 only one can be decimal
        if digits and comma.glued and behind.glued and apart:
            doubted.append(at)
    fewest = count - len(doubted)
    if doubted and fewest <= function.most and function.fewest < count:
        first, _, last = cursor.tokens[doubted[0] - 1 : doubted[0] + 2]
        one, other = f"{first.text}.{last.text}", f"{first.text}, {last.text}"
        fits = function.fewest <= count <= function.most
        key = "formula.decimal_comma" if fits else "formula.decimal_point"
        raise refusal(key, first.position, one=one, other=other)


def _is_base_of_exponentials(node: Node) -> bool:
    """Whether powers of it are written for a changing exponent: e^x, 2^x; not pi^2."""
    return isinstance(node, Number) or (isinstance(node, Constant) and node.name == "e")


def _gap(cursor: Cursor, at: int) -> str:
    """The blank that was typed before a token, if any."""
    return "" if cursor.tokens[at].glued else " "
