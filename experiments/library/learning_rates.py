"""1. Three learning rates: too small, right, too large."""

from experiments.lesson import Between, Ends, Lesson
from experiments.scene import Entrant, Scene
from landscapes import CATALOG
from optimizers import RULES

# The curvatures are 2 and 18 everywhere, so eta has to stay below 2/18 = 0.111.
TOO_SMALL, RIGHT, TOO_LARGE = 0.002, 0.05, 0.115

LESSON = Lesson(
    key="learning_rates",
    number=1,
    races={
        "race": Scene(
            CATALOG["booth"],
            tuple(Entrant(RULES["gd"], {"eta": eta}) for eta in (TOO_SMALL, RIGHT, TOO_LARGE)),
            start=(-7.0, 8.0),
            steps=60,
        )
    },
    claims=(
        Ends("race/gd", "still moving"),
        Between("arrival", "race/gd.2", high=30),
        Ends("race/gd.2", "global minimum"),
        Ends("race/gd.3", "diverged"),
    ),
)
