"""Every control, key and gesture of the player does what it says, as read from the picture.

Heads are found by their colour on the canvas where the path says they are; the step is the
counter's text. One opened page serves most tests: each begins at rest, as `at_rest` leaves it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

# Functions in the page that read what is drawn. A layer is a canvas by its selector.
READERS = """
window.drawn = {
    root: () => document.querySelector('.sb-root'),
    // RGBA values of the square around a page pixel on one canvas.
    patch(layer, [x, y], reach) {
        const box = layer.getBoundingClientRect();
        const ratio = layer.width / box.width;
        const side = 2 * reach + 1;
        const [left, top] = [(x - box.left) * ratio, (y - box.top) * ratio].map(Math.floor);
        return layer.getContext('2d').getImageData(left - reach, top - reach, side, side).data;
    },
    ink(selector, at, reach = 2) {
        return [...document.querySelectorAll(selector)].some(
            (layer) => this.patch(layer, at, reach).some((value, k) => k % 4 === 3 && value > 0));
    },
    // The colour of a racer's marker in the legend.
    color(k) {
        const sample = this.root().querySelectorAll('.sb-chip canvas')[k];
        return [...sample.getContext('2d').getImageData(sample.width / 2, sample.height / 2, 1, 1).data];
    },
    // Whether racer k's head stands where its path is at `step`, in '.sb-map' or '.sb-surface'.
    head(k, step, view = '.sb-map') {
        const { switchback: player } = this.root();
        const at = view === '.sb-map' ? player.project2d(k, step) : player.project3d(k, step);
        const pixels = this.patch(document.querySelector(`${view} .sb-live`), at, 4);
        const color = this.color(k);
        for (let i = 0; i < pixels.length; i += 4) {
            if (color.every((value, n) => Math.abs(value - pixels[i + n]) < 3)) return true;
        }
        return false;
    },
    heads(step) {
        return this.root().switchback.racers.map((_, k) => this.head(k, step));
    },
    // The step at which the heads stand furthest apart on the map.
    roomiest() {
        const { switchback: player } = this.root();
        let best = [0, -1];
        for (let step = 1; step < player.steps; step++) {
            const at = player.racers.map((_, k) => player.project2d(k, step));
            const gaps = at.flatMap((a, k) => at.slice(k + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])));
            if (Math.min(...gaps) > best[1]) best = [step, Math.min(...gaps)];
        }
        return best[0];
    },
    // A number that changes with any pixel of the canvases.
    print(selector) {
        let hash = 7;
        for (const layer of document.querySelectorAll(selector)) {
            const { data } = layer.getContext('2d').getImageData(0, 0, layer.width, layer.height);
            for (const value of new Uint32Array(data.buffer)) hash = (31 * hash + value) | 0;
        }
        return hash;
    },
    count: () => Number(document.querySelector('.sb-count').textContent.split(' / ')[0]),
    frames: (number) => new Promise((done) => {
        const next = () => (number-- > 0 ? requestAnimationFrame(next) : done());
        next();
    }),
};
"""

AT_REST = """
async () => {
    const root = document.querySelector('.sb-root');
    const choose = (name, value) => {
        const select = root.querySelector(name);
        select.value = value;
        select.dispatchEvent(new Event('change'));
    };
    if (document.fullscreenElement) await document.exitFullscreen();
    document.activeElement.blur();
    if (root.switchback.playing) root.querySelector('[data-do=toggle]').click();
    for (const chip of root.querySelectorAll('.sb-chip[aria-pressed=false]')) {
        root.querySelector(`.sb-chip[title^="${chip.title.split(',')[0]}"]`).click();
    }
    for (const name of ['loop', 'log', 'help']) {
        const button = root.querySelector(`[data-do=${name}]`);
        const on = (button.ariaPressed ?? button.ariaExpanded) === 'true';
        if (on !== (name === 'log')) button.click();
    }
    choose('.sb-speed', 1);
    choose('.sb-tail', 'all');
    choose('.sb-levels', 'auto');
    root.querySelector('[data-curve=loss]').click();
    root.querySelector('[data-do=restart]').click();
    // Longer than the time in which a second click would make a double click.
    await new Promise((done) => setTimeout(done, 360));
    await drawn.frames(2);
}
"""

MAP_TRAILS = ".sb-map .sb-casing, .sb-map .sb-trail, .sb-map .sb-live"
CHART = ".sb-chart canvas"
MOMENTUM = 1  # crosses the whole map in the opening race


@pytest.fixture(scope="module")
def opened(visiting: Any) -> Iterator[Any]:
    with visiting(READERS) as visit:
        visit.until("player.painted.surface", seconds=60)
        yield visit


@pytest.fixture
def at_rest(opened: Any) -> Any:
    """The opened page: paused at step 0, everybody shown, every choice as at the beginning."""
    opened.page.evaluate(AT_REST)
    return opened


def drawn(visit: Any, expression: str) -> Any:
    """What `expression` over `drawn` and `player` says once pending drawings are done."""
    return visit.page.evaluate(
        """async (body) => {
            await drawn.frames(2);
            return new Function('player', `return drawn.${body}`)(drawn.root().switchback);
        }""",
        expression,
    )


def scrub(visit: Any, step: int) -> None:
    visit.page.locator(".sb-scrub").fill(str(step))


def press(visit: Any, name: str) -> None:
    visit.page.locator(f"[data-do={name}]").click()


def shown_step(visit: Any) -> int:
    return int(drawn(visit, "count()"))


def assert_stands_at(visit: Any, step: int) -> None:
    """Counter, scrubber, map and curve all show this step."""
    assert shown_step(visit) == step
    assert visit.page.locator(".sb-scrub").input_value() == str(step)
    assert drawn(visit, f"head({MOMENTUM}, {step})")
    line = visit.page.locator(".sb-now").bounding_box()
    chart = visit.page.locator(".sb-chart").bounding_box()
    share = step / visit.player("player.steps")
    assert line["x"] == pytest.approx(chart["x"] + 52 + share * (chart["width"] - 66), abs=1.5)


# the step


def test_buttons_walk_forward_back_and_to_the_start(at_rest: Any) -> None:
    assert_stands_at(at_rest, 0)
    press(at_rest, "forward")
    press(at_rest, "forward")
    assert_stands_at(at_rest, 2)
    press(at_rest, "back")
    assert_stands_at(at_rest, 1)
    scrub(at_rest, 200)
    assert_stands_at(at_rest, 200)
    press(at_rest, "restart")
    assert_stands_at(at_rest, 0)


def test_play_moves_and_pause_holds(at_rest: Any) -> None:
    page = at_rest.page
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => drawn.count() > 5")
    page.get_by_role("button", name="Pause", exact=True).click()
    held = shown_step(at_rest)
    page.evaluate("drawn.frames(15)")
    assert shown_step(at_rest) == held
    assert_stands_at(at_rest, held)


def test_both_views_show_the_head_of_the_same_step(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    scrub(at_rest, 60)
    assert drawn(at_rest, f"head({MOMENTUM}, 60)")
    assert drawn(at_rest, f"head({MOMENTUM}, 60, '.sb-surface')")
    assert not drawn(at_rest, f"head({MOMENTUM}, 20, '.sb-surface')")


def test_speeds_are_what_they_say(at_rest: Any) -> None:
    rates = {
        speed: at_rest.page.evaluate(STEPS_A_SECOND, speed)
        for speed in ("0.25", "0.5", "1", "2", "4", "8")
    }
    for speed, rate in rates.items():
        assert 0.7 < rate / (float(speed) * rates["1"]) < 1.4, rates


# From the first changed count to the last within most of a second, or until the end is near.
STEPS_A_SECOND = """
async (speed) => {
    const root = drawn.root();
    root.querySelector('.sb-speed').value = speed;
    root.querySelector('.sb-speed').dispatchEvent(new Event('change'));
    root.querySelector('[data-do=restart]').click();
    root.querySelector('[data-do=toggle]').click();
    const seen = [];
    const began = performance.now();
    while (performance.now() - began < 800 && drawn.count() < root.switchback.steps - 40) {
        await drawn.frames(1);
        const count = drawn.count();
        if (count !== seen.at(-1)?.[1]) seen.push([performance.now(), count]);
    }
    root.querySelector('[data-do=toggle]').click();
    const [[t0, from], [t1, to]] = [seen[1], seen.at(-1)];
    return (1000 * (to - from)) / (t1 - t0);
}
"""


def test_a_race_stops_at_its_end_or_begins_again(at_rest: Any) -> None:
    page = at_rest.page
    page.locator(".sb-speed").select_option("8")
    scrub(at_rest, 250)
    press(at_rest, "toggle")
    page.wait_for_function("() => drawn.count() === 300")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    press(at_rest, "loop")
    assert page.locator("[data-do=loop]").get_attribute("aria-pressed") == "true"
    scrub(at_rest, 250)
    press(at_rest, "toggle")
    page.wait_for_function("() => drawn.count() === 300")
    page.wait_for_function("() => drawn.count() < 200")
    page.get_by_role("button", name="Pause", exact=True).wait_for()


def test_a_change_of_the_curve_can_be_dragged_through(at_rest: Any) -> None:
    box = at_rest.page.locator(".sb-chart").bounding_box()
    width = box["width"] - 66
    mouse = at_rest.page.mouse
    mouse.move(box["x"] + 52 + width / 3, box["y"] + 60)
    mouse.down()
    assert shown_step(at_rest) == pytest.approx(100, abs=1)
    mouse.move(box["x"] + 52 + width / 2, box["y"] + 60, steps=3)
    mouse.up()
    assert shown_step(at_rest) == pytest.approx(150, abs=1)


# what is shown


def test_a_short_trail_drops_what_is_older(at_rest: Any) -> None:
    scrub(at_rest, 100)
    early = at_rest.player(f"player.project2d({MOMENTUM}, 6)")
    recent = at_rest.player(f"player.project2d({MOMENTUM}, 96)")
    assert drawn(at_rest, f"ink('{MAP_TRAILS}', {early})")
    at_rest.page.locator(".sb-tail").select_option("8")
    assert not drawn(at_rest, f"ink('{MAP_TRAILS}', {early})")
    assert drawn(at_rest, f"ink('{MAP_TRAILS}', {recent})")
    at_rest.page.locator(".sb-tail").select_option("100")
    assert drawn(at_rest, f"ink('{MAP_TRAILS}', {early})")


def test_levels_even_and_logarithmic(at_rest: Any) -> None:
    page = at_rest.page
    prints, ticks = {}, {}
    for spacing in ("even", "log", "auto"):
        page.locator(".sb-levels").select_option(spacing)
        prints[spacing] = drawn(at_rest, "print('.sb-map .sb-base')")
        ticks[spacing] = page.locator(".sb-scale-ticks").inner_text()
    assert prints["even"] != prints["log"]
    assert ticks["even"] != ticks["log"]
    says = page.locator('.sb-levels option[value="auto"]').inner_text()
    chosen = {"auto (even)": "even", "auto (log)": "log"}[says]
    assert prints["auto"] == prints[chosen]


def test_marks_can_be_switched_off(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    minimum = at_rest.player("player.pixel2d(0, 0)")
    layers = {".sb-map .sb-area > .sb-layer:not([class*=' '])", ".sb-surface .sb-over > .sb-layer:not([class*=' '])"}
    before = {layer: drawn(at_rest, f'print("{layer}")') for layer in layers}
    on_map = f'ink("{min(layers)}", {minimum}, 5)'
    assert drawn(at_rest, on_map)
    at_rest.page.locator(".sb-marks").uncheck()
    assert not drawn(at_rest, on_map)
    after = {layer: drawn(at_rest, f'print("{layer}")') for layer in layers}
    assert all(before[layer] != after[layer] for layer in layers)
    at_rest.page.locator(".sb-marks").check()
    assert drawn(at_rest, on_map)


def test_a_click_in_the_legend_hides_and_two_leave_only_one(at_rest: Any) -> None:
    step = drawn(at_rest, "roomiest()")
    scrub(at_rest, step)
    everybody = [True] * at_rest.player("player.racers.length")
    chips = at_rest.page.locator(".sb-chip")
    names = at_rest.player("player.racers.map(r => r.name)")
    for k, name in enumerate(names):
        assert name in chips.nth(k).inner_text()
    heads = f"heads({step})"
    assert drawn(at_rest, heads) == everybody
    curve = drawn(at_rest, f"print('{CHART}')")
    chips.nth(2).click()
    assert drawn(at_rest, heads) == [k != 2 for k in range(len(names))]
    assert drawn(at_rest, f"print('{CHART}')") != curve
    assert chips.nth(2).get_attribute("aria-pressed") == "false"
    at_rest.page.wait_for_timeout(360)  # two clicks in quick succession would be a double click
    chips.nth(2).click()
    assert drawn(at_rest, heads) == everybody
    chips.nth(0).click(modifiers=["Shift"])
    only_first = [k == 0 for k in range(len(names))]
    assert drawn(at_rest, heads) == only_first
    chips.nth(0).click(modifiers=["Shift"])
    assert drawn(at_rest, heads) == everybody
    chips.nth(3).dblclick()
    assert drawn(at_rest, heads) == [k == 3 for k in range(len(names))]
    chips.nth(3).dblclick()
    assert drawn(at_rest, heads) == everybody


def test_curves_have_tabs_and_a_logarithmic_axis(at_rest: Any) -> None:
    page = at_rest.page
    prints = {}
    for tab, label in {"Loss": "loss", "Gradient": "gradient", "Step length": "length"}.items():
        page.get_by_role("button", name=tab, exact=True).click()
        assert label in page.locator(".sb-chart-label").inner_text()
        for log in ("true", "false"):
            if page.locator("[data-do=log]").get_attribute("aria-pressed") != log:
                press(at_rest, "log")
            prints[tab, log] = drawn(at_rest, f"print('{CHART}')")
    assert len(set(prints.values())) == len(prints)


@pytest.mark.parametrize("view", [".sb-map", ".sb-surface", ".sb-chart"])
def test_hovering_names_optimizer_step_point_and_loss(at_rest: Any, view: str) -> None:
    at_rest.until("player.painted.surface")
    scrub(at_rest, 60)
    if view == ".sb-chart":
        # Where the now-line meets a drawn curve: its head.
        x, y = drawn(at_rest, "curveHead ?? null") or curve_head(at_rest)
    else:
        which = "project2d" if view == ".sb-map" else "project3d"
        x, y = at_rest.player(f"player.{which}({MOMENTUM}, 60)")
    at_rest.page.mouse.move(x, y)
    tip = at_rest.page.locator(".sb-tip")
    tip.wait_for()
    said = tip.inner_text()
    names = at_rest.player("player.racers.map(r => r.name)")
    assert any(said.startswith(name) for name in names)
    assert "step 60" in said or "step 59" in said or "step 61" in said
    assert "loss " in said
    assert "x " in said
    at_rest.page.mouse.move(5, 5)
    tip.wait_for(state="hidden")


def curve_head(visit: Any) -> tuple[float, float]:
    """A page pixel inside a head on the curve."""
    x, y = visit.page.evaluate(
        """() => {
            const layer = document.querySelector('.sb-chart > canvas:last-of-type');
            const { width, height } = layer;
            const { data } = layer.getContext('2d').getImageData(0, 0, width, height);
            let [sum, x, y] = [0, 0, 0];
            const first = Array.from({ length: width * height }, (_, k) => k).find((k) => data[4 * k + 3]);
            for (let k = first; k < width * (Math.floor(first / width) + 9); k++) {
                if (!data[4 * k + 3]) continue;
                sum += 1;
                x += k % width;
                y += Math.floor(k / width);
            }
            const box = layer.getBoundingClientRect();
            return [box.left + (x / sum) * box.width / width, box.top + (y / sum) * box.height / height];
        }"""
    )
    return x, y


# keys


def test_keys_drive_the_player(at_rest: Any) -> None:
    keyboard = at_rest.page.keyboard
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    assert_stands_at(at_rest, 2)
    keyboard.press("ArrowLeft")
    assert_stands_at(at_rest, 1)
    keyboard.press("End")
    assert shown_step(at_rest) == 300
    keyboard.press("Home")
    assert_stands_at(at_rest, 0)
    keyboard.press("Space")
    at_rest.page.wait_for_function("() => drawn.count() > 3")
    keyboard.press("Space")
    at_rest.page.get_by_role("button", name="Play", exact=True).wait_for()


def test_digits_hide_and_show_optimizers(at_rest: Any) -> None:
    step = drawn(at_rest, "roomiest()")
    scrub(at_rest, step)
    at_rest.page.evaluate("document.activeElement.blur()")
    for number in range(1, at_rest.player("player.racers.length") + 1):
        at_rest.page.keyboard.press(str(number))
        assert drawn(at_rest, f"heads({step})")[number - 1] is False
        at_rest.page.keyboard.press(str(number))
        assert drawn(at_rest, f"heads({step})")[number - 1] is True
    at_rest.page.keyboard.press("9")  # nobody's
    assert all(drawn(at_rest, f"heads({step})"))


def test_keys_and_gestures_stand_under_the_question_mark(at_rest: Any) -> None:
    page = at_rest.page
    shown = page.locator(".sb-help")
    assert not shown.is_visible()
    page.keyboard.press("?")
    shown.wait_for()
    keys = shown.locator("kbd").all_inner_texts()
    assert {"Space", "←", "→", "Home", "End", "1", "9"} <= set(keys)
    page.keyboard.press("?")
    shown.wait_for(state="hidden")
    page.get_by_role("button", name="Keys and gestures").click()
    shown.wait_for()


def test_keys_typed_in_a_field_stay_there(at_rest: Any) -> None:
    page = at_rest.page
    scrub(at_rest, 50)
    field = page.locator(".st-key-start_x input")
    before = field.input_value()
    field.click()
    for key in ("End", "1", "ArrowLeft", "ArrowRight", "Backspace", "Home"):
        page.keyboard.press(key)
    assert field.input_value() == before
    formula = page.locator("input[aria-label=Formula]")
    text = formula.input_value()
    formula.click()
    for key in ("End", "Space", "?", "1"):
        page.keyboard.press(key)
    assert formula.input_value() == f"{text} ?1"
    for _ in range(3):
        page.keyboard.press("Backspace")
    assert formula.input_value() == text
    assert_stands_at(at_rest, 50)
    assert all(at_rest.player("player.racers.map(r => r.shown)"))
    assert not page.locator(".sb-help").is_visible()


def test_the_classroom_fills_the_screen_in_large_type(at_rest: Any) -> None:
    page = at_rest.page
    letters = "parseFloat(getComputedStyle(drawn.root().querySelector('.sb-count')).fontSize)"
    usual = page.evaluate(letters)
    press(at_rest, "classroom")
    page.wait_for_function(
        """() => {
            const box = drawn.root().getBoundingClientRect();
            return box.left === 0 && box.top === 0 && box.width === innerWidth && box.height === innerHeight;
        }"""
    )
    assert page.evaluate(letters) > 1.5 * usual
    page.wait_for_function(
        """() => {
            const parts = ['.sb-stages', '.sb-bar', '.sb-below'].map((name) => drawn.root().querySelector(name));
            return parts.every((part) => part.getBoundingClientRect().bottom <= innerHeight + 1);
        }"""
    )
    page.keyboard.press("f")
    page.wait_for_function(f"() => {letters} === {usual}")


# the start and the views


def drawn_start(visit: Any) -> tuple[float, float]:
    """Where the start's target stands on the page."""
    box = visit.page.locator(".sb-start").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click_map(visit: Any, x: float, y: float) -> tuple[float, float]:
    """Clicks the page pixel nearest to a data point; returns the pixel."""
    px, py = map(round, visit.player(f"player.pixel2d({x}, {y})"))
    before = visit.player("player.start")
    visit.page.mouse.click(px, py)
    visit.until(f"player.start.join() !== '{before[0]},{before[1]}'")
    return px, py


