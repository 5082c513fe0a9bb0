"""The largest stable learning rates, held against runs on a bowl just below and above them."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import Landscape
from optimizers import RULES, trace
from verdicts.stability import largest_stable_eta


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("rule", ["gd", "momentum", "nag"])
def test_a_run_on_a_bowl_shrinks_below_the_limit_and_grows_above_it(rule: str, mu: float) -> None:
    loss = Landscape.read("5x^2 + y^2")  # the largest curvature is 10
    settings = {} if rule == "gd" else {"mu": mu}
    limit = largest_stable_eta(rule, settings, 10.0)
    assert limit is not None
    ends = []
    for eta in (0.95 * limit, 1.05 * limit):
        run = trace(RULES[rule], loss, (1, 0), steps=400, settings=settings | {"eta": eta})
        ends.append(np.nanmax(run.losses[-50:]))
    assert ends[0] < 1e-3 < 1e3 < ends[1]


def test_where_no_limit_is_known_none_is_told() -> None:
    assert largest_stable_eta("adam", {}, 10.0) is None
    assert largest_stable_eta("gd", {}, -1.0) is None
