"""Typeset is what was typed, in its order; derivatives are typeset in the same manner."""

import re

import pytest

from formulas import Formula, gradient, symbol
from formulas.latex import typeset_name
from landscapes import CATALOG

VARIABLES = (symbol("x"), symbol("y"))
KATEX = {
    *("alpha", "beta", "pi", "sigma", "frac", "sqrt", "left", "right", "cdot", "operatorname"),
    *("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "ln", "log"),
    *("arcsin", "arccos", "arctan", "exp", "min", "max", "lfloor", "rfloor", "lceil", "rceil"),
    *("begin", "end", "text", "leq", "geq", "hat", "mathrm"),
}

TYPESET = {
    "2 pi x": r"2 \pi x",
    "2*pi*x": r"2 \pi x",
    "x*2*3": r"x \cdot 2 \cdot 3",
    "y + x - 1": "y + x - 1",
    "y - (x - 1)": r"y - \left(x - 1\right)",
    "y + (x - 1)": r"y + \left(x - 1\right)",
    "x - -y": r"x - \left(-y\right)",
    "x*-y": r"x \left(-y\right)",
    "--x": r"-\left(-x\right)",
    "-x/2": r"-\frac{x}{2}",
    "-x y": "-x y",
    "(-x)y": r"\left(-x\right) y",
    "-(x + y)": r"-\left(x + y\right)",
    "(x+1)(y-1)": r"\left(x + 1\right) \left(y - 1\right)",
    "x*(2)": r"x \cdot 2",
    "2(1/2)": r"2 \cdot \frac{1}{2}",
    "(1/2)x": r"\frac{1}{2} x",
    "x/2*y": r"\frac{x}{2} y",
    "(x y)/(x + y)": r"\frac{x y}{x + y}",
    "2^3^x": "2^{3^{x}}",
    "(2^3)^x": r"\left(2^{3}\right)^{x}",
    "x^(1/2)": "x^{1/2}",
    "x^(-1/2)": "x^{-1/2}",
    "x^((x+1)/(2y))": r"x^{\left(x + 1\right)/\left(2 y\right)}",
    "e^(-(x^2+y^2)/2)": r"e^{-\left(x^{2} + y^{2}\right)/2}",
    "e^(x/(1/y))": r"e^{\frac{x}{\frac{1}{y}}}",
    "x^2.5": "x^{2.5}",
    "(-x)^2": r"\left(-x\right)^{2}",
    "-x^2": "-x^{2}",
    "(2x)^3": r"\left(2 x\right)^{3}",
    "(x/y)^2": r"\left(\frac{x}{y}\right)^{2}",
    "sin^2(x)": r"\sin^{2}\left(x\right)",
    "sin(x)^2": r"\sin^{2}\left(x\right)",
    "sin(x)^-1": r"\left(\sin\left(x\right)\right)^{-1}",
    "sech^2 x": r"\operatorname{sech}^{2}\left(x\right)",
    "log10(x)^2": r"\left(\log_{10}\left(x\right)\right)^{2}",
    "ln^2 x": r"\ln^{2}\left(x\right)",
    "exp(x)^2": r"\left(\exp\left(x\right)\right)^{2}",
    "|x|^2": r"{\left|x\right|}^{2}",
    "floor(x)^2": r"{\left\lfloor x\right\rfloor}^{2}",
    "√(x)^3": r"\left(\sqrt{x}\right)^{3}",
    "cbrt(x + y)": r"\sqrt[3]{x + y}",
    "arcsin x": r"\arcsin\left(x\right)",
    "max(x, y, 0)": r"\max\left(x, y, 0\right)",
    "sigmoid(x)": r"\sigma\left(x\right)",
    "1e-3 x": "10^{-3} x",
    "2.5e6": r"2.5 \cdot 10^{6}",
    "(2e3)^x": r"\left(2 \cdot 10^{3}\right)^{x}",
    ".5x": "0.5 x",
    "5.x": "5 x",
    "if(x > 0, x, -x)": r"\begin{cases} x & x > 0 \\ -x & \text{otherwise} \end{cases}",
    "2 + if(x <= y, 1, 2)": r"2 + \left(\begin{cases} 1 & x \leq y \\ "
    r"2 & \text{otherwise} \end{cases}\right)",
}


def check(latex: str) -> None:
    """Balanced, and made of what KaTeX knows."""
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") - latex.count(r"\leq") == latex.count(r"\right")
    assert latex.count(r"\begin{cases}") == latex.count(r"\end{cases}")
    assert "^{}" not in latex
    assert not re.search(r"\}\^\{[^{}]*\}\^", latex)  # a double superscript
    assert set(re.findall(r"\\([A-Za-z]+)", latex)) <= KATEX


@pytest.mark.parametrize("text", TYPESET)
def test_typeset_as_typed(text: str) -> None:
    latex = Formula.read(text).latex
    assert latex == TYPESET[text]
    check(latex.replace(r"\leq", ""))


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        *[("x", "x"), ("eta", r"\eta"), ("beta1", r"\beta_{1}"), ("m_hat", r"\hat{m}")],
        *[("P_0", "P_{0}"), ("rho_inf", r"\rho_{\infty}"), ("rho_t", r"\rho_{t}")],
        ("weight_decay", r"\lambda"),
        ("step_size", r"\mathrm{step\_size}"),
    ],
)
def test_names_are_typeset_as_the_field_writes_them(name: str, latex: str) -> None:
    assert typeset_name(name) == latex


DERIVATIVES = {
    "0.26(x^2 + y^2) - 0.48x y": ("0.52 x - 0.48 y", "0.52 y - 0.48 x"),
    "(1 - x)^2 + 100(y - x^2)^2": (
        r"2 x - 400 x \left(y - x^{2}\right) - 2",
        "200 y - 200 x^{2}",
    ),
    "-x^2 - y^2 - x y": ("-2 x - y", "-x - 2 y"),
    "x^4/3 + 0y": (r"\frac{4 x^{3}}{3}", "0"),
    "1.1x^3/3": ("1.1 x^{2}", "0"),
    "(2^0.5)x": ("1.41421", "0"),
    "0.5sin(0.5x)": (r"0.25 \cos{\left(0.5 x \right)}", "0"),
    "837.9657745448674x": ("837.966", "0"),
    "1e-5 x^2 + 0.1": (r"2 \cdot 10^{-5} x", "0"),
    "x^0.1": (r"\frac{0.1}{x^{9/10}}", "0"),
    "asin(x)": (r"\frac{1}{\sqrt{1 - x^{2}}}", "0"),
    "|x| + max(x, 0)": (
        r"\operatorname{sign}\left(x\right) + \left[x > 0\right]",
        "0",
    ),
}


@pytest.mark.parametrize("text", DERIVATIVES)
def test_derivatives_are_typeset_pleasantly(text: str) -> None:
    formula = Formula.read(text)
    slopes = gradient(formula.expression, VARIABLES)
    assert tuple(map(formula.latex_of, slopes)) == DERIVATIVES[text]


@pytest.mark.parametrize("key", CATALOG)
def test_the_catalogue_is_typeset_for_katex_without_long_numbers(key: str) -> None:
    loss = CATALOG[key].loss
    check(loss.formula.latex)
    for derivative in loss.derivatives(2)[1:]:
        latex = loss.formula.latex_of(derivative)
        check(latex)
        assert not re.search(r"\d\.\d{7}|\d\.\d*0(?!\d)|e[+-]\d", latex)
        assert "+ -" not in latex
        assert "- -" not in latex
