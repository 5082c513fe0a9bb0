"""A formula typeset as it was typed: nothing reordered, nothing simplified."""

from __future__ import annotations

import re

import sympy
from sympy import Expr, Float, Integer, Rational

from formulas.tree import Call, Comparison, Constant, Name, Node, Number, Operation, Power, Sign

_GREEK = frozenset(
    ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
    + ("lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega")
)
_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
_SUMS, _PRODUCTS, _SIGNED, _POWERS = range(4)  # how tightly a piece holds together
_SIGNS = {"<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq"}
_SHORT_NAMED = ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth")


def typeset(tree: Node) -> str:
    """LaTeX of a typed tree."""
    return _latex(tree, _SUMS)


def typeset_name(name: str) -> str:
    r"""`m_hat` -> \hat{m}, `beta1` -> \beta_{1}, `P_0` -> P_{0}, `weight_decay` upright."""
    match = re.fullmatch(r"([A-Za-z]+?)_?([0-9]*)(?:_([A-Za-z0-9]+))?", name)
    if not match:
        return _upright(name)
    stem, index, suffix = match.groups()
    if stem in _GREEK:
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
    """LaTeX of a derivative. `decimals` writes 0.52 rather than 13/25, as the loss was typed."""
    if decimals:
        expression = _with_decimals(expression)
    names = {s: typeset_name(s.name) for s in expression.free_symbols}
    return sympy.latex(expression, symbol_names=names, ln_notation=True)


def _with_decimals(expression: Expr) -> Expr:
    if isinstance(expression, Rational) and not isinstance(expression, Integer):
        rest = expression.q
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return Float(str(expression.p / expression.q)) if rest == 1 else expression
    if isinstance(expression, sympy.Add | sympy.Mul):
        arguments = [_with_decimals(argument) for argument in expression.args]
        return expression.func(*arguments, evaluate=False)
    return expression


def _latex(node: Node, outside: int) -> str:
    match node:
        case Number():
            return _number(node.text)
        case Name():
            return typeset_name(node.name)
        case Constant():
            return r"\pi" if node.name == "pi" else "e"
        case Sign():
            inner = _latex(node.operand, _SIGNED)
            return _held(f"-{inner}", _SUMS, outside)
        case Operation(sign="+" | "-"):
            right = _latex(node.right, _PRODUCTS if node.sign == "-" else _SUMS)
            if right.startswith("-"):
                right = rf"\left({right}\right)"
            return _held(f"{_latex(node.left, _SUMS)} {node.sign} {right}", _SUMS, outside)
        case Operation(sign="/"):
            return rf"\frac{{{_latex(node.left, _SUMS)}}}{{{_latex(node.right, _SUMS)}}}"
        case Operation():
            return _held(_product(node), _PRODUCTS, outside)
        case Power():
            return _power(node)
        case Call():
            return _call(node)


def _number(text: str) -> str:
    mantissa, _, exponent = text.lower().partition("e")
    if mantissa.startswith("."):
        mantissa = f"0{mantissa}"
    mantissa = mantissa.removesuffix(".")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _product(node: Operation) -> str:
    left = _latex(node.left, _SUMS if isinstance(node.left, Sign) else _PRODUCTS)
    right = _latex(node.right, _SIGNED)
    if not node.implied or right[0].isdigit() or right.startswith(r"\frac{"):
        return rf"{left} \cdot {right}"
    return rf"{left} \, {right}" if left[-1].isalpha() and right[0].isalpha() else f"{left} {right}"


def _power(node: Power) -> str:
    exponent = _latex(node.exponent, _SUMS)
    base = node.base
    if isinstance(base, Call) and base.function.name in _SHORT_NAMED:
        name, _, rest = _call(base).partition(r"\left(")
        return rf"{name}^{{{exponent}}}\left({rest}"
    inner = _latex(base, _POWERS)
    compound = isinstance(base, Power | Sign | Call) or (
        isinstance(base, Operation) and base.sign == "/"
    )
    if isinstance(base, Number) and "cdot" in inner:
        compound = True
    if compound and not inner.startswith((r"\left(", r"\left|")):
        inner = rf"\left({inner}\right)"
    elif isinstance(base, Call) and base.function.name == "abs":
        inner = f"{{{inner}}}"
    return f"{inner}^{{{exponent}}}"


def _call(node: Call) -> str:
    if node.condition is not None:
        return _cases(node)
    arguments = ", ".join(_latex(argument, _SUMS) for argument in node.arguments)
    return node.function.latex.format(arguments)


def _cases(node: Call) -> str:
    condition, (yes, no) = node.condition, node.arguments
    assert isinstance(condition, Comparison)
    test = f"{_latex(condition.left, _SUMS)} {_SIGNS[condition.sign]} "
    test += _latex(condition.right, _SUMS)
    return (
        rf"\begin{{cases}} {_latex(yes, _SUMS)} & {test} \\ "
        rf"{_latex(no, _SUMS)} & \text{{otherwise}} \end{{cases}}"
    )


def _held(latex: str, inside: int, outside: int) -> str:
    """`latex` in brackets where what stands around it holds more tightly."""
    return rf"\left({latex}\right)" if inside < outside else latex
