"""Start, camera and zoom, and what is there for those who see or move less.

Positions are compared in pixels: where a click was made, where Plotly itself puts a point.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

# the start and the views


def drawn_start(visit: Any) -> tuple[float, float]:
    """Where the start's target stands on the page."""
    box = visit.page.locator(".sb-start").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("at", [(-3.2, 1.7), (0.61, -4.43), (4.4, 2.5)])
def test_a_click_lands_within_one_pixel(at_rest: Any, at: tuple[float, float]) -> None:
    px, py = at_rest.pick(*at)
    assert drawn_start(at_rest) == pytest.approx((px, py), abs=1)
    for k in range(at_rest.player("player.racers.length")):
        assert at_rest.player(f"player.project2d({k}, 0)") == pytest.approx((px, py), abs=1)


def test_typed_numbers_move_the_start(at_rest: Any) -> None:
    field = at_rest.page.locator(".st-key-start_x input")
    field.fill("-1.25")
    field.press("Enter")
    at_rest.until("player.start[0] === -1.25")
    x, _ = at_rest.player("player.pixel2d(-1.25, 0)")
    assert drawn_start(at_rest)[0] == pytest.approx(x, abs=1)
    field.fill("4.4")
    field.press("Enter")
    at_rest.until("player.start[0] === 4.4")


def test_a_changed_experiment_plays_from_the_start(at_rest: Any) -> None:
    at_rest.scrub(200)
    slider = at_rest.page.locator("[class*=st-key-adam-eta] input").first
    before = at_rest.player("player.project2d(4, 1)")
    slider.focus()
    at_rest.page.keyboard.press("ArrowLeft")
    at_rest.until(f"player.project2d(4, 1)[0] !== {before[0]}")
    at_rest.page.wait_for_function("() => drawn.count() > 0 && drawn.count() < 150")
    at_rest.page.get_by_role("button", name="Pause", exact=True).wait_for()
    at_rest.page.keyboard.press("ArrowRight")
    at_rest.until(f"player.project2d(4, 1)[0] === {before[0]}")


def test_camera_and_zoom_stay_until_a_double_click(at_rest: Any) -> None:
    page, player = at_rest.page, at_rest.player
    at_rest.until("player.painted.surface")
    whole, corner = player("player.view"), "player.pixel3d(-5, 5, 0.4)"
    home = player(corner)
    drag(page, player("player.pixel2d(-4, 4)"), player("player.pixel2d(3, -3)"))
    zoomed = player("player.view")
    assert zoomed == pytest.approx([-4, 3, -3, 4], abs=0.05)
    box = page.locator(".sb-surface").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drag(page, middle, (middle[0] + 120, middle[1] + 20))
    at_rest.until(f"Math.abs({corner}[0] - {home[0]}) > 20")
    turned = settled(at_rest, corner)

    slider = page.locator(".st-key-steps input").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    at_rest.until("player.steps === 350 && player.painted.surface")
    at_rest.pick(-2, 1)
    at_rest.until("player.painted.surface")
    assert player("player.view") == zoomed
    assert settled(at_rest, corner) == pytest.approx(turned, abs=0.5)
    at_rest.settle()

    page.mouse.dblclick(*player("player.pixel2d(1, 1)"))
    at_rest.until(f"player.view.join() === '{','.join(f'{edge:g}' for edge in whole)}'")
    page.mouse.dblclick(*middle)
    at_rest.until(
        f"Math.abs({corner}[0] - {home[0]}) < 0.5 && Math.abs({corner}[1] - {home[1]}) < 0.5"
    )
    assert player("player.start")[0] == pytest.approx(-2, abs=0.05)
    assert page.locator(".sb-reset").filter(visible=True).count() == 0
    slider.focus()
    page.keyboard.press("ArrowLeft")
    at_rest.until("player.steps === 300")


def test_shift_moves_the_view_and_clicks_nothing(at_rest: Any) -> None:
    page, player = at_rest.page, at_rest.player
    start = player("player.start")
    drag(page, player("player.pixel2d(-3, 3)"), player("player.pixel2d(2, -2)"))
    zoomed = player("player.view")
    page.keyboard.down("Shift")
    drag(page, player("player.pixel2d(0, 0)"), player("player.pixel2d(1, 0.5)"))
    moved = player("player.view")
    by = (1, 1, 0.5, 0.5)
    assert moved == pytest.approx([x - d for x, d in zip(zoomed, by, strict=True)], abs=0.05)
    page.mouse.click(*player("player.pixel2d(0, 0)"), click_count=2, delay=20)
    page.keyboard.up("Shift")
    page.wait_for_timeout(page.evaluate("drawn.noDoubleClick"))
    assert player("player.view") == moved
    assert player("player.start") == start
    page.locator(".sb-map .sb-reset").click()
    at_rest.until("player.view[0] < -5")


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def settled(visit: Any, expression: str) -> list[float]:
    """The expression's value once two drawings agree on it."""
    before = None
    while (now := visit.player(expression)) != before:
        before = now
        visit.page.evaluate("drawn.frames(20)")
    return now


