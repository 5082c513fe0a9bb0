"""Tables whose best weights are certified, or in every textbook.

Misra1a, BoxBOD and DanWood are of NIST's Statistical Reference Datasets, nonlinear regression,
where the certified values stand; `cars` is of R, `lm(dist ~ speed)`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Certified:
    """A table as CSV, a formula of one example, and what is certified of its minimum.

    `starts` are those that NIST proposes, the far and the near one.
    """

    csv: str
    formula: str
    weights: tuple[float, float]
    residual_sum_of_squares: float
    starts: tuple[tuple[float, float], ...]


def _csv(columns: str, x: str, y: str) -> str:
    rows = (f"{a},{b}" for a, b in zip(x.split(), y.split(), strict=True))
    return "\n".join((columns, *rows))


CARS = Certified(
    _csv(
        "speed,dist",
        "4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 "
        "18 18 18 18 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25",
        "2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 "
        "50 42 56 76 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85",
    ),
    "(w1 speed + w2 - dist)^2",
    (3.9324087591, -17.5790948905),
    11353.521051,
    ((0.0, 0.0),),
)
MISRA1A = Certified(
    _csv(
        "x,y",
        "77.6 114.9 141.1 190.8 239.9 289.0 332.8 378.4 434.8 477.3 536.8 593.1 689.1 760.0",
        "10.07 14.73 17.94 23.93 29.61 35.18 40.02 44.82 50.76 55.05 61.01 66.40 75.47 81.78",
    ),
    "(w1 (1 - exp(-w2 x)) - y)^2",
    (2.3894212918e2, 5.5015643181e-4),
    1.2455138894e-1,
    ((500.0, 0.0001), (250.0, 0.0005)),
)
BOX_BOD = Certified(
    _csv("x,y", "1 2 3 5 7 10", "109 149 149 191 213 224"),
    "(w1 (1 - exp(-w2 x)) - y)^2",
    (2.1380940889e2, 5.4723748542e-1),
    1.1680088766e3,
    ((1.0, 1.0), (100.0, 0.75)),
)
DAN_WOOD = Certified(
    _csv("x,y", "1.309 1.471 1.490 1.565 1.611 1.680", "2.138 3.421 3.597 4.340 4.882 5.660"),
    "(w1 x^w2 - y)^2",
    (7.6886226176e-1, 3.8604055871e0),
    4.3173084083e-3,
    ((1.0, 5.0), (0.7, 4.0)),
)
CERTIFIED = {"cars": CARS, "Misra1a": MISRA1A, "BoxBOD": BOX_BOD, "DanWood": DAN_WOOD}
