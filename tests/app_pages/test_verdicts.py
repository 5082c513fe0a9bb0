"""The words below the player, and what is said when they cannot be found."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import verdicts
from tests.words import korean
from words import say

APP = Path(__file__).parents[2] / "app.py"


@pytest.mark.parametrize("broken", ["survey", "basins", "judge"])
def test_the_race_stands_when_its_verdicts_fail(
    broken: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise FloatingPointError("a cause for the log")

    monkeypatch.setattr(verdicts, broken, fail)
    with caplog.at_level(logging.ERROR):
        app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [say("verdict.failed")]
    assert any(component.key == "player" for component in app.get("bidi_component"))
    assert not any("Who got where" in text.value for text in app.markdown)
    assert "a cause for the log" in caplog.text


@pytest.mark.parametrize(
    ("language", "heading", "begins"),
    [
        ("en", "Who got where", " **Momentum** reached the global minimum"),
        ("ko", "누가 어디에", " **모멘텀**은 전역 최솟값에 닿았습니다."),
    ],
)
def test_the_verdicts_follow_the_language(language: str, heading: str, begins: str) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert any(heading in text.value for text in app.markdown)
    (said,) = (text.value for text in app.markdown if "121" in text.value)
    assert begins in said
    scores, points = (frame.value for frame in app.dataframe)
    names = [*scores["verdict"], *points["kind"]]
    assert all(bool(korean.HANGUL.search(name)) == (language == "ko") for name in names)


def test_basins_that_are_drawn_coarsely_are_said_to_be() -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["loss"] = "michalewicz"
    app.run()
    assert not app.exception
    assert any("Basins are drawn coarsely" in caption.value for caption in app.caption)


def test_the_table_has_0_where_the_sentence_says_0_00() -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["f"] = "x^2 + y^2"
    app.query_params["race"] = "gd~eta_0.2 adagrad~eta_0.001"
    app.query_params["v"] = "1"
    app.run()
    assert not app.exception
    quick, slow = app.dataframe[0].value["loss"]
    assert quick == 0
    assert slow > 1
