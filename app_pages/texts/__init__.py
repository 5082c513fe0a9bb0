"""The words of the page itself, by language: one TOML file a language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def page_words(language: str) -> dict[str, str]:
    """The words of a language of `scenes.library.texts.LANGUAGES`, by what they stand for."""
    path = Path(__file__).with_name(f"{language}.toml")
    words: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return words
