"""A film of the running app for the README: python -m docs.moving_picture [address].

Starts from an app that is already running (make run). Needs Chromium and the packages of
requirements-dev.txt; writes docs/race.webp.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from benchmarks.browser import chromium

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501"
TARGET = Path(__file__).with_name("race.webp")
WIDTH, HEIGHT = 1440, 1140
FRAMES = 60
MILLISECONDS = 90
SHOWN_WIDTH = 900


def step(page: Page, number: int) -> Image.Image:
    """The page with the player standing at one step."""
    page.locator(".sb-scrub").fill(str(number))
    page.wait_for_function(
        "step => document.querySelector('.sb-root').switchback.step === step", arg=number
    )
    picture = Image.open(io.BytesIO(page.screenshot()))
    return picture.resize((SHOWN_WIDTH, SHOWN_WIDTH * HEIGHT // WIDTH), Image.Resampling.LANCZOS)


def film(page: Page) -> list[Image.Image]:
    """More pictures of the early steps, where the paths part."""
    page.goto(ADDRESS)
    page.wait_for_function(
        "() => document.querySelector('.sb-root')?.switchback?.painted.surface", timeout=60_000
    )
    page.locator(".sb-timeline-bar").first.wait_for()
    page.locator("[data-do=restart]").click()
    last = page.evaluate("document.querySelector('.sb-root').switchback.steps")
    numbers = sorted({round(last * (k / (FRAMES - 1)) ** 1.6) for k in range(FRAMES)})
    return [step(page, number) for number in numbers]


def main() -> None:
    with chromium() as browser:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce"
        )
        pictures = film(context.new_page())
    durations = [MILLISECONDS] * (len(pictures) - 1) + [2500]
    pictures[0].save(
        TARGET,
        save_all=True,
        append_images=pictures[1:],
        duration=durations,
        loop=0,
        quality=70,
        method=6,
    )


if __name__ == "__main__":
    main()
