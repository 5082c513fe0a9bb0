"""What a visitor sees first: momentum crosses ridge after ridge that hold all the others."""

from experiments.experiment import Entrant, Experiment
from landscapes import CATALOG
from optimizers import RULES

OPENING = Experiment(
    CATALOG["rastrigin"],
    (
        Entrant(RULES["gd"], {"eta": 0.001}),
        Entrant(RULES["momentum"], {"eta": 0.003, "mu": 0.97}),
        Entrant(RULES["nag"], {"eta": 0.003, "mu": 0.97}),
        Entrant(RULES["rmsprop"], {"eta": 0.05}),
        Entrant(RULES["adam"], {"eta": 0.5}),
    ),
    start=(4.4, 2.5),
).clamped()