@pytest.mark.parametrize("at", [(-3.2, 1.7), (0.61, -4.43), (4.4, 2.5)])
def test_a_click_lands_within_one_pixel(at_rest: Any, at: tuple[float, float]) -> None:
    px, py = click_map(at_rest, *at)
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
    scrub(at_rest, 200)
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
    click_map(at_rest, -2, 1)
    at_rest.until("player.painted.surface")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    at_rest.until("player.steps === 300 && player.painted.surface")
    assert player("player.view") == zoomed
    assert settled(at_rest, corner) == pytest.approx(turned, abs=0.5)

    page.mouse.dblclick(*player("player.pixel2d(1, 1)"))
    at_rest.until(f"player.view.join() === '{','.join(f'{edge:g}' for edge in whole)}'")
    page.mouse.dblclick(*middle)
    at_rest.until(f"Math.abs({corner}[0] - {home[0]}) < 0.5 && Math.abs({corner}[1] - {home[1]}) < 0.5")
    assert player("player.start")[0] == pytest.approx(-2, abs=0.05)
    assert page.locator(".sb-reset").filter(visible=True).count() == 0


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
    for turn in (0, 160):
        if turn:
            box = at_rest.page.locator(".sb-surface").bounding_box()
            middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            drag(at_rest.page, middle, (middle[0] + turn, middle[1] - 30))
            settled(at_rest, "player.pixel3d(0, 0, 1)")
        for point in ((-4, 4, 0.9), (3, -4.5, 0.8), (4.5, 4.5, 0.95)):
            ours = at_rest.player("player.pixel3d({}, {}, {})".format(*point))
            assert plotly_marker(at_rest, point) == pytest.approx(ours, abs=1)
    at_rest.page.mouse.dblclick(*middle)


