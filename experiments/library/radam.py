"""17. RAdam's careful first steps against Adam's."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Ends, Less, Lesson
from landscapes import CATALOG, FormulaLoss, Landscape
from optimizers import RULES, Noise, RunConfig

_GENTLE = Landscape(
    FormulaLoss("(x^2 + y^2)/20"),
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    name="Gentle bowl",
    minima=((0.0, 0.0),),
)
_PAIR = (Entrant(RULES["adam"], {"eta": 0.1}), Entrant(RULES["radam"], {"eta": 0.1}))

LESSON = Lesson(
    key="radam",
    number=17,
    races={
        "gentle": Experiment(
            _GENTLE, _PAIR, start=(-1.2, 0.8), config=RunConfig(steps=120, noise=Noise(0.3))
        ),
        "steep": Experiment(
            CATALOG["himmelblau"], _PAIR, start=(0.1, 3.0), config=RunConfig(steps=200)
        ),
    },
    claims=(
        Less("first_length", "gentle/radam", "gentle/adam", by=2.5),
        Less("first_length", "steep/adam", "steep/radam", by=2),
        Less("arrival", "steep/adam", "steep/radam", by=1.7),
        Ends("steep/adam", "global minimum"),
    ),
)
