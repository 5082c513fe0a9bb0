"""Noise and mini-batches: fair, from the seed alone, and each seed of many as if alone."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pytest

from landscapes import CATALOG, DATA, DataLoss, DataSet, Landscape
from optimizers import RULES, Trajectory, ends, trace
from optimizers.config import USUAL_NOISE_DECAY, Batches, Noise

BOWL = Landscape.read("0.5x^2 + 2.5y^2 + 0.3x*y")
LINE, BLOBS, SINE = DATA["line"], DATA["blobs"], DATA["sine"]
SEEDS = (0, 7, 123)
START = (0.4, -0.3)


def drawn(batches: Batches, rows: int, count: int, seed: int = 0) -> list[np.ndarray]:
    return list(islice(batches.numbers(rows, seed), count))


# batches


@pytest.mark.parametrize(("rows", "size"), [(60, 8), (60, 1), (7, 6), (30, 15), (375, 374)])
def test_an_epoch_is_a_permutation_cut_into_batches_the_last_one_short(
    rows: int, size: int
) -> None:
    lengths = [min(size, rows - i) for i in range(0, rows, size)]
    batches = drawn(Batches(size), rows, 20 * len(lengths))
    orders = []
    for i in range(0, len(batches), len(lengths)):
        epoch = batches[i : i + len(lengths)]
        assert [len(batch) for batch in epoch] == lengths
        orders.append(np.concatenate(epoch))
        assert sorted(orders[-1]) == list(range(rows))
    assert len({tuple(order) for order in orders}) > 15, "epochs are shuffled anew"


def test_the_seed_decides_the_batches() -> None:
    first, again, other = (np.concatenate(drawn(Batches(4), 40, 30, s)) for s in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    fixed = np.concatenate(drawn(Batches(4, seed=3), 40, 30, seed=99))
    np.testing.assert_array_equal(first, fixed)


def test_batches_are_the_same_on_every_platform() -> None:
    # NumPy's PCG64 with the seed sequence (0, spawn key 1), written down once.
    assert np.concatenate(drawn(Batches(4), 10, 3)).tolist() == [3, 8, 9, 4, 6, 7, 2, 0, 1, 5]


def test_all_rows_at_once_are_not_shuffled() -> None:
    assert [b.tolist() for b in drawn(Batches(9), 5, 2)] == [[0, 1, 2, 3, 4]] * 2
    for start in (START, [START, (1.0, 1.0)]):
        full = trace(RULES["adam"], LINE, start, steps=40)
        np.testing.assert_array_equal(
            trace(RULES["adam"], LINE, start, steps=40, batches=Batches(60)).points, full.points
        )


def test_a_longer_run_begins_with_the_batches_of_a_shorter_one() -> None:
    short, long = (trace(RULES["gd"], LINE, START, steps=n, batches=Batches(7)) for n in (50, 400))
    np.testing.assert_array_equal(long.points[:51], short.points)


@pytest.mark.parametrize("key", RULES)
def test_each_step_sees_the_gradient_of_its_batch(key: str) -> None:
    settings = {"sigma": 0.0} if key == "sgd" else {}
    run = trace(RULES[key], BLOBS, START, steps=40, settings=settings, seed=5, batches=Batches(8))
    places = run.points[:-1]
    if key == "nag":  # looks ahead, at the same batch
        places = places - run.course.etas[:, np.newaxis] * 0.9 * run.state["b"][:-1]
    for place, seen, rows in zip(places, run.gradients, drawn(Batches(8), 36, 40, 5), strict=True):
        np.testing.assert_allclose(
            seen, BLOBS.loss.batch(rows).gradient(place), rtol=1e-11, atol=1e-13
        )
    np.testing.assert_allclose(run.losses, BLOBS.value(run.points), rtol=1e-14)


def test_a_race_sees_one_batch_a_step() -> None:
    def batch_of(run: Trajectory, step: int) -> tuple[float, ...]:
        u, v = LINE.loss.data.training.T
        w1, w2 = run.points[step]
        each = 2 * (w1 * u + w2 - v)
        sums = np.stack([each * u, each], axis=-1)
        fits = np.abs(sums - run.gradients[step]).max(axis=1)
        return (float(np.argmin(fits)), bool(fits.min() < 1e-9))

    runs = [trace(RULES[key], LINE, START, steps=30, batches=Batches(1)) for key in ("gd", "adam")]
    for step in range(30):
        (row, found), other = (batch_of(run, step) for run in runs)
        assert found
        assert (row, found) == other


@pytest.mark.parametrize("key", ["momentum", "adam"])
@pytest.mark.parametrize("loss", [LINE, BLOBS, SINE], ids=["line", "blobs", "sine"])
def test_training_in_batches_is_that_of_torch(key: str, loss: Landscape) -> None:
    torch: Any = pytest.importorskip("torch")
    table = torch.tensor(loss.loss.data.training)
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)

    def example(rows: Any) -> Any:
        if loss is BLOBS:
            return torch.log(1 + torch.exp(-rows[:, 2] * (w[0] * rows[:, 0] + w[1] * rows[:, 1])))
        u, v = rows[:, 0], rows[:, 1]
        return (w[1] * torch.tanh(w[0] * u) - v if loss is SINE else w[0] * u + w[1] - v) ** 2

    if key == "adam":
        optimizer = torch.optim.Adam([w], lr=0.02)
    else:
        optimizer = torch.optim.SGD([w], lr=0.02, momentum=0.9)
    points = [w.detach().numpy().copy()]
    for rows in drawn(Batches(8), len(table), 100, seed=2):
        optimizer.zero_grad()
        example(table[torch.tensor(rows.astype(np.int64))]).mean().backward()
        optimizer.step()
        points.append(w.detach().numpy().copy())
    run = trace(
        RULES[key], loss, START, steps=100, settings={"eta": 0.02}, seed=2, batches=Batches(8)
    )
    np.testing.assert_allclose(run.points, points, rtol=1e-10, atol=1e-12)


def test_batches_need_data() -> None:
    with pytest.raises(ValueError, match="batches need a loss over data"):
        trace(RULES["gd"], BOWL, START, batches=Batches(8))
    with pytest.raises(ValueError, match="batches need a loss over data"):
        ends(RULES["gd"], BOWL, [START], batches=Batches(8))
    with pytest.raises(ValueError, match="a batch has at least 1 row, not 0"):
        Batches(0)


# runs over data


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("batches", [None, Batches(8)], ids=["full", "batches"])
def test_one_start_and_many_starts_over_data_are_the_same_run(
    key: str, batches: Batches | None
) -> None:
    starts = [START, (1.5, 0.2), (-0.7, -1.0)]
    together = trace(RULES[key], SINE, starts, steps=50, seed=4, noise=0.1, batches=batches)
    ended = ends(RULES[key], SINE, starts, steps=50, seed=4, noise=0.1, batches=batches)
    np.testing.assert_allclose(ended, together.points[-1], rtol=1e-12)
    for i, start in enumerate(starts):
        alone = trace(RULES[key], SINE, start, steps=50, seed=4, noise=0.1, batches=batches)
        np.testing.assert_allclose(alone.points, together.points[:, i], rtol=1e-10, atol=1e-12)
        for name, states in alone.state.items():
            np.testing.assert_allclose(
                states, together.state[name][:, i], rtol=1e-9, atol=1e-12, err_msg=name
            )


# Derivatives without data, or without weights, are numbers where others are arrays.
EXAMPLES = (
    "(w1 - v)^2", "w1^2 + w1 w2 + w2^2", "w1 + w2", "|w1 u + w2 - v|",
    "if(u > 0, (w1 - v)^2, (w2 - v)^4)", "max(w1 u, w2, v) + relu(w1)", "u v + 0 w1",
)  # fmt: skip


@pytest.mark.parametrize("text", EXAMPLES)
@pytest.mark.parametrize("batches", [None, Batches(1), Batches(8)], ids=["full", "1", "8"])
def test_any_example_gives_one_start_and_many_the_same_gradients(
    text: str, batches: Batches | None
) -> None:
    loss = Landscape(DataLoss(text, LINE.loss.data))
    starts = [START, (1.5, 0.2), (-0.7, -1.0)]
    together = trace(RULES["momentum"], loss, starts, steps=20, batches=batches)
    for i, start in enumerate(starts):
        alone = trace(RULES["momentum"], loss, start, steps=20, batches=batches)
        np.testing.assert_allclose(alone.points, together.points[:, i], rtol=1e-12, atol=1e-14)
        if batches is None:
            exact = loss.gradient(alone.points[:-1])
            np.testing.assert_allclose(alone.gradients, exact, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("start", [(0.9, 1.0), [(0.9, 1.0)]], ids=["one", "many"])
def test_a_run_that_leaves_the_domain_of_one_row_ends_there(start: Any) -> None:
    data = DataSet("logs", ("u",), np.array([[1.0], [2.0], [3.0], [4.0]]), np.zeros(4, dtype=bool))
    loss = Landscape.over(data, "w1 u - ln(w1 u) + w2^2")
    run = trace(RULES["gd"], loss, start, steps=20, settings={"eta": 0.7})
    ended = int(np.max(run.ended))
    assert ended == 1
    assert np.isnan(run.losses[1:]).all()
    assert np.isfinite(run.points[1]).all()
    assert np.isnan(ends(RULES["gd"], loss, [(0.9, 1.0)], steps=20, settings={"eta": 0.7})).all()


@pytest.mark.parametrize("start", [(0.9, 1.0), [(0.9, 1.0)]], ids=["one", "many"])
def test_a_run_over_data_that_overflows_ends_without_a_warning(start: Any) -> None:
    run = trace(RULES["gd"], LINE, start, steps=2000, settings={"eta": 5.0}, batches=Batches(8))
    ended = int(np.max(run.ended))
    assert 0 < ended < 2000
    assert np.isnan(run.losses[ended:]).all()


# noise


def test_noise_fades_as_published() -> None:
    steady, fading = (Noise(2.0, decay).drawn(400, 3) for decay in (0.0, USUAL_NOISE_DECAY))
    assert steady is not None
    assert fading is not None
    t = np.arange(400)[:, np.newaxis]
    np.testing.assert_allclose(fading**2, steady**2 / (1 + t) ** 0.55, rtol=1e-12)
    np.testing.assert_array_equal(fading[0], steady[0])


def test_a_run_sees_fading_noise() -> None:
    run = trace(RULES["gd"], BOWL, START, steps=50, noise=Noise(2.0, 0.55), seed=3)
    seen = run.gradients - BOWL.gradient(run.points[:-1])
    np.testing.assert_allclose(seen, Noise(2.0, 0.55).drawn(50, 3), atol=1e-12)


def test_noise_of_a_name_is_its_own_whoever_else_runs() -> None:
    def noise(key: str, seed: int = 4) -> np.ndarray:
        run = trace(RULES[key], BOWL, START, steps=400, seed=seed, noise=Noise(2.0, stream=key))
        return run.gradients - BOWL.gradient(run.points[:-1])

    gd, adam, momentum = noise("gd"), noise("adam"), noise("momentum")
    np.testing.assert_array_equal(noise("gd"), gd)
    shared = Noise(2.0).drawn(400, 4)
    assert shared is not None
    series = np.stack([x.ravel() for x in (gd, adam, momentum, shared, noise("gd", 5))])
    apart = np.corrcoef(series) - np.eye(5)
    assert np.abs(apart).max() < 0.15, "800 independent numbers: a correlation of 0.035 is usual"
    np.testing.assert_allclose(series.std(axis=1), 2.0, rtol=0.1)


def test_noise_of_a_name_is_the_same_in_every_process() -> None:
    expected = [
        [-2.085309507164638, -1.0632318342030143],
        [-0.18931487050561294, 0.36241467066903177],
    ]
    np.testing.assert_allclose(Noise(1.0, stream="adam").drawn(2, 0), expected, rtol=1e-12)


# many seeds

RACES: dict[str, tuple[Landscape, dict[str, Any]]] = {
    "noise": (CATALOG["himmelblau"], {"noise": 1.0}),
    "fading noise": (BOWL, {"noise": Noise(1.0, 0.55)}),
    "fresh noise": (BOWL, {"noise": Noise(1.0, stream="adam")}),
    "batches": (SINE, {"batches": Batches(8)}),
    "batches and noise": (LINE, {"batches": Batches(7), "noise": 0.3}),
    "the same batches": (LINE, {"batches": Batches(7, seed=1), "noise": 0.3}),
    "nothing random": (BOWL, {}),
}


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("race", RACES.values(), ids=RACES)
def test_each_of_many_seeds_runs_as_if_alone(
    key: str, race: tuple[Landscape, dict[str, Any]]
) -> None:
    loss, words = race
    settings = {"eta": 0.002} if "eta" in RULES[key].defaults else {}
    together = trace(RULES[key], loss, START, steps=60, settings=settings, seed=SEEDS, **words)
    ended = ends(RULES[key], loss, START, steps=60, settings=settings, seed=SEEDS, **words)
    assert together.points.shape == (61, 3, 2)
    np.testing.assert_allclose(ended, together.points[-1], rtol=1e-12)
    for i, seed in enumerate(SEEDS):
        alone = trace(RULES[key], loss, START, steps=60, settings=settings, seed=seed, **words)
        np.testing.assert_allclose(together.points[:, i], alone.points, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(
            together.gradients[:, i], alone.gradients, rtol=1e-10, atol=1e-11
        )


def test_many_blocks_of_seeds_give_the_same_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    words: dict[str, Any] = {"seed": range(20), "noise": 0.2, "batches": Batches(7)}
    whole = ends(RULES["adam"], LINE, START, steps=30, **words)
    monkeypatch.setattr("optimizers.many.BLOCK", 6)
    np.testing.assert_allclose(
        ends(RULES["adam"], LINE, START, steps=30, **words), whole, rtol=1e-13
    )


def test_each_start_can_have_its_own_seed() -> None:
    starts = [START, (1.0, 2.0)]
    together = trace(RULES["gd"], BOWL, starts, steps=20, seed=[3, 8], noise=1.0)
    for i, seed in enumerate((3, 8)):
        alone = trace(RULES["gd"], BOWL, starts[i], steps=20, seed=seed, noise=1.0)
        np.testing.assert_allclose(together.points[:, i], alone.points, rtol=1e-12)


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ([], "seeds must be 1 to 10000, not 0"),
        (range(10_001), "seeds must be 1 to 10000, not 10001"),
    ],
)
def test_a_wrong_number_of_seeds_is_refused(seed: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        trace(RULES["gd"], BOWL, START, seed=seed, noise=1.0)


def test_starts_and_seeds_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="2 starts need one seed or 2, not 3"):
        trace(RULES["gd"], BOWL, [START, START], seed=[1, 2, 3])
