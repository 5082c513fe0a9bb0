"""Basins of the gradient flow, held against a tight explicit integration."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis import basins
from analysis.regions import Region
from analysis.survey import survey
from landscapes import CATALOG, Landscape
from tests.words import korean

SIZE = 256
EVERY = 4  # of the pixels along each side that are held against the reference
TOLERANCE = 1e-4  # pixels, in each step of the reference
LONGEST = 1.0  # pixels that one of its steps goes, so that none leaps over a narrow basin

# Dormand & Prince, A family of embedded Runge-Kutta formulae, 1980
STAGES = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
)
FIFTH = (35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0)
FOURTH = (5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40)

CLASSICS = [
    *("rastrigin", "himmelblau", "double_well", "styblinski_tang", "three_hump_camel"),
    *("six_hump_camel", "puddle", "mccormick", "griewank", "ackley", "goldstein_price"),
    *("sharp_flat", "levy13"),
]


def reference(loss: Landscape, ends: NDArray, w: NDArray, most: int = 3000) -> NDArray[np.int64]:
    """Index of the end (k, 2) that each place (n, 2) flows to; -1 where it stays outside."""
    low, high = np.transpose((loss.x_range, loss.y_range))
    pixel = (high - low) / (SIZE - 1)
    labels, left = np.full(len(w), -1), np.arange(len(w))
    g = loss.gradient(w)
    h = 0.01 * pixel.min() / np.linalg.norm(g, axis=-1)
    for _ in range(most):
        distance = np.linalg.norm((ends - w[:, None]) / pixel, axis=-1)
        arrived = distance.min(axis=-1) < 0.3
        labels[left[arrived]] = distance[arrived].argmin(axis=-1)
        stay = ~arrived & (np.abs((w - (low + high) / 2) / (high - low)).max(axis=-1) < 1)
        left, w, g, h = left[stay], w[stay], g[stay], h[stay]
        slopes = [-g]
        for stage in STAGES[1:]:
            ahead = sum(c * k for c, k in zip(stage, slopes, strict=True))
            slopes.append(-loss.gradient(w + h[:, None] * ahead))
        new = w + h[:, None] * sum(c * k for c, k in zip(FIFTH, slopes, strict=False))
        slopes.append(-loss.gradient(new))
        gap = sum((a - b) * k for a, b, k in zip(FIFTH, FOURTH, slopes, strict=True))
        error = np.linalg.norm(h[:, None] * gap / pixel, axis=-1)
        fine = error < TOLERANCE
        w, g = (np.where(fine[:, None], a, b) for a, b in ((new, w), (-slopes[-1], g)))
        h = h * np.clip(0.9 * (TOLERANCE / np.maximum(error, 1e-300)) ** 0.2, 0.2, 5)
        h = np.minimum(h, LONGEST / np.maximum(np.linalg.norm(g / pixel, axis=-1), 1e-300))
    inside = np.all((w >= low) & (w <= high), axis=-1)
    assert not inside.any(), "the reference needs more steps"
    return labels


@pytest.mark.parametrize("key", CLASSICS)
def test_at_least_999_of_1000_pixels_are_right(key: str) -> None:
    loss = CATALOG[key]
    found = basins(loss, SIZE)
    ends = np.array([(a.x, a.y) for a in found.attractors])
    x, y = (np.linspace(*span, SIZE)[1::EVERY] for span in (loss.x_range, loss.y_range))
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    right = found.labels[1::EVERY, 1::EVERY].ravel() == reference(loss, ends, places)
    assert right.mean() >= 0.999


@pytest.mark.parametrize("key", ["bowl", "booth", "ravine", "rosenbrock", "kink", "cliff"])
def test_one_minimum_holds_the_whole_view(key: str) -> None:
    assert (basins(CATALOG[key]).labels == 0).all()


def test_a_saddle_drains_out_of_the_view() -> None:
    assert (basins(CATALOG["saddle"]).labels == -1).all()
    assert (basins(CATALOG["monkey_saddle"]).labels == -1).mean() > 0.999


def test_wells_are_parted_by_the_ridge_between_them() -> None:
    found = basins(CATALOG["double_well"])
    left, right = (a.x < 0 for a in found.attractors)
    assert left != right
    x = CATALOG["double_well"].grid(SIZE)[0]
    expected = np.where((x < 0) == left, 0, 1)
    np.testing.assert_array_equal(found.labels, np.broadcast_to(expected, (SIZE, SIZE)))


def test_a_valley_of_minima_is_one_attractor() -> None:
    loss = CATALOG["deep_linear"]
    found = basins(loss)
    assert len(found.attractors) == 2
    assert all(isinstance(a, Region) for a in found.attractors)
    x, y = (np.linspace(*span, SIZE) for span in (loss.x_range, loss.y_range))
    above = np.add.outer(y, x) > 0
    side = [a.points.sum() > 0 for a in found.attractors]
    assert np.mean(found.labels == np.where(above == side[0], 0, 1)) > 0.995


def test_a_plateau_holds_what_comes_to_rest_on_it() -> None:
    loss = Landscape.read("max(0, x^2 + y^2 - 1)", (-3, 3), (-3, 3))
    assert (basins(loss).labels == 0).all()


def test_places_outside_the_domain_belong_to_no_minimum() -> None:
    loss = Landscape.read("x - log(x) + y^2", (-1, 3), (-1, 1))
    labels = basins(loss, 64).labels
    x = loss.grid(64)[0]
    np.testing.assert_array_equal(labels[32], np.where(x > 0, 0, -1))


@pytest.mark.parametrize("key", ["himmelblau", "six_hump_camel", "rastrigin"])
@pytest.mark.parametrize("factor", ["1000", "1e-6"])
def test_scaling_the_loss_moves_no_border(key: str, factor: str) -> None:
    old = CATALOG[key]
    loss = Landscape.read(f"{factor}({old.loss.text})", old.x_range, old.y_range)
    first, second = basins(old, 128), basins(loss, 128)
    ends = np.array([(a.x, a.y) for a in first.attractors])
    moved = np.array([(a.x, a.y) for a in second.attractors])
    same = np.linalg.norm(ends[:, None] - moved, axis=-1).argmin(axis=0)
    assert np.mean(same[second.labels] == first.labels) > 0.9995


def test_swapping_the_axes_transposes_the_basins() -> None:
    loss = Landscape.read("(x^2 - 1)^2 + (y - x/3)^2 + x/5", (-2, 2), (-3, 3))
    swapped = Landscape.read("(y^2 - 1)^2 + (x - y/3)^2 + y/5", (-3, 3), (-2, 2))
    np.testing.assert_array_equal(basins(loss).labels, basins(swapped).labels.T)


@pytest.mark.parametrize("most", [1.5e6, 3e6])
def test_what_takes_too_much_work_is_drawn_coarser(
    most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss = Landscape.read("(x^2 - 1)^2 + (y^2 - 1)^2 + x y/3", (-2, 2), (-2, 2))
    fine = basins(loss)
    monkeypatch.setattr(sys.modules["analysis.flow"], "READING", 0)
    monkeypatch.setattr(sys.modules["analysis.flow"], "MAX_WORK", survey(loss).work + most)
    basins.cache_clear()
    coarse = basins(loss)
    basins.cache_clear()
    assert fine.stride == 1
    assert coarse.stride in (2, 4, 8)
    assert "coarsely" in coarse.doubt
    korean.check(coarse.doubt)
    assert coarse.labels.shape == fine.labels.shape
    assert np.mean(coarse.labels == fine.labels) > 1 - 0.01 * coarse.stride


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("-sin(x)sin(x^2/pi)^20 - sin(y)sin(2y^2/pi)^20", (0.0, 3.1415926)),  # Michalewicz
        (
            "(cos(2x + 1) + 2cos(3x + 2) + 3cos(4x + 3) + 4cos(5x + 4) + 5cos(6x + 5))"
            "(cos(2y + 1) + 2cos(3y + 2) + 3cos(4y + 3) + 4cos(5y + 4) + 5cos(6y + 5))",
            (-10.0, 10.0),
        ),
    ],
)
def test_basins_of_hard_losses_are_drawn(text: str, view: tuple[float, float]) -> None:
    found = basins(Landscape.read(text, view, view))
    assert 1 < found.stride <= 4
    for number, minimum in enumerate(survey(Landscape.read(text, view, view)).minima):
        if not isinstance(minimum, Region):
            at = (np.array([minimum.x, minimum.y]) - view[0]) / (view[1] - view[0])
            assert found.under(at) == number
