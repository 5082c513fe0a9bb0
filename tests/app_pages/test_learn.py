"""The lessons' page: every lesson opens in both languages, asks, answers, and leads on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import moved_start, session
from app_pages.moved_start import moved, note_start
from experiments.lesson_text import PLACE, lesson_text
from experiments.library import LESSONS
from player import PlayerEvent
from verdicts import judge
from words import LANGUAGES, say

APP = Path(__file__).parents[2] / "app.py"
PAGE = "app_pages/learn.py"
SECONDS = 30


def opened(lesson: str, language: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["lesson"], app.query_params["lang"] = lesson, language
    return app.switch_page(PAGE).run()


def words_of(app: AppTest) -> str:
    return " ".join(one.value for one in app.markdown)


@pytest.fixture(scope="module")
def page() -> AppTest:
    return opened("puddle", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", LESSONS)
def test_every_lesson_opens_and_answers(page: AppTest, key: str, language: str) -> None:
    page.session_state["language"] = language
    page.radio(key="lesson").set_value(key)
    page.session_state[f"choice.{key}"] = lesson_text(key, language).right
    page.run()
    assert not page.exception
    assert not page.error
    assert any(one.key.startswith(f"lesson.{key}") for one in page.get("bidi_component"))
    said = words_of(page)
    assert lesson_text(key, language).title in said
    assert say("learn.right").into(language) in said
    assert not PLACE.search(said)


def test_the_address_says_lesson_and_language() -> None:
    app = opened("saddle", "ko")
    assert app.radio(key="lesson").value == "saddle"
    assert lesson_text("saddle", "ko").title in words_of(app)
    assert app.query_params["lesson"] == "saddle"
    assert app.query_params["lang"] == "ko"


def test_the_browsers_back_leads_back(page: AppTest) -> None:
    page.radio(key="lesson").set_value("ravine").run()
    page.radio(key="lesson").set_value("saddle").run()
    page.query_params["lesson"] = "ravine"
    assert page.run().radio(key="lesson").value == "ravine"
    assert page.radio(key="lesson").set_value("puddle").run().radio(key="lesson").value == "puddle"


@pytest.mark.parametrize(("lesson", "language"), [("nothing", "en"), ("puddle", "tlh"), ("", "")])
def test_an_unknown_lesson_or_language_opens_the_first(lesson: str, language: str) -> None:
    app = opened(lesson, language)
    assert not app.exception
    assert app.radio(key="lesson").value in LESSONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_leads_to_its_neighbours(language: str) -> None:
    app = opened(next(iter(LESSONS)), language)
    assert "go_to.before" not in [button.key for button in app.button]
    for key in list(LESSONS)[1:]:
        after = app.button(key="go_to.after")
        assert lesson_text(key, language).title in after.label
        after.click().run()
        assert not app.exception
        assert app.radio(key="lesson").value == key
        assert app.query_params["lesson"] == key
    assert "go_to.after" not in [button.key for button in app.button]
    before = list(LESSONS)[-2]
    app.button(key="go_to.before").click().run()
    assert app.radio(key="lesson").value == before


# a start that the visitor has moved

SHALLOW = LESSONS["puddle"].races["shallow"]
PLAYER = "lesson.puddle.shallow"
IN_THE_PUDDLE = (3.0, 0.25)
"""Momentum crosses the shallow puddle from the lesson's start, and from here it does not."""


def from_the_puddle(language: str = "en") -> AppTest:
    app = opened("puddle", language)
    app.session_state["moved_starts"] = {PLAYER: IN_THE_PUDDLE}
    return app.run()


def verdicts(app: AppTest) -> str:
    return " ".join(one.value for one in app.expander[0].markdown)


def back(app: AppTest) -> AppTest:
    return next(one for one in app.button if one.key.startswith("own_start."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moved_start_is_said_and_judged(language: str) -> None:
    own = opened("puddle", language)
    assert say("learn.start.own").into(language) in words_of(own)
    assert back(own).disabled
    app = from_the_puddle(language)
    places = {"here": "(3.00, 0.25)", "there": "(5.00, 0.50)"}
    assert say("learn.start.moved", **places).into(language).strip() in words_of(app)
    reasons = [
        judge(run, SHALLOW.landscape).reason.into(language)
        for run in replace(SHALLOW, start=IN_THE_PUDDLE).run()
    ]
    assert all(reason in verdicts(app) for reason in reasons)
    assert verdicts(app) != verdicts(own)


def test_the_way_back_to_the_lessons_start() -> None:
    own = opened("puddle", "en")
    app = back(from_the_puddle()).click().run()
    assert verdicts(app) == verdicts(own)
    assert words_of(app) == words_of(own)
    assert back(app).disabled


def test_each_race_keeps_its_own_start() -> None:
    app = from_the_puddle()
    said = words_of(app)
    app.button_group(key="race.puddle").set_value("deep").run()
    assert say("learn.start.own") in words_of(app)
    app.button_group(key="race.puddle").set_value("shallow").run()
    assert words_of(app) == said
    app.radio(key="lesson").set_value("saddle").run()
    assert say("learn.start.own") in words_of(app)
    app.radio(key="lesson").set_value("puddle").run()
    assert words_of(app) == said


def test_the_playground_opens_with_the_moved_start() -> None:
    app = from_the_puddle()
    next(one for one in app.button if one.label == say("learn.open")).click().run()
    assert not app.exception
    assert (app.session_state["start_x"], app.session_state["start_y"]) == IN_THE_PUDDLE


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (IN_THE_PUDDLE, IN_THE_PUDDLE),
        ((1e299, -1e299), (6.0, -3.0)),  # the corner of the map
        (SHALLOW.start, SHALLOW.start),
    ],
)
def test_a_start_is_kept_where_the_map_is(
    monkeypatch: pytest.MonkeyPatch, sent: tuple[float, float], kept: tuple[float, float]
) -> None:
    state: dict[str, dict[str, tuple[float, float]]] = {"moved_starts": {PLAYER: (1.0, 1.0)}}
    monkeypatch.setattr(session.st, "session_state", state)
    monkeypatch.setattr(moved_start, "picked", lambda _: PlayerEvent(sent))
    note_start(SHALLOW, PLAYER)
    assert moved(SHALLOW, PLAYER) == replace(SHALLOW, start=kept)
    assert (PLAYER in state["moved_starts"]) == (kept != SHALLOW.start)


def test_how_steps_are_counted_is_said_where_they_are() -> None:
    counted = say("learn.arrival")
    said = [one.value for one in opened("puddle", "en").caption]
    assert counted in said
    assert counted not in [one.value for one in opened("local_minimum", "en").caption]
