"""The page beside a bare Streamlit app with one static contour, in the same Chromium.

The two take turns and are asked by the same means: a key pressed on a widget, until the frame
that first has the new picture is over (probe.js). No value comes twice, so that nothing is
remembered. Eleven optimizers race for 300 steps, the player is paused, and every number is a
median.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.browser import chromium, installed
from benchmarks.line import Line
from benchmarks.server import served

PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
VIEWPORT = {"width": 1440, "height": 1000}
ADDED = ("Adagrad", "Adadelta", "AdamW", "NAdam", "RAdam", "AdaBelief")
"""With the five of the opening race they make eleven."""
REPEATS = 9
LOSSES = ("Himmelblau", "Rosenbrock", "Beale", "Ackley", "Monkey saddle", "Booth", "Matyas")
FIRST_VISITS = 5
WATCHED = 3000
"""Milliseconds for which frames are counted."""
QUIET = 400
"""Milliseconds of rest before each measurement."""
STEPS = ".st-key-steps input"
ETA = "[class*=st-key-adam-eta] input"
FLOOR_SLIDER = "[data-testid=stSlider] input"


class Pages:
    """Both apps, opened in one browser."""

    def __init__(self, browser: Any, floor: str, race: str) -> None:
        self.browser = browser
        self.addresses = {"floor": floor, "race": race}
        self.received = 0

    def visit(self, what: str) -> Any:
        """A page in a context of its own, on its way to the app."""
        page = self.browser.new_context(viewport=VIEWPORT).new_page()
        page.add_init_script(PROBE)
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        page.goto(self.addresses[what], wait_until="commit")
        return page

    def _count(self, payload: bytes | str) -> None:
        self.received += len(payload)

    def open(self) -> None:
        self.floor, self.ours = self.visit("floor"), self.visit("race")
        for what, page in (("floor", self.floor), ("race", self.ours)):
            page.evaluate(f"probe.until(() => probe.{what}())")
        for name in ADDED:
            count = self.player("player.racers.length")
            self.ours.locator("[data-testid=stMultiSelect] input").click()
            self.ours.get_by_role("option", name=name, exact=True).click()
            self.until(f"player.racers.length > {count}")
        self.ours.keyboard.press("Escape")

    def player(self, expression: str) -> Any:
        """What a JavaScript expression over `player`, the player's handle for tests, says."""
        return self.ours.evaluate(
            f"(() => {{ const {{ player }} = probe; return {expression}; }})()"
        )

    def until(self, expression: str) -> None:
        self.ours.wait_for_function(
            f"() => {{ const {{ player }} = probe; return {expression}; }}", timeout=60_000
        )

    def rest(self) -> None:
        """The player stands still: nothing of ours runs beside what is measured next."""
        self.until("player.painted.surface")
        if self.player("player.playing"):
            self.ours.locator("[data-do=toggle]").click()
        self.until("!player.playing")
        self.ours.wait_for_timeout(QUIET)

    def pressed(self, page: Any, key: str, *pictures: str) -> list[float]:
        """Milliseconds from a key to each of the pictures that it changes."""
        page.evaluate("pictures => pictures.forEach((one) => probe.watch(one))", pictures)
        page.keyboard.press(key)
        return [page.evaluate(f"probe.painted.{one}") for one in pictures]

    def floor_slid(self, key: str) -> float:
        self.rest()
        self.floor.bring_to_front()
        self.floor.locator(FLOOR_SLIDER).focus()
        return self.pressed(self.floor, key, "floor")[0]

    def setting_slid(self, key: str, slider: str = ETA) -> float:
        self.rest()
        self.ours.bring_to_front()
        self.ours.locator(slider).first.focus()
        return self.pressed(self.ours, key, "race")[0]

    def loss_chosen(self, name: str) -> list[float]:
        """A loss from the list: its map with the paths, and its surface."""
        self.rest()
        self.ours.bring_to_front()
        box = self.ours.locator("[data-testid=stSelectbox] input").first
        box.click()
        box.fill(name)
        self.ours.get_by_role("option", name=name).wait_for()
        return self.pressed(self.ours, "Enter", "race", "surface")

    def loss_typed(self, text: str) -> list[float]:
        """The last letter of a loss that the server has not seen."""
        self.rest()
        self.ours.bring_to_front()
        field = self.ours.locator("input[aria-label=Formula]")
        field.fill(text[:-1])
        field.press("End")
        return self.pressed(self.ours, text[-1], "race", "surface")

    def kilobytes(self) -> float:
        """What one changed setting brings over the web socket, all messages together.

        Every value is a new one: Streamlit does not send again what a browser still has.
        """
        self.rest()
        before = self.received
        self.setting_slid("ArrowLeft")
        self.rest()
        return (self.received - before) / 1e3

    def frames_played(self) -> float:
        self.rest()
        self.ours.locator("[data-do=restart]").click()
        self.ours.locator("[data-do=toggle]").click()
        return self.ours.evaluate(f"probe.framesASecond({WATCHED})")

    def scrubbed(self) -> float:
        """Median milliseconds from an input of the scrubber to the painted step."""
        self.rest()
        self.ours.evaluate("probe.watchScrubbing()")
        box = self.ours.locator(".sb-scrub").bounding_box()
        mouse, y = self.ours.mouse, box["y"] + box["height"] / 2
        mouse.move(box["x"] + 10, y)
        mouse.down()
        for share in range(2, 42):
            mouse.move(box["x"] + box["width"] * share / 45, y)
            self.ours.wait_for_timeout(40)
        mouse.up()
        return median(self.ours.evaluate("probe.scrubs"))

    def frames_dragged(self) -> float:
        """The start is led around a circle, one move a frame, with the mouse held down."""
        self.rest()
        x, y = self.player("player.pixel2d(...player.start)")
        self.ours.mouse.move(x, y)
        self.ours.mouse.down()
        frames = self.ours.evaluate(f"probe.framesDragged({WATCHED})")
        self.ours.mouse.up()
        return frames


