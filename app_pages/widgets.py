"""Widgets and charts as all pages have them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import streamlit as st
from plotly.graph_objects import Figure

from app_pages.language import word


def kept(
    widget: Callable[..., Any], text: str, key: str, *limits: Any, helped: bool = False, **look: Any
) -> Any:
    """A widget whose value stays in the session where it is not drawn.

    Its label is that of the text; with `helped` it has the help of the text "..._help".
    """
    explained = {"help": word(f"{text}_help")} if helped else {}
    return widget(word(text), *limits, key=key, persist_state="session", **explained, **look)


def popover(label: str, key: str, draw: Callable[[], None], **look: Any) -> None:
    """Widgets that are sent only while they are looked at: most of a race's are not."""
    opened = st.popover(label, key=key, on_change="rerun", **look)
    if opened.open:
        with opened:
            draw()


def show_chart(figure: Figure, key: str, text: str) -> None:
    """A chart without buttons; `text` is that of its description."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=word(text))


def as_text(text: str) -> str:
    """A text that is not ours, on one line, as Markdown that shows every sign of it as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
