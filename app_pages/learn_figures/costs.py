"""Lesson 20: what each rule remembers, and what a step of it takes on this server."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from app_pages.language import translated, word
from app_pages.naming import marker_picture
from app_pages.session import session
from app_pages.widgets import kept, show_chart
from charts.costs import Bar, cost_bars
from optimizers import RULES
from optimizers.cost import WEIGHTS, seconds_per_step

BYTES = 4  # of a number in 32 bits
GIGABYTE = 1e9
SIZES = tuple(10**power for power in range(6, 13))
USUAL_SIZE = 10**9


@st.cache_data(ttl=60, max_entries=1, show_spinner=False)
def _measured() -> dict[str, float]:
    """At most once a minute for all sessions: a class presses the button at the same moment."""
    return seconds_per_step(RULES.values())


@st.fragment
def show_costs() -> None:
    """A table of what the rules remember, and on demand what a step of them takes."""
    st.markdown(f"#### {word('learn.costs.heading')}")
    size = kept(
        st.select_slider, "learn.costs.size", "costs.size", SIZES,
        value=USUAL_SIZE, format_func=lambda size: f"{size:,}",
    )  # fmt: skip
    if st.button(word("learn.costs.measure"), icon=":material/timer:", key="costs.measure"):
        session.costs_measured = _measured()
    seconds = session.costs_measured
    _show_table(size, seconds)
    if seconds is None:
        st.caption(word("learn.costs.not_measured"))
        return
    bars = [Bar(key, translated(RULES[key].name), _relative(key, seconds)) for key in RULES]
    show_chart(
        cost_bars(bars, word("learn.costs.relative_axis")), "costs.chart", "learn.costs.chart_alt"
    )
    st.caption(word("learn.costs.how_measured", weights=f"{WEIGHTS:,}"))


def _relative(key: str, seconds: Mapping[str, float]) -> float:
    return seconds[key] / seconds["gd"]


def _show_table(size: int, seconds: Mapping[str, float] | None) -> None:
    memory = word("learn.costs.memory")
    columns = {
        "": [marker_picture(rule.key) for rule in RULES.values()],
        word("learn.costs.rule"): [translated(rule.name) for rule in RULES.values()],
        word("learn.costs.remembered"): [rule.memory for rule in RULES.values()],
        memory: [rule.memory * BYTES * size / GIGABYTE for rule in RULES.values()],
    }
    number = st.column_config.NumberColumn
    looks = {"": st.column_config.ImageColumn(width=36), memory: number(format="%.4g GB")}
    if seconds is not None:
        time, relative = word("learn.costs.time"), word("learn.costs.relative")
        columns[time] = [1e6 * seconds[key] for key in RULES]
        columns[relative] = [_relative(key, seconds) for key in RULES]
        looks |= {time: number(format="%.0f µs"), relative: number(format="%.1f ×")}
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height="content",
        column_config=looks,
        alt=word("learn.costs.table_alt"),
    )
