"""Ways between the pages: what an address asks for, and races and lessons that open elsewhere."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from app_pages import controls
from app_pages.language import PARAMETER, for_link, language
from experiments import Scene
from experiments.lesson_text import lesson_text
from experiments.library import LESSONS
from experiments.links import Experiment, to_query
from experiments.view import View

PLAYGROUND, LEARN = "app_pages/playground.py", "app_pages/learn.py"


def follow_address(key: str, options: Collection[str]) -> None:
    """Sets a widget to what the address says, where it says something new: as a link does, and
    the browser's Back."""
    wanted = st.query_params.get(key)
    if wanted in options and wanted != st.session_state.get("written", {}).get(key):
        st.session_state[key] = wanted


def write_address(**parameters: str) -> None:
    """Makes these the page's parameters."""
    st.query_params.from_dict(parameters)
    st.session_state.written = parameters


def spoken() -> dict[str, str]:
    """The parameter of a link to another page that keeps a language that was chosen."""
    return {PARAMETER: for_link()} if for_link() else {}


def open_in_playground(scene: Scene, view: View | None = None) -> None:
    """Leaves this page for a race."""
    controls.open_query(to_query(Experiment(scene, view or View())))
    st.switch_page(PLAYGROUND, query_params=spoken())


def lesson_link(key: str) -> None:
    """A link to a lesson, by its number and title."""
    title = f"{LESSONS[key].number}. {lesson_text(key, language()).title}"
    st.page_link(
        LEARN,
        label=f":primary[{title}]",
        icon=":material/school:",
        query_params={"lesson": key, **spoken()},
    )
