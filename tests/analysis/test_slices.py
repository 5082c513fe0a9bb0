"""Surveys and basins on planes through losses of many weights."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import basins, survey
from landscapes import DataLoss, DataSet, FormulaLoss, Landscape, Plane

RANDOM = np.random.default_rng(2)
TABLE = DataSet("table", ("u", "v", "c"), RANDOM.normal(size=(12, 3)))
NETWORK = DataLoss.read("(w7 tanh(w1 u + w2 v + w3) + w8 tanh(w4 u + w5 v + w6) + w9 - c)^2", TABLE)
ORIGIN, U, V = RANDOM.normal(size=(3, 9))


def test_the_survey_of_a_slice_finds_where_the_gradient_along_it_is_zero() -> None:
    land = Landscape(NETWORK, (-3.0, 3.0), (-3.0, 3.0), plane=Plane(ORIGIN, U, V))
    found = survey(land)
    assert found.trusted, found.doubt
    assert found.minima
    assert found.index_sum == found.border_turns
    at = np.array([(p.x, p.y) for p in found.points])
    scale = land.median_gradient_norm(16)
    np.testing.assert_allclose(land.gradient(at) / scale, 0, atol=1e-12)
    slopes = NETWORK.gradient(land.lift(at))
    assert np.abs(slopes).max() > 1e-3 * scale, "they are stationary along the slice only"
    curvatures = np.linalg.eigvalsh(land.hessian(at))
    np.testing.assert_allclose(curvatures, [p.eigenvalues for p in found.points], atol=1e-8)


def test_a_slice_of_a_bowl_has_its_minimum_where_the_plane_comes_nearest() -> None:
    loss = FormulaLoss.read("(a - 1)^2 + (b - 2)^2 + (c - 3)^2 + (d - 4)^2")
    plane = Plane((0, 1, 0, 1), (1, 1, 0, 0), (0, 1, 1, 1))
    land = Landscape(loss, plane=plane)
    (point,) = survey(land).points
    nearest = land.project((1, 2, 3, 4))
    np.testing.assert_allclose((point.x, point.y), nearest, atol=1e-14)
    assert (basins(land, 64).labels == 0).all()


@pytest.mark.parametrize("others", [(0.0, 0.0), (0.3, -0.2)])
def test_a_slice_along_two_weights_is_the_loss_with_the_others_fixed(
    others: tuple[float, float],
) -> None:
    c, d = others
    text = "(a^2 + b - 11 + c)^2 + (a + b^2 - 7 + d)^2"
    plane = Plane((0, 0, c, d), (1, 0, 0, 0), (0, 1, 0, 0))
    slice_ = survey(Landscape(FormulaLoss.read(text), plane=plane))
    fixed = text.replace("a", "x").replace("b", "y").replace("c", f"({c})").replace("d", f"({d})")
    known = survey(Landscape.read(fixed))
    found, expected = (sorted((p.kind, p.x, p.y) for p in one.points) for one in (slice_, known))
    assert len(found) == len(expected) == 9
    for (kind, *at), (expected_kind, *place) in zip(found, expected, strict=True):
        assert kind == expected_kind
        np.testing.assert_allclose(at, place, atol=1e-12)
    assert (slice_.index_sum, slice_.border_turns) == (known.index_sum, known.border_turns)


def test_basins_of_a_slice_lead_to_its_minima() -> None:
    land = Landscape(NETWORK, (-3.0, 3.0), (-3.0, 3.0), plane=Plane(ORIGIN, U, V))
    found = basins(land, 64)
    labels = set(np.unique(found.labels).tolist())
    assert labels - {-1} <= set(range(len(found.attractors)))
    for i, minimum in enumerate(survey(land).minima):
        under = found.under(land.unit([(minimum.x, minimum.y)]))
        assert under.tolist() == [i]
