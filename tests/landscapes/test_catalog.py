"""Every loss of the catalogue, held against published minima and a second implementation.

One table carries what is expected; `reference` is typed in plain `math` from the cited definition
(sums and products over the coordinates where it has them), not from the catalogue's formula.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from landscapes import DATA, Landscape
from landscapes.catalog import CATALOG
from optimizers import RULES
from tests.words import korean
from words import LANGUAGES, into

Floats = NDArray[np.float64]
Smooth = Callable[[Floats, Floats], NDArray[np.bool_]]


@dataclass(frozen=True)
class Expected:
    """What the literature says of one loss."""

    reference: Callable[[float, float], float]
    least: float | None  # value at the global minima; None where the loss falls without end
    within: float = 1e-12  # half a unit of the last published digit
    smooth: Smooth | None = None  # true where finite differences straddle no kink
    not_stationary: str = ""  # why the gradient is not zero at the minima


def rastrigin(*w: float) -> float:
    return 10 * len(w) + math.fsum(c * c - 10 * math.cos(math.tau * c) for c in w)


def ackley(*w: float) -> float:
    spread = math.sqrt(math.fsum(c * c for c in w) / len(w))
    ripple = math.fsum(math.cos(math.tau * c) for c in w) / len(w)
    return -20 * math.exp(-spread / 5) - math.exp(ripple) + 20 + math.e


def beale(x: float, y: float) -> float:
    return math.fsum((c - x * (1 - y**n)) ** 2 for n, c in enumerate((1.5, 2.25, 2.625), start=1))


def tilted_ravine(x: float, y: float) -> float:
    along, across = (x + y) / math.sqrt(2), (x - y) / math.sqrt(2)
    return (along**2 + 100 * across**2) / 2


def cliff(x: float, y: float) -> float:
    return 2.5 * (1 + math.tanh(10 * x)) + 0.02 * (x + 2) ** 2 + 0.25 * y * y


def easom(*w: float) -> float:
    distance = math.fsum((c - math.pi) ** 2 for c in w)
    return -math.prod(math.cos(c) for c in w) * math.exp(-distance)


def puddle(x: float, y: float) -> float:
    return math.hypot(x, y) ** 2 / 10 - 0.8 * math.exp(-2 * math.hypot(x - 3, y) ** 2)


def sharp_flat(x: float, y: float) -> float:
    return min(math.dist((x, y), (-2, 0)) ** 2, 50 * math.dist((x, y), (2, 0)) ** 2)


def styblinski_tang(*w: float) -> float:
    return math.fsum(c**4 - 16 * c**2 + 5 * c for c in w) / 2


def goldstein_price(x: float, y: float) -> float:
    s, d = x + y, 2 * x - 3 * y
    # the published quadratics in their shorter form: 3s^2 - 14s + 19 and 3d^2 - 16d + 18
    return (1 + (s + 1) ** 2 * (3 * s * s - 14 * s + 19)) * (30 + d**2 * (3 * d * d - 16 * d + 18))


def griewank(*w: float) -> float:
    product = math.prod(math.cos(c / math.sqrt(i)) for i, c in enumerate(w, start=1))
    return math.fsum(c * c for c in w) / 4000 - product + 1


def levy13(x: float, y: float) -> float:
    a, b, c = (math.sin(k * math.pi * v) for k, v in ((3, x), (3, y), (2, y)))
    return a * a + (x - 1) ** 2 * (1 + b * b) + (y - 1) ** 2 * (1 + c * c)


def drop_wave(x: float, y: float) -> float:
    r = math.hypot(x, y)
    return -(1 + math.cos(12 * r)) / (0.5 * r * r + 2)


def michalewicz(*w: float) -> float:
    return -math.fsum(
        math.sin(c) * math.sin(i * c * c / math.pi) ** 20 for i, c in enumerate(w, start=1)
    )


def schwefel(*w: float) -> float:
    return 418.98288727243371 * len(w) - math.fsum(c * math.sin(math.sqrt(abs(c))) for c in w)


def cross_in_tray(x: float, y: float) -> float:
    wave = math.sin(x) * math.sin(y) * math.exp(abs(100 - math.hypot(x, y) / math.pi))
    return -1e-4 * math.pow(abs(wave) + 1, 0.1)


def eggholder(x: float, y: float) -> float:
    z = y + 47
    return -z * math.sin(math.sqrt(abs(z + x / 2))) - x * math.sin(math.sqrt(abs(x - z)))


def off_origin(x: Floats, y: Floats) -> NDArray[np.bool_]:
    return np.hypot(x, y) > 0.1


def off_axes(margin: float) -> Smooth:
    return lambda x, y: np.minimum(np.abs(x), np.abs(y)) > margin


def off_creases(x: Floats, y: Floats) -> NDArray[np.bool_]:
    return np.minimum(np.abs(np.sin(x)), np.abs(np.sin(y))) > 0.3


def off_roots(x: Floats, y: Floats) -> NDArray[np.bool_]:
    return np.minimum(np.abs(y + x / 2 + 47), np.abs(x - y - 47)) > 5


def off_seam(x: Floats, y: Floats) -> NDArray[np.bool_]:
    return np.abs(np.hypot(x + 2, y) - math.sqrt(50) * np.hypot(x - 2, y)) > 0.2


EXPECTED: dict[str, Expected] = {
    "rastrigin": Expected(rastrigin, least=0),
    "rosenbrock": Expected(lambda x, y: 100 * (y - x * x) ** 2 + (x - 1) ** 2, least=0),
    "himmelblau": Expected(lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2, least=0),
    "ackley": Expected(ackley, least=0, smooth=off_origin, not_stationary="cusp at the minimum"),
    "beale": Expected(beale, least=0),
    "bowl": Expected(lambda x, y: math.hypot(x, y) ** 2, least=0),
    "booth": Expected(
        lambda x, y: 5 * x * x + 8 * x * y + 5 * y * y - 34 * x - 38 * y + 74, least=0
    ),
    "matyas": Expected(lambda x, y: 0.02 * (x * x + y * y) + 0.24 * (x - y) ** 2, least=0),
    "ravine": Expected(lambda x, y: (x**2 + (10 * y) ** 2) / 2, least=0),
    "tilted_ravine": Expected(tilted_ravine, least=0),
    "saddle": Expected(lambda x, y: (x - y) * (x + y), least=None),
    "monkey_saddle": Expected(lambda x, y: (complex(x, y) ** 3).real, least=None),
    "cliff": Expected(cliff, least=0),
    "easom": Expected(easom, least=-1),
    "kink": Expected(
        lambda x, y: abs(x) + abs(2 * y),
        least=0,
        smooth=off_axes(0.1),
        not_stationary="kink at the minimum",
    ),
    "double_well": Expected(lambda x, y: ((x * x - 1) ** 2 - 1) / 4 + y * y / 2, least=-0.25),
    "puddle": Expected(puddle, least=-1.2184037238e-8, within=5e-18),
    "sharp_flat": Expected(sharp_flat, least=0, smooth=off_seam),
    "deep_linear": Expected(lambda x, y: 1 - 2 * x * y + (x * y) ** 2, least=0),
    "three_hump_camel": Expected(
        lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2, least=0
    ),
    "six_hump_camel": Expected(
        lambda x, y: 4 * x**2 - 2.1 * x**4 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4,
        least=-1.0316,
        within=5e-5,
    ),
    "styblinski_tang": Expected(styblinski_tang, least=-78.332, within=5e-4),
    "goldstein_price": Expected(goldstein_price, least=3),
    "mccormick": Expected(
        lambda x, y: math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
        least=-1.9132,
        within=5e-5,
    ),
    "griewank": Expected(griewank, least=0),
    "levy13": Expected(levy13, least=0),
    "drop_wave": Expected(
        drop_wave,
        least=-1,
        smooth=off_origin,
        not_stationary="the derivative of sqrt(x^2 + y^2) is 0/0 at the minimum",
    ),
    "michalewicz": Expected(michalewicz, least=-1.8013, within=5e-5),
    "schwefel": Expected(schwefel, least=0, smooth=off_axes(5)),
    "cross_in_tray": Expected(cross_in_tray, least=-2.06261, within=5e-6, smooth=off_creases),
    "eggholder": Expected(
        eggholder,
        least=-959.6407,
        within=5e-5,
        smooth=off_roots,
        not_stationary="the minimum lies on the border of the view",
    ),
}

every_loss = pytest.mark.parametrize("key", CATALOG)
every_loss_with_minima = pytest.mark.parametrize(
    "key", [key for key, expected in EXPECTED.items() if expected.least is not None]
)


def seeded_points(key: str, count: int) -> Floats:
    """`(count, 2)` points of the view, the same in every run."""
    loss = CATALOG[key]
    low, high = np.transpose((loss.x_range, loss.y_range))
    return np.random.default_rng(7).uniform(low, high, size=(count, 2))


def smooth_points(key: str) -> Floats:
    points = seeded_points(key, 40)
    smooth = EXPECTED[key].smooth
    return points if smooth is None else points[smooth(points[:, 0], points[:, 1])]


def differences(function: Callable[[Floats], Floats], points: Floats, step: float) -> Floats:
    """Derivatives along x and y by the central difference of fourth order, on a new last axis."""
    along = []
    for axis in np.eye(2) * step:
        near = function(points + axis) - function(points - axis)
        far = function(points + 2 * axis) - function(points - 2 * axis)
        along.append((8 * near - far) / (12 * step))
    return np.stack(along, axis=-1)


def step_for(key: str) -> float:
    """A step that is small beside every wave in the view and large beside rounding."""
    low, high = CATALOG[key].x_range
    return (high - low) * 1e-4


def test_every_loss_has_an_expectation_and_rastrigin_opens_the_menu() -> None:
    assert EXPECTED.keys() == CATALOG.keys()
    assert next(iter(CATALOG)) == "rastrigin"


@every_loss
def test_formula_agrees_with_an_independent_implementation(key: str) -> None:
    loss = CATALOG[key]
    points = np.vstack((seeded_points(key, 12), [loss.start]))
    values = [EXPECTED[key].reference(x, y) for x, y in points.tolist()]
    np.testing.assert_allclose(loss.value(points), values, rtol=1e-11, atol=1e-12)


@every_loss_with_minima
def test_stated_minima_have_the_published_value(key: str) -> None:
    expected = EXPECTED[key]
    values = CATALOG[key].value(np.array(CATALOG[key].minima))
    assert values.size
    assert expected.least is not None
    np.testing.assert_allclose(values, expected.least, rtol=0, atol=expected.within)


@every_loss_with_minima
def test_gradient_vanishes_at_stated_minima(key: str) -> None:
    if EXPECTED[key].not_stationary:
        pytest.skip(EXPECTED[key].not_stationary)
    loss = CATALOG[key]
    minima = np.array(loss.minima)
    curvature = np.abs(loss.hessian(minima)).max()
    # a coordinate rounded to a double leaves a slope of about curvature times 1e-16
    assert np.abs(loss.gradient(minima)).max() <= 1e-13 * (1 + curvature)


@every_loss_with_minima
def test_no_point_of_a_grid_lies_below_the_stated_minima(key: str) -> None:
    loss = CATALOG[key]
    grid = np.stack(
        np.meshgrid(np.linspace(*loss.x_range, 200), np.linspace(*loss.y_range, 200)), axis=-1
    )
    least = loss.value(np.array(loss.minima)).max()
    assert loss.value(grid).min() >= least - 1e-12


@every_loss
def test_gradient_is_the_derivative_of_the_value(key: str) -> None:
    loss, points, step = CATALOG[key], smooth_points(key), step_for(key)
    assert len(points) >= 10
    gradient = loss.gradient(points)
    rounding = 1e-15 * np.abs(loss.value(points)).max() / step
    atol = 1e-8 * np.abs(gradient).max() + rounding
    measured = differences(loss.value, points, step)
    np.testing.assert_allclose(gradient, measured, rtol=1e-6, atol=atol)


@every_loss
def test_hessian_is_the_second_derivative_of_the_value(key: str) -> None:
    loss, points, step = CATALOG[key], smooth_points(key), step_for(key)
    hessian = loss.hessian(points)
    rounding = 1e-15 * np.abs(loss.value(points)).max() / step**2
    atol = 1e-6 * np.abs(hessian).max() + rounding
    measured = differences(lambda p: differences(loss.value, p, step), points, step)
    np.testing.assert_allclose(hessian, measured, rtol=1e-5, atol=atol)


@every_loss
def test_view_is_finite_and_holds_the_start_and_the_minima(key: str) -> None:
    loss = CATALOG[key]
    assert loss.start is not None
    low, high = np.transpose((loss.x_range, loss.y_range))
    held = np.array((loss.start, *loss.minima))
    assert np.all((low <= held) & (held <= high))
    assert np.isfinite(loss.value(seeded_points(key, 500))).all()
    assert np.isfinite(loss.gradient(held[:1])).all()


@every_loss
def test_start_is_neither_a_minimum_nor_a_standstill(key: str) -> None:
    loss = CATALOG[key]
    assert np.linalg.norm(loss.gradient(np.array(loss.start))) > 1e-3
    assert loss.start not in loss.minima


@every_loss
def test_coordinates_are_floats_as_number_inputs_need_them(key: str) -> None:
    loss = CATALOG[key]
    assert loss.start is not None
    numbers = (*loss.x_range, *loss.y_range, *loss.start, *(c for w in loss.minima for c in w))
    assert all(type(number) is float for number in numbers)


@every_loss
def test_every_loss_names_its_lesson_and_source(key: str) -> None:
    loss = CATALOG[key]
    assert loss.name
    assert loss.source
    assert loss.lesson.endswith(".")
    assert ". " not in loss.lesson
    assert len(loss.lesson) <= 160


@pytest.mark.parametrize("loss", [*CATALOG.values(), *DATA.values()], ids=(*CATALOG, *DATA))
def test_every_loss_is_told_in_korean(loss: Landscape) -> None:
    korean.check(loss.name)
    korean.check(loss.lesson, "xy", *(rule.name for rule in RULES.values()))
    assert into(loss.lesson, "ko").endswith("다.")
    assert len(into(loss.lesson, "ko")) <= 100


def test_losses_have_names_of_their_own_in_every_language() -> None:
    for language in LANGUAGES:
        names = [into(loss.name, language) for loss in (*CATALOG.values(), *DATA.values())]
        assert len(set(names)) == len(names)


def test_a_typed_loss_has_nothing_to_say() -> None:
    typed = Landscape.read("x^2")
    assert (typed.name, typed.lesson) == ("", "")
