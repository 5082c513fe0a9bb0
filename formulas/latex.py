"""LaTeX of formulas as they were typed, nothing reordered or simplified, and of derivatives."""
# ruff: noqa: N802, N815 - methods are named as SymPy looks for them

from __future__ import annotations

import re
from typing import Any

from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, S, exp
from sympy.printing.latex import LatexPrinter

from formulas.functions import BY_CLASS, CONSTANTS
from formulas.kinks import Where
from formulas.names import GREEK
from formulas.powers import Held, Scale
from formulas.real import LogAddExp, Nought, Real
from formulas.series import offset_of
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

_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
# How tightly a piece holds together; _WHOLE is what stands alone, as inside brackets.
_WHOLE, _SUMS, _PRODUCTS, _FACTORS = range(4)
_SIGNS = {"<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "==": "=", "!=": r"\neq"}
_DIGITS_SHOWN = 6


def typeset(tree: Node) -> str:
    """LaTeX of a typed tree."""
    return _latex(tree, _WHOLE)


def typeset_name(name: str) -> str:
    r"""LaTeX of a name as the papers write it.

    `m_hat` -> \hat{m}, `beta1` -> \beta_{1}, `P_0` -> P_{0}, `weight_decay` -> \lambda; other
    words stand upright.
    """
    if name == "weight_decay":
        return r"\lambda"
    match = re.fullmatch(r"([A-Za-z]+?)_?([0-9]*)(?:_([A-Za-z0-9]+))?", name)
    if not match:
        return _upright(name)
    stem, index, suffix = match.groups()
    if stem in GREEK.values():
        shown = rf"\{stem}"
    elif len(stem) == 1:
        shown = stem
    else:
        return _upright(name)
    if suffix in _ACCENTS:
        shown, suffix = rf"{_ACCENTS[suffix]}{{{shown}}}", None
    if suffix == "inf":
        suffix = r"\infty"
    elif suffix and len(suffix) > 1:
        suffix = rf"\mathrm{{{suffix}}}"
    below = ",".join(filter(None, (index, suffix)))
    return f"{shown}_{{{below}}}" if below else shown


def _upright(name: str) -> str:
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def typeset_expression(expression: Expr, decimals: bool = False) -> str:
    """LaTeX of a derivative.

    `decimals` writes 0.52 rather than 13/25, as the loss was typed; no number is shown with more
    than 6 significant digits.
    """
    names = {s: typeset_name(s.name) for s in expression.free_symbols}
    # neither changes a value
    expression = expression.replace(Scale, lambda _: S.Zero).replace(Nought, lambda _: S.Zero)
    if decimals:
        expression = _with_decimals(expression)
    return _Printer({"symbol_names": names}).doprint(expression)


def _with_decimals(expression: Expr) -> Expr:
    """Fractions that end as decimals become floats, but for exponents."""
    if isinstance(expression, Rational):
        two_and_five = 10 ** expression.q.bit_length()  # a multiple of q where q has no other prime
        ends = not isinstance(expression, Integer) and two_and_five % expression.q == 0
        return Float(expression.p / expression.q) if ends else expression
    if not expression.args or expression.is_number:
        return expression
    if isinstance(expression, Pow):
        return Pow(_with_decimals(expression.base), expression.exp, evaluate=False)
    return expression.func(*map(_with_decimals, expression.args), evaluate=False)


class _Printer(LatexPrinter):
    """SymPy's typesetting in the manner of the typed formula."""

    def __init__(self, settings: dict[str, Any]) -> None:
        shared = {"ln_notation": True, "fold_frac_powers": True, "inv_trig_style": "full"}
        super().__init__(shared | settings)

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        """Begins with a term without a minus, where there is one: y - x^2."""
        terms = self._as_ordered_terms(expr, order=order)
        first = next((i for i, term in enumerate(terms) if not _is_negative(term)), 0)
        latex = ""
        for term in (terms[first], *terms[:first], *terms[first + 1 :]):
            negative = _is_negative(term)
            term = -term if negative else term
            piece = self._print(term)
            if term.is_Add or self._needs_add_brackets(term):
                piece = rf"\left({piece}\right)"
            latex += (f" {'-' if negative else '+'} " if latex else "-" * negative) + piece
        return latex

    def _print_Mul(self, expr: Mul) -> str:
        # To print a product SymPy simplifies every exponent that it knows to be negative, without
        # end for long ones; held, it does not look into them.
        held = [
            Held(factor)
            if isinstance(factor, Pow | exp) and not factor.as_base_exp()[1].is_number
            else factor
            for factor in expr.args
        ]
        return re.sub("^- ", "-", super()._print_Mul(Mul(*held, evaluate=False)))

    def _print_Function(self, expr: Expr, exp: str | None = None) -> str:
        if not isinstance(expr, Real):
            return super()._print_Function(expr, exp)
        return _raised(BY_CLASS[type(expr)].typeset(", ".join(map(self._print, expr.args))), exp)

    _print_Abs = _print_Max = _print_Min = _print_Function  # not as SymPy's own of these names

    def _print_LogAddExp(self, expr: LogAddExp, exp: str | None = None) -> str:
        u, v = map(self._print, expr.args)
        inside = rf"\ln\left(e^{{{u}}} + e^{{{v}}}\right)"
        return inside if exp is None else rf"\left({inside}\right)^{{{exp}}}"

    def _print_Where(self, expr: Where, exp: str | None = None) -> str:
        condition, a, b = map(self._print, expr.args)
        cases = rf"\begin{{cases}}{a} & {condition} > 0 \\ {b} & \text{{else}}\end{{cases}}"
        return _raised(cases, exp)

    def _print_Held(self, expr: Held, exp: str | None = None) -> str:
        inner = self._print(expr.args[0])
        return inner if exp is None else rf"\left({inner}\right)^{{{exp}}}"

    def _print_Float(self, expr: Float) -> str:
        return _number(f"{float(expr):.{_DIGITS_SHOWN}g}")


def _raised(latex: str, exponent: str | None) -> str:
    return latex if exponent is None else rf"{{{latex}}}^{{{exponent}}}"


def _is_negative(term: Expr) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


def _latex(node: Node, outside: int) -> str:
    match node:
        case Number():
            shown = _number(node.text)
            return _held(shown, _PRODUCTS if "^" in shown else _FACTORS, outside)
        case Name():
            name, offset = offset_of(node.name)
            return typeset_name(name).replace("}", f"{offset}}}") if offset else typeset_name(name)
        case Constant():
            return CONSTANTS[node.name].latex
        case Minus():
            inner = _latex(node.operand, _PRODUCTS)
            return _held(f"-{inner}", _SUMS, outside)
        case Operation(sign="+" | "-"):
            left, right = _latex(node.left, _SUMS), _latex(node.right, _PRODUCTS)
            return _held(f"{left} {node.sign} {right}", _SUMS, outside)
        case Operation(sign="/"):
            return rf"\frac{{{_latex(node.left, _WHOLE)}}}{{{_latex(node.right, _WHOLE)}}}"
        case Operation():
            return _held(_product(node), _PRODUCTS, outside)
        case Power():
            return _power(node)
        case Series():
            return _held(_series(node), _SUMS, outside)
        case Call(condition=None):
            arguments = ", ".join(_latex(argument, _WHOLE) for argument in node.arguments)
            return node.function.typeset(arguments)
        case Call():
            return _held(_cases(node), _WHOLE, outside)


def _number(text: str) -> str:
    mantissa, _, exponent = text.lower().partition("e")
    if mantissa.startswith("."):
        mantissa = f"0{mantissa}"
    mantissa = mantissa.removesuffix(".")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa} \cdot {power}")


