"""The optimizers: each rule with its recurrence, its idea, and when to use it."""

from __future__ import annotations

import streamlit as st

from app_pages.heading import heading
from app_pages.language import translated, word
from app_pages.naming import marked
from app_pages.rule_card import show_rule_card
from optimizers import RULES, Rule

FAMILIES = {
    family: [rule for rule in RULES.values() if rule.family == family]
    for family in ("direction", "step size", "both")
}


def show_overview() -> None:
    """Lists all rules by family, each a link to its place on the page."""
    for column, (family, rules) in zip(st.columns(3, border=True), FAMILIES.items(), strict=True):
        column.markdown(f"**{word(f'optimizers_page.families.{family}')}**")
        column.markdown(" · ".join(f"[{translated(rule.name)}](#{rule.key})" for rule in rules))


def show_rule(rule: Rule) -> None:
    """One rule, with its place to link to."""
    with st.container(border=True):
        st.subheader(marked(rule), anchor=rule.key)
        show_rule_card(rule)


def main() -> None:
    """The page."""
    heading(word("app.optimizers"), word("optimizers_page.intro"))
    show_overview()
    for family, rules in FAMILIES.items():
        st.header(word(f"optimizers_page.families.{family}"), anchor=False)
        for rule in rules:
            show_rule(rule)


if __name__ == "__main__":
    main()
