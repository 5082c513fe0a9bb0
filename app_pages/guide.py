"""Which one should I use? Advice by situation, each piece beside the lesson that shows it."""

from __future__ import annotations

import streamlit as st

from app_pages.heading import heading
from app_pages.language import into_address, word
from app_pages.opening import lesson_link, write_address
from words import LANGUAGES, section

TITLE = "title"
ABREAST = 2


def situations() -> dict[str, list[str]]:
    """The lessons that have advice for each situation, by their keys."""
    found = section("guide.situations", LANGUAGES[0])
    return {name: [key for key in texts if key != TITLE] for name, texts in found.items()}


def show_situation(name: str, lessons: list[str]) -> None:
    key = f"guide.situations.{name}"
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### {word(f'{key}.{TITLE}')}")
        for lesson in lessons:
            with st.container(gap="xsmall"):
                st.markdown(word(f"{key}.{lesson}"))
                lesson_link(lesson)


heading(word("guide.title"), word("guide.intro"))
write_address(**into_address())
rows = list(situations().items())
for first in range(0, len(rows), ABREAST):
    for column, (name, lessons) in zip(
        st.columns(ABREAST, gap="medium"), rows[first : first + ABREAST], strict=False
    ):
        with column:
            show_situation(name, lessons)
