"""What a sweep of a race works out, in which order, and within which bounds."""

from __future__ import annotations

import pytest

from experiments import Entrant, Experiment
from experiments.limits import FEWEST_SEEDS, MAX_PIECE_WORK, MAX_SWEEP_WORK
from experiments.sweep import Sweep, own_strengths
from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, RunConfig

GD, SGD = Entrant(RULES["gd"]), Entrant(RULES["sgd"], {"sigma": 0.6})
PUDDLE = Experiment(CATALOG["puddle"], (GD, SGD), (4.5, 0.5))
WAVE = Experiment(DATA["wave"], (GD,), (2.9, 0.4), RunConfig(batches=Batches(4)))


def test_noise_is_swept_around_what_the_race_has_and_includes_none() -> None:
    sweep = Sweep.over(PUDDLE)
    assert sweep.strengths == (0.0, 0.1, 0.2, 0.6, 1.0, 2.0, 5.0)
    assert {(p.key, p.strength) for p in sweep.pieces} == {
        (key, strength) for key in ("gd", "sgd") for strength in sweep.strengths
    }


def test_what_the_race_has_comes_first() -> None:
    assert own_strengths(PUDDLE, "noise") == (0.0, 0.6)
    assert {piece.strength for piece in Sweep.over(PUDDLE).pieces[:4]} == {0.0, 0.6}


def test_without_noise_the_slope_of_the_loss_says_how_strong_noise_is() -> None:
    steep = Landscape.read("1000(x^2 + y^2)", (-1.0, 1.0), (-1.0, 1.0))
    flat = Landscape.read("5", (-1.0, 1.0), (-1.0, 1.0))
    strengths = Sweep.over(Experiment(steep, (GD,), (0.5, 0.5))).strengths
    assert strengths[1] < 2000 < strengths[-1]  # the slope halfway to the border
    assert Sweep.over(Experiment(flat, (GD,), (0.5, 0.5))).strengths[1] == 0.1


@pytest.mark.parametrize(
    ("batch", "strengths"),
    [(4, (1, 2, 4, 8, 16, 36)), (5, (1, 2, 5, 8, 16, 36)), (0, (1, 2, 4, 8, 16, 36))],
)
def test_batches_go_from_one_row_to_all(batch: int, strengths: tuple[int, ...]) -> None:
    experiment = Experiment(
        WAVE.landscape, (GD,), WAVE.start, RunConfig(batches=Batches(batch) if batch else None)
    )
    assert Sweep.over(experiment, "batch").strengths == strengths
    assert own_strengths(experiment, "batch") == (batch or 36,)


def test_batches_need_data() -> None:
    with pytest.raises(ValueError, match="batches need a loss over data"):
        Sweep.over(PUDDLE, "batch")


def test_one_run_will_do_where_a_seed_plays_no_part() -> None:
    counts = {(p.key, p.strength): p.trials.seeds for p in Sweep.over(PUDDLE, seeds=100).pieces}
    assert {key: count for key, count in counts.items() if count == 1} == {
        ("gd", 0.0): 1,
        ("sgd", 0.0): 1,
    }
    by_batch = {p.strength: p.trials.seeds for p in Sweep.over(WAVE, "batch", 100).pieces}
    assert by_batch[36] == 1
    assert by_batch[16] == 100
    # Batches shake also where no noise does.
    assert all(p.trials.seeds == 100 for p in Sweep.over(WAVE, seeds=100).pieces)


def test_a_long_race_gets_fewer_seeds_and_a_longer_one_none() -> None:
    entrants = tuple(Entrant(rule) for rule in list(RULES.values())[:8])
    usual = Sweep.over(
        Experiment(CATALOG["puddle"], entrants, (4.5, 0.5), RunConfig(300)), seeds=2000
    )
    long = Sweep.over(
        Experiment(CATALOG["puddle"], entrants, (4.5, 0.5), RunConfig(2000)), seeds=2000
    )
    longer = Sweep.over(Experiment(CATALOG["puddle"], entrants, (4.5, 0.5), RunConfig(50_000)))
    assert (usual.asked, usual.seeds) == (2000, 2000)
    assert FEWEST_SEEDS <= long.seeds < long.asked
    for sweep in (usual, long):
        assert sum(piece.trials.work for piece in sweep.pieces) <= MAX_SWEEP_WORK
        assert max(piece.trials.work for piece in sweep.pieces) <= MAX_PIECE_WORK
    assert (longer.seeds, longer.pieces) == (0, ())


def test_never_more_seeds_than_asked_for() -> None:
    assert Sweep.over(PUDDLE, seeds=100).seeds == 100
