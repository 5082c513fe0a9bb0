"""1. Three learning rates: too small, right, too large."""

from landscapes import CATALOG
from optimizers import RULES
from scenes.lesson import Between, Ends, Lesson
from scenes.scene import Entrant, Scene


def _race(eta: float) -> Scene:
    return Scene(
        CATALOG["booth"],
        (Entrant(RULES["gd"], {"eta": eta}),),
        start=(-7.0, 8.0),
        steps=60,
    )


# The curvatures are 2 and 18 everywhere, so eta has to stay below 2/18 = 0.111.
LESSON = Lesson(
    key="learning_rates",
    number=1,
    races={"small": _race(0.002), "right": _race(0.05), "large": _race(0.115)},
    claims=(
        Ends("small/gd", "still moving"),
        Between("arrival", "right/gd", high=30),
        Ends("right/gd", "global minimum"),
        Ends("large/gd", "diverged"),
    ),
)
