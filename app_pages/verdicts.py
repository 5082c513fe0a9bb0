"""Below the player: what is said of each path, the basin timeline, and what the view holds."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import streamlit as st

from app_pages.words import glyph, marked
from charts import style_of
from landscapes import Landscape
from landscapes.regions import Region
from landscapes.stationary import StationaryPoint
from landscapes.survey import survey
from optimizers import Trajectory
from player import landscape_id
from player.survey import basin_color, show_survey
from player.timeline import Bar, Basin, Tick
from player.timeline import show as show_timeline
from studies import Basins, Verdict, basins, judge
from studies.terms import amount, place

MOST_MARKS = 90
EQUAL = 1e-9  # of the heights in view: minima this close in value are equally low
PLURALS = {"minimum": "minima", "maximum": "maxima", "saddle": "saddles"}


def show_verdicts(runs: tuple[Trajectory, ...], loss: Landscape) -> None:
    """A sentence for each path, then the timeline, then the numbers side by side."""
    verdicts = [judge(run, loss) for run in runs]
    st.markdown("#### Who got where, and why")
    st.markdown(
        "  \n".join(
            f"{marked(run.rule)} {_escaped(verdict.reason)}"
            for run, verdict in zip(runs, verdicts, strict=True)
        )
    )
    drained = basins(loss)
    bars = tuple(map(bar_of, runs, verdicts))
    show_timeline(bars, basins_of(drained, loss))
    show_survey(
        landscape_id(loss.x_range, loss.y_range, loss.grid()[2]),
        minima=_places(loss, "minimum"),
        maxima=_places(loss, "maximum"),
        saddles=_places(loss, "saddle"),
        labels=drained.labels,
    )
    _show_scores(runs, verdicts)
    _show_stationary_points(loss)


def _places(loss: Landscape, kind: str) -> list[tuple[float, float]]:
    """Points to mark on the views; where they would crowd, only the lowest minimum."""
    known = survey(loss)
    if len(known.points) > MOST_MARKS:
        lowest = known.lowest
        alone = kind == "minimum" and isinstance(lowest, StationaryPoint)
        return [(lowest.x, lowest.y)] if alone else []
    return [(p.x, p.y) for p in known.points if p.kind == kind]


def bar_of(run: Trajectory, verdict: Verdict) -> Bar:
    """One optimizer's bar of the timeline."""
    return Bar(
        name=run.rule.name,
        color=style_of(run.rule.key).color,
        basins=verdict.basins,
        at_saddle=verdict.near_saddle,
        last=int(run.ended),
        ticks=tuple(Tick(e.step, e.kind, e.text) for e in verdict.events),
    )


def basins_of(drained: Basins, loss: Landscape) -> tuple[Basin, ...]:
    """The colours of the timeline in words, the lowest first."""
    return tuple(
        Basin(number, _named(number, attractor, loss), basin_color(number))
        for number, attractor in enumerate(drained.attractors)
    )


def _named(number: int, attractor: StationaryPoint | Region, loss: Landscape) -> str:
    if isinstance(attractor, Region):
        return f"{attractor.shape}, loss {amount(attractor.value)}"
    at = place((attractor.x, attractor.y), loss)
    if attractor.kind != "minimum":
        return f"flat point {at}"
    known = survey(loss)
    heights = np.ptp([point.value for point in known.points])
    if attractor.value - known.minima[0].value <= EQUAL * heights:
        return f"global minimum {at}"
    return f"minimum {number + 1} of {len(known.minima)} {at}"


def _show_scores(runs: tuple[Trajectory, ...], verdicts: list[Verdict]) -> None:
    table = pd.DataFrame(
        {
            "": [glyph(run.rule) for run in runs],
            "Optimizer": [run.rule.name for run in runs],
            "Verdict": [v.kind for v in verdicts],
            "Final loss": [float(run.losses[run.ended]) for run in runs],
            "Settled at step": [v.settled for v in verdicts],
            "Escapes": [v.escapes for v in verdicts],
            "Steps at saddles": [v.saddle_steps for v in verdicts],
            "Path": [v.length for v in verdicts],
            "Straight line": [v.straight for v in verdicts],
        }
    )
    colors = [f"color: {style_of(run.rule.key).color}" for run in runs]
    number = st.column_config.NumberColumn
    st.dataframe(
        table.style.apply(lambda _: colors, subset=[""]),
        hide_index=True,
        column_config={
            "Final loss": number(format="%.4g"),
            "Settled at step": number(help="From here on the loss stayed within 1 % of its end."),
            "Escapes": number(help="Basins of local minima that it left for good."),
            "Steps at saddles": number(help="Steps lost near saddles."),
            "Path": number(format="%.3g", help="Length of the whole path."),
            "Straight line": number(format="%.3g", help="From the start to the end."),
        },
        alt="Scores of the race, one row an optimizer",
    )


def _show_stationary_points(loss: Landscape) -> None:
    known = survey(loss)
    counted = Counter(point.kind for point in known.points)
    parts = [_counted(counted[kind], kind) for kind in PLURALS if counted[kind]]
    parts += [_counted(n, shape) for shape, n in Counter(r.shape for r in known.regions).items()]
    title = ", ".join(parts) or "no place without slope"
    with st.expander(f"In this view: {title}"):
        if known.doubt:
            st.markdown(f":orange[:material/help:] {known.doubt}")
        elif known.points:
            st.caption(
                "The count checks itself: the gradient turns as often along the border as these "
                "points require."
            )
        if known.points:
            st.dataframe(
                pd.DataFrame(
                    {
                        "Kind": [p.kind for p in known.points],
                        "x": [p.x for p in known.points],
                        "y": [p.y for p in known.points],
                        "Loss": [p.value for p in known.points],
                        "Curvature, least": [p.eigenvalues[0] for p in known.points],
                        "Curvature, greatest": [p.eigenvalues[1] for p in known.points],
                    }
                ),
                hide_index=True,
                height=280,
                alt="Stationary points of this view",
            )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else PLURALS.get(noun, noun + 's')}"


def _escaped(text: str) -> str:
    """Our own sentence, with what Markdown would read as a sign of its own kept as it is."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("~", r"\~")
