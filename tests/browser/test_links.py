"""The address holds the experiment: opening it elsewhere gives the same one."""

from __future__ import annotations

from typing import Any

import numpy as np

from landscapes import CATALOG
from optimizers import RULES, Schedule
from scenes import Entrant, Scene
from scenes.links import Experiment, View, query_text

FORMULA = "input[aria-label=Formula]"
LINKED = Experiment(
    Scene(
        CATALOG["himmelblau"],
        (Entrant(RULES["adam"], {"eta": 0.2, "beta1": 0.5}), Entrant(RULES["gd"], {"eta": 0.01})),
        (-1.5, 2.5),
        steps=150,
        noise=0.25,
        seed=3,
        schedule=Schedule("step", 0.5, 40),
    ),
    View(
        zoom=(-4, 1, 0, 4), camera=(1.5, 0.5, 1.2, 0, 0, -0.2), curve="length", log=False,
        levels="even", trails="30", marks=False,
    ),
    step=42,
)  # fmt: skip


def test_a_link_opens_its_experiment_to_the_step(visiting: Any) -> None:
    with visiting(query_text(LINKED)) as visit:
        player, page = visit.player, visit.page
        visit.until("player.painted.surface")
        assert (player("player.step"), player("player.playing")) == (42, False)
        assert player("player.view") == [-4, 1, 0, 4]
        runs = LINKED.scene.run()
        for k, run in enumerate(runs):
            ends = [player(f"player.point({k}, {step})") for step in (42, 150)]
            # Moves travel as 32-bit floats.
            assert np.allclose(ends, run.points[[42, 150]], rtol=0, atol=1e-5)
        pressed = page.locator(".sb-tabs [aria-pressed=true]").inner_text()
        chosen = [page.locator(f".sb-{name}").input_value() for name in ("levels", "tail")]
        assert (pressed, chosen) == ("Step length", ["even", "30"])
        assert not page.locator(".sb-marks").is_checked()
        # What was opened is what the address goes on saying, but for the step that passed.
        page.wait_for_function("!location.search.includes('step=')")
        opened = query_text(Experiment(LINKED.scene, LINKED.view))
        assert page.evaluate("location.search") == opened


def test_the_address_follows_what_the_visitor_does(visiting: Any) -> None:
    with visiting() as visit:
        page = visit.page
        assert page.evaluate("location.search") == ""
        visit.pick(1, 1)
        page.wait_for_function("location.search.includes('start=')")
        page.locator("[data-curve=gradient]").click()
        page.wait_for_function("location.search.includes('curve=gradient')")
        page.locator(FORMULA).fill("x^2 + 3y^2 + 1")
        page.wait_for_function("location.search.includes('f=x~2_+_3y~2_+_1')")
        assert len(page.evaluate("history.length + ''")) == 1
        start = visit.player("player.start")
        page.reload()
        visit.until("player.painted.contour && player.steps > 0", seconds=60)
        assert page.locator(FORMULA).input_value() == "x^2 + 3y^2 + 1"
        assert visit.player("player.start") == start


def test_the_card_shares_the_step_with_a_code(visiting: Any) -> None:
    with visiting(permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        page.locator("body").press("End")
        visit.scrub(120)
        visit.press("share")
        page.locator(".sb-share-code svg").wait_for()
        page.locator(".sb-share-copy").click()
        page.get_by_text("Copied. It opens this experiment at step 120.").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == page.locator(".sb-share-link").input_value()
        assert link.endswith("/?step=120")
        page.locator("body").press("Escape")
        assert page.locator(".sb-share").is_hidden()


def test_a_damaged_link_opens_and_says_so(visiting: Any) -> None:
    damaged = "?loss=himmelblau&start=1_oops&race=adam~eta_0.1+<b>nobody</b>&steps=99999&v=1"
    with visiting(damaged) as visit:
        page = visit.page
        told = page.get_by_text("The link was put right.")
        told.wait_for()
        words = told.inner_text()
        assert "The start could not be read" in words
        assert "nobody" in words
        assert page.locator("b", has_text="nobody").count() == 0
        assert visit.player("[player.steps, player.racers.map((one) => one.key).join()]") == [
            2000,
            "adam",
        ]
        visit.pick(1, 1)
        told.wait_for(state="hidden")
