"""The functions of formulas: one row each, in one table.

A row says everything about a function: how it is typed and typeset, what it is in SymPy, its
derivatives, its value in plain floats, NumPy and JavaScript, and where it is not smooth. To add a
function, add a row; one that SymPy cannot carry also needs a class in `real` or `kinks`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from mpmath import MPContext
from sympy import Expr, S, sqrt

from formulas import error_function
from formulas.exact import PI, E, Exact, whole
from formulas.kinks import (
    Abs,
    Atan2,
    Cbrt,
    Ceil,
    Floor,
    Max,
    Min,
    Round,
    Sign,
    Step,
    Where,
    paired,
)
from formulas.powers import power
from formulas.real import (
    Cosh,
    Erf,
    Expm1,
    Huber,
    Log1p,
    LogAddExp,
    LogCosh,
    Nought,
    Sech,
    Sigmoid,
    Sinc,
    SincSlope,
    Sinh,
    Softplus,
    Tanh,
)
from formulas.typed_function import Code, Partial, TypedFunction


@dataclass(frozen=True)
class NamedNumber:
    """A number that has a name."""

    expression: Expr
    value: Exact
    latex: str


CONSTANTS = {
    "pi": NamedNumber(sympy.pi, PI, r"\pi"),
    "e": NamedNumber(sympy.E, E, "e"),
}


def _common(name: str, cls: type, latex: str, *partials: Partial, **rest: Any) -> TypedFunction:
    """The row of a function that `math`, NumPy and JavaScript have under one name."""
    columns: dict[str, Any] = {
        "build": cls,
        "value": getattr(math, name, None),
        "classes": (cls,),
        "array": getattr(np, name, None),
        "javascript": Code(f"Math.{name}"),
    }
    return TypedFunction(name, latex=latex, partials=partials, **(columns | rest))


def _operator(name: str) -> str:
    return rf"\operatorname{{{name}}}"


def _itself(u: Any) -> Any:
    return u


def _inside_one(u: Any) -> Any:
    return 1 - u**2


def _above_whole(u: Any) -> Any:
    """How far u is above the nearest whole number."""
    return (u + 0.5) % 1 - 0.5


def _difference(u: Any, v: Any) -> Any:
    return u - v


def _flat(*_: Expr) -> Expr:
    return S.Zero


def _nearest_whole(mp: MPContext, u: Any) -> Any:
    """`round`, with 0.35*10 halfway between two."""
    return mp.nint(whole(mp, 2 * u) / 2)


def _huber(u: Any, d: Any) -> Any:
    if d <= 0:
        raise ValueError("no bound above 0")
    return u * u / 2 if abs(u) <= d else d * (abs(u) - d / 2)


# Of the series of sinc's slope, pi^2 u (c_1 + c_2 (pi u)^2 + ...), the last first; 1e-16 below 1/4.
_SINC = [(n, (-1) ** n * 2 * n / math.factorial(2 * n + 1)) for n in range(7, 0, -1)]
_NEAR = 0.25


def _slope_of_sinc(u: Any) -> Any:
    """(cos(pi u) - sinc(u))/u of numbers or arrays; near 0 its series, for 0/0 has no value."""
    near = np.abs(u) <= _NEAR
    apart = np.where(near, 1.0, u)
    series = math.pi**2 * u * np.polyval([c for _, c in _SINC], (math.pi * u) ** 2)
    return np.where(near, series, (np.cos(math.pi * apart) - np.sinc(apart)) / apart)


def _bend_of_sinc(f: Expr, u: Expr) -> Expr:
    """The derivative of sinc's slope f."""
    square, series = (sympy.pi * u) ** 2, S.Zero
    for n, _ in _SINC:
        series = (
            sympy.Rational((-1) ** n * 2 * n * (2 * n - 1), math.factorial(2 * n + 1))
            + square * series
        )
    apart = -(sympy.pi**2) * Sinc(u) - 2 * f / u
    return Where(u**2 - sympy.Rational(1, 16), apart, sympy.pi**2 * series)


_LOG_2 = math.log(2.0)

