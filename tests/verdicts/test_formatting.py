"""Numbers as a sentence says them."""

from __future__ import annotations

import pytest

from landscapes import DATA, Landscape
from verdicts.formatting import against, along, amount, place, setting


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3.9798, "3.98"),
        (0.00963, "0.00963"),
        (-0.99996, "-1.00"),
        (9.999, "10.0"),
        (1234.5, "1234"),
        (123456.0, "1.23e+05"),
        (1e-9, "1e-09"),
        (0.0, "0.00"),
        (float("nan"), "no value"),
    ],
)
def test_three_digits(value: float, said: str) -> None:
    assert amount(value) == said


def test_nothing_is_what_is_nothing_beside_its_scale() -> None:
    assert amount(1e-13, scale=1.0) == "0.00"
    assert amount(1e-13) == "1e-13"
    assert amount(1e-300, scale=1e-300) == "1e-300"


def test_two_numbers_get_the_digits_that_tell_them_apart() -> None:
    assert against(1000.31, 1000.02, 1.0) == ("1000.3", "1000.0")
    assert against(5.38, 0.0, 10.0) == ("5.38", "0.00")
    assert against(3.0 + 1e-9, 3.0, 1.0) == ("3.00", "3.00")


def test_settings_are_shown_as_typed() -> None:
    assert [setting(v) for v in (0.1, 2.0, 0.25, 5e-6, 0.003)] == [
        *("0.1", "2", "0.25", "5e-06", "0.003"),
    ]


def test_places_and_directions() -> None:
    loss = Landscape.read("x + y", (-5, 5), (-500, 500))
    assert place((1.234, -0.2), loss) == "(1.23, 0)"
    directions = (1.0, 0.05), (0.0, -1.0), (0.6, 0.8)
    assert [along(one, loss.names) for one in directions] == ["x", "y", "(0.60, 0.80)"]
    assert [along(one, DATA["line"].names) for one in directions[:2]] == ["w1", "w2"]
