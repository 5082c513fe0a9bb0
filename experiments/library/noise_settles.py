"""7. SGD never quite settles at constant eta; a decaying eta settles it."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Ends, Less, Lesson
from experiments.view import View
from landscapes import CATALOG, DATA
from optimizers import CONSTANT, RULES, Batches, RunConfig, Schedule


def _race(schedule: Schedule) -> Experiment:
    return Experiment(
        CATALOG["bowl"],
        (Entrant(RULES["gd"], {"eta": 0.05}), Entrant(RULES["sgd"], {"eta": 0.05, "sigma": 3.0})),
        start=(-3.5, 2.0),
        config=RunConfig(steps=300, schedule=schedule),
    )


def _over_data(schedule: Schedule) -> Experiment:
    sgd = Entrant(RULES["sgd"], {"eta": 0.1, "sigma": 0.0})
    return Experiment(
        DATA["line"],
        (sgd,),
        start=(-2.2, 3.2),
        config=RunConfig(steps=300, schedule=schedule, batches=Batches(4)),
        view=View(ghost="batch"),
    )


LESSON = Lesson(
    key="noise_settles",
    number=7,
    races={
        "constant": _race(CONSTANT),
        "decaying": _race(Schedule("exponential", gamma=0.985)),
        "hasty": _race(Schedule("exponential", gamma=0.9)),
        "rows": _over_data(CONSTANT),
        "rows_decaying": _over_data(Schedule("exponential", gamma=0.985)),
    },
    claims=(
        Ends("constant/gd", "global minimum"),
        Less("length", "constant/gd", "constant/sgd", by=8),
        Less("restless", "decaying/sgd", "constant/sgd", by=1.3),
        Less("last_step", "decaying/sgd", "constant/sgd", by=30),
        Between("restless", "hasty/sgd", low=0.8),
        Between("restless", "rows/sgd", low=0.25),
        Less("restless", "rows_decaying/sgd", "rows/sgd", by=10),
    ),
)
