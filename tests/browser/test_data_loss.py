"""A loss over data as a visitor uses it: held-out curve, second landscapes, one's own table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import from_query
from landscapes import DATA

QUERY = "?loss=copies&batch=8&steps=100&race=gd~eta_0.05+adam~eta_0.01&start=0_0&v=1"
CSV = b"u,speed\n" + b"".join(b"%d,%d\n" % (i, 20 - i) for i in range(20))


@pytest.fixture(scope="module")
def visit(visiting_flat: Any) -> Iterator[Any]:
    """One page for all tests of this file, in their order."""
    with visiting_flat(QUERY) as seen:
        yield seen


def test_the_axes_are_the_weights(visit: Any) -> None:
    visit.page.get_by_label("Start w1").wait_for()
    visit.settle()  # the formulas come last
    shown = visit.page.locator("[data-testid=stMain] .katex annotation").all_text_contents()
    assert any(r"\frac{1}{40} \sum" in text for text in shown)


def test_the_held_out_loss_has_a_curve_of_its_own(visit: Any) -> None:
    visit.page.locator(".sb-tabs [value=held]").click()
    visit.scrub(100)
    held_out = DATA["copies"].loss.held_out
    assert held_out is not None
    for racer in range(2):
        point = np.array(visit.player(f"player.point({racer}, 100)"))
        shown = visit.player(f"player.heldOut({racer}, 100)")
        assert shown == pytest.approx(float(held_out.value(point)), rel=1e-4)
    visit.page.wait_for_function("() => location.search.includes('curve=held')")


def test_the_batch_and_the_rows_held_out_are_drawn_over_the_map(visit: Any) -> None:
    page = visit.page
    layer = ".sb-map .sb-ghosts"
    visit.scrub(3)
    empty = visit.drawn(f"print('{layer}')")
    page.locator(".sb-ghost").select_option("batch")
    visit.until("player.ghost.kind === 'batch' && player.ghost.lines > 50")
    third = visit.drawn(f"print('{layer}')")
    assert third != empty
    visit.scrub(4)
    assert visit.drawn(f"print('{layer}')") != third
    page.locator(".sb-ghost").select_option("held")
    visit.until("player.ghost.kind === 'held'")
    held_out = visit.drawn(f"print('{layer}')")
    assert held_out not in (empty, third)
    visit.scrub(4)
    assert visit.drawn(f"print('{layer}')") == held_out
    page.wait_for_function("() => location.search.includes('ghost=held')")
    page.locator(".sb-ghost").select_option("none")
    visit.until("player.ghost.kind === 'none'")
    assert visit.drawn(f"print('{layer}')") == empty


def test_a_dragged_start_sees_the_batches_of_the_core(visit: Any) -> None:
    page = visit.page
    assert visit.player("player.live")
    visit.scrub(100)
    page.mouse.move(*visit.player("player.pixel2d(...player.start)"))
    page.mouse.down()
    page.mouse.move(*visit.player("player.pixel2d(0.3, -0.2)"), steps=3)
    visit.until("player.start[0] > 0.25")
    visit.drawn("count()")
    start = tuple(visit.player("player.start"))
    parameters = dict(part.split("=") for part in QUERY[1:].replace("+", " ").split("&"))
    experiment = replace(from_query(parameters).experiment, start=start)
    for racer, run in enumerate(experiment.run()):
        for step in (1, 37, 100):
            drawn = visit.player(f"player.point({racer}, {step})")
            assert drawn == pytest.approx(run.points[step].tolist(), abs=1e-9)
    page.mouse.up()
    visit.settle()


def test_a_loss_without_data_has_none_of_it(visit: Any) -> None:
    page = visit.page
    visit.choose("loss_choice", "Booth")
    visit.until("player.view[0] === -10")
    assert not page.locator(".sb-ghost").is_visible()
    assert not page.locator(".sb-tabs [value=held]").is_visible()
    assert page.locator(".sb-tabs [value=loss]").get_attribute("aria-pressed") == "true"
    page.wait_for_function("() => !/ghost|held|batch/.test(location.search)")


def test_an_uploaded_table_is_raced_over_and_outlives_another_page(visit: Any) -> None:
    page = visit.page
    visit.choose("loss_choice", "Your own, over data")
    visit.choose("table", "Your own table (CSV)")
    page.get_by_text("Choose a CSV file first").wait_for()
    upload(page, b"u,speed\n1,2\nred,4\n5,6\n7,8\n")
    page.get_by_text("is not a number").wait_for()
    assert visit.player("player.racers.length") == 2
    upload(page, CSV)
    visit.until("player.view[0] < -1 && player.view[3] > 20")
    page.get_by_text("is not a number").wait_for(state="detached")
    page.get_by_text("Columns: u, speed").wait_for()
    view = visit.player("player.view")
    page.get_by_role("link", name="Optimizers", exact=True).click()
    page.get_by_text("Where to go: the momentum line").first.wait_for()
    page.get_by_role("link", name="Playground").click()
    visit.until("player.painted.contour")
    assert visit.player("player.view") == view
    page.wait_for_function("() => location.search.includes('data=own~u~speed')")


def test_a_reload_keeps_the_table_and_the_formula(visit: Any) -> None:
    page = visit.page
    formula = page.get_by_label("Loss of one example", exact=True)
    formula.fill("|w1 u + w2 - speed|")
    formula.press("Enter")
    page.wait_for_function("() => location.search.includes('speed%7C')")
    view = visit.player("player.view")
    page.reload()
    page.get_by_text("This is your table of before, as this browser kept it.").wait_for()
    page.get_by_text("Columns: u, speed").wait_for()
    visit.until(f"player.painted.contour && String(player.view) === '{','.join(map(str, view))}'")
    assert formula.input_value() == "|w1 u + w2 - speed|"
    page.get_by_text("stay with whoever uploaded them").wait_for(state="detached")


def test_a_table_that_was_forgotten_is_in_no_storage(visit: Any) -> None:
    page = visit.page
    assert page.evaluate("localStorage.getItem('switchback.table')")
    address = page.evaluate("location.search")
    page.get_by_role("button", name="Forget this table").click()
    page.get_by_text("Columns: u, v").wait_for()
    page.wait_for_function("() => localStorage.getItem('switchback.table') === null")
    page.evaluate("search => history.replaceState(history.state, '', search)", address)
    visit.page.reload()
    visit.until("player.painted.contour && player.steps > 0")
    page.get_by_text("The data of this link stay with whoever uploaded them").wait_for()


@pytest.mark.parametrize("kept", ["no JSON", '{"text": 3}', '{"text": "u,v"}', "[]"])
def test_what_others_left_in_the_storage_is_ignored(visiting_flat: Any, kept: str) -> None:
    script = f"localStorage.setItem('switchback.table', {json.dumps(kept)});"
    with visiting_flat(QUERY, script=script) as visit:
        visit.page.get_by_label("Start w1").wait_for()
        visit.settle()
        assert not visit.page.locator("[data-testid=stException]").count()
        assert visit.player("player.racers.length") == 2


def upload(page: Any, content: bytes) -> None:
    field = page.locator(".st-key-upload input[type=file]").first
    field.set_input_files({"name": "table.csv", "mimeType": "text/csv", "buffer": content})
