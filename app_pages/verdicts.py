"""Below the player: what is said of each path, the basin timeline, and the paths in numbers."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis import Basins, basins
from analysis.survey import Survey, survey
from app_pages.in_view import attractor_name, mark_landscape, show_stationary_points
from app_pages.language import language, translated, word
from app_pages.naming import Runner, marked_runner, marker_picture, runners
from charts import style_of
from experiments import query_text
from landscapes import Landscape
from optimizers import Trajectory
from player import Race
from player.survey import basin_color, show_events
from player.timeline import Bar, Basin, Tick, visited
from player.timeline import show as show_timeline
from verdicts import Verdict, event_text, judge
from verdicts.formatting import without_rounding

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Findings:
    """What is known of a race beside its paths: one verdict a run."""

    race: Race
    survey: Survey
    basins: Basins
    verdicts: tuple[Verdict, ...]


def work_out(race: Race) -> Findings | None:
    """The findings of a race; None where they cannot be worked out, with the cause in the log."""
    landscape = race.experiment.landscape
    try:
        verdicts = tuple(judge(run, landscape) for run in race.runs)
        return Findings(race, survey(landscape), basins(landscape), verdicts)
    except Exception:
        # Whatever a typed loss does to the analysis, the race above it stands.
        _log.exception("no verdicts of %s", query_text(race.experiment))
        return None


def show_findings(findings: Findings | None) -> None:
    """A sentence for each path, then the timeline, then the numbers side by side."""
    if not findings:
        st.warning(word("verdict.failed"))
        return
    st.markdown(f"#### {word('verdict.heading')}")
    experiment = findings.race.experiment
    running = runners(experiment)
    show_reasons(running, findings.verdicts)
    with st.container(gap=None):
        _hand_to_player(running, findings)
    if findings.basins.doubt and findings.basins.doubt != findings.survey.doubt:
        st.caption(f":orange[:material/help:] {translated(findings.basins.doubt)}")
    _show_scores(running, findings)
    show_stationary_points(findings.survey, experiment.landscape)


def show_reasons(running: Sequence[Runner], verdicts: Sequence[Verdict]) -> None:
    """A sentence for each path."""
    st.markdown(
        "  \n".join(
            word(
                "verdict.line",
                name=marked_runner(runner),
                reason=_escaped(translated(verdict.reason)),
            )
            for runner, verdict in zip(running, verdicts, strict=True)
        )
    )


def _hand_to_player(running: Sequence[Runner], findings: Findings) -> None:
    """The timeline, and to the player above its marks, its basins and its events."""
    race, survey, start = findings.race, findings.survey, findings.race.experiment.start
    bars = tuple(map(bar_of, running, race.runs, findings.verdicts))
    colors = basins_of(findings.basins, survey, race.experiment.landscape, visited(bars))
    show_timeline(bars, colors, race.paths, start, language=language())
    show_events(race.landscape, race.paths, start, [bar.ticks for bar in bars])
    mark_landscape(race.landscape, survey, findings.basins)


def bar_of(runner: Runner, run: Trajectory, verdict: Verdict) -> Bar:
    """One optimizer's bar of the timeline."""
    return Bar(
        name=runner.name,
        color=style_of(runner.key).ink,
        basins=verdict.basins,
        at_saddle=verdict.near_saddle,
        last=int(run.ended),
        ticks=tuple(
            Tick(e.step, e.kind, translated(event_text(e, run.landscape))) for e in verdict.events
        ),
    )


def basins_of(
    basins: Basins, survey: Survey, loss: Landscape, numbers: Collection[int]
) -> tuple[Basin, ...]:
    """The colours of these basins of the timeline in words, the lowest first."""
    return tuple(
        Basin(number, translated(attractor_name(attractor, survey, loss)), basin_color(number))
        for number, attractor in enumerate(basins.attractors)
        if number in numbers
    )


# tables


def _show_scores(running: Sequence[Runner], findings: Findings) -> None:
    verdicts = findings.verdicts
    ends = [
        without_rounding(float(run.losses[run.ended]), verdict.facts.scale)
        for run, verdict in zip(findings.race.runs, verdicts, strict=True)
    ]
    table = pd.DataFrame(
        {
            "": [marker_picture(runner.key) for runner in running],
            "optimizer": [runner.name for runner in running],
            "verdict": [word(f"verdict.kinds.{v.kind}") for v in verdicts],
            "loss": _sortable(ends),
            "settled": pd.array([v.settled for v in verdicts], dtype="Int64"),
            "escapes": [v.escapes for v in verdicts],
            "saddles": [v.saddle_steps for v in verdicts],
            "length": _sortable([v.length for v in verdicts]),
            "straight": _sortable([v.straight for v in verdicts]),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        column_config={
            "": st.column_config.ImageColumn(width=36),
            "optimizer": word("scores.optimizer"),
            "verdict": word("scores.verdict"),
            "loss": st.column_config.NumberColumn(word("scores.loss"), format="%.4g"),
            "settled": _explained("settled"),
            "escapes": _explained("escapes"),
            "saddles": _explained("saddles"),
            "length": _explained("length", format="%.4g"),
            "straight": _explained("straight", format="%.4g"),
        },
        alt=word("scores.table"),
    )


def _explained(name: str, **look: Any) -> Any:
    """A column of numbers with its help."""
    label, explanation = word(f"scores.{name}"), word(f"scores.{name}_help")
    return st.column_config.NumberColumn(label, help=explanation, **look)


def _sortable(values: list[float]) -> NDArray[np.float64]:
    """Numbers as a table takes them: it shows none from 2^53 on, where a run has diverged."""
    numbers = np.array(values, dtype=np.float64)
    return np.where(np.abs(numbers) < 2.0**53, numbers, np.nan)


def _escaped(text: str) -> str:
    """Our own sentence, with what Markdown would read as a sign of its own kept as it is."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("~", r"\~")
