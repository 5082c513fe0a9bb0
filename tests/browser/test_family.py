"""The family tree in Chromium: nodes answer clicks and keys, and the browser's Back leads back."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.family import PARENT_RACES
from optimizers import RULES
from tests.browser.conftest import Visit, Visiting
from words import say

# Streamlit closes its menu after a choice where the browser says that it is a phone's.
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile",
}
FOCUSED = """() => [...document.querySelectorAll('*')]
    .find((one) => one.shadowRoot?.querySelector('.tree'))
    .shadowRoot.activeElement?.dataset.rule"""


def open_tree(seen: Visit) -> None:
    if seen.page.viewport_size["width"] < 768:
        seen.page.get_by_test_id("stExpandSidebarButton").click()
    seen.page.get_by_role("link", name=str(say("app.family"))).click()
    await_rule(seen, "adam")


def await_rule(seen: Visit, key: str) -> None:
    seen.page.wait_for_function("key => location.search.includes(`rule=${key}`)", arg=key)
    seen.page.locator("h3", has_text=str(RULES[key].name)).wait_for()
    seen.page.locator(f".tree a.chosen[data-rule={key}]:visible").wait_for()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_node_is_picked_by_click_and_by_key(
    visiting_flat: Visiting, options: dict[str, Any]
) -> None:
    with visiting_flat("/?lang=en", **options) as seen:
        open_tree(seen)
        node = seen.page.locator(".tree a[data-rule=radam]:visible")
        assert node.count() == 1  # lying or upright, not both
        node.click()
        await_rule(seen, "radam")
        seen.page.wait_for_function(f"({FOCUSED})() === 'radam'")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        await_rule(seen, "adabelief")
        seen.page.go_back()
        await_rule(seen, "radam")


def test_a_race_against_a_parent_opens_as_it_is_told(visiting_flat: Visiting) -> None:
    with visiting_flat("/?lang=en") as seen:
        open_tree(seen)
        parent = str(RULES["momentum"].name)
        seen.page.get_by_role("button", name=str(say("family.race", parent=parent))).click()
        steps = PARENT_RACES["adam", "momentum"].experiment.config.steps
        seen.until(f"player.painted.contour && player.steps === {steps}")
        seen.page.wait_for_function("() => location.search.includes('lang=en')")
