"""18. NAdam against Adam."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import CATALOG
from optimizers import RULES, Noise, RunConfig


def _race(noise: float) -> Experiment:
    return Experiment(
        CATALOG["bowl"],
        (Entrant(RULES["adam"], {"eta": 0.3}), Entrant(RULES["nadam"], {"eta": 0.3})),
        start=(-3.5, 2.0),
        config=RunConfig(steps=150, noise=Noise(noise)),
    )


LESSON = Lesson(
    key="nadam",
    number=18,
    races={"exact": _race(0.0), "noisy": _race(1.0)},
    claims=(
        Less("overshoot", "exact/nadam", "exact/adam", by=3),
        Less("arrival", "exact/nadam", "exact/adam", by=1.4),
        Less("length", "noisy/adam", "noisy/nadam", by=1.3),
    ),
)
