"""Removable singularities against limits known in closed form."""

from __future__ import annotations

import math

import pytest

from analysis.holes import Hole, removable_holes
from analysis.survey import survey
from landscapes import CATALOG, DATA, Landscape

DAMAVANDI = (
    "(1 - |sin(pi(x - 2)) sin(pi(y - 2))/(pi^2 (x - 2)(y - 2))|^5)(2 + (x - 7)^2 + 2(y - 7)^2)"
)
# What is typed; for each hole its axis, whether it is a point, where the limit is lowest, and that.
HOLES: dict[str, list[tuple[int | None, bool, tuple[float, float], float]]] = {
    "y^2 - sin(x)/x": [(0, False, (0, 0), -1)],
    "x^2/x + (y - 1)^2": [(0, False, (0, 1), 0)],
    "(x^2 - 1)/(x - 1) + y^2": [(0, False, (1, 0), 2)],
    "(1 - cos(x))/x^2 + y^2": [(0, False, (0, 0), 0.5)],
    "x/(e^x - 1) + y^2": [(0, False, (0, 0), 1)],
    "ln(1 + y)/y + x^2": [(1, False, (0, 0), 1)],
    "x^2 ln|x| + y^2": [(0, False, (0, 0), 0)],
    "e^(-1/x^2) + y^2": [(0, False, (0, 0), 0)],
    "x/sin(x) + y^2": [(0, False, (0, 0), 1)],  # at pi it has poles
    "x^2 y/(x^2 + y^2)": [(None, True, (0, 0), 0)],
    "-sin(sqrt(x^2 + y^2))/sqrt(x^2 + y^2)": [(None, True, (0, 0), -1)],
    "sin(2(x - y))/(x - y) + (x + y)^2": [(None, False, (0, 0), 2)],
    "x/x + (y - 1)/(y - 1) + x^2 + y^2": [(0, False, (0, 0), 2), (1, False, (0, 1), 3)],
}
NONE = [
    *("x^2 + y^2", "1/x + y", "1/(x^2 + y^2)", "ln|x|", "-1/|x|^0.1"),  # no hole, or a pole
    *("atan(y/x)", "|x|/x", "x y/(x^2 + y^2)", "sin(1/x)", "1/(1 + e^(1/x))"),  # no single limit
    *("sqrt(x)^2", "x ln(x)", "exp(ln(x)) + y", "x/(x + 7)", "1/(1 + x^2)"),  # a border, or no zero
]


def holes_of(text: str) -> tuple[Hole, ...]:
    return removable_holes(Landscape.read(text))


@pytest.mark.parametrize("text", HOLES)
def test_the_loss_tends_to_the_limit_at_what_has_no_value(text: str) -> None:
    found = holes_of(text)
    assert len(found) == len(HOLES[text])
    for hole, (axis, point, at, limit) in zip(found, HOLES[text], strict=True):
        assert (hole.axis, hole.point) == (axis, point)
        assert hole.limit == pytest.approx(limit, abs=1e-7)
        assert hole.at == pytest.approx(at, abs=1e-3)


@pytest.mark.parametrize("text", NONE)
def test_poles_jumps_and_borders_are_no_holes(text: str) -> None:
    assert holes_of(text) == ()


@pytest.mark.parametrize("land", [*CATALOG.values(), *DATA.values()], ids=[*CATALOG, *DATA])
def test_the_built_in_losses_have_none(land: Landscape) -> None:
    assert removable_holes(land) == ()


def test_damavandis_minimum_is_a_hole() -> None:
    land = Landscape.read(DAMAVANDI, (0, 14), (0, 14))
    assert math.isnan(land.value((2, 2)))
    known = survey(land)
    assert known.hole is not None
    assert known.hole.at == pytest.approx((2, 2), abs=1e-6)
    assert known.hole.limit == pytest.approx(0, abs=1e-6)
    assert known.undercut
    (minimum,) = known.minima
    assert (minimum.x, minimum.y, minimum.value) == pytest.approx((7, 7, 2))


def test_a_minimum_as_low_is_not_undercut() -> None:
    assert survey(Landscape.read("x^2/x + 0*x + (x - 1)^4 + y^2")).hole is None
    assert survey(Landscape.read("x^2 + y^2")).hole is None
