"""11. Adagrad: fast at first, then its steps fade."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig


def _race(eta: float) -> Experiment:
    return Experiment(
        CATALOG["ravine"],
        (Entrant(RULES["gd"], {"eta": 0.019}), Entrant(RULES["adagrad"], {"eta": eta})),
        start=(-8.0, 1.0),
        config=RunConfig(steps=400),
    )


LESSON = Lesson(
    key="adagrad",
    number=11,
    races={"small": _race(0.4), "large": _race(1.0)},
    claims=(
        Less("early_loss", "small/adagrad", "small/gd", by=1.3),
        Less("arrival", "small/gd", "small/adagrad", by=1.6),
        Less("loss", "small/gd", "small/adagrad", by=50),
        Less("arrival", "large/adagrad", "large/gd", by=2.5),
    ),
)
