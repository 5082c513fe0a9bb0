from __future__ import annotations

import numpy as np
import pytest

from charts import DARK_SCALE, LIGHT_SCALE, Height, height
from tests.charts import eyes

SIDE = np.linspace(-2, 2, 80)
X, Y = np.meshgrid(SIDE, SIDE)
BOWL = X**2 + Y**2
VALLEY = (1 - X) ** 2 + 100 * (Y - X**2) ** 2


@pytest.mark.parametrize(("scale", "way"), [(LIGHT_SCALE, -1), (DARK_SCALE, 1)])
def test_lightness_goes_one_way_in_even_steps(scale: tuple[str, ...], way: int) -> None:
    steps = way * np.diff([eyes.lab(color)[0] for color in scale])
    assert steps.min() > 0
    assert steps.max() - steps.min() < 0.8


def test_a_bowl_is_linear_and_a_valley_over_decades_logarithmic() -> None:
    assert np.isinf(Height.fit(BOWL).knee)
    assert np.isfinite(Height.fit(VALLEY).knee)


@pytest.mark.parametrize("values", [BOWL, VALLEY, -BOWL, VALLEY - 1000, np.exp(10 * X)])
def test_heights_keep_the_order_of_losses_and_ticks_are_true(values: np.ndarray) -> None:
    fitted = Height.fit(values)
    heights = fitted(values)
    assert heights.min() == 0
    assert heights.max() == pytest.approx(1)
    assert (np.diff(heights.ravel()[np.argsort(values.ravel())]) >= 0).all()
    assert 3 <= len(fitted.ticks.at) <= 9
    plain = np.linspace(0, 1, 7)
    np.testing.assert_allclose(fitted(fitted.loss_at(plain)), plain, atol=1e-9)


def test_undefined_stays_undefined_and_infinite_goes_to_the_ends() -> None:
    values = BOWL.copy()
    values[0, :3] = np.nan, np.inf, -np.inf
    heights, _ = height(values)
    assert np.isnan(heights[0, 0])
    assert heights[0, 1] == 1
    assert heights[0, 2] == 0
    assert np.isnan(heights).sum() == 1


@pytest.mark.parametrize("wall", [1e3, 1e12, 1.7e308, np.inf])
def test_a_wall_does_not_flatten_what_lies_before_it(wall: float) -> None:
    values = BOWL.copy()
    values[:, -1] = wall
    before, _ = height(values)
    assert before[:, :-1].max() > 0.3


@pytest.mark.parametrize(
    "values", [np.full((4, 4), 3.0), np.full((4, 4), np.nan), np.zeros((0, 0))]
)
def test_nothing_to_scale(values: np.ndarray) -> None:
    heights, ticks = height(values)
    assert heights.shape == values.shape
    assert not np.nan_to_num(heights).any()
    assert len(ticks.at) == len(ticks.text) == 1


def test_a_narrow_hole_is_not_taken_for_noise() -> None:
    hole = -np.exp(-50 * BOWL)
    heights, _ = height(hole)
    assert heights.min() == 0
    assert np.median(heights) > 0.99


def test_ticks_read_like_numbers_on_a_page() -> None:
    assert Height(0, 50, np.inf).ticks.text == ("0", "10", "20", "30", "40", "50")
    assert Height(-3, 3, np.inf).ticks.text[0] == "−3"
    assert Height(0, 5e6, np.inf).ticks.text[1] == "10<sup>6</sup>"
