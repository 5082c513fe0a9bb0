"""LaTeX is read as it is typeset; what formulas do not have is refused with what to write."""

import math

import pytest

from formulas import FormulaError, read
from formulas.formula import Formula
from landscapes import CATALOG
from tests.formulas.values import Value, check
from tests.words import korean

e, pi = math.e, math.pi
sin, cos, exp = math.sin, math.cos, math.exp

PASTED: dict[str, Value] = {
    # fractions and roots
    r"\frac{1}{20}x^2 + y^2": lambda x, y: x * x / 20 + y * y,
    r"\frac12x^2": lambda x, y: x * x / 2,
    r"\tfrac12 x^2 + \dfrac{x}{y}": lambda x, y: x * x / 2 + x / y,
    r"2\frac{x}{3} + 2 \cdot \frac{1}{2}": lambda x, y: 2 * x / 3 + 1,
    r"\frac xy": lambda x, y: x / y,
    r"\frac\pi2 x": lambda x, y: pi / 2 * x,
    r"{x \over y} + 1": lambda x, y: x / y + 1,
    r"\frac{1}{1+\frac{x^2}{2}}": lambda x, y: 1 / (1 + x * x / 2),
    r"x^\frac{2}{1}": lambda x, y: x * x,
    r"\sqrt[3]{x}": lambda x, y: math.cbrt(x),
    r"\sqrt[4]{x^4 y^4}": lambda x, y: abs(x * y),
    r"\sqrt2x": lambda x, y: math.sqrt(2) * x,
    r"\sqrt{x^2+y^2}\,x": lambda x, y: math.hypot(x, y) * x,
    # brackets, bars
    r"\sin\left(2\pi x\right)": lambda x, y: sin(2 * pi * x),
    r"\left(1-x\right)^2+100\left(y-x^2\right)^2": lambda x, y: (
        (1 - x) ** 2 + 100 * (y - x * x) ** 2
    ),
    r"\bigl( x + y \bigr)^2": lambda x, y: (x + y) ** 2,
    r"\left[x + \left\{y\right\}\right]^2": lambda x, y: (x + y) ** 2,
    r"\lvert x \rvert": lambda x, y: abs(x),
    r"x\left|y\right| + e\left|x\right|": lambda x, y: x * abs(y) + e * abs(x),
    r"\left|y - \left|x\right|\right|": lambda x, y: abs(y - abs(x)),
    r"\left|2\left|x\right|-1\right|y": lambda x, y: abs(2 * abs(x) - 1) * y,
    r"\bigl| x \bigr| + |y| + \vert x\vert": lambda x, y: 2 * abs(x) + abs(y),
    r"\left\|x\right\|^2 + \|y\|": lambda x, y: x * x + abs(y),
    r"\lfloor x \rfloor + \left\lceil y \right\rceil": lambda x, y: math.floor(x) + math.ceil(y),
    r"\left\|(x, y)\right\|^2 + \left\lVert x, y\right\rVert": lambda x, y: (
        x * x + y * y + math.hypot(x, y)
    ),
    # functions
    r"\sin x \cos y": lambda x, y: sin(x) * cos(y),
    r"\sin^2 x + \cos^{2}(y)": lambda x, y: sin(x) ** 2 + cos(y) ** 2,
    r"\sin2x": lambda x, y: sin(2 * x),
    r"\cos{x}^2": lambda x, y: cos(x) ** 2,
    r"\cos\frac{x}{2}\sin y": lambda x, y: cos(x / 2) * sin(y),
    r"\cos\left(\frac{x}{2}\right)y": lambda x, y: cos(x / 2) * y,
    r"\exp\{-x^2\}": lambda x, y: exp(-x * x),
    r"\log_{2}(x^2) + \log_2 y^2": lambda x, y: 2 * math.log2(abs(x * y)),
    r"\log_{10}{x^2} + \ln x^2 + \log_e x^2": lambda x, y: math.log10(x * x) + 2 * math.log(x * x),
    r"\arctan(\tfrac{y}{x})": lambda x, y: math.atan(y / x),
    r"\operatorname{sech}(x) + \operatorname{atan2}(y, x)": lambda x, y: (
        1 / math.cosh(x) + math.atan2(y, x)
    ),
    r"\max(x, y) + \min\{x, y\}": lambda x, y: x + y,
    r"\mathrm{sin}(x) + \text{cos}(x)": lambda x, y: sin(x) + cos(x),
    r"\mathop{\mathrm{max}}(x, y)": lambda x, y: max(x, y),
    # exponents, which braces end
    "e^{-0.5}x": lambda x, y: exp(-0.5) * x,
    r"\mathrm{e}^{-x}y": lambda x, y: exp(-x) * y,
    r"2^{x}y \cdot x^{10}": lambda x, y: 2**x * y * x**10,
    r"e^{\sin x}\cos y": lambda x, y: exp(sin(x)) * cos(y),
    r"e^{-\frac{x^2+y^2}{2}}": lambda x, y: exp(-(x * x + y * y) / 2),
    r"e^\pi x": lambda x, y: e**pi * x,
    r"\mathrm{x+y}^2": lambda x, y: (x + y) ** 2,
    # signs and spaces
    r"10^{-3} \times x \div 2 \cdot y \ast 3": lambda x, y: 1e-3 * x / 2 * y * 3,
    r"x\,y + x\!y\;y \quad + \ 1": lambda x, y: x * y + x * y * y + 1,
    r"2\pi x": lambda x, y: 2 * pi * x,
    r"\displaystyle x^2\tag{1}": lambda x, y: x * x,
    # where mathematics stands in a text
    "$x^2+y^2$": lambda x, y: x * x + y * y,
    r"$$\frac12x^2$$": lambda x, y: x * x / 2,
    r"\( x^2 \)": lambda x, y: x * x,
    r"\[ x^2 + y. \]": lambda x, y: x * x + y,
    "$x^2$ + $y^2$.": lambda x, y: x * x + y * y,
    r"f(x,y)=\frac{x^2}{2}": lambda x, y: x * x / 2,
    r"f\left(x, y\right) = x^2\cdot y": lambda x, y: x * x * y,
    r"\begin{aligned} f(x, y) &= x^2 \\[2pt] &\quad + y^2 \end{aligned}": lambda x, y: (
        x * x + y * y
    ),
    r"\begin{equation*}\label{eq:1} x^2 \end{equation*}": lambda x, y: x * x,
    # cases
    r"\begin{cases} x & x > y \\ y & \text{otherwise} \end{cases}": lambda x, y: max(x, y),
    r"\begin{cases} x^2, & \text{if } x \geq 0, \\ -x, & \text{if } x < 0. \end{cases}": (
        lambda x, y: x * x if x >= 0 else -x
    ),
    r"2\begin{cases} 1 & y < x \\ 3 & x \le y \end{cases}": lambda x, y: 2 if y < x else 6,
    r"\left\{\begin{array}{ll} x & x<0 \\ y & x \ge 0 \end{array}\right. + 1": lambda x, y: (
        (x if x < 0 else y) + 1
    ),
    r"\begin{cases} x & x > 1 \\ y & y > 1 \\ 3 & \text{else} \end{cases}": lambda x, y: (
        x if x > 1 else y if y > 1 else 3
    ),
    r"\begin{cases} 1 & y = x \\ x & y \neq x \end{cases}": lambda x, y: 1 if x == y else x,
    r"\begin{cases} 1 & x \ne y \\ x & \text{otherwise} \end{cases}": lambda x, y: 1,
    r"\operatorname{erf}(x) + \mathrm{mod}(x, 2)": lambda x, y: math.erf(x) + x % 2,
    # whole functions of the books
    r"-20\exp\left(-0.2\sqrt{0.5\left(x^{2}+y^{2}\right)}\right)-\exp\left(0.5\left("
    r"\cos 2\pi x + \cos 2\pi y\right)\right) + e + 20": lambda x, y: (
        -20 * exp(-0.2 * math.sqrt(0.5 * (x * x + y * y)))
        - exp(0.5 * (cos(2 * pi * x) + cos(2 * pi * y)))
        + e
        + 20
    ),
    r"1+\frac{x^2+y^2}{4000}-\cos(x)\cos\left(\frac{y}{\sqrt{2}}\right)": lambda x, y: (
        1 + (x * x + y * y) / 4000 - cos(x) * cos(y / math.sqrt(2))
    ),
}


