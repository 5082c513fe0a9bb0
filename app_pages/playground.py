"""The playground: choose or type a loss, choose optimizers, watch them race."""

from __future__ import annotations

import logging
import time

import streamlit as st

from app_pages import controls
from app_pages.races import race_of
from app_pages.verdicts import show_findings, work_out
from app_pages.words import recurrence
from landscapes import Landscape
from optimizers import Rule, Trajectory
from player import picked, show, told_address
from scenes import OPENING, Scene
from scenes.links import Experiment, Opened, query_text

PLAYER = "player"
FAILED = "This race could not be run, so the one before it stays. Change a setting or the loss."
# Seconds in which the browser draws the new paths, before a hundred widgets come that it has to
# look through.
BREATH = 0.05

_log = logging.getLogger(__name__)


def show_race(scene: Scene, opened: Experiment) -> tuple[Scene, tuple[Trajectory, ...]]:
    """Runs and shows the scene, or the last one that could be shown where that fails."""
    for shown in (scene, st.session_state.get("last_scene", OPENING)):
        try:
            runs = shown.run()
            race = race_of(shown, runs, view=opened.view, step=opened.step)
            show(race, key=PLAYER, on_event=start_picked, on_lost=address_told)
        except Exception:
            # Whatever a visitor typed: the picture stays, and the log has the cause.
            _log.exception("no race of %s", query_text(Experiment(shown)))
            st.warning(FAILED)
            continue
        st.session_state.last_scene = shown
        return shown, runs
    raise RuntimeError("not even the opening race can be shown")


def start_picked() -> None:
    event = picked(PLAYER)
    if event:
        controls.set_start(event.start)


def address_told() -> None:
    """This session took the place of one that was lost: the page says what that one showed."""
    query = told_address(PLAYER)
    if query:
        controls.open_query(query)


def show_repairs(opened: Opened, scene: Scene) -> None:
    """What the link had that could not be used, for as long as its experiment is shown."""
    if opened.repairs and scene == opened.experiment.scene:
        with st.container(border=True):
            # As it is: a part of a sentence may come from the link.
            st.text(" ".join(("The link was put right.", *opened.repairs)))


def show_story(loss: Landscape) -> None:
    """What to look at, in one line above the picture."""
    if loss.lesson:
        st.markdown(f"**{loss.name}.** {loss.lesson}")
    else:
        st.markdown("**Your loss.** Click the contour to start the race somewhere else.")


def show_formulas(scene: Scene) -> None:
    """The loss, its gradient and the rules, typeset: what is shown is what runs."""
    loss, rules = st.columns(2, gap="medium")
    with loss, st.container(border=True, height="stretch"):
        st.markdown("**The loss** and its exact gradient")
        formula = scene.loss.formula
        st.latex(f"f(x, y) = {formula.latex}")
        for letter, slope in zip("xy", scene.loss.gradient_expressions, strict=True):
            st.latex(rf"\partial f / \partial {letter} = {formula.latex_of(slope)}")
    with rules, st.container(border=True, height="stretch"):
        if scene.entrants:
            show_rule([entrant.rule for entrant in scene.entrants])
        else:
            st.markdown("Add an optimizer to see its rule.")


def show_rule(rules: list[Rule]) -> None:
    by_name = {rule.name: rule for rule in rules}
    chosen = st.pills("Update rule", list(by_name), default=rules[0].name, required=True)
    rule = by_name.get(chosen, rules[0])
    st.latex(recurrence(rule))
    st.caption(rule.idea)


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
shown, runs = show_race(scene, opened.experiment)
found = work_out(runs, shown.loss) if runs else None
time.sleep(BREATH)
with st.sidebar:
    controls.loss_controls(error)
    controls.start_controls()
    controls.race_controls()
    controls.optimizer_controls(loss)
if runs:
    show_findings(found)
show_formulas(shown)
