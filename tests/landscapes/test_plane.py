"""Windows through planes of many weights: lifted and projected points, and exact derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import DataLoss, DataSet, FormulaLoss, Landscape, Plane

RANDOM = np.random.default_rng(5)
TABLE = DataSet("table", ("u", "v", "c"), RANDOM.normal(size=(30, 3)))
NETWORK = DataLoss.read("(w7 tanh(w1 u + w2 v + w3) + w8 tanh(w4 u + w5 v + w6) + w9 - c)^2", TABLE)
PLANES = {
    "any": Plane(*RANDOM.normal(size=(3, 9))),
    "of two weights": Plane(RANDOM.normal(size=9), np.eye(9)[6], np.eye(9)[1]),
}
POINTS = RANDOM.uniform(-1, 1, (6, 5, 2))


@pytest.fixture(params=PLANES.values(), ids=PLANES)
def land(request: pytest.FixtureRequest) -> Landscape:
    return Landscape(NETWORK, (-2.0, 3.0), (-1.0, 1.0), plane=request.param)


def test_values_and_derivatives_are_those_of_the_loss_along_the_plane(land: Landscape) -> None:
    assert land.plane is not None
    at, basis = land.lift(POINTS), np.array([land.plane.u, land.plane.v])
    np.testing.assert_allclose(at, land.plane.origin + POINTS @ basis, rtol=1e-13)
    np.testing.assert_allclose(land.value(POINTS), NETWORK.value(at), rtol=1e-12)
    np.testing.assert_allclose(land.gradient(POINTS), NETWORK.gradient(at) @ basis.T, atol=1e-12)
    bent = basis @ NETWORK.hessian(at) @ basis.T
    np.testing.assert_allclose(land.hessian(POINTS), bent, atol=1e-11)


def test_a_grid_is_the_view_rows_along_y(land: Landscape) -> None:
    x, y, losses = land.grid(7)
    assert losses.shape == (7, 7)
    assert losses[2, 5] == pytest.approx(float(land.value((x[5], y[2]))), rel=1e-12)
    np.testing.assert_allclose(land.value(land.mesh(7)), losses, rtol=1e-12)
    assert land.names == ("u", "v")


def test_projection_undoes_lifting_and_is_the_nearest_point(land: Landscape) -> None:
    np.testing.assert_allclose(land.project(land.lift(POINTS)), POINTS, atol=1e-13)
    weights = RANDOM.normal(size=(20, 9))
    left = weights - land.lift(land.project(weights))
    assert land.plane is not None
    np.testing.assert_allclose(left @ np.transpose((land.plane.u, land.plane.v)), 0, atol=1e-12)


def test_without_a_plane_points_are_the_weights() -> None:
    land = Landscape.read("x^2 + y^3", (-1.0, 3.0), (2.0, 4.0))
    np.testing.assert_array_equal(land.lift(POINTS), POINTS)
    np.testing.assert_array_equal(land.project(POINTS), POINTS)
    np.testing.assert_array_equal(land.unit([(-1.0, 2.0), (3.0, 4.0), (1.0, 2.5)]),
                                  [(0.0, 0.0), (1.0, 1.0), (0.5, 0.25)])  # fmt: skip


def test_a_plane_through_both_weights_shows_the_loss_turned() -> None:
    loss = FormulaLoss.read("x^2 + 10y^4 + x y")
    turned = Landscape(loss, plane=Plane((1, 0), (0, 1), (-1, 0)))
    x, y = POINTS[..., 0], POINTS[..., 1]
    np.testing.assert_allclose(turned.value(POINTS), loss.value(np.stack([1 - y, x], axis=-1)))


def test_a_weight_that_stays_may_stay_at_a_kink() -> None:
    loss = FormulaLoss.read("a^2 + b^2 + sqrt(|c|)")
    land = Landscape(loss, plane=Plane((0, 0, 0), (1, 0, 0), (0, 1, 0)))
    np.testing.assert_allclose(land.gradient(POINTS), 2 * POINTS)
    np.testing.assert_allclose(land.hessian(POINTS), np.broadcast_to(2 * np.eye(2), (6, 5, 2, 2)))


def test_a_plane_that_does_not_fit_is_refused() -> None:
    loss = FormulaLoss.read("a + b + c")
    with pytest.raises(ValueError, match="a loss of 3 weights cannot be seen without a plane"):
        Landscape(loss)
    with pytest.raises(ValueError, match="a loss of 3 weights cannot be seen through a plane of 2"):
        Landscape(loss, plane=Plane((0, 0), (1, 0), (0, 1)))
    with pytest.raises(ValueError, match="parallel"):
        Plane((0, 0, 0), (1, 2, 3), (2, 4, 6))
    with pytest.raises(ValueError, match="as many numbers"):
        Plane((0, 0), (1, 2, 3), (0, 1, 0))


def test_landscapes_are_equal_where_loss_plane_and_view_are() -> None:
    one, other = (
        Landscape(NETWORK, plane=Plane(np.zeros(9), np.eye(9)[0], np.eye(9)[1])) for _ in range(2)
    )
    assert one == other
    assert hash(one) == hash(other)
    assert one != Landscape(NETWORK, plane=PLANES["any"])
