"""The JavaScript that retraces a race in the browser, against the core: every loss x every rule.

A chaotic path parts from itself over a rounding error, so each path is compared up to the step
where starts moved by 1e-12 of the view, or gradients noisy by 1e-12, have come a hundred times
as far apart. No pair is left out; `test_most_pairs_are_calm_to_the_end` keeps that from
emptying the comparison.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from formulas.code import JAVASCRIPT_HELPERS
from landscapes import CATALOG, Landscape
from optimizers import RULES, Rule, Trajectory, suggested_eta, trace
from optimizers.compile.javascript import loss_function, rule_function

STEPS = 200
SEED = 7
NUDGE = 1e-12
NUDGES = ((0, 0), (1, 0), (0, 1), (1, 1), (-1, 1), (1, -2), (-2, -1), (3, 1))
CALM = 1e2

RETRACE = """
([helpers, loss, rule, start, etas, noise, settings]) => {
    const at = new Function(`${helpers}; return ${loss}`)();
    const follow = new Function(`${helpers}; return ${rule}`)();
    const out = [0, 0, 0];
    const points = [start];
    const look = (x, y) => { at(x, y, out); return out; };
    follow(...start, etas, noise, settings, look, (t, x, y) => { points.push([x, y]); });
    return points;
}
"""


@pytest.fixture(scope="module")
def blank(chromium: Any) -> Any:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("loss_key", CATALOG)
def test_the_browser_traces_the_same_paths(blank: Any, loss_key: str) -> None:
    loss = CATALOG[loss_key]
    for rule in RULES.values():
        run = core(rule, loss, np.array(loss.start))
        noise = None if run.course.noise is None else run.course.noise.ravel().tolist()
        drawn = blank.evaluate(
            RETRACE,
            [
                JAVASCRIPT_HELPERS,
                loss_function(loss.loss),
                rule_function(rule),
                run.points[0].tolist(),
                run.course.etas.tolist(),
                noise,
                dict(run.course.settings),
            ],
        )
        until = calm_steps(rule.key, loss_key)
        ours = run.points[: until + 1]
        theirs = np.array(drawn, dtype=float)[: until + 1]
        size = max(1.0, float(np.abs(ours).max()))
        worst = float(np.abs(ours - theirs).max()) / size
        assert worst < 1e-9, f"{rule.key} on {loss_key} within {until} calm steps: {worst:.1e}"


def test_most_pairs_are_calm_to_the_end() -> None:
    calm = sum(calm_steps(rule, loss) == STEPS for rule in RULES for loss in CATALOG)
    assert calm > 0.6 * len(RULES) * len(CATALOG)


def test_what_is_printed_is_plain_data_for_a_script() -> None:
    for rule in RULES.values():
        assert json.loads(json.dumps(rule_function(rule))).startswith("function (")


def core(rule: Rule, loss: Landscape, start: np.ndarray, noise: float = 0.0) -> Trajectory:
    settings = {"eta": suggested_eta(rule, loss)}
    return trace(rule, loss, start, steps=STEPS, settings=settings, seed=SEED, noise=noise)


@cache
def calm_steps(rule_key: str, loss_key: str) -> int:
    """Steps before the path runs out, or before what rounding could do to it shows."""
    rule, loss = RULES[rule_key], CATALOG[loss_key]
    width = loss.x_range[1] - loss.x_range[0]
    starts = np.array(loss.start) + NUDGE * width * np.array(NUDGES)
    path = core(rule, loss, starts[0]).points
    size = np.maximum(width, np.abs(path).max(axis=-1))
    wild = np.isnan(size)
    for noise in (0.0, NUDGE):
        others = core(rule, loss, starts, noise).points
        apart = np.abs(others - path[:, np.newaxis]).max(axis=(1, 2))
        wild |= ~(apart < CALM * NUDGE * size)
    return int(wild.argmax()) - 1 if wild.any() else STEPS
