"""The functions that people may type: one row each, in one table.

A row says how the function is spelled, how many arguments it takes, which SymPy expression it
stands for, its value for plain numbers (to fold constants without SymPy, whose exact
arithmetic has no bound), and how it is typeset.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sympy
from sympy import Expr

from formulas import kinks
from words import say


@dataclass(frozen=True)
class TypedFunction:
    """`latex` has one `{}` for the typeset arguments."""

    name: str
    build: Callable[..., Expr]
    value: Callable[..., float]
    latex: str
    fewest: int = 1
    most: int = 1

    @property
    def signature(self) -> str:
        """How to write it: `atan2(y, x)`."""
        if self.name == "if":
            return "if(x > 0, a, b)"
        if self.name == "atan2":
            return "atan2(y, x)"
        if self.most == 1:
            return f"{self.name}(x)"
        return f"{self.name}(x, y)" if self.most == self.fewest else f"{self.name}(x, y, ...)"


def _operator(name: str) -> str:
    return rf"\operatorname{{{{{name}}}}}\left({{}}\right)"


def _reciprocal(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda u: 1.0 / function(u)


def _of_reciprocal(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda u: function(1.0 / u)


def sigmoid(u: float) -> float:
    return 1.0 / (1.0 + math.exp(-u)) if u > -700.0 else 0.0


def softplus(u: float) -> float:
    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))


def sign(u: float) -> float:
    return 1.0 if u > 0.0 else -1.0 if u < 0.0 else 0.0


_TRIGONOMETRIC = (
    TypedFunction("sin", sympy.sin, math.sin, r"\sin\left({}\right)"),
    TypedFunction("cos", sympy.cos, math.cos, r"\cos\left({}\right)"),
    TypedFunction("tan", sympy.tan, math.tan, r"\tan\left({}\right)"),
    TypedFunction("sec", lambda u: 1 / sympy.cos(u), _reciprocal(math.cos), r"\sec\left({}\right)"),
    TypedFunction("csc", lambda u: 1 / sympy.sin(u), _reciprocal(math.sin), r"\csc\left({}\right)"),
    TypedFunction("cot", lambda u: 1 / sympy.tan(u), _reciprocal(math.tan), r"\cot\left({}\right)"),
    TypedFunction("sinh", kinks.Sinh, math.sinh, r"\sinh\left({}\right)"),
    TypedFunction("cosh", kinks.Cosh, math.cosh, r"\cosh\left({}\right)"),
    TypedFunction("tanh", kinks.Tanh, math.tanh, r"\tanh\left({}\right)"),
    TypedFunction("sech", lambda u: 1 / kinks.Cosh(u), _reciprocal(math.cosh), _operator("sech")),
    TypedFunction("csch", lambda u: 1 / kinks.Sinh(u), _reciprocal(math.sinh), _operator("csch")),
    TypedFunction(
        "coth", lambda u: 1 / kinks.Tanh(u), _reciprocal(math.tanh), r"\coth\left({}\right)"
    ),
)

# asec(u) = acos(1/u) and so on: SymPy's and Mathematica's convention for acot (odd, jump at 0)
_INVERSE = (
    TypedFunction("asin", sympy.asin, math.asin, r"\arcsin\left({}\right)"),
    TypedFunction("acos", sympy.acos, math.acos, r"\arccos\left({}\right)"),
    TypedFunction("atan", sympy.atan, math.atan, r"\arctan\left({}\right)"),
    TypedFunction(
        "asec", lambda u: sympy.acos(1 / u), _of_reciprocal(math.acos), _operator("arcsec")
    ),
    TypedFunction(
        "acsc", lambda u: sympy.asin(1 / u), _of_reciprocal(math.asin), _operator("arccsc")
    ),
    TypedFunction(
        "acot", lambda u: sympy.atan(1 / u), _of_reciprocal(math.atan), _operator("arccot")
    ),
    TypedFunction("asinh", sympy.asinh, math.asinh, _operator("arsinh")),
    TypedFunction("acosh", sympy.acosh, math.acosh, _operator("arcosh")),
    TypedFunction("atanh", sympy.atanh, math.atanh, _operator("artanh")),
    TypedFunction(
        "asech", lambda u: sympy.acosh(1 / u), _of_reciprocal(math.acosh), _operator("arsech")
    ),
    TypedFunction(
        "acsch", lambda u: sympy.asinh(1 / u), _of_reciprocal(math.asinh), _operator("arcsch")
    ),
    TypedFunction(
        "acoth", lambda u: sympy.atanh(1 / u), _of_reciprocal(math.atanh), _operator("arcoth")
    ),
)

_OTHERS = (
    TypedFunction("exp", sympy.exp, math.exp, r"\exp\left({}\right)"),
    TypedFunction("log", sympy.log, math.log, r"\ln\left({}\right)"),
    TypedFunction(
        "log10", lambda u: sympy.log(u) / sympy.log(10), math.log10, r"\log_{{10}}\left({}\right)"
    ),
    TypedFunction(
        "log2", lambda u: sympy.log(u) / sympy.log(2), math.log2, r"\log_{{2}}\left({}\right)"
    ),
    TypedFunction("sqrt", lambda u: kinks.power(u, sympy.S.Half), math.sqrt, r"\sqrt{{{}}}"),
    TypedFunction("cbrt", kinks.Cbrt, math.cbrt, r"\sqrt[3]{{{}}}"),
    TypedFunction("abs", kinks.Abs, abs, r"\left|{}\right|"),
    TypedFunction("sign", kinks.Sign, sign, _operator("sign")),
    TypedFunction("floor", kinks.Floor, math.floor, r"\left\lfloor {}\right\rfloor"),
    TypedFunction("ceil", kinks.Ceil, math.ceil, r"\left\lceil {}\right\rceil"),
    TypedFunction("sigmoid", kinks.Sigmoid, sigmoid, r"\sigma\left({}\right)"),
    TypedFunction(
        "relu",
        lambda u: kinks.Max(u, sympy.S.Zero),
        lambda u: max(u, 0.0),
        _operator("relu"),
    ),
    TypedFunction("softplus", kinks.Softplus, softplus, _operator("softplus")),
    TypedFunction(
        "min",
        lambda *u: kinks.paired(kinks.Min, u),
        min,
        r"\min\left({}\right)",
        fewest=2,
        most=6,
    ),
    TypedFunction(
        "max",
        lambda *u: kinks.paired(kinks.Max, u),
        max,
        r"\max\left({}\right)",
        fewest=2,
        most=6,
    ),
    TypedFunction("atan2", kinks.Atan2, math.atan2, _operator("atan2"), fewest=2, most=2),
    TypedFunction(
        "hypot",
        lambda u, v: kinks.power(u**2 + v**2, sympy.S.Half),
        math.hypot,
        _operator("hypot"),
        fewest=2,
        most=2,
    ),
    TypedFunction(
        "if",
        kinks.Where,
        lambda condition, a, b: a if condition > 0 else b,
        r"\text{{if}}\left({}\right)",
        fewest=3,
        most=3,
    ),
)

_SPELLINGS = {
    "ln": "log",
    "log_10": "log10",
    "log_2": "log2",
    "lg": "log10",
    "cosec": "csc",
    "cotan": "cot",
    "tg": "tan",
    "ctg": "cot",
    "arctg": "atan",
    "arcctg": "acot",
    "ceiling": "ceil",
    "sgn": "sign",
    "arctan2": "atan2",
    "logistic": "sigmoid",
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{
        f"{prefix}{name}": f"a{name}"
        for prefix in ("arc", "ar")
        for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")
    },
}


def _table(rows: Sequence[TypedFunction]) -> dict[str, TypedFunction]:
    table = {row.name: row for row in rows}
    table.update({spelling: table[name] for spelling, name in _SPELLINGS.items()})
    return table


FUNCTIONS = _table((*_TRIGONOMETRIC, *_INVERSE, *_OTHERS))


@dataclass(frozen=True)
class Language:
    """What a formula may be made of: its variables, the functions, and the noun for messages."""

    names: tuple[str, ...] = ("x", "y")
    what: str = say("formula.loss")
    functions: Mapping[str, TypedFunction] = field(default_factory=lambda: FUNCTIONS)