@pytest.mark.parametrize("text", PASTED)
def test_value_is_that_of_the_typeset_formula(text: str) -> None:
    check(text, PASTED[text])


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("x_{1}^{2} + x_1 x^2_{1}", "a^2 + a a^2"),
        ("x_1^2 + x^2_1 + x^{2}_1", "3a^2"),
        (r"$2x_1x_1$", "2 a a"),
        (r"\theta_1^2 - \theta_{1}", "b^2 - b"),
        (r"\boldsymbol{\theta}_1 \mathbf{x}_1", "b a"),
        (r"\varphi_{12} + \mathrm{w}", "c + w"),
    ],
)
def test_names_with_an_index(pasted: str, typed: str) -> None:
    spellings = {"x1": "a", "theta1": "b", "phi12": "c", "w": "w"}
    found = read(pasted, ("x", *spellings))
    names = {symbol.name: symbol for symbol in read(typed, tuple(spellings.values())).free_symbols}
    wanted = read(typed, tuple(spellings.values()))
    for name, letter in spellings.items():
        if letter in names:
            found = found.subs({s: names[letter] for s in found.free_symbols if s.name == name})
    assert found == wanted


@pytest.mark.parametrize("key", CATALOG)
def test_what_the_page_typesets_can_be_pasted(key: str) -> None:
    formula = CATALOG[key].loss.formula
    if "sigmoid" in formula.text:
        pytest.skip("its sign is also a letter")
    names = tuple(sorted(symbol.name for symbol in formula.expression.free_symbols))
    assert read(Formula.read(formula.text).latex, names) == formula.expression


