"""13. Adam: steady across very different landscapes with one setting."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Ends, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig


def _race(key: str, start: tuple[float, float], steps: int = 200) -> Experiment:
    return Experiment(
        CATALOG[key],
        (Entrant(RULES["gd"], {"eta": 0.015}), Entrant(RULES["adam"], {"eta": 0.3})),
        start=start,
        config=RunConfig(steps=steps),
    )


LESSON = Lesson(
    key="adam",
    number=13,
    races={
        "bowl": _race("bowl", (-3.5, 2.0)),
        "ravine": _race("ravine", (-8.0, 1.0), steps=250),
        "rosenbrock": _race("rosenbrock", (-1.2, 1.0), steps=500),
        "cliff": _race("cliff", (3.0, 1.5)),
    },
    claims=(
        *(Between("arrival", f"{race}/adam", high=180) for race in ("bowl", "ravine", "cliff")),
        Between("arrival", "rosenbrock/adam", high=450),
        *(
            Ends(f"{race}/adam", "global minimum")
            for race in ("bowl", "ravine", "rosenbrock", "cliff")
        ),
        Ends("bowl/gd", "global minimum"),
        Ends("ravine/gd", "global minimum"),
        Ends("rosenbrock/gd", "diverged"),
        Ends("cliff/gd", "still moving"),
    ),
)
