"""The odds below the race: worked out piece by piece, cancelled, and never of another race."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app_pages import escape_odds, odds_work
from experiments import Entrant, Experiment
from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, Batches, RunConfig
from studies.odds import Share
from words import LANGUAGES, say

RACERS = (Entrant(RULES["gd"], {"eta": 0.2}), Entrant(RULES["sgd"], {"eta": 0.2, "sigma": 0.5}))
PUDDLE = Experiment(CATALOG["puddle"], RACERS, (4.5, 0.5), RunConfig(steps=100))
WAVE = Experiment(DATA["wave"], RACERS[:1], (2.9, 0.4), RunConfig(steps=50, batches=Batches(4)))


def page() -> None:
    import streamlit as st

    from app_pages.escape_odds import show_odds

    show_odds(st.session_state.experiment)


def opened(experiment: Experiment, language: str = "en") -> AppTest:
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["experiment"], app.session_state["odds_seeds"] = experiment, 100
    app.session_state["language"], app.session_state["odds_open"] = language, True
    return app.run()


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One piece a run of the page."""
    monkeypatch.setattr(odds_work, "BURST", 0.0)


def worked_out(app: AppTest) -> AppTest:
    app.button(key="odds_work_out").click().run()
    while not app.button(key="odds_cancel").disabled:
        app.run()
    assert not app.exception
    return app


def words_of(app: AppTest) -> str:
    shown = (*app.markdown, *app.caption, *app.info, *app.warning)
    return " ".join(one.value for one in shown)


def table(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def charts(app: AppTest) -> Any:
    return app.get("plotly_chart")


def test_nothing_is_worked_out_until_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odds_work, "odds", lambda _: pytest.fail("worked out"))
    app = opened(PUDDLE)
    assert not app.exception
    assert not charts(app)
    assert app.button(key="odds_cancel").disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_odds_of_a_race(language: str) -> None:
    app = worked_out(opened(PUDDLE, language))
    assert len(charts(app)) == 1
    rows = table(app)
    assert list(rows[say("odds.noise").into(language)]) == ["0", "0.5"]
    alone, shaken = rows[say("odds.escaped").into(language)]
    assert alone == say("odds.no_run").into(language)
    assert shaken == say("odds.share", share="0", low="0", high="4").into(language)  # Wilson's
    assert say("odds.of_this_race").into(language) in words_of(app)


def test_it_says_how_far_it_is_and_stops_when_cancelled(slowly: None) -> None:
    app = opened(PUDDLE)
    app.button(key="odds_work_out").click().run()
    app.run()
    assert not charts(app)  # of two optimizers one is known
    app.run()
    assert len(charts(app)) == 1
    (progress,) = app.get("progress")
    assert "Gradient descent at noise strength 0.5: 2 of 16 worked out" in progress.proto.text
    app.button(key="odds_cancel").click().run()
    for _ in range(2):
        app.run()
    assert "Cancelled: 3 of 16 worked out." in words_of(app)
    assert len(charts(app)) == 1
    assert not app.button(key="odds_work_out").disabled


def test_another_race_hides_the_odds_of_the_earlier_one(slowly: None) -> None:
    app = opened(PUDDLE)
    app.button(key="odds_work_out").click().run()
    app.run().run()
    app.session_state["experiment"] = replace(PUDDLE, start=(4.4, 0.5))
    app.run()
    assert say("odds.of_earlier_race") in words_of(app)
    assert not charts(app)
    assert app.button(key="odds_cancel").disabled
    app.session_state["experiment"] = replace(
        PUDDLE, config=PUDDLE.config.changed(seed=7)
    )  # a seed is no other race
    app.run()
    assert say("odds.of_earlier_race") not in words_of(app)
    assert len(charts(app)) == 1


def test_batches_are_for_losses_over_data() -> None:
    assert not opened(PUDDLE).button_group
    app = opened(WAVE)
    app.button_group(key="odds_vary").set_value("batch")
    worked_out(app.run())
    assert list(table(app)["Batch size"]) == ["4"]