REFUSED = [
    (r"\int_0^1 x dx", 0, "Integrals are not worked out here"),
    (r"2 + \lim_{x \to 0} x", 4, "Limits are not"),
    (r"\partial x", 0, "Derivatives are not"),
    (r"x + \begin{pmatrix} x \\ y \end{pmatrix}", 4, "Vectors and matrices"),
    (r"x^\top x", 2, "Vectors and matrices"),
    (r"x + \cdots", 4, "Write out every term."),
    (r"\pm x", 0, "Write + or -."),
    (r"x + \foo{x}", 4, r"\frac, \sqrt, \sin"),
    (r"\max_{i} x", 4, "An index cannot be used here"),
    (r"x \bmod 2", 2, "Write mod(x, 2)."),
    (r"x + 2\frac{1}{2}", 4, "(2 + 1/2) or 2*(1/2)"),
    (r"1\frac12 x", 0, "(1 + 1/2)"),
    (r"5\% x", 1, "Remove it, or write what it means"),
    (r"\log_3 x", 4, "ln(x)/ln(3)"),
    (r"$x^12$", 3, "needs braces, as in x^{10}"),
    (r"\pi x_12", 6, "needs braces"),
    (r"\cos\frac{x}{2} y", 16, "How far does cos reach?"),
    (r"\sin^2\frac{x}{2}x", 17, "How far does sin reach?"),
    (r"\frac{1}{x}\sin x y", 18, "How far does sin reach?"),
    ("1{,}5 x", 2, "write decimals as 1.5"),
    (r"\sigma(x)", 0, "did you mean sigmoid?"),
    (r"\Gamma\left(x\right)", 0, r"for a product write \Gamma \cdot (...)"),
    (r"\frac{x}{2", 8, "never closed; add }."),
    (r"1 + \frac{x}", 4, r"missing after “\frac”"),
    (r"\frac{}{2}", 0, "These brackets are empty."),
    (r"\left( x + y \right]", 19, "( is closed by ]; use )."),
    (r"\left( x + y", 0, r"never closed; add \right."),
    (r"x \right)", 8, "closes nothing"),
    (r"\sqrt[3", 5, "never closed; add ]."),
    (r"$x", 0, "This $ has no partner."),
    (r"\frac{1}{2}(x + z)", 16, "“z” is not known"),
    (r"\frac{x}{0} + 1", 0, "divides by zero"),
    (r"\frac{1}{2}x + \ln(-1)", 15, "no real value"),
    (r"\begin{cases} x & x > 0", 0, r"add \end{cases}."),
    (r"\begin{cases} x & x > 0 \\ y & y > 0 \end{cases}", 31, r"the last one \text{otherwise}"),
    (r"\begin{cases} x & 0<x<1 \\ y & \text{else} \end{cases}", 18, "needs one comparison"),
    ("{" * 41 + "x_{", 40, "40 levels"),
]


@pytest.mark.parametrize(("text", "position", "words"), REFUSED)
def test_what_is_not_read_is_said_where_it_stands(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert words in caught.value.message
    assert caught.value.position == position
    assert len(caught.value.message) <= 130
    korean.check(caught.value.message, text)
