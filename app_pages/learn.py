"""Learn: the claims of the textbooks in order, each as a race to predict, watch and try."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from analysis import basins
from analysis.survey import survey
from app_pages.in_view import mark_landscape
from app_pages.language import into_address, language, switch, word
from app_pages.learn_figures import FIGURES
from app_pages.moved_start import moved, note_start, show_whose_start
from app_pages.naming import runners
from app_pages.opening import follow_address, lesson_title, open_in_playground, write_address
from app_pages.races import race_of
from app_pages.session import session, store_first
from app_pages.verdicts import show_reasons
from app_pages.widgets import kept
from experiments.lesson import Lesson, Outcome, Ran
from experiments.lesson_text import PLACE, LessonText, filled, lesson_text
from experiments.library import LESSONS
from player import show


def chosen_lesson() -> Lesson:
    """The lesson of the address, or of the list."""
    titles = {key: lesson_title(key) for key in LESSONS}
    follow_address("lesson", LESSONS)
    key: str = kept(
        st.radio, "learn.lessons", "lesson", list(LESSONS), format_func=titles.__getitem__
    )
    return LESSONS.get(key) or next(iter(LESSONS.values()))


def show_question(lesson: Lesson, text: LessonText, outcome: Outcome) -> None:
    """Asks what will happen, before play is pressed; the answer stands there once one is chosen."""
    with st.container(border=True):
        question = filled(text.question, outcome)
        st.markdown(f"**{word('learn.predict')}.** {question}")
        chosen = st.pills(
            question,
            range(len(text.choices)),
            format_func=lambda number: filled(text.choices[number], outcome),
            key=f"choice.{lesson.key}",
            persist_state="session",
            label_visibility="collapsed",
        )
        if chosen is not None:
            verdict = word("learn.right" if chosen == text.right else "learn.wrong")
            st.markdown(f"**{verdict}** {filled(text.answer, outcome)}")


def chosen_race(lesson: Lesson, text: LessonText) -> str:
    """The name of the race to watch, where a lesson has several."""
    names = list(lesson.races)
    if len(names) == 1:
        return names[0]
    key = f"race.{lesson.key}"
    store_first(key, names[0])
    name = kept(
        st.segmented_control, "learn.races", key, names,
        format_func=text.races.__getitem__, required=True, label_visibility="collapsed",
    )  # fmt: skip
    # Right after a change of language a browser may still mean an option by its old label.
    return name if name in names else names[0]


def show_lesson(lesson: Lesson) -> None:
    """The claim, the question, the race, and the words around it."""
    text = lesson_text(lesson.key, language())
    outcome = lesson.outcome
    st.markdown(f"### {lesson_title(lesson.key)}")
    st.markdown(filled(text.claim, outcome))
    show_question(lesson, text, outcome)
    name = chosen_race(lesson, text)
    player = f"lesson.{lesson.key}.{name}"
    own = lesson.races[name]
    raced = moved(own, player)
    ran = [outcome[f"{name}/{key}"] for key in raced.keys]
    if raced is not own:
        ran = [Ran(run) for run in raced.run()]
    race = race_of(replace(raced, step=0), tuple(one.run for one in ran), linked=False)
    show(race, key=player, on_event=partial(note_start, own, player))
    show_whose_start(own, raced, player)
    look, why, try_this = st.columns(3, gap="medium")
    for column, title, body in (
        (look, word("learn.look"), text.look),
        (why, word("learn.why"), text.why),
        (try_this, word("learn.try_this"), text.try_this),
    ):
        column.markdown(f"**{title}**")
        column.markdown(filled(body, outcome))
    if counts_steps(text):
        look.caption(word("learn.arrival"))
    if try_this.button(word("learn.open"), icon=":material/landscape:"):
        open_in_playground(raced)
    with st.expander(word("learn.verdicts")):
        show_reasons(runners(raced), [one.verdict for one in ran])
    if lesson.key in FIGURES:
        FIGURES[lesson.key]()
    show_neighbours(lesson)
    with st.container(gap=None):
        mark_landscape(race.landscape, survey(raced.landscape), basins(raced.landscape))
        begin_at_the_top(lesson)


def counts_steps(text: LessonText) -> bool:
    """Whether it says how soon somebody arrives."""
    return any(measure == "arrival" for measure, _ in PLACE.findall(text.look + text.answer))


def show_neighbours(lesson: Lesson) -> None:
    """Offers the lessons before and after: on a phone the list is out of sight."""
    keys = list(LESSONS)
    here = keys.index(lesson.key)
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for at, icon in (
            (here - 1, ":material/arrow_back:"),
            (here + 1, ":material/arrow_forward:"),
        ):
            if 0 <= at < len(keys):
                st.button(
                    lesson_title(keys[at]),
                    key=f"go_to.{'before' if at < here else 'after'}",
                    icon=icon,
                    icon_position="left" if at < here else "right",
                    on_click=open_lesson,
                    args=(keys[at],),
                )


def open_lesson(key: str) -> None:
    """Callback: another lesson is chosen."""
    session.lesson = key


def begin_at_the_top(lesson: Lesson) -> None:
    """Scrolls a new lesson to its beginning. The script runs whenever its text is another."""
    script = "document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)"
    html = f"<script>/* {lesson.key} */ {script}</script>"
    st.html(html, width=1, unsafe_allow_javascript=True)


def main() -> None:
    """The page."""
    with st.sidebar:
        switch()
        lesson = chosen_lesson()
    write_address(lesson=lesson.key, **into_address())
    show_lesson(lesson)


if __name__ == "__main__":
    main()
