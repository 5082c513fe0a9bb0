"""What visitors change, one after the other and nothing twice, so that no cache answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from benchmarks.session import Session

RIPPLES = "Height of the ripples"
LOSSES = ("Himmelblau", "Rosenbrock", "Beale", "Ackley", "Monkey saddle", "Booth", "Matyas")
OPENING = "Rastrigin"
EXPENSIVE = (
    "+".join(f"sin({i}x+{i + 1}y)cos({i}x y)" for i in range(1, 13)),
    "sin(1000x)sin(1000y)",
    "sin(" * 30 + "x y" + ")" * 30,
    "max(min(max(x,y,x+y,x-y),sin(x),y^2),x^2,min(x y,x^3,y^3, 2x),cos(y))",
    "(" + "+".join(f"x^{i}y^{12 - i}" for i in range(1, 12)) + ")^2/10^9",
    "if(x>y,sin(50x y),if(x<-y,cos(60x),x^2 y^2))+sin(30x)sin(30y)",
    "e^(-(sin(3x)^2+cos(4y)^2))" * 3 + "+sin(40x)sin(40y)",
    "(1+x^2)^((1+y^2)^(1/3))+(1+y^2)^((1+x^2)^(1/3))",
    "+".join(f"|x-{i}|" for i in range(1, 40)),
    "1/(" * 12 + "x^2+y^2" + "+1)" * 12,
    "+".join(f"sin({i}x)cos({i}y)" for i in range(1, 31)),
)
"""Near the limits of what may be typed, some of them beyond."""

Changes = Iterator[Mapping[str, Any]]
Kind = Callable[[Session, Random], Changes]


def ripples(session: Session, chance: Random) -> Changes:
    """The bare app's slider."""
    while True:
        yield {RIPPLES: chance.uniform(0, 10)}


def eta(session: Session, chance: Random) -> Changes:
    """Adam's learning rate through all rungs of its slider, every time from another start."""
    rungs = list(session.widgets[session.name("adam.eta")].options)
    while True:
        start = {"start_x": chance.uniform(4, 5)}
        chance.shuffle(rungs)
        for rung in rungs:
            yield {"adam.eta": rung, **start}
            start = {}


def start(session: Session, chance: Random) -> Changes:
    """Somewhere else to start from."""
    while True:
        yield {"start_x": chance.uniform(-5, 5)}


def loss(session: Session, chance: Random) -> Changes:
    """Another loss of the catalogue."""
    while True:
        for name in chance.sample(LOSSES, len(LOSSES)):
            yield {"loss_choice": name}


def expensive(session: Session, chance: Random) -> Changes:
    """Formulas that cost the server as much as it lets them."""
    for text in itertools.cycle(EXPENSIVE):
        yield {"formula": f"{text}+{chance.uniform(1, 9):.4f}x"}
