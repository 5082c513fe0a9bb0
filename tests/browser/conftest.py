"""A real Chromium, a real server, and a page that may neither complain nor call home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.server import served

READERS = Path(__file__).with_name("drawn.js").read_text(encoding="utf-8")
NO_WEBGL = """
const offered = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.includes('webgl') ? null : offered.call(this, kind, ...rest);
};
"""
WINDOW = {"width": 1440, "height": 1000}
CURVE_LEFT, CURVE_RIGHT = 52, 14
"""Pixels beside the curve's plot area."""


@pytest.fixture(scope="session")
def app_address() -> Iterator[str]:
    with served() as server:
        yield server.address


@dataclass
class Visit:
    """An open page, what its console complained of, and which outside addresses it asked for."""

    page: Any
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def player(self, expression: str) -> Any:
        """A JavaScript expression over `player`, the player's handle for tests."""
        return self.page.evaluate(
            "body => new Function('player', `return ${body}`)"
            "(document.querySelector('.sb-root').switchback)",
            expression,
        )

    def until(self, expression: str, seconds: float = 30) -> None:
        """Waits until the expression over `player` is true."""
        self.page.wait_for_function(
            """body => {
                const player = document.querySelector('.sb-root')?.switchback;
                return player && new Function('player', `return ${body}`)(player);
            }""",
            arg=expression,
            timeout=1000 * seconds,
        )

    def settle(self) -> None:
        """Waits until the server has answered all that it was asked and nothing on the page moves:
        from then on a place on the page stays where it was read."""
        self.page.evaluate("drawn.settled()")

    def drawn(self, expression: str) -> Any:
        """What an expression over `drawn` and `player` says once pending drawings are done."""
        return self.page.evaluate(
            """async (body) => {
                await drawn.frames(2);
                return new Function('player', `return drawn.${body}`)(drawn.root().switchback);
            }""",
            expression,
        )

    def press(self, name: str) -> None:
        """Clicks one of the player's buttons by its verb."""
        self.page.locator(f"[data-do={name}]").click()

    def choose(self, key: str, name: str) -> None:
        """Picks the option `name` from the list of the field with that key.

        While a list scrolls, Streamlit takes no click on its options, and drops one whose press
        and release a scroll parts. So the name is typed: what is left of the list stands still.
        """
        self.settle()
        field = self.page.locator(f".st-key-{key} input")
        field.click()
        field.fill(name)
        self.page.get_by_role("option", name=name, exact=True).click()

    def scrub(self, step: int) -> None:
        self.page.locator(".sb-scrub").fill(str(step))

    def pick(self, x: float, y: float) -> tuple[float, float]:
        """Clicks the page pixel nearest to a point of the map; returns that pixel."""
        self.settle()
        px, py = map(round, self.player(f"player.pixel2d({x}, {y})"))
        before = ",".join(map(str, self.player("player.start.map(String)")))
        self.page.mouse.click(px, py)
        self.until(f"player.start.join() !== '{before}'")
        return px, py

    def assert_stands_at(self, step: int) -> None:
        """Counter, scrubber, map and curve all show this step."""
        assert self.drawn("count()") == step
        assert self.page.locator(".sb-scrub").input_value() == str(step)
        assert self.drawn(f"stand({step})")
        assert self.drawn(f"nowLine({self.curve_x(step)})")

    def curve_x(self, step: int) -> float:
        """The page pixel at which the curves have this step."""
        chart = self.page.locator(".sb-chart").bounding_box()
        width = chart["width"] - CURVE_LEFT - CURVE_RIGHT
        return float(chart["x"] + CURVE_LEFT + width * step / self.player("player.steps"))


Visiting = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="session")
def visiting(chromium: Any, app_address: str) -> Iterator[Visiting]:
    """Opens the playground, drawn, by a link's query; `script` runs before it.

    When it closes, nothing may have complained or called home. Pages share what the browser has
    fetched, unless `options` ask for a context of their own.
    """
    with _opener(chromium, app_address, READERS) as opened:
        yield opened


@pytest.fixture(scope="session")
def visiting_flat(chromium: Any, app_address: str) -> Iterator[Visiting]:
    """The same without WebGL: several times lighter, for tests that ask nothing of the surface."""
    with _opener(chromium, app_address, READERS + NO_WEBGL) as opened:
        yield opened


@contextmanager
def _opener(chromium: Any, address: str, readers: str) -> Iterator[Visiting]:
    usual = chromium.new_context(viewport=WINDOW)

    @contextmanager
    def opened(query: str = "", *, script: str = "", **options: Any) -> Iterator[Visit]:
        own = chromium.new_context(**{"viewport": WINDOW, **options}) if options else None
        page = (own or usual).new_page()
        page.add_init_script(readers + script)
        seen = Visit(page)
        page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: _note_outside(seen, request.url))
        try:
            page.goto(address + query)
            seen.until("player.painted.contour && player.steps > 0", seconds=60)
            yield seen
        finally:
            (own or page).close()
        assert seen.errors == []
        assert seen.outside == []

    yield opened
    usual.close()


@pytest.fixture(scope="session")
def shared_visit(visiting: Visiting) -> Iterator[Visit]:
    with visiting() as seen:
        seen.until("player.painted.surface", seconds=60)
        yield seen


@pytest.fixture
def at_rest(shared_visit: Visit) -> Visit:
    """One page for many tests: the opening race, paused at step 0, with every choice as it was.

    A test that changes the experiment changes it back, but for the start.
    """
    shared_visit.settle()
    shared_visit.page.evaluate("drawn.rest()")
    return shared_visit


def _note_outside(visit: Visit, url: str) -> None:
    if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
        visit.outside.append(url)
