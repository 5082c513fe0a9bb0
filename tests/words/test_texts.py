"""Every text of the app stands in every language, with the same places, formulas and numbers."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from words import LANGUAGES
from words.catalog import catalog
from words.said import PLACE
from words.translated import faults

ENGLISH = catalog(LANGUAGES[0])
OTHERS = LANGUAGES[1:]
FORMULA = re.compile(r"\$[^$]*\$|`[^`]*`")
LESSON_PLACE = re.compile(r"\{(\w+ \w+/\w+)\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
RULE = re.compile(
    r"(?<![A-Za-z])(AdaBelief|Adadelta|Adagrad|Adamax|AdamW|Adam|AMSGrad|Lion|NAdam|NAG|RAdam|"
    r"RMSProp|Rprop|SGD)(?![A-Za-z])"
)
HANGUL = re.compile("[가-힣]")
# Where Korean has the short name and English the long one.
NAMES = {"lessons.radam.choices.0", "lessons.radam.choices.1"}
LATIN = re.compile("[A-Za-z]{2,}")


def test_no_translation_is_missing_left_over_or_stale() -> None:
    assert faults() == []


def parts(text: str) -> tuple[Counter[str], ...]:
    """Places, formulas and other numbers."""
    places = [m.group(1) for m in (*PLACE.finditer(text), *LESSON_PLACE.finditer(text))]
    rest = FORMULA.sub(" ", LESSON_PLACE.sub(" ", PLACE.sub(" ", text)))
    return Counter(places), Counter(FORMULA.findall(text)), Counter(NUMBER.findall(rest))


@pytest.mark.parametrize("language", OTHERS)
def test_places_formulas_and_numbers_are_the_same(language: str) -> None:
    other = catalog(language)
    unlike = {
        key: (text, other[key]) for key, text in ENGLISH.items() if parts(text) != parts(other[key])
    }
    assert unlike == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_rules_are_named(language: str) -> None:
    """By the names that are written in Latin letters in every language."""

    def named(text: str) -> set[str]:
        return set(RULE.findall(text))

    other = catalog(language)
    assert RULE.search(ENGLISH["lessons.radam.title"])
    assert [key for key, text in ENGLISH.items() if named(text) != named(other[key])] == []


def test_each_text_is_in_its_language() -> None:
    assert {key: text for key, text in ENGLISH.items() if HANGUL.search(text)} == {}
    # What has no word of either language is the same in both: a name, a formula, a place.
    korean = [key for key, text in catalog("ko").items() if not HANGUL.search(text)]
    assert [key for key in korean if catalog("ko")[key] != ENGLISH[key] and key not in NAMES] == []


def test_korean_has_no_english_sentence_left() -> None:
    same = {key: text for key, text in catalog("ko").items() if text == ENGLISH[key]}
    sentences = {key: text for key, text in same.items() if len(LATIN.findall(text)) > 2}
    assert sentences == {}
