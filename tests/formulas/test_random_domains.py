"""Random formulas have the values that their trees have, read node by node in plain floats."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from formulas import FormulaError, Language
from formulas.functions import CONSTANTS
from formulas.parser import parse
from formulas.tree import Call, Constant, Minus, Name, Node, Number, Operation, Power
from landscapes import Landscape

FORMULAS = 25
FUNCTIONS = ("sqrt", "ln", "exp", "abs", "atan", "tanh", "asin", "sigmoid", "cbrt", "acosh")
POWERS = ("3", "0.5", "(1/3)", "(2/3)", "(-1)", "(-2)", "1.5", "(-0.5)", "(1/2)", "(-4/5)")
# Zeros and ones, and numbers of which no simple sum is on a border.
PLACES = [(x, y) for x in (-2.31, -1, -0.43, 0, 0.29, 1, 2.57) for y in (-1.73, 0, 0.71, 1, 1.93)]


def formula(random: Random, depth: int) -> str:
    """A random formula; even powers are left out, which SymPy takes from under a root."""
    if depth == 0 or random.random() < 0.15:
        return random.choice("xyxyxy123")
    a, b, c, d = (formula(random, depth - 1) for _ in range(4))
    return random.choice(
        [
            *(f"({a} + {b})", f"({a} - {b})", f"({a})*({b})", f"({a})/({b})", f"({a})/({b})"),
            *(f"({a})^{random.choice(POWERS)}", f"{random.choice(FUNCTIONS)}({a})"),
            *(f"{random.choice(FUNCTIONS)}({a})", f"if({a} > {b}, {c}, {d})"),
        ]
    )


def fraction(node: Node) -> Fraction | None:
    """A number written as a fraction of whole ones."""
    match node:
        case Number() if node.text.isdecimal():
            return Fraction(node.text)
        case Minus():
            inside = fraction(node.operand)
            return None if inside is None else -inside
        case Operation(sign="/"):
            above, below = fraction(node.left), fraction(node.right)
            return above / below if above is not None and below else None
    return None


def value(node: Node, x: float, y: float) -> float:
    """The value of a tree; raises where a part has none."""
    match node:
        case Number():
            return float(node.text)
        case Constant():
            return CONSTANTS[node.name].value
        case Name():
            return x if node.name == "x" else y
        case Minus():
            return -value(node.operand, x, y)
        case Operation():
            a, b = value(node.left, x, y), value(node.right, x, y)
            return {"+": a + b, "-": a - b, "*": a * b}[node.sign] if node.sign != "/" else a / b
        case Power():
            base, exponent = value(node.base, x, y), value(node.exponent, x, y)
            written = fraction(node.exponent)
            if written is None or written.denominator % 2 == 0 or written.denominator == 1:
                return math.pow(base, exponent)
            size = math.pow(abs(base), exponent)
            return -size if base < 0 and written.numerator % 2 else size
        case Call(condition=None):
            return node.function.value(*(value(argument, x, y) for argument in node.arguments))
        case Call():
            left, right = (
                value(side, x, y) for side in (node.condition.left, node.condition.right)
            )
            return value(node.arguments[0 if left > right else 1], x, y)


def value_or_nan(node: Node, x: float, y: float) -> float:
    try:
        found = value(node, x, y)
    except (ValueError, ArithmeticError):
        return math.nan
    return found if math.isfinite(found) else math.nan


@pytest.mark.parametrize("seed", range(6))
def test_a_random_formula_has_the_values_of_its_tree(seed: int) -> None:
    random, read = Random(seed), 0
    while read < FORMULAS:
        text = formula(random, 3)
        try:
            loss = Landscape.read(text)
        except FormulaError:
            continue
        read += 1
        tree = parse(text, Language())
        expected = [value_or_nan(tree, *place) for place in PLACES]
        found = loss.value(np.array(PLACES, dtype=float))
        huge = np.abs(np.nan_to_num(expected)) > 1e12
        huge |= np.abs(np.nan_to_num(found)) > 1e12  # a pole that rounding hides
        np.testing.assert_allclose(
            found[~huge], np.array(expected)[~huge], rtol=1e-7, atol=1e-7, err_msg=text
        )
