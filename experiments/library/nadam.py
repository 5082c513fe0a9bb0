"""18. NAdam against Adam."""

from experiments.lesson import Less, Lesson
from experiments.scene import Entrant, Scene
from landscapes import CATALOG
from optimizers import RULES


def _race(noise: float) -> Scene:
    return Scene(
        CATALOG["bowl"],
        (Entrant(RULES["adam"], {"eta": 0.3}), Entrant(RULES["nadam"], {"eta": 0.3})),
        start=(-3.5, 2.0),
        steps=150,
        noise=noise,
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
