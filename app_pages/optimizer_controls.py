"""Which rules race, how often, and each with its settings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages import controls
from app_pages.controls import RULE_NAMES
from app_pages.language import labels, translated, word
from app_pages.naming import Runner, marked_runner, runners
from app_pages.session import session, setting_key, stored
from app_pages.widgets import kept, popover
from experiments import Experiment
from experiments.limits import MAX_OF_A_RULE, MAX_RACERS
from formulas.latex import typeset_name
from landscapes import Landscape
from optimizers import RULES, Rule, Setting


def optimizer_controls(experiment: Experiment) -> None:
    """Which rules race, how often, and each with its settings."""
    landscape, copies = experiment.landscape, session.copies
    kept(
        st.multiselect,
        "controls.optimizers",
        "optimizers",
        list(RULE_NAMES),
        format_func=labels(RULE_NAMES),
        max_selections=MAX_RACERS,
        placeholder=word("controls.add_optimizer"),
    )
    if 0 < sum(copies.values()) < MAX_RACERS:
        popover(
            word("controls.race_again"),
            "race_again",
            lambda: _again_controls(copies, landscape),
            icon=":material/add:",
            type="tertiary",
        )
    for runner, entrant in zip(runners(experiment), experiment.entrants, strict=True):
        _runner_controls(runner, entrant.rule, landscape)


def _again_controls(copies: Mapping[str, int], landscape: Landscape) -> None:
    st.caption(word("controls.race_again_help"))
    for key, number in copies.items():
        st.button(
            translated(RULE_NAMES[key]),
            key=f"again.{key}",
            disabled=number >= MAX_OF_A_RULE,
            width="stretch",
            on_click=controls.race_again,
            args=(RULES[key], landscape),
        )


def _runner_controls(runner: Runner, rule: Rule, landscape: Landscape) -> None:
    with st.container(border=True, gap="small"):
        _heading(runner, rule, landscape)
        first, rest = rule.settings[:2], rule.settings[2:]
        places = st.columns(len(first)) if len(first) > 1 else [st.container()]
        for place, setting in zip(places, first, strict=False):
            with place:
                _setting_control(runner, rule, setting, landscape)
        if rest:
            popover(
                word("controls.more_settings"),
                f"more.{runner.key}",
                lambda: _setting_controls(rest, runner, rule, landscape),
                type="tertiary",
            )


def _heading(runner: Runner, rule: Rule, landscape: Landscape) -> None:
    """The name, and beside that of a rule's next runners a way to take them out."""
    if runner.number == 1:
        st.markdown(marked_runner(runner), help=translated(rule.idea))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(marked_runner(runner), width="stretch")
        st.button(
            ":material/close:",
            key=f"leave.{runner.key}",
            help=word("controls.take_out"),
            type="tertiary",
            on_click=controls.leave,
            args=(rule, runner.number, landscape),
        )


def _setting_controls(
    settings: Sequence[Setting], runner: Runner, rule: Rule, landscape: Landscape
) -> None:
    for setting in settings:
        _setting_control(runner, rule, setting, landscape)


def _setting_control(runner: Runner, rule: Rule, setting: Setting, landscape: Landscape) -> None:
    key = setting_key(runner.key, setting.letter, landscape)
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
            help=translated(setting.meaning),
        )
        return
    default = controls.default_of(rule, runner.number, setting, landscape)
    low, high = (
        (default / 100, default * 100) if setting.letter == "eta" else (setting.low, setting.high)
    )
    options = sorted({*_ladder(low, high), default, stored(key)})
    st.select_slider(
        label,
        options,
        format_func=lambda v: f"{v:g}",
        key=key,
        persist_state="session",
        help=translated(setting.meaning),
    )


def _ladder(low: float, high: float) -> list[float]:
    """Even steps on a logarithmic scale, six to a decade, as round numbers."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    rungs = [float(f"{digit}e{k}") for k in decades for digit in ("1", "1.5", "2", "3", "5", "7")]
    return [rung for rung in rungs if low * 0.999 <= rung <= high * 1.001]
