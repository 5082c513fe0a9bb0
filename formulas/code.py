"""Expressions as source text: plain floats, NumPy, JavaScript.

Only the node types in these tables are ever written; anything else is an error here, not a
surprise when it runs. The text is made from SymPy objects and from names that the reader has
accepted, never from what was typed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, Symbol

from formulas import kinks
from formulas.functions import sigmoid, sign, softplus
from formulas.program import Program

_SUM, _PRODUCT, _ATOM = range(3)


@dataclass(frozen=True, eq=False)  # told apart by identity, so that caches can key on it
class Dialect:
    """How one language writes functions. `choice` has fields condition, yes and no."""

    calls: Mapping[type, str]
    sqrt: str
    power: str
    choice: str
    assign: str  # with fields name and value


def _calls(prefix: str, **renamed: str) -> dict[type, str]:
    """The functions that every mathematics library has under the same names."""
    classes = {
        "sin": sympy.sin,
        "cos": sympy.cos,
        "tan": sympy.tan,
        "asin": sympy.asin,
        "acos": sympy.acos,
        "atan": sympy.atan,
        "sinh": kinks.Sinh,
        "cosh": kinks.Cosh,
        "tanh": kinks.Tanh,
        "asinh": sympy.asinh,
        "acosh": sympy.acosh,
        "atanh": sympy.atanh,
        "exp": sympy.exp,
        "log": sympy.log,
        "cbrt": kinks.Cbrt,
        "floor": kinks.Floor,
        "ceil": kinks.Ceil,
        "atan2": kinks.Atan2,
        "abs": kinks.Abs,
        "sign": kinks.Sign,
        "step": kinks.Step,
        "maximum": kinks.Max,
        "minimum": kinks.Min,
        "sigmoid": kinks.Sigmoid,
        "softplus": kinks.Softplus,
    }
    calls = {cls: renamed.get(name, prefix + name) for name, cls in classes.items()}
    # With real names for its parts, SymPy turns sqrt(u^2) into its own Abs.
    return {**calls, sympy.Abs: calls[kinks.Abs]}


FLOATS = Dialect(
    calls=_calls(""),
    sqrt="sqrt",
    power="pow",
    choice="({yes} if {condition} > 0.0 else {no})",
    assign="{name} = {value}",
)
NUMPY = Dialect(
    calls=_calls(""),
    sqrt="sqrt",
    power="power",
    choice="where({condition} > 0.0, {yes}, {no})",
    assign="{name} = {value}",
)
JAVASCRIPT = Dialect(
    calls=_calls("Math.", maximum="Math.max", minimum="Math.min")
    | {kinks.Step: "step", kinks.Sigmoid: "sigmoid"}
    | {kinks.Softplus: "softplus"},
    sqrt="Math.sqrt",
    power="Math.pow",
    choice="({condition} > 0 ? {yes} : {no})",
    assign="const {name} = {value};",
)


def _step(u: float) -> float:
    return 1.0 if u > 0.0 else 0.0


def _array_sigmoid(u: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-u))


# What the code of each dialect may call. `math` raises outside a function's domain and on
# overflow (`math.pow` too, where ** would turn complex); NumPy gives NaN and inf.
FLOAT_FUNCTIONS: dict[str, Callable[..., float]] = {
    **{
        name: getattr(math, name)
        for name in (
            *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
            *("asinh", "acosh", "atanh", "exp", "log", "cbrt", "atan2", "sqrt", "pow"),
        )
    },
    "floor": lambda u: float(math.floor(u)),
    "ceil": lambda u: float(math.ceil(u)),
    "abs": abs,
    "sign": sign,
    "step": _step,
    "maximum": max,
    "minimum": min,
    "sigmoid": sigmoid,
    "softplus": softplus,
}
ARRAY_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        name: getattr(np, name)
        for name in (
            *("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "cbrt", "floor", "ceil"),
            *("abs", "sign", "maximum", "minimum", "sqrt", "power", "where"),
        )
    },
    **{f"a{name}": getattr(np, f"arc{name}") for name in ("sin", "cos", "tan", "tan2")},
    **{f"a{name}": getattr(np, f"arc{name}") for name in ("sinh", "cosh", "tanh")},
    "step": lambda u: np.heaviside(u, 0.0),
    "sigmoid": _array_sigmoid,
    "softplus": lambda u: np.logaddexp(0.0, u),
}

# What JavaScript code calls beyond `Math`.
JAVASCRIPT_HELPERS = """\
const step = u => (u > 0 ? 1 : 0);
const sigmoid = u => 1 / (1 + Math.exp(-u));
const softplus = u => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
"""


def write(expression: Expr, dialect: Dialect) -> str:
    """`expression` in the dialect. Raises TypeError on what no dialect knows."""
    return _written(expression, dialect)[0]


def write_lines(
    program: Program, results: Sequence[str], dialect: Dialect, indent: str = ""
) -> list[str]:
    """The program as assignments, its results to the given names."""
    pairs = [(name.name, value) for name, value in program.steps]
    pairs += list(zip(results, program.results, strict=True))
    return [
        indent + dialect.assign.format(name=name, value=write(value, dialect))
        for name, value in pairs
    ]


def compiled(source: str, name: str, functions: Mapping[str, Any]) -> Callable[..., Any]:
    """The function `name` that `source`, written by this module, defines."""
    space: dict[str, Any] = {"__builtins__": {}, **functions}
    exec(compile(source, f"<{name}>", "exec"), space)  # noqa: S102 - our own text, see above
    return space[name]


_Written = tuple[str, int]  # source, and how tightly it holds together


def _written(expression: Expr, dialect: Dialect) -> _Written:
    if isinstance(expression, Symbol):
        return expression.name, _ATOM
    if isinstance(expression, Rational | Float) or expression in (sympy.pi, sympy.E):
        return _number(expression)
    if isinstance(expression, Add):
        return _sum(expression, dialect), _SUM
    if isinstance(expression, Mul):
        return _product(expression, dialect)
    if isinstance(expression, Pow):
        return _power(expression, dialect)
    if isinstance(expression, kinks.Held):
        return _written(expression.args[0], dialect)
    if isinstance(expression, sympy.cot):  # SymPy's way of writing tan(x + pi/2)
        return _written(1 / sympy.tan(expression.args[0], evaluate=False), dialect)
    if isinstance(expression, kinks.Where):
        condition, yes, no = (_held(a, _ATOM, dialect) for a in expression.args)
        return dialect.choice.format(condition=condition, yes=yes, no=no), _ATOM
    if type(expression) not in dialect.calls:
        raise TypeError(f"no code for {type(expression).__name__}")
    arguments = ", ".join(write(argument, dialect) for argument in expression.args)
    return f"{dialect.calls[type(expression)]}({arguments})", _ATOM


def _held(expression: Expr, outside: int, dialect: Dialect) -> str:
    source, inside = _written(expression, dialect)
    return f"({source})" if inside < outside else source


def _number(expression: Expr) -> _Written:
    if isinstance(expression, Rational) and not isinstance(expression, Integer):
        value = expression.p / expression.q
    else:
        value = float(expression)
    return repr(value), _ATOM if value >= 0 else _SUM


def _sum(expression: Add, dialect: Dialect) -> str:
    source = ""
    for term in expression.args:
        negative = term.could_extract_minus_sign() and not isinstance(term, Add)
        piece = _held(-term if negative else term, _PRODUCT, dialect)
        if not source:
            source = f"-{piece}" if negative else piece
        else:
            source += f" - {piece}" if negative else f" + {piece}"
    return source


def _product(expression: Mul, dialect: Dialect) -> _Written:
    above: list[Expr] = []
    below: list[Expr] = []
    negative = False
    for factor in expression.args:
        if isinstance(factor, Rational):
            negative ^= factor.p < 0
            if abs(factor.p) != 1:
                above.append(Integer(abs(factor.p)))
            if factor.q != 1:
                below.append(Integer(factor.q))
        elif isinstance(factor, Float):
            negative ^= bool(factor < 0)
            above.append(abs(factor))
        elif isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp.is_negative:
            below.append(
                Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base
            )
        else:
            above.append(factor)
    source = "*".join(_held(factor, _PRODUCT, dialect) for factor in above) or "1.0"
    if len(below) == 1:
        source += f"/{_held(below[0], _ATOM, dialect)}"
    elif below:
        source += f"/({'*'.join(_held(factor, _PRODUCT, dialect) for factor in below)})"
    return (f"-{source}", _SUM) if negative else (source, _PRODUCT)


def _power(expression: Pow, dialect: Dialect) -> _Written:
    base, exponent = expression.args
    if exponent == -1:
        return f"1.0/{_held(base, _ATOM, dialect)}", _PRODUCT
    if exponent == 1:
        return _written(base, dialect)
    if exponent == sympy.S.Half:
        return f"{dialect.sqrt}({write(base, dialect)})", _ATOM
    if exponent == -sympy.S.Half:
        return f"1.0/{dialect.sqrt}({write(base, dialect)})", _PRODUCT
    # only inside an `if`, where powers are not lowered
    if isinstance(base, Symbol) and isinstance(exponent, Integer) and 2 <= exponent <= 9:
        return "*".join([base.name] * int(exponent)), _PRODUCT
    return f"{dialect.power}({write(base, dialect)}, {write(exponent, dialect)})", _ATOM
