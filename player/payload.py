"""What the player is given, and the one binary message that carries it to the browser.

The message is a small JSON header followed by float32 numbers:

    uint32          length of the header in bytes, a multiple of four
    header          JSON in UTF-8, padded with spaces
    float32 ...     the loss grid, (ny, nx) row by row; left out where the browser can retrace
                    a race without data, since it can then compute the grid too
    float32 ...     for each racer: moves (frames - 1, 2), losses (frames,),
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
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import Scene
from experiments.links import Experiment, query_text
from experiments.view import View
from player.examples import Examples, examples
from player.retrace import Recipe, recipe

Array = NDArray[np.float64]
Point = tuple[float, float]

MAX_FRAMES = 5000
"""A path of more steps than this is thinned for drawing; every number shown stays exact."""

_LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Racer:
    """One optimizer's run, ready to be drawn."""

    key: str
    name: str
    color: str
    """CSS hex, the same wherever this optimizer appears; the player lightens or darkens it
    just enough to be legible on the theme."""
    dash: str
    """"solid", "dash", "dot", "dashdot" or "longdash"."""
    marker: str
    """A Plotly symbol name: circle, square, diamond, triangle-up, cross, x, star, ..."""
    detail: str
    """The settings in short, such as "eta 0.1"."""
    points: Array
    """(steps + 1, 2); NaN after the run ended."""
    losses: Array
    """(steps + 1,)"""
    gradient_norms: Array
    """(steps + 1,) at the points, or (steps,) where the last was never asked for."""
    step_lengths: Array
    """(steps,), the length of each move."""
    ended: int
    """The step at which the run left the domain or overflowed, else `steps`."""
    held_out: Array | None = None
    """(steps + 1,), the loss over the rows held out; None where there are none."""


@dataclass(frozen=True)
class Race:
    """Several runs over one landscape: all that the player shows."""

    names: tuple[str, str]
    """The letters of the two axes."""
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    grid: Array
    """(ny, nx) loss over the view, borders included, y ascending; NaN and infinities are
    holes."""
    racers: tuple[Racer, ...]
    start: Point
    minima: tuple[Point, ...] = ()
    maxima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    lowest: float | None = None
    """Loss at the global minimum where it is known: what a logarithmic loss curve counts
    from."""
    title: str = ""
    scene: Scene | None = None
    """The experiment that the racers ran, one entrant each and in that order. With it the
    browser traces the paths itself while the start is dragged."""
    view: View = field(default_factory=View)
    """How it is looked at when the player first appears; later the visitor's own choice stays."""
    step: int | None = None
    """Where the player stands when it first appears; None plays from the start."""
    linked: bool = True
    """Whether the page's address is to hold this experiment; other pages keep their own."""
    language: str = "en"
    """In which the player speaks; what the racers are called is said in it already."""
    signature: str = field(default="")
    """Says which experiment this is: the player starts over when it changes. Left empty, it
    is taken from the paths and the grid."""

    @cached_property
    def landscape(self) -> str:
        """Says which landscape this is, by its numbers."""
        digest = hashlib.blake2b(np.ascontiguousarray(self.grid).tobytes(), digest_size=8)
        digest.update(np.array([self.x_range, self.y_range], dtype=np.float64).tobytes())
        return digest.hexdigest()

    @cached_property
    def paths(self) -> str:
        """Says which paths these are, by the numbers of their points."""
        digest = hashlib.blake2b(digest_size=8)
        for racer in self.racers:
            digest.update(np.ascontiguousarray(racer.points, dtype=np.float64).tobytes())
        return digest.hexdigest()


