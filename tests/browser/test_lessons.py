"""Every lesson opens in Chromium in both languages, and nothing complains."""

from __future__ import annotations

from itertools import cycle

from app_pages.language import NAMES
from scenes.lesson_text import lesson_text
from scenes.library import LESSONS
from tests.browser.conftest import Visit, Visiting
from words import LANGUAGES

COMPLAINTS = "[data-testid=stException], [data-testid=stAlert]"


def open_lesson(seen: Visit, key: str, language: str) -> None:
    """As a visitor does, by its title in the list; waits for its race."""
    title = lesson_text(key, language).title
    seen.page.evaluate("document.querySelector('.sb-root')?.setAttribute('data-old', '')")
    seen.page.locator("[data-testid=stRadio]").get_by_text(title, exact=False).first.click()
    seen.page.get_by_role("heading", name=title).wait_for()
    seen.page.wait_for_function(
        """() => {
            const root = document.querySelector('.sb-root:not([data-old])');
            return root?.switchback?.painted.contour && root.switchback.steps > 0;
        }"""
    )
    seen.page.wait_for_function("key => location.search.includes(`lesson=${key}`)", arg=key)


def switch_to(seen: Visit, key: str, language: str) -> None:
    """Its words and its player's change; its race stays."""
    seen.page.get_by_text(NAMES[language], exact=True).click()
    seen.page.get_by_role("heading", name=lesson_text(key, language).title).wait_for()
    seen.page.wait_for_function("lang => document.documentElement.lang === lang", arg=language)


def test_every_lesson_opens_in_both_languages(visiting_flat: Visiting) -> None:
    with visiting_flat("/?lang=en&v=1") as seen:
        seen.page.get_by_role("link", name="Learn", exact=True).click()
        seen.page.get_by_role(
            "heading", name=lesson_text(next(iter(LESSONS)), "en").title
        ).wait_for()
        turns = cycle([LANGUAGES, LANGUAGES[::-1]])  # the last one's second is the next one's first
        for key, (first, second) in zip(reversed(LESSONS), turns, strict=False):
            open_lesson(seen, key, first)
            assert not seen.page.locator(COMPLAINTS).count()
            switch_to(seen, key, second)
            assert not seen.page.locator(COMPLAINTS).count()
