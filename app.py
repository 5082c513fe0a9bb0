"""Switchback: type a loss, watch every optimizer race down it."""

import gc

import streamlit as st

from scenes import SCENES

st.set_page_config(
    page_title="Switchback",
    page_icon="static/icon.svg",
    layout="wide",
    initial_sidebar_state=340,
)


@st.cache_resource(max_entries=1)
def warm_up() -> None:
    """Once a server: the first race costs code generation, later ones do not.

    Streamlit collects all garbage after every run; with SymPy imported that walks through
    hundreds of thousands of objects. Frozen, they are left out of it for good.
    """
    scene = SCENES["opening"]
    scene.run()
    scene.loss.grid()
    gc.collect()
    gc.freeze()


warm_up()
st.logo("static/logo.svg", icon_image="static/icon.svg", size="large")
st.navigation(
    [
        st.Page(
            "app_pages/playground.py",
            title="Playground",
            icon=":material/landscape:",
            default=True,
        ),
        st.Page("app_pages/rules.py", title="Optimizers", icon=":material/function:"),
    ],
    position="top",
).run()
