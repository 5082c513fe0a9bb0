"""The player's browser files: one joined module, a style sheet, a page, and Plotly.js.

The JavaScript is kept as small files in `js/`, written as ES modules so that editors follow
their imports. Streamlit takes one module, so `module()` puts the files behind each other in
the order of FILES, drops their import lines and the word `export` in front of declarations.
A name is therefore declared once in all of them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import plotly

from player.retrace import rules_script

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"
"""Streamlit serves this folder, beside app.py, at app/static/."""

FILES = (
    "color",
    "theme",
    "payload",
    "levels",
    "field",
    "marks",
    "survey",
    "trails",
    "retrace",
    "clock",
    "stage2d",
    "camera",
    "view",
    "stage3d",
    "curves",
    "words",
    "controls",
    "keys",
    "hints",
    "drag",
    "handle",
    "main",
)

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def module() -> str:
    """The component's JavaScript: the printed rules, then every file of FILES in order."""
    parts = [f'const PLOTLY_FILE = "{plotly_name()}";\n', rules_script()]
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


def publish(folder: Path = STATIC) -> Path | None:
    """Put plotly.js into `folder` unless it is there already; None where that is impossible.

    Without it the player still shows the contour and the curves.
    """
    source = plotly_source()
    target = folder / plotly_name()
    try:
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            return target
        folder.mkdir(parents=True, exist_ok=True)
        # Another process may publish at the same time: write aside, then rename.
        part = target.with_suffix(f".{os.getpid()}")
        part.write_bytes(source.read_bytes())
        part.replace(target)
    except OSError:
        return None
    return target
