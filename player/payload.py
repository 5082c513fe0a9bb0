"""A race as the player is given it, and the one binary message that carries it to the browser.

The message is a small JSON header followed by float32 numbers:

    uint32          length of the header in bytes, a multiple of four
    header          JSON in UTF-8, padded with spaces
    float32 ...     the loss grid, (ny, nx) row by row; left out where the browser can retrace
                    a race without data, since it can then compute the grid too
    float32 ...     for each run: moves (frames - 1, 2), losses (frames,),
                    gradient norms (frames,) and, only where the path is thinned,
                    step lengths (frames - 1,); where the header has `held_out`, the loss over
                    the rows held out (frames,)
    float64 ...     where the browser can retrace the race and the header says so: the
                    schedule's factors (steps,), unit noise (steps, 2)
    float64 ...     of a loss over data, where the header has `examples`: the training rows and
                    the rows held out, row by row
    uint16 ...      and the order in which the steps see the training rows (epochs, rows)

All numbers are little-endian. A path is sent as its first point (float64, in the header) and
its moves from frame to frame. Moves keep their relative precision however short they are, so
the browser gets the step lengths of an unthinned path from them instead of as a block of
their own. Eleven paths of 300 steps make about 57 kB, a grid of 100 x 100 would add 40.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import Style
from experiments import Experiment, query_text
from experiments.view import view_header
from optimizers import Trajectory
from player.examples import Examples, examples
from player.retrace import Recipe, recipe

Array = NDArray[np.float64]

MAX_FRAMES = 5000
"""A path of more steps than this is thinned for drawing; every number shown stays exact."""

_LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Label:
    """How one runner is called and drawn; `detail` is its settings in short, such as "η 0.1".

    The player lightens or darkens the colour just enough to be legible on the theme.
    """

    key: str
    name: str
    style: Style
    detail: str = ""


@dataclass(frozen=True)
class Look:
    """What a page says of its player.

    `linked` is whether the page's address is to hold the experiment; other pages keep their own.
    `language` is what the player speaks.
    """

    linked: bool = True
    language: str = "en"


@dataclass(frozen=True)
class Race:
    """All that the player shows: an experiment, its runs, and a label for each of them.

    The experiment's view and step are how the player shows it at first; later the visitor's own
    choices stay.
    """

    experiment: Experiment
    runs: tuple[Trajectory, ...]
    labels: tuple[Label, ...]
    look: Look = field(default_factory=Look)

    @cached_property
    def grid(self) -> Array:
        """The loss over the view (ny, nx), borders included, y ascending; NaN in holes."""
        return self.experiment.landscape.grid()[2]

    @cached_property
    def landscape(self) -> str:
        """An id of the landscape, by its numbers."""
        loss = self.experiment.landscape
        digest = hashlib.blake2b(np.ascontiguousarray(self.grid).tobytes(), digest_size=8)
        digest.update(np.array([loss.x_range, loss.y_range], dtype=np.float64).tobytes())
        return digest.hexdigest()

    @cached_property
    def paths(self) -> str:
        """An id of the paths, by the numbers of their points."""
        digest = hashlib.blake2b(digest_size=8)
        for run in self.runs:
            digest.update(np.ascontiguousarray(run.points, dtype=np.float64).tobytes())
        return digest.hexdigest()


def encode(race: Race, *, printed: bool = True, session: str = "") -> bytes:
    """The message for `race`.

    `printed` is whether the browser may be given formulas as JavaScript, `session` tells a
    visitor's sessions apart. Raises ValueError where runs or labels are not those of the
    experiment: one each, and as many steps.
    """
    experiment, look = race.experiment, race.look
    loss = experiment.landscape
    _check(race)
    steps = experiment.config.steps if race.runs else 0
    stride = max(1, math.ceil(steps / MAX_FRAMES))
    kept = np.unique([*range(0, steps + 1, stride), steps])  # the steps that are drawn
    held_out = loss.loss.held_out
    over = examples(experiment) if printed else None
    again = recipe(experiment, over) if printed else None
    header = {
        "names": loss.labels,
        "x_range": loss.x_range,
        "y_range": loss.y_range,
        "grid": race.grid.shape,
        "start": experiment.start,
        "minima": loss.minima,
        "landscape": race.landscape,
        "paths": race.paths,
        "steps": steps,
        "stride": stride,
        "link": query_text(experiment.unviewed) if look.linked else None,
        "view": view_header(experiment.view),
        "step": experiment.step,
        "session": session,
        "language": look.language,
        "racers": [_racer_header(*one) for one in zip(race.labels, race.runs, strict=True)],
        "recipe": again.header if again else None,
    }
    # Of a loss over data alone, so that the others send no more.
    if held_out:
        header["held_out"] = True
    if over:
        header["examples"] = over.header
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    head = text.encode()
    head += b" " * (-len(head) % 4)
    numbers = [] if again and not over else [race.grid]
    for run in race.runs:
        numbers += [np.diff(_finite(run.points[kept]), axis=0), run.losses[kept]]
        numbers += [run.gradient_norms[kept]]
        if stride > 1:
            numbers += [run.step_lengths[kept[1:] - 1]]
        if held_out:
            numbers += [held_out.value(run.weights[kept])]
    body = b"".join(map(_float32, numbers))
    return len(head).to_bytes(4, "little") + head + body + _body(again) + _body(over)


def _check(race: Race) -> None:
    entrants, steps = race.experiment.entrants, race.experiment.config.steps
    if not len(entrants) == len(race.runs) == len(race.labels):
        raise ValueError(
            f"{len(race.runs)} runs and {len(race.labels)} labels of {len(entrants)} entrants"
        )
    for label, run in zip(race.labels, race.runs, strict=True):
        if len(run.points) != steps + 1:
            raise ValueError(f"{label.name} has {len(run.points) - 1} steps of {steps}")


def _racer_header(label: Label, run: Trajectory) -> dict[str, Any]:
    return {
        "key": label.key,
        "name": label.name,
        "color": label.style.color,
        "dash": label.style.dash,
        "marker": label.style.marker,
        "detail": label.detail,
        "ended": int(run.ended),
        "first": run.points[0].tolist(),
    }


def _body(part: Recipe | Examples | None) -> bytes:
    return part.body if part else b""


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


def _float32(values: Array) -> bytes:
    """Overflow becomes the largest float32: far off any picture, yet a number."""
    return np.clip(values, -_LARGEST, _LARGEST).astype("<f4").tobytes()
