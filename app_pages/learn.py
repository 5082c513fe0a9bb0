"""Learn: the claims of the textbooks in order, each as a race to predict, watch and try."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from app_pages import controls
from app_pages.races import race_of
from app_pages.texts import page_words
from app_pages.verdicts import reasons
from player import show
from scenes import Scene
from scenes.lesson import Lesson, Outcome
from scenes.library import LESSONS
from scenes.library.texts import LANGUAGES, LessonText, filled, lesson_text
from scenes.links import Experiment, to_query

NAMES = {"en": "English", "ko": "한국어"}
PLAYGROUND = "app_pages/playground.py"


def follow_address(key: str, options: Collection[str]) -> None:
    """Sets a widget to what the address says, where it says something new: as a link does, and
    the browser's Back."""
    wanted = st.query_params.get(key)
    if wanted in options and wanted != st.session_state.get("written", {}).get(key):
        st.session_state[key] = wanted


def write_address(**parameters: str) -> None:
    st.query_params.from_dict(parameters)
    st.session_state.written = parameters


def chosen_language() -> str:
    """That of the switch, at first the browser's; the address carries it."""
    if "lang" not in st.session_state:
        browsers = (st.context.locale or "")[:2]
        st.session_state.lang = browsers if browsers in LANGUAGES else LANGUAGES[0]
    follow_address("lang", LANGUAGES)
    language: str = st.segmented_control(
        "Language",
        LANGUAGES,
        format_func=NAMES.get,
        key="lang",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return language


def chosen_lesson(language: str) -> Lesson:
    def title(key: str) -> str:
        return f"{LESSONS[key].number}. {lesson_text(key, language).title}"

    follow_address("lesson", LESSONS)
    key: str = st.radio(
        page_words(language)["lessons"],
        list(LESSONS),
        format_func=title,
        key="lesson",
        persist_state="session",
    )
    return LESSONS[key]


def show_question(
    lesson: Lesson, text: LessonText, outcome: Outcome, words: dict[str, str]
) -> None:
    """Asked before play is pressed; the answer stands there once one is chosen."""
    with st.container(border=True):
        question = filled(text.question, outcome)
        st.markdown(f"**{words['predict']}.** {question}")
        chosen = st.pills(
            question,
            range(len(text.choices)),
            format_func=lambda number: filled(text.choices[number], outcome),
            key=f"choice.{lesson.key}",
            persist_state="session",
            label_visibility="collapsed",
        )
        if chosen is not None:
            verdict = words["right"] if chosen == text.right else words["wrong"]
            st.markdown(f"**{verdict}** {filled(text.answer, outcome)}")


def chosen_race(lesson: Lesson, text: LessonText, words: dict[str, str]) -> str:
    """The name of the race to watch, where a lesson has several."""
    names = list(lesson.races)
    if len(names) == 1:
        return names[0]
    name: str = st.segmented_control(
        words["races"],
        names,
        format_func=text.races.__getitem__,
        default=names[0],
        key=f"race.{lesson.key}",
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    return name


def show_lesson(lesson: Lesson, language: str) -> None:
    text, words = lesson_text(lesson.key, language), page_words(language)
    outcome = lesson.run()
    st.markdown(f"### {lesson.number}. {text.title}")
    st.markdown(filled(text.claim, outcome))
    show_question(lesson, text, outcome, words)
    name = chosen_race(lesson, text, words)
    scene = lesson.races[name]
    ran = [outcome[f"{name}/{entrant.rule.key}"] for entrant in scene.entrants]
    runs = tuple(one.run for one in ran)
    show(race_of(scene, runs, step=0, linked=False), key=f"lesson.{lesson.key}.{name}")
    look, why, try_this = st.columns(3, gap="medium")
    for column, title, body in (
        (look, words["look"], text.look),
        (why, words["why"], text.why),
        (try_this, words["try_this"], text.try_this),
    ):
        column.markdown(f"**{title}**")
        column.markdown(filled(body, outcome))
    if try_this.button(words["open"], icon=":material/landscape:"):
        open_in_playground(scene)
    with st.expander(words["verdicts"]):
        reasons(runs, [one.verdict for one in ran])


def open_in_playground(scene: Scene) -> None:
    controls.open_query(to_query(Experiment(scene)))
    st.switch_page(PLAYGROUND)


with st.sidebar:
    language = chosen_language()
    lesson = chosen_lesson(language)
write_address(lesson=lesson.key, lang=language)
show_lesson(lesson, language)
