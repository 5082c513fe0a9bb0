"""14. Held-out data tell apart what SGD and Adam end in, which one training loss does not."""

from dataclasses import replace

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Less, Lesson
from experiments.view import View
from landscapes import DATA, DataLoss, Landscape
from landscapes.data.tables import COPIES
from optimizers import RULES, Batches, RunConfig

# In the training rows u2 is three times u1, so that this is v there; in the rows held out it is
# not.
_LOSS = DataLoss("(w1 u1 + w2 u2 - (u1 + u2)/4)^2", COPIES)
ALIKE = replace(DATA["copies"], loss=_LOSS, name="", lesson="")


def _race(loss: Landscape) -> Experiment:
    return Experiment(
        loss,
        (Entrant(RULES["sgd"], {"eta": 0.05, "sigma": 0.0}), Entrant(RULES["adam"], {"eta": 0.01})),
        start=(0.0, 0.0),
        config=RunConfig(steps=150, batches=Batches(4)),
        view=View(curve="held", ghost="held"),
    )


LESSON = Lesson(
    key="held_out",
    number=14,
    races={"larger": _race(DATA["copies"]), "alike": _race(ALIKE)},
    claims=(
        Between("loss", "larger/sgd", high=1e-5),
        Between("loss", "larger/adam", high=1e-5),
        Between("loss", "alike/sgd", high=1e-5),
        Between("loss", "alike/adam", high=1e-5),
        Less("held_out", "larger/sgd", "larger/adam", by=50),
        Less("held_out", "alike/adam", "alike/sgd", by=50),
    ),
)
