"""Every row of the table of functions says one and the same function."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from mpmath import mp

from formulas import gradient, hessian, read, symbol
from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write
from formulas.error_function import erf
from formulas.exact import Exact, computed
from formulas.functions import BY_CLASS, CONSTANTS, FUNCTIONS, ROWS
from formulas.typed_function import TypedFunction

WIDTH = 4.0  # arguments are within +-4
LINES = 25
ROUNDS = 28  # of cutting a line to 3/8: what is left of it is some 1e-11 long
BOUNDED = 100.0  # beyond, a pole is near

OF_CLASSES = [row for row in ROWS if row.classes]
PRINTED = [row for row in ROWS if row.array is not None]
named = pytest.mark.parametrize


def ids(rows: Sequence[TypedFunction]) -> list[str]:
    return [row.name for row in rows]


def points_of(row: TypedFunction, count: int) -> np.ndarray:
    """Arguments anywhere, (count, arguments)."""
    rng = np.random.default_rng(list(row.name.encode()))
    return rng.uniform(-WIDTH, WIDTH, (count, row.fewest))


def value_of(row: TypedFunction, point: Sequence[float]) -> float:
    """The value; nan where there is none."""
    try:
        return float(row.value(*map(float, point)))
    except (ValueError, ArithmeticError):
        return math.nan


def in_code(row: TypedFunction, derivative: int | None = None) -> Callable[..., float]:
    """The row's function, or a derivative of it, through SymPy and the code of plain floats."""
    arguments = [symbol(f"u{i}") for i in range(row.fewest)]
    if derivative is None:
        expression = row.build(*arguments)
    else:
        function = row.classes[0](*arguments)
        expression = row.partials[derivative](function, *arguments)
    names = ", ".join(argument.name for argument in arguments)
    source = f"def f({names}):\n    return {write(expression, FLOATS)}"
    return compiled(source, "f", FLOAT_FUNCTIONS)


def inside(row: TypedFunction, points: np.ndarray, margin: float) -> np.ndarray:
    """The points in the domain that stand clear of its edge, of kinks and of jumps."""
    clear = np.ones(len(points), dtype=bool)
    for claim in (row.kinks, row.jumps):
        if claim is not None:
            clear &= np.abs([claim(*point) for point in points]) > margin
    if row.ends is not None:
        clear &= np.array([row.ends(*point) for point in points]) > margin
    return points[clear]


@named("row", PRINTED, ids=ids(PRINTED))
def test_arrays_and_plain_floats_agree(row: TypedFunction) -> None:
    points = points_of(row, 200)
    with np.errstate(all="ignore"):
        arrays = row.array(*points.T)
    floats = [value_of(row, point) for point in points]
    np.testing.assert_allclose(arrays, floats, rtol=1e-14)


TYPED = [row for row in {row.name: row for row in FUNCTIONS.values()}.values() if row.name != "if"]


@named("row", TYPED, ids=ids(TYPED))
def test_the_precise_value_is_the_value(row: TypedFunction) -> None:
    for point in points_of(row, 100):
        try:
            precise = float(computed(row.exactly, *map(Exact.near, map(float, point))))
        except (ValueError, ArithmeticError):
            precise = math.nan
        assert precise == pytest.approx(value_of(row, point), rel=1e-13, nan_ok=True)


@named("row", ROWS, ids=ids(ROWS))
def test_the_expression_has_the_value(row: TypedFunction) -> None:
    function = in_code(row)
    for point in points_of(row, 50):
        if math.isfinite(expected := value_of(row, point)):
            assert function(*map(float, point)) == pytest.approx(expected, rel=1e-12)


@named("row", OF_CLASSES, ids=ids(OF_CLASSES))
def test_derivatives_are_those_of_the_value(row: TypedFunction) -> None:
    points = inside(row, points_of(row, 200), 0.05)
    assert len(points) > 20
    assert len(row.partials) == row.fewest
    for i in range(row.fewest):
        derivative, along = in_code(row, i), 1e-5 * np.eye(row.fewest)[i]
        for point in points:
            rise = (value_of(row, point + along) - value_of(row, point - along)) / 2e-5
            if abs(rise) < BOUNDED:
                assert derivative(*map(float, point)) == pytest.approx(rise, rel=1e-5, abs=1e-8)


