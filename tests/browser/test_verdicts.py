"""Below the player: sentences, the basin timeline that follows the player, scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def visit(visiting: Any) -> Iterator[Any]:
    """One page for all tests of this file, in their order."""
    with visiting() as seen:
        yield seen


def test_each_path_has_its_sentence_after_the_race_has_begun(visit: Any) -> None:
    page = visit.page
    visit.until("player.step > 2")
    page.get_by_text("reached the global minimum").wait_for()
    assert page.get_by_text("trapped in local minimum").count() >= 1
    said = page.locator("[data-testid=stMain]").inner_text()
    for name in visit.player("player.racers.map(r => r.name)"):
        assert name in said


def test_the_timeline_follows_the_player_and_a_click_jumps_there(visit: Any) -> None:
    page = visit.page
    bars = page.locator(".sb-timeline-bar")
    bars.first.wait_for()
    assert bars.count() == visit.player("player.racers.length")
    visit.until("player.step > 2")
    page.locator("[data-do=toggle]").click()
    visit.until("!player.playing")
    box = bars.first.bounding_box()
    bars.first.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    visit.until("Math.abs(player.step - player.steps / 2) <= 2")
    page.wait_for_function(
        """() => {
            const step = document.querySelector('.sb-root').switchback.step;
            const line = document.querySelector('.sb-timeline-now');
            return Math.abs(Number(line.getAttribute('x1')) - step - 0.5) < 1e-6;
        }"""
    )


def test_the_basins_visited_are_named(visit: Any) -> None:
    key = visit.page.locator(".sb-timeline-key")
    key.get_by_text("global minimum (0.00, 0.00)").wait_for()
    assert key.get_by_text("of 121").count() >= 2


def test_the_view_is_counted(visit: Any) -> None:
    visit.page.get_by_text("121 minima, 100 maxima, 220 saddles").wait_for()