@pytest.mark.parametrize(
    ("vary", "changes", "key"),
    [
        ("noise", {}, "batches_differ"),
        ("noise", {"batches": None}, "alike_without_noise"),
        ("batch", {}, "alike_with_all_rows"),
        ("batch", {"noise": 0.2}, "noise_differs"),
    ],
)
def test_it_says_when_seeds_run_alike(vary: str, changes: dict[str, Any], key: str) -> None:
    experiment = replace(WAVE, config=WAVE.config.changed(**changes))
    app = opened(experiment)
    app.button_group(key="odds_vary").set_value(vary)
    worked_out(app.run())
    keys = ("batches_differ", "alike_without_noise", "alike_with_all_rows", "noise_differs")
    assert [one for one in keys if say(f"odds.{one}") in words_of(app)] == [key]
    sweep = app.session_state["odds_work"].sweep
    least = max(sweep.strengths) if vary == "batch" else 0.0
    (shaken_least,) = [piece for piece in sweep.pieces if piece.strength == least]
    assert shaken_least.trials.alike == key.startswith("alike")


def test_where_there_is_no_well_it_says_so_instead() -> None:
    bowl = Experiment(CATALOG["bowl"], RACERS, (1.0, 1.0), RunConfig(steps=50))
    app = worked_out(opened(bowl))
    assert [one.value for one in app.info] == [say("odds.doubts.at_bottom")]
    assert not charts(app)


def test_what_takes_too_long_gets_fewer_seeds_or_a_sentence() -> None:
    entrants = tuple(Entrant(rule) for rule in list(RULES.values())[:8])
    long = replace(PUDDLE, entrants=entrants, config=RunConfig(steps=2000))
    app = opened(long)
    app.session_state["odds_seeds"] = 2000
    app.run().button(key="odds_work_out").click().run()
    app.button(key="odds_cancel").click().run()
    assert "instead of 2000" in words_of(app)
    far = worked_out(opened(replace(long, config=RunConfig(steps=50_000))))
    assert say("odds.too_much") in words_of(far)


def test_what_fails_is_said_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> None:
        raise FloatingPointError("a cause for the log")

    monkeypatch.setattr(odds_work, "odds", fail)
    with caplog.at_level(logging.ERROR):
        app = worked_out(opened(PUDDLE))
    assert say("odds.failed") in words_of(app)
    assert "a cause for the log" in caplog.text


def test_runs_that_diverge_are_counted() -> None:
    quartic = Landscape.read("x^4/4 - x^3/3 - x^2 + y^2", (-3.0, 3.0), (-2.0, 2.0))
    wild = Experiment(
        quartic, (Entrant(RULES["gd"], {"eta": 2.0}),), (-1.2, 1.0), RunConfig(steps=50)
    )
    rows = table(worked_out(opened(wild)))
    assert list(rows["Diverged or left the domain"]) == ["every run"]


def test_runs_that_end_outside_the_view_are_counted_and_named() -> None:
    rim = Landscape.read("(x^2 - 1)^2 + x/5 + y^2", (-2.0, 1.1), (-1.0, 1.0))
    entrants = (Entrant(RULES["sgd"], {"eta": 0.1, "sigma": 2.0}),)
    drifting = Experiment(rim, entrants, (0.9, 0.0), RunConfig(steps=40))
    app = worked_out(opened(drifting))
    assert "%" in table(app)["Ended outside the view"][0]
    assert say("odds.dotted").strip() in words_of(app)
    calm = worked_out(opened(PUDDLE))
    assert "Ended outside the view" not in table(calm)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 % (0 to 0.8)"),
        (1, "0.2 % (0.04 to 1)"),
        (310, "62 % (58 to 66)"),
        (499, "99.8 % (99 to 99.96)"),
        (500, "100 % (99.2 to 100)"),
    ],
)
def test_a_share_is_said_with_its_interval(count: int, said: str) -> None:
    assert escape_odds._sentence(Share(count, 500)) == said
