"""Designed runs of every kind of verdict, and how a verdict is got and checked."""

from __future__ import annotations

from operator import attrgetter

import numpy as np
import pytest

from landscapes import CATALOG, Landscape
from optimizers import RULES, Trajectory, trace
from verdicts import Verdict, judge
from verdicts.facts import (
    AtMinimum,
    AtStationaryPoint,
    Cycling,
    EtaAboveLimit,
    EtaTooLarge,
    FallsOn,
    HardlyMoved,
    HeldByDecay,
    LeftDomain,
    NoSlope,
    NoValue,
    OnFlatGround,
    StillMoving,
)


def run(
    text: str,
    rule: str,
    settings: dict[str, float],
    start: tuple[float, float],
    steps: int = 300,
    view: float = 5.0,
) -> Trajectory:
    loss = Landscape.read(text, (-view, view), (-view, view))
    return trace(RULES[rule], loss, start, steps=steps, settings=settings)


def verdict(run: Trajectory) -> Verdict:
    return judge(run, run.landscape)


TWO_WELLS = "(x^2 - 4)^2/8 + x/4 + y^2"  # the left well is the deeper
Facts = dict[str, object]
# of each kind: runs, how they end, and facts of that by their dotted names
CASES: dict[str, list[tuple[Trajectory, type, Facts]]] = {
    "global minimum": [
        (run("x^2 + 2y^2", "gd", {"eta": 0.1}, (3, 2)), AtMinimum, {"minimum.point": (0, 0)}),
        (run(TWO_WELLS, "gd", {"eta": 0.05}, (-3, 2)), AtMinimum, {"minimum.rank": 1}),
        (run("|x| + 2|y|", "adam", {"eta": 0.05}, (2, 1)), AtMinimum, {"lower": None}),
        (
            run("(x^2 + y^2 - 4)^2", "gd", {"eta": 0.01}, (3, 2)),
            AtMinimum,
            {"minimum.shape": "ring"},
        ),
    ],
    "local minimum": [
        (
            run(TWO_WELLS, "gd", {"eta": 0.05}, (3, 2)),
            AtMinimum,
            {"minimum.rank": 2, "lower.where": "minimum", "lower.loss": -0.50758},
        ),
    ],
    "saddle": [
        (
            run("x^2 - y^2", "gd", {"eta": 0.1}, (3, 0)),
            AtStationaryPoint,
            {"point.eigenvalues": (-2, 2), "has_slope": False},
        ),
        (
            run("-x^2 - y^2 + x^4/9 + y^4/9", "gd", {"eta": 0.1}, (0, 0)),
            AtStationaryPoint,
            {"point.kind": "maximum"},
        ),
    ],
    "plateau": [
        (run("3", "gd", {"eta": 0.1}, (1, 1)), OnFlatGround, {"fall": 0}),
        (run("-exp(-4(x^2 + y^2))", "gd", {"eta": 0.1}, (4, 4)), OnFlatGround, {"fall": 0}),
        (
            run("x^3 + y^2", "gd", {"eta": 0.2}, (1.3, -0.7)),
            AtStationaryPoint,
            {"point.kind": "degenerate"},
        ),
    ],
    "cycling": [
        (
            run("x^2 + y^2", "gd", {"eta": 1.0}, (0.5, 0.2)),
            Cycling,
            {"oscillation.apart": 2 * np.hypot(0.5, 0.2), "minimum.point": (0, 0)},
        ),
        (
            run("|x| + |y|", "gd", {"eta": 0.5}, (3.1, 2.2)),
            Cycling,
            {"oscillation.cause": "eta", "minima": 1},
        ),
    ],
    "still moving": [
        (
            run("(1 - x)^2 + 100(y - x^2)^2", "gd", {"eta": 1e-4}, (-1.2, 1)),
            StillMoving,
            {"minimum.point": (1, 1), "minimum.loss": 0, "near": False},
        ),
        (run("x", "gd", {"eta": 0.01}, (1, 1)), StillMoving, {"minimum": None}),
        (run("x^2 + y^2", "gd", {"eta": 1e-9}, (1, 1)), HardlyMoved, {"eta": 1e-9}),
    ],
    "stopped": [
        (
            run("(x - 4)^2 + y^2", "adamw", {"eta": 0.1, "weight_decay": 0.5}, (3, 2)),
            HeldByDecay,
            {},
        ),
        (run("sqrt(x) + y^2", "gd", {"eta": 0.1}, (0, 1)), NoSlope, {"step": 0, "ahead": False}),
        (
            run("sqrt(x^2 + y^2) + 3x", "gd", {"eta": 0.5}, (2, 0)),
            NoSlope,
            {"step": 1, "ahead": False},
        ),
    ],
    "left the domain": [
        (run("log(x) + x^2", "gd", {"eta": 0.1}, (3, 2)), LeftDomain, {"step": 8}),
        (run("sqrt(x)", "gd", {"eta": 0.1}, (-3, 2)), NoValue, {"anywhere": True}),
    ],
    "diverged": [
        (run("x^2 + y^2", "gd", {"eta": 1.1}, (3, 2)), EtaAboveLimit, {"eta": 1.1, "limit": 1.0}),
        (
            run("x^2 + y^2", "momentum", {"eta": 2.0, "mu": 0.9}, (3, 2)),
            EtaAboveLimit,
            {"limit": 1.9, "rule": "momentum"},
        ),
        (run("x^4 + y^4", "gd", {"eta": 1.0}, (3, 2)), EtaTooLarge, {"step": 1}),
        (run("x^2 - y^2", "gd", {"eta": 0.1}, (3, 0.1)), FallsOn, {"step": 22}),
    ],
}


def check(said: Verdict, ending: type, facts: Facts) -> None:
    """It ended so, and of how it did these facts are true, numbers to about three digits."""
    assert isinstance(said.facts.ending, ending), said.reason
    for name, expected in facts.items():
        fact = attrgetter(name)(said.facts.ending)
        if isinstance(expected, float | int | tuple):
            expected = pytest.approx(expected, rel=1e-3, abs=1e-4)
        assert fact == expected, f"{name} in {said.reason}"


def judged(
    text: str,
    rule: str,
    eta: float,
    noise: float = 0.0,
    start: tuple[float, float] | None = None,
) -> Verdict:
    """The verdict from a start, else from that of a loss of the catalogue, or from (1.3, -0.7)."""
    loss = CATALOG.get(text) or Landscape.read(text)
    start = start or loss.start or (1.3, -0.7)
    return judge(
        trace(RULES[rule], loss, start, steps=300, settings={"eta": eta}, noise=noise), loss
    )
