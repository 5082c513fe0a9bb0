"""16. AdamW against Adam with L2 in the loss: decay that scaling does not distort."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import FormulaLoss, Landscape
from optimizers import RULES, RunConfig

_X, _Y = (-1.0, 5.0), (-1.0, 4.5)
_WALL = Landscape(FormulaLoss("10max(0, x - 3)^2"), x_range=_X, y_range=_Y, name="Wall")
# The gradient of 0.15 (x^2 + y^2) is 0.3 w: the decay of AdamW with weight_decay = 0.3.
_WALL_L2 = Landscape(
    FormulaLoss("10max(0, x - 3)^2 + 0.15(x^2 + y^2)"),
    x_range=_X,
    y_range=_Y,
    name="Wall with L2",
    minima=((0.0, 0.0),),
)
_START = (3.8, 3.5)

LESSON = Lesson(
    key="adamw",
    number=16,
    races={
        "l2": Experiment(
            _WALL_L2,
            (Entrant(RULES["gd"], {"eta": 0.03}), Entrant(RULES["adam"], {"eta": 0.03})),
            start=_START,
            config=RunConfig(steps=300),
        ),
        "decoupled": Experiment(
            _WALL,
            (Entrant(RULES["adamw"], {"eta": 0.03, "weight_decay": 0.3}),),
            start=_START,
            config=RunConfig(steps=300),
        ),
    },
    claims=(
        Less("y_halved", "l2/adam", "l2/gd"),
        Less("x_halved", "l2/gd", "l2/adam", by=3),
        Less("x_halved", "decoupled/adamw", "l2/adam", by=3),
        # decay along the floor is that of gradient descent, in both coordinates
        Less("x_halved", "decoupled/adamw", "l2/gd", by=0.8),
        Less("x_halved", "l2/gd", "decoupled/adamw", by=0.8),
        Less("y_halved", "decoupled/adamw", "l2/gd", by=0.95),
        Less("y_halved", "l2/gd", "decoupled/adamw", by=0.95),
    ),
)
