"""The family tree: two lines of descent that meet in Adam, and what each rule added."""

from __future__ import annotations

import streamlit as st

from app_pages import tree
from app_pages.controls import RULE_NAMES
from app_pages.heading import heading
from app_pages.language import into_address, labels, spoken, translated, word
from app_pages.naming import glyph, marked
from app_pages.opening import follow_address, lesson_link, open_in_playground, write_address
from app_pages.rule_card import show_rule_card
from app_pages.session import session, store_first
from app_pages.widgets import kept
from charts import style_of
from experiments.family import PARENT_RACES, ParentRace
from experiments.lesson_text import filled
from optimizers import RULES, Rule

TREE, FIRST = "family_tree", "adam"


def rule_picked() -> None:
    """Callback: a rule of the picture is chosen."""
    key = tree.picked(TREE)
    if key in RULES:
        session.rule = key


def chosen_rule() -> Rule:
    """The rule of the address, of the picture, or of the row below it."""
    store_first("rule", FIRST)
    follow_address("rule", RULES)
    picture = st.container()
    chosen = kept(
        st.pills, "family.rules", "rule", list(RULES),
        format_func=labels(RULE_NAMES), required=True, label_visibility="collapsed",
    )  # fmt: skip
    rule = RULES[chosen or FIRST]
    with picture:
        show_tree(rule.key)
    return rule


def show_tree(chosen: str) -> None:
    """The picture, with one rule set off."""
    words = tree.Words(
        title=word("family.picture"),
        lines={line: word(f"optimizers_page.families.{line}") for line in tree.LINES},
        name=lambda rule: translated(rule.name),
        glyph=lambda rule: glyph(rule.key),
        color=lambda rule: style_of(rule.key).ink,
        address=lambda rule: "&".join(
            f"{name}={value}" for name, value in {"rule": rule.key, **spoken()}.items()
        ),
    )
    tree.show(RULES, chosen, words, key=TREE, on_pick=rule_picked)


def show_descent(rule: Rule) -> None:
    """Says what the rule added, and offers a race against each parent."""
    with st.container(border=True):
        title = "family.adds_title" if rule.parents else "family.beginning"
        st.markdown(f"**{word(title)}**")
        st.markdown(word(f"family.adds.{rule.key}"))
    for parent in rule.parents:
        show_parent_race(PARENT_RACES[rule.key, parent])


def show_parent_race(race: ParentRace) -> None:
    """Says what to see in a race against a parent, and opens it."""
    parent = RULES[race.parent]
    with st.container(border=True):
        st.markdown(f"**{word('family.against', parent=parent.name)}**")
        st.markdown(filled(word(f"family.see.{race.key}"), race.lesson.outcome))
        if st.button(
            word("family.race", parent=parent.name),
            key=f"race.{race.key}",
            type="primary",
            icon=":material/landscape:",
        ):
            open_in_playground(race.experiment)
        if race.taught:
            lesson_link(race.lesson.key)


def main() -> None:
    """The page."""
    heading(word("app.family"), word("family.intro"))
    rule = chosen_rule()
    write_address(rule=rule.key, **into_address())
    st.subheader(f"{marked(rule)} · {rule.year}", anchor=False)
    # Beside each other on a wide page; on a phone the races come before the long card.
    descent, card = st.columns([2, 3], gap="medium")
    with descent:
        show_descent(rule)
    with card, st.container(border=True):
        show_rule_card(rule)


if __name__ == "__main__":
    main()
