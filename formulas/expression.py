"""A typed tree to a SymPy expression over real symbols, in bounded time and memory.

SymPy's exact arithmetic has no bound: exp(10^9 log 2) becomes a number of a billion bits. So
every constant part is also computed in plain floats, first, and must be finite; only small
exact numbers (64 bits) are ever handed to SymPy, everything larger as a float.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import sympy
from sympy import Expr, Float, Integer, Rational, Symbol

from formulas import kinks
from formulas.domain import restricted
from formulas.errors import refusal
from formulas.exact import MAX_EXACT, Exact, computed
from formulas.functions import BY_CLASS, CONSTANTS
from formulas.kinks import owned
from formulas.language import Language
from formulas.parser import parse
from formulas.powers import power
from formulas.roots import is_odd_root, root_power, root_power_value
from formulas.series import expanded
from formulas.stable import stable
from formulas.tree import (
    Call,
    Comparison,
    Constant,
    Minus,
    Name,
    Node,
    Number,
    Operation,
    Power,
    Series,
)

MAX_EXPONENT = 100
MAX_BITS = 64
MAX_OPERATIONS = 300

# What shows that a formula left the real numbers.
UNREAL = (sympy.I, sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.re, sympy.im)


def read(text: str, names: Sequence[str] = ("x", "y")) -> Expr:
    """Typed maths as a SymPy expression over real symbols called `names`.

    Raises `FormulaError`, which says what is wrong and at which character. No part of `text`
    is ever evaluated as code or handed to SymPy.
    """
    return to_expression(parse(text, Language(tuple(names))))


@lru_cache(maxsize=512)
def symbol(name: str) -> Symbol:
    """The real symbol that stands for a typed name."""
    return Symbol(name, real=True)


def to_expression(tree: Node) -> Expr:
    """The expression of a tree from `parser.parse`. Raises `FormulaError`."""
    tree = expanded(tree)
    expression, _ = _build(tree)
    expression = owned(expression)
    if expression.has(*UNREAL):
        raise refusal("formula.unreal_anywhere", 0)
    if operations(expression) > MAX_OPERATIONS:
        raise refusal("formula.too_many_operations", most=MAX_OPERATIONS)
    return stable(_within_domain(tree, expression))


def operations(expression: Expr) -> int:
    """How many operations the expression written out has."""
    known: dict[Expr, int] = {}

    def count(part: Expr) -> int:
        if part not in known:
            own = max(len(part.args) - 1, 1) if part.args else 0
            known[part] = own + sum(map(count, part.args))
        return known[part]

    return count(expression)


def _within_domain(tree: Node, expression: Expr) -> Expr:
    return restricted(tree, owned(expression), lambda part: owned(_build(part)[0]))


# An expression and, where it is constant, its value.
_Built = tuple[Expr, Exact | None]


@lru_cache(maxsize=1024)  # a part is asked for again to learn its domain
def _build(node: Node) -> _Built:
    assert not isinstance(node, Series)  # its terms are written out
    match node:
        case Number():
            return _number(node)
        case Constant():
            number = CONSTANTS[node.name]
            return number.expression, number.value
        case Name():
            return symbol(node.name), None
        case Minus():
            operand, value = _build(node.operand)
            return -operand, None if value is None else -value
        case Operation():
            return _operation(node)
        case Power():
            return _power(node)
        case Call():
            return _call(node)


def _number(node: Number) -> _Built:
    value = float(node.text)
    if math.isinf(value):
        raise refusal("formula.too_large", node.position)
    if value == 0 and any(digit in "123456789" for digit in node.text.lower().partition("e")[0]):
        raise refusal("formula.too_small", node.position)
    if abs(value) < 1e-30 or abs(value) > 1e30:
        return _inexact(value), Exact.near(value)
    fraction = Fraction(node.text)  # bounded: at most 40 digits and an exponent within 1e+-30
    exact = Exact.ratio(fraction.numerator, fraction.denominator)
    return _small(Rational(fraction.numerator, fraction.denominator), node.position), exact


def _operation(node: Operation) -> _Built:
    a, a_value = _build(node.left)
    b, b_value = _build(node.right)
    value = None
    compute = _ARITHMETIC[node.sign]
    if node.sign == "/" and b_value is not None and float(b_value) == 0:
        raise refusal("formula.divides_by_zero", node.position)
    if a_value is not None and b_value is not None:
        value = _finite(lambda _, u, v: compute(u, v), node.position, a_value, b_value)
    return _settled(compute(a, b), value, node.position)


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _power(node: Power) -> _Built:
    base, base_value = _build(node.base)
    exponent, exponent_value = _build(node.exponent)
    if exponent_value is None:
        if base_value is not None and float(base_value) <= 0:
            raise refusal("formula.positive_base", node.position)
        return _settled(power(base, exponent), None, node.position)
    large = abs(float(exponent_value)) > MAX_EXPONENT
    is_root = is_odd_root(node.exponent, exponent)
    if base_value is None:
        if large:
            raise refusal("formula.exponent_too_large", node.position, most=MAX_EXPONENT)
        raised = root_power if is_root else power
        return _settled(raised(base, exponent), None, node.position)
    compute = (lambda u, v: root_power_value(u, v, exponent)) if is_root else pow
    value = _finite(lambda _, u, v: compute(u, v), node.position, base_value, exponent_value)
    if float(value) == 0 and float(base_value) != 0:
        raise refusal("formula.too_small", node.position)
    exact = (
        isinstance(exponent, Integer)
        and not large
        and (isinstance(base, Rational) or base in (sympy.pi, sympy.E))
    )
    return _settled(base**exponent if exact else _inexact(float(value)), value, node.position)


def _call(node: Call) -> _Built:
    function = node.function
    built = [_build(argument) for argument in node.arguments]
    if node.condition is not None:
        within = [
            (_within_domain(branch, expression), value)
            for branch, (expression, value) in zip(node.arguments, built, strict=True)
        ]
        return _choice(node.condition, *within)
    arguments = [expression for expression, _ in built]
    values = [value for _, value in built if value is not None]
    if len(values) < len(built):
        return _settled(function.build(*arguments), None, node.position)
    if all(abs(float(value)) < MAX_EXACT for value in values):
        value = _finite(function.exactly, node.position, *values)
    else:
        floats = map(float, values)
        value = Exact.near(_finite_float(lambda: function.value(*floats), node.position))
    root_of_small = (
        function.name == "sqrt" and isinstance(arguments[0], Integer) and float(value) < 1000
    )
    expression = sympy.sqrt(arguments[0]) if root_of_small else _inexact(float(value))
    return _settled(expression, value, node.position)


def _choice(condition: Comparison, a: _Built, b: _Built) -> _Built:
    """if(left > right, a, b). The test is made on left - right > 0, or its opposite.

    For left != right on |left - right| > 0.
    """
    left, left_value = _build(condition.left)
    right, right_value = _build(condition.right)
    if condition.sign in ("<", ">="):
        left, right, left_value, right_value = right, left, right_value, left_value
    if condition.sign in ("<=", ">=", "=="):
        a, b = b, a
    apart = condition.sign in ("==", "!=")
    if left_value is not None and right_value is not None:
        rise = _finite(lambda _, u, v: u - v, condition.position, left_value, right_value)
        return a if (abs(float(rise)) if apart else float(rise)) > 0 else b
    above = kinks.Abs(left - right) if apart else left - right
    return _settled(kinks.Where(above, a[0], b[0]), None, condition.position)


def _finite(function: Callable[..., Any], position: int, *arguments: Exact) -> Exact:
    """The value of a constant part, or what is wrong with it."""
    try:
        return computed(function, *arguments)
    except OverflowError:
        raise refusal("formula.too_large", position) from None
    except (ValueError, ZeroDivisionError):
        raise refusal("formula.unreal", position) from None


def _finite_float(compute: Callable[[], float], position: int) -> float:
    """The same of what is known as a float alone."""
    try:
        value = float(compute())
    except OverflowError:
        raise refusal("formula.too_large", position) from None
    except (ValueError, ZeroDivisionError):
        raise refusal("formula.unreal", position) from None
    if math.isinf(value):
        raise refusal("formula.too_large", position)
    if math.isnan(value):
        raise refusal("formula.unreal", position)
    return value


def _inexact(value: float) -> Expr:
    return Integer(int(value)) if value.is_integer() and abs(value) < 2**53 else Float(value)


def _settled(expression: Expr, value: Exact | None, position: int) -> _Built:
    """`expression` with bounded numbers; `value` again where SymPy found it constant."""
    expression = _small(expression, position)
    if value is None and expression.is_number:
        if expression.has(*UNREAL):
            raise refusal("formula.unreal_anywhere", position)
        value = _value(expression, position)
        expression = sympy.S.Zero if float(value) == 0 else expression
    elif value is not None:
        rational = isinstance(expression, Rational)
        lost = rational and expression.p / expression.q != float(value)  # 1 - tanh(20) as floats
        if lost or expression.has(Float) or (float(value) == 0 and not rational):
            expression = _inexact(float(value))
    return expression, value


def _value(expression: Expr, position: int) -> Exact:
    """The value of an expression without variables."""
    if isinstance(expression, Rational):
        return Exact.ratio(expression.p, expression.q)
    for number in CONSTANTS.values():
        if expression == number.expression:
            return number.value
    parts = [_value(part, position) for part in expression.args]
    if isinstance(expression, sympy.Add | sympy.Mul):
        sign = "+" if isinstance(expression, sympy.Add) else "*"
        return _finite(lambda _, *u: reduce(_ARITHMETIC[sign], u), position, *parts)
    if isinstance(expression, sympy.Pow):
        return _finite(lambda _, u, v: u**v, position, *parts)
    if type(expression) in BY_CLASS and all(abs(float(part)) < MAX_EXACT for part in parts):
        return _finite(BY_CLASS[type(expression)].exactly, position, *parts)
    return Exact.near(_finite_float(lambda: expression, position))


def _small(expression: Expr, position: int, depth: int = 3) -> Expr:
    """Numbers of more than 64 bits as floats; they only ever arise near the top.

    Raises where a number or an exponent is out of all bounds.
    """
    if isinstance(expression, Rational):
        if max(expression.p.bit_length(), expression.q.bit_length()) <= MAX_BITS:
            return expression
        value = _finite_float(lambda: expression.p / expression.q, position)
        if value == 0:
            raise refusal("formula.part_too_small", position)
        return Float(value)
    if isinstance(expression, Float):
        if expression != 0 and _finite_float(lambda: expression, position) == 0:
            raise refusal("formula.part_too_small", position)
        return expression
    if depth == 0 or not expression.args:
        return expression
    if isinstance(expression, sympy.Pow) and expression.exp.is_number:
        if abs(_finite_float(lambda: expression.exp, position)) > MAX_EXPONENT:
            raise refusal("formula.exponent_too_large", position, most=MAX_EXPONENT)
    arguments = [_small(argument, position, depth - 1) for argument in expression.args]
    if all(new is old for new, old in zip(arguments, expression.args, strict=True)):
        return expression
    return expression.func(*arguments)
