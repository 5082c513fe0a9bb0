"""Which rules race, each with its settings."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from app_pages import controls
from app_pages.controls import RULE_NAMES
from app_pages.language import labels, translated, word
from app_pages.naming import marked
from formulas.latex import typeset_name
from landscapes import Landscape
from optimizers import RULES, Rule, Setting
from scenes.links.experiment import MAX_RACERS


def optimizer_controls(loss: Landscape) -> None:
    """Which rules race, each with its settings."""
    keys: Sequence[str] = st.multiselect(
        word("controls.optimizers"),
        list(RULE_NAMES),
        format_func=labels(RULE_NAMES),
        key="optimizers",
        persist_state="session",
        max_selections=MAX_RACERS,
        placeholder=word("controls.add_optimizer"),
    )
    for key in keys:
        _setting_controls(RULES[key], loss)


def _setting_controls(rule: Rule, loss: Landscape) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(marked(rule), help=translated(rule.idea))
        first, rest = rule.settings[:2], rule.settings[2:]
        places = st.columns(len(first)) if len(first) > 1 else [st.container()]
        for place, setting in zip(places, first, strict=False):
            with place:
                _setting_control(rule, setting, loss)
        if rest:
            controls.popover(
                word("controls.more_settings"),
                f"more.{rule.key}",
                lambda: _all_setting_controls(rest, rule, loss),
                type="tertiary",
            )


def _all_setting_controls(settings: Sequence[Setting], rule: Rule, loss: Landscape) -> None:
    for setting in settings:
        _setting_control(rule, setting, loss)


def _setting_control(rule: Rule, setting: Setting, loss: Landscape) -> None:
    key = controls.setting_key(rule, setting.letter, loss)
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
    default = controls.default_of(rule, setting, loss)
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
        help=translated(setting.meaning),
    )


def _ladder(low: float, high: float) -> list[float]:
    """Even steps on a logarithmic scale, six to a decade, as round numbers."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    rungs = [float(f"{digit}e{k}") for k in decades for digit in ("1", "1.5", "2", "3", "5", "7")]
    return [rung for rung in rungs if low * 0.999 <= rung <= high * 1.001]
