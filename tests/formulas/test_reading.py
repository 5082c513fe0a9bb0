"""What people type is read as they meant it; what can be read in two ways is refused."""

import math
from collections.abc import Callable

import mpmath
import pytest
import sympy

from formulas import FUNCTIONS, Formula, FormulaError, Language, read, symbol
from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write

POINTS = [(0.7, 1.3), (-0.6, 0.4), (2.5, -1.7), (-1.2, -0.9)]
Value = Callable[[float, float], float]
pi, e = math.pi, math.e


def function_of(text: str) -> Value:
    source = f"def f(x, y):\n    return {write(read(text), FLOATS)}"
    return compiled(source, "f", FLOAT_FUNCTIONS)


TYPED: dict[str, Value] = {
    # powers
    "x^2": lambda x, y: x * x,
    "x**2": lambda x, y: x * x,
    "-x^2": lambda x, y: -(x * x),
    "(-x)^2": lambda x, y: x * x,
    "2^3^x": lambda x, y: 2 ** (3**x),
    "x^-2": lambda x, y: 1 / x**2,
    "x^+2": lambda x, y: x**2,
    "x^2^3": lambda x, y: x**8,
    "(x^2)^3": lambda x, y: x**6,
    "-2^2": lambda x, y: -4,
    "2^-x": lambda x, y: 2**-x,
    "x²": lambda x, y: x * x,
    "x⁻²y": lambda x, y: y / x**2,
    "x² + y²": lambda x, y: x * x + y * y,
    "eˣ": lambda x, y: math.exp(x),
    "e⁻ˣ": lambda x, y: math.exp(-x),
    "2⁽ˣ⁺¹⁾": lambda x, y: 2 ** (x + 1),
    "x^{2}": lambda x, y: x * x,
    "e^x": lambda x, y: math.exp(x),
    "e^-x": lambda x, y: math.exp(-x),
    "e^-x^2": lambda x, y: math.exp(-x * x),
    "e^(x) y": lambda x, y: math.exp(x) * y,
    "e^-(x^2+y^2)cos x": lambda x, y: math.exp(-(x * x + y * y)) * math.cos(x),
    "e^-2*x": lambda x, y: math.exp(-2) * x,
    "x^2(y+1)": lambda x, y: x * x * (y + 1),
    "x^2 y": lambda x, y: x * x * y,
    "x^-3 y": lambda x, y: y / x**3,
    "x^2|y|": lambda x, y: x * x * abs(y),
    "(x+1)^2y": lambda x, y: (x + 1) ** 2 * y,
    "pi^2 x^2": lambda x, y: (pi * x) ** 2,
    "e⁻ˣy": lambda x, y: math.exp(-x) * y,
    "|x|^(2e-3)": lambda x, y: abs(x) ** 0.002,
    "x² e-3": lambda x, y: x * x * e - 3,
    "xe^-x": lambda x, y: x * math.exp(-x),
    "x^2y": lambda x, y: x * x * y,
    "2x^2y^2": lambda x, y: 2 * x * x * y * y,
    # products without a sign
    "2x": lambda x, y: 2 * x,
    "2 pi x": lambda x, y: 2 * pi * x,
    "2πx": lambda x, y: 2 * pi * x,
    "10cos(2pi x)": lambda x, y: 10 * math.cos(2 * pi * x),
    "(x+1)(y-1)": lambda x, y: (x + 1) * (y - 1),
    "x y": lambda x, y: x * y,
    "xy": lambda x, y: x * y,
    "x(y)": lambda x, y: x * y,
    "x(x+1)": lambda x, y: x * (x + 1),
    "3x^2": lambda x, y: 3 * x * x,
    "2(3)": lambda x, y: 6,
    "pixy": lambda x, y: pi * x * y,
    "2ex": lambda x, y: 2 * e * x,
    ".5x": lambda x, y: 0.5 * x,
    "5.x": lambda x, y: 5 * x,
    "1e-3x": lambda x, y: 1e-3 * x,
    "1E3": lambda x, y: 1000,
    "2e": lambda x, y: 2 * e,
    "2e x": lambda x, y: 2 * e * x,
    "(1/2)x": lambda x, y: x / 2,
    "1/(2x)": lambda x, y: 1 / (2 * x),
    "1/2*x": lambda x, y: x / 2,
    "x/y/2": lambda x, y: x / y / 2,
    "-x/2*y": lambda x, y: -x / 2 * y,
    "x - y - 1": lambda x, y: x - y - 1,
    "x--y": lambda x, y: x + y,
    "x*-y": lambda x, y: -x * y,
    # signs of typeset and pasted text
    "x·y": lambda x, y: x * y,
    "x×y": lambda x, y: x * y,
    "x ÷ y": lambda x, y: x / y,
    "x − y": lambda x, y: x - y,
    "π": lambda x, y: pi,
    "√(x^2 + y²)": lambda x, y: math.hypot(x, y),
    "√2": lambda x, y: math.sqrt(2),
    "∛x": lambda x, y: math.cbrt(x),
    "ｘ＾２＋ｙ": lambda x, y: x * x + y,
    "（ｘ－１）＾２／２＋ｍａｘ（ｘ，ｙ）＊１．５": lambda x, y: (x - 1) ** 2 / 2 + max(x, y) * 1.5,
    "ｆ（ｘ，ｙ）＝｜ｘ｜＋｛ｘ＋ｙ｝＾２": lambda x, y: abs(x) + (x + y) ** 2,
    "ｘ＊＊２＋ｉｆ（ｘ＞ｙ，ｘ，ｙ）": lambda x, y: x * x + max(x, y),
    "if(x ≦ y, 1, 2)": lambda x, y: 1 if x <= y else 2,
    "x∧2 + yˆ2": lambda x, y: x * x + y * y,
    "2ㆍx・y‧3": lambda x, y: 6 * x * y,
    "max(x、y) ー ‖x‖": lambda x, y: max(x, y) - abs(x),
    "𝑥² + 𝒚": lambda x, y: x * x + y,
    "x\u00a0+\u2009y\u200b": lambda x, y: x + y,
    # bars and brackets
    "|x|": lambda x, y: abs(x),
    "2|x - y|": lambda x, y: 2 * abs(x - y),
    "|x||y|": lambda x, y: abs(x) * abs(y),
    "|x|y": lambda x, y: abs(x) * y,
    "|x - |y||": lambda x, y: abs(x - abs(y)),
    "||x|-1|": lambda x, y: abs(abs(x) - 1),
    "|(|x|-1)y|": lambda x, y: abs((abs(x) - 1) * y),
    "[(x + 1)^2 + y]^2": lambda x, y: ((x + 1) ** 2 + y) ** 2,
    "{x + y}[x - (y)]": lambda x, y: (x + y) * (x - y),
    "Sin[x]": lambda x, y: math.sin(x),
    "|2|x| - 1|": lambda x, y: abs(2 * abs(x) - 1),
    "||x|-1|+||y|-1|": lambda x, y: abs(abs(x) - 1) + abs(abs(y) - 1),
    "||x|-|y||": lambda x, y: abs(abs(x) - abs(y)),
    "|x|y||": lambda x, y: abs(x * abs(y)),
    "||x||y||": lambda x, y: abs(x * y),
    "|x||y||x|": lambda x, y: x * x * abs(y),
    "|x|-|y||x|": lambda x, y: abs(x) - abs(x * y),
    "|x|-y|x|": lambda x, y: abs(x) - y * abs(x),
    "|x| y |x|": lambda x, y: x * x * y,
    "|x|/|y|": lambda x, y: abs(x / y),
    "|x|^2|y|": lambda x, y: x * x * abs(y),
    "max(|x|, |y|)": lambda x, y: max(abs(x), abs(y)),
    "|max(|x|, 2)|y||": lambda x, y: abs(max(abs(x), 2) * y),
    "if(|x| > |y|, |x|, 1)": lambda x, y: abs(x) if abs(x) > abs(y) else 1,
    # functions without brackets, as in books
    "sin x": lambda x, y: math.sin(x),
    "sinx": lambda x, y: math.sin(x),
    "sin 2x": lambda x, y: math.sin(2 * x),
    "sin2x": lambda x, y: math.sin(2 * x),
    "cos 2 pi x": lambda x, y: math.cos(2 * pi * x),
    "cos2pix": lambda x, y: math.cos(2 * pi * x),
    "sin xy": lambda x, y: math.sin(x * y),
    "sin x^2": lambda x, y: math.sin(x * x),
    "sin x cos y": lambda x, y: math.sin(x) * math.cos(y),
    "sin x / cos y": lambda x, y: math.sin(x) / math.cos(y),
    "sin x + cos y": lambda x, y: math.sin(x) + math.cos(y),
    "sin -x": lambda x, y: math.sin(-x),
    "2sin x": lambda x, y: 2 * math.sin(x),
    "xsin(y)": lambda x, y: x * math.sin(y),
    "xsiny": lambda x, y: x * math.sin(y),
    "exp -x^2": lambda x, y: math.exp(-x * x),
    "sin|x|": lambda x, y: math.sin(abs(x)),
    "sin cos x": lambda x, y: math.sin(math.cos(x)),
    # a power at the name
    "sin^2(x)": lambda x, y: math.sin(x) ** 2,
    "sin²(x)": lambda x, y: math.sin(x) ** 2,
    "sin^2 x": lambda x, y: math.sin(x) ** 2,
    "sin(x)^2": lambda x, y: math.sin(x) ** 2,
    "cos^22(x)": lambda x, y: math.cos(x) ** 22,
    "sin^2 2x": lambda x, y: math.sin(2 * x) ** 2,
    "sin²2x": lambda x, y: math.sin(2 * x) ** 2,
    "sin^2x": lambda x, y: math.sin(x) ** 2,
    "tan^2(x)y": lambda x, y: math.tan(x) ** 2 * y,
    # choices
    "if(x > y, x^2, -y)": lambda x, y: x * x if x > y else -y,
    "if(x <= y, 1, 2)": lambda x, y: 1 if x <= y else 2,
    "if(x ≥ 0, sqrt(x), -x)": lambda x, y: math.sqrt(x) if x >= 0 else -x,
    "if(x != y, 1, 2)": lambda x, y: 1,
    "if(x ≠ 0.7, 1, 2)": lambda x, y: 2 if x == 0.7 else 1,
    "if(x == 0.7, y, 2)": lambda x, y: y if x == 0.7 else 2,
    "if(1 < 2, x, y)": lambda x, y: x,
    "if(x>0,1,2)": lambda x, y: 1 if x > 0 else 2,
    # commas without a blank
    "max(0,x)": lambda x, y: max(0, x),
    "max(0,1-x)": lambda x, y: max(0, 1 - x),
    "max(0,5x)": lambda x, y: max(0, 5 * x),
    "max(0, 5x, y)": lambda x, y: max(0, 5 * x, y),
    "max(.5,5x, y)": lambda x, y: max(0.5, 5 * x, y),
    "hypot(3,4)x": lambda x, y: 5 * x,
    # letters in a row
    "exy": lambda x, y: e * x * y,
    "sin(2xpi)": lambda x, y: math.sin(2 * x * pi),
    "expx": lambda x, y: math.exp(x),
    # remainders and whole numbers
    "mod(x, 1)": lambda x, y: x % 1,
    "mod(5x, y)": lambda x, y: 5 * x % y,
    "round(x)": lambda x, y: round(x),
    "round(5x)": lambda x, y: round(5 * x),  # halves to the even one
    "clip(x, -1, 1)": lambda x, y: min(max(x, -1), 1),
    "heaviside(x - y)": lambda x, y: 1 if x > y else 0,
    "heaviside(x - x)": lambda x, y: 0.5,
    "huber(x, 1)": lambda x, y: x * x / 2 if abs(x) <= 1 else abs(x) - 0.5,
    "sqr(x) + square(y + 1)": lambda x, y: x * x + (y + 1) ** 2,
    "norm(x - 1, 2y)": lambda x, y: math.hypot(x - 1, 2 * y),
    # capitals, left sides
    "X^2 + Y": lambda x, y: x * x + y,
    "Sin(X) + PI": lambda x, y: math.sin(x) + pi,
    "f(x, y) = x + y": lambda x, y: x + y,
    "f(x,y)=x y": lambda x, y: x * y,
    "z = x - y": lambda x, y: x - y,
    "loss = x": lambda x, y: x,
    "f(x, y) := x": lambda x, y: x,
    # SymPy's own simplifications stay true
    "sqrt(x^2)": lambda x, y: abs(x),
    "(x^2)^(1/2)": lambda x, y: abs(x),
    "(x^4)^(1/4)": lambda x, y: abs(x),
    "(x^2)^(1/3)": lambda x, y: math.cbrt(x * x),
    "(x^2 y^2)^0.5": lambda x, y: abs(x * y),
    "0^0 + x^0": lambda x, y: 2,
    "log(exp(x))": lambda x, y: x,
}


