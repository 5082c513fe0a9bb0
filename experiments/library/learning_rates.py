"""1. Three learning rates: too small, right, too large."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Ends, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig

# The curvatures are 2 and 18 everywhere, so eta has to stay below 2/18 = 0.111.
TOO_SMALL, RIGHT, TOO_LARGE = 0.002, 0.05, 0.115

LESSON = Lesson(
    key="learning_rates",
    number=1,
    races={
        "race": Experiment(
            CATALOG["booth"],
            tuple(Entrant(RULES["gd"], {"eta": eta}) for eta in (TOO_SMALL, RIGHT, TOO_LARGE)),
            start=(-7.0, 8.0),
            config=RunConfig(steps=60),
        )
    },
    claims=(
        Ends("race/gd", "still moving"),
        Between("arrival", "race/gd.2", high=30),
        Ends("race/gd.2", "global minimum"),
        Ends("race/gd.3", "diverged"),
    ),
)
