"""What the cards of the rules say of strengths and weaknesses, where a few runs can tell."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, Noise, RunConfig, Schedule, Trajectory, trace

OVAL = Landscape.read("x^2/2 + y^2")
SLOPE = Landscape.read("x + y")


def run(
    rule: str, loss: Landscape, start: tuple[float, float], steps: int, **settings: float
) -> Trajectory:
    return trace(RULES[rule], loss, start, steps=steps, settings=settings)


def overshoot(path: Trajectory) -> float:
    """How far beyond the origin, as a share of the way to it."""
    toward = path.points @ path.points[0] / (path.points[0] @ path.points[0])
    return float(-toward.min())


def settles(path: Trajectory, within: float = 0.05) -> int:
    """The step from which a run stays that near to the origin."""
    return int(np.flatnonzero(np.hypot(*path.points.T) > within)[-1]) + 1


def legs(path: Trajectory) -> NDArray[np.float64]:
    return np.abs(np.diff(path.points, axis=0))


def test_below_the_limit_gradient_descent_never_raises_the_loss_and_beyond_it_does() -> None:
    below, above = (run("gd", OVAL, (-4.0, 2.5), 100, eta=eta) for eta in (0.99, 1.01))
    assert (np.diff(below.losses) <= 0).all()
    assert (np.diff(above.losses[-50:]) > 0).all()


def test_batches_let_sgd_settle_where_one_point_suits_every_sample_and_only_there() -> None:
    ends = {}
    for key, eta in (("copies", 0.05), ("line", 0.05)):
        config = RunConfig(600, {"eta": eta, "sigma": 0.0}, batches=Batches(4))
        path = trace(RULES["sgd"], DATA[key], (0.0, 0.0), config)
        ends[key] = np.hypot(*np.ptp(path.points[-50:], axis=0))
    assert ends["copies"] < 1e-9
    assert ends["line"] > 0.1


def test_nag_settles_with_a_large_mu() -> None:
    """Along the curvature lambda its velocity is b' = mu (1 - eta lambda) b + lambda w."""
    eta, mu = 0.6, 0.98
    nag, momentum = (
        run(rule, OVAL, (-4.0, 2.5), 600, eta=eta, mu=mu) for rule in ("nag", "momentum")
    )
    assert 10 * settles(nag) < settles(momentum)
    velocity = -np.diff(nag.points, axis=0) / eta
    for axis, curvature in enumerate((1.0, 2.0)):
        kept = velocity[1:20, axis] - curvature * nag.points[1:20, axis]
        expected = mu * (1 - eta * curvature) * velocity[:19, axis]
        np.testing.assert_allclose(kept, expected, atol=1e-12)


def test_twice_the_way_takes_adagrad_four_times_the_steps() -> None:
    way = -run("adagrad", SLOPE, (0.0, 0.0), 4000, eta=0.1).points[:, 0]
    assert way[4000] / way[1000] == pytest.approx(2, rel=0.02)
    assert way[-1] - way[-2] == pytest.approx(0.1 / np.sqrt(4000), rel=1e-3)


def test_first_steps_are_as_long_as_the_cards_say() -> None:
    (first, *_) = legs(run("adadelta", SLOPE, (0.0, 0.0), 2, rho=0.9, epsilon=1e-6))
    np.testing.assert_allclose(first, np.sqrt(1e-6 / 0.1), rtol=1e-3)
    steps = legs(run("rmsprop", SLOPE, (0.0, 0.0), 200, eta=0.05, rho=0.9))[:, 0]
    assert steps[0] / steps[-1] == pytest.approx(1 / np.sqrt(0.1), rel=1e-6)


def test_the_eta_of_adam_is_a_length_however_steep_the_loss_is() -> None:
    one, steep = (
        run("adam", Landscape.read(text), (-4.0, 2.5), 100, eta=0.1)
        for text in ("x^2/2 + y^2", "1000(x^2/2 + y^2)")
    )
    np.testing.assert_allclose(one.points, steep.points, atol=1e-5)


def test_adamw_hangs_on_the_side_of_the_origin_and_the_gap_closes() -> None:
    off = Landscape.read("(x - 3)^2/2 + (y - 3)^2/2")
    path = run("adamw", off, (0.0, 0.0), 8000, eta=0.1, weight_decay=0.01)
    gaps = 3 - path.points[[200, 1000, 8000], 0]
    assert 0.01 < gaps[0] < 0.03
    assert gaps[0] > 2 * gaps[1] > 10 * gaps[2] > 0


