"""What is said of facts, word by word, and that it can be said in Korean with the same numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.verdicts.facts import (
    FACTS,
    GLOBAL,
    LETTERS,
    LOCAL,
    LOWEST,
    MOVING,
    PATCH,
    POINTS,
    SADDLE,
    THIRD,
    TIP,
    UNDERCUT,
    UNEXPLAINED,
    VALLEY,
)
from tests.words import korean
from verdicts.escapes import Escape
from verdicts.excursions import Excursion
from verdicts.facts import (
    AtMinimum,
    AtStationaryPoint,
    AtUnsurveyedMinimum,
    Cycling,
    EtaAboveLimit,
    EtaTooLarge,
    FallsOn,
    Frozen,
    HardlyMoved,
    HeldByDecay,
    Kind,
    LeftDomain,
    Lower,
    NoSlope,
    NoValue,
    OnFlatGround,
    ShakenOff,
    StillMoving,
    Thrown,
)
from verdicts.oscillation import Cause
from verdicts.phrases import reason
from verdicts.saddle_delay import SaddleDelay

# what is said: of which kind and ending, and what else is true
SENTENCES: dict[str, tuple[object, ...]] = {
    "reached the global minimum at (1.50, -0.25), loss 2.50.": (
        GLOBAL,
        AtMinimum(LOWEST, None, None),
    ),
    "reached the lowest minimum found at (1.50, -0.25), loss 0.00, where it keeps swinging 0.123 "
    "wide (the noise of the gradient keeps it moving); nothing lower was found in this view, but "
    "the search could "
    "not be checked.": (GLOBAL, AtMinimum(LOWEST, PATCH, None), {"trusted": False, "loss": 1e-13}),
    "reached one of 2 equally low global minima at (1.50, -0.25), loss 2.50; escaped 1 local "
    "minimum "
    "(step 31).": (
        GLOBAL,
        AtMinimum(LOWEST, None, None),
        {"global_minima": 2, "escapes": (Escape(31, 1.0, 0.5, None),)},
    ),
    "trapped in local minimum 3 of 7 at (1.49, -0.26), loss 2.500 against 2.499.": (
        LOCAL,
        AtMinimum(THIRD, None, Lower("minimum", (0, 0), 2.499)),
        {"loss": 2.5001},
    ),
    "trapped in local minimum 3 of 7 found at (1.50, -0.25), a valley, loss 2.50 against 0.00.": (
        LOCAL,
        AtMinimum(VALLEY, None, Lower("minimum", (0, 0), 0.0)),
        {"trusted": False},
    ),
    "reached the lowest minimum in view at (1.49, -0.26), loss 2.50, where it keeps swinging 0.123"
    " wide (eta too large to settle); the loss is lower still at (-5.00, 0.00), on the border "
    "of the view: -110.": (LOCAL, AtMinimum(UNDERCUT, POINTS, Lower("border", (-5, 0), -110.0))),
    "reached the lowest minimum in view at (1.49, -0.26), loss 2.50; the loss is lower still at "
    "(-5.00, 0.00): -5.00.": (LOCAL, AtMinimum(UNDERCUT, None, Lower("elsewhere", (-5, 0), -5.0))),
    "reached the lowest minimum in view at (1.49, -0.26), loss 2.50; the loss falls without "
    "bound near (0.00, 0.00).": (LOCAL, AtMinimum(UNDERCUT, None, Lower("pole", (0, 0), -np.inf))),
    "settled at (1.49, -0.26), loss 2.50, as low as anything known in view.": (
        LOCAL,
        AtMinimum(UNDERCUT, None, None),
    ),
    "settled in a minimum at (1.50, -0.25), loss 2.50, one of very many.": (
        LOCAL,
        AtUnsurveyedMinimum(True),
        {"trusted": False},
    ),
    "settled in a minimum at (1.50, -0.25), loss 2.50; others could not be looked for.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {"trusted": False},
    ),
    "settled outside the view at (1.50, -0.25), loss 2.50.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {"in_view": False, "lowest": None},
    ),
    "settled outside the view at (1.50, -0.25), loss 2.50 against 0.00 in view.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {"in_view": False},
    ),
    "settled outside the view at (1.50, -0.25), loss 2.50, as low as the lowest minimum in view.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {"in_view": False, "lowest": 2.5},
    ),
    "stays at the saddle at (-1.00, 2.00): no slope left, curvature -2.00 along x leads away.": (
        Kind.SADDLE,
        AtStationaryPoint(SADDLE, False),
        {"escapes": UNEXPLAINED[:1]},
    ),
    "still held up at the saddle at (-1.00, 2.00): little slope, a kinked way down leads away.": (
        Kind.SADDLE,
        AtStationaryPoint(TIP, True),
    ),
    "stays at the maximum at (-1.00, 2.00): no slope left, curvature -2.00 along x leads away.": (
        Kind.SADDLE,
        AtStationaryPoint(replace(SADDLE, kind="maximum"), False),
    ),
    "stays at the flat point at (-1.00, 2.00): slope and curvature vanish there.": (
        Kind.PLATEAU,
        AtStationaryPoint(replace(SADDLE, kind="degenerate"), False),
    ),
    "is on flat ground at (1.50, -0.25), loss 2.50: no slope to follow.": (
        Kind.PLATEAU,
        OnFlatGround(0.0),
    ),
    "is on flat ground outside the view at (1.50, -0.25), loss 2.50: almost no slope to follow, "
    "over the whole view "
    "it would lower the loss by 1e-06.": (Kind.PLATEAU, OnFlatGround(1e-06), {"in_view": False}),
    "cycling between two points 0.100 apart around the global minimum: eta too large to settle.": (
        Kind.CYCLING,
        Cycling(POINTS, (1, 2), 1, LOWEST),
    ),
    "cycling in a patch 0.123 wide around a global minimum: the noise of the gradient "
    "keeps it moving.": (Kind.CYCLING, Cycling(PATCH, (1, 2), 1, LOWEST), {"global_minima": 4}),
    "cycling in a patch 0.123 wide across 3 minima: each mini-batch pulls another way.": (
        Kind.CYCLING,
        Cycling(replace(PATCH, cause=Cause.BATCHES), (1, 2), 3, None),
    ),
    "cycling between two points 0.100 apart near (1.00, 2.00): its steps do not get shorter.": (
        Kind.CYCLING,
        Cycling(replace(POINTS, cause=Cause.STEPS), (1, 2), 0, None),
    ),
    "has hardly moved from (1.50, -0.25), loss 2.50: its steps with eta 1e-09 are far too short.": (
        MOVING,
        HardlyMoved(1e-09),
    ),
    "has hardly moved from (1.50, -0.25), loss 2.50: its steps are far too short.": (
        MOVING,
        HardlyMoved(None),
    ),
    "is held up at the flat point at (-1.00, 2.00): next to no slope or curvature there.": (
        Kind.PLATEAU,
        AtStationaryPoint(replace(SADDLE, kind="degenerate"), True),
    ),
    "hardly moving any more at (1.50, -0.25), loss 2.50: this view has no minimum.": (
        MOVING,
        StillMoving(None, crawls=True),
        {"lowest": None},
    ),
    "still moving near local minimum 3 of 7 at (1.49, -0.26), loss 2.50 against 2.40.": (
        MOVING,
        StillMoving(THIRD, near=True),
    ),
    "still moving at (1.50, -0.25), loss 2.50: in the basin of the ring "
    "of minima at (1.49, -0.26), loss 0.00.": (MOVING, StillMoving(replace(LOWEST, shape="ring"))),
    "still moving outside the view at (1.50, -0.25), loss 2.50: the lowest minimum in view has "
    "0.00; escaped 5 local minima (steps 3, 14, 15, "
    "92, ...).": (MOVING, StillMoving(None), {"escapes": UNEXPLAINED, "in_view": False}),
    "still moving at (1.50, -0.25), loss 2.50: the lowest minimum found in view has 0.00.": (
        MOVING,
        StillMoving(None),
        {"trusted": False},
    ),
    "still moving at (1.50, -0.25), loss 2.50: this view has no minimum; slowed by the saddle at "
    "(-1.00, 2.00) from step 3 to 40: curvature -2.00 along "
    "x.": (MOVING, StillMoving(None), {"lowest": None, "delay": SaddleDelay(SADDLE, 3, 40, 0.5)}),
    "still moving at (1.50, -0.25), loss 2.50: no minimum was found in this view; slowed by the "
    "saddle at (-1.00, 2.00) from step 3 to 40: curvature -2.00 along x, only 0.012 of the start "
    "was that way.": (
        MOVING,
        StillMoving(None),
        {"lowest": None, "trusted": False, "delay": SaddleDelay(SADDLE, 3, 40, 0.012)},
    ),
    "still moving at (1.50, -0.25), loss 2.50: the lowest minimum in view has 0.00; slowed by the "
    "saddle at (-1.00, 2.00) from step 3 to "
    "40: a kinked way down.": (MOVING, StillMoving(None), {"delay": SaddleDelay(TIP, 3, 40, 0.0)}),
    "starts where the loss has no value; move the start.": (
        Kind.LEFT_DOMAIN,
        NoValue(anywhere=True),
        {"loss": np.nan},
    ),
    "starts where the loss has no value; it has none anywhere in this view.": (
        Kind.LEFT_DOMAIN,
        NoValue(anywhere=False),
        {"loss": np.nan},
    ),
    "left the domain at step 8: the loss has no finite value at (-0.10, 2.00).": (
        Kind.LEFT_DOMAIN,
        LeftDomain(8, (-0.1, 2)),
    ),
    "left the view at step 32 and falls on and on, to a loss of -3e+45 at step 300.": (
        Kind.DIVERGED,
        FallsOn(32),
        {"loss": -3e45},
    ),
    "left the view at step 32 and falls on and on, to a loss of -3e+45 at step "
    "300; this view has no minimum.": (Kind.DIVERGED, FallsOn(32), {"loss": -3e45, "minima": 0}),
    "left the view at step 32 and falls on and on, to a loss of -3e+45 at step 300; no minimum was "
    "found "
    "in this view.": (Kind.DIVERGED, FallsOn(32), {"loss": -3e45, "minima": 0, "trusted": False}),
    "diverged at step 9: eta 0.25 is above 2/lambda_max = 0.213.": (
        Kind.DIVERGED,
        EtaAboveLimit(9, 0.25, 0.2134, "gd"),
        {"escapes": UNEXPLAINED[:1]},
    ),
    "diverged at step 9: eta 2.5 is above 2(1 + mu)/lambda_max = 1.90.": (
        Kind.DIVERGED,
        EtaAboveLimit(9, 2.5, 1.9, "momentum"),
    ),
    "diverged at step 9: eta 2.5 is above 2(1 + mu)/((1 + 2 mu) lambda_max) = 1.90.": (
        Kind.DIVERGED,
        EtaAboveLimit(9, 2.5, 1.9, "nag"),
    ),
    "diverged at step 1: thrown out of the view in one leap, loss 2.50 before it.": (
        Kind.DIVERGED,
        Thrown(1),
        {"last": 0},
    ),
    "diverged outside the view: thrown out of the view in one leap, loss 2.50 before it.": (
        Kind.DIVERGED,
        Thrown(0),
        {"last": 0},
    ),
    "diverged at step 9: eta 1 is too large; from this start 0.054 stays in view.": (
        Kind.DIVERGED,
        EtaTooLarge(9, 1.0, 0.054),
        {"excursions": (Excursion(9, None),)},
    ),
    "diverged outside the view: eta 1 is too large; from this start 0.054 stays in view.": (
        Kind.DIVERGED,
        EtaTooLarge(0, 1.0, 0.054),
    ),
    "diverged at step 9: the noise of the gradient drove it out; without it, it stays.": (
        Kind.DIVERGED,
        ShakenOff(9, Cause.NOISE),
    ),
    "diverged at step 9: its mini-batches drove it out; with all rows it stays.": (
        Kind.DIVERGED,
        ShakenOff(9, Cause.BATCHES),
    ),
    "falls on and on outside the view, to a loss of -3e+45 at step 300.": (
        Kind.DIVERGED,
        FallsOn(0),
        {"loss": -3e45},
    ),
    "started outside the view and went further out: loss 10.0 at the start, 2.50 at step 300.": (
        Kind.DIVERGED,
        Thrown(0),
    ),
    "stopped at (1.50, -0.25), loss 2.50: its schedule has brought eta down from 0.1 to 3e-09.": (
        Kind.STOPPED,
        Frozen(3e-9, 0.1),
    ),
    "held at (1.50, -0.25), loss 2.50: weight decay pulls it back by 0.0500 a step, as far as its "
    "step goes.": (Kind.STOPPED, HeldByDecay(0.05)),
    "cycling in a patch 0.123 wide around the global minimum: momentum too strong to settle.": (
        Kind.CYCLING,
        Cycling(replace(PATCH, cause=Cause.MOMENTUM), (1, 2), 1, LOWEST),
    ),
    "stops at step 4 at (0.00, 1.00), loss 2.50: the gradient has no value there.": (
        Kind.STOPPED,
        NoSlope(4, (0, 1), ahead=False),
    ),
    "stops at step 0 at (0.00, 1.00), loss 2.50: where it looks ahead the gradient has no value.": (
        Kind.STOPPED,
        NoSlope(0, (0, 1), ahead=True),
    ),
    "cannot leave its start, loss 2.50: the gradient has no value there; move the start.": (
        Kind.STOPPED,
        NoSlope(0, (0, 1), ahead=False),
    ),
    "reached the global minimum at (1.50, -0.25), loss 2.50; it ends there at step 4, on a tip "
    "where the gradient has no value.": (
        GLOBAL,
        AtMinimum(LOWEST, None, None, at_tip=True),
        {"last": 4},
    ),
    "reached the global minimum at (1.50, -0.25), loss 2.50; left the view at step 3 and came "
    "back at step 7.": (
        GLOBAL,
        AtMinimum(LOWEST, None, None),
        {"excursions": (Excursion(3, 7),)},
    ),
    "reached the global minimum at (1.50, -0.25), loss 2.50; out of view 2 times from step 3 on, "
    "back for good at step 19.": (
        GLOBAL,
        AtMinimum(LOWEST, None, None),
        {"excursions": (Excursion(3, 7), Excursion(15, 19))},
    ),
    "reached the global minimum at (1.50, -0.25), loss 2.50; came into view at step 7.": (
        GLOBAL,
        AtMinimum(LOWEST, None, None),
        {"excursions": (Excursion(0, 7),)},
    ),
    "settled outside the view at (1.50, -0.25), loss 2.50; left the view at step 3.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {"in_view": False, "lowest": None, "excursions": (Excursion(3, None),)},
    ),
    "settled outside the view at (1.50, -0.25), loss 2.50; left the view for good at step 30.": (
        LOCAL,
        AtUnsurveyedMinimum(False),
        {
            "in_view": False,
            "lowest": None,
            "excursions": (Excursion(3, 5), Excursion(30, None)),
        },
    ),
    "left the view at step 9 and did not come back: loss 10.0 at the start, 2.50 at step 300.": (
        Kind.DIVERGED,
        Thrown(9),
    ),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_end_is_told_in_a_sentence(sentence: str) -> None:
    kind, ending, *others = SENTENCES[sentence]
    said = reason(kind, replace(FACTS, ending=ending, **dict(*others)))
    assert said == sentence
    korean.check(said, LETTERS)


def test_every_kind_is_told() -> None:
    assert {kind for kind, *_ in SENTENCES.values()} == set(Kind)
