"""The lowest place of a view beside its minima: on the border, or none at all beside a pole."""

from __future__ import annotations

import pytest

from analysis.survey import survey
from landscapes import CATALOG, Landscape


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1/x + x + y^2", (0.0, None)),
        ("1/(x - 1.2345) + x + y^2", (1.2345, None)),
        ("1e-3/x + x^2 + y^2", (0.0, None)),
        ("log(x) + y^2", (0.0, None)),
        ("-1/(x^2 + y^2) + x^2", (0.0, 0.0)),
        ("log(x^2 + y^2) + x^4", (0.0, 0.0)),
    ],
)
def test_beside_a_pole_no_place_is_lowest(text: str, at: tuple[float, float | None]) -> None:
    known = survey(Landscape.read(text))
    assert known.border_lowest is None
    assert known.undercut
    assert known.pole is not None
    for coordinate, expected in zip(known.pole, at, strict=True):
        assert expected is None or coordinate == pytest.approx(expected, abs=1e-9)


def test_a_pole_on_the_border_of_the_view_is_one() -> None:
    known = survey(Landscape.read("log(x) + y^2", (0.0, 5.0), (-5.0, 5.0)))
    assert known.border_lowest is None
    assert known.pole is not None
    assert known.pole[0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "lowest"),
    [
        ("x^3 - 3x + y^2", (-5.0, 0.0, -110.0)),
        ("x + sqrt|y|", (-5.0, 0.0, -5.0)),  # infinitely steep, but no lower than that
        ("x + |y - 0.123|^0.2", (-5.0, 0.123, -5.0)),
        ("-x^40", (-5.0, -5.0, -(5.0**40))),
        ("-exp(20x) + y^2", (5.0, None, None)),  # where y is lost in rounding
        ("1/x^2 + y^2", (-5.0, 0.0, 0.04)),  # a pole upwards
        ("1e6 + x + y^2", (-5.0, 0.0, 999995.0)),
    ],
)
def test_what_only_gets_steep_has_a_lowest_place(
    text: str, lowest: tuple[float, float | None, float | None]
) -> None:
    known = survey(Landscape.read(text))
    assert known.pole is None
    assert known.border_lowest is not None
    for number, expected in zip(known.border_lowest, lowest, strict=True):
        assert expected is None or number == pytest.approx(expected, rel=1e-4, abs=5e-3)


@pytest.mark.parametrize("text", ["x^2 + y^2 + 1e8 - 1e8", "(x + 1e6)^2 - 1e12 + 1e7 y^2"])
def test_rounding_is_no_pole(text: str) -> None:
    assert survey(Landscape.read(text)).pole is None


def test_no_loss_of_the_catalogue_has_a_pole() -> None:
    assert not [key for key, loss in CATALOG.items() if survey(loss).pole is not None]
