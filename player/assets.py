"""The player's browser files: one joined module and Plotly.js.

The JavaScript is kept as small files in `js/`, written as ES modules so that editors follow
their imports. Streamlit takes one module, so `module()` puts the files behind each other in
the order of FILES, drops their import lines and the word `export` in front of declarations.
A name is therefore declared once in all of them. Page, style sheet and the words of every
language are part of the module, so that they too are fetched once instead of being sent with
every run.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import plotly

from player.published import STATIC, delivered, publish
from player.retrace import rules_script
from words import LANGUAGES, section

HERE = Path(__file__).parent
FILES = (
    "language",
    "color",
    "theme",
    "compile",
    "examples",
    "payload",
    "levels",
    "field",
    "marks",
    "survey",
    "trails",
    "retrace",
    "clock",
    "gestures",
    "ghost",
    "stage2d",
    "camera",
    "view",
    "plotly",
    "stage3d",
    "curves",
    "predict",
    "fit",
    "words",
    "layout",
    "link",
    "controls",
    "share",
    "keys",
    "hints",
    "drag",
    "classroom",
    "listen",
    "handle",
    "player",
    "mount",
)

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def module() -> str:
    """The component's JavaScript: what is known here, then every file of FILES in order."""
    constants = {
        "PLOTLY_FILE": plotly_name(),
        "PAGE": page(),
        "STYLE": style(),
        "WORDS": {language: section("player", language) for language in LANGUAGES},
    }
    parts = [
        f"const {name} = {json.dumps(value, ensure_ascii=False)};"
        for name, value in constants.items()
    ]
    parts.append(rules_script())
    for name in FILES:
        text = (HERE / "js" / f"{name}.js").read_text(encoding="utf-8")
        parts.append(_EXPORT.sub("", _IMPORT.sub("", text)))
    return "\n".join(parts)


@cache
def style() -> str:
    return (HERE / "player.css").read_text(encoding="utf-8")


@cache
def page() -> str:
    return (HERE / "player.html").read_text(encoding="utf-8")


def plotly_source() -> Path:
    """plotly.js as shipped inside the plotly package."""
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def plotly_name() -> str:
    """The published file's name; it carries the version, so that browsers may keep it."""
    with plotly_source().open(encoding="utf-8") as source:
        found = re.search(r"plotly\.js v([\w.-]+)", source.read(400))
    return f"plotly-{found.group(1) if found else 'unknown'}.min.js"


def publish_plotly(folder: Path = STATIC) -> Path | None:
    """Put plotly.js into `folder`; None where that is impossible.

    Without it the player still shows the contour and the curves.
    """
    return publish(plotly_name(), plotly_source().read_bytes(), folder)


@cache
def deliver() -> str:
    """Publish all that the player fetches; the JavaScript to register it with."""
    publish_plotly()
    return delivered("player", module())
