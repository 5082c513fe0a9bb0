"""The learning rate to begin with: lively on any loss, and scaled as the loss is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, suggested_eta, trace


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("loss", CATALOG)
def test_it_is_a_round_positive_number(rule: str, loss: str) -> None:
    eta = suggested_eta(RULES[rule], CATALOG[loss])
    digits = f"{eta:.1e}"
    assert digits[:3] in ("1.0", "2.0", "5.0")


@pytest.mark.parametrize("loss", ["rosenbrock", "himmelblau", "booth", "rastrigin", "beale"])
def test_gradient_descent_descends_with_it(loss: str) -> None:
    landscape = CATALOG[loss]
    eta = suggested_eta(RULES["gd"], landscape)
    run = trace(RULES["gd"], landscape, landscape.start, settings={"eta": eta})
    assert run.losses[-1] < run.losses[0]


def test_a_loss_times_a_thousand_wants_a_thousandth_for_gradient_descent_only() -> None:
    loss, steep = (Landscape.read(text) for text in ("x^2 + 2y^2", "1000(x^2 + 2y^2)"))
    assert math.isclose(suggested_eta(RULES["gd"], loss), 1000 * suggested_eta(RULES["gd"], steep))
    assert suggested_eta(RULES["adam"], loss) == suggested_eta(RULES["adam"], steep)


def test_a_view_ten_times_as_wide_wants_ten_times_the_step_length() -> None:
    near = Landscape.read("x^2 + y^2", (-5, 5), (-5, 5))
    far = Landscape.read("x^2 + y^2", (-50, 50), (-50, 50))
    assert math.isclose(suggested_eta(RULES["adam"], far), 10 * suggested_eta(RULES["adam"], near))


@pytest.mark.parametrize("text", ["3", "x", "|x| + |y|", "sqrt(x - 100)", "floor(x)", "1e300 x^2"])
def test_losses_without_curvature_or_domain_still_get_a_number(text: str) -> None:
    for rule in RULES.values():
        eta = suggested_eta(rule, Landscape.read(text))
        assert np.isfinite(eta)
        assert eta > 0


@pytest.mark.parametrize("text", ["1e-310x^2", "1e300x", "1e300x^2", "1e-300x", "3"])
def test_a_loss_of_any_size_gets_a_number(text: str) -> None:
    loss = Landscape.read(text)
    for rule in RULES.values():
        if "eta" in rule.defaults:
            assert 0 < suggested_eta(rule, loss) < float("inf")


def test_over_data_momentum_begins_slower_because_it_adds_up_mini_batches() -> None:
    loss = DATA["line"]
    begins = {key: suggested_eta(RULES[key], loss) for key in ("gd", "momentum")}
    assert math.isclose(begins["momentum"], (1 - RULES["momentum"].defaults["mu"]) * begins["gd"])


def test_the_rate_of_a_published_loss_is_for_steps_along_the_gradient_alone() -> None:
    puddle = CATALOG["puddle"]
    bare = replace(puddle, rate=None)
    for rule in RULES.values():
        own, usual = suggested_eta(rule, puddle), suggested_eta(rule, bare)
        if rule.eta_unit in ("none", "length"):
            assert own == usual
    assert suggested_eta(RULES["gd"], puddle) == suggested_eta(RULES["momentum"], puddle) == 0.1
    assert suggested_eta(RULES["gd"], bare) == 2.0  # at which the hollow cannot hold it
