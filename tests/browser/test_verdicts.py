"""Below the player: sentences, the basin timeline that follows the player, scores; and on it:
marks with their curvatures, basins as a tint, events as ticks on the curves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from player.survey import basin_color

TINTED = """async ({places, colors}) => {
    const { switchback: player } = drawn.root();
    const pixel = ([x, y]) => [...drawn.patch(
        document.querySelector('.sb-base'), player.pixel2d(x, y), 0)].slice(0, 3);
    const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = colors.map((color) => {
        paper.fillStyle = color;
        paper.fillRect(0, 0, 1, 1);
        return [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
    const look = () => places.map(pixel);
    const before = look();
    document.querySelector('.sb-tint').click();
    await drawn.frames(2);
    const tinted = look();
    document.querySelector('.sb-tint').click();
    await drawn.frames(2);
    return { before, tinted, after: look(), rgb };
}"""
"""Colours of the map at places, with and without the tint, and the basins' own."""


@pytest.fixture(scope="module")
def visit(visiting: Any) -> Iterator[Any]:
    """One page for all tests of this file, in their order."""
    with visiting() as seen:
        yield seen


def await_tip(visit: Any, text: str) -> None:
    visit.page.locator(".sb-tip", has_text=text).filter(visible=True).wait_for()


def alone(tick: dict[str, Any], ticks: list[dict[str, Any]]) -> bool:
    return all(abs(tick["at"][0] - other["at"][0]) > 16 for other in ticks if other is not tick)


def test_each_path_has_its_sentence_after_the_race_has_begun(visit: Any) -> None:
    page = visit.page
    visit.until("player.step > 2")
    page.get_by_text("reached the global minimum").wait_for()
    assert page.get_by_text("trapped in local minimum").count() >= 1
    said = page.locator("[data-testid=stMain]").inner_text()
    for name in visit.player("player.racers.map(r => r.name)"):
        assert name in said


def test_the_timeline_follows_the_player_and_a_click_jumps_there(visit: Any) -> None:
    page = visit.page
    bars = page.locator(".sb-timeline-bar")
    bars.first.wait_for()
    assert bars.count() == visit.player("player.racers.length")
    visit.until("player.step > 2")
    page.locator("[data-do=toggle]").click()
    visit.until("!player.playing")
    visit.settle()
    box = bars.first.bounding_box()
    bars.first.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    visit.until("Math.abs(player.step - player.steps / 2) <= 2")
    page.wait_for_function(
        """() => {
            const step = document.querySelector('.sb-root').switchback.step;
            const line = document.querySelector('.sb-timeline-now');
            return Math.abs(Number(line.getAttribute('x1')) - step - 0.5) < 1e-6;
        }"""
    )


def test_the_basins_visited_are_named(visit: Any) -> None:
    key = visit.page.locator(".sb-timeline-key")
    key.get_by_text("global minimum (0.00, 0.00)").wait_for()
    assert key.get_by_text("of 121").count() >= 2


def test_the_view_is_counted(visit: Any) -> None:
    visit.page.get_by_text("121 minima, 100 maxima, 220 saddles").wait_for()


def test_the_tint_lays_the_basins_colours_over_the_map(visit: Any) -> None:
    visit.page.locator(".sb-tint-choice").wait_for()
    wells = {(0.1, 0.1): 0, (4.1, 1.9): 66}  # the verdicts call these minimum 1 and 67 of 121
    seen = visit.page.evaluate(
        TINTED, {"places": list(wells), "colors": [basin_color(rank) for rank in wells.values()]}
    )
    assert seen["after"] == seen["before"]
    for before, tinted, basin in zip(seen["before"], seen["tinted"], seen["rgb"], strict=True):
        halfway = [(a + b) / 2 for a, b in zip(before, basin, strict=True)]
        assert tinted == pytest.approx(halfway, abs=3)
        assert tinted != before


def test_events_are_ticks_on_the_curves_in_the_optimizers_colour(visit: Any) -> None:
    visit.until("player.ticks.length > 0")
    visit.scrub(visit.player("player.steps"))
    ticks = visit.drawn("root().switchback.ticks")
    arrows = [tick for tick in ticks if tick["kind"] == "escapes" and alone(tick, ticks)]
    assert arrows
    for tick in arrows:
        x, y = tick["at"]
        assert x == pytest.approx(visit.curve_x(tick["step"]), abs=1)
        own = visit.drawn(f"color({tick['racer']})")
        for end in (y - 4, y + 4):  # the arrow's shaft, across the curve
            pixels = visit.drawn(f"patch(document.querySelector('.sb-now'), [{x}, {end}], 1)")
            near = [pixels[4 * k : 4 * k + 4] for k in range(9)]
            assert any(pixel == pytest.approx(own, abs=30) for pixel in near)


def test_a_tick_says_its_event(visit: Any) -> None:
    visit.page.locator(".sb-chart").scroll_into_view_if_needed()
    visit.settle()
    tick = visit.player("player.ticks.find((tick) => tick.kind === 'escapes')")
    visit.page.mouse.move(*tick["at"])
    await_tip(visit, f"step {tick['step']}: leaves the basin of")
    await_tip(visit, visit.player(f"player.racers[{tick['racer']}].name"))


def test_a_hidden_optimizer_hides_its_ticks(visit: Any) -> None:
    racer = visit.player("player.ticks[0].racer")
    chip = visit.page.locator(".sb-chip").nth(racer)
    chip.click()
    assert not visit.player(f"player.ticks.some((tick) => tick.racer === {racer})")
    visit.page.wait_for_timeout(visit.page.evaluate("drawn.noDoubleClick"))
    chip.click()
    assert visit.player(f"player.ticks.some((tick) => tick.racer === {racer})")


def test_a_mark_says_its_curvatures_and_draws_them(visit: Any) -> None:
    """The curvature at the bottom is 2 + 10 (2 pi)^2 = 396.8 whichever way."""
    visit.scrub(0)
    assert visit.player("player.marks.map((mark) => mark.name)") == ["global minimum"]
    visit.page.locator(".sb-map").scroll_into_view_if_needed()
    visit.settle()
    plain = visit.drawn("print('.sb-map .sb-layer')")
    visit.page.mouse.move(*visit.player("player.pixel2d(0, 0)"))
    await_tip(visit, "curvature 397 in every direction")
    assert visit.page.locator(".sb-tip").inner_text().splitlines()[0] == "global minimum"
    assert visit.drawn("print('.sb-map .sb-layer')") != plain
    visit.page.mouse.move(0, 0)
    assert visit.drawn("print('.sb-map .sb-layer')") == plain
    visit.until("player.painted.surface")
    visit.page.mouse.move(*visit.player("player.pixel3d(0, 0, player.marks[0].height)"))
    await_tip(visit, "curvature 397 in every direction")
    visit.page.mouse.move(0, 0)
    visit.page.locator(".sb-tip").wait_for(state="hidden")


def test_left_out_marks_are_counted_and_explained(visit: Any) -> None:
    assert visit.page.locator(".sb-marked").inner_text() == "(1 of 441)"
    visit.press("help")
    visit.page.get_by_text("441 points without slope: only the lowest").first.wait_for()
    visit.press("help")


def test_ticks_and_timeline_fade_while_the_start_is_dragged(visit: Any) -> None:
    faded = "document.querySelector('.sb-timeline').classList.contains('sb-timeline-past')"
    assert visit.player("player.live")
    visit.page.locator(".sb-map").scroll_into_view_if_needed()
    visit.settle()
    x, y = visit.player("player.pixel2d(...player.start)")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x - 60, y + 40, steps=3)
    visit.until("player.ticks.length === 0")
    visit.until(faded)
    visit.page.mouse.up()
    visit.until("player.ticks.length > 0")
    visit.until(f"!{faded}")
