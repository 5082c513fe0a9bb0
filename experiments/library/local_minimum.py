"""2. A local minimum takes gradient descent for the bottom."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Ends, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig


def _race(start: tuple[float, float]) -> Experiment:
    return Experiment(
        CATALOG["styblinski_tang"],
        (Entrant(RULES["gd"], {"eta": 0.005}),),
        start=start,
        config=RunConfig(steps=100),
    )


# The ridge between the wells runs along x = 0.157.
LESSON = Lesson(
    key="local_minimum",
    number=2,
    races={"right": _race((0.6, -4.4)), "left": _race((-0.35, -4.4))},
    claims=(Ends("right/gd", "local minimum"), Ends("left/gd", "global minimum")),
)
