"""The playground: choose or type a loss, choose optimizers, watch them race."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

import streamlit as st

from app_pages import controls, language
from app_pages.escape_odds import show_odds
from app_pages.language import translated, word
from app_pages.loss_controls import loss_controls
from app_pages.naming import recurrence, typeset
from app_pages.optimizer_controls import optimizer_controls
from app_pages.race_controls import race_controls, start_controls
from app_pages.races import race_of
from app_pages.verdicts import show_findings, work_out
from experiments import OPENING, Scene
from experiments.links import Experiment, Opened, query_text
from formulas.latex import typeset_name
from landscapes import Landscape, Loss
from optimizers import Rule, Trajectory
from player import Race, picked, show, told_address

PLAYER = "player"
# Seconds in which the browser draws the new paths, before a hundred widgets come that it has to
# look through.
BREATH = 0.05

_log = logging.getLogger(__name__)


def show_race(scene: Scene, opened: Experiment) -> tuple[Scene, tuple[Trajectory, ...], Race]:
    """Runs and shows the scene, or the last one that could be shown where that fails."""
    for shown in (scene, st.session_state.get("last_scene", OPENING)):
        try:
            runs = shown.run()
            view = replace(opened.view, lang=language.for_link())
            race = race_of(shown, runs, view=view, step=opened.step)
            show(race, key=PLAYER, on_event=start_picked, on_lost=address_told)
        except Exception:
            # Whatever a visitor typed: the picture stays, and the log has the cause.
            _log.exception("no race of %s", query_text(Experiment(shown)))
            st.warning(word("playground.failed"))
            continue
        st.session_state.last_scene = shown
        return shown, runs, race
    raise RuntimeError("not even the opening race can be shown")


def start_picked() -> None:
    event = picked(PLAYER)
    if event:
        controls.set_start(event.start)


def address_told() -> None:
    """This session took the place of one that was lost: the page says what that one showed."""
    query = told_address(PLAYER)
    if query:
        language.begin(query)
        controls.open_query(query)


def show_repairs(opened: Opened, scene: Scene) -> None:
    """What the link had that could not be used, for as long as its experiment is shown."""
    if opened.repairs and scene == opened.experiment.scene:
        with st.container(border=True):
            # As it is: a part of a sentence may come from the link.
            st.text(" ".join((word("playground.repaired"), *map(translated, opened.repairs))))


def show_story(loss: Landscape) -> None:
    """What to look at, in one line above the picture."""
    if loss.lesson:
        st.markdown(f"**{translated(loss.name)}.** {translated(loss.lesson)}")
    else:
        st.markdown(word("playground.your_loss"))


def show_formulas(scene: Scene) -> None:
    """The loss, its gradient and the rules, typeset: what is shown is what runs."""
    loss, rules = st.columns(2, gap="medium")
    with loss, st.container(border=True, height="stretch"):
        if scene.loss.loss.rows:
            show_mean(scene.loss.loss)
        else:
            show_loss(scene.loss.loss)
    with rules, st.container(border=True, height="stretch"):
        if scene.entrants:
            show_rule([entrant.rule for entrant in scene.entrants])
        else:
            st.markdown(word("playground.add_optimizer"))


def show_loss(loss: Loss) -> None:
    st.markdown(word("playground.loss_and_gradient"))
    formula = loss.formula
    st.latex(typeset(f"f(x, y) = {formula.latex}"))
    for letter, slope in zip("xy", loss.gradient_expressions, strict=True):
        st.latex(typeset(rf"\partial f / \partial {letter} = {formula.latex_of(slope)}"))


def show_mean(loss: Loss) -> None:
    """The loss of one example under the sum over the rows, and its gradient in their letters."""
    rows, formula = loss.rows, loss.formula
    st.markdown(word("data_page.mean_and_gradient", rows=rows))
    weights = [typeset_name(name) for name in loss.names]
    st.latex(rf"f({', '.join(weights)}) = \frac{{1}}{{{rows}}} \sum \ell")
    st.latex(typeset(rf"\ell = {formula.latex}"))
    for weight, slope in zip(weights, loss.gradient_expressions, strict=True):
        latex = formula.latex_of(loss.typed(slope))
        st.latex(typeset(rf"\partial \ell / \partial {weight} = {latex}"))


def show_rule(rules: list[Rule]) -> None:
    by_key = {rule.key: rule for rule in rules}
    chosen = st.pills(
        word("playground.update_rule"),
        list(by_key),
        format_func=lambda key: translated(by_key[key].name),
        default=rules[0].key,
        required=True,
    )
    rule = by_key.get(chosen, rules[0])
    st.latex(recurrence(rule))
    st.caption(translated(rule.idea))


opened = controls.begin()
typed = controls.chosen_loss()
error = None if isinstance(typed, Landscape) else typed
# While the typed formula has an error, the last good picture stays.
last = st.session_state.get("last_loss", opened.experiment.scene.loss)
loss = typed if isinstance(typed, Landscape) else last
st.session_state.last_loss = loss
scene = controls.chosen_scene(loss)

show_repairs(opened, scene)
show_story(loss)
shown, runs, race = show_race(scene, opened.experiment)
found = work_out(shown, runs) if runs else None
time.sleep(BREATH)
with st.sidebar:
    language.switch()
    loss_controls(loss, error)
    start_controls(loss)
    race_controls(scene)
    optimizer_controls(scene)
if runs:
    show_findings(found, race)
show_odds(shown)
show_formulas(shown)