@pytest.mark.parametrize("text", TYPED)
def test_value_is_what_was_meant(text: str) -> None:
    value = function_of(text)
    for point in POINTS:
        assert value(*point) == pytest.approx(TYPED[text](*point), rel=1e-13, abs=1e-13)


def test_symbols_are_real_and_named_as_typed() -> None:
    x, y = symbol("x"), symbol("y")
    assert read("x^2 + 10 sin(y)") == x**2 + 10 * sympy.sin(y)
    assert x.is_real
    assert read("beta1*m_hat + w", ("beta1", "m_hat", "w")) == symbol("beta1") * symbol(
        "m_hat"
    ) + symbol("w")


# One value of each function, from its definition; inverses through their identities.
VALUES: dict[str, float] = {
    **{name: getattr(math, name)(0.4) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(math, name)(0.4) for name in ("asin", "acos", "atan", "asinh", "atanh")},
    **{name: getattr(math, name)(0.4) for name in ("exp", "log", "log10", "log2", "sqrt", "cbrt")},
    "sec": 1 / math.cos(0.4),
    "csc": 1 / math.sin(0.4),
    "cot": math.cos(0.4) / math.sin(0.4),
    "sech": 2 / (math.exp(0.4) + math.exp(-0.4)),
    "csch": 2 / (math.exp(0.4) - math.exp(-0.4)),
    "coth": math.cosh(0.4) / math.sinh(0.4),
    "acot": math.atan(2.5),
    "asech": math.acosh(2.5),
    "acsch": math.asinh(2.5),
    "abs": 0.4,
    "sign": 1,
    "floor": 0,
    "ceil": 1,
    "sigmoid": 1 / (1 + math.exp(-0.4)),
    "relu": 0.4,
    "softplus": math.log(1 + math.exp(0.4)),
    "erf": float(mpmath.erf(0.4)),
    "log1p": math.log(1.4),
    "expm1": math.exp(0.4) - 1,
    "round": 0,
    "square": 0.16,
    "heaviside": 1,
    "sinc": math.sin(0.4 * pi) / (0.4 * pi),
}
BEYOND_ONE = {
    "acosh": math.acosh(2.5),
    "asec": math.acos(0.4),
    "acsc": math.asin(0.4),
    "acoth": math.atanh(0.4),
}
OF_TWO = {"min": 0.4, "max": 2.5, "atan2": math.atan2(0.4, 2.5), "hypot": math.hypot(0.4, 2.5)}
OF_TWO |= {"norm": math.hypot(0.4, 2.5), "mod": 0.4, "huber": 0.08}