# fmt: off
# What is not typed, but stands in derivatives.
_UNTYPED = (
    _common("step", Step, r"\left[{} > 0\right]", _flat, jumps=_itself,
            value=lambda u: 1.0 if u > 0.0 else 0.0,
            array=lambda u: np.heaviside(u, 0.0),
            javascript=Code("step", "const step = u => (u > 0 ? 1 : 0);")),
    _common("nought", Nought, r"0 \cdot", _flat,
            value=lambda u: 0.0 * u, array=lambda u: 0.0 * u,
            javascript=Code("nought", "const nought = u => 0 * u;")),
    _common("sincslope", SincSlope, r"\operatorname{sinc}'", _bend_of_sinc,
            value=lambda u: float(_slope_of_sinc(u)), array=_slope_of_sinc,
            javascript=Code(
                "sincslope",
                "const sincslope = u => Math.abs(u) <= 0.25 ? Math.PI ** 2 * u * "
                f"{[c for _, c in _SINC]}.reduce((sum, c) => sum * (Math.PI * u) ** 2 + c, 0) "
                ": (Math.cos(Math.PI * u) - sinc(u)) / u;")),
    _common("logcosh", LogCosh, r"\ln \cosh", lambda f, u: Tanh(u),
            value=lambda u: abs(u) + math.log1p(math.exp(-2.0 * abs(u))) - _LOG_2,
            array=lambda u: np.logaddexp(u, -u) - _LOG_2,
            javascript=Code(
                "logcosh",
                "const logcosh = u => Math.abs(u) + Math.log1p(Math.exp(-2 * Math.abs(u))) "
                "- Math.LN2;")),
    _common("logaddexp", LogAddExp, _operator("logaddexp"),
            lambda f, u, v: Sigmoid(u - v), lambda f, u, v: Sigmoid(v - u),
            fewest=2, most=2,
            value=lambda u, v: max(u, v) + math.log1p(math.exp(-abs(u - v))),
            array=np.logaddexp,
            javascript=Code(
                "logaddexp",
                "const logaddexp = (u, v) => "
                "Math.max(u, v) + Math.log1p(Math.exp(-Math.abs(u - v)));")),
)

