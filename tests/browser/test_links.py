"""The address holds the experiment: opening it elsewhere gives the same one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from experiments import Entrant, Experiment, View, query_text
from landscapes import CATALOG
from optimizers import RULES, Noise, RunConfig, Schedule

LINKED = Experiment(
    CATALOG["himmelblau"],
    (Entrant(RULES["adam"], {"eta": 0.2, "beta1": 0.5}), Entrant(RULES["gd"], {"eta": 0.01})),
    (-1.5, 2.5),
    RunConfig(steps=150, noise=Noise(0.25), seed=3, schedule=Schedule("step", 0.5, 40)),
    view=View(
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
        runs = LINKED.run()
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
        opened = query_text(replace(LINKED, step=None))
        assert page.evaluate("location.search") == opened
