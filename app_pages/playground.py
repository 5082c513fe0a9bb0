"""The playground: choose or type a loss, choose optimizers, watch them race."""

from __future__ import annotations

import logging
import time

import streamlit as st

from app_pages import controls, language, own_table
from app_pages.escape_odds import show_odds
from app_pages.language import translated, word
from app_pages.loss_controls import loss_controls
from app_pages.naming import recurrence, typeset
from app_pages.optimizer_controls import optimizer_controls
from app_pages.race_controls import race_controls, start_controls
from app_pages.races import race_of
from app_pages.session import session
from app_pages.verdicts import show_findings, work_out
from experiments import Experiment, Opened, query_text
from formulas import FormulaError
from formulas.latex import typeset_name
from landscapes import Landscape, Loss
from optimizers import Rule
from player import Race, picked, show, told_address

PLAYER = "player"
# Seconds in which the browser draws the new paths, before a hundred widgets come that it has to
# look through.
BREATH = 0.05

_log = logging.getLogger(__name__)


def show_race(experiment: Experiment) -> Race:
    """Runs and shows an experiment, or the last one that could be shown where that fails."""
    for one in (experiment, session.last_experiment):
        try:
            race = race_of(one, one.run())
            show(race, key=PLAYER, on_event=start_picked, on_lost=address_told)
        except Exception:
            # Whatever a visitor typed: the picture stays, and the log has the cause.
            _log.exception("no race of %s", query_text(one))
            st.warning(word("playground.failed"))
            continue
        session.last_experiment = one
        return race
    raise RuntimeError("not even the opening race can be shown")


def start_picked() -> None:
    """Callback: the visitor has let go of the start."""
    event = picked(PLAYER)
    if event:
        controls.set_start(event.start)


def address_told() -> None:
    """Callback: this session took the place of one that was lost, whose address it shows."""
    query = told_address(PLAYER)
    if query:
        language.begin(query)
        controls.open_query(query)


def show_repairs(opened: Opened, experiment: Experiment) -> None:
    """Says what could not be used of the link, for as long as its experiment is shown."""
    if opened.repairs and experiment.unviewed == opened.experiment.unviewed:
        with st.container(border=True):
            # As it is: a part of a sentence may come from the link.
            st.text(" ".join((word("playground.repaired"), *map(translated, opened.repairs))))


def show_story(landscape: Landscape) -> None:
    """Says in one line above the picture what to look at."""
    if landscape.lesson:
        st.markdown(f"**{translated(landscape.name)}.** {translated(landscape.lesson)}")
    else:
        st.markdown(word("playground.your_loss"))


def show_formulas(experiment: Experiment) -> None:
    """Typesets the loss, its gradient and the rules: what is shown is what runs."""
    loss, rules = st.columns(2, gap="medium")
    with loss, st.container(border=True, height="stretch"):
        show = show_mean if experiment.landscape.loss.rows else show_loss
        show(experiment.landscape.loss)
    with rules, st.container(border=True, height="stretch"):
        if experiment.entrants:
            show_rule([entrant.rule for entrant in experiment.entrants])
        else:
            st.markdown(word("playground.add_optimizer"))


def show_loss(loss: Loss) -> None:
    """The loss and its gradient."""
    st.markdown(word("playground.loss_and_gradient"))
    weights = [typeset_name(name) for name in loss.names]
    st.latex(typeset(f"f({', '.join(weights)}) = {loss.formula.latex}"))
    _show_gradient(loss, "f", weights)


def _show_gradient(loss: Loss, of: str, weights: list[str]) -> None:
    for weight, slope in zip(weights, loss.gradient_expressions, strict=True):
        latex = loss.formula.latex_of(loss.typed(slope))
        st.latex(typeset(rf"\partial {of} / \partial {weight} = {latex}"))


def show_mean(loss: Loss) -> None:
    """The loss of one example under the sum over the rows, and its gradient in their letters."""
    rows = loss.rows
    st.markdown(word("data_page.mean_and_gradient", rows=rows))
    weights = [typeset_name(name) for name in loss.names]
    st.latex(rf"f({', '.join(weights)}) = \frac{{1}}{{{rows}}} \sum \ell")
    st.latex(typeset(rf"\ell = {loss.formula.latex}"))
    _show_gradient(loss, r"\ell", weights)


def show_rule(rules: list[Rule]) -> None:
    """The recurrence of one of the rules, to be chosen."""
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


def main() -> None:
    """The page: the race before all that a visitor does not wait for."""
    opened = controls.begin()
    error = None
    try:
        landscape = session.last_landscape = controls.chosen_landscape()
    except FormulaError as refused:
        # While the typed formula has an error, the last good picture stays.
        error = refused
        landscape = session.last_landscape or opened.experiment.landscape
    experiment = controls.chosen_experiment(landscape, opened.experiment)

    show_repairs(opened, experiment)
    show_story(landscape)
    race = show_race(experiment)
    findings = work_out(race) if race.runs else None
    time.sleep(BREATH)
    with st.sidebar:
        language.switch()
        loss_controls(landscape, error)
        start_controls(landscape)
        race_controls(experiment)
        optimizer_controls(experiment)
    if race.runs:
        show_findings(findings)
    show_odds(race.experiment)
    show_formulas(race.experiment)
    own_table.keep_in_browser()


if __name__ == "__main__":
    main()
