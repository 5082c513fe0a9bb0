"""Which English text each translation was made of.

`texts/translated.json` holds a digest of the English for each key. Where the English changes and
the note does not, the translation is stale.
"""

from __future__ import annotations

import hashlib
import json

from words.catalog import LANGUAGES, TEXTS, catalog

NOTED = TEXTS / "translated.json"


def faults() -> list[str]:
    """What is missing, left over or stale, a line each."""
    english, noted = catalog(LANGUAGES[0]), json.loads(NOTED.read_text(encoding="utf-8"))
    found = []
    for language in LANGUAGES[1:]:
        other = catalog(language)
        found += [f"{language}: {key} is missing" for key in english if key not in other]
        found += [f"{language}: {key} is not in English" for key in other if key not in english]
    stale = [key for key, text in english.items() if noted.get(key) != _digest(text)]
    return found + [f"{key} was changed; read its translations again" for key in stale]


def note() -> None:
    """Takes every translation as made of today's English."""
    digests = {key: _digest(text) for key, text in sorted(catalog(LANGUAGES[0]).items())}
    NOTED.write_text(json.dumps(digests, indent=0) + "\n", encoding="utf-8")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
