"""A lesson's race from where the visitor drags its start, beside words about its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from app_pages.language import translated, word
from app_pages.session import session
from experiments import Experiment
from landscapes import Landscape
from player import picked
from verdicts.formatting import place

Point = tuple[float, float]


def moved(own: Experiment, player: str) -> Experiment:
    """The race from where its start stands in that player; itself where nobody has moved it."""
    start = session.moved_starts.get(player)
    return replace(own, start=start) if start else own


def note_start(own: Experiment, player: str) -> None:
    """Callback: the visitor has let go of the start."""
    event = picked(player)
    if event:
        start = _on_map(event.start, own.landscape)
        if start == own.start:
            forget_start(player)
        else:
            session.moved_starts = {**session.moved_starts, player: start}


def forget_start(player: str) -> None:
    """Callback: the race goes back to its own start."""
    session.moved_starts = {p: at for p, at in session.moved_starts.items() if p != player}


def _on_map(point: Point, landscape: Landscape) -> Point:
    """The nearest place on the map: the player sends no other, but a hostile browser may."""
    (left, right), (bottom, top) = landscape.x_range, landscape.y_range
    return min(max(point[0], left), right), min(max(point[1], bottom), top)


def show_whose_start(own: Experiment, raced: Experiment, player: str) -> None:
    """Says of which start the words around the picture speak, and shows the way back to it.

    The line is there from the beginning, so that nothing moves when it changes.
    """
    is_moved = raced is not own
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_moved:
            here, there = (translated(place(one.start, one.landscape)) for one in (raced, own))
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
