"""12. RMSProp keeps moving where Adagrad stops."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Ends, Less, Lesson
from landscapes import CATALOG, FormulaLoss, Landscape
from optimizers import RULES, RunConfig

_WALL = Landscape(
    FormulaLoss("10max(0, x - 2)^2 + (x + 3)^2/20 + y^2/10"),
    x_range=(-5.0, 5.0),
    y_range=(-4.0, 4.0),
    name="Wall and plain",
    minima=((-3.0, 0.0),),
)

LESSON = Lesson(
    key="rmsprop",
    number=12,
    races={
        "wall": Experiment(
            _WALL,
            (Entrant(RULES["adagrad"], {"eta": 0.5}), Entrant(RULES["rmsprop"], {"eta": 0.05})),
            start=(4.2, 2.5),
            config=RunConfig(steps=250),
        ),
        "bowl": Experiment(
            CATALOG["bowl"],
            (Entrant(RULES["adagrad"], {"eta": 1.0}), Entrant(RULES["rmsprop"], {"eta": 0.2})),
            start=(-3.5, 2.0),
            config=RunConfig(steps=150),
        ),
    },
    claims=(
        Ends("wall/adagrad", "still moving"),
        Between("restless", "wall/adagrad", low=3),
        Ends("wall/rmsprop", "global minimum"),
        Less("arrival", "wall/rmsprop", "wall/adagrad"),
        Ends("bowl/adagrad", "global minimum"),
        Ends("bowl/rmsprop", "cycling"),
    ),
)
