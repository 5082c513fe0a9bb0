"""The lessons' page: every lesson opens in both languages, asks, answers, and leads on."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scenes.lesson_text import PLACE, lesson_text
from scenes.library import LESSONS
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
