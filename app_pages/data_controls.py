"""The data of a loss over data: which, how many rows a step sees, and the table itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_pages import controls, own_table
from app_pages.controls import TABLE_NAMES, UPLOADED
from app_pages.language import labels, translated, word
from app_pages.session import session
from app_pages.widgets import as_text, kept, popover
from experiments.experiment import clamped_batches
from experiments.limits import HELD_OUT
from landscapes import DataSet, Landscape
from landscapes.axes import WEIGHTS
from landscapes.data import Doubt
from landscapes.data.marks import MARKS

BATCHES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
TABLE_HEIGHT = 300
MAX_LABEL = 40


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
            columns=", ".join(
                _column(*one) for one in zip(table.columns, table.labels, strict=True)
            ),
            weights=", ".join(f"`{name}`" for name in _weights(landscape)),
        )
    )
    _left_out(landscape)
    kept(
        st.slider,
        "data_page.held_out_share",
        "held_out",
        *HELD_OUT,
        helped=True,
        format="%d %%",
        on_change=controls.formula_typed,
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


def _column(name: str, label: str) -> str:
    """A column as it is typed, and what stands above it where that is something else."""
    plain = f"`{name}`"
    return plain if label in ("", name) else f"{plain} = {as_text(label[:MAX_LABEL])}"


def _left_out(landscape: Landscape) -> None:
    """Says of how many rows the loss is the mean, where these are not all."""
    table, data = landscape.loss.whole_table, landscape.loss.data
    if table is None or data is None or len(data.rows) == len(table.rows):
        return
    whole = len(table.whole(data.columns).rows)
    if whole < len(table.rows):
        st.caption(word("data_page.rows_without_value", rows=len(table.rows) - whole))
    if len(data.rows) < whole:
        st.caption(word("data_page.sampled", rows=len(data.rows), all=whole))


def _weights(landscape: Landscape) -> tuple[str, str]:
    """The weights that are shown; the usual ones while the formula is no loss over data yet."""
    return landscape.labels if landscape.loss.rows else WEIGHTS


def _upload() -> None:
    st.file_uploader(
        word("data_page.upload"),
        key="upload",
        on_change=own_table.uploaded,
        help=word("data_page.upload_help"),
    )
    if session.upload_doubt:
        _ask_mark(session.upload_doubt)
    if message := session.upload_error:
        st.caption(f":red[:material/error: {word('data_page.not_read')}]")
        # As it is: a part of a sentence may come from the file.
        st.text(translated(message))
        if session.own_table:
            st.caption(word("data_page.earlier_stays"))
    if session.own_table:
        notes = [as_text(translated(note)) for note in session.own_table.notes]
        notes += [word("data_page.found")] if session.table_found else []
        notes.append(word("data_page.stays" if session.table_stored else "data_page.stays_here"))
        st.caption("\n".join(f"- {note}" for note in notes))
        st.button(
            word("data_page.forget"),
            key="table_forget",
            icon=":material/delete:",
            on_click=own_table.forget,
        )


def _ask_mark(doubt: Doubt) -> None:
    """Lets the visitor choose between both readings of a cell such as 1,500."""
    values = dict(zip(MARKS, doubt.values, strict=True))
    st.radio(
        word("data_page.mark"),
        MARKS,
        index=None,
        key="decimal",
        format_func=lambda mark: as_text(f"{doubt.cell[:MAX_LABEL]} = {values[mark]}"),
        on_change=own_table.mark_chosen,
    )


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
    named = zip(table.columns, table.labels, strict=True)
    columns = [name if label in ("", name) else f"{name} = {label}" for name, label in named]
    frame = pd.DataFrame(table.rows, index=table.numbers, columns=columns)
    assert table.held_out is not None
    kinds = {True: word("data_page.held_out"), False: word("data_page.training")}
    frame.insert(0, word("data_page.part"), [kinds[bool(one)] for one in table.held_out])
    st.dataframe(frame, height=TABLE_HEIGHT, alt=word("data_page.data"))
