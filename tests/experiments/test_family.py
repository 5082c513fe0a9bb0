"""Each rule parts from each of its parents as it is told, also a little aside and with noise."""

from __future__ import annotations

import re

import numpy as np
import pytest

from experiments import from_query, to_query
from experiments.family import PARENT_RACES, RACE, ParentRace
from experiments.lesson import NUDGE, Between, Ends, Less
from experiments.lesson_text import PLACE, filled
from optimizers import RULES
from words import LANGUAGES, say

SEEDS, ENOUGH = 20, 19
ASIDE = [(0.0, 0.0), (NUDGE, 0.0), (-NUDGE, 0.0), (0.0, NUDGE), (0.0, -NUDGE)]
OWN = [one for one in PARENT_RACES.values() if not one.taught]
EVERY = pytest.mark.parametrize("parting", PARENT_RACES.values(), ids=lambda one: one.key)
EVERY_OWN = pytest.mark.parametrize("parting", OWN, ids=lambda one: one.key)


def test_every_rule_races_each_of_its_parents() -> None:
    assert set(PARENT_RACES) == {(key, one) for key, rule in RULES.items() for one in rule.parents}
    assert RULES["adam"].parents == ("rmsprop", "momentum")


@EVERY_OWN
@pytest.mark.parametrize("move", ASIDE)
def test_every_claim_holds_also_one_percent_aside(
    parting: ParentRace, move: tuple[float, float]
) -> None:
    assert parting.lesson.claims
    assert parting.lesson.broken(parting.lesson.run(move)) == []


@pytest.mark.parametrize("parting", [one for one in OWN if one.lesson.noisy], ids=lambda p: p.key)
def test_where_there_is_noise_the_claims_hold_for_nearly_all_seeds(parting: ParentRace) -> None:
    lesson = parting.lesson
    broken = {seed: lesson.broken(lesson.run(seed=seed)) for seed in range(SEEDS)}
    assert sum(not found for found in broken.values()) >= ENOUGH, broken


@EVERY
def test_a_claim_speaks_of_both_in_this_race(parting: ParentRace) -> None:
    """The claims of the library's lessons are held in `test_library`."""
    spoken = set()
    for claim in parting.lesson.claims:
        match claim:
            case Ends(who, _) | Between(_, who, _, _):
                spoken.add(who)
            case Less(_, less, more):
                spoken |= {less, more}
    assert {f"{parting.race}/{key}" for key in (parting.child, parting.parent)} <= spoken


@EVERY
def test_the_two_alone_run_as_in_the_lesson_and_fit_into_a_link(parting: ParentRace) -> None:
    experiment = parting.experiment
    assert [entrant.rule.key for entrant in experiment.entrants] == [parting.parent, parting.child]
    opened = from_query(to_query(experiment))
    assert opened.repairs == ()
    outcome = parting.lesson.outcome
    for run in opened.experiment.run():
        told = outcome[f"{parting.race}/{run.rule.key}"].run
        np.testing.assert_array_equal(run.points, told.points)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_see_names_runs_of_this_race_and_only_measured_numbers(
    parting: ParentRace, language: str
) -> None:
    text = say(f"family.see.{parting.key}").into(language)
    assert PLACE.search(text)
    for _, who in PLACE.findall(text):
        assert who in {f"{parting.race}/{key}" for key in (parting.child, parting.parent)}
    assert not re.search(r"(?<!_)\d", PLACE.sub("", text))  # beta_2 is a name
    assert "inf" not in filled(text, parting.lesson.outcome)


def test_own_races_are_called_alike() -> None:
    assert {one.race for one in OWN} == {RACE}
