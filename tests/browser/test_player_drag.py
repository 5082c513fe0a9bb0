"""The start in the visitor's hand: paths follow in the browser, and the core takes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from landscapes import CATALOG, Landscape
from optimizers import RULES, Rule, Schedule, trace

FORMULA = "input[aria-label=Formula]"
NUDGE = 1e-12
NO_NEW_CODE = """
    window.Function = new Proxy(Function, {
        construct(target, [...text]) {
            if (text.join().includes("softplus")) throw new EvalError("forbidden");
            return new target(...text);
        },
    });
"""


@pytest.fixture(scope="module")
def visit(visiting_flat: Any) -> Iterator[Any]:
    """One page for most tests of this file, in their order."""
    with visiting_flat() as seen:
        seen.settle()
        yield seen


def choose_loss(visit: Any, key: str) -> Landscape:
    loss = CATALOG[key]
    visit.choose("loss_choice", str(loss.name))
    visit.until(f"String(player.start) === '{loss.start[0]:g},{loss.start[1]:g}'")
    return loss


def take_all_rules(visit: Any) -> None:
    if visit.player("player.racers.length") == len(RULES):
        return
    visit.settle()
    visit.page.locator("[data-testid=stMultiSelect] input").click()
    visit.page.get_by_role("option", name="Select all").click()
    visit.until(f"player.racers.length === {len(RULES)}", seconds=60)
    visit.page.keyboard.press("Escape")


def frame(visit: Any) -> None:
    """Until what the last events caused is on screen."""
    visit.page.evaluate("() => new Promise(f => requestAnimationFrame(() => setTimeout(f)))")


def answered(visit: Any) -> None:
    """Until the server has traced from the start that was let go, and its fields show it."""
    visit.page.wait_for_function(
        """() => {
            const [x] = document.querySelector('.sb-root').switchback.start;
            const field = document.querySelector('.st-key-start_x input');
            return field && Number(field.value) === Number(x.toPrecision(4));
        }"""
    )
    visit.settle()


def grab(visit: Any) -> tuple[float, float]:
    visit.page.locator(".sb-map").scroll_into_view_if_needed()
    visit.settle()
    x, y = visit.player("player.pixel2d(...player.start)")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    return x, y


def drawn(visit: Any) -> tuple[np.ndarray, np.ndarray]:
    """Points (racers, steps + 1, 2) and losses (racers, steps + 1) as drawn now."""
    points, losses = visit.player(
        "[player.point, player.loss].map(read => player.racers.map((_, i) =>"
        " Array.from({ length: player.steps + 1 }, (_, t) => read.call(player, i, t))))"
    )
    return np.array(points, dtype=float), np.array(losses, dtype=float)


def calm(rule: Rule, loss: Landscape, start: np.ndarray, settings: dict[str, float]) -> int:
    """Steps during which a nudged start stays near: later, rounding decides the path."""
    nudges = NUDGE * np.array([(0, 0), (1, 0), (0, 1), (-1, 1), (1, -2)])
    paths = trace(rule, loss, start + nudges, steps=300, settings=settings).points
    apart = np.abs(paths - paths[:, :1]).max(axis=(1, 2))
    parted = ~(apart < 100 * NUDGE)
    return int(parted.argmax()) if parted.any() else 301


def test_a_click_shows_its_paths_before_the_server_answers(visit: Any) -> None:
    x, y = visit.player("player.pixel2d(-2, 3)")
    visit.page.mouse.click(x, y)
    at_once = visit.player("[...player.start, ...player.point(0, 0)]")
    assert at_once == pytest.approx([-2, 3, -2, 3], abs=0.03)


def test_escape_gives_the_drag_up(visit: Any) -> None:
    answered(visit)
    visit.page.evaluate("drawn.rest()")
    visit.scrub(40)
    start, paths = visit.player("player.start"), drawn(visit)
    x, y = grab(visit)
    rest = visit.page.locator(".sb-start").bounding_box()
    visit.page.mouse.move(x - 70, y + 60, steps=4)
    frame(visit)
    assert visit.player("player.start") != start
    assert visit.page.evaluate("at => drawn.ink('.sb-target', at, 0)", [x - 70, y + 60])
    assert not visit.page.evaluate("at => drawn.ink('.sb-target', at, 0)", [x, y])
    assert visit.page.locator(".sb-start").bounding_box() == rest, "moved at rest only"
    visit.page.keyboard.press("Escape")
    frame(visit)
    visit.page.mouse.move(x - 90, y + 90)
    visit.page.mouse.up()
    frame(visit)
    assert visit.player("player.start") == start
    assert visit.page.evaluate("at => drawn.ink('.sb-target', at, 0)", [x, y])
    np.testing.assert_array_equal(drawn(visit)[0], paths[0])
    visit.assert_stands_at(40)


def test_on_release_the_fields_follow_and_no_path_jumps(visit: Any) -> None:
    loss = choose_loss(visit, "himmelblau")
    x, y = grab(visit)
    visit.page.mouse.move(x + 40, y - 25, steps=5)
    frame(visit)
    before, _ = drawn(visit)
    assert visit.player("player.step === player.steps && !player.playing")
    visit.page.mouse.up()
    start = visit.player("player.start")
    answered(visit)
    # Moves arrive as float32, so exact numbers tell the browser's paths from the page's.
    visit.page.wait_for_function(
        "value => document.querySelector('.sb-root').switchback.point(0, 300)[0] !== value",
        arg=before[0, 300, 0],
    )
    after, _ = drawn(visit)
    assert np.nanmax(np.abs(after - before)) < 2e-6 * (loss.x_range[1] - loss.x_range[0])
    assert visit.player("player.start") == start
    assert visit.player("player.step === player.steps && !player.playing")


@pytest.mark.parametrize("loss_key", ["booth", "himmelblau"])
def test_paths_follow_the_held_start_as_the_core_would(visit: Any, loss_key: str) -> None:
    loss = choose_loss(visit, loss_key)
    take_all_rules(visit)
    assert visit.player("player.live")
    x, y = grab(visit)
    compared = 0
    for dx, dy in ((-25, 12), (-60, 40), (31, -22)):
        visit.page.mouse.move(x + dx, y + dy, steps=4)
        frame(visit)
        start = np.array(visit.player("player.start"))
        assert (
            np.hypot(
                *(np.array(visit.player("player.pixel2d(...player.start)")) - (x + dx, y + dy))
            )
            < 0.1
        )
        points, losses = drawn(visit)
        for k, run in enumerate(visit.player("player.recipe.runs")):
            if run["sigma"]:
                continue
            ours = trace(RULES[run["rule"]], loss, start, steps=300, settings=run["settings"])
            steps = calm(ours.rule, loss, start, run["settings"])
            compared += steps == 301
            where = f"{run['rule']} from {start}"
            size = max(1.0, float(np.abs(ours.points[:steps]).max()))
            np.testing.assert_allclose(
                points[k, :steps], ours.points[:steps], rtol=0, atol=1e-9 * size, err_msg=where
            )
            np.testing.assert_allclose(losses[k, :steps], ours.losses[:steps], rtol=1e-8, atol=1e-9)
    visit.page.mouse.up()
    assert compared > 30, "most pairs are calm to the end"


def test_dragging_over_holes_ends_paths_and_breaks_nothing(visit: Any) -> None:
    page = visit.page
    page.locator(FORMULA).fill("sqrt(x) + log(4 - x^2 - y^2) + y^2")
    page.get_by_text("Your loss.").wait_for()
    visit.until("player.live && player.recipe.loss.includes('sqrt')")
    x, y = grab(visit)
    for dx in range(0, 260, 26):
        page.mouse.move(x - dx, y + dx / 4)
        frame(visit)
    points, losses = drawn(visit)
    start = visit.player("player.start")
    if np.isnan(losses[:, 0]).all():
        assert np.isnan(points[:, 1:]).all()
        np.testing.assert_array_equal(points[:, 0], [start] * len(points))
    page.mouse.up()


def test_noise_and_schedule_are_retraced_as_they_are(visit: Any) -> None:
    page = visit.page
    loss = choose_loss(visit, "rastrigin")
    page.get_by_role("button", name="Noise and schedule").click()
    page.locator(".st-key-noise input").fill("0.5")
    page.locator(".st-key-noise input").press("Enter")
    visit.until("player.recipe.noise")
    visit.choose("schedule", "Cosine")
    visit.until("player.recipe.factors")
    page.keyboard.press("Escape")
    frame(visit)
    x, y = grab(visit)
    page.mouse.move(x - 20, y + 15, steps=3)
    frame(visit)
    start = visit.player("player.start")
    points, _ = drawn(visit)
    page.mouse.up()
    for k, run in enumerate(visit.player("player.recipe.runs")[:2]):
        ours = trace(
            RULES[run["rule"]],
            loss,
            start,
            steps=300,
            settings=run["settings"],
            noise=0.5,
            schedule=Schedule("cosine"),
        )
        np.testing.assert_allclose(points[k, :60], ours.points[:60], rtol=0, atol=1e-9)


def test_where_new_code_is_forbidden_paths_follow_on_release(visiting_flat: Any) -> None:
    with visiting_flat(script=NO_NEW_CODE) as visit:
        visit.settle()
        assert not visit.player("player.live")
        x, y = grab(visit)
        visit.page.mouse.move(x - 60, y + 40, steps=4)
        frame(visit)
        held = visit.player("player.start")
        visit.page.mouse.up()
        visit.until(f"player.start[0] !== {held[0]}")
        now = visit.player("player.pixel2d(...player.start)")
        assert now == pytest.approx([x - 60, y + 40], abs=1)


@pytest.fixture
def phone(visiting_flat: Any) -> Iterator[Any]:
    with visiting_flat(viewport={"width": 390, "height": 844}) as seen:
        yield seen


def test_a_finger_drags_the_start_and_a_tap_sets_it(phone: Any) -> None:
    visit, page = phone, phone.page
    visit.settle()
    page.locator(".sb-map").scroll_into_view_if_needed()
    device = page.context.new_cdp_session(page)

    def touch(kind: str, *spot: float) -> None:
        points = [{"x": spot[0], "y": spot[1]}] if spot else []
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = visit.player("player.pixel2d(...player.start)")
    scrolled = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch("touchStart", x + 9, y + 9)
    for k in range(1, 7):
        touch("touchMove", x + 9 - 12 * k, y + 9 + 15 * k)
    frame(visit)
    assert visit.player("player.pixel2d(...player.start)") == pytest.approx([x - 72, y + 90], abs=1)
    assert visit.player("player.point(0, 0)") == visit.player("player.start")
    touch("touchEnd")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == scrolled
    answered(visit)
    page.wait_for_timeout(page.evaluate("drawn.noDoubleClick"))
    x, y = visit.player("player.pixel2d(-1, 1)")
    touch("touchStart", x, y)
    touch("touchEnd")
    visit.until("Math.hypot(player.start[0] + 1, player.start[1] - 1) < 0.1")
    start = visit.player("player.start")

    page.keyboard.press("End")
    frame(visit)
    touch("touchStart", *visit.player("player.project2d(1, player.steps)"))
    touch("touchEnd")
    tip = page.locator(".sb-tip").filter(visible=True)
    tip.wait_for()
    assert f"step {visit.player('player.steps')}" in tip.inner_text()

    # Two fingers open from 80 to 160 pixels while their middle goes 30 to the right.
    middle = visit.player("player.pixel2d(0, 0)")
    for k in range(5):
        spots = [middle[0] + 7.5 * k + side * (40 + 10 * k) for side in (-1, 1)]
        fingers = [{"x": x, "y": middle[1], "id": i} for i, x in enumerate(spots)]
        kind = "touchMove" if k else "touchStart"
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        frame(visit)
    touch("touchEnd")
    frame(visit)
    view = visit.player("player.view")
    assert view[1] - view[0] == pytest.approx(CATALOG["rastrigin"].x_range[1], abs=0.05)
    assert visit.player("player.pixel2d(0, 0)") == pytest.approx([middle[0] + 30, middle[1]], abs=2)
    assert visit.player("player.start") == start
    assert page.evaluate("visualViewport.scale") == 1
