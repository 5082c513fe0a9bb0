"""Every key of the session state with its type and its default: nothing else invents one.

    session.steps             the value, or the default where there is none yet
    session.steps = 300       for a widget of that key only before it is drawn

Widgets of the pages have the attributes of `Session` as their keys, or one of `WIDGETS`, or begin
with one of `FAMILIES`. The player's own keys ("player", "lesson.<lesson>.<race>", ...) are given
by the pages that show it; what it keeps besides stands in `player/__init__.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from analysis.one_variable import OneVariable
from app_pages.odds_work import OddsWork
from experiments import OPENING, Experiment, Opened
from landscapes import Landscape
from landscapes.data import Doubt, ReadTable

T = TypeVar("T")


@dataclass(frozen=True)
class OwnFile:
    """A visitor's file as text, and the decimal mark that was chosen for it."""

    text: str
    decimal: str | None = None


class Key(Generic[T]):
    """One value of a visitor's session, under the name of its attribute if it has no other."""

    def __init__(self, default: T, name: str = "") -> None:
        self.default, self.name = default, name

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def __get__(self, session: object, owner: type) -> T:
        stored: T = st.session_state.get(self.name, self.default)
        return stored

    def __set__(self, session: object, value: T) -> None:
        st.session_state[self.name] = value


class Session:
    """What is known of this visitor."""

    __slots__ = ()

    # The language
    language = Key[str]("")
    language_chosen = Key[bool](False)
    """By the visitor or by a link, not by the browser."""
    language_of_address = Key[str | None](None)
    language_switch = Key[str]("")

    # The address, and what it asked for
    written = Key[Mapping[str, str]]({})
    """The parameters that a page wrote into the address."""
    opened = Key[Opened | None](None)
    """The link that the playground was opened with; None in a session that has shown none."""

    # The playground: its loss
    loss_choice = Key[str]("")
    formula = Key[str]("")
    x_low = Key[float](-5.0)
    x_high = Key[float](5.0)
    y_low = Key[float](-5.0)
    y_high = Key[float](5.0)
    table = Key[str]("")
    own_table = Key[ReadTable | None](None)
    """What was read of the visitor's file."""
    own_file = Key[OwnFile | None](None)
    """The file that was read last, or could not be read."""
    table_stored = Key[str | None](None)
    """What the browser is to keep for a reload: "" for nothing, None before it was asked."""
    table_found = Key[bool](False)
    """Whether the own table was found in the browser."""
    table_asked = Key[str]("")
    """The token of the question what the browser keeps."""
    asked = Key[Mapping[str, str] | None](None)
    """A link to an uploaded table that this session did not have."""
    held_out = Key[int](0)
    """How many rows of a hundred are held out."""
    upload = Key[Any](None)
    upload_error = Key[str | None](None)
    upload_doubt = Key[Doubt | None](None)
    """A cell of the file whose decimal mark only the visitor can tell."""
    decimal = Key[str | None](None)
    """The decimal mark that the visitor chose."""
    last_landscape = Key[Landscape | None](None)
    """The last one that could be read."""

    # The playground: its race
    start_x = Key[float](0.0)
    start_y = Key[float](0.0)
    steps = Key[int](300)
    seed = Key[int](0)
    noise = Key[float](0.0)
    noise_decay = Key[float](0.0)
    fresh = Key[bool](False)
    batch = Key[int](0)
    schedule = Key[str]("constant")
    step_gamma = Key[float](0.5)
    step_every = Key[int](100)
    decay = Key[float](0.99)
    warmup = Key[int](0)
    optimizers = Key[Sequence[str]](())
    copies = Key[Mapping[str, int]]({})
    """How often each rule runs."""
    last_experiment = Key[Experiment](OPENING)
    """The last one that could be shown."""

    # The odds of the race
    odds_work = Key[OddsWork | None](None)
    odds_open = Key[bool](False)
    odds_vary = Key[str]("noise")
    odds_seeds = Key[int](0)

    # Learn and the family tree
    lesson = Key[str]("")
    moved_starts = Key[Mapping[str, tuple[float, float]]]({})
    """By player, where a visitor has moved the start of a lesson."""
    rule = Key[str]("")
    costs_size = Key[int](0, "costs.size")
    costs_measured = Key[Mapping[str, float] | None](None, "costs.measured")
    """Seconds a step, by rule."""
    dimensions_formula = Key[str]("", "dimensions.formula")
    dimensions_from = Key[float](0.0, "dimensions.from")
    dimensions_to = Key[float](0.0, "dimensions.to")
    dimensions_n = Key[int](0, "dimensions.n")
    dimensions_last = Key[OneVariable | None](None, "dimensions.last")
    """The last function that could be read."""


session = Session()

WIDGETS = frozenset(
    {
        *("view", "data_table", "noise_and_schedule", "race_again", "in_view", "family_tree"),
        *("odds_work_out", "odds_cancel", "odds_chart", "costs.measure", "costs.chart"),
        *("player", "table_forget", "table_store"),
    }
)
"""Keys of popovers, buttons and charts, whose value no page reads by its key."""

FAMILIES = (
    "again.",  # a button to run a rule once more
    "leave.",  # a button to take out a runner
    "more.",  # a popover with a runner's other settings
    "choice.",  # int: what a visitor predicts in a lesson
    "race.",  # str: the race of a lesson that is watched; a button to a race against a parent
    "go_to.",  # a button to the lesson before or after
    "dimensions.",  # the charts of the lesson on many dimensions
    "own_start.",  # a button back to a lesson's own start
    "lesson.",  # a lesson's player
    "odds_section_",  # bool: whether the odds are open, one for each language
)
"""How keys begin of which there is one for each of something, and what they hold. The settings
of runners have theirs from `setting_key`."""


def setting_key(runner: str, letter: str, landscape: Landscape) -> str:
    """The key of a runner's setting, a float; each loss keeps its own."""
    digest = zlib.crc32(landscape.loss.text.encode())
    if data := landscape.loss.whole_table:
        digest = zlib.crc32(data.rows.tobytes(), digest)
    return f"{runner}.{letter}.{digest:08x}"


def stored(key: str, default: Any = None) -> Any:
    """What stands under a key."""
    return st.session_state.get(key, default)


def store(key: str, value: object) -> None:
    """Sets what stands under a key."""
    st.session_state[key] = value


def store_first(key: str, value: object) -> None:
    """Sets what stands under a key unless something does."""
    if key not in st.session_state:
        st.session_state[key] = value


def tell_widgets_again() -> None:
    """Gives every widget with options its value once more, so that a browser shows it anew."""
    # Those with yes or no have no options, and buttons cannot be told.
    for key, value in st.session_state.to_dict().items():
        if isinstance(value, str | int | list) and not isinstance(value, bool):
            st.session_state[key] = value
