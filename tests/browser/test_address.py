"""The address follows what the visitor does; a card shares it; a damaged one is put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

FORMULA = "input[aria-label=Formula]"


@pytest.fixture(scope="module")
def visit(visiting_flat: Any) -> Iterator[Any]:
    """One page, in the order of its tests: the opening race is shared, then changed."""
    with visiting_flat(permissions=["clipboard-read", "clipboard-write"]) as seen:
        yield seen


def test_the_card_shares_the_step_with_a_code(visit: Any) -> None:
    page = visit.page
    page.locator("body").press("End")
    visit.scrub(120)
    visit.press("share")
    page.locator(".sb-share-code svg").wait_for()
    page.locator(".sb-share-copy").click()
    page.get_by_text("Copied. It opens this experiment at step 120.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator(".sb-share-link").input_value()
    assert link.endswith("/?step=120")
    page.locator("body").press("Escape")
    assert page.locator(".sb-share").is_hidden()


def test_the_address_follows_what_the_visitor_does(visit: Any) -> None:
    page = visit.page
    assert page.evaluate("location.search") == ""
    entries = page.evaluate("history.length")
    visit.pick(1, 1)
    page.wait_for_function("location.search.includes('start=')")
    page.locator(".sb-tabs [value=gradient]").click()
    page.wait_for_function("location.search.includes('curve=gradient')")
    page.locator(FORMULA).fill("x^2 + 3y^2 + 1")
    page.wait_for_function("location.search.includes('f=x~2_+_3y~2_+_1')")
    assert page.evaluate("history.length") == entries
    start = visit.player("player.start")
    page.reload()
    visit.until("player.painted.contour && player.steps > 0", seconds=60)
    # Streamlit puts a field on the page first and its text into it then.
    page.wait_for_function(f"document.querySelector('{FORMULA}')?.value === 'x^2 + 3y^2 + 1'")
    assert visit.player("player.start") == start


def test_a_damaged_link_opens_and_says_so(visiting_flat: Any) -> None:
    damaged = "?loss=himmelblau&start=1_oops&race=adam~eta_0.1+<b>nobody</b>&steps=99999&v=1"
    with visiting_flat(damaged) as visit:
        page = visit.page
        told = page.get_by_text("The link was put right.")
        told.wait_for()
        words = told.inner_text()
        assert "The start could not be read" in words
        assert "nobody" in words
        assert page.locator("b", has_text="nobody").count() == 0
        assert visit.player("[player.steps, player.racers.map((one) => one.key).join()]") == [
            2000,
            "adam",
        ]
        visit.pick(1, 1)
        told.wait_for(state="hidden")
