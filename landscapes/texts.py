"""What a visitor reads about published losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from landscapes.landscape import Landscape
from words import say


def with_texts(section: str, entries: Mapping[str, Landscape]) -> dict[str, Landscape]:
    """The entries with their names and lessons, which a section of the texts has by their keys."""
    return {
        key: replace(
            entry, name=say(f"{section}.{key}.name"), lesson=say(f"{section}.{key}.lesson")
        )
        for key, entry in entries.items()
    }
