"""The language switch changes every word of the mounted player, and the address, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from words.catalog import catalog

ENGLISH = {
    text
    for key, text in catalog("en").items()
    if key.startswith("player.") and text != catalog("ko")[key]
}
# All that the player shows or tells, hidden parts too.
SAID = """
() => [drawn.root(), ...drawn.root().querySelectorAll(':not(style)')].flatMap((one) => [
    one.title, one.getAttribute('aria-label'), one.getAttribute('aria-valuetext'),
    ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()),
]).filter(Boolean)
"""


@pytest.fixture(scope="module")
def visit(visiting_flat: Any) -> Iterator[Any]:
    """One page without a surface, in the order of its tests."""
    with visiting_flat(locale="en-US") as seen:
        yield seen


def switch_to(visit: Any, name: str) -> None:
    visit.page.get_by_role("radio", name=name).or_(
        visit.page.get_by_role("button", name=name, exact=True)
    ).first.click()


def await_language(visit: Any, code: str) -> None:
    """The page says its language last, when all words are there."""
    visit.page.wait_for_function("code => document.documentElement.lang === code", arg=code)


def test_the_switch_relabels_a_race_that_goes_on(visit: Any) -> None:
    page = visit.page
    visit.settle()
    page.evaluate("window.mounted = drawn.root().switchback")
    page.locator(".sb-speed").select_option("0.25")
    visit.scrub(60)
    visit.press("toggle")
    curve = visit.drawn("print('.sb-chart .sb-layer:not(.sb-now)')")
    switch_to(visit, "한국어")
    page.wait_for_function("location.search === '?lang=ko'")
    await_language(visit, "ko")
    assert page.evaluate("drawn.root().switchback === window.mounted")
    assert visit.player("player.playing")
    assert visit.player("player.step") >= 60
    assert page.locator(".sb-tabs").inner_text().split("\n") == ["손실", "기울기", "걸음 길이"]
    page.get_by_role("button", name="일시 정지", exact=True).click()
    assert page.locator(".sb-surface .sb-note").inner_text().startswith("3차원 그림")
    assert visit.drawn("print('.sb-chart .sb-layer:not(.sb-now)')") != curve
    assert set(page.evaluate(SAID)) & ENGLISH == set()


def test_what_the_player_says_later_is_in_korean_too(visit: Any) -> None:
    page = visit.page
    visit.scrub(300)
    page.wait_for_function("document.querySelector('.sb-words').textContent.includes('끝났습니다')")
    page.mouse.move(*visit.player("player.project2d(1, 300)"))
    page.locator(".sb-tip", has_text="걸음 300").wait_for()
    visit.press("share")
    page.locator(".sb-share-code svg").wait_for()
    page.locator(".sb-share-copy").click()
    page.locator(".sb-share-told", has_text="300걸음").wait_for()
    assert "lang=ko" in page.locator(".sb-share-link").input_value()
    said = page.evaluate(SAID)
    assert [text for text in said if re.search(r"[a-z]{2,} [a-z]{2,}", text)] == []


def test_english_comes_back_and_the_page_goes_on(visit: Any) -> None:
    page = visit.page
    switch_to(visit, "English")
    page.wait_for_function("location.search === '?lang=en'")
    page.locator(".sb-share").wait_for(state="hidden")  # its link was the Korean one
    visit.settle()
    # The page is sent every option by a label: those of the language of now.
    visit.pick(1, 1)
    page.wait_for_function("location.search.includes('start=')")
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator(".stException").count() == 0


def test_the_address_opens_in_its_language(visit: Any) -> None:
    page = visit.page
    switch_to(visit, "한국어")
    page.wait_for_function("location.search.includes('lang=ko')")
    page.reload()
    visit.until("player.painted.contour && player.steps > 0", seconds=60)
    assert page.locator(".sb-tabs").inner_text().split("\n") == ["손실", "기울기", "걸음 길이"]
    await_language(visit, "ko")
    page.wait_for_function(
        "location.search.includes('lang=ko') && location.search.includes('start=')"
    )


def test_a_click_right_after_the_switch_is_answered(visit: Any) -> None:
    """The browser then still sends labels of the language before."""
    page = visit.page
    visit.settle()
    runs = visit.player("player.racers.length")
    at = visit.player("player.pixel2d(-1, 2)")
    switch_to(visit, "English")
    # The server has heard of it, and the widgets are still those of before.
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.mouse.click(*at)
    visit.until("Math.abs(player.start[0] + 1) < 1 && Math.abs(player.start[1] - 2) < 1")
    page.wait_for_function("location.search.includes('lang=en')")
    visit.settle()
    assert visit.player("player.racers.length") == runs
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_page_begins_in_the_browsers_language_which_links_leave_to_each(
    visiting_flat: Any,
) -> None:
    with visiting_flat(locale="ko-KR") as seen:
        tabs = seen.page.locator(".sb-tabs").inner_text().split("\n")
        assert tabs == ["손실", "기울기", "걸음 길이"]
        seen.pick(1, 1)
        seen.page.wait_for_function("location.search.includes('start=')")
        assert "lang" not in seen.page.evaluate("location.search")
