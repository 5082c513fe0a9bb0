"""Expressions compiled to NumPy: at places, and as means over the rows of a table."""

from __future__ import annotations

import dis
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol

from formulas import symbol
from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write_lines
from formulas.program import straight_line

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Code = Callable[..., Sequence[Array]]
Writer = Callable[[tuple[Expr, ...], tuple[Symbol, ...]], Code]

CHUNK = 2**15  # examples evaluated together: their arrays stay in the processor's cache
_SLOW = {"sin": 3, "cos": 3, "softplus": 4, "choose": 2}  # times as long as other functions


@lru_cache(maxsize=64)
def coordinates(n: int) -> tuple[Symbol, ...]:
    """The symbols that stand for n weights in expressions and code, whatever they are called.

    No function and no column has a name like these.
    """
    return tuple(map(symbol, ("x", "y") if n == 2 else (f"x_{i}" for i in range(1, n + 1))))


def column(name: str) -> Symbol:
    """The symbol that stands for a column of data: no function and no weight has such a name."""
    return symbol(f"c_{name}")


@lru_cache(maxsize=512)
def array_code(expressions: tuple[Expr, ...], symbols: tuple[Symbol, ...]) -> Code:
    """Code for the expressions, called with an array for each symbol, of shapes that broadcast.

    An expression that is constant comes back as a number.
    """
    return _code(expressions, symbols, "{}", ARRAY_FUNCTIONS)


@lru_cache(maxsize=512)
def mean_code(expressions: tuple[Expr, ...], symbols: tuple[Symbol, ...]) -> Code:
    """As `array_code`, but for the means over the last axis, along which the rows of data lie."""
    return _code(expressions, symbols, "mean({})", {**ARRAY_FUNCTIONS, "mean": _mean})


def _code(
    expressions: Sequence[Expr],
    symbols: Sequence[Symbol],
    result: str,
    functions: dict[str, Callable],
) -> Code:
    names = [f"_result{i}" for i in range(len(expressions))]
    lines = write_lines(straight_line(expressions, both_branches=True), names, NUMPY, indent="    ")
    head = f"def evaluate({', '.join(one.name for one in symbols)}):"
    results = "".join(f"{result.format(name)}, " for name in names)
    source = "\n".join([head, *lines, f"    return {results}"])
    return compiled(source, "evaluate", functions)


def _mean(values: Array | float) -> Array:
    """The mean over the last axis; what does not depend on the data has one row, or is a number."""
    return np.add.reduce(values, axis=-1) / (np.shape(values) or (1,))[-1]


def means(code: Code, *weights: Array, columns: Array) -> list[Array]:
    """What a `mean_code` returns at weights of any shapes that broadcast, over columns (k, m).

    Computed in pieces of bounded size. On a grid, one weight a row and another a column, what
    depends on one weight only is computed once for each of its values.
    """
    shape = np.broadcast_shapes(*(part.shape for part in weights))
    rows = columns.shape[1]
    alike = all(part.shape == shape for part in weights)
    if len(shape) != 2 or alike or shape[1] * rows > 8 * CHUNK:
        weights = tuple(
            (part if alike else np.broadcast_to(part, shape)).reshape(-1, 1) for part in weights
        )
        places = weights[0].shape
    else:
        weights, places = tuple(map(np.atleast_2d, weights)), shape
    step = max(1, CHUNK // (places[1] * rows))
    pieces = []
    for i in range(0, max(places[0], 1), step):
        some = (part[i : i + step] if len(part) > 1 else part for part in weights)
        parts = code(*(part[..., np.newaxis] for part in some), *columns)
        size = (min(step, places[0] - i), places[1])
        pieces.append([np.broadcast_to(part, size) for part in parts])
    return [np.concatenate(parts).reshape(shape) for parts in zip(*pieces, strict=True)]


def operations_in(code: Code) -> int:
    """About how many operations the code takes at each place; slow ones count several times."""
    return _operations_in(code.func if isinstance(code, partial) else code)


@lru_cache(maxsize=512)
def _operations_in(code: Code) -> int:
    count = 0
    for step in dis.get_instructions(code):
        if step.opname in ("BINARY_OP", "UNARY_NEGATIVE", "COMPARE_OP"):
            count += 1
        elif step.opname == "LOAD_GLOBAL":  # what is loaded is called
            count += _SLOW.get(step.argval, 1)
    return count
