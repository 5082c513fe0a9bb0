"""Under a field: what is wrong with the formula in it."""

from __future__ import annotations

import streamlit as st

from app_pages.language import translated, word
from formulas import FormulaError

BEFORE, SHOWN = 24, 40  # characters before the place that is meant, and in all


def show_error(text: str, error: FormulaError) -> None:
    """The sentence, and the place it is about. `st.code` and `st.text` show text as it is."""
    st.caption(f":red[:material/error: {word('controls.not_drawn')}]")
    st.text(translated(error.message))
    if error.position is not None and text.strip():
        first = max(0, error.position - BEFORE)
        st.code(
            f"{text[first : first + SHOWN]}\n{' ' * (error.position - first)}^",
            language=None,
        )