_COMMON = (
    _common("sin", sympy.sin, r"\sin", lambda f, u: sympy.cos(u), raised=True),
    _common("cos", sympy.cos, r"\cos", lambda f, u: -sympy.sin(u), raised=True),
    _common("tan", sympy.tan, r"\tan", lambda f, u: 1 + f**2, raised=True, spellings=("tg",)),
    _common("sinh", Sinh, r"\sinh", lambda f, u: Cosh(u), raised=True),
    _common("cosh", Cosh, r"\cosh", lambda f, u: Sinh(u), raised=True),
    _common("sech", Sech, _operator("sech"), lambda f, u: -f * Tanh(u), raised=True,
            precise=lambda mp, u: 1 / mp.cosh(u),
            value=lambda u: 2.0 / (math.exp(-abs(u)) + math.exp(abs(u))) if abs(u) < 700.0 else 0.0,
            array=lambda u: 1.0 / np.cosh(u),
            javascript=Code("sech", "const sech = u => 1 / Math.cosh(u);")),
    _common("tanh", Tanh, r"\tanh", lambda f, u: 1 - f**2, raised=True),
    _common("asin", sympy.asin, r"\arcsin", lambda f, u: 1 / sqrt(1 - u**2),
            ends=_inside_one, spellings=("arcsin",)),
    _common("acos", sympy.acos, r"\arccos", lambda f, u: -1 / sqrt(1 - u**2),
            ends=_inside_one, spellings=("arccos",)),
    _common("atan", sympy.atan, r"\arctan", lambda f, u: 1 / (1 + u**2),
            spellings=("arctan", "arctg")),
    _common("asinh", sympy.asinh, _operator("arsinh"), lambda f, u: 1 / sqrt(u**2 + 1),
            spellings=("arcsinh", "arsinh")),
    _common("acosh", sympy.acosh, _operator("arcosh"),
            lambda f, u: 1 / (sqrt(u - 1) * sqrt(u + 1)),
            ends=lambda u: u - 1, spellings=("arccosh", "arcosh")),
    _common("atanh", sympy.atanh, _operator("artanh"), lambda f, u: 1 / (1 - u**2),
            ends=_inside_one, spellings=("arctanh", "artanh")),
    _common("exp", sympy.exp, r"\exp", lambda f, u: f),
    _common("log", sympy.log, r"\ln", lambda f, u: 1 / u,
            ends=_itself, precise=lambda mp, u: mp.ln(u), spellings=("ln",), raised=True),
    _common("cbrt", Cbrt, r"\sqrt[3]{{}}", lambda f, u: 1 / (3 * f**2), kinks=_itself,
            precise=lambda mp, u: mp.sign(u) * mp.cbrt(abs(u))),
    _common("abs", Abs, r"\left|{}\right|", lambda f, u: Sign(u),
            classes=(Abs, sympy.Abs),  # SymPy's own, of sqrt(u^2) once names have changed
            value=abs, precise=lambda mp, u: abs(u), kinks=_itself),
    _common("sign", Sign, _operator("sign"), _flat, jumps=_itself, spellings=("sgn",),
            value=lambda u: 1.0 if u > 0.0 else -1.0 if u < 0.0 else 0.0),
    _common("floor", Floor, r"\left\lfloor {}\right\rfloor", _flat,
            value=lambda u: float(math.floor(u)), jumps=_above_whole),
    _common("round", Round, _operator("round"), _flat,
            value=lambda u: float(round(u)), array=np.rint, precise=_nearest_whole,
            jumps=lambda u: _above_whole(u + 0.5),
            javascript=Code(
                "round",
                "const round = u => Math.round(u) - u === 0.5 && Math.round(u) % 2 "
                "? Math.round(u) - 1 : Math.round(u);")),
    _common("ceil", Ceil, r"\left\lceil {}\right\rceil", _flat,
            value=lambda u: float(math.ceil(u)), jumps=_above_whole, spellings=("ceiling",)),
    _common("atan2", Atan2, _operator("atan2"),
            lambda f, y, x: x / (x**2 + y**2), lambda f, y, x: -y / (x**2 + y**2),
            fewest=2, most=2, usage="atan2(y, x)", spellings=("arctan2",),
            jumps=lambda y, x: y),  # left of 0
    _common("min", Min, r"\min", lambda f, a, b: Step(b - a), lambda f, a, b: 1 - Step(b - a),
            build=lambda *u: paired(Min, u), fewest=2, most=6,
            value=min, precise=lambda mp, *u: min(u), array=np.minimum, kinks=_difference),
    _common("max", Max, r"\max", lambda f, a, b: Step(a - b), lambda f, a, b: 1 - Step(a - b),
            build=lambda *u: paired(Max, u), fewest=2, most=6,
            value=max, precise=lambda mp, *u: max(u), array=np.maximum, kinks=_difference),
    _common("log1p", Log1p, r"\ln\left(1 + {}\right)", lambda f, u: 1 / (1 + u),
            precise=lambda mp, u: mp.ln(1 + u), ends=lambda u: 1 + u),
    _common("expm1", Expm1, r"\left(e^{{}} - 1\right)", lambda f, u: sympy.exp(u),
            precise=lambda mp, u: mp.exp(u) - 1),
    _common("erf", Erf, _operator("erf"), lambda f, u: 2 / sqrt(sympy.pi) * sympy.exp(-(u**2)),
            array=error_function.erf, javascript=Code("erf", error_function.JAVASCRIPT)),
    _common("sinc", Sinc, r"\frac{\sin\left(\pi \left({}\right)\right)}{\pi \left({}\right)}",
            lambda f, u: SincSlope(u),
            value=lambda u: math.sin(math.pi * u) / (math.pi * u) if u else 1.0,
            precise=lambda mp, u: mp.sin(mp.pi * u) / (mp.pi * u) if u else mp.one,
            javascript=Code(
                "sinc",
                "const sinc = u => u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u);")),
    _common("huber", Huber, _operator("huber"),
            lambda f, u, d: Min(Max(u, -d), d), lambda f, u, d: Max(Abs(u) - d, S.Zero),
            build=lambda u, d: S.NaN if d.is_number and d <= 0 else Huber(u, d),
            value=_huber, precise=lambda mp, u, d: _huber(u, d), ends=lambda u, d: d,
            array=lambda u, d: np.where(
                d > 0, np.where(abs(u) <= d, u * u / 2, d * (abs(u) - d / 2)), np.nan),
            javascript=Code(
                "huber",
                "const huber = (u, d) => !(d > 0) ? NaN "
                ": Math.abs(u) <= d ? u * u / 2 : d * (Math.abs(u) - d / 2);"),
            fewest=2, most=2, usage="huber(x, 1)"),
    _common("sigmoid", Sigmoid, r"\sigma", lambda f, u: f * (1 - f), spellings=("logistic",),
            precise=lambda mp, u: 1 / (1 + mp.exp(-u)),
            value=lambda u: 1.0 / (1.0 + math.exp(-u)) if u > -700.0 else 0.0,
            array=lambda u: 1.0 / (1.0 + np.exp(-u)),
            javascript=Code("sigmoid", "const sigmoid = u => 1 / (1 + Math.exp(-u));")),
    _common("softplus", Softplus, _operator("softplus"), lambda f, u: Sigmoid(u),
            precise=lambda mp, u: mp.ln(1 + mp.exp(u)),
            value=lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))),
            array=lambda u: np.logaddexp(0.0, u),
            javascript=Code(
                "softplus",
                "const softplus = u => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));")),
)

