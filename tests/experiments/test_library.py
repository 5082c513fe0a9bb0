"""Every lesson shows what it says, also a little aside and under other seeds, in two languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, fields, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import experiments.library
from analysis import stationary_points
from analysis.one_variable import OneVariable
from experiments import Entrant, from_query, to_query
from experiments.lesson import NUDGE, Between, Ends, Less, Lesson, Outcome, Ran, measured
from experiments.lesson_text import PLACE, LessonText, filled, lesson_text
from experiments.library import LESSONS
from optimizers import RULES
from studies.many_dimensions import share_of_minima
from verdicts import KINDS
from words import LANGUAGES
from words.catalog import TEXTS

EVERY = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
SEEDS, ENOUGH = 20, 19
ASIDE = [(NUDGE, 0.0), (-NUDGE, 0.0), (0.0, NUDGE), (0.0, -NUDGE)]
HERE = Path(experiments.library.__file__).parent
FORMULA = re.compile(r"\$[^$]*\$")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


# The races


def test_lessons_are_found_in_their_order_each_in_the_module_of_its_name() -> None:
    modules = {p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_")}
    assert set(LESSONS) == modules
    assert all(key == lesson.key for key, lesson in LESSONS.items())
    numbers = [lesson.number for lesson in LESSONS.values()]
    assert numbers == sorted(set(numbers))


@EVERY
def test_every_claim_holds(lesson: Lesson) -> None:
    assert lesson.claims
    assert lesson.broken(lesson.run()) == []


@EVERY
@pytest.mark.parametrize("move", ASIDE)
def test_every_claim_holds_from_a_start_one_percent_aside(
    lesson: Lesson, move: tuple[float, float]
) -> None:
    assert lesson.broken(lesson.run(move)) == []


@pytest.mark.parametrize("key", [key for key, lesson in LESSONS.items() if lesson.noisy])
def test_where_there_is_noise_the_claims_hold_for_nearly_all_seeds(key: str) -> None:
    broken = {seed: LESSONS[key].broken(LESSONS[key].run(seed=seed)) for seed in range(SEEDS)}
    assert sum(not found for found in broken.values()) >= ENOUGH, broken


@EVERY
def test_every_race_fits_into_a_link(lesson: Lesson) -> None:
    for race in lesson.races.values():
        opened = from_query(to_query(race))
        assert opened.repairs == ()
        again, meant = opened.experiment, race.clamped()
        assert (again.landscape.loss.text, again.start, again.config, again.view) == (
            meant.landscape.loss.text,
            meant.start,
            meant.config,
            race.view,
        )
        for one, other in zip(race.run(), again.run(), strict=True):
            np.testing.assert_array_equal(one.points, other.points)


@EVERY
def test_claims_speak_of_runs_and_verdicts_that_there_are(lesson: Lesson) -> None:
    runs = lesson.run().keys()
    for claim in lesson.claims:
        match claim:
            case Ends(who, kind):
                assert who in runs
                assert kind in KINDS
            case Between(_, who, low, high):
                assert who in runs
                assert low > -np.inf or high < np.inf
            case Less(_, less, more):
                assert {less, more} <= runs


def test_a_claim_that_is_wrong_does_not_hold() -> None:
    outcome = LESSONS["learning_rates"].run()
    assert not Ends("race/gd.3", "global minimum").holds(outcome)
    assert not Between("arrival", "race/gd.2", high=10).holds(outcome)
    assert not Less("arrival", "race/gd", "race/gd.3").holds(outcome)  # neither arrives
    assert Less("arrival", "race/gd.2", "race/gd", by=100).holds(outcome)
    assert not Less("length", "race/gd.2", "race/gd.3", by=1e9).holds(outcome)


def test_measures_against_closed_forms() -> None:
    """Gradient descent on Booth: distances along (1, 1) and (1, -1) shrink by 1 - 18 eta and
    1 - 2 eta."""
    ran = LESSONS["learning_rates"].run()["race/gd.2"]
    steps = np.arange(61)
    along = np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2)
    away = along @ (np.array([-7.0, 8.0]) - (1.0, 3.0))
    shares = np.stack([(1 - 18 * 0.05) ** steps, (1 - 2 * 0.05) ** steps], axis=-1)
    points = (away * shares) @ along + (1.0, 3.0)
    losses = (away * shares) ** 2 @ (9.0, 1.0)
    assert measured("loss", ran) == pytest.approx(losses[-1])
    assert measured("early_loss", ran) == pytest.approx(losses[10])
    near = np.abs((points - (1.0, 3.0)) / (20.0, 20.0)).max(axis=1) <= 0.02
    away = np.flatnonzero((losses > 0.01 * losses[0]) | ~near)
    assert measured("arrival", ran) == away[-1] + 1
    assert measured("length", ran) == pytest.approx(np.hypot(*np.diff(points, axis=0).T).sum())
    assert measured("restless", ran) == pytest.approx(np.hypot(*(points - (1, 3)).T)[-50:].mean())
    assert measured("eta", ran) == 0.05
    with pytest.raises(KeyError):
        measured("beauty", ran)


@pytest.mark.parametrize(
    ("who", "minima"),
    [
        ("rmsprop:wall/rmsprop", [(-3.0, 0.0)]),
        ("adam:cliff/adam", [(-2.0, 0.0)]),
        ("saddle:saddle/gd", [(-1.0, 0.0), (1.0, 0.0)]),
        ("adagrad:small/adagrad", [(0.0, 0.0)]),
    ],
)
def test_whoever_has_arrived_is_seen_at_a_minimum_and_stays(
    who: str, minima: list[tuple[float, float]]
) -> None:
    """Down a wall, 99 % of the loss is gone long before the picture shows an arrival."""
    lesson, key = who.split(":")
    ran = LESSONS[lesson].outcome[key]
    loss = ran.run.landscape
    view = np.ptp((loss.x_range, loss.y_range), axis=1)
    apart = np.min([np.abs((ran.run.points - m) / view).max(axis=1) for m in minima], axis=0)
    step = int(measured("arrival", ran))
    assert (apart[step:] <= 0.02).all()
    assert apart[step - 1] > 0.02
    assert ran.run.losses[step // 2] < 0.05 * ran.run.losses[0]


def test_of_minima_that_are_equally_low_any_is_an_arrival() -> None:
    right = LESSONS["saddle"]
    (experiment,) = right.races.values()
    x, y = experiment.start
    left = replace(right, races={"saddle": replace(experiment, start=(-x, y))})
    for key, ran in right.outcome.items():
        assert measured("arrival", left.outcome[key]) == measured("arrival", ran) < np.inf


def test_the_loss_on_rows_held_out_is_their_mean() -> None:
    ran = LESSONS["held_out"].run()["larger/adam"]
    loss = ran.run.landscape.loss
    assert loss.rows
    (w1, w2), (u1, u2, v) = ran.run.points[-1], loss.data.testing.T
    assert measured("held_out", ran) == pytest.approx(np.mean((w1 * u1 + w2 * u2 - v) ** 2))
    with pytest.raises(ValueError, match="has no rows held out"):
        measured("held_out", LESSONS["ravine"].run()["gentle/gd"])


def test_overshoot_is_a_share_of_the_way_and_turns_are_counted() -> None:
    """On x^2/2 + y^2 gradient descent only shrinks; on the ravine y changes sign each step."""
    heavy = LESSONS["overshoot"].run()
    assert measured("overshoot", heavy["heavy/gd"]) == 0
    ran = heavy["heavy/momentum"]
    toward = ran.run.points @ ran.run.points[0] / (ran.run.points[0] @ ran.run.points[0])
    assert measured("overshoot", ran) == pytest.approx(-100 * toward.min())
    assert measured("turns", heavy["heavy/gd"]) == 0
    moves = np.diff(LESSONS["ravine"].run()["gentle/gd"].run.points, axis=0)
    back = sum(float(a @ b) < 0 for a, b in pairwise(moves))
    assert measured("turns", LESSONS["ravine"].run()["gentle/gd"]) == back > 20


# The texts


def sentences(text: LessonText) -> dict[str, str]:
    """Every field as one text."""
    flat = {
        name: " ".join(value) if isinstance(value, tuple) else str(value)
        for name, value in asdict(text).items()
        if name != "races"
    }
    return flat | {f"race {key}": name for key, name in text.races.items()}


def said(text: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """The places, formulas and other numbers of a text."""
    rest = FORMULA.sub(" ", PLACE.sub(" ", text))
    return (
        Counter(m.group() for m in PLACE.finditer(text)),
        Counter(FORMULA.findall(text)),
        Counter(NUMBER.findall(rest)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lesson_has_its_text_and_no_text_is_left_over(language: str) -> None:
    assert {p.stem for p in (TEXTS / language / "lessons").glob("*.toml")} == set(LESSONS)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_whole_and_its_numbers_are_those_of_the_runs(
    lesson: Lesson, language: str
) -> None:
    text = lesson_text(lesson.key, language)
    assert list(text.races) == list(lesson.races)
    assert 2 <= len(text.choices) == len(set(text.choices)) <= 4
    assert 0 <= text.right < len(text.choices)
    assert all(getattr(text, field.name) != "" for field in fields(text))
    outcome: Outcome = lesson.run()
    for name, sentence in sentences(text).items():
        assert sentence.count("$") % 2 == 0, name
        for measure, who in PLACE.findall(sentence):
            assert np.isfinite(measured(measure, outcome[who])), (name, measure, who)
        assert "/" not in re.sub(r"\$[^$]*\$", "", filled(sentence, outcome)), name


@EVERY
def test_both_languages_have_the_same_places_formulas_and_numbers(lesson: Lesson) -> None:
    english, korean = (sentences(lesson_text(lesson.key, language)) for language in LANGUAGES)
    assert english.keys() == korean.keys()
    for name in english:
        assert said(english[name]) == said(korean[name]), name
    one, other = (lesson_text(lesson.key, language) for language in LANGUAGES)
    assert len(one.choices) == len(other.choices)


@EVERY
def test_each_text_is_in_its_language(lesson: Lesson) -> None:
    names = {"Adam", "Adagrad", "RMSProp", "AdaBelief", "RAdam", "NAdam", "NAG"}
    english, korean = (sentences(lesson_text(lesson.key, language)) for language in LANGUAGES)
    hangul = re.compile("[가-힣]")
    for name in english:
        assert not hangul.search(english[name]), name
        assert hangul.search(korean[name]) or korean[name] in names or name == "right", name


def test_a_place_takes_settings_in_full_and_measures_to_two_digits() -> None:
    outcome = LESSONS["learning_rates"].run()
    said = filled(r"$\eta = {eta race/gd.3}$, {arrival race/gd.2}", outcome)
    assert said == r"$\eta = 0.115$, 27"
    assert filled("{loss race/gd}", outcome) == "53"
    assert filled("{loss race/gd.2}", outcome) == "0.00027"
    with pytest.raises(ValueError, match="texts are in en, ko"):
        lesson_text("learning_rates", "fr")


# What the texts say in formulas


def largest_curvature(race: str, key: str, point: tuple[float, float]) -> float:
    loss = LESSONS[key].races[race].landscape
    return float(np.linalg.eigvalsh(loss.hessian(point))[-1])


def test_the_numbers_in_formulas_are_those_of_the_losses() -> None:
    assert largest_curvature("race", "learning_rates", (1.0, 3.0)) == pytest.approx(18)
    assert largest_curvature("saddle", "saddle", (0.0, 0.0)) == pytest.approx(100)
    points = stationary_points(LESSONS["local_minimum"].races["left"].landscape)
    ridge = [p.x for p in points if p.kind == "saddle" and abs(p.x) < 1]
    assert ridge == pytest.approx([0.157] * len(ridge), abs=0.0005)
    assert len(ridge) == 2


def test_the_turned_saddle_is_the_saddle_turned() -> None:
    races = LESSONS["turned_saddle"].races
    points = np.random.default_rng(0).uniform(-1.6, 1.6, (50, 2))
    turn = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)
    np.testing.assert_allclose(
        races["turned"].landscape.value(points), races["along"].landscape.value(points @ turn.T)
    )
    np.testing.assert_allclose(turn @ races["turned"].start, races["along"].start, atol=0.01)


def test_l2_pulls_as_hard_as_the_decay_of_adamw() -> None:
    races = LESSONS["adamw"].races
    points = np.random.default_rng(0).uniform(-1.0, 4.5, (50, 2))
    pull = races["l2"].landscape.gradient(points) - races["decoupled"].landscape.gradient(points)
    decay = races["decoupled"].entrants[0].settings["weight_decay"]
    np.testing.assert_allclose(pull, decay * points, atol=1e-12)


def test_both_races_of_held_out_have_one_training_loss_and_its_two_solutions() -> None:
    races = LESSONS["held_out"].races
    points = np.random.default_rng(0).uniform(-0.4, 0.8, (50, 2))
    larger, alike = (races[name].landscape.value(points) for name in ("larger", "alike"))
    np.testing.assert_allclose(larger, alike, rtol=1e-12)
    for sgd, adam in (races[name].run() for name in ("larger", "alike")):
        np.testing.assert_allclose(sgd.points[-1], (0.1, 0.3), atol=1e-6)
        np.testing.assert_allclose(adam.points[-1], (0.25, 0.25), atol=1e-3)
        # every pull is along (1, 3), and Adam's steps are equal in both weights
        np.testing.assert_allclose(sgd.points[:, 1], 3 * sgd.points[:, 0], atol=1e-12)
        np.testing.assert_allclose(adam.points[:, 1], adam.points[:, 0], atol=1e-6)


def test_stationary_points_are_as_many_as_the_lesson_on_dimensions_says() -> None:
    for race in LESSONS["many_dimensions"].races.values():
        kinds = [point.kind for point in stationary_points(race.landscape)]
        assert len(kinds) == 9
        assert kinds.count("minimum") == 4
        nearest = min(
            stationary_points(race.landscape),
            key=lambda point: np.hypot(point.x - race.start[0], point.y - race.start[1]),
        )
        assert nearest.kind == ("saddle" if race.start[1] < -1 else "maximum")
    of_one, changed = (OneVariable.read(f"(w^2 - 1)^2 + {a}w", -2, 2) for a in ("0.3", "2"))
    assert [zero.kind for zero in of_one.zeros] == ["minimum", "maximum", "minimum"]
    assert [zero.kind for zero in changed.zeros] == ["minimum"]
    assert share_of_minima(2, 1, 30) < 1e-5


def test_the_learning_rates_of_a_hasty_decay_do_not_cover_the_way() -> None:
    """Without noise the bowl leaves the product of 1 - 2 eta of the way."""
    races, left = LESSONS["noise_settles"].races, {}
    for name, total in (("decaying", 3.3), ("hasty", 0.5)):
        config = races[name].config
        rates = 0.05 * config.schedule.factors(config.steps)
        assert rates.sum() == pytest.approx(total, abs=0.05)
        left[name] = np.prod(1 - 2 * rates)
        gd = LESSONS["noise_settles"].outcome[f"{name}/gd"].run
        assert np.hypot(*gd.points[-1]) / np.hypot(*gd.points[0]) == pytest.approx(left[name])
    assert left["decaying"] < 0.002
    assert left["hasty"] > 0.3


def test_the_more_coordinates_the_more_minima_though_their_share_falls() -> None:
    """Counted for one coordinate and for two; the sum has them independently."""
    (land, *_) = (race.landscape for race in LESSONS["many_dimensions"].races.values())
    assert sum(point.kind == "minimum" for point in stationary_points(land)) == 2**2
    minima = [
        zero.kind == "minimum" for zero in OneVariable.read("(w^2 - 1)^2 + 0.3w", -2, 2).zeros
    ]
    assert (sum(minima), len(minima)) == (2, 3)


def test_how_far_momentum_overshoots_depends_on_eta_as_well() -> None:
    heavy = LESSONS["overshoot"].races["heavy"]
    by_eta = []
    for eta in (0.02, 0.1, 0.8):
        momentum = Entrant(RULES["momentum"], {"eta": eta, "mu": 0.9})
        (run,) = replace(heavy, entrants=(momentum,)).run()
        by_eta.append(measured("overshoot", Ran(run)))
    assert by_eta == sorted(by_eta)
    assert by_eta[-1] > 2 * by_eta[0]
