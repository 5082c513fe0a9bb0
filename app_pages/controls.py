"""The playground's controls as values: what the visitor chose, as an experiment.

Widget values live in the session state (`session`); callbacks change several of them at once,
before the page runs. So an experiment is read from the state, and drawn, before any widget is:
the browser has the new paths before it looks through a hundred unchanged widgets. The widgets
themselves stand in `loss_controls`, `data_controls`, `race_controls` and `optimizer_controls`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from app_pages.language import for_link, meant
from app_pages.session import session, setting_key, store, stored
from experiments import Entrant, Experiment, Opened, from_query
from experiments.experiment import clamped_batches, clamped_schedule, entrant_key
from experiments.limits import HELD_OUT, MAX_RACERS, nearest_whole
from experiments.links import is_of_own_table
from experiments.published import as_published, data_key, loss_over, published_key
from experiments.usual import USUAL_BATCH, USUAL_EXPONENTIAL_GAMMA, usual_start, usual_value
from formulas import FormulaError
from landscapes import CATALOG, DATA, DataSet, Landscape
from optimizers import CONSTANT, RULES, Noise, Rule, RunConfig, Setting
from optimizers.schedules import KINDS
from words import say

OWN, OWN_OVER_DATA = "own", "own_over_data"
"""Of the losses, a typed one and a typed one over data."""
UPLOADED = "uploaded"
"""Of the data, the visitor's own table."""
TABLES: dict[str, DataSet] = {
    key: table
    for key, one in DATA.items()
    if (table := one.loss.whole_table) and key == data_key(table)
}
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
    if session.opened is None:
        open_query(st.query_params.to_dict())
    put_right()
    assert session.opened is not None
    return session.opened


def put_right() -> None:
    """Turns what a browser sent for options into options; only before they are drawn."""
    for key, names in (
        ("loss_choice", LOSS_NAMES),
        ("table", TABLE_NAMES),
        ("schedule", SCHEDULE_NAMES),
    ):
        if stored(key) not in names:
            store(key, meant(stored(key), names) or next(iter(names)))
    if any(key not in RULES for key in session.optimizers):
        options = [meant(key, RULE_NAMES) for key in session.optimizers]
        session.optimizers = [key for key in options if key]


def open_query(query: Mapping[str, str]) -> None:
    """Sets every control to the experiment of a link; only before they are drawn."""
    opened = from_query(query, own_table())
    session.asked = query if own_table() is None and is_of_own_table(query) else None
    _show_experiment(opened.experiment)
    # Last: at each access to the state Streamlit may stop this run for a newer one, which then
    # begins again.
    session.opened = opened


def _show_experiment(experiment: Experiment) -> None:
    """Sets every control to what the experiment has."""
    landscape, config = experiment.landscape, experiment.config
    show_landscape(landscape)
    set_start(experiment.start)
    session.steps, session.seed = config.steps, experiment.seed
    session.noise, session.noise_decay = config.noise.sigma, config.noise.decay
    session.fresh = experiment.independent_noise
    session.batch = config.batches.size if config.batches else 0
    if not landscape.loss.rows:
        session.batch = USUAL_BATCH
    schedule = config.schedule
    session.schedule, session.warmup = schedule.kind, schedule.warmup
    exponential = schedule.kind == "exponential"
    session.step_gamma = CONSTANT.gamma if exponential else schedule.gamma
    session.step_every = schedule.every
    session.decay = schedule.gamma if exponential else USUAL_EXPONENTIAL_GAMMA
    copies = Counter(entrant.rule.key for entrant in experiment.entrants)
    session.copies, session.optimizers = dict(copies), list(copies)
    for key, entrant in zip(experiment.keys, experiment.entrants, strict=True):
        for letter, value in entrant.settings.items():
            store(setting_key(key, letter, landscape), value)


# The loss


def show_landscape(landscape: Landscape) -> None:
    """Sets the controls of the loss to this one; only before they are drawn."""
    session.loss_choice = _choice(landscape)
    session.formula = landscape.text
    session.x_low, session.x_high = landscape.x_range
    session.y_low, session.y_high = landscape.y_range
    data = landscape.loss.whole_table or next(iter(TABLES.values()))
    session.table, session.held_out = _table_of(data), data.held_out_share


def _choice(landscape: Landscape) -> str:
    """The published key of this loss, or that of one's own."""
    return published_key(landscape) or (OWN_OVER_DATA if landscape.loss.rows else OWN)


def _table_of(data: DataSet) -> str:
    return next((key for key, one in TABLES.items() if one.same_rows(data)), UPLOADED)


def over_data() -> bool:
    """Whether the chosen loss is one over data."""
    return session.loss_choice in (*DATA, OWN_OVER_DATA)


def chosen_table() -> DataSet | None:
    """The chosen data, as much of them held out as is chosen.

    None where the visitor's own table is still to come.
    """
    table = own_table() if session.table == UPLOADED else TABLES.get(session.table)
    return table and table.holding_out(nearest_whole(session.held_out, *HELD_OUT, 0))


def own_table() -> DataSet | None:
    """The visitor's own table; None where none was read yet."""
    return session.own_table.data if session.own_table else None


def chosen_landscape() -> Landscape:
    """The chosen or typed loss in its view. Raises `FormulaError`."""
    x_range, y_range = (session.x_low, session.x_high), (session.y_low, session.y_high)
    return as_published(_read(x_range, y_range))


def _read(x_range: tuple[float, float], y_range: tuple[float, float]) -> Landscape:
    """The formula over the chosen data, if over any. Raises `FormulaError`."""
    if not over_data():
        return Landscape.read(session.formula, x_range, y_range)
    table = chosen_table()
    if table is None:
        raise FormulaError(say("data_page.no_table"))
    return Landscape.over(table, session.formula, x_range, y_range)


