"""19. AdaBelief: short steps where the gradient surprises, long where it is as expected."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import CATALOG
from optimizers import RULES, Noise, RunConfig


def _race(eta: float, noise: float = 0.0) -> Experiment:
    return Experiment(
        CATALOG["ravine"],
        (Entrant(RULES["adam"], {"eta": eta}), Entrant(RULES["adabelief"], {"eta": eta})),
        start=(-8.0, 1.0),
        config=RunConfig(steps=200, noise=Noise(noise)),
    )


LESSON = Lesson(
    key="adabelief",
    number=19,
    races={"exact": _race(0.1), "noisy": _race(0.1, noise=10.0), "large": _race(0.2)},
    claims=(
        Less("arrival", "exact/adabelief", "exact/adam", by=1.8),
        Less("early_step", "exact/adam", "exact/adabelief", by=1.5),
        Less("early_step", "noisy/adabelief", "exact/adabelief", by=1.25),
        Less("arrival", "large/adam", "large/adabelief", by=1.05),
        Less("overshoot", "large/adam", "large/adabelief", by=3),
    ),
)
