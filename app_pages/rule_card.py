"""The card of a rule: what there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.language import translated, word
from app_pages.naming import recurrence
from formulas.latex import typeset_name
from optimizers import Rule


def show_rule_card(rule: Rule) -> None:
    """Shows idea, recurrence, strengths and weaknesses, when to use it, settings and source."""
    st.markdown(translated(rule.idea))
    st.latex(recurrence(rule))
    good, bad = st.columns(2)
    good.markdown(_listed("strengths", rule.strengths))
    bad.markdown(_listed("weaknesses", rule.weaknesses))
    st.markdown(f"**{word('optimizers_page.when')}.** {translated(rule.when)}")
    settings = (
        f"${typeset_name(s.letter)}$ {translated(s.meaning)} ({s.default:g})" for s in rule.settings
    )
    st.markdown(f"**{word('optimizers_page.settings')}.** {'; '.join(settings)}")
    st.caption(f"{_memory(rule)} {translated(rule.convention)}")
    st.caption(f":material/menu_book: {rule.paper}")


def _listed(title: str, texts: Sequence[str]) -> str:
    lines = (f"- {translated(text)}" for text in texts)
    return f"**{word(f'optimizers_page.{title}')}**\n\n" + "\n".join(lines)


def _memory(rule: Rule) -> str:
    if not rule.memory:
        return word("optimizers_page.remembers_none")
    number = "one" if rule.memory == 1 else "many"
    return word(f"optimizers_page.remembers_{number}", count=rule.memory)
