"""Start, steps, noise and schedule of a race."""

from __future__ import annotations

import streamlit as st

from app_pages.controls import SCHEDULE_NAMES
from app_pages.language import labels, word
from app_pages.session import session
from app_pages.widgets import kept, popover
from experiments import Experiment, limits
from landscapes import Landscape


def start_controls(landscape: Landscape) -> None:
    """The start point's two fields."""
    keys = ("start_x", "start_y")
    for column, letter, key in zip(st.columns(2), landscape.labels, keys, strict=True):
        column.number_input(
            word("controls.start", letter=letter),
            key=key,
            persist_state="session",
            step=0.1,
            format="%.4g",
        )


def race_controls(experiment: Experiment) -> None:
    """Steps, seed, noise and schedule; `experiment` is what is run."""
    kept(st.slider, "controls.steps", "steps", *limits.STEPS, step=50)
    steps = experiment.config.steps
    if steps < session.steps:
        st.caption(word("data_page.fewer_steps", steps=steps))
    popover(
        word("controls.noise_and_schedule"),
        "noise_and_schedule",
        _noise_controls,
        icon=":material/tune:",
        width="stretch",
    )


def _noise_controls() -> None:
    kept(
        st.number_input,
        "controls.noise",
        "noise",
        *limits.NOISE,
        helped=True,
        step=0.5,
        format="%g",
    )
    kept(
        st.slider, "data_page.noise_decay", "noise_decay", *limits.NOISE_DECAY,
        helped=True, step=0.05, format="%g",
    )  # fmt: skip
    kept(st.toggle, "data_page.fresh", "fresh", helped=True)
    kept(st.number_input, "controls.seed", "seed", *limits.SEEDS, helped=True)
    kind = kept(
        st.selectbox, "controls.schedule", "schedule", list(SCHEDULE_NAMES),
        helped=True, format_func=labels(SCHEDULE_NAMES),
    )  # fmt: skip
    if kind == "step":
        kept(st.slider, "controls.step_gamma", "step_gamma", *limits.STEP_GAMMA)
        kept(st.slider, "controls.step_every", "step_every", *limits.STEP_EVERY, step=10)
    elif kind == "exponential":
        kept(
            st.slider, "controls.decay", "decay", *limits.EXPONENTIAL_GAMMA,
            step=0.001, format="%.3f",
        )  # fmt: skip
    kept(st.slider, "controls.warmup", "warmup", *limits.WARMUP, step=5)
