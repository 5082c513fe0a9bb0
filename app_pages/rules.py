"""The optimizers: each rule with its recurrence, its idea, and when to use it."""

from __future__ import annotations

import streamlit as st

from app_pages.words import marked, recurrence
from formulas.latex import typeset_name
from optimizers import RULES, Rule

FAMILIES = {
    "direction": "Where to go: the momentum line",
    "step size": "How far to go: the adaptive line",
    "both": "Both lines at once",
}


def show_rule(rule: Rule) -> None:
    with st.container(border=True):
        st.markdown(f"#### {marked(rule)}")
        st.markdown(rule.idea)
        st.latex(recurrence(rule))
        good, bad = st.columns(2)
        good.markdown("**Strengths**\n" + "".join(f"\n- {text}" for text in rule.strengths))
        bad.markdown("**Weaknesses**\n" + "".join(f"\n- {text}" for text in rule.weaknesses))
        st.markdown(f"**When to use it.** {rule.when}")
        st.markdown(
            "**Settings.** "
            + "; ".join(
                f"${typeset_name(s.letter)}$ {s.meaning} ({s.default:g})" for s in rule.settings
            )
        )
        numbers = "number" if rule.memory == 1 else "numbers"
        st.caption(f"Remembers {rule.memory} {numbers} per weight. {rule.paper}. {rule.convention}")


st.title("Optimizers")
st.markdown("Every rule as it runs here: the formula you see is the formula that is computed.")
for family, title in FAMILIES.items():
    st.subheader(title)
    for rule in RULES.values():
        if rule.family == family:
            show_rule(rule)
