"""The figure of a notebook, opened from a file in a real Chromium and played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from charts import race
from landscapes import CATALOG
from optimizers import RULES, trace

HEADS = """() => [...document.querySelectorAll('.scatterlayer .trace path.point')]
    .map(point => point.getAttribute('transform'))"""
PAINTED = """async () => {
    const images = [...document.querySelectorAll('.imagelayer image')];
    await Promise.all(images.map((one) =>
        Object.assign(new Image(), { src: one.href.baseVal }).decode()));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
MOVED = f"""(before) => {{
    const now = ({HEADS})();
    return now.join() !== before.join() && now;
}}"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 760, "height": 640})
    yield opened
    opened.close()


@pytest.mark.parametrize("auto_play", [False, True], ids=["waits", "plays by itself"])
def test_play_moves_the_heads_and_the_landscape_stays(
    page: Any, tmp_path: Path, auto_play: bool
) -> None:
    loss = CATALOG["himmelblau"]
    runs = {key: trace(RULES[key], loss, start=(0, 0)) for key in ("gd", "momentum", "adam")}
    file = tmp_path / "race.html"
    race(loss, runs).write_html(file, include_plotlyjs=True, auto_play=auto_play)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(file.as_uri())
    page.wait_for_selector(".scatterlayer .trace path.point")
    page.wait_for_function("document.querySelectorAll('.imagelayer image').length === 2")
    plot = page.locator(".nsewdrag").bounding_box()
    assert plot is not None
    square = {"width": 40, "height": 40}
    corner = {"x": plot["x"] + 8, "y": plot["y"] + 8, **square}  # of the map; no path goes there
    margin = {"x": plot["x"] + 8, "y": plot["y"] + plot["height"] + 44, **square}
    page.evaluate(PAINTED)
    ground, heads = page.screenshot(clip=corner), page.evaluate(HEADS)
    assert ground != page.screenshot(clip=margin)

    page.get_by_text("▶ Play").click()
    for _ in range(4):
        before, heads = heads, page.wait_for_function(MOVED, arg=heads).json_value()
        assert len(heads) == len(before)
        assert page.screenshot(clip=corner) == ground

    # Playing that is cut short by playing: plotly.js rejects the promise, giving no reason.
    assert [error for error in errors if error != "undefined"] == []
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert not outside
