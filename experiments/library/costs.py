"""20. What an optimizer costs: what it remembers for each weight, and what a step takes."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig


def _race(key: str, start: tuple[float, float], gd: float, momentum: float) -> Experiment:
    return Experiment(
        CATALOG[key],
        (
            Entrant(RULES["gd"], {"eta": gd}),
            Entrant(RULES["momentum"], {"eta": momentum, "mu": 0.9}),
            Entrant(RULES["rmsprop"], {"eta": 0.1}),
            Entrant(RULES["adam"], {"eta": 0.3}),
        ),
        start=start,
        config=RunConfig(steps=200),
    )


LESSON = Lesson(
    key="costs",
    number=20,
    races={
        "ravine": _race("ravine", (-8.0, 1.0), gd=0.019, momentum=0.004),
        "bowl": _race("bowl", (-3.5, 2.0), gd=0.3, momentum=0.1),
    },
    claims=(
        Less("arrival", "ravine/momentum", "ravine/gd", by=1.8),
        Less("arrival", "ravine/adam", "ravine/gd", by=2.5),
        Less("arrival", "bowl/gd", "bowl/momentum", by=8),
        Less("arrival", "bowl/gd", "bowl/rmsprop", by=7),
        Less("arrival", "bowl/gd", "bowl/adam", by=7),
    ),
)
