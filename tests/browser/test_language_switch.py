"""The language switch changes words alone: what is open stays open."""

from __future__ import annotations

import re

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


def test_odds_go_on_being_worked_out_in_another_language(visiting_flat: Visiting) -> None:
    with visiting_flat("/?steps=2000&lang=en") as visit:
        page = visit.page
        section = page.get_by_text(str(say("odds.title")), exact=True)
        section.wait_for()
        visit.settle()
        section.click()
        page.get_by_role("button", name=str(say("odds.work_out"))).click()
        progress = page.locator("[data-testid=stProgress]")
        progress.get_by_text(re.compile(r"\b[3-9] of \d+ worked out")).wait_for()
        page.get_by_text("한국어", exact=True).click()
        progress.get_by_text(re.compile(r"개 중 \d+개 계산")).wait_for()
