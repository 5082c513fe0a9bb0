"""Each rule against each of its parents: a race in which what the child adds shows.

Where a lesson has such a race already, that one is taken. The texts stand in `family.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Claim, Ends, Less, Lesson
from experiments.library import LESSONS
from experiments.library._losses import SHALLOW_PUDDLE
from landscapes import CATALOG, Landscape
from optimizers import RULES, Noise, RunConfig

RACE = "race"  # the name of the only race, where the lesson is none of the library's


@dataclass(frozen=True)
class ParentRace:
    """A race of a child against a parent, one of `lesson`, whose claims say how they differ."""

    child: str
    parent: str
    lesson: Lesson
    race: str = RACE

    @property
    def key(self) -> str:
        """The name of the pair, as texts have it."""
        return f"{self.child}_{self.parent}"

    @property
    def taught(self) -> bool:
        """Whether the race is one of a lesson that a visitor can open."""
        return self.lesson.key in LESSONS

    @property
    def experiment(self) -> Experiment:
        """The two alone, the parent first."""
        whole = self.lesson.races[self.race]
        entrants = {entrant.rule.key: entrant for entrant in whole.entrants}
        return replace(whole, entrants=(entrants[self.parent], entrants[self.child]))


def _taught(child: str, parent: str, lesson: str, race: str) -> ParentRace:
    return ParentRace(child, parent, LESSONS[lesson], race)


def _own(
    child: str,
    parent: str,
    landscape: Landscape,
    start: tuple[float, float],
    steps: int,
    settings: Mapping[str, Mapping[str, float]],
    *claims: Claim,
    noise: float = 0.0,
) -> ParentRace:
    entrants = tuple(Entrant(RULES[key], settings[key]) for key in (parent, child))
    config = RunConfig(steps=steps, noise=Noise(noise))
    race = Experiment(landscape, entrants, start, config)
    return ParentRace(child, parent, Lesson(f"{child}_{parent}", 0, {RACE: race}, claims))


def _less(measure: str, less: str, more: str, by: float) -> Less:
    return Less(measure, f"{RACE}/{less}", f"{RACE}/{more}", by)


def _ends(who: str, kind: str) -> Ends:
    return Ends(f"{RACE}/{who}", kind)


_WALL = LESSONS["rmsprop"].races["wall"].landscape  # steep above x = 2, below it a gentle plain
_FLOOR = LESSONS["adamw"].races["decoupled"].landscape  # steep above x = 3, below it flat
# The curvature of the cliff is up to 192, so momentum bears no eta above 0.02, NAG none above
# 0.007.
_CLIFF, _BEFORE_CLIFF = CATALOG["cliff"], (3.0, 1.5)

_ALL = (
    _taught("sgd", "gd", "noise_escapes", "shallow"),
    _taught("momentum", "gd", "puddle", "shallow"),
    _taught("nag", "momentum", "nag", "usual"),
    _taught("adagrad", "gd", "adagrad", "large"),
    _own(
        "adadelta",
        "adagrad",
        _WALL,
        (4.2, 2.5),
        600,
        {"adagrad": {"eta": 0.5}, "adadelta": {"epsilon": 1e-4}},
        _ends("adagrad", "still moving"),
        _ends("adadelta", "global minimum"),
        Between("restless", f"{RACE}/adagrad", low=3),
    ),
    _taught("rmsprop", "adagrad", "rmsprop", "wall"),
    _own(
        "rmsprop",
        "rprop",
        CATALOG["bowl"],
        (-3.5, 2.0),
        500,
        {"rprop": {"eta": 0.05}, "rmsprop": {"eta": 0.05}},
        _less("restless", "rmsprop", "rprop", by=1.2),
        _less("last_step", "rprop", "rmsprop", by=1000),
        noise=5.0,
    ),
    _own(
        "rprop",
        "gd",
        CATALOG["easom"],
        (2.0, 1.5),
        100,
        {"gd": {"eta": 0.1}, "rprop": {"eta": 0.1}},
        _ends("gd", "still moving"),
        _ends("rprop", "global minimum"),
        Between("arrival", f"{RACE}/rprop", high=30),
    ),
    _own(
        "adam",
        "rmsprop",
        SHALLOW_PUDDLE,
        (5.0, 0.5),
        300,
        {"rmsprop": {"eta": 0.1}, "adam": {"eta": 0.1}},
        _ends("rmsprop", "local minimum"),
        _ends("adam", "global minimum"),
    ),
    _own(
        "adam",
        "momentum",
        _CLIFF,
        _BEFORE_CLIFF,
        200,
        {"momentum": {"eta": 0.015}, "adam": {"eta": 0.3}},
        _ends("momentum", "still moving"),
        _ends("adam", "global minimum"),
        _less("arrival", "adam", "momentum", by=1),
    ),
    _own(
        "adamw",
        "adam",
        _FLOOR,
        (3.8, 3.5),
        300,
        {"adam": {"eta": 0.03}, "adamw": {"eta": 0.03, "weight_decay": 0.3}},
        _less("x_halved", "adamw", "adam", by=1),
        _less("y_halved", "adamw", "adam", by=1),
        _less("length", "adam", "adamw", by=4),
    ),
    _own(
        "amsgrad",
        "adam",
        CATALOG["bowl"],
        (-3.5, 2.0),
        200,
        {"adam": {"eta": 0.5, "beta2": 0.5}, "amsgrad": {"eta": 0.5, "beta2": 0.5}},
        _ends("amsgrad", "global minimum"),
        _less("arrival", "amsgrad", "adam", by=2.5),
        _less("last_step", "amsgrad", "adam", by=50),
    ),
    _own(
        "adamax",
        "adam",
        _CLIFF,
        _BEFORE_CLIFF,
        60,
        {"adam": {"eta": 0.6}, "adamax": {"eta": 0.6}},
        Between("overshoot", f"{RACE}/adam", low=12),
        Between("overshoot", f"{RACE}/adamax", high=1),
    ),
    _taught("nadam", "adam", "nadam", "exact"),
    _own(
        "nadam",
        "nag",
        _CLIFF,
        _BEFORE_CLIFF,
        200,
        {"nag": {"eta": 0.006}, "nadam": {"eta": 0.3}},
        _ends("nag", "still moving"),
        _ends("nadam", "global minimum"),
        _less("arrival", "nadam", "nag", by=1),
    ),
    _taught("radam", "adam", "radam", "gentle"),
    _taught("adabelief", "adam", "adabelief", "exact"),
    _own(
        "lion",
        "adamw",
        _WALL,
        (4.2, 2.5),
        250,
        {"adamw": {"eta": 0.05}, "lion": {"eta": 0.05, "beta2": 0.95}},
        _less("arrival", "lion", "adamw", by=1),
        _less("restless", "lion", "adamw", by=20),
    ),
)
PARENT_RACES: dict[tuple[str, str], ParentRace] = {(one.child, one.parent): one for one in _ALL}
