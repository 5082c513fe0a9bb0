"""What the browser needs to trace a race by itself while its start is dragged.

Rules travel once, inside the component's module; with a race come its loss as a function, each
run's rule and settings, and what the runs share: the schedule's factors and unit noise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import Entrant, Experiment
from formulas.code import JAVASCRIPT_HELPERS
from optimizers import CONSTANT, RULES, Noise, Rule, RunConfig
from optimizers.compile.javascript import loss_function, rule_function
from player.examples import Examples

MAX_EXAMPLES = 1_000_000
"""Examples looked at each time a race is retraced: a fifteenth of a second or so."""

_printed_loss = lru_cache(maxsize=256)(loss_function)
_printed_rule = lru_cache(maxsize=256)(rule_function)


@dataclass(frozen=True)
class Recipe:
    """How to trace a race. `header` is ready for JSON; the arrays are float64 or None."""

    header: dict[str, Any]
    factors: NDArray[np.float64] | None
    """(steps,): what eta is multiplied by at each step; None where that is always 1."""
    noise: NDArray[np.float64] | None
    """(steps, 2): Gaussian noise of standard deviation 1; None where no run is noisy."""

    @property
    def body(self) -> bytes:
        """The arrays that there are, little-endian."""
        arrays = (self.factors, self.noise)
        return b"".join(a.astype("<f8").tobytes() for a in arrays if a is not None)


def recipe(experiment: Experiment, over: Examples | None = None) -> Recipe | None:
    """How the browser can trace this experiment; of a loss over data it has `over` besides.

    None where the loss or a rule cannot be printed, or it would take too long there: paths then
    follow on release.
    """
    landscape, config = experiment.landscape, experiment.config
    if experiment.independent_noise and config.noise.sigma:  # a runner's own noise is drawn here
        return None
    if landscape.loss.rows and not (over and _is_quick(experiment, over)):
        return None
    try:
        loss = None if over else _printed_loss(landscape.loss)
        runs = [_run(entrant, config) for entrant in experiment.entrants]
    except TypeError:  # a function that no JavaScript is known for
        return None
    factors = None if config.schedule == CONSTANT else config.schedule.factors(config.steps)
    noisy = any(run["sigma"] for run in runs)
    noise = Noise(1.0, config.noise.decay).drawn(config.steps, experiment.seed) if noisy else None
    header = {
        "loss": loss,
        "runs": runs,
        "factors": factors is not None,
        "noise": noise is not None,
    }
    return Recipe(header, factors, noise)


def _is_quick(experiment: Experiment, over: Examples) -> bool:
    """Whether the browser has what the steps see, and is done with it between two frames."""
    training, config = over.header["training"], experiment.config
    if config.rows_seen(training) < training and over.order is None:
        return False
    rows = training + over.header["held_out"] + (over.header["batch"] or training)
    return len(experiment.entrants) * config.steps * rows <= MAX_EXAMPLES


def rules_script() -> str:
    """JavaScript that declares FORMULA_HELPERS and RULE_FUNCTIONS.

    These are a text that printed functions are compiled behind, and every rule of RULES by its
    key.
    """
    rules = ",\n".join(f"{json.dumps(key)}: {rule_function(rule)}" for key, rule in RULES.items())
    return (
        f"const FORMULA_HELPERS = {json.dumps(JAVASCRIPT_HELPERS)};\n"
        f"const RULE_FUNCTIONS = (() => {{\n{JAVASCRIPT_HELPERS}return {{\n{rules}\n}};\n}})();\n"
    )


def _run(entrant: Entrant, config: RunConfig) -> dict[str, Any]:
    rule, config = entrant.rule, replace(config, settings=entrant.settings)
    settings = {letter: float(value) for letter, value in config.settings_of(rule).items()}
    run: dict[str, Any] = {
        "rule": rule.key,
        "settings": settings,
        "sigma": float(config.noise_on(rule).sigma),
    }
    if not _is_built_in(rule):
        run["code"] = _printed_rule(rule)
    return run


def _is_built_in(rule: Rule) -> bool:
    known = RULES.get(rule.key)
    return known is not None and (known.recurrence, known.settings) == (
        rule.recurrence,
        rule.settings,
    )
