"""What the timeline sends: stretches instead of steps, and nothing after a run broke off."""

from __future__ import annotations

import numpy as np
import pytest

from player.timeline import _bands


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([3], [[3, 0, 0]]),
        ([0, 0, 1, 1, 1, -1, 0], [[0, 0, 1], [1, 2, 4], [-1, 5, 5], [0, 6, 6]]),
    ],
)
def test_equal_neighbours_become_one_stretch(values: list[int], expected: list) -> None:
    assert _bands(np.array(values, dtype=np.int64)) == expected
