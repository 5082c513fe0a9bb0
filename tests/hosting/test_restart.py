"""The server is gone while a visitor holds the start: the picture stays, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from benchmarks.server import ROOT, served

READERS = ROOT / "tests" / "browser" / "drawn.js"
START = "document.querySelector('.sb-root').switchback.start"


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_server_restarts_while_the_start_is_dragged(servers: ExitStack, chromium: Any) -> None:
    server = servers.enter_context(served())
    page = chromium.new_context(reduced_motion="reduce").new_page()
    page.route("**/plotly-*.js", lambda route: route.abort())
    page.add_init_script(path=READERS)
    page.goto(f"{server.address}/?loss=himmelblau&race=adam~eta_0.1&v=1")
    page.wait_for_function("document.querySelector('.sb-root')?.switchback?.live")
    page.evaluate("drawn.settled()")
    opened = page.evaluate(START)
    x, y = page.evaluate(f"document.querySelector('.sb-root').switchback.pixel2d(...{START})")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 30, steps=3)
    server.lose()
    page.mouse.move(x + 40, y + 60, steps=3)
    page.mouse.up()

    # The browser goes on by itself, and the address has what no server knows.
    dragged = page.evaluate(START)
    assert dragged != opened
    written = f"start={dragged[0]}_{dragged[1]}"
    page.wait_for_function(f"location.search.includes('{written}')")
    page.get_by_text("Connection error").wait_for()
    assert page.evaluate(START) == dragged

    servers.enter_context(served(port=server.port))
    page.get_by_text("Connection error").wait_for(state="hidden")
    # The first change opens the address, the next one is made.
    field = page.get_by_label("Start x")
    for text in ("1", "1.25"):
        page.evaluate("drawn.settled()")
        field.fill(text)
        field.press("Enter")
    page.wait_for_function(f"String({START}) === '1.25,{dragged[1]}'")
    page.context.close()
