"""Sums and products over a whole number, in the many ways of writing them."""

import math

import pytest

from formulas import Formula, FormulaError, Language, read, unknown_names
from landscapes import Landscape
from tests.formulas.values import Value, check
from tests.words import korean

cos = math.cos


def shubert(z: float) -> float:
    return sum(i * cos((i + 1) * z + i) for i in range(1, 6))


def ramp(x: float, _: float) -> float:
    return 15 * x


WRITTEN: dict[str, Value] = {
    "sum(i=1..5, i cos((i+1)x + i))": lambda x, y: shubert(x),
    "sum(i=1..5, i cos((i+1)x + i)) sum(j=1..5, j cos((j+1)y + j))": lambda x, y: (
        shubert(x) * shubert(y)
    ),
    r"\left(\sum_{i=1}^{5} i\cos\left((i+1)x+i\right)\right)"
    r"\left(\sum_{i=1}^{5} i\cos((i+1)y+i)\right)": lambda x, y: shubert(x) * shubert(y),
    # one sum, many ways
    "sum(i = 1 .. 5, i x)": ramp,
    "sum(i=1…5, ix)": ramp,
    "sum(i=1:5, i*x)": ramp,
    "sum(i=1 to 5, i*x)": ramp,
    "sum(i x, i=1..5)": ramp,
    "sum(i=1, 5, i x)": ramp,
    "sum(i x, i=1, 5)": ramp,
    "sum(i, 1, 5, i x)": ramp,
    "sum(i x, i, 1, 5)": ramp,
    "symsum(i*x, i, 1, 5)": ramp,
    "Sum[i x, {i, 1, 5}]": ramp,
    "sum(i*x for i in range(1, 6))": ramp,
    "sum([i*x for i in range(6)])": ramp,
    "np.sum([i*x for i in range(1, 6)])": ramp,
    "sum(i=1..5) i x": ramp,
    r"\sum_{i=1}^{5} i x": ramp,
    r"\sum\limits_{i=1}^5 ix": ramp,
    r"\sum^{5}_{i=1} i x": ramp,
    "∑_{i=1}^{5} i x": ramp,
    "Σ(i=1..5, i x)": ramp,
    "sum_(i=1)^5 i x": ramp,
    # how far it reaches
    r"\sum_{i=1}^{3} x^i + y": lambda x, y: x + x**2 + x**3 + y,
    r"2\sum_{i=1}^{3} -i x - y": lambda x, y: -12 * x - y,
    r"\sum_{i=1}^{2} (x - i)^2 y": lambda x, y: ((x - 1) ** 2 + (x - 2) ** 2) * y,
    r"\prod_{i=1}^{2}\cos\left(\frac{x}{\sqrt{i}}\right) + 1": lambda x, y: (
        cos(x) * cos(x / math.sqrt(2)) + 1
    ),
    r"\prod_{i=1}^{3} x i": lambda x, y: 6 * x**3,
    "prod(i=1..3, i) x": lambda x, y: 6 * x,
    "math.prod(x - i for i in range(3))": lambda x, y: x * (x - 1) * (x - 2),
    r"\sum_{k=0}^{3} (-1)^k x^{2k}": lambda x, y: 1 - x**2 + x**4 - x**6,
    # one inside the other
    "sum(i=1..2, sum(j=1..2, (i x + j y)^2))": lambda x, y: sum(
        (i * x + j * y) ** 2 for i in (1, 2) for j in (1, 2)
    ),
    r"\sum_{i=1}^{2}\prod_{j=0}^{1}(x - i j)": lambda x, y: sum(x * (x - i) for i in (1, 2)),
    # numbers
    "sum(i=-2..2, (x-i)^2)": lambda x, y: sum((x - i) ** 2 for i in range(-2, 3)),
    "sum(k=0..3, (-1)^k*x^(2k)/(k+1))": lambda x, y: sum(
        (-1) ** k * x ** (2 * k) / (k + 1) for k in range(4)
    ),
    "sum(i=3..3, i x)": lambda x, y: 3 * x,
    "sum(n=1..60, sin(n x)/n)": lambda x, y: sum(math.sin(n * x) / n for n in range(1, 61)),
    "max(sum(i=1..2, i x), y) + |sum(i=1..2, x - i)|": lambda x, y: max(3 * x, y) + abs(2 * x - 3),
    "sum(i=1..3, if(x > i, x - i, 0))": lambda x, y: sum(max(x - i, 0) for i in (1, 2, 3)),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_value_is_that_of_all_terms(text: str) -> None:
    check(text, WRITTEN[text], 1e-11)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\sum_{i=1}^{2} x_i^2", "x1^2 + x2^2"),
        (
            r"f(x) = \sum_{i=1}^{2} \left(x_i^2 - 10\cos(2\pi x_i)\right) + 20",
            "x1^2 - 10cos(2pi x1) + x2^2 - 10cos(2pi x2) + 20",
        ),
        (
            r"\sum_{i=1}^{1} \left[100(x_{i+1} - x_i^2)^2 + (1-x_i)^2\right]",
            "100(x2 - x1^2)^2 + (1 - x1)^2",
        ),
        ("sum(i=2..2, (x_i - x_{i-1}^2)^2)", "(x2 - x1^2)^2"),
        ("sum(x[i]**2 + x[i+1] for i in range(0, 1))", "x0^2 + x1"),
        ("lambda x: sum(x[i]**2 for i in range(2))", "x0^2 + x1^2"),
        (r"\sum_{i=1}^{2} \theta_i^2", "theta1^2 + theta2^2"),
    ],
)
def test_names_have_the_letter_for_an_index(text: str, wanted: str) -> None:
    names = unknown_names(text, Language(()))
    assert names == unknown_names(wanted, Language(()))
    assert read(text, names) == read(wanted, names)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("sum(i=1..5, i x)", r"\sum_{i=1}^{5} i x"),
        ("y sum(i=1..5, x + i)", r"y \left(\sum_{i=1}^{5} \left(x + i\right)\right)"),
        ("prod(k=0..2, 2 x)", r"\prod_{k=0}^{2} \left(2 x\right)"),
        ("sum(i=1..1, x_{i+1} - x_i)", r"\sum_{i=1}^{1} \left(x_{i+1} - x_{i}\right)"),
    ],
)
def test_it_is_typeset_as_a_sum_and_read_back(text: str, latex: str) -> None:
    names = unknown_names(text, Language(()))
    formula = Formula.read(text, Language(names))
    assert formula.latex == latex
    assert read(latex, names) == formula.expression


