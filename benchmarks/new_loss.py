"""What a newly typed loss costs, from its text to the first paths, in a warm process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import sympy

from benchmarks import naive
from benchmarks.clock import medians, show
from landscapes import Landscape
from optimizers import RULES, trace

STEPS = 300
START = (1.3, -0.7)
ETA = 0.001
OURS = "Switchback, 11 rules traced"
REPEATS = 9

# {} takes a new number each time, so that nothing is remembered from the last.
TEXTS = (
    "x**2 + {}*y**2 + 2*sin(3*x)*cos(2*y)",
    "20 + x**2 + y**2 - {}*(cos(2*pi*x) + cos(2*pi*y))",
    "(x**2 + y - {})**2 + (x + y**2 - 7)**2",
    "exp(-(x - {})**2 - y**2)*(x**2 - y) + sqrt(1 + x**2 + y**2)",
)


def report() -> None:
    for template in TEXTS:
        _report(template)


def _report(template: str) -> None:
    texts = _new_texts(template)
    contenders: dict[str, Callable[[], object]] = {
        OURS: lambda: _ours(next(texts), tuple(naive.RULES)),
        "Switchback, Adam only": lambda: _ours(next(texts), ("adam",)),
        "sympify, lambdify, naive, 11 rules": lambda: _lambdified(next(texts), tuple(naive.RULES)),
        "sympify, lambdify, naive, Adam": lambda: _lambdified(next(texts), ("adam",)),
    }
    for run in contenders.values():  # the first lambdify of a process takes 200 ms
        run()
    title = f"New loss, text to paths of {STEPS} steps: {template.format('c')}"
    show(title, medians(contenders, REPEATS), OURS, {})


def _new_texts(template: str) -> Iterator[str]:
    return (template.format(3 + i / 1000) for i in range(1, 10_000))


def _ours(text: str, rules: tuple[str, ...]) -> None:
    loss = Landscape.read(text)
    for key in rules:
        trace(RULES[key], loss, START, steps=STEPS, settings={"eta": ETA})


def _lambdified(text: str, rules: tuple[str, ...]) -> None:
    """As in most notebooks, though `sympify` runs whatever code the text holds."""
    x, y = sympy.symbols("x y")
    f = sympy.sympify(text)
    slopes = sympy.lambdify((x, y), [f.diff(x), f.diff(y)])
    for key in rules:
        naive.RULES[key](lambda w: np.array(slopes(*w)), np.array(START), STEPS, ETA)
