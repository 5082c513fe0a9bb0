"""The family tree's page: every rule in both languages, its address, and its races."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from experiments.family import PARENT_RACES
from experiments.lesson_text import PLACE, filled
from optimizers import RULES
from words import LANGUAGES, into, say

APP = Path(__file__).parents[2] / "app.py"
PAGE = "app_pages/family.py"
SECONDS = 30


def opened(rule: str = "", language: str = "en") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["rule"], app.query_params["lang"] = rule, language
    return app.switch_page(PAGE).run()


def said_on(app: AppTest) -> str:
    return " ".join(one.value for one in app.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_tells_what_it_adds_and_how_it_parts_from_each_parent(language: str) -> None:
    page = opened(language=language)
    for key, rule in RULES.items():
        page.query_params["rule"] = key
        page.run()
        assert not page.exception
        assert not page.error
        said = said_on(page)
        assert say(f"family.adds.{key}").into(language) in said
        assert not PLACE.search(said)
        assert into(rule.name, language) in page.subheader[0].value
        assert str(rule.year) in page.subheader[0].value
        for parent in rule.parents:
            parting = PARENT_RACES[key, parent]
            see = say(f"family.see.{parting.key}").into(language)
            assert filled(see, parting.lesson.outcome) in said
        assert [one.key for one in page.button] == [f"race.{key}_{one}" for one in rule.parents]
        taught = [
            PARENT_RACES[key, one].lesson.key
            for one in rule.parents
            if PARENT_RACES[key, one].taught
        ]
        links = [one.proto.query_string for one in page.get("page_link")]
        assert links == [f"lesson={lesson}&lang={language}" for lesson in taught]


def test_the_address_says_rule_and_language() -> None:
    page = opened("nag", "ko")
    assert page.subheader[0].value.endswith("1983")
    assert page.query_params == {"rule": "nag", "lang": "ko"}
    page.button_group(key="rule").set_value("lion").run()
    assert page.query_params["rule"] == "lion"


@pytest.mark.parametrize("rule", ["", "nothing", "<b>", "constructor"])
def test_an_unknown_rule_opens_where_the_lines_meet(rule: str) -> None:
    page = opened(rule)
    assert not page.exception
    assert page.query_params["rule"] == "adam"


@pytest.mark.parametrize(("child", "parent"), [("adam", "momentum"), ("nag", "momentum")])
def test_the_button_opens_the_two_in_the_playground(child: str, parent: str) -> None:
    page = opened(child)
    page.button(key=f"race.{child}_{parent}").click().run()
    assert not page.exception
    experiment = PARENT_RACES[child, parent].experiment
    assert page.session_state["optimizers"] == [parent, child]
    assert page.session_state["formula"] == experiment.landscape.loss.text
    assert (page.session_state["start_x"], page.session_state["start_y"]) == experiment.start
    assert page.query_params == {"lang": "en"}
