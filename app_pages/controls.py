"""The playground's controls: what the visitor chose, as values for a scene.

Widget values live in the session state under the keys below; callbacks change several of them
at once, before the page runs.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

import streamlit as st

from app_pages.words import marked
from formulas import FormulaError
from formulas.latex import typeset_name
from landscapes import CATALOG, Landscape
from optimizers import RULES, Rule, Schedule, Setting, suggested_eta
from optimizers.schedules import KINDS
from scenes import SCENES, Entrant, Scene

OWN = "own"
OPENING = SCENES["opening"]
MAX_RACERS = 16


def begin() -> None:
    """The opening experiment, in a session that has none yet."""
    if "formula" in st.session_state:
        return
    st.session_state.loss_choice = next(k for k, v in CATALOG.items() if v is OPENING.loss)
    _show_landscape(OPENING.loss)
    set_start(OPENING.start)
    st.session_state.optimizers = [entrant.rule.key for entrant in OPENING.entrants]
    for entrant in OPENING.entrants:
        for letter, value in entrant.settings.items():
            st.session_state[_setting_key(entrant.rule, letter, OPENING.loss)] = value


def set_start(point: tuple[float, float]) -> None:
    """Moves the start; only before the number fields are drawn, as in a callback."""
    st.session_state.start_x, st.session_state.start_y = point


def loss_controls() -> Landscape | None:
    """The chosen or typed loss; None, with the reason under the field, where it has an error."""
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
    below = st.container()
    with st.popover("View", icon=":material/crop_free:", width="stretch"):
        for letter in "xy":
            low, high = st.columns(2)
            low.number_input(
                f"{letter} from", key=f"{letter}_low", persist_state="session", format="%g"
            )
            high.number_input(
                f"{letter} to", key=f"{letter}_high", persist_state="session", format="%g"
            )
    state = st.session_state
    try:
        loss = Landscape.read(
            state.formula, (state.x_low, state.x_high), (state.y_low, state.y_high)
        )
    except FormulaError as error:
        with below:
            _show_error(state.formula, error)
        return None
    return _known(loss)


def _known(loss: Landscape) -> Landscape:
    """The catalogue's entry, with its minima and lesson, where it is shown as published."""
    entry = CATALOG.get(st.session_state.loss_choice)
    same = entry and (entry.text, entry.x_range, entry.y_range) == (
        loss.text,
        loss.x_range,
        loss.y_range,
    )
    return entry if entry and same else loss


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
    matching = [key for key, loss in CATALOG.items() if loss.text == st.session_state.formula]
    st.session_state.loss_choice = matching[0] if matching else OWN


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


def start_controls() -> tuple[float, float]:
    """The start point's two fields."""
    x, y = st.columns(2)
    x.number_input("Start x", key="start_x", persist_state="session", step=0.1, format="%.4g")
    y.number_input("Start y", key="start_y", persist_state="session", step=0.1, format="%.4g")
    return st.session_state.start_x, st.session_state.start_y


def optimizer_controls(loss: Landscape) -> tuple[Entrant, ...]:
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
    return tuple(Entrant(RULES[key], _settings(RULES[key], loss)) for key in keys)


def _settings(rule: Rule, loss: Landscape) -> dict[str, float]:
    with st.container(border=True, gap="small"):
        st.markdown(marked(rule), help=rule.idea)
        first, rest = rule.settings[:2], rule.settings[2:]
        values = {}
        for column, setting in zip(st.columns(max(len(first), 1)), first, strict=False):
            with column:
                values[setting.letter] = _setting(rule, setting, loss)
        if rest:
            with st.popover("More settings", type="tertiary", width="content"):
                for setting in rest:
                    values[setting.letter] = _setting(rule, setting, loss)
    return values


def _setting(rule: Rule, setting: Setting, loss: Landscape) -> float:
    key = _setting_key(rule, setting.letter, loss)
    label = f"${typeset_name(setting.letter)}$"
    default = suggested_eta(rule, loss) if setting.letter == "eta" else setting.default
    st.session_state.setdefault(key, default)
    if setting.scale == "linear":
        step = 10.0 ** math.floor(math.log10((setting.high - setting.low) / 100))
        return st.slider(
            label,
            setting.low,
            setting.high,
            step=step,
            format="%.3g",
            key=key,
            persist_state="session",
            help=setting.meaning,
        )
    low, high = (
        (default / 100, default * 100) if setting.letter == "eta" else (setting.low, setting.high)
    )
    options = sorted({*_ladder(low, high), default, st.session_state[key]})
    return st.select_slider(
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


def race_controls() -> tuple[int, int, float, Schedule]:
    """Steps, seed, noise and schedule."""
    steps = st.slider("Steps", 50, 2000, 300, step=50, key="steps", persist_state="session")
    with st.popover("Noise and schedule", icon=":material/tune:", width="stretch"):
        noise = st.number_input(
            "Noise on every gradient",
            0.0,
            1e6,
            0.0,
            step=0.5,
            format="%g",
            key="noise",
            persist_state="session",
            help="Standard deviation of Gaussian noise; the same noise for every optimizer.",
        )
        seed = st.number_input(
            "Seed",
            0,
            2**31 - 1,
            0,
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
        gamma, every = 0.5, 100
        if kind == "step":
            gamma = st.slider(
                "Multiply by", 0.05, 1.0, 0.5, key="step_gamma", persist_state="session"
            )
            every = st.slider(
                "Every", 10, 500, 100, step=10, key="step_every", persist_state="session"
            )
        elif kind == "exponential":
            gamma = st.slider(
                "Multiply each step by",
                0.9,
                1.0,
                0.99,
                step=0.001,
                format="%.3f",
                key="decay",
                persist_state="session",
            )
        warmup = st.slider(
            "Warm-up steps", 0, 200, 0, step=5, key="warmup", persist_state="session"
        )
    return int(steps), int(seed), float(noise), Schedule(kind, gamma, every, warmup)


def scene_of(
    loss: Landscape,
    entrants: tuple[Entrant, ...],
    start: tuple[float, float],
    race: tuple[int, int, float, Schedule],
) -> Scene:
    """The experiment on the page."""
    steps, seed, noise, schedule = race
    return Scene(loss, entrants, start, steps, seed, noise, schedule)
