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
    tables = section("guide.situations", LANGUAGES[0])
    return {name: [key for key in texts if key != TITLE] for name, texts in tables.items()}


def show_situation(name: str, lessons: list[str]) -> None:
    """The advice for one situation, each piece above its lesson."""
    key = f"guide.situations.{name}"
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### {word(f'{key}.{TITLE}')}")
        for lesson in lessons:
            with st.container(gap="xsmall"):
                st.markdown(word(f"{key}.{lesson}"))
                lesson_link(lesson)


def main() -> None:
    """The page."""
    heading(word("guide.title"), word("guide.intro"))
    write_address(**into_address())
    rows = list(situations().items())
    for first in range(0, len(rows), ABREAST):
        columns = st.columns(ABREAST, gap="medium")
        for column, row in zip(columns, rows[first : first + ABREAST], strict=False):
            with column:
                show_situation(*row)


if __name__ == "__main__":
    main()