def test_a_point_over_the_surface_stands_where_plotly_puts_it(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    corner = "player.pixel3d(-5, 5, 0.4)"
    home = at_rest.player(corner)
    for eye in (None, {"x": 1.1, "y": -1.2, "z": 0.9}):
        if eye:
            turn = "eye => Plotly.relayout(drawn.root().switchback.plot, {'scene.camera.eye': eye})"
            at_rest.page.evaluate(f"async eye => {{ await ({turn})(eye); }}", eye)
            at_rest.until(f"Math.abs({corner}[0] - {home[0]}) > 50")
        ours = [at_rest.player("player.pixel3d({}, {}, {})".format(*at)) for at in ABOVE.values()]
        assert plotly_markers(at_rest) == [pytest.approx(pixel, abs=1) for pixel in ours]
    at_rest.page.locator(".sb-surface .sb-reset").click()
    at_rest.until(f"Math.abs({corner}[0] - {home[0]}) < 0.5")


def test_curves_and_the_surface_follow_a_held_start(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    at_rest.page.locator(".sb-map").scroll_into_view_if_needed()
    at_rest.settle()
    x, y = at_rest.player("player.pixel2d(...player.start)")
    mouse = at_rest.page.mouse
    mouse.move(x, y)
    mouse.down()
    pictures = []
    for dx, dy in ((-30, 20), (-90, 70)):
        mouse.move(x + dx, y + dy, steps=3)
        at_rest.page.evaluate("drawn.frames(2)")
        pictures.append(at_rest.page.evaluate(PICTURES))
    mouse.up()
    changed = [one != other for one, other in zip(*pictures, strict=True)]
    assert sum(changed) >= len(changed) - 1, changed


PICTURES = """() => [...document.querySelectorAll('.sb-chart canvas, .sb-over canvas')]
    .map(canvas => canvas.toDataURL())"""


# Places that the surface does not hide, and colours found nowhere else.
ABOVE = {"#ff00ff": (-1, 1, 1.0), "#00ff00": (2, -2, 1.0), "#00ffff": (2, 2, 1.0)}


def plotly_markers(visit: Any) -> list[tuple[float, float]]:
    """The page pixels in the middle of markers that Plotly itself draws at ABOVE."""
    visit.page.evaluate(
        """async (places) => {
            const [x, y, z] = [0, 1, 2].map((axis) => Object.values(places).map((at) => at[axis]));
            const marker = { color: Object.keys(places), size: 9, line: { width: 0 } };
            const dots = { type: 'scatter3d', mode: 'markers', x, y, z, marker, showlegend: false };
            await Plotly.addTraces(drawn.root().switchback.plot, dots);
            await drawn.frames(3);
        }""",
        {color: list(at) for color, at in ABOVE.items()},
    )
    picture = np.asarray(Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB"), float)
    visit.page.evaluate("Plotly.deleteTraces(drawn.root().switchback.plot, -1)")
    middles = []
    for color in ABOVE:
        rgb = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
        rows, columns = np.nonzero((np.abs(picture - rgb) < 60).all(axis=-1))
        assert rows.size > 20
        middles.append((columns.mean() + 0.5, rows.mean() + 0.5))
    return middles


# for everybody


def test_the_end_is_told_in_words(at_rest: Any) -> None:
    words = at_rest.page.locator(".sb-words")
    at_rest.page.keyboard.press("End")
    at_rest.page.wait_for_function("() => document.querySelector('.sb-words').textContent")
    said = words.text_content()
    assert said.startswith("300 steps from ")
    for name in at_rest.player("player.racers.map(r => r.name)"):
        assert name in said
    assert words.get_attribute("aria-live") == "polite"


def test_every_control_of_the_player_has_a_name(at_rest: Any) -> None:
    session = at_rest.page.context.new_cdp_session(at_rest.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = {"button", "slider", "spinbutton", "combobox", "checkbox", "textbox"}
    unnamed = [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in controls
        and not node.get("name", {}).get("value", "").strip()
    ]
    assert unnamed == []


def test_nothing_moves_by_itself_where_motion_is_not_wanted(visiting_flat: Any) -> None:
    with visiting_flat(reduced_motion="reduce") as visit:
        visit.until("player.step === player.steps")
        assert not visit.player("player.playing")
        visit.assert_stands_at(300)
        visit.press("toggle")  # whoever asks for it still sees it move
        visit.page.wait_for_function("() => drawn.count() > 0 && drawn.count() < 200")


def test_without_webgl_map_and_curves_work_and_one_sentence_says_so(visiting_flat: Any) -> None:
    with visiting_flat() as visit:
        note = visit.page.locator(".sb-surface .sb-note")
        note.filter(has_text="needs WebGL").wait_for()
        assert note.inner_text().count(".") == 1
        visit.until("player.step > 5")
        visit.press("toggle")
        visit.scrub(120)
        visit.assert_stands_at(120)
        visit.pick(-2, 2)
