"""Expressions as source text: plain floats, NumPy, JavaScript.

A language is a printer of SymPy's kind: one method a kind of node, and the functions by the table
of `formulas.functions`. Anything else is an error here, not a surprise when it runs. The text is
made from SymPy objects and from names that the reader has accepted, never from what was typed.
"""
# ruff: noqa: N802, N815 - methods are named as SymPy looks for them

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import sympy
from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, Symbol
from sympy.printing.printer import Printer

from formulas.functions import BY_CLASS, ROWS
from formulas.kinks import Where
from formulas.powers import Held
from formulas.program import Program

_SUM, _PRODUCT, _ATOM = range(3)
_Written = tuple[str, int]  # source, and how tightly it holds together


class Dialect(Printer):
    """A language that expressions are written in; by itself Python over plain floats.

    Not a subclass of SymPy's `CodePrinter`, which takes 15 times as long, orders terms anew and
    writes whole numbers without a point.
    """

    calls: Mapping[type, str] = {
        cls: row.name for cls, row in BY_CLASS.items() if row.array is not None
    }
    sqrt = "sqrt"
    power = "pow"
    # A condition without a value, as inf - inf, has no side.
    choice = "({yes} if (_c := {condition}) > 0.0 else {no} if _c <= 0.0 else _c)"
    assign = "{name} = {value}"

    def __init__(self) -> None:
        super().__init__()
        self._methods: dict[type, Callable[[Expr], _Written]] = {}

    def doprint(self, expr: Expr) -> str:
        """The source of an expression. Raises TypeError on what no dialect knows."""
        return self._print(expr)[0]

    def _print(self, expr: Expr) -> _Written:
        """As `Printer` does, but looks for a kind's method once: that takes longer than writing."""
        kind = type(expr)
        if kind not in self._methods:
            names = (f"_print_{cls.__name__}" for cls in kind.__mro__)
            found = (getattr(self, name) for name in names if hasattr(self, name))
            self._methods[kind] = next(found, self.emptyPrinter)
        return self._methods[kind](expr)

    def emptyPrinter(self, expr: Expr) -> _Written:
        """What SymPy asks where there is no method for a kind of node."""
        raise TypeError(f"no code for {type(expr).__name__}")

    def _held(self, expr: Expr, outside: int) -> str:
        source, inside = self._print(expr)
        return f"({source})" if inside < outside else source

    def _print_Symbol(self, expr: Symbol) -> _Written:
        return expr.name, _ATOM

    def _print_Rational(self, expr: Rational) -> _Written:
        return _number(expr.p / expr.q)

    def _print_Integer(self, expr: Integer) -> _Written:
        return _number(float(expr.p))

    def _print_Float(self, expr: Expr) -> _Written:
        return _number(float(expr))

    _print_Pi = _print_Exp1 = _print_Float

    def _print_Function(self, expr: Expr) -> _Written:
        if type(expr) not in self.calls:
            return self.emptyPrinter(expr)
        arguments = ", ".join([self._print(argument)[0] for argument in expr.args])
        return f"{self.calls[type(expr)]}({arguments})", _ATOM

    def _print_Held(self, expr: Held) -> _Written:
        return self._print(expr.args[0])

    _print_Scale = _print_Held

    def _print_cot(self, expr: Expr) -> _Written:
        return self._print(1 / sympy.tan(expr.args[0], evaluate=False))

    def _print_Where(self, expr: Where) -> _Written:
        condition, yes, no = (self._held(argument, _SUM) for argument in expr.args)
        return self.choice.format(condition=condition, yes=yes, no=no), _ATOM

    def _print_Add(self, expr: Add) -> _Written:
        source = ""
        for term in expr.args:
            negative = term.could_extract_minus_sign() and not isinstance(term, Add)
            piece = self._held(-term if negative else term, _PRODUCT)
            if not source:
                source = f"-{piece}" if negative else piece
            else:
                source += f" - {piece}" if negative else f" + {piece}"
        return source, _SUM

    def _print_Mul(self, expr: Mul) -> _Written:
        above: list[Expr] = []
        below: list[Expr] = []
        negative = False
        for factor in expr.args:
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
                base, exponent = factor.args
                below.append(base if exponent == -1 else Pow(base, -exponent, evaluate=False))
            else:
                above.append(factor)
        source = "*".join([self._held(factor, _PRODUCT) for factor in above]) or "1.0"
        if len(below) == 1:
            source += f"/{self._held(below[0], _ATOM)}"
        elif below:
            source += f"/({'*'.join([self._held(factor, _PRODUCT) for factor in below])})"
        return (f"-{source}", _SUM) if negative else (source, _PRODUCT)

    def _print_Pow(self, expr: Pow) -> _Written:
        base, exponent = expr.args
        if exponent == -1:
            return f"1.0/{self._held(base, _ATOM)}", _PRODUCT
        if exponent == 1:
            return self._print(base)
        if exponent == sympy.S.Half:
            return f"{self.sqrt}({self.doprint(base)})", _ATOM
        if exponent == -sympy.S.Half:
            return f"1.0/{self.sqrt}({self.doprint(base)})", _PRODUCT
        # only inside an `if`, where powers are not lowered
        if isinstance(base, Symbol) and isinstance(exponent, Integer) and 2 <= exponent <= 9:
            return "*".join([base.name] * int(exponent)), _PRODUCT
        return f"{self.power}({self.doprint(base)}, {self.doprint(exponent)})", _ATOM


class NumPy(Dialect):
    """Python over arrays."""

    power = "power"
    choice = "choose({condition}, {yes}, {no})"


class JavaScript(Dialect):
    """JavaScript, with what `Math` has not from `JAVASCRIPT_HELPERS`."""

    calls: Mapping[type, str] = {
        cls: row.javascript.name for cls, row in BY_CLASS.items() if row.javascript is not None
    }
    sqrt = "Math.sqrt"
    power = "Math.pow"
    choice = "choose({condition}, {yes}, {no})"
    assign = "const {name} = {value};"


FLOATS, NUMPY, JAVASCRIPT = Dialect(), NumPy(), JavaScript()


def _chosen(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition is positive, else `no`; NaN where it is NaN."""
    taken = np.where(condition > 0.0, yes, no)
    sideless = np.isnan(condition)
    return np.where(sideless, np.nan, taken) if sideless.any() else taken


# What the code of each dialect may call. `math` raises outside a function's domain and on
# overflow (`math.pow` too, where ** would turn complex); NumPy gives NaN and inf.
_CALLED = [row for row in ROWS if row.array is not None]
FLOAT_FUNCTIONS: dict[str, Callable[..., float]] = {
    **{row.name: row.value for row in _CALLED},
    "pow": math.pow,
}
ARRAY_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{row.name: row.array for row in _CALLED if row.array is not None},
    "power": np.power,
    "choose": _chosen,
}
# What JavaScript code calls beyond `Math`.
JAVASCRIPT_HELPERS = "".join(
    f"{row.javascript.definition}\n" for row in ROWS if row.javascript and row.javascript.definition
)


def write(expression: Expr, dialect: Dialect) -> str:
    """`expression` in the dialect. Raises TypeError on what no dialect knows."""
    return dialect.doprint(expression)


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


def _number(value: float) -> _Written:
    return repr(value), _ATOM if value >= 0 else _SUM
