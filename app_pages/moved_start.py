"""A lesson's race from where the visitor drags its start, beside words about its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from app_pages.language import translated, word
from experiments import Scene
from landscapes import Landscape
from player import picked
from verdicts.formatting import place

Point = tuple[float, float]
STARTS = "moved_starts"
"""In the session: the start in each player where a visitor has moved it."""


def moved(own: Scene, player: str) -> Scene:
    """The race from where its start stands in that player; itself where nobody has moved it."""
    start = st.session_state.get(STARTS, {}).get(player)
    return replace(own, start=start) if start else own


def note_start(own: Scene, player: str) -> None:
    """Callback: the visitor has let go of the start."""
    event = picked(player)
    if event:
        start = _on_map(event.start, own.loss)
        if start == own.start:
            forget_start(player)
        else:
            st.session_state.setdefault(STARTS, {})[player] = start


def forget_start(player: str) -> None:
    """Callback: the race goes back to its own start."""
    st.session_state.get(STARTS, {}).pop(player, None)


def _on_map(point: Point, loss: Landscape) -> Point:
    """The player sends no other places, but a hostile browser may."""
    (left, right), (bottom, top) = loss.x_range, loss.y_range
    return min(max(point[0], left), right), min(max(point[1], bottom), top)


def show_whose_start(own: Scene, shown: Scene, player: str) -> None:
    """Of which start the words around the picture speak, and the way back to it. The line is
    there from the beginning, so that nothing moves when it changes."""
    is_moved = shown is not own
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_moved:
            here, there = (translated(place(one.start, one.loss)) for one in (shown, own))
            st.markdown(word("learn.start.moved", here=here, there=there))
        else:
            st.markdown(word("learn.start.own"))
        st.button(
            word("learn.start.back"),
            key=f"own_start.{player}",
            icon=":material/undo:",
            disabled=not is_moved,
            on_click=partial(forget_start, player),
        )
