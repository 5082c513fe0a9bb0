"""The playground's controls as values: what the visitor chose, for a scene.

Widget values live in the session state under the keys below; callbacks change several of them
at once, before the page runs. So an experiment is read from the state, and drawn, before any
widget is: the browser has the new paths before it looks through a hundred unchanged widgets.
The widgets themselves stand in `loss_controls`, `data_controls`, `race_controls` and
`optimizer_controls`.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from app_pages.language import meant
from experiments import Entrant, Scene
from experiments.links import Experiment, Opened, from_query, to_query
from experiments.links.data import over_its_data
from experiments.links.experiment import (
    MAX_RACERS,
    USUAL_BATCH,
    USUAL_DECAY,
    known,
    name_of,
    usual_start,
    usual_value,
)
from experiments.scene import entrant_key
from formulas import FormulaError
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import RULES, Rule, Schedule, Setting
from optimizers.schedules import KINDS
from words import say

OWN, OWN_OVER_DATA = "own", "own_over_data"
"""Of the losses, a typed one and a typed one over data."""
UPLOADED = "uploaded"
"""Of the data, the visitor's own table."""
TABLES: dict[str, DataSet] = {}
for _key, _one in DATA.items():
    if (_data := _one.loss.data) is not None and _data not in TABLES.values():
        TABLES[_key] = _data
"""The built-in data sets, each by the first loss that is published with it."""

LOSS_NAMES: dict[str, str] = {
    **{key: loss.name for key, loss in CATALOG.items()},
    **{key: say("data_page.loss_name", name=loss.name) for key, loss in DATA.items()},
    OWN: say("controls.own_loss"),
    OWN_OVER_DATA: say("data_page.own_over_data"),
}
TABLE_NAMES: dict[str, str] = {
    **{key: table.name for key, table in TABLES.items()},
    UPLOADED: say("data_page.uploaded"),
}
RULE_NAMES: dict[str, str] = {key: rule.name for key, rule in RULES.items()}
SCHEDULE_NAMES: dict[str, str] = {kind: say(f"controls.schedules.{kind}") for kind in KINDS}
"""The options of the controls, each with its name as `Said`."""


def begin() -> Opened:
    """What the address asked for, or the opening; a session that has none yet begins with it."""
    state = st.session_state
    if "opened" not in state:
        open_query(st.query_params.to_dict())
    put_right()
    opened: Opened = state.opened
    return opened


def put_right() -> None:
    """What a browser sent for an option, as the option itself; only before they are drawn."""
    state = st.session_state
    for key, names in (
        ("loss_choice", LOSS_NAMES),
        ("table", TABLE_NAMES),
        ("schedule", SCHEDULE_NAMES),
    ):
        if state[key] not in names:
            state[key] = meant(state[key], names) or next(iter(names))
    if any(key not in RULES for key in state.optimizers):
        options = [meant(key, RULE_NAMES) for key in state.optimizers]
        state.optimizers = [key for key in options if key]
    if not isinstance(state.batch, int):
        state.batch = 0


def open_query(query: Mapping[str, str]) -> None:
    """Sets every control to the experiment of a link; only before they are drawn."""
    state = st.session_state
    opened = from_query(query, state.get("own_table"))
    _show_scene(opened.experiment.scene)
    # Last: at each access to the state Streamlit may stop this run for a newer one, which then
    # begins again.
    state.opened = opened


def _show_scene(scene: Scene) -> None:
    """Sets every control to what `scene` has."""
    state, schedule = st.session_state, scene.schedule
    show_landscape(scene.loss)
    set_start(scene.start)
    state.steps, state.seed, state.noise = scene.steps, scene.seed, scene.noise
    state.noise_decay, state.fresh = scene.noise_decay, scene.fresh
    state.batch = scene.batch if scene.loss.loss.rows else USUAL_BATCH
    state.schedule, state.warmup = schedule.kind, schedule.warmup
    state.step_gamma, state.step_every, state.decay = 0.5, 100, USUAL_DECAY
    if schedule.kind == "step":
        state.step_gamma, state.step_every = schedule.gamma, schedule.every
    elif schedule.kind == "exponential":
        state.decay = schedule.gamma
    state.copies = dict(Counter(entrant.rule.key for entrant in scene.entrants))
    state.optimizers = list(state.copies)
    for key, entrant in zip(scene.keys, scene.entrants, strict=True):
        for letter, value in entrant.settings.items():
            state[setting_key(key, letter, scene.loss)] = value


