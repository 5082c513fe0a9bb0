"""Races for tests, labelled by their keys."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from charts import style_of
from experiments import Entrant, Experiment
from landscapes import CATALOG, DATA, Landscape
from optimizers import RULES, RunConfig, Trajectory, suggested_eta
from player import Label, Look, Race


def experiment_of(*keys: str, loss: str | Landscape = "himmelblau", **changes: Any) -> Experiment:
    """These rules over a published loss or another one, at the rate that suits it."""
    over = ({**CATALOG, **DATA}[loss]) if isinstance(loss, str) else loss
    entrants = tuple(Entrant(RULES[k], {"eta": suggested_eta(RULES[k], over)}) for k in keys)
    return Experiment(over, entrants, over.start or (1.0, 1.0), RunConfig().changed(**changes))


def reconfigured(experiment: Experiment, **changes: Any) -> Experiment:
    """The same with these fields of its `RunConfig`."""
    return replace(experiment, config=experiment.config.changed(**changes))


def race_of(
    experiment: Experiment, runs: tuple[Trajectory, ...] | None = None, **look: Any
) -> Race:
    labels = tuple(
        Label(key, entrant.rule.key, style_of(key), "η 0.1")
        for key, entrant in zip(experiment.keys, experiment.entrants, strict=True)
    )
    return Race(experiment, experiment.run() if runs is None else runs, labels, Look(**look))


def changed(race: Race, **numbers: Any) -> Race:
    """The same race, some numbers of its first run being others."""
    first, *others = race.runs
    return replace(race, runs=(replace(first, **numbers), *others))


def header_of(message: bytes) -> dict[str, Any]:
    length = int.from_bytes(message[:4], "little")
    assert length % 4 == 0
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    return header
