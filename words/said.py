"""A sentence that can be said in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, SupportsIndex

from words.catalog import LANGUAGES, catalog
from words.particles import particle

# {name}, or {name|을/를}: what stands there, and behind it the particle that goes with it.
PLACE = re.compile(r"\{(\w+)(?:\|([^{}|/]+)/([^{}|/]*))?\}")


class Said(str):
    """The sentence in English, as any other text; `into` says it in another language."""

    _render: Callable[[str], str]

    def __new__(cls, render: Callable[[str], str]) -> Said:
        """A sentence from the function that says it in a given language."""
        said = super().__new__(cls, render(LANGUAGES[0]))
        said._render = render
        return said

    def into(self, language: str) -> str:
        """The sentence in that language."""
        return str(self) if language == LANGUAGES[0] else self._render(language)

    def __add__(self, other: str) -> Said:
        return joined((self, other), "")

    def __radd__(self, other: str) -> Said:
        return joined((other, self), "")

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return Said, (self._render,)


def say(key: str, **parts: object) -> Said:
    """The text of that key with each `{name}` filled from `parts`.

    Parts may be said in every language themselves. Raises KeyError where English has no such
    text, or a part is missing.
    """
    return Said(partial(_filled, key, parts))


def says(key: str) -> tuple[Said, ...]:
    """The texts of the list of that key."""
    numbers = range(sum(one.startswith(f"{key}.") for one in catalog(LANGUAGES[0])))
    return tuple(say(f"{key}.{number}") for number in numbers)


def joined(texts: Iterable[str], separator: str = " ") -> Said:
    """Texts behind each other; what is no `Said` stays as it is, as numbers and formulas do."""
    return Said(partial(_joined, tuple(texts), separator))


def into(text: str, language: str) -> str:
    """The text in that language, or as it is where it is the same in all."""
    return text.into(language) if isinstance(text, Said) else text


def _filled(key: str, parts: Mapping[str, object], language: str) -> str:
    english = catalog(LANGUAGES[0])[key]
    # A text that is still to be translated is better read in English than not at all.
    text = catalog(language).get(key, english)

    def put(match: re.Match[str]) -> str:
        name, closed, open_ = match.groups()
        part = parts[name]
        shown = part.into(language) if isinstance(part, Said) else str(part)
        return shown if closed is None else shown + particle(shown, closed, open_)

    return PLACE.sub(put, text)


def _joined(texts: tuple[str, ...], separator: str, language: str) -> str:
    return into(separator, language).join(into(text, language) for text in texts)