# The loss


def show_landscape(loss: Landscape) -> None:
    """Sets the controls of the loss to this one; only before they are drawn."""
    state = st.session_state
    state.loss_choice = _choice(loss)
    state.formula = loss.loss.text
    state.x_low, state.x_high = loss.x_range
    state.y_low, state.y_high = loss.y_range
    data = loss.loss.data
    state.table = next(iter(TABLES)) if data is None else _table_of(data)


def _choice(loss: Landscape) -> str:
    """The published key of this loss, or that of one's own."""
    return name_of(loss) or (OWN_OVER_DATA if loss.loss.rows else OWN)


def _table_of(data: DataSet) -> str:
    return next((key for key, one in TABLES.items() if one == data), UPLOADED)


def over_data() -> bool:
    """Whether the chosen loss is one over data."""
    return st.session_state.loss_choice in (*DATA, OWN_OVER_DATA)


def chosen_table() -> DataSet | None:
    """The chosen data; None where the visitor's own table is still to come."""
    state = st.session_state
    own: DataSet | None = state.get("own_table")
    return own if state.table == UPLOADED else TABLES.get(state.table)


def chosen_loss() -> Landscape | FormulaError:
    """The chosen or typed loss, or what is wrong with it."""
    state = st.session_state
    view = (state.x_low, state.x_high), (state.y_low, state.y_high)
    try:
        return known(_read(state.formula, *view))
    except FormulaError as error:
        return error


def _read(text: str, x_range: tuple[float, float], y_range: tuple[float, float]) -> Landscape:
    """A formula over the chosen data, if over any. Raises `FormulaError`."""
    if not over_data():
        return Landscape.read(text, x_range, y_range)
    table = chosen_table()
    if table is None:
        raise FormulaError(say("data_page.no_table"))
    return Landscape.over(table, text, x_range, y_range)


def loss_chosen() -> None:
    """Callback: a published loss brings its formula, view, data and start; the visitor's own
    keeps the formula that stands there, if it can be read."""
    put_right()
    state = st.session_state
    choice = state.loss_choice
    if choice in CATALOG or choice in DATA:
        loss = CATALOG.get(choice) or DATA[choice]
        show_landscape(loss)
        if loss.start:
            set_start(loss.start)
    else:
        if choice == OWN_OVER_DATA and chosen_table() is None:
            state.table = next(iter(TABLES))
        if not readable():
            table = chosen_table() if choice == OWN_OVER_DATA else None
            begin_with(over_its_data(table) if table else Landscape.read("x^2 + 10 sin(y)"))
    state.loss_choice = choice


def table_chosen() -> None:
    """Callback: a formula that these data cannot be put into gives way to theirs."""
    put_right()
    st.session_state.upload_error = None
    table = chosen_table()
    if table is not None and not readable():
        begin_with(over_its_data(table))
    formula_typed()


def begin_with(loss: Landscape) -> None:
    show_landscape(loss)
    set_start(usual_start(loss))


def readable() -> bool:
    """Whether the formula can be read over the chosen data, or as a loss of x and y."""
    try:
        _read(st.session_state.formula, (-1.0, 1.0), (-1.0, 1.0))
    except FormulaError:
        return False
    return True


def formula_typed() -> None:
    """Callback: names the typed loss, if it is a published one."""
    state = st.session_state
    loss = chosen_loss()
    if isinstance(loss, Landscape):
        state.loss_choice = _choice(loss)
    else:
        state.loss_choice = OWN_OVER_DATA if over_data() else OWN


# The race


def set_start(point: tuple[float, float]) -> None:
    """Moves the start; only before the number fields are drawn, as in a callback."""
    st.session_state.start_x, st.session_state.start_y = point