def test_a_landscape_keeps_what_was_typed() -> None:
    text = "sum(i=1..5, i cos((i+1)x + i)) sum(i=1..5, i cos((i+1)y + i))"
    land = Landscape.read(text)
    assert land.loss.text == text
    assert land.value([1.1, -0.4]) == pytest.approx(shubert(1.1) * shubert(-0.4), rel=1e-12)


REFUSED = [
    (r"\sum_{i=1}^{n} x^i", 0, "with whole numbers"),
    (r"2\sum_i x^i", 1, "with whole numbers"),
    ("1 + sum(x, y)", 4, "sum(i=1..5, x^i)"),
    ("sum x", 0, "sum(i=1..5, x^i)"),
    ("sum(i=1..x, x^i)", 9, "whole numbers"),
    ("sum(i=1..2.5, x^i)", 9, "whole numbers"),
    ("sum(i=5..1, x^i)", 0, "must not be above"),
    ("sum(x=1..5, x y)", 4, "“x” has another meaning here"),
    ("sum(e=1..5, x)", 4, "“e” has another meaning here"),
    ("sum(i=1..2, sum(i=1..2, x))", 16, "“i” has another meaning here"),
    ("sum(i=1..5, i x) + i", 19, "“i” counts the terms"),
    (r"\sum_{i=1}^{3} ix + iy", 20, "“i” counts the terms"),
    (r"\prod_{i=1}^{3} i x", 0, "How far does the prod reach?"),
    ("1/sum(i=1..2) x", 2, "How far does the sum reach?"),
    ("sum(i=1..3, sin i x)", 18, "How far does sin reach?"),
    ("sum(i=1..3, e^ix)", 15, "Where does the exponent end?"),
    ("sum(i=1..3, x(i)^2)", 13, "x_i"),
    ("sum(i=1..2, sum(j=1..2, sum(k=1..2, x)))", 24, "at most one"),
    ("sum(i=1..9999, x^i)", 0, "too long"),
    ("sum(i=1..99999, x^i)", 0, "too long"),
    ("sum(i=1..20, sum(j=1..30, i j x))", 0, "too long"),
    ("sum(i=0..3, x/i)", 13, "divides by zero"),
    ("sum(i=1..3 x^i)", 11, "sum(i=1..5, x^i)"),
    ("x..y", 1, "Two points stand in sums"),
    ("sum(i=1..3, x", 3, "never closed"),
]


@pytest.mark.parametrize(("text", "position", "words"), REFUSED)
def test_what_is_not_read_is_said_where_it_stands(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert words in caught.value.message
    assert caught.value.position == position
    assert len(caught.value.message) <= 130
    korean.check(caught.value.message, text, "sum prod")


def test_a_letter_that_a_sum_counts_with_is_no_variable() -> None:
    assert unknown_names("sum(i=1..3, i a x)", Language(())) == ("a", "x")
    with pytest.raises(FormulaError, match="has another meaning"):
        read("sum(i=1..3, i x)", ("x", "i"))
