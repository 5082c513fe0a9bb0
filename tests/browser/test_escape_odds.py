"""The odds below the race: a cancel is heard while they are worked out, and what is known stays."""

from __future__ import annotations

import re
from typing import Any

NUMBERS = re.compile(r"(\d+) of (\d+) worked out")
LONG = "?steps=2000"


def far(text: str) -> tuple[int, int]:
    done, every = map(int, NUMBERS.search(text).groups())  # type: ignore[union-attr]
    return done, every


def test_cancel_stops_the_work_and_keeps_what_is_known(visiting_flat: Any) -> None:
    with visiting_flat(LONG) as visit:
        page = visit.page
        section = page.get_by_text("Escape odds", exact=True)
        section.wait_for()
        visit.settle()
        section.click()
        cancel = page.get_by_role("button", name="Cancel", exact=True)
        page.get_by_role("button", name="Work out the odds").click()
        progress = page.locator("[data-testid=stProgress]")
        progress.get_by_text("6 of").or_(progress.get_by_text(re.compile("[7-9] of"))).wait_for()
        at_click, every = far(progress.inner_text())
        cancel.click()
        told = page.get_by_text("Cancelled:")
        told.wait_for()
        stopped, _ = far(told.inner_text())
        assert at_click <= stopped < every
        page.locator(".stPlotlyChart .js-line").first.wait_for()
        page.wait_for_timeout(1500)  # several bursts
        assert far(told.inner_text()) == (stopped, every)
        assert progress.count() == 0
        assert page.locator(".stPlotlyChart .js-line").count() > 0
