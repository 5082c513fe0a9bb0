"""The player's browser files: its module, Plotly.js, and what both need to know.

The JavaScript is kept as small files in `js/`, which `bundle` joins. Page, style sheet, the
table of view settings and the words of every language are constants at the top of the module,
so that they too are fetched once instead of being sent with every run.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import plotly

from experiments.view import settings_header
from player.bundle import bundle
from player.published import STATIC, publish
from player.retrace import rules_script
from words import LANGUAGES, section

HERE = Path(__file__).parent


@cache
def module() -> str:
    """The component's JavaScript: constants, the rules, then every file that mount.js needs."""
    constants = {
        "PLOTLY_FILE": plotly_name(),
        "PAGE": page(),
        "STYLE": style(),
        "WORDS": {language: section("player", language) for language in LANGUAGES},
        "VIEW_SETTINGS": settings_header(),
    }
    parts = [
        f"const {name} = {json.dumps(value, ensure_ascii=False)};"
        for name, value in constants.items()
    ]
    return "\n".join([*parts, rules_script(), bundle(HERE / "js" / "mount.js")])


@cache
def style() -> str:
    """The style sheet."""
    return (HERE / "player.css").read_text(encoding="utf-8")


@cache
def page() -> str:
    """The markup inside the root element."""
    return (HERE / "player.html").read_text(encoding="utf-8")


def plotly_source() -> Path:
    """Plotly.js as shipped inside the plotly package."""
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def plotly_name() -> str:
    """The name of the published file; it carries the version, so that browsers may keep it."""
    with plotly_source().open(encoding="utf-8") as source:
        found = re.search(r"plotly\.js v([\w.-]+)", source.read(400))
    return f"plotly-{found.group(1) if found else 'unknown'}.min.js"


def publish_plotly(folder: Path = STATIC) -> Path | None:
    """Puts Plotly.js into `folder`; None where that is impossible.

    Without it the player still shows the contour and the curves.
    """
    return publish(plotly_name(), plotly_source().read_bytes(), folder)