def test_every_function_has_its_value_as_a_variable_and_as_a_constant() -> None:
    for name, expected in VALUES.items():
        assert function_of(f"{name}(x)")(0.4, 0) == pytest.approx(expected, rel=1e-14)
        assert function_of(f"{name}(0.4)")(0, 0) == pytest.approx(expected, rel=1e-14)
    for name, expected in BEYOND_ONE.items():
        assert function_of(f"{name}(x)")(2.5, 0) == pytest.approx(expected, rel=1e-14)
        assert function_of(f"{name}(2.5)")(0, 0) == pytest.approx(expected, rel=1e-14)
    for name, expected in OF_TWO.items():
        assert function_of(f"{name}(x, y)")(0.4, 2.5) == pytest.approx(expected, rel=1e-14)
        assert function_of(f"{name}(0.4, 2.5)")(0, 0) == pytest.approx(expected, rel=1e-14)
    for text, expected in (("clip({}, -1, 0.3)", 0.3), ("norm({}, 2, 1.5)", math.hypot(0.4, 2.5))):
        assert function_of(text.format("x"))(0.4, 0) == pytest.approx(expected, rel=1e-14)
        assert function_of(text.format("0.4"))(0, 0) == pytest.approx(expected, rel=1e-14)
    known = {row.name for row in FUNCTIONS.values()}
    assert known == {*VALUES, *BEYOND_ONE, *OF_TWO, "clip", "if"}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        *[(f"arc{name}", f"a{name}") for name in ("sin", "cos", "tan", "sec", "sinh", "tanh")],
        *[("ln", "log"), ("lg", "log10"), ("log_2", "log2"), ("arcosh", "acosh"), ("sgn", "sign")],
        ("sqr", "square"),
        *[("tg", "tan"), ("arctg", "atan"), ("arctan2", "atan2"), ("ceiling", "ceil")],
    ],
)
def test_other_spellings_are_the_same_function(spelling: str, name: str) -> None:
    assert FUNCTIONS[spelling] is FUNCTIONS[name]


