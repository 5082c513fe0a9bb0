"""What would have happened: runs followed again with something changed.

What a sentence names as a cause is tried without it. Each such run is followed once and then
remembered: a page asks for the verdicts of one race again and again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from landscapes import Landscape
from optimizers import Batches, Noise, Rule, RunConfig, Schedule, Trajectory, trace
from verdicts.path import Array, Path

MAX_REMEMBERED = 512  # runs
MAX_WORK = 5_000_000  # steps times operations: some 100 ms
BESIDE = 40  # operations of a step beside those of the loss
BESIDE_ROWS = 1000  # of a step over data, whose code is called in each
SOON = 100  # steps: within so many a run mostly shows what comes of it
MOMENTA = "mu", "beta1"  # the letters of the part of a step that is kept for the next


def affordable(run: Trajectory, times: int = 1) -> bool:
    """Whether a run may be followed again so many times."""
    loss = run.landscape.loss
    each = loss.operations(1) + (BESIDE_ROWS if loss.rows else BESIDE)
    return times * run.steps * each <= MAX_WORK


def goes_on(run: Trajectory) -> bool:
    """Whether the run with more steps, or fewer, is the same one as far as both go."""
    return run.config.schedule.kind != "cosine"


def unshaken(run: Trajectory) -> RunConfig:
    """How a run was run, but without noise and with all rows in sight."""
    config = with_settings(run, {"sigma": 0.0} if "sigma" in run.course.settings else {})
    return replace(config, noise=replace(config.noise, sigma=0.0), batches=None)


def with_settings(run: Trajectory, changed: Mapping[str, float]) -> RunConfig:
    """How a run was run, but with these settings."""
    return replace(run.config, settings={**run.course.settings, **changed})


def without_momentum(run: Trajectory, config: RunConfig) -> RunConfig | None:
    """The same without what is kept of a step for the next; None for rules that keep nothing."""
    letters = momenta(run)
    if not letters:
        return None
    return replace(config, settings={**config.settings, **dict.fromkeys(letters, 0.0)})


def momenta(run: Trajectory) -> list[str]:
    """The letters of a run's momentum that are not 0."""
    return [letter for letter in MOMENTA if run.course.settings.get(letter, 0.0) > 0]


def path_again(
    path: Path, config: RunConfig, start: Array | None = None, steps: int | None = None
) -> Path:
    """The path of the same rule over the same loss, run so, from its start or other weights."""
    run = path.run
    weights = run.weights[0] if start is None else start
    return _followed(
        run.rule,
        path.landscape,
        tuple(weights.tolist()),
        config.steps if steps is None else steps,
        tuple(sorted(config.settings.items())),
        config.schedule,
        config.noise,
        config.batches,
        config.seed,
    )


@lru_cache(maxsize=MAX_REMEMBERED)
def _followed(
    rule: Rule,
    landscape: Landscape,
    start: tuple[float, ...],
    steps: int,
    settings: tuple[tuple[str, float], ...],
    schedule: Schedule,
    noise: Noise,
    batches: Batches | None,
    seed: int,
) -> Path:
    config = RunConfig(steps, dict(settings), schedule, noise, batches, seed)
    return Path.over(landscape, trace(rule, landscape, start, config))
