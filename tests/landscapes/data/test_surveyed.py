"""Losses over data have stationary points, basins, verdicts and odds like any other."""

from __future__ import annotations

import numpy as np

from analysis import basins
from analysis.survey import survey
from landscapes import DATA, DataSet, Landscape
from optimizers import RULES, RunConfig, trace
from studies.odds import Share, Trials, odds
from verdicts import judge


def test_the_survey_finds_what_the_built_in_ones_teach() -> None:
    kinds = {key: [point.kind for point in survey(DATA[key]).points] for key in DATA}
    assert kinds["line"] == kinds["blobs"] == ["minimum"]
    assert kinds["sine"] == ["minimum", "minimum", "saddle"]
    assert kinds["wave"][:2] == ["minimum", "minimum"]
    for key in ("valley", "copies"):
        assert {region.shape for region in survey(DATA[key]).regions} == {"valley"}


def test_the_wrong_frequency_is_a_local_minimum_and_has_a_basin() -> None:
    loss = DATA["wave"]
    run = trace(RULES["gd"], loss, loss.start, steps=300, settings={"eta": 0.15})
    assert judge(run, loss).kind == "local minimum"
    assert len(np.unique(basins(loss).labels)) >= 2


def test_smaller_batches_shake_looser() -> None:
    loss = DATA["wave"]
    assert loss.start is not None
    trials = Trials(RULES["gd"], loss, loss.start, RunConfig(300, {"eta": 0.15}), seeds=100)
    one, four, full = (odds(trials.with_batches(size)) for size in (1, 4, 36))
    assert full.escaped == Share(0, 100)
    assert four.escaped.interval[1] < one.escaped.interval[0]
    assert one.escaped.value > 0.5


def test_a_mean_too_long_to_be_written_out_is_searched_all_the_same() -> None:
    rows = np.random.default_rng(6).normal(size=(200, 2))
    loss = Landscape.over(DataSet("large", ("u", "v"), rows), "(w1 u + w2 - v)^2")
    (minimum,) = survey(loss).points
    u, v = loss.loss.data.training.T
    (w1, w2), *_ = np.linalg.lstsq(np.stack([u, np.ones_like(u)], axis=1), v, rcond=None)
    np.testing.assert_allclose((minimum.x, minimum.y), (w1, w2), atol=1e-9)
