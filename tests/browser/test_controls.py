"""Every control, key and gesture of the player does what it says, as read from the picture.

Heads are found by their colour on the canvas where the path says they are; the step is the
counter's text. One opened page serves most tests: each begins at rest, as `at_rest` leaves it.
"""

from __future__ import annotations

from typing import Any

import pytest

MAP_TRAILS = ".sb-map .sb-casing, .sb-map .sb-trail, .sb-map .sb-live"
CHART = ".sb-chart canvas"
MOMENTUM = 1  # crosses the whole map in the opening race


# the step


def test_buttons_walk_forward_back_and_to_the_start(at_rest: Any) -> None:
    at_rest.assert_stands_at(0)
    at_rest.press("forward")
    at_rest.press("forward")
    at_rest.assert_stands_at(2)
    at_rest.press("back")
    at_rest.assert_stands_at(1)
    at_rest.scrub(200)
    at_rest.assert_stands_at(200)
    at_rest.press("restart")
    at_rest.assert_stands_at(0)


def test_play_moves_and_pause_holds(at_rest: Any) -> None:
    page = at_rest.page
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => drawn.count() > 5")
    page.get_by_role("button", name="Pause", exact=True).click()
    held = at_rest.drawn("count()")
    page.evaluate("drawn.frames(15)")
    assert at_rest.drawn("count()") == held
    at_rest.assert_stands_at(held)


