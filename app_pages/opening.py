"""Ways between the pages: what an address asks for, and races and lessons that open elsewhere."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from app_pages import controls
from app_pages.language import language, spoken
from app_pages.session import session, store
from experiments import Experiment, to_query
from experiments.lesson_text import lesson_text
from experiments.library import LESSONS

PLAYGROUND, LEARN = "app_pages/playground.py", "app_pages/learn.py"


def follow_address(key: str, options: Collection[str]) -> None:
    """Sets a widget to what the address says, where a link or the browser's Back changed it."""
    wanted = st.query_params.get(key)
    if wanted in options and wanted != session.written.get(key):
        store(key, wanted)


def write_address(**parameters: str) -> None:
    """Makes these the page's parameters."""
    st.query_params.from_dict(parameters)
    session.written = parameters


def open_in_playground(experiment: Experiment) -> None:
    """Leaves this page for an experiment."""
    controls.open_query(to_query(experiment))
    st.switch_page(PLAYGROUND, query_params=spoken())


def lesson_title(key: str) -> str:
    """The number and the title of a lesson."""
    return f"{LESSONS[key].number}. {lesson_text(key, language()).title}"


def lesson_link(key: str) -> None:
    """A link to a lesson, by its number and title."""
    st.page_link(
        LEARN,
        label=f":primary[{lesson_title(key)}]",
        icon=":material/school:",
        query_params={"lesson": key, **spoken()},
    )
