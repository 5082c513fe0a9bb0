"""In which language the page speaks: the switch's, at first the link's, else the browser's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from app_pages.session import session, tell_widgets_again
from words import LANGUAGES, into, say

NAMES = {"en": "English", "ko": "한국어"}
PARAMETER = "lang"


def begin(query: Mapping[str, str]) -> None:
    """Takes the language of a link with these parameters, or in a new session the browser's."""
    # The browser's Back leads to a link in a session that is not new.
    wanted = query.get(PARAMETER)
    if wanted in LANGUAGES and wanted != session.language_of_address:
        _speak(wanted)
    session.language_of_address = wanted
    if not session.language:
        of_browser = (st.context.locale or "")[:2].lower()
        session.language = of_browser if of_browser in LANGUAGES else LANGUAGES[0]


def tell_browser() -> None:
    """So that the page is read aloud as what it is, and Korean lines break between words."""
    script = f"document.documentElement.lang = {json.dumps(language())}"
    # Important, since Streamlit's own paragraphs say otherwise.
    style = ":lang(ko) { word-break: keep-all !important; overflow-wrap: break-word; }"
    # Narrow, for until it has loaded a grey block stands there, as wide as it is.
    st.html(
        f"<style>{style}</style><script>{script}</script>", width=1, unsafe_allow_javascript=True
    )


def language() -> str:
    """The one in which the page speaks now."""
    return session.language or LANGUAGES[0]


def for_link() -> str:
    """The language that a link carries: one that was chosen, "" for the browser's own."""
    return language() if session.language_chosen else ""


def spoken() -> dict[str, str]:
    """The parameter of a link to another page that keeps a language that was chosen."""
    return {PARAMETER: for_link()} if for_link() else {}


def into_address() -> dict[str, str]:
    """The same for a page that writes its own address, noted as ours."""
    session.language_of_address = for_link() or None
    return spoken()


def switch() -> None:
    """The visitor's choice of a language."""
    session.language_switch = language()
    st.segmented_control(
        "Language · 언어",
        list(LANGUAGES),
        format_func=NAMES.__getitem__,
        key="language_switch",
        label_visibility="collapsed",
        on_change=_chosen,
    )


def _chosen() -> None:
    chosen = session.language_switch
    if chosen in LANGUAGES:
        # The address still has the language of before, which is no wish of this moment.
        session.language_of_address = language()
        _speak(chosen)


def _speak(chosen: str) -> None:
    """Changes the language."""
    # Browsers send an option by the label that they show: it has to be that of the new language.
    session.language, session.language_chosen = chosen, True
    tell_widgets_again()


def meant(option: object, names: Mapping[str, str]) -> str | None:
    """The option that a browser means, None for none of those with these names.

    It sends an option by its label, and may still show those of another language.
    """
    if option in names:
        return str(option)
    return next(
        (key for key, name in names.items() if option in {into(name, one) for one in LANGUAGES}),
        None,
    )


def word(key: str, **parts: object) -> str:
    """The text of that key in the visitor's language."""
    return say(key, **parts).into(language())


def labels(names: Mapping[str, str]) -> Callable[[str], str]:
    """Options' names in the visitor's language, for a widget's `format_func`."""
    return {key: translated(name) for key, name in names.items()}.__getitem__


def translated(text: Any) -> str:
    """What a layer below said, in the visitor's language."""
    return into(text, language())
