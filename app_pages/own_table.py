"""The visitor's own table: read from a file, kept in the browser for a reload, forgotten.

A small file stays in the browser's own storage, as text with the decimal mark that was chosen;
nothing of it is in a link or with another visitor. A new session asks the browser for it once.
"""

from __future__ import annotations

import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from app_pages import controls
from app_pages.controls import TABLES
from app_pages.session import OwnFile, session, stored
from experiments.published import loss_over
from formulas import FormulaError
from landscapes import Landscape
from landscapes.data import AmbiguousMarksError, ReadTable, read_table
from landscapes.data.decoded import decoded
from landscapes.data.marks import MARKS
from landscapes.data.usual import usual_formula, usual_view
from player.component import component

MAX_STORED = 200_000
"""Characters in the browser's storage, of which it has some five million for all of a site."""
SCRIPT = Path(__file__).with_name("own_table.js")


def uploaded() -> None:
    """Callback: reads the file that was uploaded."""
    session.decimal = session.upload_doubt = session.upload_error = None
    if session.upload is None:
        return  # taken away: what was read of it stays
    try:
        session.own_file = OwnFile(decoded(session.upload.getvalue()))
    except FormulaError as error:
        session.upload_error = error.message
        return
    _read(session.own_file)


def mark_chosen() -> None:
    """Callback: reads the file by the decimal mark that was chosen."""
    if session.own_file is not None:
        mark = session.decimal if session.decimal in MARKS else None
        session.own_file = OwnFile(session.own_file.text, mark)
        _read(session.own_file)


def forget() -> None:
    """Callback: drops the table here and in the browser."""
    session.own_table = session.own_file = session.upload_doubt = session.decimal = None
    session.upload_error, session.table_found, session.table_stored = None, False, ""
    controls.begin_with(loss_over(next(iter(TABLES.values()))))


def keep_in_browser() -> None:
    """Mounts what keeps the table in the browser, and hands back what is kept there."""
    if session.table_stored is None and not session.table_asked:
        session.table_asked = secrets.token_hex(4)
    told = {"ask": session.table_asked, "store": session.table_stored}
    _component()(
        key="table_store",
        data=json.dumps(told),
        on_found_change=_found,
        on_full_change=_full,
        width=1,
    )


def _read(file: OwnFile) -> None:
    """Reads a file; its loss is the formula that stands there, if the visitor typed it."""
    session.upload_error = None
    try:
        read = _table(file)
        usual = Landscape.over(read.data, usual_formula(read.data))
    except FormulaError as error:
        session.upload_error = error.message
        if isinstance(error, AmbiguousMarksError):
            session.upload_doubt = error.doubt
        return
    before = controls.own_table()
    _take(file, read)
    # A formula that was proposed for the table before is no wish of the visitor's.
    proposed = {usual.loss.text} if before is None else {usual.loss.text, usual_formula(before)}
    if controls.readable() and session.formula not in proposed:
        controls.formula_typed()
    else:
        controls.begin_with(Landscape.over(read.data, usual.loss.text, *usual_view(usual.loss)))


def _table(file: OwnFile) -> ReadTable:
    return read_table(file.text, decimal=file.decimal)


def _take(file: OwnFile, read: ReadTable) -> None:
    """Makes a table the visitor's own, and has the browser keep it if it is small."""
    session.own_table, session.table_found = read, False
    if read.doubt:
        session.upload_doubt, session.decimal = read.doubt, read.doubt.mark
    text = json.dumps({"text": file.text, "decimal": file.decimal}, ensure_ascii=False)
    session.table_stored = text if len(text) <= MAX_STORED else ""


def _found() -> None:
    """Callback: the browser kept a table for a reload; the link that asked for it opens again."""
    if session.own_table is not None or session.table_stored is not None:
        return
    try:
        file = file_kept(stored("table_store", {}).get("found"))
        read = _table(file)
    except (FormulaError, ValueError):
        session.table_stored = ""  # of another version, or not ours
        return
    session.own_file = file
    _take(file, read)
    session.table_found = True
    if session.asked is not None:
        controls.open_query(session.asked)


def _full() -> None:
    """Callback: the browser does not keep the table."""
    session.table_stored = ""


def file_kept(text: object) -> OwnFile:
    """A file that was kept. Raises ValueError for anything else: a browser may send anything."""
    try:
        kept = json.loads(text) if isinstance(text, str) and len(text) <= MAX_STORED else None
    except RecursionError:
        kept = None
    if not isinstance(kept, dict) or not isinstance(kept.get("text"), str):
        raise ValueError("no table")
    return OwnFile(kept["text"], kept["decimal"] if kept.get("decimal") in MARKS else None)


@cache
def _component() -> Any:
    html = '<div class="own-table" hidden></div>'
    return component("own_table", SCRIPT.read_text("utf-8"), html=html)