def encode(
    race: Race, *, height: int | None = None, printed: bool = True, session: str = ""
) -> bytes:
    """The message for `race`; `height` is that of the two views in pixels, `printed` whether
    the browser may be given formulas as JavaScript, `session` tells a visitor's sessions apart.

    Raises ValueError where the racers' arrays do not have one common number of steps, or do
    not fit the scene.
    """
    steps = max((len(racer.points) - 1 for racer in race.racers), default=0)
    stride = max(1, math.ceil(steps / MAX_FRAMES))
    scene = race.scene
    fitting = (len(race.racers), steps if race.racers else None)
    if scene and (len(scene.entrants), scene.steps if scene.entrants else None) != fitting:
        raise ValueError("the scene has other racers or steps than the race")
    over = examples(scene) if scene and printed else None
    again = recipe(scene, over) if scene and printed else None
    grid = b"" if again and not over else _float32(_finite(race.grid)).tobytes()
    blocks = [block for racer in race.racers for block in _racer_blocks(racer, steps, stride)]
    paths = b"".join(block.tobytes() for block in blocks)
    header = {
        "names": list(race.names),
        "x_range": [float(edge) for edge in race.x_range],
        "y_range": [float(edge) for edge in race.y_range],
        "grid": list(race.grid.shape),
        "start": [float(value) for value in race.start],
        "minima": _pairs(race.minima),
        "maxima": _pairs(race.maxima),
        "saddles": _pairs(race.saddles),
        "lowest": race.lowest,
        "title": race.title,
        "landscape": race.landscape,
        "paths": race.paths,
        "steps": steps,
        "stride": stride,
        "height": height,
        "link": query_text(Experiment(scene)) if scene and race.linked else None,
        "view": _view_header(race),
        "step": race.step,
        "session": session,
        "language": race.language,
        "signature": race.signature or _signature(race, paths),
        "racers": [_racer_header(racer) for racer in race.racers],
        "recipe": again.header if again else None,
    }
    # Of a loss over data alone, so that the others send no more.
    if any(racer.held_out is not None for racer in race.racers):
        header["held_out"] = True
    if over:
        header["examples"] = over.header
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    head = text.encode()
    head += b" " * (-len(head) % 4)
    return len(head).to_bytes(4, "little") + head + grid + paths + _body(again) + _body(over)


def _body(part: Recipe | Examples | None) -> bytes:
    return part.body if part else b""


def _view_header(race: Race) -> dict[str, Any]:
    view = asdict(race.view)
    if view["ghost"] == "none":
        del view["ghost"]
    return view


def _racer_header(racer: Racer) -> dict[str, Any]:
    return {
        "key": racer.key,
        "name": racer.name,
        "color": racer.color,
        "dash": racer.dash,
        "marker": racer.marker,
        "detail": racer.detail,
        "ended": int(racer.ended),
        "first": [float(value) for value in racer.points[0]],
    }


def _racer_blocks(racer: Racer, steps: int, stride: int) -> list[NDArray[np.float32]]:
    if len(racer.points) != steps + 1 or len(racer.losses) != steps + 1:
        raise ValueError(f"{racer.name} has {len(racer.points) - 1} steps, others {steps}")
    norms = _lengthened(racer.gradient_norms, steps + 1)
    kept = _kept(steps, stride)
    blocks = [
        _float32(np.diff(_finite(racer.points[kept]), axis=0)),
        _float32(racer.losses[kept]),
        _float32(norms[kept]),
    ]
    if stride > 1:
        blocks.append(_float32(_lengthened(racer.step_lengths, steps)[kept[1:] - 1]))
    if racer.held_out is not None:
        blocks.append(_float32(racer.held_out[kept]))
    return blocks


def _kept(steps: int, stride: int) -> NDArray[np.int64]:
    """Which steps are drawn: every `stride`-th, and the last."""
    kept = np.arange(0, steps + 1, stride)
    return kept if kept[-1] == steps else np.append(kept, steps)


def _lengthened(values: Array, length: int) -> Array:
    """`values` with NaN behind them up to `length`."""
    values = np.asarray(values, dtype=float)
    if not length - 1 <= len(values) <= length:
        raise ValueError(f"{len(values)} numbers where {length} are drawn")
    return np.append(values, np.full(length - len(values), np.nan))


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


def _float32(values: Array) -> NDArray[np.float32]:
    """Overflow becomes the largest float32: far off any picture, yet a number."""
    return np.clip(values, -_LARGEST, _LARGEST).astype("<f4")


def _pairs(points: tuple[Point, ...]) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in points]


def _signature(race: Race, paths: bytes) -> str:
    digest = hashlib.blake2b(race.landscape.encode() + paths, digest_size=12)
    digest.update(repr([racer.points[0].tolist() for racer in race.racers]).encode())
    return digest.hexdigest()
