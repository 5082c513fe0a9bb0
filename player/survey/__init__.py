"""What is known of a landscape, handed to the player after the race already runs.

Stationary points become marks on both views, basins a tint under the contour. They depend on
the loss alone and travel by themselves, so that a changed setting does not send them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

__all__ = ["basin_color", "show_survey"]

SCRIPT = Path(__file__).with_name("survey.js")
Point = tuple[float, float]


def basin_color(rank: int) -> str:
    """The colour of a basin by its rank, 0 for the lowest, as CSS; -1 for no basin.

    Hues go round by the golden angle, which keeps neighbours in rank far apart.
    """
    if rank < 0:
        return "color-mix(in srgb, var(--st-text-color) 12%, transparent)"
    if rank == 0:
        return "oklch(0.62 0.11 195)"
    return f"oklch(0.76 0.085 {(25 + 137.508 * (rank - 1)) % 360:.0f})"


def show_survey(
    landscape: str,
    *,
    minima: Sequence[Point],
    maxima: Sequence[Point],
    saddles: Sequence[Point],
    labels: NDArray[np.int64],
    key: str = "survey",
) -> None:
    """Hands marks and basins to the player of `landscape`, its id from `landscape_id`.

    `labels` (size, size), rows along y, number the basins by rank, -1 for none.
    """
    data = {
        "landscape": landscape,
        "minima": minima,
        "maxima": maxima,
        "saddles": saddles,
        "size": labels.shape[0],
        "colors": [basin_color(rank) for rank in range(int(labels.max(initial=-1)) + 1)],
        "runs": _run_lengths(labels.ravel()),
    }
    _component()(key=key, data=json.dumps(data, separators=(",", ":")))


def _run_lengths(values: NDArray[np.int64]) -> list[int]:
    """label, count, label, count, ..."""
    starts = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    counts = np.diff(np.append(starts, len(values)))
    return np.stack((values[starts], counts), axis=1).ravel().tolist()


@cache
def _component() -> Any:
    return st.components.v2.component(
        "switchback_survey",
        html='<div class="sb-survey" hidden></div>',
        js=SCRIPT.read_text("utf-8"),
        isolate_styles=False,
    )
