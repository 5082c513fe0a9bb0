"""Any text is read or refused, never anything else; any tree that is written out is read back."""

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulas import FUNCTIONS, Formula, FormulaError
from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write
from tests.words import korean

CALM = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=list(HealthCheck),
)
PIECES = [
    *("x", "y", "xy", "2", "3.5", ".5", "1e3", "pi", "e", "π", "z", "²", "⁻¹", "½", "ˣ"),
    *("+", "-", "*", "/", "^", "**", "(", ")", "[", "]", "|", ",", " ", "=", "<", ">=", "·", "√"),
    *sorted(FUNCTIONS),
]
SUMS = [
    *(
        "sum(",
        "prod(",
        "i",
        "j",
        "x",
        "y",
        "=",
        "1..5",
        "1..",
        "..",
        "1",
        "5",
        ",",
        ")",
        "(",
        "x_i",
        "x_{i+1}",
        "x[i]",
    ),
    *(
        "i=1..5",
        "j=0..2",
        "i=",
        "sum(i=1..3)",
        "sum(j=1..2, ",
        r"\sum_{i=1}^{5}",
        r"\prod_{i=0}^2",
        "∑",
        "_",
        "{",
        "}",
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "^",
        " for i in range(",
        "range",
        "in",
        "if(",
        ">",
        "|",
        "2",
        "x(i)",
        "sin ",
        "cos(",
        "e^",
    ),
]
CODE = [
    *(
        "np.",
        "math.",
        "x",
        "y",
        "2",
        "1.5",
        "pow(",
        "sin(",
        ".pow(2)",
        ".sin()",
        "where(",
        "max([",
        "])",
        ",",
    ),
    *(
        "lambda ",
        "x, y",
        ":",
        "=>",
        "->",
        "def f(",
        "return ",
        "=",
        "if ",
        " else ",
        "?",
        ";",
        "//",
        "#",
        "\n",
    ),
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ".^",
        ".*",
        "**",
        "+",
        "-",
        ">",
        "_",
        "@",
        "::",
        "/*",
        "*/",
        "float(",
    ),
]
LATEX = [
    *(
        r"\frac",
        r"\frac12",
        r"\sqrt",
        r"\sqrt[3]",
        r"\left",
        r"\right",
        r"\left(",
        r"\right)",
        r"\left|",
    ),
    *(
        r"\right|",
        "{",
        "}",
        "$",
        "^",
        "_",
        "x",
        "y",
        "1",
        "12",
        "2.5",
        r"\sin",
        r"\log",
        r"\pi",
        r"\sigma",
    ),
    *(
        r"\begin{cases}",
        r"\end{cases}",
        "&",
        r"\\",
        "<",
        r"\le",
        r"\text{if}",
        r"\text{otherwise}",
        r"\over",
    ),
    *(
        r"\begin{aligned}",
        r"\,",
        r"\mathrm{e}",
        r"\operatorname",
        r"\cdot",
        "+",
        "-",
        " ",
        "[",
        "]",
        "|",
        r"\|",
    ),
]


@CALM
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    attempt(text)


@settings(CALM, max_examples=600)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_any_pieces_of_the_language_are_read_or_refused(text: str) -> None:
    attempt(text)


@settings(CALM, max_examples=600)
@given(st.lists(st.sampled_from(SUMS), min_size=1, max_size=14).map("".join))
def test_any_pieces_of_sums_are_read_or_refused(text: str) -> None:
    attempt(text)


@settings(CALM, max_examples=600)
@given(st.lists(st.sampled_from(CODE), min_size=1, max_size=14).map("".join))
def test_any_pieces_of_code_are_read_or_refused(text: str) -> None:
    attempt(text)


@settings(CALM, max_examples=600)
@given(st.lists(st.sampled_from(LATEX), min_size=1, max_size=14).map("".join))
def test_any_pieces_of_latex_are_read_or_refused(text: str) -> None:
    attempt(text)


def attempt(text: str) -> None:
    found = outcome(text)
    if isinstance(found, FormulaError):
        korean.check(found.message, text)
        assert found.position is None or 0 <= found.position <= len(text)
    else:
        assert found.latex
        assert write(found.expression, FLOATS)


def outcome(text: str) -> Formula | FormulaError:
    try:
        return Formula.read(text)
    except FormulaError as error:
        return error


# A tree as a pair: its text, and a function that computes it without the reader.
Value = Callable[[float, float], float]
Pair = tuple[str, Value]

ATOMS = st.sampled_from(
    [
        ("x", lambda x, y: x),
        ("y", lambda x, y: y),
        ("2", lambda x, y: 2.0),
        ("0.5", lambda x, y: 0.5),
        ("pi", lambda x, y: math.pi),
        ("3", lambda x, y: 3.0),
    ]
)


def sum_of(a: Pair, b: Pair) -> Pair:
    return f"({a[0]} + {b[0]})", lambda x, y: a[1](x, y) + b[1](x, y)


def difference(a: Pair, b: Pair) -> Pair:
    return f"({a[0]} - ({b[0]}))", lambda x, y: a[1](x, y) - b[1](x, y)


def product(a: Pair, b: Pair) -> Pair:
    return f"({a[0]})({b[0]})", lambda x, y: a[1](x, y) * b[1](x, y)


def quotient(a: Pair, b: Pair) -> Pair:
    return f"({a[0]})/(1 + ({b[0]})^2)", lambda x, y: a[1](x, y) / (1 + b[1](x, y) ** 2)


def negative(a: Pair) -> Pair:
    return f"(-{a[0]})", lambda x, y: -a[1](x, y)


def squared(a: Pair) -> Pair:
    return f"({a[0]})^2", lambda x, y: a[1](x, y) ** 2


def sine(a: Pair) -> Pair:
    return f"sin({a[0]})", lambda x, y: math.sin(a[1](x, y))


def bell(a: Pair) -> Pair:
    return f"e^-({a[0]})^2", lambda x, y: math.exp(-(a[1](x, y) ** 2))


def absolute(a: Pair) -> Pair:
    return f"|{a[0]}|", lambda x, y: abs(a[1](x, y))


def greater(a: Pair, b: Pair) -> Pair:
    return f"max({a[0]}, {b[0]})", lambda x, y: max(a[1](x, y), b[1](x, y))


def grown(trees: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    one = [negative, squared, sine, bell, absolute]
    two = [sum_of, difference, product, quotient, greater]
    return st.one_of(
        *(st.builds(rule, trees) for rule in one), *(st.builds(rule, trees, trees) for rule in two)
    )


@CALM
@given(st.recursive(ATOMS, grown, max_leaves=9))
def test_what_is_written_out_is_read_back(tree: Pair) -> None:
    text, value = tree
    found = outcome(text)
    if isinstance(found, FormulaError):
        assert any(word in found.message for word in ("too large", "too small", "limit"))
        return
    source = f"def f(x, y):\n    return {write(found.expression, FLOATS)}"
    function = compiled(source, "f", FLOAT_FUNCTIONS)
    for point in ((0.6, -1.1), (-0.4, 0.9)):
        try:
            expected = value(*point)
        except OverflowError:
            continue
        assert function(*point) == pytest.approx(expected, rel=1e-9, abs=1e-9)
