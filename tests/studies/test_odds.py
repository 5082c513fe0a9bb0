"""Odds of escape: the shares are those of single runs, and the interval is Wilson's."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis import Basins, basins
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import RULES, Batches, Noise, RunConfig, trace
from studies.odds import Share, Trials, odds, wilson

PUDDLE = CATALOG["puddle"]
assert PUDDLE.start is not None
START = PUDDLE.start
NOISY = RunConfig(100, noise=Noise(3.0))

# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17,
# 1998, table I, method 3 (score); four decimals.
PUBLISHED = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}


@pytest.mark.parametrize(("runs", "interval"), PUBLISHED.items())
def test_the_interval_is_wilsons(runs: tuple[int, int], interval: tuple[float, float]) -> None:
    assert wilson(*runs) == pytest.approx(interval, abs=5e-5)
    low, high = wilson(runs[1] - runs[0], runs[1])
    assert (1 - high, 1 - low) == pytest.approx(interval, abs=5e-5)


@pytest.mark.parametrize(("count", "trials"), [(3, 10), (250, 500), (499, 500), (1, 2)])
def test_at_its_ends_the_share_is_1_96_standard_errors_away(count: int, trials: int) -> None:
    for chance in wilson(count, trials):
        error = np.sqrt(chance * (1 - chance) / trials)
        assert abs(count / trials - chance) == pytest.approx(1.959963984540054 * error, rel=1e-9)


def test_none_and_all_have_closed_forms() -> None:
    z2 = 1.959963984540054**2
    assert wilson(0, 50) == (0.0, pytest.approx(z2 / (50 + z2)))
    assert wilson(50, 50) == (pytest.approx(50 / (50 + z2)), 1.0)


@pytest.mark.parametrize(("count", "trials"), [(-1, 5), (6, 5), (0, 0)])
def test_no_share_has_no_interval(count: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(count, trials)


def test_a_share_carries_its_interval() -> None:
    assert Share(15, 148).value == pytest.approx(15 / 148)
    assert Share(15, 148).interval == wilson(15, 148)


def test_shares_count_single_runs() -> None:
    found = odds(Trials(RULES["adam"], PUDDLE, START, NOISY, seeds=40))
    drawn = basins(PUDDLE)
    reached = 0
    for seed in range(40):
        end = trace(RULES["adam"], PUDDLE, START, NOISY, seed=seed).points[-1]
        np.testing.assert_allclose(found.ends[seed], end, rtol=1e-12)
        x = round((end[0] + 3) / 9 * 255)
        y = round((end[1] + 3) / 6 * 255)
        inside = 0 <= x <= 255 and 0 <= y <= 255
        reached += bool(inside and drawn.labels[y, x] == 0)
    assert 0 < reached < 40
    assert found.reached == found.escaped == Share(reached, 40)
    assert found.lost == Share(0, 40)
    assert not found.doubt


def test_seeds_can_be_chosen() -> None:
    every = odds(Trials(RULES["adam"], PUDDLE, START, NOISY, seeds=10))
    some = odds(Trials(RULES["adam"], PUDDLE, START, NOISY, seeds=[7, 2]))
    np.testing.assert_allclose(some.ends, every.ends[[7, 2]], rtol=1e-12)


def test_without_noise_all_stay_and_with_more_more_escape() -> None:
    trials = Trials(RULES["sgd"], PUDDLE, START, seeds=200)
    shares = [odds(trials.with_noise(sigma)).escaped for sigma in (0, 4, 12)]
    assert shares[0] == Share(0, 200)
    assert shares[1].interval[1] < shares[2].interval[0]


def test_smaller_batches_shake_looser() -> None:
    # Two wells, the right one deeper; rows pull to both sides, and on average a little right.
    pulls = np.array([[6.0], [-6.4], [5.0], [-5.8], [4.0], [-4.4], [7.0], [-7.4]])
    data = DataSet("pulls", ("u",), pulls, np.zeros(8, dtype=bool))
    text = "(w1^2 - 1)^2 + w2^2 + u w1 + 0.2 w2 u"
    loss = Landscape.over(data, text, (-2.0, 2.0), (-2.0, 2.0))
    trials = Trials(RULES["gd"], loss, (-1.2, 0.5), RunConfig(300, {"eta": 0.05}), seeds=100)
    one, three, full = (odds(trials.with_batches(size)) for size in (1, 3, 8))
    assert not full.doubt
    assert full.escaped == Share(0, 100)
    assert three.escaped.interval[1] < one.escaped.interval[0]


def test_noise_stays_where_batches_vary_and_batches_where_noise_does() -> None:
    trials = Trials(RULES["adam"], DATA["sine"], (1.0, 1.0), seeds=4)
    noisy, cut = RunConfig(20, noise=Noise(0.5)), RunConfig(20, batches=Batches(4))
    by_batch = odds(replace(trials, config=noisy).with_batches(4))
    by_noise = odds(replace(trials, config=cut).with_noise(0.5))
    np.testing.assert_array_equal(by_batch.ends, by_noise.ends)


def test_noise_is_as_strong_as_said_also_for_a_rule_that_brings_its_own() -> None:
    own = Trials(RULES["sgd"], PUDDLE, START, RunConfig(20, {"sigma": 3.0}), seeds=4)
    given = Trials(RULES["gd"], PUDDLE, START, RunConfig(20), seeds=4).with_noise(0.5)
    np.testing.assert_array_equal(odds(own.with_noise(0.5)).ends, odds(given).ends)
    assert own.config.settings == {"sigma": 3.0}


def test_batches_of_a_seed_of_their_own_are_the_same_in_all_runs() -> None:
    config = RunConfig(20, {"eta": 0.1}, batches=Batches(8, seed=5))
    trials = Trials(RULES["gd"], DATA["sine"], (1.0, 1.0), config, seeds=3)
    ends = odds(trials.with_batches(4)).ends
    np.testing.assert_array_equal(ends, np.tile(ends[0], (3, 1)))


def test_runs_that_diverge_are_lost_and_have_not_escaped() -> None:
    quartic = Landscape.read("x^4/4 - x^3/3 - x^2 + y^2", (-3.0, 3.0), (-2.0, 2.0))
    config = RunConfig(100, {"eta": 2.0}, noise=Noise(0.1))
    found = odds(Trials(RULES["gd"], quartic, (-1.2, 1.0), config, seeds=5))
    assert found.lost == found.gone == Share(5, 5)
    assert found.outside == Share(0, 5)
    assert found.escaped == found.reached == Share(0, 5)
    assert np.isnan(found.ends).all()


def test_runs_that_end_outside_the_view_are_counted_by_themselves() -> None:
    """With noise over two wells and a slope out of view on the left."""
    loss = Landscape.read("x^3/3 - x + y^2", (-2.5, 2.0), (-1.0, 1.0))
    config = RunConfig(60, {"eta": 0.05}, noise=Noise(8.0))
    trials = Trials(RULES["gd"], loss, (1.0, 0.0), config, seeds=60)
    found = odds(trials)
    outside = lost = 0
    for seed in range(60):
        x, y = trace(RULES["gd"], loss, (1.0, 0.0), config, seed=seed).points[-1]
        lost += bool(np.isnan(x))
        outside += bool(not np.isnan(x) and not (-2.5 <= x <= 2.0 and -1.0 <= y <= 1.0))
    assert outside > 5
    assert found.outside == Share(outside, 60)
    assert found.lost == Share(lost, 60)
    assert found.gone == Share(outside + lost, 60)
    assert found.escaped.count + found.gone.count <= 60


DOUBTS: dict[str, tuple[str, tuple[float, float], str]] = {
    "at the bottom": ("(x^2 - 1)^2 + x/5 + y^2", (-1.2, 0.5), "there is no lower one"),
    "equal wells": ("(x^2 - 1)^2 + y^2", (1.2, 0.5), "there is no lower one"),
    "equal but for rounding": ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", (3.1, 2.2), "no lower one"),
    "no minimum": ("x + y", (0.0, 0.0), "nothing to escape from"),
    "outside": ("(x^2 - 1)^2 + x/5 + y^2", (30.0, 0.5), "drains to no minimum in view"),
    "plateau": ("min(0, (x - 2)^2 + y^2 - 1)", (-3.0, 0.0), "drains to flat ground"),
    "no value": ("ln(-1 - x^2) + y", (0.0, 0.0), "not defined anywhere"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "start", "sentence"), DOUBTS.values(), ids=DOUBTS)
def test_where_no_run_can_escape_it_says_why(
    text: str, start: tuple[float, float], sentence: str
) -> None:
    config = RunConfig(20, {"eta": 0.01}, noise=Noise(0.1))
    found = odds(Trials(RULES["gd"], Landscape.read(text), start, config, seeds=5))
    assert found.escaped == Share(0, 5)
    assert sentence in found.doubt


def test_equal_wells_are_both_the_bottom() -> None:
    wells = Landscape.read("(x^2 - 1)^2 + y^2", (-2.0, 2.0), (-2.0, 2.0))
    config = RunConfig(100, {"eta": 0.05}, noise=Noise(0.1))
    for start in ((1.2, 0.5), (-1.2, 0.5)):
        found = odds(Trials(RULES["gd"], wells, start, config, seeds=5))
        assert found.reached == Share(5, 5)
        assert found.escaped == Share(0, 5)


def test_basins_that_are_drawn_coarsely_serve_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(loss: Landscape) -> Basins:
        known = basins(loss)
        coarse = known.labels[2::4, 2::4].repeat(4, axis=0).repeat(4, axis=1)
        return replace(known, labels=coarse, stride=4, doubt="coarse")

    trials = Trials(RULES["adam"], PUDDLE, START, RunConfig(noise=Noise(5.0)), seeds=50)
    fine = odds(trials)
    monkeypatch.setattr(sys.modules["studies.odds"], "basins", drawn)
    coarse = odds(trials)
    assert fine.escaped.value > 0.2
    assert coarse.escaped.value == pytest.approx(fine.escaped.value, abs=0.04)
    assert not coarse.doubt


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"seeds": 0}, "seeds must be 1 to"),
        ({"config": RunConfig(settings={"lr": 1.0})}, "has no setting lr"),
    ],
)
def test_nonsense_is_refused(words: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        odds(Trials(RULES["gd"], PUDDLE, START, **words))


def test_work_grows_with_what_is_worked_on() -> None:
    trials = Trials(RULES["gd"], DATA["wave"], (1.0, 1.0), RunConfig(100), seeds=100)
    assert replace(trials, config=RunConfig(300)).work == 3 * trials.work
    assert trials.with_batches(4).work < trials.with_batches(16).work < trials.work
    assert trials.with_batches(1000).work == trials.work
    assert replace(trials, seeds=range(1100)).work > 2 * trials.work
    assert (
        Trials(RULES["gd"], CATALOG["ackley"], START).work > Trials(RULES["gd"], PUDDLE, START).work
    )