def first_pictures(pages: Pages) -> dict[str, float]:
    """Median milliseconds from a navigation with an empty cache to the first picture."""
    taken: dict[str, list[float]] = {what: [] for what in pages.addresses}
    for _ in range(FIRST_VISITS + 1):
        for what, times in taken.items():
            page = pages.visit(what)
            times.append(page.evaluate(f"probe.until(() => probe.{what}())"))
            page.context.close()
    # The first visit of all also warms the servers.
    return {what: median(times[1:]) for what, times in taken.items()}


def changes(pages: Pages) -> Iterator[Line]:
    """What is changed in the side bar, until it is painted."""
    floor, setting, chosen, typed = [], [], [], []
    for _ in range(REPEATS):
        floor.append(pages.floor_slid("ArrowRight"))
        setting.append(pages.setting_slid("ArrowLeft"))
    for repeat, name in enumerate(LOSSES):
        floor.append(pages.floor_slid("ArrowRight"))
        chosen.append(pages.loss_chosen(name))
        typed.append(pages.loss_typed(f"(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + {repeat}.5 x"))
    pages.loss_chosen("Rastrigin")
    slider = median(floor)
    yield Line("floor: slider to painted contour", slider, "ms", 1, slider)
    yield Line("changed setting to painted paths", median(setting), "ms", 0.8, slider)
    for name, times in (("chosen", chosen), ("newly typed", typed)):
        for picture, bound, column in (("map and paths", 1.5, 0), ("surface", 2.5, 1)):
            middle = median(time[column] for time in times)
            yield Line(f"{name} loss to painted {picture}", middle, "ms", bound, slider)


def motion(pages: Pages) -> Iterator[Line]:
    played = median(pages.frames_played() for _ in range(3))
    yield Line("playing, all views", played, "frames/s", 55, at_least=True)
    yield Line("scrubber to painted step", pages.scrubbed(), "ms", 17)
    if pages.player("player.live"):
        dragged = pages.frames_dragged()
        yield Line("dragging the start", dragged, "frames/s", 30, at_least=True)


def traffic(pages: Pages) -> Iterator[Line]:
    first = pages.kilobytes()
    yield Line("sent for a changed setting, 300 steps", first, "kB", 100)
    for count in range(6):
        pages.setting_slid("ArrowRight", STEPS)
        pages.until(f"player.steps === {350 + 50 * count}")
    yield Line("sent for a changed setting, 600 steps", pages.kilobytes(), "kB", 2 * first)


def report() -> None:
    if installed() is None:
        print("\nnot installed, left out: Chromium, and with it the page")
        return
    with chromium() as browser, served("benchmarks/bare_app.py") as floor, served() as ours:
        pages = Pages(browser, floor.address, ours.address)
        first = first_pictures(pages)
        pages.open()
        lines = [
            Line("floor: first picture", first["floor"], "ms", 1, first["floor"]),
            Line("first picture", first["race"], "ms", 1.5, first["floor"]),
            *changes(pages),
            *motion(pages),
            *traffic(pages),
        ]
    print("\nThe page: eleven optimizers, 300 steps; ratio to a bare app with one static contour")
    print(f"  {'':42}{'':>9} {'':9}{'ratio':>6}   to reach")
    for line in lines:
        print(line)


if __name__ == "__main__":
    report()
