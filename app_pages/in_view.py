"""What a view holds beside the paths: its stationary points as marks, in words, and as a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis import Basins
from analysis.holes import Hole, removable_holes
from analysis.regions import Region
from analysis.stationary import StationaryPoint
from analysis.survey import Survey
from app_pages.language import translated, word
from landscapes import Landscape
from player.survey import Mark, show_survey
from verdicts import loss_context
from verdicts.formatting import NOTHING, along, amount, coordinate, place, without_rounding
from words import Said, joined, say

MAX_MARKS = 90
EQUAL = 1e-9  # of the heights in view: minima this close in value are equally low
NEAR = 0.05  # of the heights in view: further below the grid than this a pole leads down
ROUND = 1e-6  # of the larger curvature: one as small is none, and two as close are equal
LIMIT = 1e-6  # of the heights in view: limits are known no better
MAX_HOLES = 4  # told one by one
ALONG = 0.005  # of a direction: one with less across an axis is along it to two digits
KINDS = "minimum", "maximum", "saddle", "degenerate"

Names = tuple[str, str]


def marked_points(survey: Survey) -> tuple[list[StationaryPoint], str]:
    """The points to mark on the views, and where they would crowd which ones that are."""
    if len(survey.points) <= MAX_MARKS:
        return list(survey.points), ""
    deepest = [p for p in survey.points if p.kind == "minimum" and _as_low_as_any(p, survey)]
    kept = deepest[:MAX_MARKS]
    which = "left_out_many" if len(kept) > 1 else "left_out_one" if kept else "left_out_all"
    return kept, say(f"in_view.{which}", count=len(survey.points), kept=len(kept))


def marks_of(survey: Survey) -> tuple[list[Mark], str]:
    """What the player is told of them, in the visitor's language."""
    kept, left_out = marked_points(survey)
    return [_mark(point, survey) for point in kept], translated(left_out)


def mark_landscape(landscape: str, survey: Survey, basins: Basins) -> None:
    """Hands the player of that landscape, by its id, the marks and the basins."""
    marks, left_out = marks_of(survey)
    show_survey(
        landscape,
        marks=marks,
        left_out=left_out,
        total=len(survey.points),
        labels=basins.labels,
    )


def _mark(point: StationaryPoint, survey: Survey) -> Mark:
    curvatures = (
        (curvature, *direction)
        for curvature, direction in zip(_rounded(point.eigenvalues), point.directions, strict=True)
    )
    return Mark(
        kind=point.kind,
        name=translated(name_of(point, survey)),
        x=point.x,
        y=point.y,
        loss=point.value,
        curvatures=tuple(curvatures) if point.is_smooth else (),
    )


def _rounded(eigenvalues: tuple[float, float]) -> tuple[float, float]:
    """Without what rounding left of a curvature of 0."""
    noise = ROUND * max(map(abs, eigenvalues))
    least, greatest = (0.0 if abs(value) <= noise else value for value in eigenvalues)
    return least, greatest


def name_of(point: StationaryPoint, survey: Survey) -> Said:
    """What a stationary point is called, a minimum by its rank."""
    if point.kind != "minimum":
        return _noun("kinds", point.kind)
    if _as_low_as_any(point, survey):
        return say(f"in_view.names.{'lowest' if survey.undercut else 'global'}")
    return say("in_view.names.minimum", rank=survey.rank(point), count=len(survey.minima))


def _noun(table: str, name: str, count: int = 1) -> Said:
    return say(f"survey.{table}.{name}_{'one' if count == 1 else 'many'}")


def attractor_name(attractor: StationaryPoint | Region, survey: Survey, loss: Landscape) -> Said:
    """What the bottom of a basin is called: a point with its place, a region with its loss."""
    if isinstance(attractor, Region):
        value = amount(attractor.value, loss_context(loss).height)
        return say("in_view.names.region", name=attractor.name, loss=value)
    return joined((name_of(attractor, survey), place((attractor.x, attractor.y), loss)))


def _as_low_as_any(minimum: StationaryPoint, survey: Survey) -> bool:
    return minimum.value - survey.minima[0].value <= EQUAL * survey.height


def show_stationary_points(survey: Survey, loss: Landscape) -> None:
    """A section that counts the stationary points, says what is doubtful, and lists them."""
    with st.expander(word("in_view.title", counted=counted(survey)), key="in_view"):
        for sentence in remarks(survey, loss):
            st.caption(translated(sentence))
        if survey.points or survey.regions:
            st.dataframe(
                stationary_table(survey, loss),
                hide_index=True,
                height="auto" if len(survey.points) + len(survey.regions) < 8 else 280,
                placeholder="–",
                column_config=_columns(loss.labels),
                alt=word("in_view.table"),
            )


def _columns(names: Names) -> dict[str, Any]:
    """How the columns of the stationary table are named and shown."""
    named = {name: word(f"in_view.columns.{name}") for name in ("loss", "least", "greatest")}
    along = word("in_view.columns.along")
    return {
        "kind": word("in_view.columns.kind"),
        "least_along": along,
        "greatest_along": along,
        **{
            name: st.column_config.NumberColumn(label, format="%.5g")
            for name, label in {"x": names[0], "y": names[1], **named}.items()
        },
    }


