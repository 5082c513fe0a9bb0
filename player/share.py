"""The code that a phone scans to open an experiment: asked for by the player's share card."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno

from words import say

MAX_CHARACTERS = 2900
"""A code of the weakest error correction holds 2,953 bytes."""
DENSE_CHARACTERS = 1000
"""From here on a code has over a hundred dots a side."""


def code_of(asked: Any, language: str = "en") -> dict[str, str] | None:
    """The answer to a request for a code, which may be anything that a browser sent.

    It has `link` as it was asked, its code as SVG, and words about it in `language`; None for what
    is no link of a page.
    """
    if not isinstance(asked, str) or not asked.startswith(("http://", "https://")):
        return None
    if not (asked.isascii() and asked.isprintable()):
        return None
    if len(asked) > MAX_CHARACTERS:
        words = say("player.share.too_long").into(language)
        return {"link": asked, "picture": "", "words": words}
    dense = len(asked) > DENSE_CHARACTERS
    words = say("player.share.dense").into(language) if dense else ""
    return {"link": asked, "picture": _picture(asked), "words": words}


@lru_cache(maxsize=64)
def _picture(link: str) -> str:
    # White and black in both themes: many scanners do not read an inverted code.
    code = segno.make(link, error="l", micro=False)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
