"""No word of the player stands outside its texts, and no text stands there for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from experiments.view import VIEW_SETTINGS
from player import ROOT, assets
from words import LANGUAGES
from words.catalog import catalog

SCRIPTS = {
    path.stem: re.sub(r"(?:^|\s)//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for path in (*(assets.HERE / "js").glob("*.js"), assets.HERE / "loader.js")
}
STRING = re.compile(r'"([^"\n]*)"|`([^`]*)`')
INSERTED = re.compile(r"\$\{[^{}]*\}")
# A list with commas may be one of elements.
TWO_WORDS = re.compile(r"(?<![\w-])[A-Za-z]{2,}[.:;]? [a-z]{2,}(?![\w-])")
WRITTEN = re.compile(
    r'(?:(?:textContent|innerText|title|ariaLabel)\s*[=:]|"aria-label",)\s*["`][A-Za-z]'
)
NOT_SHOWN = {
    "nears saddle",  # a kind of event
    "leaves saddle",
    "no WebGL",  # errors that are caught again
    "not found",
    "linear-gradient(to right, …)",  # a style
}
KEYS = {"Space", "Home", "End", "Ctrl", "F", "S", "←", "→", "1", "9"}
SIGNS = {"?", "–", "0 / 0"}
OPTIONS = {setting.key: setting.options for setting in VIEW_SETTINGS}
SAID_BY_THE_SERVER = {"not_arrived", "share.too_long", "share.dense"}


def texts(language: str) -> dict[str, str]:
    return {
        key.removeprefix("player."): text
        for key, text in catalog(language).items()
        if key.startswith("player.")
    }


def strings(script: str) -> set[str]:
    """What stands in quotes, with "…" for what is inserted."""
    found = STRING.findall(SCRIPTS[script])
    return {plain or INSERTED.sub("…", template) for plain, template in found}


class Page(HTMLParser):
    """Gathers what a page says by itself, and the keys of the texts that it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.keys: set[str] = set()
        self.feed(ROOT + assets.page())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("aria-label", "title", "alt", "placeholder"):
                self.said.add(value or "")
            if name.startswith("data-word"):
                self.keys.add(value or "")
            if name == "data-view":
                self.keys |= {f"{value}.{option}" for option in OPTIONS[value or ""]}

    def handle_data(self, data: str) -> None:
        self.said.add(data.strip())


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_no_script_has_a_sentence_or_writes_a_word_of_its_own(script: str) -> None:
    assert {text for text in strings(script) if TWO_WORDS.search(text)} <= NOT_SHOWN
    assert WRITTEN.findall(SCRIPTS[script]) == []


def test_a_sentence_in_a_script_would_be_found() -> None:
    assert TWO_WORDS.search("Whole view")
    assert TWO_WORDS.search("… of … events, the latest first")
    assert WRITTEN.search('button.textContent = "Close";')
    assert WRITTEN.search('setAttribute("aria-label", `Play`)')


def test_the_page_says_nothing_but_keys_and_signs() -> None:
    assert Page().said - {""} == KEYS | SIGNS


def test_every_text_is_asked_for_and_every_one_asked_for_exists() -> None:
    quoted = set().union(*map(strings, SCRIPTS))
    asked = {
        key
        for script in SCRIPTS.values()
        for key in re.findall(r'word\("([\w.]+)"|write\([^,]+, "([\w.]+)"', script)
        for key in key
        if key
    }
    known = set(texts("en"))
    assert known - Page().keys - quoted == SAID_BY_THE_SERVER
    assert Page().keys | asked <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_module_has_every_text_and_none_with_a_particle(language: str) -> None:
    for text in texts(language).values():
        assert text in assets.module()
        # The browser fills names in and knows no particles.
        assert "|" not in text
