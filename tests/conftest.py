"""The distribution's Chromium, for the tests that drive a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks import browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The distribution's Chromium, driven by Playwright."""
    if browser.installed() is None:
        word = "no Chromium is installed (Debian: apt-get install chromium)"
        if os.environ.get("SWITCHBACK_REQUIRE_BROWSER"):
            pytest.fail(word)
        pytest.skip(word)
    with browser.chromium() as running:
        yield running