def loss_chosen() -> None:
    """Callback: a published loss brings its formula, view, data and start.

    The visitor's own keeps the formula that stands there, if it can be read.
    """
    put_right()
    choice = session.loss_choice
    if choice in CATALOG or choice in DATA:
        landscape = CATALOG.get(choice) or DATA[choice]
        show_landscape(landscape)
        if landscape.start:
            set_start(landscape.start)
    else:
        if choice == OWN_OVER_DATA and chosen_table() is None:
            session.table = next(iter(TABLES))
        if not readable():
            table = chosen_table() if choice == OWN_OVER_DATA else None
            begin_with(loss_over(table) if table else Landscape.read("x^2 + 10 sin(y)"))
    session.loss_choice = choice


def table_chosen() -> None:
    """Callback: a formula that these data cannot be put into gives way to theirs."""
    put_right()
    session.upload_error = None
    session.held_out = TABLES[session.table].held_out_share if session.table in TABLES else 0
    table = chosen_table()
    if table is not None and not readable():
        begin_with(loss_over(table))
    formula_typed()


def begin_with(landscape: Landscape) -> None:
    """Sets the controls to this loss, and the start to one that suits it."""
    show_landscape(landscape)
    set_start(usual_start(landscape))


def readable() -> bool:
    """Whether the formula can be read: over the chosen data if it has a column of theirs."""
    try:
        loss = _read((-1.0, 1.0), (-1.0, 1.0)).loss
    except FormulaError:
        return False
    return not loss.rows or not loss.expression.free_symbols.isdisjoint(loss.column_symbols)


def formula_typed() -> None:
    """Callback: names the typed loss, if it is a published one."""
    try:
        session.loss_choice = _choice(chosen_landscape())
    except FormulaError:
        session.loss_choice = OWN_OVER_DATA if over_data() else OWN


# The race


def set_start(point: tuple[float, float]) -> None:
    """Moves the start; only before the number fields are drawn, as in a callback."""
    session.start_x, session.start_y = point


def chosen_experiment(landscape: Landscape, opened: Experiment) -> Experiment:
    """The experiment that the controls show, on `landscape`, seen as the `opened` one.

    Limits of widgets hold in the browser only, and a hostile one may send anything: it is put
    right to the nearest valid experiment, as a link is.
    """
    gamma = session.decay if session.schedule == "exponential" else session.step_gamma
    config = RunConfig(
        steps=session.steps,
        schedule=clamped_schedule(session.schedule, gamma, session.step_every, session.warmup),
        noise=Noise(session.noise, session.noise_decay),
        batches=clamped_batches(session.batch, landscape),
        seed=session.seed,
    )
    return Experiment(
        landscape,
        _chosen_entrants(landscape),
        (session.start_x, session.start_y),
        config,
        session.fresh,
        replace(opened.view, lang=for_link()),
        opened.step,
    ).clamped()


def _chosen_entrants(landscape: Landscape) -> tuple[Entrant, ...]:
    """The chosen rules, each as often as it runs.

    One that is left out forgets how often, and a new one comes before another's next runner where
    there is no room for both.
    """
    room = MAX_RACERS - len(session.optimizers)
    copies: dict[str, int] = {}
    for key in session.optimizers:
        more = min(session.copies.get(key, 1) - 1, max(room, 0))
        copies[key], room = 1 + more, room - more
    session.copies = copies
    return tuple(
        Entrant(RULES[key], _settings(RULES[key], number, landscape))
        for key, times in copies.items()
        for number in range(1, times + 1)
    )


def _settings(rule: Rule, number: int, landscape: Landscape) -> dict[str, float]:
    """The settings of this rule's runner of that number, at first what suits this loss."""
    settings: dict[str, float] = {}
    for setting in rule.settings:
        key = setting_key(entrant_key(rule, number), setting.letter, landscape)
        if stored(key) is None:
            store(key, default_of(rule, number, setting, landscape))
        settings[setting.letter] = stored(key)
    return settings


def default_of(rule: Rule, number: int, setting: Setting, landscape: Landscape) -> float:
    """What a setting of this rule's runner of that number begins with."""
    return _spread(usual_value(rule, setting, landscape), number, setting)


def _spread(of_first: float, number: int, setting: Setting) -> float:
    """What a rule's runner of that number begins with: learning rates that tell them apart."""
    factor = {2: 1 / 3, 3: 3.0}.get(number, 1.0) if setting.letter == "eta" else 1.0
    return of_first if factor == 1.0 else float(f"{of_first * factor:.2g}")


def race_again(rule: Rule, landscape: Landscape) -> None:
    """Callback: one more runner of this rule, with the first one's settings but for eta."""
    number = session.copies[rule.key] + 1
    for setting in rule.settings:
        first, own = (
            setting_key(entrant_key(rule, n), setting.letter, landscape) for n in (1, number)
        )
        store(own, _spread(stored(first), number, setting))
    session.copies = {**session.copies, rule.key: number}


def leave(rule: Rule, number: int, landscape: Landscape) -> None:
    """Callback: this runner of the rule goes, and those behind it move up."""
    copies = session.copies[rule.key]
    for behind in range(number + 1, copies + 1):
        for letter in rule.defaults:
            own, ahead = (
                setting_key(entrant_key(rule, n), letter, landscape) for n in (behind, behind - 1)
            )
            store(ahead, stored(own))
    session.copies = {**session.copies, rule.key: copies - 1}
