"""Browser files in `static/`, beside app.py: Streamlit serves that folder at app/static/.

Streamlit sends a component's JavaScript with every run of the page. So what a component is
given is only a loader of a few lines; the browser fetches the published module once. Names
carry the content or a version, so that a browser never runs an outdated file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

from words import LANGUAGES, section

STATIC = Path(__file__).parent.parent / "static"
LOADER = Path(__file__).with_name("loader.js")
_COMMENTS = re.compile(r"^ *(//.*\n *)*", re.MULTILINE)  # and indentation


def publish(name: str, content: bytes, folder: Path = STATIC) -> Path | None:
    """Puts `content` into `folder` unless it is there already; None where that is impossible."""
    target = folder / name
    try:
        if target.is_file() and target.stat().st_size == len(content):
            return target
        folder.mkdir(parents=True, exist_ok=True)
        # Another process may publish at the same time: write aside, then rename.
        part = target.with_suffix(f".{os.getpid()}")
        part.write_bytes(content)
        part.replace(target)
    except OSError:
        return None
    return target


def delivered(stem: str, module: str, folder: Path = STATIC) -> str:
    """The JavaScript to register a component with.

    That is a loader of the published `module`, or the module itself where it cannot be published.
    """
    content = module.encode()
    name = f"{stem}-{hashlib.blake2b(content, digest_size=6).hexdigest()}.js"
    if publish(name, content, folder) is None:
        return module
    # Which language it should be is not known where the module is missing.
    missing = " · ".join(section("player", language)["not_arrived"] for language in LANGUAGES)
    loader = _COMMENTS.sub("", LOADER.read_text(encoding="utf-8"))
    return loader.replace("MODULE_FILE", name).replace("NOT_ARRIVED", json.dumps(missing))
