"""Choosing, typing and looking at a loss, with what is wrong with it."""

from __future__ import annotations

import streamlit as st

from app_pages import controls
from app_pages.controls import LOSS_NAMES
from app_pages.data_controls import data_controls
from app_pages.formula_error import show_error
from app_pages.language import labels, word
from formulas import FormulaError
from landscapes import Landscape


def loss_controls(loss: Landscape, error: FormulaError | None) -> None:
    """The loss, its formula and its view; under the formula, what is wrong with it. `loss` is
    the one that is shown, also where the formula is wrong."""
    st.selectbox(
        word("controls.loss"),
        list(LOSS_NAMES),
        format_func=labels(LOSS_NAMES),
        key="loss_choice",
        persist_state="session",
        on_change=controls.loss_chosen,
    )
    over_data = controls.over_data()
    st.text_input(
        word("data_page.example" if over_data else "controls.formula"),
        key="formula",
        persist_state="session",
        placeholder="(w1 u + w2 - v)^2" if over_data else "x^2 + 10 sin(y)",
        live="300ms",
        on_change=controls.formula_typed,
        help=word("data_page.example_help" if over_data else "controls.formula_help"),
    )
    if error:
        show_error(st.session_state.formula, error)
    if over_data:
        data_controls(loss)
    controls.popover(
        word("controls.view"),
        "view",
        lambda: _view_controls(loss),
        icon=":material/crop_free:",
        width="stretch",
    )


def _view_controls(loss: Landscape) -> None:
    for letter, axis in zip(loss.names, "xy", strict=True):
        low, high = st.columns(2)
        for column, end, name in ((low, "low", "from"), (high, "high", "to")):
            column.number_input(
                word(f"controls.{name}", letter=letter),
                key=f"{axis}_{end}",
                persist_state="session",
                format="%g",
            )
