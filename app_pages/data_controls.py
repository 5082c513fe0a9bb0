"""The data of a loss over data: which, how many rows a step sees, and the table itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_pages import controls
from app_pages.controls import TABLE_NAMES, UPLOADED
from app_pages.language import labels, translated, word
from app_pages.session import session
from app_pages.widgets import kept, popover
from experiments.experiment import clamped_batches
from formulas import FormulaError
from landscapes import DataSet, Landscape, read_csv
from landscapes.data.usual import usual_formula, usual_view

BATCHES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
TABLE_HEIGHT = 300


def data_controls(landscape: Landscape) -> None:
    """The data, what a step sees of them, and their rows.

    `landscape` is the one that is shown, also where what was chosen is wrong.
    """
    kept(
        st.selectbox,
        "data_page.data",
        "table",
        list(TABLE_NAMES),
        format_func=labels(TABLE_NAMES),
        on_change=controls.table_chosen,
    )
    if session.table == UPLOADED:
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
    if landscape.loss.rows:
        _batch(landscape)
    popover(
        word("data_page.table", rows=len(table.rows), held_out=len(table.testing)),
        "data_table",
        lambda: _show(table),
        icon=":material/table:",
        width="stretch",
    )


def _upload() -> None:
    st.file_uploader(
        word("data_page.upload"),
        key="upload",
        on_change=_uploaded,
        help=word("data_page.upload_help"),
    )
    if message := session.upload_error:
        st.caption(f":red[:material/error: {word('data_page.not_read')}]")
        # As it is: a part of a sentence may come from the file.
        st.text(translated(message))
        if session.own_table:
            st.caption(word("data_page.earlier_stays"))
    if session.own_table:
        st.caption(word("data_page.stays"))


def _uploaded() -> None:
    session.upload_error = None
    if session.upload is None:
        return  # taken away: what was read of it stays
    try:
        table = read_csv(session.upload.getvalue())
        usual = Landscape.over(table, usual_formula(table))
    except FormulaError as error:
        session.upload_error = error.message
        return
    before, session.own_table = session.own_table, table
    # A formula that was proposed for the table before is no wish of the visitor's.
    proposed = {usual.loss.text} if before is None else {usual.loss.text, usual_formula(before)}
    if controls.readable() and session.formula not in proposed:
        controls.formula_typed()
    else:
        controls.begin_with(Landscape.over(table, usual.loss.text, *usual_view(usual.loss)))


def _batch(landscape: Landscape) -> None:
    """How many rows a step sees; 0 stands for all of them."""
    rows, batches = landscape.loss.rows, clamped_batches(session.batch, landscape)
    session.batch = batches.size if batches else 0
    sizes = sorted({size for size in (*BATCHES, session.batch) if 0 < size < rows})
    kept(
        st.select_slider,
        "data_page.batch",
        "batch",
        [*sizes, 0],
        helped=True,
        format_func=lambda size: str(size) if size else word("data_page.all_rows", rows=rows),
    )


def _show(table: DataSet) -> None:
    numbers = range(1, len(table.rows) + 1)
    frame = pd.DataFrame(table.rows, index=numbers, columns=list(table.columns))
    assert table.held_out is not None
    kinds = {True: word("data_page.held_out"), False: word("data_page.training")}
    frame.insert(0, word("data_page.part"), [kinds[bool(one)] for one in table.held_out])
    st.dataframe(frame, height=TABLE_HEIGHT, alt=word("data_page.data"))
