"""Constant parts are as exact as what was typed, until no number is left to compute with."""

import math
import threading
from collections.abc import Callable

import pytest
import sympy
from mpmath import mp

from formulas import FormulaError, read
from formulas.exact import Exact, computed

WHOLE = {
    "floor(2.3*100)": 230,
    "floor(0.29*100)": 29,
    "ceil(0.1*3/0.3)": 1,
    "floor(log10(1000))": 3,
    "ceil(log2(8))": 3,
    "floor(2 sin(pi/6))": 1,
    "floor(sqrt(2)^2)": 2,
    "floor(cbrt(27))": 3,
    "floor(-(1/3)*3)": -1,
    "sign(sin(pi))": 0,
    "cbrt(-27)": -3,
    "floor((-8)^(1/3))": -2,
    "floor(27^(2/3))": 9,
    "if(sqrt(2)^2 > 2, 1, 2)": 2,
    "if(0.1 + 0.2 <= 0.3, 1, 2)": 1,
    "max(sin(pi), 0)": 0,
    "acosh(cos(0))": 0,
}
ZERO = [
    *("sin(pi)", "cos(pi/2)", "cbrt(27) - 3", "sqrt(2)^2 - 2", "0.1 + 0.2 - 0.3", "ln(e^3) - 3"),
    *("arcsin(1) - pi/2", "2^0.5*2^0.5 - 2", "ln(2) + ln(3) - ln(6)", "sin(1)^2 + cos(1)^2 - 1"),
    *("sin(pi/6) - 1/2", "4atan(1) - pi", "e^(ln(5)) - 5", "1e20(cbrt(2)^3 - 2)", "tan(pi/4) - 1"),
    *("x - x + sin(pi)", "sin(x - x + 1)^2 + cos(1)^2 - 1", "sqrt(1 - sin(1)^2 - cos(1)^2)"),
]
WITHOUT_VALUE = [
    *("tan(pi/2)", "tan(3pi/2)", "tan(pi/2 + x - x)", "sec(pi/2)", "csc(pi)", "cot(0)", "cot(2pi)"),
    *("log(sin(pi))", "ln(cos(pi/2))", "atanh(sin(pi/2))", "log10(0)", "(-8)^0.5", "sqrt(-1e-9)"),
    *("asin(1 + 1e-20)", "0^(cbrt(8) - 3)", "acoth(1)", "asech(0)"),
]


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_whole_is_whole(text: str) -> None:
    assert read(text) == WHOLE[text]
    assert read(f"x + {text}") == sympy.Symbol("x", real=True) + WHOLE[text]


@pytest.mark.parametrize("text", ZERO)
def test_what_is_zero_divides_nothing(text: str) -> None:
    assert read(text) == 0
    with pytest.raises(FormulaError, match="divides by zero"):
        read(f"y/({text})")


@pytest.mark.parametrize("text", WITHOUT_VALUE)
def test_what_has_no_value_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="no real value"):
        read(f"x^2 + {text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1/(e^pi - 23.140692632779269)",
            lambda: 1 / (mp.exp(mp.pi) - mp.mpf("23.140692632779269")),
        ),
        ("1 - tanh(20)", lambda: 1 - mp.tanh(20)),
        ("atanh(tanh(20))", lambda: 20),
        ("(1 + 1e-20)^(1e20)", lambda: mp.exp(mp.mpf("1e20") * mp.log1p(mp.mpf("1e-20")))),
        (
            "e^(pi sqrt(163)) - 262537412640768744",
            lambda: mp.exp(mp.pi * mp.sqrt(163)) - 262537412640768744,
        ),
        ("(10^15)tan(1e-15)", lambda: mp.mpf(10) ** 15 * mp.tan(mp.mpf("1e-15"))),
        ("e^-200", lambda: mp.exp(-200)),
    ],
)
def test_small_differences_are_no_zeros(text: str, expected: Callable[[], object]) -> None:
    with mp.workdps(60):
        assert float(read(text)) == pytest.approx(float(expected()), rel=1e-14)


def ramanujan() -> object:
    return mp.exp(mp.pi * mp.sqrt(163))


def test_numbers_too_large_for_their_period_are_as_floats() -> None:
    assert float(read("sin(1e300)")) == pytest.approx(math.sin(1e300))


def test_the_precision_is_nobody_elses() -> None:
    """mpmath's usual context is SymPy's too; other threads may set it while a formula is read."""
    before = mp.prec
    seen: list[float] = []

    def look() -> None:
        for _ in range(50):
            seen.append(float(computed(lambda context, u: context.sin(u), Exact.ratio(1, 3))))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1
    assert seen[0] == pytest.approx(math.sin(1 / 3), rel=1e-15)
    assert mp.prec == before