# asec(u) = acos(1/u) and so on: SymPy's and Mathematica's convention for acot (odd, jump at 0)
_MADE = (
    TypedFunction("sec", lambda u: 1 / sympy.cos(u), lambda u: 1.0 / math.cos(u), r"\sec",
                  raised=True,
                  precise=lambda mp, u: 1 / mp.cos(u)),
    TypedFunction("csc", lambda u: 1 / sympy.sin(u), lambda u: 1.0 / math.sin(u), r"\csc",
                  raised=True, spellings=("cosec",),
                  precise=lambda mp, u: 1 / mp.sin(u)),
    TypedFunction("cot", lambda u: 1 / sympy.tan(u), lambda u: 1.0 / math.tan(u), r"\cot",
                  classes=(sympy.cot,),  # SymPy's way of writing tan(x + pi/2)
                  partials=(lambda f, u: -1 - f**2,),
                  raised=True, spellings=("cotan", "ctg"),
                  precise=lambda mp, u: 1 / mp.tan(u)),
    TypedFunction("csch", lambda u: 1 / Sinh(u), lambda u: 1.0 / math.sinh(u), _operator("csch"),
                  raised=True,
                  precise=lambda mp, u: 1 / mp.sinh(u)),
    TypedFunction("coth", lambda u: 1 / Tanh(u), lambda u: 1.0 / math.tanh(u), r"\coth",
                  raised=True,
                  precise=lambda mp, u: 1 / mp.tanh(u)),
    TypedFunction("asec", lambda u: sympy.acos(1 / u), lambda u: math.acos(1.0 / u),
                  _operator("arcsec"), spellings=("arcsec",),
                  precise=lambda mp, u: mp.acos(1 / u)),
    TypedFunction("acsc", lambda u: sympy.asin(1 / u), lambda u: math.asin(1.0 / u),
                  _operator("arccsc"), spellings=("arccsc",),
                  precise=lambda mp, u: mp.asin(1 / u)),
    TypedFunction("acot", lambda u: sympy.atan(1 / u), lambda u: math.atan(1.0 / u),
                  _operator("arccot"), spellings=("arccot", "arcctg"),
                  precise=lambda mp, u: mp.atan(1 / u)),
    TypedFunction("asech", lambda u: sympy.acosh(1 / u), lambda u: math.acosh(1.0 / u),
                  _operator("arsech"), spellings=("arcsech", "arsech"),
                  precise=lambda mp, u: mp.acosh(1 / u)),
    TypedFunction("acsch", lambda u: sympy.asinh(1 / u), lambda u: math.asinh(1.0 / u),
                  _operator("arcsch"), spellings=("arccsch", "arcsch"),
                  precise=lambda mp, u: mp.asinh(1 / u)),
    TypedFunction("acoth", lambda u: sympy.atanh(1 / u), lambda u: math.atanh(1.0 / u),
                  _operator("arcoth"), spellings=("arccoth", "arcoth"),
                  precise=lambda mp, u: mp.atanh(1 / u)),
    TypedFunction("log10", lambda u: sympy.log(u) / sympy.log(10), math.log10, r"\log_{10}",
                  spellings=("log_10", "lg"),
                  precise=lambda mp, u: mp.ln(u) / mp.ln(10)),
    TypedFunction("log2", lambda u: sympy.log(u) / sympy.log(2), math.log2, r"\log_{2}",
                  spellings=("log_2",),
                  precise=lambda mp, u: mp.ln(u) / mp.ln(2)),
    TypedFunction("sqrt", lambda u: power(u, S.Half), math.sqrt, r"\sqrt{{}}",
                  array=np.sqrt, javascript=Code("Math.sqrt")),
    TypedFunction("hypot", lambda u, v: power(u**2 + v**2, S.Half), math.hypot,
                  _operator("hypot"), fewest=2, most=2),
    TypedFunction("norm", lambda *u: power(sympy.Add(*(v**2 for v in u)), S.Half), math.hypot,
                  r"\left\lVert {}\right\rVert", fewest=2, most=6,
                  precise=lambda mp, *u: mp.sqrt(sum(v * v for v in u))),
    TypedFunction("square", lambda u: u**2, lambda u: u * u, r"\left({}\right)^{2}",
                  spellings=("sqr",), precise=lambda mp, u: u * u),
    TypedFunction("mod", lambda u, v: u - v * Floor(u / v), lambda u, v: u - v * math.floor(u / v),
                  _operator("mod"), fewest=2, most=2,
                  precise=lambda mp, u, v: u - v * mp.floor(whole(mp, u / v))),
    TypedFunction("clip", lambda u, low, high: Min(Max(u, low), high),
                  lambda u, low, high: min(max(u, low), high), _operator("clip"),
                  fewest=3, most=3, usage="clip(x, -1, 1)",
                  precise=lambda mp, u, low, high: min(max(u, low), high)),
    TypedFunction("heaviside", lambda u: (1 + Sign(u)) / 2,
                  lambda u: 1.0 if u > 0.0 else 0.0 if u < 0.0 else 0.5, _operator("H"),
                  precise=lambda mp, u: (1 + mp.sign(u)) / 2),
    TypedFunction("relu", lambda u: Max(u, S.Zero), lambda u: max(u, 0.0), _operator("relu"),
                  precise=lambda mp, u: max(u, 0)),
    TypedFunction("if", Where, lambda c, a, b: a if c > 0 else b, r"\text{if}",
                  classes=(Where,), fewest=3, most=3, usage="if(x > 0, a, b)",
                  jumps=lambda c, a, b: c,
                  javascript=Code(
                      "choose",
                      "const choose = (c, a, b) => (c > 0 ? a : c <= 0 ? b : NaN);"),
                  partials=(_flat, lambda f, c, a, b: Where(c, S.One, S.Zero),
                            lambda f, c, a, b: Where(c, S.Zero, S.One))),
)
# fmt: on

_TYPED = (*_COMMON, *_MADE)
FUNCTIONS = {row.name: row for row in _TYPED} | {s: row for row in _TYPED for s in row.spellings}
ROWS = (*_UNTYPED, *_TYPED)
BY_CLASS = {cls: row for row in ROWS for cls in row.classes}

# Functions of SymPy that jump, that have no value for some numbers, and all that are not smooth.
JUMPING = tuple(cls for cls, row in BY_CLASS.items() if row.jumps)
PARTIAL = tuple(cls for cls, row in BY_CLASS.items() if row.ends)
ROUGH = (*JUMPING, *PARTIAL, *(cls for cls, row in BY_CLASS.items() if row.kinks))
