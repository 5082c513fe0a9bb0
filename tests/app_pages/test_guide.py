"""The guide: each piece of advice leads to a lesson that there is, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from experiments.lesson_text import lesson_text
from experiments.library import LESSONS
from words import LANGUAGES, section

APP = Path(__file__).parents[2] / "app.py"
PAGE = "app_pages/guide.py"
SECONDS = 30
TITLE = "title"


def advice(language: str) -> list[tuple[str, str, str]]:
    """(situation, lesson, sentence) in the order of the page."""
    return [
        (name, lesson, sentence)
        for name, texts in section("guide.situations", language).items()
        for lesson, sentence in texts.items()
        if lesson != TITLE
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_of_advice_leads_to_the_lesson_that_shows_it(language: str) -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["lang"] = language
    page = app.switch_page(PAGE).run()
    assert not page.exception
    said = {one.value for one in page.markdown}
    links = [(one.proto.query_string, one.proto.label) for one in page.get("page_link")]
    expected = []
    for _, lesson, sentence in advice(language):
        assert sentence in said
        title = f"{LESSONS[lesson].number}. {lesson_text(lesson, language).title}"
        expected.append((f"lesson={lesson}&lang={language}", f":primary[{title}]"))
    assert links == expected
    assert page.query_params == {"lang": language}


def test_it_is_short_and_says_nothing_without_a_lesson() -> None:
    english = advice("en")
    assert 10 <= len(english) <= 14
    assert {lesson for _, lesson, _ in english} <= set(LESSONS)
    keys = {language: [one[:2] for one in advice(language)] for language in LANGUAGES}
    assert all(one == keys["en"] for one in keys.values())
    for situation in section("guide.situations", "en").values():
        assert situation[TITLE]
        assert len(situation) > 1
