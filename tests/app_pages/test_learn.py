"""The lessons' page: every lesson opens in both languages, asks, answers, and leads on."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.texts import page_words
from scenes.library import LESSONS
from scenes.library.texts import LANGUAGES, PLACE, lesson_text

APP = Path(__file__).parents[2] / "app.py"
PAGE = "app_pages/learn.py"
SECONDS = 30


def opened(lesson: str, language: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["lesson"], app.query_params["lang"] = lesson, language
    return app.run().switch_page(PAGE).run()


def words_of(app: AppTest) -> str:
    return " ".join(one.value for one in app.markdown)


@pytest.fixture(scope="module")
def page() -> AppTest:
    return opened("puddle", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", LESSONS)
def test_every_lesson_opens_and_answers(page: AppTest, key: str, language: str) -> None:
    page.session_state["lang"] = language
    page.radio(key="lesson").set_value(key)
    page.session_state[f"choice.{key}"] = lesson_text(key, language).right
    page.run()
    assert not page.exception
    assert not page.error
    assert any(one.key.startswith(f"lesson.{key}") for one in page.get("bidi_component"))
    said = words_of(page)
    assert lesson_text(key, language).title in said
    assert page_words(language)["right"] in said
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


def test_both_languages_have_the_same_words() -> None:
    first, *others = (page_words(language) for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        assert all(other.values())
