"""The family tree: two lines of descent that meet in Adam, and what each rule added."""

from __future__ import annotations

import streamlit as st

from app_pages import tree
from app_pages.controls import RULE_NAMES
from app_pages.heading import heading
from app_pages.language import into_address, labels, translated, word
from app_pages.naming import glyph, marked
from app_pages.opening import (
    follow_address,
    lesson_link,
    open_in_playground,
    spoken,
    write_address,
)
from app_pages.rule_card import tell
from charts import style_of
from experiments.family import PARTINGS, ParentRace
from experiments.lesson_text import filled
from optimizers import RULES, Rule

CHOICE, TREE, FIRST = "rule", "family_tree", "adam"


def rule_picked() -> None:
    key = tree.picked(TREE)
    if key in RULES:
        st.session_state[CHOICE] = key


def chosen_rule() -> Rule:
    """The rule of the address, of the picture, or of the row below it."""
    st.session_state.setdefault(CHOICE, FIRST)
    follow_address(CHOICE, RULES)
    picture = st.container()
    chosen = st.pills(
        word("family.rules"),
        list(RULES),
        format_func=labels(RULE_NAMES),
        key=CHOICE,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    rule = RULES[chosen or FIRST]
    with picture:
        show_tree(rule.key)
    return rule


def show_tree(chosen: str) -> None:
    words = tree.Words(
        title=word("family.picture"),
        lines={line: word(f"optimizers_page.families.{line}") for line in tree.LINES},
        name=lambda rule: translated(rule.name),
        glyph=lambda rule: glyph(rule.key),
        color=lambda rule: style_of(rule.key).ink,
        address=lambda rule: "&".join(
            f"{name}={value}" for name, value in {CHOICE: rule.key, **spoken()}.items()
        ),
    )
    tree.show(RULES, chosen, words, key=TREE, on_pick=rule_picked)


def show_descent(rule: Rule) -> None:
    """What the rule added, and a race against each parent."""
    with st.container(border=True):
        title = "family.adds_title" if rule.parents else "family.beginning"
        st.markdown(f"**{word(title)}**")
        st.markdown(word(f"family.adds.{rule.key}"))
    for parent in rule.parents:
        show_parting(PARTINGS[rule.key, parent])


def show_parting(parting: ParentRace) -> None:
    parent = RULES[parting.parent]
    with st.container(border=True):
        st.markdown(f"**{word('family.against', parent=parent.name)}**")
        st.markdown(filled(word(f"family.see.{parting.key}"), parting.lesson.outcome))
        if st.button(
            word("family.race", parent=parent.name),
            key=f"race.{parting.key}",
            type="primary",
            icon=":material/landscape:",
        ):
            open_in_playground(parting.scene)
        if parting.taught:
            lesson_link(parting.lesson.key)


heading(word("app.family"), word("family.intro"))
rule = chosen_rule()
write_address(**{CHOICE: rule.key}, **into_address())
st.subheader(f"{marked(rule)} · {rule.year}", anchor=False)
# Beside each other on a wide page; on a phone the races come before the long card.
descent, told = st.columns([2, 3], gap="medium")
with descent:
    show_descent(rule)
with told, st.container(border=True):
    tell(rule)