@named("row", OF_CLASSES, ids=ids(OF_CLASSES))
def test_there_is_a_value_just_where_the_row_says(row: TypedFunction) -> None:
    points = points_of(row, 300)
    defined = np.isfinite([value_of(row, point) for point in points])
    said = [row.ends is None or row.ends(*point) > 0 for point in points]
    np.testing.assert_array_equal(defined, said)
    assert (row.ends is None) == bool(defined.all())


def narrowed(function: Callable[[float], float]) -> tuple[float, float]:
    """Where on [0, 1] the function changes most within next to nothing, and by how much."""
    places = np.linspace(0.0, 1.0, 9)
    for _ in range(ROUNDS):
        change = np.abs(np.diff([function(float(place)) for place in places]))
        most = int(np.argmax(change))
        # its neighbours too: where the slope is infinite, both sides of that may look alike
        places = np.linspace(places[max(most - 1, 0)], places[min(most + 2, 8)], 9)
    return float(places[4]), abs(function(float(places[0])) - function(float(places[-1])))


@named("row", OF_CLASSES, ids=ids(OF_CLASSES))
def test_it_kinks_and_jumps_just_where_the_row_says(row: TypedFunction) -> None:
    derivatives = [in_code(row, i) for i in range(row.fewest)]
    ends = inside(row, points_of(row, 2 * LINES), 0.0)
    kinks = jumps = 0
    for start, end in zip(ends[::2], ends[1::2], strict=False):

        def at(t: float, start: np.ndarray = start, end: np.ndarray = end) -> np.ndarray:
            return start + t * (end - start)

        def slope(t: float, along: np.ndarray = end - start, at: Callable = at) -> float:
            return sum(d(*map(float, at(t))) * u for d, u in zip(derivatives, along, strict=True))

        place, change = narrowed(lambda t, at=at: value_of(row, at(t)))
        if change > 1e-3 and abs(value_of(row, at(place))) < BOUNDED:
            assert row.jumps is not None
            assert abs(row.jumps(*at(place))) < 1e-9
            jumps += 1
        place, change = narrowed(slope)
        if change > 1e-3 and abs(value_of(row, at(place))) < BOUNDED:
            claims = [claim for claim in (row.kinks, row.jumps) if claim is not None]
            assert min(abs(claim(*at(place))) for claim in claims) < 1e-9
            kinks += row.kinks is not None
    assert (jumps > 0) == (row.jumps is not None)
    assert (kinks > 0) == (row.kinks is not None)


def test_no_two_rows_claim_the_same_name_or_class() -> None:
    names = [name for row in ROWS for name in (row.name, *row.spellings)]
    assert len(names) == len(set(names))
    assert not {*names} & {*CONSTANTS}
    assert len(BY_CLASS) == sum(len(row.classes) for row in ROWS)
    assert "step" not in FUNCTIONS


@named("point", [-0.3, -0.2499, -1e-9, 0.0, 1e-200, 1e-8, 0.1, 0.2501, 0.7, 3.0])
def test_sinc_is_smooth_at_0(point: float) -> None:
    """Held against the series of its integral, int_0^1 cos(pi u t) dt, in 40 digits."""
    u = symbol("u")
    sinc = read("sinc(u)", ("u",))
    for order, value in enumerate((sinc, *gradient(sinc, (u,)), *hessian(sinc, (u,)))):
        source = f"def f(u):\n    return {write(value, FLOATS)}"
        function = compiled(source, "f", FLOAT_FUNCTIONS)
        with mp.workdps(40):
            exact = mp.quad(
                lambda t, n=order: (mp.pi * t) ** n * mp.cos(mp.pi * point * t + n * mp.pi / 2),
                [0, 1],
            )
        assert function(point) == pytest.approx(float(exact), rel=1e-11, abs=1e-13)


def test_the_error_function_of_arrays_is_that_of_mpmath() -> None:
    points = np.concatenate([np.linspace(-7, 7, 401), [1e-300, -1e-9, 0.0, 1.9999, 2.0, 6.0, 40.0]])
    exact = [float(mp.erf(point)) for point in points]
    np.testing.assert_allclose(erf(points), exact, rtol=4e-15)
    assert np.isnan(erf(np.array([np.nan])))
