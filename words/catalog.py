"""The texts of each language, read from their files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ko")
TEXTS = Path(__file__).parent / "texts"


@lru_cache(maxsize=len(LANGUAGES))
def catalog(language: str) -> dict[str, str]:
    """All texts of a language by their keys.

    A key is "topic.name", with as many names as the file has tables; a list has its numbers for
    names. Raises ValueError for a language that there is none in.
    """
    return dict(_flat("", _tree(language)))


@lru_cache(maxsize=512)
def section(key: str, language: str) -> dict[str, Any]:
    """All texts below a key, nested as in the file, each text in one line.

    Raises KeyError where there is nothing.
    """
    part: Any = _tree(language)
    for name in key.split("."):
        part = part[name]
    one: dict[str, Any] = part
    return one


@lru_cache(maxsize=len(LANGUAGES))
def _tree(language: str) -> dict[str, Any]:
    """All texts of a language, nested by folder, file and table."""
    if language not in LANGUAGES:
        raise ValueError(f"texts are in {', '.join(LANGUAGES)}, not {language!r}")
    tree: dict[str, Any] = {}
    for path in sorted((TEXTS / language).rglob("*.toml")):
        *folders, name = path.relative_to(TEXTS / language).with_suffix("").parts
        branch = tree
        for folder in folders:
            branch = branch.setdefault(folder, {})
        branch[name] = _in_one_line(tomllib.loads(path.read_text(encoding="utf-8")))
    return tree


def _in_one_line(part: Any) -> Any:
    match part:
        case str():
            return " ".join(part.split())
        case dict():
            return {name: _in_one_line(one) for name, one in part.items()}
        case list():
            return [_in_one_line(one) for one in part]
    return part


def _flat(key: str, part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield key, part
        return
    if isinstance(part, dict | list):
        names = part.items() if isinstance(part, dict) else enumerate(part)
        for name, one in names:
            yield from _flat(f"{key}.{name}" if key else str(name), one)
