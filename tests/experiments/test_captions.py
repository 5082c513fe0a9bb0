"""Every loss's sentence, held by what the playground first shows of it.

What a sentence claims holds of the usual race, which a link to the loss alone opens, from its start
and from starts 1 % of the view aside, or of the loss itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from experiments import from_query, to_query
from experiments.lesson import NUDGE, Claim, Lesson
from experiments.published import PUBLISHED
from experiments.usual import usual_start, usual_value
from landscapes import CATALOG, DATA
from tests.experiments import shapes
from tests.experiments.caption_table import CAPTIONS
from tests.experiments.captions import (
    GLOBAL,
    between,
    ends,
    holds,
    leaves,
    less,
    near,
    scattered,
    speaks_of,
    stays,
    usual,
)
from tests.words.korean import NUMBER
from words import into

SEEDS, ENOUGH = 20, 19
ASIDE = [(0.0, 0.0), (NUDGE, 0.0), (-NUDGE, 0.0), (0.0, NUDGE), (0.0, -NUDGE)]
EVERY = pytest.mark.parametrize("key", PUBLISHED)


def lesson_of(key: str) -> Lesson:
    """The races of a caption with the runs that it speaks of."""
    caption = CAPTIONS[key]
    spoken = {who for claim in caption.runs for who in speaks_of(claim)}
    races = {
        name: replace(
            race,
            entrants=tuple(
                entrant
                for own, entrant in zip(race.keys, race.entrants, strict=True)
                if f"{name}/{own}" in spoken
            ),
        )
        for name, race in {"usual": usual(key), **caption.beside}.items()
    }
    return Lesson(key, 0, races, caption.runs)


def test_every_published_loss_has_a_caption_that_claims_something() -> None:
    assert CAPTIONS.keys() == PUBLISHED.keys()
    assert all(caption.runs or caption.shape for caption in CAPTIONS.values())


@EVERY
def test_the_claims_are_those_of_the_sentence_that_is_read(key: str) -> None:
    lesson = PUBLISHED[key].lesson
    assert " ".join(lesson.split()) == CAPTIONS[key].says
    assert Counter(NUMBER.findall(into(lesson, "ko"))) == Counter(NUMBER.findall(lesson))


@EVERY
@pytest.mark.parametrize("move", ASIDE)
def test_a_caption_is_true_of_the_usual_race_also_one_percent_aside(
    key: str, move: tuple[float, float]
) -> None:
    lesson = lesson_of(key)
    assert lesson.broken(lesson.run(move)) == []


@pytest.mark.parametrize("key", [key for key in DATA if CAPTIONS[key].runs])
def test_a_caption_over_data_is_true_for_nearly_all_seeds(key: str) -> None:
    lesson = lesson_of(key)
    broken = {seed: lesson.broken(lesson.run(seed=seed)) for seed in range(SEEDS)}
    assert sum(not found for found in broken.values()) >= ENOUGH, broken


@EVERY
def test_a_caption_is_true_of_its_loss(key: str) -> None:
    assert [shape for shape in CAPTIONS[key].shape if not shape(PUBLISHED[key])] == []


@EVERY
def test_the_usual_race_is_the_one_that_the_menu_begins_with(key: str) -> None:
    """But for the opening's loss, which has a race of its own."""
    experiment = usual(key)
    if key == "rastrigin":
        assert experiment.start == (4.4, 2.5)
        return
    assert experiment.start == usual_start(PUBLISHED[key]) == PUBLISHED[key].start
    for entrant in experiment.entrants:
        for setting in entrant.rule.settings:
            begins = usual_value(entrant.rule, setting, PUBLISHED[key])
            assert entrant.settings[setting.letter] == begins


@EVERY
def test_a_link_that_is_made_pins_what_a_loss_begins_with(key: str) -> None:
    """All but the opening's write the start and every learning rate."""
    race = usual(key)
    moved = replace(
        race,
        start=tuple(0.9 * coordinate + 0.01 for coordinate in race.start),
        entrants=tuple(
            replace(one, settings={**one.settings, "eta": 0.7 * one.settings["eta"]})
            for one in race.entrants
        ),
    )
    again = from_query(to_query(moved)).experiment
    assert again.start == moved.start
    assert [one.settings["eta"] for one in again.entrants] == [
        one.settings["eta"] for one in moved.entrants
    ]
    query = to_query(race)
    assert key == "rastrigin" or ("start" in query and query["race"].count("eta") == 5)


def test_a_link_that_was_made_opens_as_it_did() -> None:
    made = {"loss": "easom", "start": "1.4_4.4", "race": "gd~eta_5 adam~eta_0.1", "v": "1"}
    opened = from_query(made)
    assert opened.repairs == ()
    assert opened.experiment.start == (1.4, 4.4)
    assert [one.settings["eta"] for one in opened.experiment.entrants] == [5.0, 0.1]


@pytest.mark.parametrize(
    ("key", "false"),
    [
        ("saddle", holds(lambda adam, gd: leaves(adam) < leaves(gd), "adam", "gd")),
        ("saddle", holds(lambda gd, m: leaves(gd) < leaves(m), "gd", "momentum")),
        ("matyas", between("arrival", "gd", low=100)),
        ("tilted_ravine", less("arrival", "gd", "adam")),
        ("cliff", less("arrival", "adam", "rmsprop")),
        ("kink", *ends("still moving", "gd")),
        ("easom", less("arrival", "gd", "adam")),
        ("styblinski_tang", *ends(GLOBAL, "nag")),
        ("levy13", *ends(GLOBAL, "momentum")),
        ("puddle", *ends(GLOBAL, "gd")),
        ("puddle", *stays("momentum")),
        ("double_well", *near(1, 0, "gd")),
        ("himmelblau", scattered(0.02, "gd", "momentum")),
        ("line", between("restless", "sgd", high=0.01)),
    ],
)
def test_a_false_caption_does_not_hold(key: str, false: Claim) -> None:
    assert not false.holds(Lesson(key, 0, {"usual": usual(key)}, (false,)).outcome)


def test_shapes_tell_losses_apart() -> None:
    ravine, bowl = CATALOG["ravine"], CATALOG["bowl"]
    assert not shapes.curved(2, 18)(bowl)
    assert not shapes.counts(4)(bowl)
    assert not shapes.turned(ravine)(bowl)
    assert not shapes.convex(CATALOG["double_well"])
    assert not shapes.three_ways_down(CATALOG["saddle"])
    assert not shapes.diverges_beyond(0.05)(ravine)
    assert not shapes.diverges_beyond(0.01)(ravine)
    assert not shapes.least_on_every_product_of_one(bowl)
    assert not shapes.steep_wall_beside_a_plain(bowl)
