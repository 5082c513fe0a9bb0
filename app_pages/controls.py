"""The playground's controls: what the visitor chose, as values for a scene.

Widget values live in the session state under the keys below; callbacks change several of them
at once, before the page runs. So an experiment is read from the state, and drawn, before any
widget is: the browser has the new paths before it looks through a hundred unchanged widgets.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from app_pages.words import marked
from formulas import FormulaError
from formulas.latex import typeset_name
from landscapes import CATALOG, Landscape
from optimizers import RULES, Rule, Schedule, Setting, suggested_eta
from optimizers.schedules import KINDS
from scenes import Entrant, Scene
from scenes.links import Experiment, Opened, from_query, to_query
from scenes.links.experiment import (
    DECAY,
    MAX_RACERS,
    NOISE,
    SEEDS,
    STEP_EVERY,
    STEP_GAMMA,
    STEPS,
    USUAL_DECAY,
    WARMUP,
    known,
)

OWN = "own"


def begin() -> Opened:
    """What the address asked for, or the opening; a session that has none yet begins with it."""
    state = st.session_state
    if "opened" not in state:
        open_query(st.query_params.to_dict())
    opened: Opened = state.opened
    return opened


def open_query(query: Mapping[str, str]) -> None:
    """Sets every control to the experiment of a link; only before they are drawn."""
    st.session_state.opened = from_query(query)
    _show_scene(st.session_state.opened.experiment.scene)


def _show_scene(scene: Scene) -> None:
    """Sets every control to what `scene` has."""
    state, schedule = st.session_state, scene.schedule
    state.loss_choice = _choice(scene.loss.text)
    _show_landscape(scene.loss)
    set_start(scene.start)
    state.steps, state.seed, state.noise = scene.steps, scene.seed, scene.noise
    state.schedule, state.warmup = schedule.kind, schedule.warmup
    state.step_gamma, state.step_every, state.decay = 0.5, 100, USUAL_DECAY
    if schedule.kind == "step":
        state.step_gamma, state.step_every = schedule.gamma, schedule.every
    elif schedule.kind == "exponential":
        state.decay = schedule.gamma
    state.optimizers = [entrant.rule.key for entrant in scene.entrants]
    for entrant in scene.entrants:
        for letter, value in entrant.settings.items():
            state[_setting_key(entrant.rule, letter, scene.loss)] = value


def _choice(text: str) -> str:
    """The catalogue's key of this formula, or that of one's own."""
    return next((key for key, loss in CATALOG.items() if loss.text == text), OWN)


def set_start(point: tuple[float, float]) -> None:
    """Moves the start; only before the number fields are drawn, as in a callback."""
    st.session_state.start_x, st.session_state.start_y = point


def chosen_loss() -> Landscape | FormulaError:
    """The chosen or typed loss, or what is wrong with it."""
    state = st.session_state
    try:
        loss = Landscape.read(
            state.formula, (state.x_low, state.x_high), (state.y_low, state.y_high)
        )
    except FormulaError as error:
        return error
    return known(loss)


def chosen_scene(loss: Landscape) -> Scene:
    """The experiment that the controls show, on `loss`.

    Limits of widgets hold in the browser only, and a hostile one may send anything. So it goes
    through the same door as a link, which puts right what is out of range.
    """
    state = st.session_state
    gamma = state.decay if state.schedule == "exponential" else state.step_gamma
    entrants = [RULES[key] for key in state.optimizers]
    scene = Scene(
        loss,
        tuple(Entrant(rule, _settings(rule, loss)) for rule in entrants),
        (state.start_x, state.start_y),
        state.steps,
        state.seed,
        state.noise,
        Schedule(state.schedule, gamma, state.step_every, state.warmup),
    )
    return from_query(to_query(Experiment(scene))).experiment.scene


def _settings(rule: Rule, loss: Landscape) -> dict[str, float]:
    """The rule's settings as chosen for this loss, at first what suits it."""
    state = st.session_state
    for setting in rule.settings:
        key = _setting_key(rule, setting.letter, loss)
        if key not in state:
            state[key] = _default(rule, setting, loss)
    return {s.letter: state[_setting_key(rule, s.letter, loss)] for s in rule.settings}


def _default(rule: Rule, setting: Setting, loss: Landscape) -> float:
    return suggested_eta(rule, loss) if setting.letter == "eta" else setting.default


def loss_controls(error: FormulaError | None) -> None:
    """Choosing or typing a loss; under the field, what is wrong with it."""
    st.selectbox(
        "Loss",
        [*CATALOG, OWN],
        format_func=lambda key: "Your own" if key == OWN else CATALOG[key].name,
        key="loss_choice",
        persist_state="session",
        on_change=_loss_chosen,
    )
    st.text_input(
        "Formula",
        key="formula",
        persist_state="session",
        placeholder="x^2 + 10 sin(y)",
        live="300ms",
        on_change=_formula_typed,
        help="Any formula of x and y: 2x, x^2, |x - y|, e^-x, sqrt, sin, max(x, y), "
        "if(x > 0, x^2, -x). log is the natural logarithm; log10 and log2 are there too.",
    )
    if error:
        _show_error(st.session_state.formula, error)
    _popover("View", "view", _view_controls, icon=":material/crop_free:", width="stretch")


def _view_controls() -> None:
    for letter in "xy":
        low, high = st.columns(2)
        low.number_input(
            f"{letter} from", key=f"{letter}_low", persist_state="session", format="%g"
        )
        high.number_input(
            f"{letter} to", key=f"{letter}_high", persist_state="session", format="%g"
        )


