"""9. The same saddle turned by 45 degrees: scaling each axis loses much of its edge."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Less, Lesson
from experiments.library._losses import STEEP_SADDLE
from landscapes import FormulaLoss, Landscape
from optimizers import RULES, RunConfig

# x becomes (x + y)/sqrt(2), y becomes (y - x)/sqrt(2).
_TURNED = Landscape(
    FormulaLoss("(x + y)^4/16 - (x + y)^2/4 + 25(y - x)^2"),
    x_range=STEEP_SADDLE.x_range,
    y_range=STEEP_SADDLE.y_range,
    name="Steep saddle, turned",
    minima=((-(0.5**0.5), -(0.5**0.5)), (0.5**0.5, 0.5**0.5)),
)


def _race(loss: Landscape, start: tuple[float, float]) -> Experiment:
    return Experiment(
        loss,
        (
            Entrant(RULES["gd"], {"eta": 0.01}),
            Entrant(RULES["rmsprop"], {"eta": 0.02}),
            Entrant(RULES["adam"], {"eta": 0.05}),
        ),
        start=start,
        config=RunConfig(steps=450),
    )


LESSON = Lesson(
    key="turned_saddle",
    number=9,
    races={"along": _race(STEEP_SADDLE, (0.06, 0.45)), "turned": _race(_TURNED, (-0.28, 0.36))},
    claims=(
        Less("arrival", "along/adam", "along/gd", by=4),
        Less("arrival", "along/adam", "turned/adam", by=4),
        Between("saddle_steps", "turned/adam", low=20),
        Between("saddle_steps", "turned/rmsprop", low=20),
        # gradient descent knows no axes
        Less("arrival", "turned/gd", "along/gd", by=0.7),
        Less("arrival", "along/gd", "turned/gd", by=0.7),
    ),
)
