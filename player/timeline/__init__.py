"""The basin timeline: one bar an optimizer, coloured by the basin it is in at each step.

It stands below the player and follows the player's step; a click on it moves the player there.
It is a component of its own, so that basins and verdicts, which take longer than paths, arrive
after the race already runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.stretches import stretches
from player.component import component
from words import section

__all__ = ["Bar", "Basin", "Tick", "show", "visited"]

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Basin:
    """One colour of the bars, as CSS: a basin by its number, and its words."""

    number: int
    text: str
    color: str


@dataclass(frozen=True)
class Tick:
    """An event on the way: the step, its kind, and a few words."""

    step: int
    kind: str
    text: str


@dataclass(frozen=True)
class Bar:
    """One optimizer's bar.

    `basins` (steps + 1,) is the basin's number at each step, -1 for none; `at_saddle` (steps + 1,)
    whether time is lost at a saddle; `last` its last step.
    """

    name: str
    color: str
    basins: NDArray[np.int64]
    at_saddle: NDArray[np.bool_]
    last: int
    ticks: tuple[Tick, ...] = ()


def show(
    bars: tuple[Bar, ...],
    basins: tuple[Basin, ...],
    paths: str,
    start: tuple[float, float],
    *,
    language: str = "en",
    key: str = "timeline",
) -> None:
    """Mounts the timeline, its own words in `language`.

    It finds the player on the page by itself, and fades while that shows other `paths` (their id:
    `Race.paths`) or another `start`.
    """
    data = {
        "paths": paths,
        "start": start,
        "steps": max((len(bar.basins) - 1 for bar in bars), default=0),
        "basins": [asdict(basin) for basin in basins],
        "bars": [_packed(bar) for bar in bars],
        "words": section("timeline", language),
    }
    _component()(key=key, data=json.dumps(data, separators=(",", ":")))


def visited(bars: Iterable[Bar]) -> set[int]:
    """The numbers of all basins that the bars show, -1 for none among them."""
    return {int(number) for bar in bars for number in np.unique(bar.basins[: bar.last + 1])}


def _packed(bar: Bar) -> dict[str, Any]:
    return {
        "name": bar.name,
        "color": bar.color,
        "last": bar.last,
        "basins": _bands(bar.basins[: bar.last + 1]),
        "saddles": [band for band in _bands(bar.at_saddle[: bar.last + 1]) if band[0]],
        "ticks": [asdict(tick) for tick in bar.ticks],
    }


def _bands(values: NDArray[np.int64] | NDArray[np.bool_]) -> list[list[int]]:
    """[value, first step, last step] of each stretch of equal values."""
    firsts, lasts = stretches(values)
    bands: list[list[int]] = np.stack((values[firsts], firsts, lasts), axis=1).tolist()
    return bands


@cache
def _component() -> Any:
    script, html, css = (
        (HERE / f"timeline.{kind}").read_text("utf-8") for kind in ("js", "html", "css")
    )
    return component("timeline", script, html=html, css=css)
