"""The tree on the page: one component that shows the picture and says which rule was picked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app_pages.session import stored
from app_pages.tree.picture import Words, picture
from optimizers import Rule
from player.component import component

HERE = Path(__file__).parent


def show(
    rules: Mapping[str, Rule], chosen: str, words: Words, *, key: str, on_pick: Callable[[], None]
) -> None:
    """Mounts the tree, lying on a wide page and upright on a narrow one."""
    drawn = [picture(rules, chosen, words, upright=upright) for upright in (False, True)]
    _component()(key=key, data=json.dumps("".join(drawn)), on_rule_change=on_pick)


def picked(key: str) -> str:
    """The rule that was picked, within `on_pick`; "" for none. A browser may send anything."""
    return str(stored(key, {}).get("rule") or "")


@cache
def _component() -> Any:
    script, css = ((HERE / f"tree.{kind}").read_text("utf-8") for kind in ("js", "css"))
    return component("tree", script, html='<div class="tree"></div>', css=css, isolated=True)
