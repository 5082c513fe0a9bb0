"""Holes narrower than the grid, and plateaus that end without a curvature."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import basins
from analysis.survey import survey
from landscapes import Landscape


def typed(text: str) -> Landscape:
    return Landscape.read(text, (-3, 3), (-3, 3))


@pytest.mark.parametrize("sharpness", ["3e3", "1e4", "1e5", "1e6", "1e8"])
@pytest.mark.parametrize("at", [(1.234, 0.77), (-0.5, 2.0)])
def test_a_narrow_hole_is_found_or_doubted(sharpness: str, at: tuple[float, float]) -> None:
    x, y = at
    known = survey(typed(f"x^2 + y^2 - 9exp(-{sharpness}((x - ({x}))^2 + (y - {y})^2))"))
    assert known.lowest is not None
    assert known.lowest.value == pytest.approx(x * x + y * y - 9, abs=0.01)
    np.testing.assert_allclose((known.points[0].x, known.points[0].y), at, atol=1e-3)
    if known.trusted:
        assert sorted(p.kind for p in known.points) == ["minimum", "minimum", "saddle"]


@pytest.mark.parametrize("sharpness", ["1e4", "1e6", "1e8"])
def test_a_narrow_funnel_is_found(sharpness: str) -> None:
    known = survey(typed(f"x^2 + y^2 - 9/(1 + {sharpness}((x - 1)^2 + (y - 0.3)^2))"))
    assert known.lowest is not None
    assert known.lowest.value == pytest.approx(1.09 - 9, abs=0.01)


@pytest.mark.parametrize(
    ("text", "name", "index"),
    [
        ("max(0, x^2 + y^2 - 1)^1.5", "plateau", 1),
        ("max(0, x^2 + y^2 - 1)^2", "plateau", 1),
        ("1000 + max(0, x^2 + y^2 - 1)^1.5", "plateau", 1),
        ("max(0, |x| - 1)^3 + max(0, |y| - 1)^1.5", "plateau", 1),
        ("relu(x^2 + y^2 - 4)^1.5", "plateau", 1),
        ("max(0, x - 1)^1.5 + max(0, -x - 1)^1.5 + (y - 0.2)^2", "valley of minima", 1),
        ("max(0, x)^1.5 + y^2", "valley of minima", None),
    ],
)
def test_a_plateau_of_minima_is_a_region(text: str, name: str, index: int | None) -> None:
    known = survey(typed(text))
    (region,) = known.regions
    assert (region.kind, region.name, region.index) == ("minimum", name, index)
    assert known.lowest is region
    assert np.mean(basins(typed(text), 64).labels == 0) > 0.98
