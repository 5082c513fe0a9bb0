"""Sentences in every language: filled, joined, with the particle that fits."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from words import LANGUAGES, Said, catalog, into, joined, say, says
from words.particles import particle


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "en": 'held = "held by {who}, loss {loss}"\nwho = "the {rank}. minimum"\nonly = "here"\n'
        'list = ["one", "two"]\n',
        "ko": 'held = "{who|이/가} 붙잡음, 손실 {loss}"\nwho = "{rank}번째 최솟값"\n'
        'list = ["하나", "둘"]\n',
    }
    for language, text in files.items():
        (tmp_path / language / "part").mkdir(parents=True)
        (tmp_path / language / "part" / "test.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalog, "TEXTS", tmp_path)
    remembered = (catalog.catalog, catalog.section, catalog._tree)
    for one in remembered:
        one.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for one in remembered:
        one.cache_clear()


def test_a_sentence_is_english_text_and_can_be_said_in_korean(texts: Path) -> None:
    said = say("part.test.held", who=say("part.test.who", rank=3), loss="1.5")
    assert said == "held by the 3. minimum, loss 1.5"
    assert said.into("ko") == "3번째 최솟값이 붙잡음, 손실 1.5"
    assert into(said, "ko") == said.into("ko")
    assert into("f(x, y)", "ko") == "f(x, y)"


def test_joined_sentences_stay_sayable(texts: Path) -> None:
    first, second = says("part.test.list")
    assert (first, second) == ("one", "two")
    assert joined((first, second), ", ").into("ko") == "하나, 둘"
    assert (first + " & " + second + ".").into("ko") == "하나 & 둘."
    assert ("(" + first + ")").into("ko") == "(하나)"


def test_what_is_not_translated_is_said_in_english(texts: Path) -> None:
    assert say("part.test.only").into("ko") == "here"


def test_an_unknown_text_or_a_missing_part_fails_at_once(texts: Path) -> None:
    with pytest.raises(KeyError):
        say("part.test.nothing")
    with pytest.raises(KeyError):
        say("part.test.held", who="x")
    with pytest.raises(ValueError, match="texts are in en, ko"):
        say("part.test.only").into("fr")


def test_a_sentence_survives_being_stored(texts: Path) -> None:
    said = pickle.loads(pickle.dumps(say("part.test.who", rank=2) + "!"))
    assert isinstance(said, Said)
    assert said.into("ko") == "2번째 최솟값!"


@pytest.mark.parametrize(
    ("before", "closed", "open_", "chosen"),
    [
        ("경로", "을", "를", "를"),
        ("최솟값", "을", "를", "을"),
        ("Adam", "이", "가", "이"),
        ("Adagrad", "이", "가", "가"),
        ("3", "은", "는", "은"),
        ("0.02", "은", "는", "는"),
        ("(1.99, 0.00)", "으로", "로", "으로"),
        ("서울", "으로", "로", "로"),
        ("7", "으로", "로", "로"),
        ("서울", "이", "가", "이"),
        ("x", "은", "는", "는"),
        ("n", "은", "는", "은"),
        ("p", "은", "는", "는"),
        ("SGD", "이", "가", "가"),
        ("θ", "이", "가", "가"),
        ("along ε", "이", "가", "이"),
        ("Adam μ", "이", "가", "가"),
        ("θ1", "이", "가", "이"),
        ("AdamW", "이", "가", "가"),
        ("RMSProp", "이", "가", "이"),
        ("", "이", "가", "가"),
    ],
)
def test_the_particle_follows_the_sound(before: str, closed: str, open_: str, chosen: str) -> None:
    assert particle(before, closed, open_) == chosen


def test_english_comes_first() -> None:
    assert LANGUAGES[0] == "en"
