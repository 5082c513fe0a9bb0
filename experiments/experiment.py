"""One experiment as one value: a landscape, who races over it, from where, and how."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import ClassVar

from experiments import limits
from experiments.limits import nearest, nearest_whole, setting_ranges
from experiments.published import as_published
from experiments.usual import USUAL_EXPONENTIAL_GAMMA, usual_start, usual_value
from experiments.view import View, clamped_view
from landscapes import Landscape
from optimizers import (
    CONSTANT,
    Batches,
    Noise,
    Rule,
    RunConfig,
    Schedule,
    Trajectory,
    trace,
)
from optimizers.schedules import KINDS


@dataclass(frozen=True)
class Entrant:
    """A rule with the settings that differ from its defaults."""

    rule: Rule
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """A race and how it is looked at; running it again gives the same paths.

    `config` is how every entrant runs, but for its own settings. With `independent_noise` each
    entrant sees noise of its own, else all see the same. `step` is where the player stands,
    None at no step in particular.
    """

    landscape: Landscape
    entrants: tuple[Entrant, ...]
    start: tuple[float, float]
    config: RunConfig = field(default_factory=RunConfig)
    independent_noise: bool = False
    view: View = field(default_factory=View)
    step: int | None = None

    from_link: ClassVar[Callable[[str], Experiment]]
    """The experiment of a link, or the nearest valid one. `links`, which is built on this class,
    sets it."""

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Of each entrant among those of its rule, from 1."""
        seen: Counter[str] = Counter()
        numbers: list[int] = []
        for entrant in self.entrants:
            seen[entrant.rule.key] += 1
            numbers.append(seen[entrant.rule.key])
        return tuple(numbers)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """One for each entrant: its rule's key, and for the next ones of a rule "gd.2", "gd.3"."""
        numbered = zip(self.entrants, self.numbers, strict=True)
        return tuple(entrant_key(entrant.rule, number) for entrant, number in numbered)

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        """How each entrant runs: with its settings, and its noise."""
        noise = self.config.noise
        return tuple(
            replace(
                self.config,
                settings=entrant.settings,
                noise=replace(noise, stream=key) if self.independent_noise else noise,
            )
            for key, entrant in zip(self.keys, self.entrants, strict=True)
        )

    @property
    def seed(self) -> int:
        """The seed, where `config` has one for each of several runs the first."""
        seed = self.config.seed
        return seed if isinstance(seed, int) else seed[0]

    @property
    def unviewed(self) -> Experiment:
        """The race alone: equal for two experiments that differ in how they are looked at."""
        return replace(self, view=View(), step=None)

    def run(self) -> tuple[Trajectory, ...]:
        """One trajectory for each entrant, in their order."""
        return tuple(
            trace(entrant.rule, self.landscape, self.start, config)
            for entrant, config in zip(self.entrants, self.configs, strict=True)
        )

    def clamped(self) -> Experiment:
        """The nearest valid experiment, in one form, whatever a browser sent.

        Numbers are within their `limits`. A published loss is its entry. Entrants of one rule
        stand together, each with all its settings. The schedule has no numbers that its kind
        does not use, a batch is smaller than the data, and there are no more steps than can be
        run. The view asks for nothing that this loss does not have.
        """
        landscape, config = as_published(self.landscape), self.config
        entrants = _clamped_entrants(self.entrants, landscape)
        most = max_steps(landscape, len(entrants))
        steps = nearest_whole(config.steps, limits.STEPS[0], most, min(RunConfig().steps, most))
        return replace(
            self,
            landscape=landscape,
            entrants=entrants,
            start=_clamped_start(self.start, landscape),
            config=RunConfig(
                steps=steps,
                schedule=clamped_schedule(**vars(config.schedule)),
                noise=Noise(
                    nearest(config.noise.sigma, *limits.NOISE, 0.0),
                    nearest(config.noise.decay, *limits.NOISE_DECAY, 0.0),
                ),
                batches=config.batches and clamped_batches(config.batches.size, landscape),
                seed=nearest_whole(config.seed, *limits.SEEDS, 0),
            ),
            independent_noise=bool(self.independent_noise),
            view=clamped_view(self.view, landscape),
            step=None if self.step is None else nearest_whole(self.step, 0, steps, steps),
        )


def entrant_key(rule: Rule, number: int) -> str:
    """Of the entrant that is this rule's first, second, ... in a race."""
    return rule.key if number == 1 else f"{rule.key}.{number}"


def max_steps(landscape: Landscape, entrants: int) -> int:
    """How many steps can be run: fewer where many race over much data with a long formula."""
    if not landscape.loss.rows or not entrants:
        return limits.STEPS[1]
    affordable = limits.MAX_RACE_WORK // (landscape.loss.work * entrants)
    return max(limits.STEPS[0], min(limits.STEPS[1], affordable // 50 * 50))


def clamped_schedule(kind: str, gamma: object, every: object, warmup: object) -> Schedule:
    """The nearest valid schedule; numbers that its kind does not use are as usual."""
    gammas = {
        "step": (*limits.STEP_GAMMA, CONSTANT.gamma),
        "exponential": (*limits.EXPONENTIAL_GAMMA, USUAL_EXPONENTIAL_GAMMA),
    }
    return Schedule(
        kind if kind in KINDS else CONSTANT.kind,
        nearest(gamma, *gammas[kind]) if kind in gammas else CONSTANT.gamma,
        nearest_whole(every, *limits.STEP_EVERY, CONSTANT.every)
        if kind == "step"
        else CONSTANT.every,
        nearest_whole(warmup, *limits.WARMUP, 0),
    )


def clamped_batches(size: object, landscape: Landscape) -> Batches | None:
    """Batches of that many rows; None where that is all of them, or there are none."""
    rows = landscape.loss.rows
    whole = nearest_whole(size, 0, rows, 0)
    return Batches(whole) if 0 < whole < rows else None


def _clamped_start(start: tuple[float, float], landscape: Landscape) -> tuple[float, float]:
    x, y = (nearest(value, -limits.LARGEST, limits.LARGEST, math.nan) for value in start)
    return usual_start(landscape) if math.isnan(x + y) else (x, y)


def _clamped_entrants(entrants: Sequence[Entrant], landscape: Landscape) -> tuple[Entrant, ...]:
    by_rule: dict[str, list[Entrant]] = {}
    for entrant in entrants[: limits.MAX_RACERS]:
        of_rule = by_rule.setdefault(entrant.rule.key, [])
        if len(of_rule) < limits.MAX_OF_A_RULE:
            of_rule.append(Entrant(entrant.rule, _clamped_settings(entrant, landscape)))
    return tuple(chain.from_iterable(by_rule.values()))


def _clamped_settings(entrant: Entrant, landscape: Landscape) -> dict[str, float]:
    rule, ranges = entrant.rule, setting_ranges(entrant.rule)
    settings = rule.defaults | dict(entrant.settings)
    clamped: dict[str, float] = {}
    for setting in rule.settings:
        letter = setting.letter
        value = nearest(settings[letter], *ranges[letter], math.nan)
        if math.isnan(value) or (letter == "eta" and settings[letter] <= 0):
            value = usual_value(rule, setting, landscape)
        clamped[letter] = value
    return clamped
