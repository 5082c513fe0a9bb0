"""A line says what is to be reached, and whether it was."""

import pytest

from benchmarks.line import Line


@pytest.mark.parametrize(
    ("line", "missed"),
    [
        (Line("time", 3, "ms", 3), False),
        (Line("time", 3.1, "ms", 3), True),
        (Line("ratio", 3.1, "ms", 2, floor=2), False),
        (Line("ratio", 4.1, "ms", 2, floor=2), True),
        (Line("frames", 60, "frames/s", 55, at_least=True), False),
        (Line("frames", 50, "frames/s", 55, at_least=True), True),
    ],
)
def test_a_bound_holds_for_the_value_or_for_its_ratio_to_the_floor(
    line: Line, missed: bool
) -> None:
    assert str(line).endswith(", MISSED") == missed
