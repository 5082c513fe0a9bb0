"""Registers the app's browser components: one markup, style sheet and script each."""

from __future__ import annotations

from typing import Any

import streamlit as st

from player.published import delivered


def component(
    name: str, script: str, *, html: str, css: str | None = None, isolated: bool = False
) -> Any:
    """A function that mounts the component `name`; the browser fetches its script once.

    `isolated` keeps its styles apart from those of the page. To be called once in a process.
    """
    return st.components.v2.component(
        f"switchback_{name}",
        html=html,
        css=css,
        js=delivered(name, script),
        isolate_styles=isolated,
    )
