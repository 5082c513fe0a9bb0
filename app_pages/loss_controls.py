"""Choosing, typing and looking at a loss, with what is wrong with it."""

from __future__ import annotations

import streamlit as st

from app_pages import controls
from app_pages.controls import LOSS_NAMES
from app_pages.data_controls import data_controls
from app_pages.formula_error import show_error
from app_pages.language import labels, word
from app_pages.session import session
from app_pages.widgets import kept, popover
from formulas import FormulaError
from landscapes import Landscape


def loss_controls(landscape: Landscape, error: FormulaError | None) -> None:
    """The loss, its formula and its view; under the formula, what is wrong with it.

    `landscape` is the one that is shown, also where the formula is wrong.
    """
    kept(
        st.selectbox,
        "controls.loss",
        "loss_choice",
        list(LOSS_NAMES),
        format_func=labels(LOSS_NAMES),
        on_change=controls.loss_chosen,
    )
    over_data = controls.over_data()
    kept(
        st.text_input,
        "data_page.example" if over_data else "controls.formula",
        "formula",
        helped=True,
        placeholder="(w1 u + w2 - v)^2" if over_data else "x^2 + 10 sin(y)",
        live="300ms",
        on_change=controls.formula_typed,
    )
    if error:
        show_error(session.formula, error)
    if over_data:
        data_controls(landscape)
    popover(
        word("controls.view"),
        "view",
        lambda: _view_controls(landscape),
        icon=":material/crop_free:",
        width="stretch",
    )


def _view_controls(landscape: Landscape) -> None:
    for letter, axis in zip(landscape.labels, "xy", strict=True):
        for column, end, name in zip(st.columns(2), ("low", "high"), ("from", "to"), strict=True):
            column.number_input(
                word(f"controls.{name}", letter=letter),
                key=f"{axis}_{end}",
                persist_state="session",
                format="%g",
            )
