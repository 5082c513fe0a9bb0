"""How much is followed again for the sentence of a run: few steps, and once only."""

from __future__ import annotations

import pytest

from landscapes import CATALOG
from optimizers import RULES, trace
from verdicts import Verdict, judge, reruns
from verdicts.facts import AtMinimum, EtaTooLarge
from verdicts.oscillation import Cause

STEPS = 500


@pytest.fixture
def followed(monkeypatch) -> list[int]:
    """The steps of each run that is followed again, as they come."""
    steps: list[int] = []

    def counted(rule, landscape, start, config):
        steps.append(config.steps)
        return trace(rule, landscape, start, config)

    monkeypatch.setattr(reruns, "trace", counted)
    reruns._followed.cache_clear()
    return steps


def judged(key: str, rule: str) -> Verdict:
    loss = CATALOG[key]
    return judge(trace(RULES[rule], loss, loss.start, steps=STEPS), loss)


def test_an_eta_that_stays_is_sought_among_short_runs(followed) -> None:
    ending = judged("goldstein_price", "momentum").facts.ending
    assert isinstance(ending, EtaTooLarge)
    assert sum(followed) <= 2 * STEPS + 20 * reruns.SOON + 4 * STEPS
    assert max(followed) == 4 * STEPS  # and the one that is told is tried for long
    loss, settings = CATALOG["goldstein_price"], {"eta": ending.stays}
    again = trace(RULES["momentum"], loss, loss.start, steps=4 * STEPS, settings=settings)
    assert again.ended == again.steps


def test_a_swing_that_goes_with_eta_is_known_for_it_soon(followed) -> None:
    ending = judged("bowl", "rmsprop").facts.ending
    assert isinstance(ending, AtMinimum)
    assert ending.oscillation is not None
    assert ending.oscillation.cause is Cause.ETA
    assert followed == [reruns.SOON] * 2


def test_a_run_is_followed_again_once(followed) -> None:
    judged("bowl", "rmsprop")
    first = len(followed)
    judged("bowl", "rmsprop")
    assert first
    assert len(followed) == first
