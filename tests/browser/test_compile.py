"""Any legal recurrence as JavaScript, against the core: one page follows them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from formulas.code import JAVASCRIPT_HELPERS
from optimizers import trace
from optimizers.compile.javascript import loss_function, rule_function
from tests.browser.test_retrace import RETRACE
from tests.optimizers.recurrences import TIME, WORDS, Line, Written, name, recurrences
from tests.optimizers.test_compile import LOSS, STARTS, STEPS


@pytest.fixture(scope="module")
def blank(chromium: Any) -> Any:
    page = chromium.new_page()
    yield page
    page.close()


def agree(page: Any, written: Written) -> None:
    """The page traces what the core does, noise and schedule included."""
    run = trace(written.rule, LOSS, STARTS[0], steps=STEPS, noise=0.1, seed=1)
    assert run.course.noise is not None
    parts = JAVASCRIPT_HELPERS, loss_function(LOSS.loss), rule_function(written.rule), STARTS[0]
    drawn = run.course.etas.tolist(), run.course.noise.ravel().tolist(), run.course.settings
    points = page.evaluate(RETRACE, [*parts, *drawn])
    np.testing.assert_allclose(np.array(points, dtype=float), run.points, rtol=1e-9, atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(written=recurrences())
def test_any_recurrence_is_the_same_in_the_browser(blank: Any, written: Written) -> None:
    agree(blank, written)


@pytest.mark.parametrize("word", WORDS)
def test_any_word_can_be_a_name_in_the_browser(blank: Any, word: str) -> None:
    first = Line(word, name("g")), Line("w", name(word))
    agree(blank, Written(first, {"eta": 0.3}, {}))
    agree(blank, Written((Line(word, TIME), Line("w", name("g"), name(word))), {"eta": 0.3}, {}))
    agree(blank, Written((Line("w", name("g"), name(word)),), {word: 0.3}, {}))