def test_both_views_show_the_head_of_the_same_step(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    at_rest.scrub(60)
    assert at_rest.drawn(f"head({MOMENTUM}, 60)")
    assert at_rest.drawn(f"head({MOMENTUM}, 60, '.sb-surface')")
    assert not at_rest.drawn(f"head({MOMENTUM}, 20, '.sb-surface')")


def test_speeds_are_what_they_say(at_rest: Any) -> None:
    rates = {
        speed: at_rest.page.evaluate(STEPS_A_SECOND, speed)
        for speed in ("0.25", "0.5", "1", "2", "4", "8")
    }
    for speed, rate in rates.items():
        assert 0.7 < rate / (float(speed) * rates["1"]) < 1.4, rates


# From the first changed count to the last within most of a second, or until the end is near.
# Like the player's, the clock takes a frame for a tenth of a second at most.
STEPS_A_SECOND = """
async (speed) => {
    const root = drawn.root();
    root.querySelector('.sb-speed').value = speed;
    root.querySelector('.sb-speed').dispatchEvent(new Event('change'));
    root.querySelector('[data-do=restart]').click();
    root.querySelector('[data-do=toggle]').click();
    const seen = [];
    const frame = () => new Promise(requestAnimationFrame);
    let [time, before] = [0, await frame()];
    while (time < 800 && drawn.count() < root.switchback.steps - 40) {
        const now = await frame();
        time += Math.min(100, now - before);
        before = now;
        const count = drawn.count();
        if (count !== seen.at(-1)?.[1]) seen.push([time, count]);
    }
    root.querySelector('[data-do=toggle]').click();
    const [[t0, from], [t1, to]] = [seen[1], seen.at(-1)];
    return (1000 * (to - from)) / (t1 - t0);
}
"""


def test_a_race_stops_at_its_end_or_begins_again(at_rest: Any) -> None:
    page = at_rest.page
    page.locator(".sb-speed").select_option("8")
    at_rest.scrub(250)
    at_rest.press("toggle")
    page.wait_for_function("() => drawn.count() === 300")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    at_rest.press("loop")
    assert page.locator("[data-do=loop]").get_attribute("aria-pressed") == "true"
    at_rest.scrub(250)
    at_rest.press("toggle")
    page.wait_for_function("() => drawn.count() === 300")
    page.wait_for_function("() => drawn.count() < 200")
    page.get_by_role("button", name="Pause", exact=True).wait_for()


def test_a_change_of_the_curve_can_be_dragged_through(at_rest: Any) -> None:
    box = at_rest.page.locator(".sb-chart").bounding_box()
    mouse = at_rest.page.mouse
    mouse.move(at_rest.curve_x(100), box["y"] + 60)
    mouse.down()
    assert at_rest.drawn("count()") == pytest.approx(100, abs=1)
    mouse.move(at_rest.curve_x(150), box["y"] + 60, steps=3)
    mouse.up()
    assert at_rest.drawn("count()") == pytest.approx(150, abs=1)


# what is shown


def test_a_short_trail_drops_what_is_older(at_rest: Any) -> None:
    at_rest.scrub(100)
    early = at_rest.player(f"player.project2d({MOMENTUM}, 6)")
    recent = at_rest.player(f"player.project2d({MOMENTUM}, 96)")
    assert at_rest.drawn(f"ink('{MAP_TRAILS}', {early})")
    at_rest.page.locator(".sb-tail").select_option("8")
    assert not at_rest.drawn(f"ink('{MAP_TRAILS}', {early})")
    assert at_rest.drawn(f"ink('{MAP_TRAILS}', {recent})")
    at_rest.page.locator(".sb-tail").select_option("100")
    assert at_rest.drawn(f"ink('{MAP_TRAILS}', {early})")


def test_levels_even_and_logarithmic(at_rest: Any) -> None:
    page = at_rest.page
    prints, ticks = {}, {}
    for spacing in ("even", "log", "auto"):
        page.locator(".sb-levels").select_option(spacing)
        prints[spacing] = at_rest.drawn("print('.sb-map .sb-base')")
        ticks[spacing] = page.locator(".sb-scale-ticks").inner_text()
    assert prints["even"] != prints["log"]
    assert ticks["even"] != ticks["log"]
    says = page.locator('.sb-levels option[value="auto"]').inner_text()
    chosen = {"auto (even)": "even", "auto (log)": "log"}[says]
    assert prints["auto"] == prints[chosen]


def test_marks_can_be_switched_off(at_rest: Any) -> None:
    at_rest.until("player.painted.surface")
    minimum = at_rest.player("player.pixel2d(0, 0)")
    layers = {
        ".sb-map .sb-area > .sb-layer:not([class*=' '])",
        ".sb-surface .sb-over > .sb-layer:not([class*=' '])",
    }
    before = {layer: at_rest.drawn(f'print("{layer}")') for layer in layers}
    on_map = f'ink("{min(layers)}", {minimum}, 5)'
    assert at_rest.drawn(on_map)
    at_rest.page.locator(".sb-marks").uncheck()
    assert not at_rest.drawn(on_map)
    after = {layer: at_rest.drawn(f'print("{layer}")') for layer in layers}
    assert all(before[layer] != after[layer] for layer in layers)
    at_rest.page.locator(".sb-marks").check()
    assert at_rest.drawn(on_map)


def test_a_click_in_the_legend_hides_and_two_leave_only_one(at_rest: Any) -> None:
    step = at_rest.drawn("roomiest()")
    at_rest.scrub(step)
    everybody = [True] * at_rest.player("player.racers.length")
    chips = at_rest.page.locator(".sb-chip")
    names = at_rest.player("player.racers.map(r => r.name)")
    for k, name in enumerate(names):
        assert name in chips.nth(k).inner_text()
    heads = f"heads({step})"
    assert at_rest.drawn(heads) == everybody
    curve = at_rest.drawn(f"print('{CHART}')")
    chips.nth(2).click()
    assert at_rest.drawn(heads) == [k != 2 for k in range(len(names))]
    assert at_rest.drawn(f"print('{CHART}')") != curve
    assert chips.nth(2).get_attribute("aria-pressed") == "false"
    at_rest.page.wait_for_timeout(at_rest.page.evaluate("drawn.noDoubleClick"))
    chips.nth(2).click()
    assert at_rest.drawn(heads) == everybody
    chips.nth(0).click(modifiers=["Shift"])
    only_first = [k == 0 for k in range(len(names))]
    assert at_rest.drawn(heads) == only_first
    at_rest.page.wait_for_timeout(at_rest.page.evaluate("drawn.noDoubleClick"))
    chips.nth(0).click(modifiers=["Shift"])
    assert at_rest.drawn(heads) == everybody
    chips.nth(3).dblclick()
    assert at_rest.drawn(heads) == [k == 3 for k in range(len(names))]
    chips.nth(3).dblclick()
    assert at_rest.drawn(heads) == everybody


def test_curves_have_tabs_and_a_logarithmic_axis(at_rest: Any) -> None:
    page = at_rest.page
    prints = {}
    for tab, label in {"Loss": "loss", "Gradient": "gradient", "Step length": "length"}.items():
        page.get_by_role("button", name=tab, exact=True).click()
        assert label in page.locator(".sb-chart-label").inner_text()
        for log in ("true", "false"):
            if page.locator(".sb-log").get_attribute("aria-pressed") != log:
                page.locator(".sb-log").click()
            prints[tab, log] = at_rest.drawn(f"print('{CHART}')")
    assert len(set(prints.values())) == len(prints)


@pytest.mark.parametrize("view", [".sb-map", ".sb-surface", ".sb-chart"])
def test_hovering_names_optimizer_step_point_and_loss(at_rest: Any, view: str) -> None:
    at_rest.until("player.painted.surface")
    at_rest.scrub(60)
    if view == ".sb-chart":
        x, y = at_rest.drawn(f"curveHead({MOMENTUM}, {at_rest.curve_x(60)})")
    else:
        which = "project2d" if view == ".sb-map" else "project3d"
        x, y = at_rest.player(f"player.{which}({MOMENTUM}, 60)")
    at_rest.page.mouse.move(x, y)
    tip = at_rest.page.locator(".sb-tip")
    tip.wait_for()
    said = tip.inner_text()
    names = at_rest.player("player.racers.map(r => r.name)")
    assert any(said.startswith(name) for name in names), said
    assert "step 60" in said or "step 59" in said or "step 61" in said
    assert "loss " in said
    assert "x " in said
    at_rest.page.mouse.move(5, 5)
    tip.wait_for(state="hidden")


def test_a_tip_knows_the_step_before_it_is_drawn(at_rest: Any) -> None:
    """Where frames are slow the pointer may be quicker than the next one."""
    x, y = at_rest.player(f"player.project2d({MOMENTUM}, 60)")
    said = at_rest.page.evaluate(
        """([x, y]) => {
            const scrub = document.querySelector('.sb-scrub');
            scrub.value = 60;
            scrub.dispatchEvent(new Event('input', { bubbles: true }));
            const over = document.elementFromPoint(x, y);
            const at = { clientX: x, clientY: y, bubbles: true, pointerType: 'mouse' };
            over.dispatchEvent(new PointerEvent('pointermove', at));
            return document.querySelector('.sb-tip').innerText;
        }""",
        [x, y],
    )
    assert "Momentum" in said
    assert "step " in said
    at_rest.page.mouse.move(5, 5)


# keys


def test_keys_drive_the_player(at_rest: Any) -> None:
    keyboard = at_rest.page.keyboard
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    at_rest.assert_stands_at(2)
    keyboard.press("ArrowLeft")
    at_rest.assert_stands_at(1)
    keyboard.press("End")
    assert at_rest.drawn("count()") == 300
    keyboard.press("Home")
    at_rest.assert_stands_at(0)
    keyboard.press("Space")
    at_rest.page.wait_for_function("() => drawn.count() > 3")
    keyboard.press("Space")
    at_rest.page.get_by_role("button", name="Play", exact=True).wait_for()


def test_digits_hide_and_show_optimizers(at_rest: Any) -> None:
    step = at_rest.drawn("roomiest()")
    at_rest.scrub(step)
    at_rest.page.evaluate("document.activeElement.blur()")
    for number in range(1, at_rest.player("player.racers.length") + 1):
        at_rest.page.keyboard.press(str(number))
        assert at_rest.drawn(f"heads({step})")[number - 1] is False
        at_rest.page.keyboard.press(str(number))
        assert at_rest.drawn(f"heads({step})")[number - 1] is True
    at_rest.page.keyboard.press("9")  # nobody's
    assert all(at_rest.drawn(f"heads({step})"))


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
    at_rest.scrub(50)
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
    at_rest.assert_stands_at(50)
    assert all(at_rest.player("player.racers.map(r => r.shown)"))
    assert not page.locator(".sb-help").is_visible()


def test_the_classroom_fills_the_screen_in_large_type(at_rest: Any) -> None:
    page = at_rest.page
    letters = "parseFloat(getComputedStyle(drawn.root().querySelector('.sb-count')).fontSize)"
    usual = page.evaluate(letters)
    at_rest.press("classroom")
    page.wait_for_function(
        """() => {
            const box = drawn.root().getBoundingClientRect();
            return [box.left, box.top, box.width, box.height].join()
                === [0, 0, innerWidth, innerHeight].join();
        }"""
    )
    assert page.evaluate(letters) > 1.5 * usual
    page.wait_for_function(
        """() => {
            const bottom = (part) => document.querySelector(part).getBoundingClientRect().bottom;
            const parts = ['.sb-stages', '.sb-bar', '.sb-below'];
            return Math.max(...parts.map(bottom)) <= innerHeight + 1;
        }"""
    )
    page.keyboard.press("f")
    page.wait_for_function(f"() => {letters} === {usual}")