def chosen_scene(loss: Landscape) -> Scene:
    """The experiment that the controls show, on `loss`.

    Limits of widgets hold in the browser only, and a hostile one may send anything. So it goes
    through the same door as a link, which puts right what is out of range.
    """
    state = st.session_state
    gamma = state.decay if state.schedule == "exponential" else state.step_gamma
    scene = Scene(
        loss,
        _chosen_entrants(loss),
        (state.start_x, state.start_y),
        state.steps,
        state.seed,
        state.noise,
        Schedule(state.schedule, gamma, state.step_every, state.warmup),
        state.noise_decay,
        state.fresh,
        state.batch,
    )
    return from_query(to_query(Experiment(scene)), loss.loss.data).experiment.scene


def _chosen_entrants(loss: Landscape) -> tuple[Entrant, ...]:
    """The chosen rules, each as often as it runs. One that is left out forgets how often, and
    a new one comes before another's next runner where there is no room for both."""
    state = st.session_state
    room = MAX_RACERS - len(state.optimizers)
    copies: dict[str, int] = {}
    for key in state.optimizers:
        more = min(state.copies.get(key, 1) - 1, max(room, 0))
        copies[key], room = 1 + more, room - more
    state.copies = copies
    return tuple(
        Entrant(RULES[key], _settings(RULES[key], number, loss))
        for key, times in copies.items()
        for number in range(1, times + 1)
    )


def _settings(rule: Rule, number: int, loss: Landscape) -> dict[str, float]:
    """The settings of this rule's runner of that number as chosen for this loss, at first what
    suits it."""
    state, runner = st.session_state, entrant_key(rule, number)
    for setting in rule.settings:
        key = setting_key(runner, setting.letter, loss)
        if key not in state:
            state[key] = default_of(rule, number, setting, loss)
    return {s.letter: state[setting_key(runner, s.letter, loss)] for s in rule.settings}


def default_of(rule: Rule, number: int, setting: Setting, loss: Landscape) -> float:
    return _spread(usual_value(rule, setting, loss), number, setting)


def _spread(of_first: float, number: int, setting: Setting) -> float:
    """Runners of one rule begin with learning rates that tell them apart, the second with a
    smaller one than the first, the third with a larger one; other settings are the same."""
    factor = {2: 1 / 3, 3: 3.0}.get(number, 1.0) if setting.letter == "eta" else 1.0
    return of_first if factor == 1.0 else float(f"{of_first * factor:.2g}")


def race_again(rule: Rule, loss: Landscape) -> None:
    """Callback: one more runner of this rule, with the first one's settings but for eta."""
    state = st.session_state
    number = state.copies[rule.key] + 1
    runner = entrant_key(rule, number)
    for setting in rule.settings:
        of_first = state[setting_key(rule.key, setting.letter, loss)]
        state[setting_key(runner, setting.letter, loss)] = _spread(of_first, number, setting)
    state.copies = {**state.copies, rule.key: number}


def leave(rule: Rule, number: int, loss: Landscape) -> None:
    """Callback: this runner of the rule goes, and those behind it move up."""
    state = st.session_state
    copies = state.copies[rule.key]
    for behind in range(number + 1, copies + 1):
        for setting in rule.settings:
            from_key, to_key = (
                setting_key(entrant_key(rule, n), setting.letter, loss)
                for n in (behind, behind - 1)
            )
            state[to_key] = state[from_key]
    state.copies = {**state.copies, rule.key: copies - 1}


def setting_key(runner: str, letter: str, loss: Landscape) -> str:
    """Each loss keeps its own settings: what suits one is wild on another."""
    digest = zlib.crc32(loss.loss.text.encode())
    if (data := loss.loss.data) is not None:
        digest = zlib.crc32(data.rows.tobytes(), digest)
    return f"{runner}.{letter}.{digest:08x}"


# Widgets


def popover(label: str, key: str, draw: Callable[[], None], **look: Any) -> None:
    """Widgets that are sent only while they are looked at: most of a race's are not."""
    opened = st.popover(label, key=key, on_change="rerun", **look)
    if opened.open:
        with opened:
            draw()
