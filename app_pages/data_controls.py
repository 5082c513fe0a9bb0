"""The data of a loss over data: which, how many rows a step sees, and the table itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_pages import controls
from app_pages.controls import TABLE_NAMES, UPLOADED
from app_pages.language import labels, translated, word
from experiments.links.experiment import settled_batch
from formulas import FormulaError
from landscapes import DataSet, Landscape, read_csv
from landscapes.data.usual import usual_formula, usual_view

BATCHES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
TABLE_HEIGHT = 300


def data_controls(loss: Landscape) -> None:
    """`loss` is the one that is shown, also where what was chosen is wrong."""
    st.selectbox(
        word("data_page.data"),
        list(TABLE_NAMES),
        format_func=labels(TABLE_NAMES),
        key="table",
        persist_state="session",
        on_change=controls.table_chosen,
    )
    if st.session_state.table == UPLOADED:
        _upload()
    table = controls.chosen_table()
    if table is None:
        return
    st.caption(
        word(
            "data_page.columns",
            columns=", ".join(f"`{name}`" for name in table.columns),
            weights="`w1`, `w2`",
        )
    )
    if loss.loss.rows:
        _batch(loss)
    controls.popover(
        word("data_page.table", rows=len(table.rows), held_out=len(table.testing)),
        "data_table",
        lambda: _show(table),
        icon=":material/table:",
        width="stretch",
    )


def _upload() -> None:
    state = st.session_state
    st.file_uploader(
        word("data_page.upload"),
        key="upload",
        on_change=_uploaded,
        help=word("data_page.upload_help"),
    )
    if message := state.get("upload_error"):
        st.caption(f":red[:material/error: {word('data_page.not_read')}]")
        # As it is: a part of a sentence may come from the file.
        st.text(translated(message))
        if "own_table" in state:
            st.caption(word("data_page.earlier_stays"))
    if "own_table" in state:
        st.caption(word("data_page.stays"))


def _uploaded() -> None:
    state = st.session_state
    state.upload_error = None
    if state.upload is None:
        return  # taken away: what was read of it stays
    try:
        table = read_csv(state.upload.getvalue())
        usual = Landscape.over(table, usual_formula(table))
    except FormulaError as error:
        state.upload_error = error.message
        return
    before, state.own_table = state.get("own_table"), table
    # A formula that was proposed for the table before is no wish of the visitor's.
    proposed = {usual.loss.text} if before is None else {usual.loss.text, usual_formula(before)}
    if controls.readable() and state.formula not in proposed:
        controls.formula_typed()
    else:
        controls.begin_with(Landscape.over(table, usual.loss.text, *usual_view(usual.loss)))


def _batch(loss: Landscape) -> None:
    """How many rows a step sees; 0 stands for all of them."""
    state, rows = st.session_state, loss.loss.rows
    state.batch = settled_batch(state.batch, loss)
    sizes = sorted({size for size in (*BATCHES, state.batch) if 0 < size < rows})
    st.select_slider(
        word("data_page.batch"),
        [*sizes, 0],
        format_func=lambda size: str(size) if size else word("data_page.all_rows", rows=rows),
        key="batch",
        persist_state="session",
        help=word("data_page.batch_help"),
    )


def _show(table: DataSet) -> None:
    numbers = range(1, len(table.rows) + 1)
    shown = pd.DataFrame(table.rows, index=numbers, columns=list(table.columns))
    assert table.held_out is not None
    kinds = {True: word("data_page.held_out"), False: word("data_page.training")}
    shown.insert(0, word("data_page.part"), [kinds[bool(one)] for one in table.held_out])
    st.dataframe(shown, height=TABLE_HEIGHT, alt=word("data_page.data"))
