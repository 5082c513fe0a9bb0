"""The top of a page: its title, and beside it the language switch."""

from __future__ import annotations

import streamlit as st

from app_pages import language


def heading(title: str, intro: str = "") -> None:
    """Title and switch in one row, below them what the page is for.

    Both texts are in the visitor's language already. One that was chosen goes into the address.
    """
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(title, anchor=False, width="content")
        language.switch()
    for parameter, value in language.into_address().items():
        if st.query_params.get(parameter) != value:
            st.query_params[parameter] = value
    if intro:
        st.markdown(intro)
