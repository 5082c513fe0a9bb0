"""The language switch changes words alone: what is open stays open."""

from __future__ import annotations

from tests.browser.conftest import Visiting
from words import say


def test_open_odds_stay_open_in_another_language(visiting_flat: Visiting) -> None:
    with visiting_flat("/?loss=bowl&lang=en") as visit:
        page = visit.page
        section = page.get_by_text(str(say("odds.title")), exact=True)
        section.wait_for()
        visit.settle()
        section.click()
        page.get_by_role("button", name=str(say("odds.work_out"))).wait_for()
        page.get_by_text("한국어").click()
        page.get_by_role("button", name=say("odds.work_out").into("ko")).wait_for()
