"""Typed maths, read safely: text to SymPy, and SymPy to LaTeX, NumPy, plain floats, JavaScript."""

from formulas.derivatives import gradient, hessian
from formulas.errors import FormulaError
from formulas.expression import read, symbol
from formulas.formula import Formula
from formulas.functions import FUNCTIONS
from formulas.language import Language
from formulas.typed_function import TypedFunction
from formulas.unknown import AXES, unknown_names

__all__ = [
    "AXES",
    "FUNCTIONS",
    "Formula",
    "FormulaError",
    "Language",
    "TypedFunction",
    "gradient",
    "hessian",
    "read",
    "symbol",
    "unknown_names",
]
