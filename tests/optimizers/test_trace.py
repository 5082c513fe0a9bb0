"""Runs: one start and many agree, ends are honest, noise is fair, and nonsense is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscapes import CATALOG, Landscape
from optimizers import RULES, Rule, Schedule, Setting, Trajectory, ends, trace

BOWL = Landscape.read("0.5x^2 + 2.5y^2 + 0.3x*y")
WAVES = Landscape.read("ln(cosh(x - 1)) + 2ln(cosh(0.7y + 0.2x))")
STARTS = ((3.0, 2.0), (-1.6, 0.55), (0.25, -2.0), (0.0, 0.0), (-3.0, -3.0))
# Every kind of node that is written differently for floats and for arrays.
EVERY_NODE = Landscape.read(
    "if(x > y, x^3, y^5/9) + max(x, 2y) + |x - y^2| + relu(x) + sigmoid(x*y) + softplus(y)"
    " + sqrt(1 + x^2)^3 + 1/(2 + x^2)^2 + atan2(y, 3 + x^2) + 2^(x/3) + x*y + 7"
)


def record(run: Trajectory) -> dict[str, np.ndarray]:
    return {
        "points": run.points, "losses": run.losses, "gradients": run.gradients, **run.state
    }  # fmt: skip


def assert_same(a: dict[str, np.ndarray], b: dict[str, np.ndarray], within: float) -> None:
    assert a.keys() == b.keys()
    for name in a:
        np.testing.assert_allclose(a[name], b[name], rtol=within, atol=within, err_msg=name)


@pytest.mark.parametrize("loss", [BOWL, WAVES], ids=["bowl", "waves"])
@pytest.mark.parametrize("key", RULES)
def test_one_start_and_many_starts_are_the_same_run(key: str, loss: Landscape) -> None:
    schedule = Schedule("cosine", warmup=7)
    together = trace(RULES[key], loss, STARTS, steps=60, seed=3, schedule=schedule)
    for i, start in enumerate(STARTS):
        alone = trace(RULES[key], loss, start, steps=60, seed=3, schedule=schedule)
        one_of_many = {name: values[:, i] for name, values in record(together).items()}
        assert_same(record(alone), one_of_many, within=1e-12)
        assert alone.ended == together.ended[i] == 60


@pytest.mark.parametrize("key", RULES)
def test_ends_are_the_last_points_of_the_runs(key: str) -> None:
    for loss in (BOWL, WAVES, EVERY_NODE):
        run = trace(RULES[key], loss, STARTS, steps=40, seed=2, noise=0.1)
        finished = ends(RULES[key], loss, STARTS, steps=40, seed=2, noise=0.1)
        np.testing.assert_allclose(finished, run.points[-1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("eta", [1e-3, 1e-2])
def test_every_kind_of_formula_gives_floats_and_arrays_the_same_path(eta: float) -> None:
    together = trace(RULES["gd"], EVERY_NODE, STARTS, steps=25, settings={"eta": eta})
    for i, start in enumerate(STARTS):
        alone = trace(RULES["gd"], EVERY_NODE, start, steps=25, settings={"eta": eta})
        np.testing.assert_allclose(alone.points, together.points[:, i], rtol=1e-12, atol=1e-12)
        exact = EVERY_NODE.gradient(alone.points[:-1])
        np.testing.assert_allclose(alone.gradients, exact, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("key", CATALOG)
def test_a_loop_computes_the_gradient_that_the_landscape_does(key: str) -> None:
    loss = CATALOG[key]
    low, high = np.transpose([loss.x_range, loss.y_range])
    starts = np.random.default_rng(5).uniform(low, high, (9, 2))
    exact = loss.gradient(starts)
    together = trace(RULES["gd"], loss, starts, steps=1, settings={"eta": 1e-9}).gradients[0]
    alone = [
        trace(RULES["gd"], loss, start, steps=1, settings={"eta": 1e-9}).gradients[0]
        for start in starts
    ]
    scale = 1 + np.abs(exact).max()
    np.testing.assert_allclose(together, exact, rtol=0, atol=1e-12 * scale)
    np.testing.assert_allclose(np.array(alone), exact, rtol=0, atol=1e-12 * scale)


def test_many_blocks_give_the_same_ends_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = np.random.default_rng(0).uniform(-3, 3, (101, 2))
    whole = ends(RULES["adam"], WAVES, starts, steps=30)
    monkeypatch.setattr("optimizers.many.BLOCK", 7)
    assert np.array_equal(ends(RULES["adam"], WAVES, starts, steps=30), whole)


def test_shapes_are_as_promised() -> None:
    alone = trace(RULES["adam"], BOWL, (1, 2), steps=10)
    assert alone.points.shape == (11, 2)
    assert alone.losses.shape == (11,)
    assert alone.gradients.shape == (10, 2)
    assert {name: values.shape for name, values in alone.state.items()} == {
        "m": (11, 2), "v": (11, 2)
    }  # fmt: skip
    assert alone.ended == alone.steps == 10
    together = trace(RULES["adam"], BOWL, STARTS, steps=10)
    assert together.points.shape == (11, 5, 2)
    assert together.losses.shape == (11, 5)
    assert together.gradients.shape == (10, 5, 2)
    assert together.state["v"].shape == (11, 5, 2)
    assert together.ended.tolist() == [10] * 5


@pytest.mark.parametrize("start", [(1.0, 2.0), [(1.0, 2.0), (3.0, 4.0)]])
def test_no_steps_leave_the_start(start: Any) -> None:
    run = trace(RULES["adam"], BOWL, start, steps=0)
    assert np.array_equal(run.points[0], start)
    assert np.all(run.ended == 0)
    assert run.state["m"].shape == run.points.shape


def test_no_starts_have_no_ends() -> None:
    assert ends(RULES["adam"], BOWL, np.empty((0, 2)), steps=5).shape == (0, 2)


def test_states_are_what_the_recurrence_says() -> None:
    run = trace(RULES["momentum"], BOWL, (3, 2), steps=3, settings={"eta": 0.1, "mu": 0.5})
    b = np.zeros(2)
    for t in range(3):
        assert np.allclose(run.state["b"][t], b)
        b = 0.5 * b + BOWL.gradient(run.points[t])
        assert np.allclose(run.points[t + 1], run.points[t] - 0.1 * b)
    assert np.allclose(run.state["b"][3], b)


# loss, rule, eta, start, the step that ends the run
LEAVING = {
    "log": ("x - ln(x) + ln(y + 3)", "gd", 3.0, (0.4, 1.0), 4),
    "square root": ("sqrt(x) + y^2", "gd", 0.1, (0.01, 1.0), 1),
    "pole": ("1/x + y^2", "gd", 1.0, (0.0, 1.0), 0),
    "arcsine": ("asin(x) + y^2", "gd", 1.0, (-0.5, 0.0), 1),
    "log, by Adam": ("ln(x) + y^2", "adam", 0.5, (0.7, 1.0), 2),
    "start outside": ("ln(x) + y^2", "adam", 0.1, (-1.0, 1.0), 0),
}


@pytest.mark.parametrize("case", LEAVING.values(), ids=LEAVING)
@pytest.mark.parametrize("several", [False, True], ids=["alone", "among-others"])
def test_a_run_that_leaves_the_domain_ends_there(case: tuple[Any, ...], several: bool) -> None:
    text, key, eta, start, ended = case
    loss = Landscape.read(text)
    starts = ((2.0, 0.5), start) if several else start
    run = trace(RULES[key], loss, starts, steps=20, settings={"eta": eta})
    points, losses = (run.points[:, 1], run.losses[:, 1]) if several else (run.points, run.losses)
    gradients = run.gradients[:, 1] if several else run.gradients
    assert (run.ended[1] if several else run.ended) == ended
    assert np.isfinite(losses[:ended]).all()
    assert np.isnan(losses[ended:]).all()
    assert np.isfinite(points[: ended + 1]).all(), "the point that left is kept"
    assert np.isnan(points[ended + 1 :]).all()
    assert np.isnan(gradients[ended:]).all()
    for state in run.state.values():
        assert np.isnan((state[:, 1] if several else state)[ended + 1 :]).all()
    assert np.isnan(ends(RULES[key], loss, [start], steps=20, settings={"eta": eta})).all()


@pytest.mark.parametrize("key", RULES)
def test_a_run_that_overflows_ends_without_a_warning(key: str) -> None:
    rule, loss = RULES[key], Landscape.read("x^4 + exp(y^2)")
    settings = {"eta": 1e6} if "eta" in rule.defaults else {}
    alone = trace(rule, loss, (3.0, 5.0), steps=60, settings=settings)
    together = trace(rule, loss, [(3.0, 5.0)], steps=60, settings=settings)
    assert alone.ended == together.ended[0]
    assert np.isnan(alone.losses[alone.ended + 1 :]).all()
    assert_same(
        record(alone), {k: v[:, 0] for k, v in record(together).items()}, within=1e-9
    )  # fmt: skip
    if key == "gd":
        assert alone.ended < 5


def test_the_path_before_its_end_is_not_touched() -> None:
    run = trace(
        RULES["gd"], Landscape.read("x^4 + y^2"), (3.0, 1.0), steps=60, settings={"eta": 0.1}
    )
    assert 3 < run.ended < 20
    for t in range(run.ended - 1):
        x, y = run.points[t]
        assert run.points[t + 1] == pytest.approx((x - 0.1 * 4 * x**3, 0.8 * y), rel=1e-12)


def test_same_seed_same_path_and_another_seed_another() -> None:
    def path(seed: int) -> np.ndarray:
        return trace(RULES["adam"], BOWL, (3, 2), steps=50, seed=seed, noise=0.5).points

    assert np.array_equal(path(1), path(1))
    assert not np.array_equal(path(1), path(2))


def test_sgd_is_gradient_descent_with_noise() -> None:
    gd = trace(RULES["gd"], BOWL, (3, 2), steps=50).points
    assert np.array_equal(
        trace(RULES["sgd"], BOWL, (3, 2), steps=50, settings={"sigma": 0.0}).points, gd
    )
    assert not np.allclose(trace(RULES["sgd"], BOWL, (3, 2), steps=50).points, gd)


def test_a_race_is_fair_since_all_see_the_same_noise() -> None:
    def noise(key: str, start: Any) -> np.ndarray:
        run = trace(RULES[key], BOWL, start, steps=50, seed=4, noise=2.0)
        return run.gradients - BOWL.gradient(run.points[:-1])

    seen = noise("gd", (3, 2))
    assert seen.std() == pytest.approx(2.0, rel=0.3)
    for key in ("sgd", "adam", "rmsprop", "rprop"):
        np.testing.assert_allclose(noise(key, (1, -1)), seen, atol=1e-10)
    for i in range(2):
        np.testing.assert_allclose(noise("adam", [(1, 1), (2, 2)])[:, i], seen, atol=1e-10)


@pytest.mark.parametrize("start", [(3.0, 2.0), [(3.0, 2.0)]], ids=["one", "many"])
def test_nesterov_sees_its_gradient_at_the_look_ahead(start: Any) -> None:
    settings = {"eta": 0.05, "mu": 0.8}
    run = trace(RULES["nag"], BOWL, start, steps=30, settings=settings)
    ahead = run.points[:-1] - 0.05 * 0.8 * run.state["b"][:-1]
    np.testing.assert_allclose(run.gradients, BOWL.gradient(ahead), rtol=1e-12, atol=1e-12)
    assert not np.allclose(run.gradients[3], BOWL.gradient(run.points[3]))


def test_a_schedule_multiplies_eta() -> None:
    run = trace(
        RULES["gd"],
        BOWL,
        (3, 2),
        steps=30,
        settings={"eta": 0.1},
        schedule=Schedule("exponential", gamma=0.9),
    )
    steps = np.diff(run.points, axis=0) / -run.gradients
    expected = 0.1 * 0.9 ** np.arange(30)[:, np.newaxis]
    np.testing.assert_allclose(steps, np.broadcast_to(expected, steps.shape), rtol=1e-10)


def custom(recurrence: str, **settings: float) -> Rule:
    letters = tuple(Setting(k, v, -1e9, 1e9, "") for k, v in settings.items())
    return Rule(
        key="custom", name="Custom", family="both", year=2025, paper="", idea="", strengths=(),
        weaknesses=(), when="", recurrence=recurrence, settings=letters,
    )  # fmt: skip


# Rules that a visitor could type, and one step of each in NumPy, from (w, g, t, memory).
TYPED = {
    "name assigned twice": (
        custom("a = t\nw = w - a*g/100\na = a*2\nw = w - a*g/1000"),
        lambda w, g, t: w - t * g / 100 - 2 * t * g / 1000,
    ),
    "first step is another": (
        custom("w = if(t > 1, w - eta*g, w - 2*eta*g)", eta=0.1),
        lambda w, g, t: w - (0.1 if t > 1 else 0.2) * g,
    ),
    "undefined branch is not taken": (
        custom("c = if(t > 3, sqrt(t - 3), 0.5)\nw = w - eta*if(t > 3, g*sqrt(t - 3), g/2)*c/c",
               eta=0.01),
        lambda w, g, t: w - 0.01 * g * (np.sqrt(t - 3) if t > 3 else 0.5),
    ),
    "read only once, but changed in between": (
        custom("d = w*2\nw = w - eta*g\nw = w + 0.001*d", eta=0.1),
        lambda w, g, t: w - 0.1 * g + 0.002 * w,
    ),
    "copies a name": (
        custom("d = g\nu = d\nw = w - 0.1*u - 0.01*u^2*d"),
        lambda w, g, t: w - 0.1 * g - 0.01 * g**3,
    ),
    "named as our own source": (
        custom("k0 = g*g\nnoise = g/2\nfirst_m = t\nw = w - 0.01*k0*noise - 0.001*first_m*g"),
        lambda w, g, t: w - 0.005 * g**3 - 0.001 * t * g,
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule_and_step", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("start", [(0.5, -0.4), [(0.5, -0.4), (0.3, 0.2)]], ids=["one", "many"])
def test_a_typed_rule_does_what_it_says(rule_and_step: Any, start: Any) -> None:
    rule, step = rule_and_step
    run = trace(rule, BOWL, start, steps=8)
    w = np.array(start)
    for t in range(1, 9):
        w = step(w, BOWL.gradient(w), t)
        np.testing.assert_allclose(run.points[t], w, rtol=1e-12)


@pytest.mark.parametrize("start", [(0.5, -0.4), [(0.5, -0.4)]], ids=["one", "many"])
def test_state_that_all_weights_share_is_up_to_date_in_every_line(start: Any) -> None:
    rule = custom("P_0 = 1\nw = w - 0.1*g/(1 + P)\nP = P*0.5\nw = w - 0.1*g/(1 + P)")
    run = trace(rule, BOWL, start, steps=6)
    w, p = np.array(start), 1.0
    for t in range(1, 7):
        g = BOWL.gradient(w)
        w = w - 0.1 * g / (1 + p) - 0.1 * g / (1 + p / 2)
        p /= 2
        np.testing.assert_allclose(run.points[t], w, rtol=1e-12)
        np.testing.assert_allclose(run.state["P"][t], p)
    np.testing.assert_allclose(run.state["P"][0], 1.0)


def test_a_part_that_overflows_does_not_end_a_run_whose_step_is_finite() -> None:
    rule = custom("a = a + g\nw = w - g/(1 + exp(a*a))")
    steep = Landscape.read("50x^2 + y^2/2")
    together = trace(rule, steep, [(2.0, 1.0)], steps=20)
    alone = trace(rule, steep, (2.0, 1.0), steps=20)
    assert alone.ended == together.ended[0] == 20
    assert_same(record(alone), {k: v[:, 0] for k, v in record(together).items()}, within=1e-12)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown setting": ({"settings": {"lr": 0.1}}, r"has no setting lr; it has eta, beta1"),
    "setting not a number": ({"settings": {"eta": np.nan}}, "eta must be a finite number"),
    "setting without end": ({"settings": {"beta1": np.inf}}, "beta1 must be a finite number"),
    "too few steps": ({"steps": -1}, "steps must be between 0 and"),
    "too many steps": ({"steps": 10**9}, "steps must be between 0 and"),
    "three numbers": ({"start": (1, 2, 3)}, "start must be of shape"),
    "one number": ({"start": 1.0}, "start must be of shape"),
    "start not a number": ({"start": (np.nan, 0)}, "start must be finite"),
    "grid of starts": ({"start": np.zeros((2, 2, 2))}, "start must be of shape"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_nonsense_is_refused_with_a_sentence(words: dict[str, Any], sentence: str) -> None:
    words = {"rule": RULES["adam"], "landscape": BOWL, "start": (1, 2)} | words
    with pytest.raises(ValueError, match=sentence):
        trace(**words)


def test_ends_needs_several_starts() -> None:
    with pytest.raises(ValueError, match=r"starts must be of shape \(starts, 2\)"):
        ends(RULES["adam"], BOWL, (1.0, 2.0))


def test_a_long_formula_is_followed_with_arrays_for_few_steps_only() -> None:
    waves = "+".join(f"sin({i}x)cos({i}y)" for i in range(1, 15))
    loss = Landscape.read(f"sign(e^(900x^2 + 800))({waves})")
    assert trace(RULES["gd"], loss, (1.3, -0.7), steps=10).ended == 10
    assert trace(RULES["gd"], loss, (1.3, -0.7), steps=2000).ended < 2000
