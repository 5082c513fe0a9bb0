"""Every published loss's sentence, and what it claims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landscapes import CATALOG
from tests.experiments import shapes
from tests.experiments.captions import (
    FIVE,
    GLOBAL,
    LOCAL,
    MOVING,
    Caption,
    across,
    along,
    aslant,
    away,
    behind_cliff,
    between,
    ends,
    first,
    from_menu,
    holds,
    leaves,
    less,
    near,
    pace,
    scattered,
    stays,
    to_nearest,
    usual,
)

CAPTIONS: dict[str, Caption] = {
    "rastrigin": Caption(
        "A regular grid of traps: only a long enough step, or enough speed, carries an optimizer "
        "out of the well where it started.",
        (
            *ends(LOCAL, "gd", "nag", "rmsprop"),
            *stays("gd", "nag", "rmsprop"),
            between("longest_step", "gd", high=0.5),  # half a cell of the grid
            between("escapes", "momentum", low=1),
            less("longest_step", "gd", "adam", by=2),
            *stays(*(f"menu/{rule}" for rule in FIVE)),  # all have small rates and little speed
        ),
        (shapes.counts(121),),
        {"menu": from_menu("rastrigin", FIVE)},
    ),
    "rosenbrock": Caption(
        "The valley is found at once, but its floor bends and hardly slopes, so gradient descent "
        "creeps where momentum keeps its pace.",
        (
            between("early_loss", "gd", high=5),  # of 24 at the start
            between("loss", "gd", low=2.5),
            less("loss", "momentum", "gd", by=100),
        ),
    ),
    "himmelblau": Caption(
        "Four equally good minima: from one start gradient descent follows the steeper axis, Adam "
        "goes along both alike, and they end in different ones.",
        (
            *ends(GLOBAL, *FIVE),
            scattered(0.2, "gd", "adam"),
            holds(lambda gd: aslant(gd) < 0.2, "gd"),
            holds(lambda adam: aslant(adam) > 0.8, "adam"),
        ),
        (shapes.counts(4, lowest=4),),
    ),
    "ackley": Caption(
        "Ripples over one deep funnel: small steps stop in a ripple on the way, while momentum can "
        "roll on to the centre.",
        (
            *ends(LOCAL, "gd"),
            between("longest_step", "gd", high=0.1),
            *ends(GLOBAL, "momentum"),
            between("escapes", "momentum", low=2),
        ),
        (shapes.counts(121),),
    ),
    "beale": Caption(
        "Steep walls beside almost flat land: with the small rate that the walls allow gradient "
        "descent creeps, while momentum gathers speed.",
        (
            *ends(MOVING, "gd"),
            less("loss", "momentum", "gd", by=50),
            holds(lambda gd: gd.step_lengths[-1] < 0.05 * gd.step_lengths[0], "gd"),
        ),
        (shapes.steep_wall_beside_a_plain,),
    ),
    "bowl": Caption(
        "The plainest loss of all: every way down leads to its one minimum, so it shows what the "
        "steps of each optimizer look like.",
        ends(GLOBAL, *FIVE),
        (shapes.convex, shapes.counts(1)),
    ),
    "booth": Caption(
        "A bowl with curvatures 2 and 18: the steep direction limits the step, the shallow one "
        "sets the time it takes.",
        (
            holds(
                lambda gd: shapes.left_of(gd, 30, (1, 1)) < 1e-4 * shapes.left_of(gd, 30, (1, -1)),
                "gd",
            ),
        ),
        (shapes.curved(2, 18), shapes.diverges_beyond(2 / 18)),
    ),
    "matyas": Caption(
        "Along the diagonal it curves 25 times less than across: gradient descent drops onto the "
        "diagonal at once, then spends its time along it.",
        (
            holds(lambda gd: first(gd, across(gd) < 0.02 * across(gd)[0]) < 10, "gd"),
            between("arrival", "gd", low=55, high=80),
            holds(lambda gd: along(gd)[10] > 0.8 * along(gd)[0], "gd"),
        ),
        (shapes.curved(0.04, 1),),
    ),
    "ravine": Caption(
        "One direction curves a hundred times more: gradient descent must take small steps because "
        "of it, while Adam rescales each axis.",
        (*ends(MOVING, "gd"), *ends(GLOBAL, "adam"), less("x_halved", "adam", "gd", by=2)),
        (shapes.curved(1, 100), shapes.diverges_beyond(2 / 100)),
    ),
    "tilted_ravine": Caption(
        "The long ravine turned by 45 degrees: gradient descent and momentum do not notice, but "
        "Adam, which rescales each axis alone, is slower.",
        (
            less("loss", "gd", "before/gd", by=0.9),
            less("loss", "before/gd", "gd", by=0.9),
            less("arrival", "momentum", "before/momentum", by=0.9),
            less("arrival", "before/momentum", "momentum", by=0.8),
            less("arrival", "before/adam", "adam", by=1.2),
        ),
        (shapes.turned(CATALOG["ravine"]),),
        {"before": usual("ravine")},
    ),
    "saddle": Caption(
        "The gradient fades near a saddle: gradient descent lingers, then leaves ever faster, "
        "while Adam sets off at once and keeps its pace.",
        (
            holds(
                lambda gd, adam: 1.5 * abs(gd.points[3, 1]) < abs(adam.points[3, 1]), "gd", "adam"
            ),
            holds(lambda gd, adam: leaves(gd) < leaves(adam) < np.inf, "gd", "adam"),
            holds(lambda gd: pace(gd) > 10, "gd"),
            holds(lambda adam: pace(adam) < 2, "adam"),
        ),
    ),
    "monkey_saddle": Caption(
        "Three ways down and no curvature at the centre, so even second derivatives cannot tell "
        "the way out.",
        shape=(shapes.three_ways_down,),
    ),
    "cliff": Caption(
        "Adam remembers one huge gradient for a thousand steps: behind the cliff it glides a "
        "little and then crawls, while RMSProp soon forgets and walks.",
        (
            *ends(MOVING, "adam"),
            between("arrival", "rmsprop", high=200),
            holds(
                lambda adam, rmsprop: 10 * behind_cliff(adam) < behind_cliff(rmsprop),
                "adam",
                "rmsprop",
            ),
            holds(lambda adam: behind_cliff(adam, 0, 20) > 5 * behind_cliff(adam), "adam"),
            between("beta2", "adam", 0.999, 0.999),
        ),
    ),
    "easom": Caption(
        "A hole in a plain: far out the gradient is almost zero, so gradient descent lingers "
        "there, while Adam, which rescales it, sets off at once.",
        (
            *ends(GLOBAL, "adam"),
            less("arrival", "adam", "gd", by=2),
            less("first_step", "gd", "adam", by=10),
        ),
    ),
    "kink": Caption(
        "The slope does not fade towards the minimum, so gradient descent with a fixed rate hops "
        "across it for ever.",
        (
            between("restless", "gd", low=0.03),
            between("turns", "gd", low=200),
            holds(lambda gd: np.allclose(gd.step_lengths[-100:], 0.05 * np.hypot(1, 2)), "gd"),
        ),
    ),
    "double_well": Caption(
        "Two equal wells: momentum has speed enough to cross the hump between them, gradient "
        "descent stays on its side.",
        (*near(-1, 0, "gd"), *near(1, 0, "momentum")),
        (shapes.counts(2, lowest=2),),
    ),
    "puddle": Caption(
        "A shallow hollow on the slope stops gradient descent for good, while momentum rolls "
        "through it to the true minimum.",
        (*ends(LOCAL, "gd"), *ends(GLOBAL, "momentum"), between("escapes", "momentum", low=1)),
    ),
    "sharp_flat": Caption(
        "Gradient descent cannot stay where η times the curvature exceeds 2: thrown out of the "
        "sharp well, it settles in the flat one.",
        (
            *near(-2, 0, "gd"),
            holds(lambda gd: 0.2 * shapes.curvature(gd.landscape, *gd.points[0]) > 2, "gd"),
            holds(lambda gd: 0.2 * shapes.curvature(gd.landscape, *gd.points[-1]) < 2, "gd"),
            between("eta", "gd", 0.2, 0.2),
        ),
    ),
    "deep_linear": Caption(
        "Every point with xy = 1 is a minimum, so the start and the optimizer, not the loss, "
        "decide which one is found.",
        (*ends(GLOBAL, *FIVE), scattered(0.05, "gd", "momentum", "adam")),
        (shapes.least_on_every_product_of_one,),
    ),
    "three_hump_camel": Caption(
        "A side well holds gradient descent, while Adam and momentum carry on to the middle.",
        (*stays("gd"), *ends(GLOBAL, "adam", "momentum"), *near(0, 0, "adam", "momentum")),
        (shapes.counts(3),),
    ),
    "six_hump_camel": Caption(
        "Six wells, two of them deepest: gradient descent takes the nearest, momentum can overrun "
        "it and reach a deepest one.",
        (*ends(LOCAL, "gd"), *to_nearest("gd"), *ends(GLOBAL, "momentum")),
        (shapes.counts(6, lowest=2),),
    ),
    "styblinski_tang": Caption(
        "Four wells, one of them deepest: the slope leads to the nearest, momentum's overshoot "
        "from here to the deepest.",
        (*ends(LOCAL, "gd"), *to_nearest("gd"), *ends(GLOBAL, "momentum")),
        (shapes.counts(4),),
    ),
    "goldstein_price": Caption(
        "Values from 3 to a million: a rate small enough for the walls hardly moves on the floor, "
        "and there rescaling pays off.",
        (
            *ends(MOVING, "gd"),
            between("length", "gd", high=0.3),
            *ends(GLOBAL, "rmsprop"),
        ),
        (
            lambda land: np.allclose(land.value(land.minima[0]), 3),
            lambda land: land.grid()[2].max() > 1e6,
        ),
    ),
    "mccormick": Caption(
        "Outside the usual view it falls without end, so momentum that overshoots the minimum may "
        "never come back.",
        (
            *ends(GLOBAL, "gd"),
            *ends("diverged", "momentum"),
            between("overshoot", "momentum", low=100),
            holds(
                lambda run: (run.landscape.unit(run.points[-100:]) < 0).any(axis=1).all(),
                "momentum",
            ),
        ),
        (shapes.falls_without_end,),
    ),
    "griewank": Caption(
        "From close by the waves hide the wide bowl beneath them, so whoever follows the slope "
        "stops in a trough nearby.",
        (*ends(LOCAL, *FIVE), holds(lambda *runs: max(map(away, runs)) < 0.2, *FIVE)),
    ),
    "levy13": Caption(
        "Ripples on a bowl: gradient descent stops in the first of them, and momentum rolls "
        "through a few more before one holds it.",
        (
            *ends(LOCAL, "gd", "momentum"),
            between("escapes", "gd", high=1),
            between("escapes", "momentum", low=2),
            less("loss", "momentum", "gd", by=1.3),
        ),
    ),
    "drop_wave": Caption(
        "Rings around the centre: along a ring there is no slope to follow, and from it every way "
        "inwards first leads uphill.",
        (
            holds(
                lambda *runs: all(abs(np.hypot(*run.points[-1]) - 0.52) < 0.03 for run in runs),
                *FIVE,
            ),
        ),
        (shapes.ring,),
    ),
    "michalewicz": Caption(
        "Steep grooves cross a flat plain: gradient descent stops in the first groove, Adam's "
        "rescaled steps find the deepest crossing.",
        (
            holds(lambda gd: abs(gd.points[-1, 0] - 2.203) < 0.01, "gd"),
            holds(lambda gd: abs(gd.points[-1, 1] - gd.points[0, 1]) < 0.1, "gd"),
            between("loss", "gd", low=-0.9),
            *ends(GLOBAL, "adam"),
        ),
    ),
    "schwefel": Caption(
        "The second best well lies far across the map from the best one, so a low loss is no sign "
        "that the goal is near.",
        ends(LOCAL, *FIVE),
        (shapes.second_best_far_away,),
    ),
    "cross_in_tray": Caption(
        "Sharp creases part nearly flat trays: the slope is strong only at a crease and says "
        "nothing about the best tray.",
        (*ends(LOCAL, *FIVE), *to_nearest(*FIVE)),
        (shapes.steep_at_creases_alone,),
    ),
    "eggholder": Caption(
        "The wells deepen towards the corners and the best one is cut by the border, so long steps "
        "easily leave the map.",
        (
            holds(lambda run: leaves(run) < 20, "momentum"),
            holds(lambda run: run.step_lengths[: int(leaves(run))].max() > 15, "momentum"),
        ),
        (shapes.deepest_at_the_border,),
    ),
    "line": Caption(
        "Some mini-batches hold outliers, which pull far off the line, others hold none: with a "
        "constant η the path never settles.",
        (between("restless", "sgd", low=0.2), between("restless", "all/sgd", high=0.01)),
        (shapes.pulled_off_by_some_batches,),
        {"all": replace(usual("line"), config=replace(usual("line").config, batches=None))},
    ),
    "blobs": Caption(
        "Logistic loss is convex, and these blobs overlap, so every way down leads to one minimum; "
        "it is steep while most rows are on the wrong side, and more than ten times flatter "
        "beyond.",
        (holds(lambda *runs: max(run.losses[-1] for run in runs) < 0.35, "sgd", *FIVE[1:]),),
        (shapes.convex, shapes.counts(1), shapes.steep_on_the_wrong_side),
    ),
    "sine": Caption(
        "Turning the signs of both weights changes nothing, so there are two equal minima, and "
        "between them a saddle where both weights are 0.",
        shape=(shapes.counts(2, lowest=2), shapes.mirrored_with_a_saddle_between),
    ),
    "wave": Caption(
        "The best fit near a wrong frequency is a local minimum. Gradient descent stays in it with "
        "all rows and with batches of 8; with batches of 1 or 2 rows it often shakes loose.",
        (*near(3.488, -0.138, "all/sgd"), between("basin", "sgd", low=1)),
        (shapes.counts(2), shapes.shaken_loose_by_small_batches),
        {"all": replace(usual("wave"), config=replace(usual("wave").config, batches=None))},
    ),
    "valley": Caption(
        "More weights than the data ask for: every pair with the right product fits equally well, "
        "and which one is found depends on the start and the optimizer.",
        (
            scattered(0.04, "sgd", "momentum"),
            scattered(0.04, "sgd", "adam"),
            holds(
                lambda *runs: np.ptp([run.points[-1].prod() for run in runs]) < 0.1,
                "sgd",
                "momentum",
                "adam",
            ),
        ),
        (shapes.one_product_one_loss,),
    ),
    "copies": Caption(
        "A line of weights fits the training rows exactly; gradient descent goes to its point "
        "nearest to the start, Adam to another, and held-out rows tell them apart.",
        (
            holds(
                lambda sgd: np.allclose(sgd.points[-1], shapes.nearest_that_fits(*sgd.points[0])),
                "sgd",
            ),
            holds(lambda adam: abs(adam.points[-1] @ (1, 3) - 1) < 1e-3, "adam"),
            scattered(0.02, "sgd", "adam"),
            less("held_out", "sgd", "adam", by=10),
        ),
        (shapes.a_line_of_weights_fits,),
    ),
}
