"""Switchback: type a loss, watch every optimizer race down it."""

import gc
import logging

import streamlit as st

from app_pages import language
from app_pages.language import word

st.set_page_config(
    page_title="Switchback",
    page_icon="static/icon.svg",
    layout="wide",
    initial_sidebar_state=340,
)


@st.cache_resource(ttl=60, max_entries=1, show_spinner=False)
def set_aside() -> None:
    """Takes all that is alive now out of the garbage collector's sight, once a minute.

    Streamlit collects all garbage after every run; with SymPy imported that walks through
    hundreds of thousands of objects, 90 to 150 ms each time. What has become garbage since the
    last time is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def show(page: st.Page) -> None:
    """The chosen page; where it fails, a sentence, and the cause in the log."""
    try:
        page.run()
    except Exception:
        logging.getLogger("switchback").exception("the page %r failed", page.title)
        st.error(word("app.failed"))


language.begin(st.query_params.to_dict())
st.logo("static/logo.svg", icon_image="static/icon.svg", size="large")
chosen = st.navigation(
    [
        st.Page(
            "app_pages/playground.py",
            title=word("app.playground"),
            icon=":material/landscape:",
            default=True,
        ),
        st.Page("app_pages/learn.py", title=word("app.learn"), icon=":material/school:"),
        st.Page("app_pages/family.py", title=word("app.family"), icon=":material/account_tree:"),
        st.Page("app_pages/guide.py", title=word("app.guide"), icon=":material/signpost:"),
        st.Page("app_pages/rules.py", title=word("app.optimizers"), icon=":material/function:"),
    ],
    position="top",
)
show(chosen)
language.tell_browser()
# After a whole run: by then everything is imported, and the first race's code is made.
set_aside()