def plotly_marker(visit: Any, point: tuple[float, float, float]) -> tuple[float, float]:
    """The page pixel in the middle of a marker that Plotly itself draws at `point`."""
    page = visit.page
    page.evaluate(
        """async ([x, y, z]) => {
            const { plot } = drawn.root().switchback;
            const marker = { color: '#ff00ff', size: 9, line: { width: 0 } };
            await Plotly.addTraces(plot, { type: 'scatter3d', mode: 'markers', x: [x], y: [y], z: [z], marker, showlegend: false });
            await drawn.frames(3);
        }""",
        list(point),
    )
    box = page.locator(".sb-surface").bounding_box()
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB"), float)
    page.evaluate("Plotly.deleteTraces(drawn.root().switchback.plot, -1)")
    rows, columns = np.nonzero((np.abs(picture - [255, 0, 255]) < 60).all(axis=-1))
    assert rows.size > 20
    # A screenshot of a box that begins between two pixels begins at the pixel before.
    return int(box["x"]) + columns.mean() + 0.5, int(box["y"]) + rows.mean() + 0.5


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
    controls = {"button", "slider", "spinbutton", "combobox", "checkbox", "textbox", "image"}
    unnamed = [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in controls
        and not node.get("name", {}).get("value", "").strip()
    ]
    assert unnamed == []


def test_nothing_moves_by_itself_where_motion_is_not_wanted(visiting: Any) -> None:
    with visiting(READERS, reduced_motion="reduce") as visit:
        visit.until("player.step === player.steps")
        assert not visit.player("player.playing")
        assert_stands_at(visit, 300)
        press(visit, "toggle")  # whoever asks for it still sees it move
        visit.page.wait_for_function("() => drawn.count() > 0 && drawn.count() < 200")


NO_WEBGL = """
const offered = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.includes('webgl') ? null : offered.call(this, kind, ...rest);
};
"""


def test_without_webgl_map_and_curves_work_and_one_sentence_says_so(visiting: Any) -> None:
    with visiting(READERS + NO_WEBGL) as visit:
        note = visit.page.locator(".sb-note")
        note.filter(has_text="needs WebGL").wait_for()
        assert note.inner_text().count(".") == 1
        visit.until("player.step > 5")
        press(visit, "toggle")
        scrub(visit, 120)
        assert_stands_at(visit, 120)
        click_map(visit, -2, 2)
