"""Any legal recurrence does what it says, whatever its names: in plain floats and in arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from landscapes import Landscape
from optimizers import trace
from tests.optimizers.recurrences import TIME, WORDS, Line, Written, name, recurrences

LOSS = Landscape.read("sin(x) + x^2/3 + y^2/2 + x*y/5")
STARTS = ((0.8, -0.6), (-1.1, 0.3))
STEPS = 5


def gradient(w: np.ndarray) -> np.ndarray:
    x, y = w
    return np.array([np.cos(x) + 2 * x / 3 + y / 5, y + x / 5])


def agree(written: Written) -> None:
    """Plain floats and arrays follow the recurrence as it is written."""
    together = trace(written.rule, LOSS, STARTS, steps=STEPS)
    for i, start in enumerate(STARTS):
        expected = written.path(start, gradient, STEPS)
        alone = trace(written.rule, LOSS, start, steps=STEPS)
        np.testing.assert_allclose(alone.points, expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(together.points[:, i], expected, rtol=1e-9, atol=1e-12)
        for key, state in alone.state.items():
            np.testing.assert_allclose(state, together.state[key][:, i], rtol=1e-9, atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(recurrences())
def test_any_recurrence_is_followed_as_it_is_written(written: Written) -> None:
    agree(written)


@pytest.mark.parametrize("word", WORDS)
def test_any_word_can_name_a_state_a_shared_name_and_a_setting(word: str) -> None:
    one, other = name(word), name("a")
    lines = {
        "state": (Line(word, name("g")), Line("w", one)),
        "shared": (Line(word, TIME), Line("w", name("g"), one)),
        "setting": (Line("a", name("g")), Line("w", other, one)),
    }
    for role, several in lines.items():
        agree(Written(several, {word: 0.3} if role == "setting" else {"eta": 0.3}, {}))


def test_g_may_stand_only_where_a_rule_looks_ahead() -> None:
    agree(Written((Line("w", name("eta"), ahead=name("g")),), {"eta": 0.3}, {}))