@pytest.mark.parametrize(
    "text",
    [
        *("1/2x", "1/2 x", "x/2y", "1/2(x+y)", "1/x(y)", "2/3 sin(x)"),
        *("e^2x", "e^-2x", "e^xy", "2^3x", "x^ysin(x)", "x^1/2", "x^-1/3"),
        *("e^-0.5(x^2+y^2)", "e^2(x+y)", "e^-2|x|", "e^-0.5 x^2", "e^-0.5x", "e^x y", "10^3 x"),
        *("2^-3(x)", "e^-x(y)", "e^-x |y|", "x^-2(y+1)", "x^-2y", "e^-x^2 y", "2^3^2 x"),
        *("e^sin(x)cos(y)", "2^cos(x)y", "x^ln(y)(y+1)", "e^sin x cos y", "e^|x|y", "e^max(x,y)x"),
        *("e**-2x", "e^-(x)^2 y", "sin e^2x", "x^y (x+1)", "e^{x}^2y", "3e^-2x^2y^2"),
        *("1/2|x|", "x/2y", "x/y/2x", "1/20x^2"),
        *("sin x y", "sin 2x y", "sin x/2", "sin x / x", "sin x * y", "sin 2*pi*x", "sin|x|y"),
        *("sqrt 2 x", "√2x", "log2x", "log10x", "sin2(x)", "sin^-1(x)", "sin⁻¹(x)"),
    ],
)
def test_what_can_be_read_in_two_ways_asks_for_brackets(text: str) -> None:
    with pytest.raises(FormulaError, match=r"brackets|bar reach|two ways|two things"):
        read(text)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("e^-0.5(x^2+y^2)", "e^(-0.5(x^2+y^2))", "(e^-0.5)(x^2+y^2)"),
        ("3 + e^-0.5 x^2y^2", "e^(-0.5 x^2y^2)", "(e^-0.5) x^2y^2"),
        ("e**-2|x| - 1", "e**(-2|x|)", "(e**-2)|x|"),
        ("2e^xy + x", "e^(xy)", "(e^x)y"),
        ("e^sin(x)cos(y)", "e^(sin(x)cos(y))", "(e^sin(x))cos(y)"),
        ("y/x^-2y", "(y/x^-2)y", "y/(x^-2y)"),
        ("x^2e-3", "x^(2e-3)", "x^2*e-3"),
        ("x^-2e3", "x^-(2e3)", "x^-2*e*3"),
        ("1 + 1/20x^2", "(1/20)x^2", "1/(20x^2)"),
        ("x/2 sin(y)", "(x/2) sin(y)", "x/(2 sin(y))"),
        ("x/y/2x", "(x/y/2)x", "x/y/(2x)"),
        ("cos^22x", "cos^22(x)", "cos^2(2x)"),
        ("y sin^10 pi x", "sin^10(pi x)", "sin^1(0pi x)"),
        ("2[x/2]", "floor(x/2)", "(x/2)"),
        ("[sin(x)] + 1", "floor(sin(x))", "(sin(x))"),
        ("[(x + 1)/2]", "floor((x + 1)/2)", "((x + 1)/2)"),
        ("2[x]", "floor(x)", "(x)"),
        ("max(0,5x, y)", "0.5", "0, 5"),
        ("max(x-0,5, 0)", "0.5", "0, 5"),
        ("max(x^0,5, y)", "0.5", "0, 5"),
        ("min(1,2, x)", "1.2", "1, 2"),
        ("if(x>0,5, 1, 2)", "0.5", ""),
        ("sqrt(0,25x^2)", "0.25", ""),
        ("hypot(x-1,5, y)", "1.5", ""),
        ("eye(5000)", "e*y*e", ""),
        ("xyx + 1", "x*y*x", ""),
        ("pie", "pi*e", ""),
    ],
)
def test_what_is_in_doubt_is_asked_in_the_words_of_the_formula(
    text: str, one: str, other: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert one in caught.value.message
    assert other in caught.value.message


@pytest.mark.parametrize("text", ["|2|x|-1|", "|x^2|y|-3|", "|x|y|x|", "|2|x|", "|x||y|-1||"])
def test_bars_that_pair_in_two_ways_are_refused(text: str) -> None:
    with pytest.raises(FormulaError, match=r"two ways|no partner"):
        read(text)


@pytest.mark.parametrize("text", ["eye(5000)", "exe", "xey", "xxy", "yex", "ye", "xesinx"])
def test_letters_that_nobody_meant_are_not_told_apart(text: str) -> None:
    with pytest.raises(FormulaError, match="not known"):
        read(text)


@pytest.mark.parametrize("text", ["sin(x) = 1", "xy = 3", "x = 3", "e = x", "f(2) = x", "x^2 = 1"])
def test_equations_are_not_taken_for_a_left_side(text: str) -> None:
    with pytest.raises(FormulaError):
        read(text)


def test_the_language_is_as_wide_as_asked_for() -> None:
    rule = Language(("w", "g", "eta"), "rule")
    assert Formula.read("w - eta*g", rule).expression == symbol("w") - symbol("eta") * symbol("g")
    with pytest.raises(FormulaError, match="this rule has w, g and eta"):
        Formula.read("x", rule)
