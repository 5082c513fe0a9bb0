"""The browser's Back: the address is always that of the race that is shown, and leads out."""

from __future__ import annotations

from tests.browser.conftest import Visit, Visiting
from words import say

FORMULA = "input[aria-label=Formula]"
OWN = "location.pathname === '/' && location.search.includes('f=x_y')"


def to_page(seen: Visit, name: str) -> None:
    seen.page.get_by_role("link", name=str(say(f"app.{name}"))).click()


def to_family(seen: Visit) -> None:
    to_page(seen, "family")
    seen.page.locator(".tree a.chosen:visible").wait_for()
    seen.page.wait_for_function("location.search.includes('rule=')")


def to_playground(seen: Visit) -> None:
    to_page(seen, "playground")
    seen.until("player.painted.contour")
    seen.page.wait_for_function(OWN)


def type_own(seen: Visit) -> None:
    field = seen.page.locator(FORMULA)
    field.fill("x y")
    field.press("Enter")
    seen.page.wait_for_function(OWN)
    seen.settle()


def test_an_address_of_before_gives_way_to_the_race_that_is_shown(
    visiting_flat: Visiting,
) -> None:
    with visiting_flat("/?lang=en") as seen:
        type_own(seen)
        shown = seen.page.evaluate("location.search")
        # As Streamlit does where a page's parameters change: two more entries of this page.
        seen.page.evaluate("history.pushState({}, '', '/?lang=en')")
        seen.page.evaluate("history.pushState({}, '', '/?loss=beale&lang=en&v=1')")
        for _ in range(2):
            seen.page.go_back()
            seen.settle()
            assert seen.page.evaluate("location.search") == shown
            assert seen.page.locator(FORMULA).input_value() == "x y"


def test_back_leads_through_the_pages_and_out(visiting_flat: Visiting) -> None:
    with visiting_flat("/?lang=en") as seen:
        type_own(seen)
        # Streamlit may note the parameters of the next page while this one still stands.
        seen.page.evaluate("history.pushState({}, '', '/?rule=adam&lang=en')")
        to_family(seen)
        to_playground(seen)
        pages = []
        for _ in range(seen.page.evaluate("history.length")):
            seen.page.go_back()
            if seen.page.url == "about:blank":
                break
            pages.append(seen.page.evaluate("location.pathname"))
            if pages[-1] == "/":
                seen.page.wait_for_function(OWN)
                seen.page.locator(FORMULA).wait_for()
                assert seen.page.locator(FORMULA).input_value() == "x y"
            else:
                seen.page.locator(".tree a.chosen:visible").wait_for()
        assert seen.page.url == "about:blank"
        assert pages == sorted(pages, reverse=True)  # the tree's, then the playground's
        assert set(pages) == {"/", "/family"}
