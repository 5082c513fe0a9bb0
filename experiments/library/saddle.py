"""8. At a saddle gradient descent stalls, the adaptive step leaves."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Less, Lesson
from experiments.library._losses import STEEP_SADDLE
from optimizers import RULES, RunConfig

LESSON = Lesson(
    key="saddle",
    number=8,
    races={
        "saddle": Experiment(
            STEEP_SADDLE,
            (
                Entrant(RULES["gd"], {"eta": 0.01}),
                Entrant(RULES["rmsprop"], {"eta": 0.02}),
                Entrant(RULES["adam"], {"eta": 0.05}),
            ),
            start=(0.06, 0.45),
            config=RunConfig(steps=450),
        )
    },
    claims=(
        Between("saddle_steps", "saddle/gd", low=20),
        Between("saddle_steps", "saddle/adam", high=0),
        Between("saddle_steps", "saddle/rmsprop", high=0),
        Less("arrival", "saddle/adam", "saddle/gd", by=4),
        Less("arrival", "saddle/rmsprop", "saddle/gd", by=2),
    ),
)
