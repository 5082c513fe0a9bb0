"""The main job, as a visitor does it: see a race, type another loss, move a slider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def visit(visiting: Any) -> Iterator[Any]:
    """One page for all tests of this file, in their order."""
    with visiting() as seen:
        yield seen


FORMULA = "input[aria-label=Formula]"


def test_something_telling_moves_on_first_sight(visit: Any) -> None:
    visit.until("player.step > 5")  # nobody pressed play
    assert visit.player("player.racers.length") >= 3
    first, later = visit.player(
        "[player.project2d(1, 0), player.project2d(1, player.steps)]"
    )  # momentum leaves its well
    assert abs(first[0] - later[0]) > 50
    visit.until("player.painted.surface")
    page = visit.page
    assert "Rastrigin" in page.locator("[data-testid=stMain]").inner_text()


def test_play_pause_scrub_and_speed_drive_one_counter(visit: Any) -> None:
    page = visit.page
    visit.until("player.step > 2")
    page.locator("[data-do=toggle]").click()
    visit.until("!player.playing")
    page.locator(".sb-scrub").fill("120")
    visit.until("player.step === 120")
    assert visit.drawn("count()") == 120
    page.locator("[data-do=forward]").click()
    visit.until("player.step === 121")
    page.locator(".sb-speed").select_option("4")
    assert visit.player("player.speed") == 4
    page.locator("[data-do=toggle]").click()
    visit.until("player.step === player.steps")


def test_a_moved_slider_changes_the_paths(visit: Any) -> None:
    page = visit.page
    before = visit.player("player.project2d(0, 3)")
    page.locator(".st-key-steps input").first.focus()
    page.keyboard.press("ArrowRight")
    visit.until("player.steps === 350")
    slider = page.locator("[class*=st-key-gd-eta] input").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    visit.until(f"Math.abs(player.project2d(0, 3)[0] - {before[0]}) > 2")


def test_a_click_on_the_contour_sets_the_start(visit: Any) -> None:
    page = visit.page
    visit.pick(-2, 3)
    visit.until("Math.abs(player.start[0] + 2) < 0.05 && Math.abs(player.start[1] - 3) < 0.05")
    field = page.locator(".st-key-start_x input")
    page.wait_for_function("() => document.querySelector('.st-key-start_x input').value[0] === '-'")
    assert re.match(r"-(2(\.0\d*)?|1\.9\d*)$", field.input_value())


def test_optimizers_can_be_removed_and_added(visit: Any) -> None:
    page = visit.page
    count = visit.player("player.racers.length")
    names = "player.racers.map((racer) => racer.name).join()"
    visit.choose("optimizers", "AdaBelief")
    visit.until(f"player.racers.length === {count + 1}")
    assert "AdaBelief" in visit.player(names)
    page.get_by_label("Remove AdaBelief").click()
    visit.until(f"player.racers.length === {count}")
    assert "AdaBelief" not in visit.player(names)


def test_an_error_stands_under_the_field_and_the_last_picture_stays(visit: Any) -> None:
    page = visit.page
    view = visit.player("player.view")
    page.locator(FORMULA).fill("x^2 + sine(y)")
    page.get_by_text("did you mean sin?").wait_for()
    assert visit.player("player.view") == view
    assert visit.player("player.racers.length") >= 3
    page.locator(FORMULA).fill("x^2 + sin(y)")
    page.get_by_text("did you mean sin?").wait_for(state="detached")
    page.get_by_text("Your loss.").wait_for()


def test_a_typed_loss_is_drawn_with_its_formula_and_gradient(visit: Any) -> None:
    page = visit.page
    visit.settle()
    before = visit.player("player.racers.map(r => player.project2d(0, r.last)[0])")
    page.locator(FORMULA).fill("(x-1)^2 + 3(y+2)^2")
    page.get_by_text("Your loss.").wait_for()
    visit.until(f"Math.abs(player.project2d(0, player.steps)[0] - {before[0]}) > 5")
    end = visit.player("player.project2d(0, player.steps)")
    minimum = visit.player("player.pixel2d(1, -2)")
    assert abs(end[0] - minimum[0]) < 15
    assert abs(end[1] - minimum[1]) < 15
    visit.settle()  # the formulas come last
    shown = page.locator("[data-testid=stMain] .katex annotation").all_text_contents()
    assert any("f(x, y)" in text and "x - 1" in text and "y + 2" in text for text in shown)
    assert any(r"\partial f / \partial x" in text and "2 x - 2" in text for text in shown)


def test_a_loss_with_holes_or_without_values_does_not_hinder_the_next(visit: Any) -> None:
    page = visit.page
    page.locator(FORMULA).fill("sqrt(x) + log(4 - x^2 - y^2) + y^2")
    visit.until("player.live && player.recipe.loss.includes('sqrt') && player.painted.surface")
    page.locator(FORMULA).fill("sqrt(x - 100)")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.sb-note')].filter(note => note.checkVisibility()"
        " && note.textContent === 'This loss has no value in this view.').length === 2"
    )
    page.locator(FORMULA).fill("x^2 + y^2")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.sb-note')]"
        ".every(note => !note.checkVisibility() || !note.textContent)"
    )
    visit.until("player.painted.surface && player.project3d(0, 0)[0] > 0")


def test_a_loss_of_the_catalogue_brings_its_view_and_start(visit: Any) -> None:
    page = visit.page
    visit.choose("loss_choice", "Rosenbrock")
    visit.until("player.view[0] === -2 && player.view[1] === 2")
    assert visit.player("player.start") == [-1.2, 1]
    page.locator("[data-testid=stMain]").get_by_text("Rosenbrock").first.wait_for()


def test_the_optimizers_page_opens(visit: Any) -> None:
    page = visit.page
    page.get_by_role("link", name="Optimizers").click()
    page.get_by_role("heading", name="Where to go: the momentum line").wait_for()
    page.locator(".katex").nth(15).wait_for()  # one recurrence for each rule, at least


def test_a_phone_sees_both_views_below_each_other(visit: Any) -> None:
    visit.page.get_by_role("link", name="Playground").click()
    visit.until("player.painted.contour")
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.until("player.painted.contour")
    visit.page.wait_for_function(
        """() => {
            const [map, surface] = ['.sb-map', '.sb-surface']
                .map(s => document.querySelector(s).getBoundingClientRect());
            return map.right <= 391 && surface.right <= 391 && surface.top >= map.bottom - 1;
        }"""
    )