def counted(survey: Survey) -> Said:
    """121 minima, 100 maxima, 220 saddles."""
    kinds = Counter(point.kind for point in survey.points)
    shapes = Counter(region.shape for region in survey.regions)
    parts = [_counted("kinds", kind, kinds[kind]) for kind in KINDS if kinds[kind]]
    parts += [_counted("shapes", shape, count) for shape, count in shapes.items()]
    if parts:
        return joined(parts, ", ")
    return say("in_view.nothing_found" if survey.doubt else "in_view.nothing")


def _counted(table: str, name: str, count: int) -> Said:
    return say("in_view.some", count=count, noun=_noun(table, name, count))


def remarks(survey: Survey, loss: Landscape) -> list[str]:
    """What is to be said of the count: whether it can be trusted, and what it leaves out."""
    said: list[str] = []
    if survey.doubt:
        said.append(joined((":orange[:material/help:]", survey.doubt)))
    elif survey.points or survey.regions:
        said.append(say("in_view.checked"))
    if survey.pole is not None and survey.minima:
        said.append(say("survey.bottomless", place=place(survey.pole, loss)))
    elif (
        survey.hole is None
        and survey.border_lowest
        and _lowest_of_all(survey.border_lowest[2], survey, loss)
    ):
        *at, value = survey.border_lowest
        key = "border_below_all" if survey.minima else "border_lowest"
        said.append(
            say(
                f"in_view.{key}",
                loss=amount(value, loss_context(loss).height),
                place=place(at, loss),
            )
        )
    elif survey.hole is None and not survey.minima and not survey.doubt:
        said.append(say("in_view.no_minimum"))
    said += _holes(survey, loss)
    if left_out := marked_points(survey)[1]:
        said.append(left_out)
    return said


def _holes(survey: Survey, loss: Landscape) -> list[str]:
    """What is to be said of removable singularities, and whether the lowest place is one."""
    holes = removable_holes(loss)
    if not holes:
        return []
    named = list(dict.fromkeys(_where(hole, loss) for hole in holes))
    more = ["…"] if len(named) > MAX_HOLES else []
    said: list[str] = [say("in_view.holes", where=joined((*named[:MAX_HOLES], *more), ", "))]
    lowest, scale = min(holes, key=lambda hole: hole.limit), loss_context(loss).height
    known = [minimum.value for minimum in survey.minima[:1]]
    known += [] if survey.border_lowest is None else [survey.border_lowest[2]]
    if survey.pole is None and lowest.limit <= min(known, default=np.inf) + LIMIT * scale:
        limit = amount(lowest.limit, LIMIT / NOTHING * scale)
        said.append(say("in_view.hole_lowest", place=place(lowest.at, loss), loss=limit))
    return said


def _where(hole: Hole, loss: Landscape) -> str:
    if hole.point:
        return place(hole.at, loss)
    if hole.axis is None:
        formula = loss.loss.formula.latex_of(loss.loss.typed(hole.divisor))
        return f"${formula} = 0$"
    span = (loss.x_range, loss.y_range)[hole.axis]
    return f"{loss.labels[hole.axis]} = {coordinate(hole.at[hole.axis], span)}"


def _lowest_of_all(border: float, survey: Survey, loss: Landscape) -> bool:
    """Whether nothing in the view lies as low: no plateau, no hole, and no pole anywhere."""
    values = loss.grid()[2]
    values = values[np.isfinite(values)]
    near = abs(float(values.min()) - border) <= NEAR * float(np.ptp(values))
    return near and all(value > border for value in survey.values)


def stationary_table(survey: Survey, loss: Landscape) -> pd.DataFrame:
    """Points with curvatures and their directions, then regions, which have no one place."""
    scale = loss_context(loss).height
    points = [
        (
            translated(_noun("kinds", p.kind)),
            p.x,
            p.y,
            without_rounding(p.value, scale),
            p.eigenvalues[0],
            alongs[0],
            p.eigenvalues[1],
            alongs[1],
        )
        for p, alongs in ((p, _alongs(p, loss.labels)) for p in survey.points)
    ]
    regions = [
        (translated(r.name), None, None, without_rounding(r.value, scale), None, None, None, None)
        for r in survey.regions
    ]
    columns = ("kind", "x", "y", "loss", "least", "least_along", "greatest", "greatest_along")
    return pd.DataFrame([*points, *regions], columns=columns)


def _alongs(point: StationaryPoint, names: Names) -> tuple[str | None, str | None]:
    """The two directions of curvature; None at a kink, "any" where the curvatures are equal."""
    if not point.is_smooth:
        return None, None
    least, greatest = _rounded(point.eigenvalues)
    if greatest - least <= ROUND * max(abs(least), abs(greatest)):
        return word("in_view.any"), word("in_view.any")
    first, second = (_direction(unit, names) for unit in point.directions)
    return first, second


def _direction(unit: tuple[float, float], names: Names) -> str:
    """The name of an axis that it is along to two digits, else the unit vector to the right."""
    x, y = unit
    return along((x, y) if x >= 0 else (-x, -y), names, ALONG)