def test_nadam_begins_with_half_of_adams_momentum_which_is_what_curbs_its_overshoot() -> None:
    bowl, start = CATALOG["bowl"], (-3.5, 2.0)
    adam, half, nadam = (
        overshoot(run(rule, bowl, start, 150, eta=0.3, **beta))
        for rule, beta in (("adam", {}), ("adam", {"beta1": 0.45}), ("nadam", {}))
    )
    assert adam > 3 * nadam
    assert half < nadam
    momentum = 0.9 * (1 - 0.96 ** (0.004 * np.array([1, 10_000])) / 2)
    np.testing.assert_allclose(momentum, (0.45, 0.81), atol=0.003)


def test_a_warm_up_lets_adam_begin_as_gently_as_radam() -> None:
    gentle, config = Landscape.read("(x^2 + y^2)/20"), RunConfig(10, {"eta": 0.1}, noise=Noise(0.3))
    adam, radam = (trace(RULES[rule], gentle, (-1.2, 0.8), config) for rule in ("adam", "radam"))
    warm = RunConfig(10, {"eta": 0.1}, noise=Noise(0.3), schedule=Schedule(warmup=50))
    warmed = trace(RULES["adam"], gentle, (-1.2, 0.8), warm)
    walked = [float(path.step_lengths.sum()) for path in (adam, radam, warmed)]
    assert walked[0] > 2.5 * walked[1]
    assert walked[2] == pytest.approx(walked[1], rel=0.5)


def test_noise_shortens_the_steps_of_adabelief() -> None:
    ravine = CATALOG["ravine"]
    calm, shaken = (
        trace(
            RULES["adabelief"], ravine, (-8.0, 1.0), RunConfig(40, {"eta": 0.1}, noise=Noise(sigma))
        )
        for sigma in (0.0, 40.0)
    )
    assert calm.step_lengths.mean() > 1.5 * shaken.step_lengths.mean()


def test_lion_moves_along_the_diagonals_only() -> None:
    moved = legs(run("lion", CATALOG["himmelblau"], (0.9, -0.9), 200, eta=0.05, weight_decay=0.0))
    np.testing.assert_allclose(moved, 0.05, atol=1e-9)


def test_on_a_steady_slope_the_steps_of_momentum_grow_tenfold() -> None:
    steps = legs(run("momentum", SLOPE, (0.0, 0.0), 200, eta=0.01, mu=0.9))[:, 0]
    assert steps[0] == pytest.approx(0.01)
    assert steps[-1] == pytest.approx(0.01 / (1 - 0.9), rel=1e-6)


@pytest.mark.parametrize(("rule", "limit"), [("momentum", 3.8), ("nag", 1.36)])
def test_beyond_its_limit_momentum_diverges_and_nag_at_a_smaller_one(
    rule: str, limit: float
) -> None:
    bowl = Landscape.read("(x^2 + y^2)/2")  # curvature 1
    below, above = (
        run(rule, bowl, (1.0, 1.0), 2000, eta=share * limit, mu=0.9).losses[-1]
        for share in (0.98, 1.02)
    )
    assert below < 1e-3
    assert not above < 1e3


def test_radam_leaps_for_five_steps_and_is_slow_after_them() -> None:
    """Where every slope is 100 a step is eta times 100 at first, then eta times r."""
    steep = Landscape.read("100x + 100y")
    steps = legs(run("radam", steep, (0.0, 0.0), 300, eta=0.1))[:, 0]
    np.testing.assert_allclose(steps[:5], 10, rtol=1e-9)
    np.testing.assert_allclose(steps[[5, 299]] / 0.1, (0.026, 0.374), rtol=0.01)


def test_a_first_step_ten_times_as_short_costs_rprop_few_steps() -> None:
    bowl = CATALOG["bowl"]
    needed = [settles(run("rprop", bowl, (-3.5, 2.0), 300, eta=eta)) for eta in (0.001, 0.01, 0.1)]
    assert max(needed) - min(needed) < 40


def test_no_coordinate_of_adamax_moves_further_than_about_eta() -> None:
    for key in ("himmelblau", "cliff", "rosenbrock"):
        loss = CATALOG[key]
        assert loss.start is not None
        assert legs(run("adamax", loss, loss.start, 300, eta=0.1)).max() < 1.1 * 0.1


def test_on_an_even_slope_the_steps_of_adabelief_grow_to_many_times_eta() -> None:
    steps = legs(run("adabelief", SLOPE, (0.0, 0.0), 300, eta=0.1))[:, 0]
    assert steps[-1] > 8 * 0.1
