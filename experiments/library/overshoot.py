"""4. Momentum overshoots the goal."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Less, Lesson
from experiments.library._losses import OVAL_BOWL
from optimizers import RULES, RunConfig


def _race(mu: float) -> Experiment:
    return Experiment(
        OVAL_BOWL,
        (Entrant(RULES["gd"], {"eta": 0.1}), Entrant(RULES["momentum"], {"eta": 0.1, "mu": mu})),
        start=(-4.0, 2.5),
        config=RunConfig(steps=120),
    )


LESSON = Lesson(
    key="overshoot",
    number=4,
    races={"heavy": _race(0.9), "light": _race(0.5)},
    claims=(
        Between("overshoot", "heavy/momentum", low=40),
        Between("overshoot", "heavy/gd", high=0),
        Less("arrival", "heavy/gd", "heavy/momentum", by=1.6),
        Less("length", "heavy/gd", "heavy/momentum", by=4),
        Between("overshoot", "light/momentum", high=1),
        Less("arrival", "light/momentum", "light/gd", by=1.8),
    ),
)
