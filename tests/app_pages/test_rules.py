"""The optimizers' page: every rule in both languages, and a way to each from the top."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import RULES
from words import LANGUAGES, into, say

APP = Path(__file__).parents[2] / "app.py"
PAGE = "app_pages/rules.py"
SECONDS = 30
SWITCH = "language_switch"


def opened(language: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["lang"] = language
    return app.switch_page(PAGE).run()


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest) -> AppTest:
    return opened(request.param)


def test_every_rule_is_told_in_the_language(page: AppTest) -> None:
    language = page.session_state["language"]
    assert not page.exception
    said = " ".join(one.value for one in (*page.markdown, *page.caption))
    for rule in RULES.values():
        settings = tuple(setting.meaning for setting in rule.settings)
        texts = (rule.idea, *rule.strengths, *rule.weaknesses, rule.when, *settings)
        for text in (*texts, rule.convention):
            assert into(text, language) in said
        assert rule.paper in said
    assert [one.value for one in page.title] == [say("app.optimizers").into(language)]
    assert len(page.latex) == len(RULES)


def test_the_overview_leads_to_every_rule(page: AppTest) -> None:
    links = [link for one in page.markdown for link in re.findall(r"\]\(#(\w+)\)", one.value)]
    assert sorted(links) == sorted(RULES)
    assert [one.anchor for one in page.subheader] == links


@pytest.mark.parametrize(("key", "said"), [
    ("gd", "Remembers nothing"), ("nag", "Remembers 1 number "), ("adam", "Remembers 2 numbers "),
])  # fmt: skip
def test_memory_is_told_as_one_or_many(key: str, said: str) -> None:
    captions = [one.value for one in opened("en").caption]
    convention = str(RULES[key].convention)
    assert next(text for text in captions if convention in text).startswith(said)


def test_the_switch_changes_the_page_and_its_address() -> None:
    page = opened("en")
    page.segmented_control(key=SWITCH).set_value("ko").run()
    assert page.title[0].value == "최적화 기법"
    assert page.query_params["lang"] == "ko"
    page.segmented_control(key=SWITCH).set_value("en").run()
    assert page.title[0].value == "Optimizers"
    assert page.query_params["lang"] == "en"
