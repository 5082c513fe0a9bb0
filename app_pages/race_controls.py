"""Start, steps, noise and schedule of a race."""

from __future__ import annotations

import streamlit as st

from app_pages import controls
from app_pages.controls import SCHEDULE_NAMES
from app_pages.language import labels, word
from experiments import Scene
from experiments.links.experiment import (
    DECAY,
    NOISE,
    NOISE_DECAY,
    SEEDS,
    STEP_EVERY,
    STEP_GAMMA,
    STEPS,
    WARMUP,
)
from landscapes import Landscape


def start_controls(loss: Landscape) -> None:
    """The start point's two fields."""
    for column, letter, axis in zip(st.columns(2), loss.names, "xy", strict=True):
        column.number_input(
            word("controls.start", letter=letter),
            key=f"start_{axis}",
            persist_state="session",
            step=0.1,
            format="%.4g",
        )


def race_controls(scene: Scene) -> None:
    """Steps, seed, noise and schedule; `scene` is what is run."""
    st.slider(word("controls.steps"), *STEPS, step=50, key="steps", persist_state="session")
    if scene.steps < st.session_state.steps:
        st.caption(word("data_page.fewer_steps", steps=scene.steps))
    controls.popover(
        word("controls.noise_and_schedule"),
        "noise_and_schedule",
        _noise_controls,
        icon=":material/tune:",
        width="stretch",
    )


def _noise_controls() -> None:
    st.number_input(
        word("controls.noise"),
        *NOISE,
        step=0.5,
        format="%g",
        key="noise",
        persist_state="session",
        help=word("controls.noise_help"),
    )
    st.slider(
        word("data_page.noise_decay"),
        *NOISE_DECAY,
        step=0.05,
        format="%g",
        key="noise_decay",
        persist_state="session",
        help=word("data_page.noise_decay_help"),
    )
    st.toggle(
        word("data_page.fresh"),
        key="fresh",
        persist_state="session",
        help=word("data_page.fresh_help"),
    )
    st.number_input(
        word("controls.seed"),
        *SEEDS,
        key="seed",
        persist_state="session",
        help=word("controls.seed_help"),
    )
    kind = st.selectbox(
        word("controls.schedule"),
        list(SCHEDULE_NAMES),
        key="schedule",
        persist_state="session",
        format_func=labels(SCHEDULE_NAMES),
        help=word("controls.schedule_help"),
    )
    if kind == "step":
        st.slider(
            word("controls.step_gamma"), *STEP_GAMMA, key="step_gamma", persist_state="session"
        )
        st.slider(
            word("controls.step_every"),
            *STEP_EVERY,
            step=10,
            key="step_every",
            persist_state="session",
        )
    elif kind == "exponential":
        st.slider(
            word("controls.decay"),
            *DECAY,
            step=0.001,
            format="%.3f",
            key="decay",
            persist_state="session",
        )
    st.slider(word("controls.warmup"), *WARMUP, step=5, key="warmup", persist_state="session")
