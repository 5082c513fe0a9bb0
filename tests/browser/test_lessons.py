"""Every lesson opens in Chromium in both languages, and nothing complains."""

from __future__ import annotations

from itertools import cycle

from app_pages.language import NAMES
from experiments.lesson_text import lesson_text
from experiments.library import LESSONS
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


# a start that the visitor drags

BELOW = ".sb-root, [data-testid=stColumn] [data-testid=stMarkdown], [data-testid=stExpander]"


def drag_start(seen: Visit, x: float, y: float) -> None:
    """By the mouse, from where it stands; until the page says whose start it is."""
    seen.page.locator(".sb-map").scroll_into_view_if_needed()
    seen.settle()
    seen.page.mouse.move(*seen.player("player.pixel2d(...player.start)"))
    seen.page.mouse.down()
    seen.page.mouse.move(*seen.player(f"player.pixel2d({x}, {y})"), steps=5)
    seen.page.mouse.up()
    seen.page.locator("[class*=st-key-own_start] button:enabled").wait_for()
    seen.settle()


def places_below(seen: Visit) -> list[float]:
    """How far down the page the picture stands, and what follows it."""
    tops: list[float] = seen.page.evaluate(
        """selector => {
            const { scrollTop } = document.querySelector('[data-testid=stMain]');
            const all = [...document.querySelectorAll(selector)];
            return all.map((one) => Math.round(one.getBoundingClientRect().top + scrollTop));
        }""",
        BELOW,
    )
    return tops


def test_a_dragged_start_is_judged_and_said_and_nothing_jumps(visiting_flat: Visiting) -> None:
    lesson = LESSONS["puddle"]
    own = lesson.races["shallow"].start
    with visiting_flat("/?lang=en&v=1") as seen:
        seen.page.get_by_role("link", name="Learn", exact=True).click()
        open_lesson(seen, "puddle", "en")
        seen.settle()
        seen.page.locator("[data-testid=stExpander] summary").click()
        trapped = seen.page.locator("[data-testid=stExpander]").get_by_text("trapped")
        trapped.wait_for()
        before = places_below(seen)
        drag_start(seen, 2, 1.5)
        moved = seen.player("player.start")
        assert moved != list(own)
        trapped.wait_for(state="detached")
        assert places_below(seen) == before
        assert seen.player("!player.playing && player.step === player.steps")
        # The words change with the language; the race stays where it was dragged to.
        switch_to(seen, "puddle", "ko")
        seen.settle()
        assert seen.player("player.start") == moved
        switch_to(seen, "puddle", "en")
        seen.settle()
        # An expander with another title is another one, and closed.
        seen.page.locator("[data-testid=stExpander] summary").click()
        seen.page.get_by_role("button", name="Back to the lesson's start").click()
        seen.until(f"String(player.start) === '{own[0]:g},{own[1]:g}'")
        trapped.wait_for()
        # The playground goes on from where the visitor left the start.
        drag_start(seen, 2, 1.5)
        moved = seen.player("player.start")
        seen.page.get_by_role("button", name="Open this race in the playground").click()
        seen.page.wait_for_url(lambda address: "/learn" not in address)
        seen.until(
            f"player.racers.length === 2 && String(player.start) === '{moved[0]},{moved[1]}'"
        )


def test_a_lesson_marks_its_landscape(visiting_flat: Visiting) -> None:
    with visiting_flat("/?lang=en&v=1") as seen:
        seen.page.get_by_role("link", name="Learn", exact=True).click()
        open_lesson(seen, "many_dimensions", "en")
        seen.until("player.marks.length === 9")
        seen.page.locator(".sb-root").get_by_label("basins").wait_for()
        # The second race has a player of its own over the same landscape.
        name = lesson_text("many_dimensions", "en").races["maximum"]
        own = LESSONS["many_dimensions"].races["maximum"].start
        seen.page.get_by_text(name, exact=True).click()
        seen.until(f"player.start.join() === '{own[0]:g},{own[1]:g}'")
        seen.until("player.marks.length === 9")
        open_lesson(seen, "saddle", "en")
        seen.until("player.marks.length === 3")


def test_the_batchs_landscape_is_shown_also_after_a_race_without_batches(
    visiting_flat: Visiting,
) -> None:
    races, names = LESSONS["noise_escapes"].races, lesson_text("noise_escapes", "en").races

    def choose(race: str, ghost: str) -> None:
        seen.page.get_by_text(names[race], exact=True).click()
        (entrant,) = races[race].entrants
        seen.until(f"player.racers[0].key === '{entrant.rule.key}' && player.steps === 500")
        seen.until(f"player.ghost.kind === '{ghost}'")

    with visiting_flat("/?lang=en&v=1") as seen:
        seen.page.get_by_role("link", name="Learn", exact=True).click()
        open_lesson(seen, "noise_escapes", "en")
        choose("all_rows", "none")
        # Comes back as it was left.
        open_lesson(seen, "saddle", "en")
        open_lesson(seen, "noise_escapes", "en")
        choose("one_row", "batch")
