"""The client speaks Streamlit's protocol: what it sends is what a script reads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from benchmarks import changes
from benchmarks.server import Server, served
from benchmarks.session import Session, Widget, visit

TOY = Path(__file__).with_name("toy_app.py")
T = TypeVar("T")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(str(TOY)) as server:
        yield server


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return server.address


def visited(address: str, do: Callable[[Session], Awaitable[T]]) -> T:
    async def one() -> T:
        async with visit(address) as session:
            return await do(session)

    return asyncio.run(one())


def test_a_page_knows_its_widgets_and_their_first_values(address: str) -> None:
    async def values(session: Session) -> dict[str, Any]:
        assert session.first.errors == ()
        return {name: widget.value for name, widget in session.widgets.items()}

    assert visited(address, values) == {
        "said": "nothing",
        "Slider without a key": (5.0,),
        "height": (2.5,),
        "rate.adam": ("eta 0.2",),
        "noise": 1.0,
        "formula": "x^2",
        "notes": "none",
        "loss": "Ackley",
        "unchosen": None,
        "view": "flat",
        "rules": ("gd",),
        "rule": ("adam",),
        "basins": False,
        "trouble": "none",
        "in_part": False,
        "extra": False,
    }


@pytest.mark.parametrize(
    ("key", "sent", "read"),
    [
        ("height", 7.25, "7.25"),
        ("rate", "eta 0.3", "0.3"),
        ("noise", 0.5, "0.5"),
        ("formula", "sin(x) + \u03c0", "'sin(x) + \u03c0'"),
        ("notes", "two\nlines", r"'two\nlines'"),
        ("loss", "Beale", "'Beale'"),
        ("view", "steep", "'steep'"),
        ("rules", ("nag", "gd"), "['nag', 'gd']"),
        ("rule", "gd", "'gd'"),
        ("basins", True, "True"),
    ],
)
def test_what_is_changed_is_what_the_script_reads(
    address: str, key: str, sent: object, read: str
) -> None:
    async def said(session: Session) -> object:
        answer = await session.change({key: sent})
        assert answer.errors == ()
        assert answer.received > 0
        return session.widgets["said"].value

    assert visited(address, said) == read


def test_other_values_are_kept_and_vanished_widgets_forgotten(address: str) -> None:
    async def walk(session: Session) -> None:
        await session.change({"height": 7.25, "extra": True})
        assert session.widgets["more"].value == (0.0,)
        await session.change({"more": 2})
        assert session.widgets["more"].value == (2.0,)
        await session.change({"extra": False})
        assert "more" not in session.widgets
        assert session.widgets["height"].value == (7.25,)
        with pytest.raises(KeyError, match="more"):
            await session.change({"more": 1})

    visited(address, walk)


@pytest.mark.parametrize("trouble", ["exception", "alert"])
def test_an_error_on_the_page_is_told_and_goes_again(address: str, trouble: str) -> None:
    async def walk(session: Session) -> None:
        assert len((await session.change({"trouble": trouble})).errors) == 1
        assert (await session.change({"trouble": "none"})).errors == ()

    visited(address, walk)


def test_a_script_that_asks_for_another_run_is_waited_for(address: str) -> None:
    async def walk(session: Session) -> None:
        await session.change({"trouble": "rerun"})
        assert "second" in session.widgets

    visited(address, walk)


def test_a_fragment_runs_alone_and_the_rest_of_the_page_stays(address: str) -> None:
    async def walk(session: Session) -> None:
        known = set(session.widgets)
        alone = await session.change({"in_part": True})
        assert alone.errors == ()
        assert alone.received < session.first.received / 10
        assert set(session.widgets) == known

    visited(address, walk)


def test_a_long_message_that_the_page_has_is_not_sent_again(address: str) -> None:
    async def walk(session: Session) -> None:
        assert session.first.received > 28_000
        for height in (3, 4, 5):
            assert (await session.change({"height": height})).received < 28_000

    visited(address, walk)


def test_a_closed_session_is_gone_from_the_server(server: Server) -> None:
    async def look(session: Session) -> None:
        assert server.sessions() >= 1

    visited(server.address, look)
    deadline = time.monotonic() + 20
    while server.sessions() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert server.sessions() == 0


def test_no_change_comes_twice() -> None:
    page: Any = Session.__new__(Session)
    rungs = ("0.1", "0.2", "0.3")
    page.widgets = {"adam.eta.1234": Widget("id", "string_array_value", rungs[:1], rungs)}
    for kind in (changes.ripples, changes.start, changes.expensive):
        asked = kind(page, Random(0))
        assert len({str(next(asked)) for _ in range(500)}) == 500
    settings, known = {}, set()
    asked = changes.eta(page, Random(0))
    for _ in range(500):
        settings |= next(asked)
        known.add(tuple(settings.items()))
    assert len(known) == 500
