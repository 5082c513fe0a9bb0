"""What holds a path, what carried it out of a basin, and events, told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verdicts.facts import DOWN, FACTS, GLOBAL, LOCAL, LOWEST, MOMENTUM, THIRD, VIEW
from tests.words import korean
from verdicts.escapes import Escape, Means
from verdicts.events import Event, EventKind
from verdicts.facts import (
    AtMinimum,
    Lower,
)
from verdicts.phrases import event_text, reason
from verdicts.traps import Trap, Wall
from words import into

TRAPPED = "trapped in local minimum 3 of 7 at (1.49, -0.26), loss 2.50 against 0.00"
HELD: dict[str, Trap | Wall] = {
    "; its longest step there, 0.0200, is shorter than the 0.410 to the lowest pass, 1.30 "
    "higher.": Trap(0.41, 1.3, 0.02, "all", 0.0),
    "; its longest step there, 0.0200, is shorter than the 0.410 to the lowest pass, 1.30 higher, "
    "of which it climbed 0.700.": Trap(0.41, 1.3, 0.02, "all", 0.7),
    "; its longest step there, 0.0200, is shorter than the 0.410 to the lowest pass, 1.30 higher; "
    "it climbed 2.00, but not there.": Trap(0.41, 1.3, 0.02, "all", 2.0),
    "; its last steps, at most 0.0200, are shorter than the 0.410 to the lowest pass, 1.30 "
    "higher.": Trap(0.41, 1.3, 0.02, "last", 0.0),
    "; the lowest pass is 0.410 away and 1.30 higher.": Trap(0.41, 1.3, 0.5, "none", 0.0),
    "; the straight way to that lower place first climbs 1.30.": Wall(1.3),
    "; it is level there, with no slope to follow.": Wall(0.0),
}
ESCAPED: dict[str, tuple[Escape, ...]] = {
    "1 local minimum (step 31): its momentum carried it up by 1.30.": (MOMENTUM,),
    "2 local minima (steps 31, 40): its momentum carried it up by 2.00 at most.": (
        MOMENTUM,
        replace(MOMENTUM, step=40, climb=2.0),
    ),
    "1 local minimum (step 31): the noise carried it up by 1.30.": (
        replace(MOMENTUM, means=Means.NOISE),
    ),
    "1 local minimum (step 31): the noise carried it over.": (
        replace(MOMENTUM, means=Means.NOISE, climb=0.0),
    ),
    "1 local minimum (step 31): its mini-batches carried it over.": (
        replace(MOMENTUM, means=Means.BATCHES, climb=0.0),
    ),
    "1 local minimum (step 31): its mini-batches carried it up by 1.30.": (
        replace(MOMENTUM, means=Means.BATCHES),
    ),
    "1 local minimum (step 31): its step of 0.200 leapt over a ridge 1.30 high.": (
        replace(MOMENTUM, means=Means.LEAP),
    ),
    "1 local minimum (step 31): its steps carried it up by 1.30.": (
        replace(MOMENTUM, means=Means.STEPS),
    ),
    "1 local minimum (step 9): it crossed over on its way down.": (DOWN,),
    "3 local minima (steps 9, 31, 40); at step 9: it crossed over on its way down; at steps 31, "
    "40: its momentum carried it up by 1.30 at most.": (DOWN, MOMENTUM, replace(MOMENTUM, step=40)),
}


@pytest.mark.parametrize("end", HELD)
def test_what_holds_a_path_is_told_behind_where_it_is(end: str) -> None:
    at = AtMinimum(THIRD, None, Lower("minimum", (0, 0), 0.0), HELD[end])
    said = reason(LOCAL, replace(FACTS, ending=at))
    assert said == TRAPPED + end
    korean.check(said)


@pytest.mark.parametrize("end", ESCAPED)
def test_what_carried_a_path_out_is_told_behind_its_steps(end: str) -> None:
    at = AtMinimum(LOWEST, None, None)
    said = reason(GLOBAL, replace(FACTS, ending=at, escapes=ESCAPED[end]))
    assert said == f"reached the global minimum at (1.50, -0.25), loss 2.50; escaped {end}"
    korean.check(said)


@pytest.mark.parametrize(
    ("kind", "until", "text"),
    [
        (EventKind.ESCAPES, None, "leaves the basin of (1.99, 0.00) for good"),
        (EventKind.ENTERS, None, "enters the basin of (1.99, 0.00), in which it ends"),
        (EventKind.ENTERS, 79, "enters the basin of (1.99, 0.00) and stays 47 steps"),
        (EventKind.NEARS_SADDLE, None, "nears the saddle at (1.99, 0.00)"),
        (EventKind.LEAVES_SADDLE, None, "leaves the saddle at (1.99, 0.00)"),
        (EventKind.OVERSHOOTS, None, "shoots past the minimum that it ends in"),
    ],
)
def test_every_event_is_told_in_a_few_words(kind: EventKind, until: int | None, text: str) -> None:
    said = event_text(Event(33, kind, (1.99, 0.0), until), VIEW)
    assert said == text
    korean.check(said)
    assert into(said, "ko").endswith("니다")
