"""Below the player: what is said of each path, the basin timeline, and what the view holds."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from app_pages.words import marked, marker_picture
from charts import style_of
from landscapes import Landscape
from landscapes.regions import Region
from landscapes.stationary import StationaryPoint
from landscapes.survey import Survey, survey
from optimizers import Trajectory
from player import landscape_id, paths_id
from player.survey import Mark, basin_color, show_events, show_survey
from player.timeline import Bar, Basin, Tick
from player.timeline import show as show_timeline
from studies import Basins, Verdict, basins, judge
from studies.terms import amount, place

MOST_MARKS = 90
EQUAL = 1e-9  # of the heights in view: minima this close in value are equally low
NEAR = 0.05  # of the heights in view: further below the grid than this a pole leads down
ROUND = 1e-6  # of the larger curvature: one as small is none, and two as close are equal
PLURALS = {
    "minimum": "minima",
    "maximum": "maxima",
    "saddle": "saddles",
    "degenerate": "flat points",
}
FAILED = "The verdicts of this race could not be worked out; the paths are right all the same."

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Findings:
    """What is known of a race beside its paths: one verdict a run."""

    runs: tuple[Trajectory, ...]
    loss: Landscape
    known: Survey
    drained: Basins
    verdicts: tuple[Verdict, ...]


def work_out(runs: tuple[Trajectory, ...], loss: Landscape) -> Findings | None:
    """None where it cannot be worked out; the cause is in the log."""
    try:
        verdicts = tuple(judge(run, loss) for run in runs)
        return Findings(runs, loss, survey(loss), basins(loss), verdicts)
    except Exception:
        # Whatever a typed loss does to the analysis, the race above it stands.
        _log.exception("no verdicts over %r in x %s, y %s", loss.text, loss.x_range, loss.y_range)
        return None


def show_findings(found: Findings | None) -> None:
    """A sentence for each path, then the timeline, then the numbers side by side."""
    if not found:
        st.warning(FAILED)
        return
    st.markdown("#### Who got where, and why")
    reasons(found.runs, found.verdicts)
    with st.container(gap=None):
        _hand_to_player(found)
    if found.drained.doubt and found.drained.doubt != found.known.doubt:
        st.caption(f":orange[:material/help:] {found.drained.doubt}")
    _show_scores(found.runs, found.verdicts)
    _show_stationary_points(found.known, found.loss)


def reasons(runs: Sequence[Trajectory], verdicts: Sequence[Verdict]) -> None:
    """A sentence for each path."""
    st.markdown(
        "  \n".join(
            f"{marked(run.rule)} {_escaped(verdict.reason)}"
            for run, verdict in zip(runs, verdicts, strict=True)
        )
    )


def _hand_to_player(found: Findings) -> None:
    """The timeline, and to the player above its marks, its basins and its events."""
    runs, loss, known = found.runs, found.loss, found.known
    bars = tuple(map(bar_of, runs, found.verdicts))
    paths = paths_id(run.points for run in runs)
    start = (float(runs[0].points[0, 0]), float(runs[0].points[0, 1]))
    landscape = landscape_id(loss.x_range, loss.y_range, loss.grid()[2])
    show_timeline(bars, basins_of(found.drained, known, loss), paths, start)
    show_events(landscape, paths, start, [bar.ticks for bar in bars])
    marks, left_out = marks_of(known)
    show_survey(
        landscape,
        marks=marks,
        left_out=left_out,
        total=len(known.points),
        labels=found.drained.labels,
    )


# what the view holds, in words


def marks_of(known: Survey) -> tuple[list[Mark], str]:
    """The points to mark on the views, and where they would crowd which ones that are."""
    if len(known.points) <= MOST_MARKS:
        return [_mark(point, known) for point in known.points], ""
    deepest = [p for p in known.points if p.kind == "minimum" and _as_low_as_any(p, known)]
    kept = deepest[:MOST_MARKS]
    which = (
        "none is marked"
        if not kept
        else "only the lowest minimum is marked"
        if len(kept) == 1
        else f"only the {len(kept)} lowest minima are marked"
    )
    return [_mark(point, known) for point in kept], (
        f"{len(known.points)} points without slope: {which}."
    )


def _mark(point: StationaryPoint, known: Survey) -> Mark:
    curvatures = (
        (curvature, *direction)
        for curvature, direction in zip(_rounded(point.eigenvalues), point.directions, strict=True)
    )
    smooth = bool(np.isfinite(point.eigenvalues).all())
    return Mark(
        kind=point.kind,
        name=_name(point, known),
        x=point.x,
        y=point.y,
        loss=point.value,
        curvatures=tuple(curvatures) if smooth else (),
    )


def _rounded(eigenvalues: tuple[float, float]) -> tuple[float, float]:
    """Without what rounding left of a curvature of 0."""
    noise = ROUND * max(map(abs, eigenvalues))
    least, greatest = (0.0 if abs(value) <= noise else value for value in eigenvalues)
    return least, greatest


def _name(attractor: StationaryPoint | Region, known: Survey) -> str:
    if isinstance(attractor, Region):
        return attractor.name
    if attractor.kind != "minimum":
        return "flat point" if attractor.kind == "degenerate" else attractor.kind
    if _as_low_as_any(attractor, known):
        return "lowest minimum" if known.border_lowest else "global minimum"
    rank = 1 + [minimum is attractor for minimum in known.minima].index(True)
    return f"minimum {rank} of {len(known.minima)}"


def _as_low_as_any(minimum: StationaryPoint, known: Survey) -> bool:
    height = np.ptp(_heights(known))
    return bool(minimum.value - known.minima[0].value <= EQUAL * height)


def _heights(known: Survey) -> list[float]:
    return [point.value for point in known.points] + [region.value for region in known.regions]


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


def basins_of(drained: Basins, known: Survey, loss: Landscape) -> tuple[Basin, ...]:
    """The colours of the timeline in words, the lowest first."""
    return tuple(
        Basin(number, _named_with_place(attractor, known, loss), basin_color(number))
        for number, attractor in enumerate(drained.attractors)
    )


def _named_with_place(attractor: StationaryPoint | Region, known: Survey, loss: Landscape) -> str:
    if isinstance(attractor, Region):
        return f"{attractor.name}, loss {amount(attractor.value)}"
    return f"{_name(attractor, known)} {place((attractor.x, attractor.y), loss)}"


# tables


def _show_scores(runs: tuple[Trajectory, ...], verdicts: Sequence[Verdict]) -> None:
    table = pd.DataFrame(
        {
            "": [marker_picture(run.rule) for run in runs],
            "Optimizer": [run.rule.name for run in runs],
            "Verdict": [v.kind for v in verdicts],
            "Final loss": _sortable([float(run.losses[run.ended]) for run in runs]),
            "Settled at step": pd.array([v.settled for v in verdicts], dtype="Int64"),
            "Escapes": [v.escapes for v in verdicts],
            "Steps at saddles": [v.saddle_steps for v in verdicts],
            "Path": _sortable([v.length for v in verdicts]),
            "Straight line": _sortable([v.straight for v in verdicts]),
        }
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        column_config={
            "": st.column_config.ImageColumn(width=36),
            "Final loss": number(format="%.4g"),
            "Settled at step": number(help="From here on the loss stayed within 1 % of its end."),
            "Escapes": number(help="Basins of local minima that it left for good."),
            "Steps at saddles": number(help="Steps lost near saddles."),
            "Path": number(format="%.4g", help="Length of the whole path."),
            "Straight line": number(format="%.4g", help="From the start to the end."),
        },
        alt="Scores of the race, one row an optimizer",
    )


def _sortable(values: list[float]) -> NDArray[np.float64]:
    """Numbers as a table takes them: it shows none from 2^53 on, where a run has diverged."""
    numbers = np.array(values, dtype=np.float64)
    return np.where(np.abs(numbers) < 2.0**53, numbers, np.nan)


def _show_stationary_points(known: Survey, loss: Landscape) -> None:
    with st.expander(f"In this view: {counted(known)}"):
        for sentence in remarks(known, loss):
            st.caption(sentence)
        if known.points or known.regions:
            st.dataframe(
                stationary_table(known),
                hide_index=True,
                height="auto" if len(known.points) + len(known.regions) < 8 else 280,
                placeholder="–",
                column_config={
                    name: st.column_config.NumberColumn(format="%.5g")
                    for name in ("x", "y", "Loss", "Least curvature", "Greatest curvature")
                },
                alt="Stationary points of this view",
            )


def counted(known: Survey) -> str:
    """121 minima, 100 maxima, 220 saddles."""
    kinds = Counter(point.kind for point in known.points)
    names = Counter(region.shape for region in known.regions)
    parts = [_counted(kinds[kind], kind) for kind in PLURALS if kinds[kind]]
    parts += [_counted(count, shape) for shape, count in names.items()]
    nothing = "no place without slope" + (" was found" if known.doubt else "")
    return ", ".join(parts) or nothing


def _counted(count: int, noun: str) -> str:
    plural = PLURALS.get(noun, noun + "s")
    single = "flat point" if noun == "degenerate" else noun
    return f"{count} {single if count == 1 else plural}"


def remarks(known: Survey, loss: Landscape) -> list[str]:
    """What is to be said of the count: whether it can be trusted, and what it leaves out."""
    said = []
    if known.doubt:
        said.append(f":orange[:material/help:] {known.doubt}")
    elif known.points or known.regions:
        said.append(
            "The count checks itself: the gradient turns as often along the border as these "
            "places require."
        )
    if known.border_lowest and _lowest_of_all(known.border_lowest[2], known, loss):
        *at, value = known.border_lowest
        below = ", below every minimum" if known.minima else ""
        said.append(
            f"The lowest loss of this view, {amount(value)}, stands on its border at "
            f"{place(at, loss)}{below}."
        )
    elif not known.minima and not known.doubt:
        said.append(
            "This view has no minimum: the loss falls towards the edge of where it has a value."
        )
    if left_out := marks_of(known)[1]:
        said.append(left_out)
    return said


def _lowest_of_all(border: float, known: Survey, loss: Landscape) -> bool:
    """Whether nothing in the view lies as low: no plateau, no hole, and no pole anywhere."""
    values = loss.grid()[2]
    values = values[np.isfinite(values)]
    near = abs(float(values.min()) - border) <= NEAR * float(np.ptp(values))
    return near and all(value > border for value in _heights(known))


def stationary_table(known: Survey) -> pd.DataFrame:
    """Points with curvatures and their directions, then regions, which have no one place."""
    nothing = EQUAL * max((abs(p.value) for p in known.points), default=0.0)
    points = [
        (
            p.kind,
            p.x,
            p.y,
            p.value if abs(p.value) > nothing else 0.0,
            p.eigenvalues[0],
            alongs[0],
            p.eigenvalues[1],
            alongs[1],
        )
        for p, alongs in ((p, _alongs(p)) for p in known.points)
    ]
    regions = [(r.name, None, None, r.value, None, None, None, None) for r in known.regions]
    columns = ("Kind", "x", "y", "Loss", "Least curvature", "along", "Greatest curvature", "along ")
    table = pd.DataFrame([*points, *regions], columns=columns)
    return table.replace({"Kind": {"degenerate": "flat point"}})


def _alongs(point: StationaryPoint) -> tuple[str | None, str | None]:
    """The two directions of curvature; None at a kink, "any" where the curvatures are equal."""
    if not np.isfinite(point.eigenvalues).all():
        return None, None
    least, greatest = _rounded(point.eigenvalues)
    if greatest - least <= ROUND * max(abs(least), abs(greatest)):
        return "any", "any"
    first, second = map(_direction, point.directions)
    return first, second


def _direction(unit: tuple[float, float]) -> str:
    """x or y where it is that to two digits, else the unit vector that points to the right."""
    x, y = unit if unit[0] >= 0 else (-unit[0], -unit[1])
    if abs(y) < 0.005:
        return "x"
    return "y" if abs(x) < 0.005 else f"({x:.2f}, {y:.2f})"


def _escaped(text: str) -> str:
    """Our own sentence, with what Markdown would read as a sign of its own kept as it is."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("~", r"\~")
