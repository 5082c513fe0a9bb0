"""3. Momentum carries over the puddle, unless the puddle is too deep."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Ends, Lesson
from experiments.library._losses import SHALLOW_PUDDLE
from landscapes import CATALOG, Landscape
from optimizers import RULES, RunConfig


def _race(loss: Landscape) -> Experiment:
    return Experiment(
        loss,
        (Entrant(RULES["gd"], {"eta": 0.1}), Entrant(RULES["momentum"], {"eta": 0.1, "mu": 0.75})),
        start=(5.0, 0.5),
        config=RunConfig(steps=150),
    )


LESSON = Lesson(
    key="puddle",
    number=3,
    races={"shallow": _race(SHALLOW_PUDDLE), "deep": _race(CATALOG["puddle"])},
    claims=(
        Ends("shallow/gd", "local minimum"),
        Ends("shallow/momentum", "global minimum"),
        Ends("deep/gd", "local minimum"),
        Ends("deep/momentum", "local minimum"),
    ),
)