def _product(node: Operation) -> str:
    left, right = _latex(node.left, _PRODUCTS), _latex(node.right, _FACTORS)
    dot = right[0].isdigit() or right.startswith(r"\frac{") or r"\mathrm" in left + right
    return rf"{left} \cdot {right}" if dot else f"{left} {right}"


def _power(node: Power) -> str:
    base, exponent = node.base, _exponent(node.exponent)
    if isinstance(base, Name | Constant | Number):
        return f"{_latex(base, _FACTORS)}^{{{exponent}}}"
    inner = _latex(base, _WHOLE)
    if isinstance(base, Call):
        # not for sin(x)^-1, which would look like the inverse
        if base.function.raised and isinstance(node.exponent, Number):
            return inner.replace(r"\left(", rf"^{{{exponent}}}\left(", 1)
        if base.function.fenced:
            return f"{{{inner}}}^{{{exponent}}}"
    return rf"\left({inner}\right)^{{{exponent}}}"


def _exponent(node: Node) -> str:
    """LaTeX of an exponent, a fraction in one line: x^{1/2}, e^{-(x^2 + y^2)/2}."""
    if isinstance(node, Minus) and isinstance(node.operand, Operation):
        if node.operand.sign == "/":
            return f"-{_exponent(node.operand)}"
    if isinstance(node, Operation) and node.sign == "/":
        in_line = f"{_latex(node.left, _PRODUCTS)}/{_latex(node.right, _FACTORS)}"
        if r"\frac" not in in_line:
            return in_line
    return _latex(node, _WHOLE)


def _cases(node: Call) -> str:
    condition, (yes, no) = node.condition, node.arguments
    assert isinstance(condition, Comparison)
    test = f"{_latex(condition.left, _SUMS)} {_SIGNS[condition.sign]} "
    test += _latex(condition.right, _SUMS)
    return (
        rf"\begin{{cases}} {_latex(yes, _WHOLE)} & {test} \\ "
        rf"{_latex(no, _WHOLE)} & \text{{otherwise}} \end{{cases}}"
    )


def _series(node: Series) -> str:
    """A sum over the product behind it; a product over one factor."""
    inside = _PRODUCTS if node.kind == "sum" else _FACTORS
    limits = f"_{{{node.letter}={node.values[0]}}}^{{{node.values[-1]}}}"
    return rf"\{node.kind}{limits} {_latex(node.body, inside)}"


def _held(latex: str, inside: int, outside: int) -> str:
    """`latex` in brackets where what stands around it holds more tightly."""
    return rf"\left({latex}\right)" if inside < outside else latex