def _popover(label: str, key: str, draw: Callable[[], None], **look: Any) -> None:
    """Widgets that are sent only while they are looked at: most of a race's are not."""
    popover = st.popover(label, key=key, on_change="rerun", **look)
    if popover.open:
        with popover:
            draw()


def _loss_chosen() -> None:
    choice = st.session_state.loss_choice
    if choice == OWN:
        return
    _show_landscape(CATALOG[choice])
    if CATALOG[choice].start:
        set_start(CATALOG[choice].start)


def _show_landscape(loss: Landscape) -> None:
    state = st.session_state
    state.formula = loss.text
    state.x_low, state.x_high = loss.x_range
    state.y_low, state.y_high = loss.y_range


def _formula_typed() -> None:
    st.session_state.loss_choice = _choice(st.session_state.formula)


def _show_error(text: str, error: FormulaError) -> None:
    """The sentence, and the place it is about. `st.code` and `st.text` show text as it is."""
    st.caption(":red[:material/error: Not drawn yet:]")
    st.text(error.message)
    if error.position is not None and text.strip():
        shown = max(0, error.position - 24)
        st.code(
            f"{text[shown : shown + 40]}\n{' ' * (error.position - shown)}^",
            language=None,
        )


def start_controls() -> None:
    """The start point's two fields."""
    x, y = st.columns(2)
    x.number_input("Start x", key="start_x", persist_state="session", step=0.1, format="%.4g")
    y.number_input("Start y", key="start_y", persist_state="session", step=0.1, format="%.4g")


def optimizer_controls(loss: Landscape) -> None:
    """Which rules race, each with its settings."""
    keys: Sequence[str] = st.multiselect(
        "Optimizers",
        list(RULES),
        format_func=lambda key: RULES[key].name,
        key="optimizers",
        persist_state="session",
        max_selections=MAX_RACERS,
        placeholder="Add an optimizer",
    )
    for key in keys:
        _setting_controls(RULES[key], loss)


def _setting_controls(rule: Rule, loss: Landscape) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(marked(rule), help=rule.idea)
        first, rest = rule.settings[:2], rule.settings[2:]
        places = st.columns(len(first)) if len(first) > 1 else [st.container()]
        for place, setting in zip(places, first, strict=False):
            with place:
                _setting_control(rule, setting, loss)
        if rest:
            _popover(
                "More settings",
                f"more.{rule.key}",
                lambda: _all_setting_controls(rest, rule, loss),
                type="tertiary",
            )


def _all_setting_controls(settings: Sequence[Setting], rule: Rule, loss: Landscape) -> None:
    for setting in settings:
        _setting_control(rule, setting, loss)


def _setting_control(rule: Rule, setting: Setting, loss: Landscape) -> None:
    key = _setting_key(rule, setting.letter, loss)
    label = f"${typeset_name(setting.letter)}$"
    if setting.scale == "linear":
        step = 10.0 ** math.floor(math.log10((setting.high - setting.low) / 100))
        st.slider(
            label,
            setting.low,
            setting.high,
            step=step,
            format="%.3g",
            key=key,
            persist_state="session",
            help=setting.meaning,
        )
        return
    default = _default(rule, setting, loss)
    low, high = (
        (default / 100, default * 100) if setting.letter == "eta" else (setting.low, setting.high)
    )
    options = sorted({*_ladder(low, high), default, st.session_state[key]})
    st.select_slider(
        label,
        options,
        format_func=lambda v: f"{v:g}",
        key=key,
        persist_state="session",
        help=setting.meaning,
    )


def _setting_key(rule: Rule, letter: str, loss: Landscape) -> str:
    """Each loss keeps its own settings: what suits one is wild on another."""
    return f"{rule.key}.{letter}.{zlib.crc32(loss.text.encode()):08x}"


def _ladder(low: float, high: float) -> list[float]:
    """Even steps on a logarithmic scale, six to a decade, as round numbers."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    rungs = [float(f"{digit}e{k}") for k in decades for digit in ("1", "1.5", "2", "3", "5", "7")]
    return [rung for rung in rungs if low * 0.999 <= rung <= high * 1.001]


def race_controls() -> None:
    """Steps, seed, noise and schedule."""
    st.slider("Steps", *STEPS, step=50, key="steps", persist_state="session")
    _popover(
        "Noise and schedule",
        "noise_and_schedule",
        _noise_controls,
        icon=":material/tune:",
        width="stretch",
    )


def _noise_controls() -> None:
    st.number_input(
        "Noise on every gradient",
        *NOISE,
        step=0.5,
        format="%g",
        key="noise",
        persist_state="session",
        help="Standard deviation of Gaussian noise; the same noise for every optimizer.",
    )
    st.number_input(
        "Seed",
        *SEEDS,
        key="seed",
        persist_state="session",
        help="Another seed, other noise.",
    )
    kind = st.selectbox(
        "Learning rate over time",
        KINDS,
        key="schedule",
        persist_state="session",
        format_func=str.capitalize,
        help="How eta changes while the race runs, the same for every optimizer.",
    )
    if kind == "step":
        st.slider("Multiply by", *STEP_GAMMA, key="step_gamma", persist_state="session")
        st.slider("Every", *STEP_EVERY, step=10, key="step_every", persist_state="session")
    elif kind == "exponential":
        st.slider(
            "Multiply each step by",
            *DECAY,
            step=0.001,
            format="%.3f",
            key="decay",
            persist_state="session",
        )
    st.slider("Warm-up steps", *WARMUP, step=5, key="warmup", persist_state="session")
