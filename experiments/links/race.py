"""The parameters of the race that are more than one value: start, batches, schedule, entrants."""

from __future__ import annotations

import re
from dataclasses import replace

from experiments import limits
from experiments.experiment import Entrant, Experiment, clamped_batches
from experiments.limits import LARGEST, setting_ranges
from experiments.links.parameter import Parameter, Reading, whole_within, within
from experiments.links.text import (
    UnreadableError,
    quoted,
    read_number,
    read_numbers,
    write_number,
    write_numbers,
)
from experiments.opening import OPENING
from experiments.usual import USUAL_BATCH, USUAL_EXPONENTIAL_GAMMA, usual_start, usual_value
from landscapes import Landscape
from optimizers import CONSTANT, RULES, Rule, Schedule, suggested_eta
from optimizers.schedules import KINDS
from words import say

_ALL_ROWS, _NOBODY = "all", "none"
# The longest letters, short; both are read.
_SHORT = {"beta1": "b1", "beta2": "b2", "epsilon": "eps", "weight_decay": "wd"}
_LONG = {short: letter for letter, short in _SHORT.items()}
_IN_WORDS = {"weight_decay": say("controls.weight_decay")}
_BETWEEN_ENTRANTS = re.compile("[ ,;]+")

# The start

_START = say("link.start")


def _write_start(experiment: Experiment) -> str | None:
    same = experiment.landscape is OPENING.landscape and experiment.start == OPENING.start
    return None if same else write_numbers(experiment.start)


def _read_start(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    x, y = (within(v, (-LARGEST, LARGEST), _START, reading) for v in read_numbers(text, 2))
    return replace(experiment, start=(x, y))


def _usual_start(experiment: Experiment) -> Experiment:
    if experiment.landscape is OPENING.landscape:
        return experiment
    return replace(experiment, start=usual_start(experiment.landscape))


# Batches

_BATCH = say("data_page.the_batch")


def _write_batch(experiment: Experiment) -> str | None:
    if not experiment.landscape.loss.rows:
        return None
    batches = experiment.config.batches
    return write_number(batches.size) if batches else _ALL_ROWS


def _read_batch(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    rows = experiment.landscape.loss.rows
    if not rows:
        raise UnreadableError(say("data_page.batch_without_data"))
    if text == _ALL_ROWS:
        return _with_batch(experiment, 0)
    return _with_batch(experiment, whole_within(read_number(text), (1, rows), _BATCH, reading))


def _usual_batch(experiment: Experiment) -> Experiment:
    return _with_batch(experiment, USUAL_BATCH)


def _with_batch(experiment: Experiment, size: int) -> Experiment:
    batches = clamped_batches(size, experiment.landscape)
    return replace(experiment, config=replace(experiment.config, batches=batches))


# The schedule

_FACTOR, _INTERVAL = say("link.schedule_factor"), say("link.schedule_interval")


def _write_schedule(experiment: Experiment) -> str | None:
    schedule = experiment.config.schedule
    match schedule.kind:
        case "constant":
            return None
        case "step":
            return f"step_{write_numbers((schedule.gamma, schedule.every))}"
        case "exponential":
            return f"exponential_{write_number(schedule.gamma)}"
        case kind:
            return kind


def _read_schedule(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    kind, _, rest = text.partition("_")
    if kind not in KINDS:
        raise UnreadableError
    usual = {"step": (CONSTANT.gamma, CONSTANT.every), "exponential": (USUAL_EXPONENTIAL_GAMMA,)}
    numbers = usual.get(kind, ())
    if rest:
        try:
            numbers = read_numbers(rest, len(numbers))
        except UnreadableError:
            reading.tell("link.schedule_numbers")
    schedule = Schedule(kind)
    if kind == "step":
        gamma = within(numbers[0], limits.STEP_GAMMA, _FACTOR, reading)
        every = whole_within(numbers[1], limits.STEP_EVERY, _INTERVAL, reading)
        schedule = Schedule(kind, gamma, every)
    elif kind == "exponential":
        schedule = Schedule(kind, within(numbers[0], limits.EXPONENTIAL_GAMMA, _FACTOR, reading))
    return replace(experiment, config=replace(experiment.config, schedule=schedule))


# The entrants


def _write_race(experiment: Experiment) -> str | None:
    usual = experiment.landscape is OPENING.landscape
    if usual and experiment.entrants == OPENING.entrants:
        return None
    return " ".join(map(_write_entrant, experiment.entrants)) or _NOBODY


def _write_entrant(entrant: Entrant) -> str:
    parts = [entrant.rule.key]
    for letter, default in entrant.rule.defaults.items():
        value = entrant.settings[letter]
        if letter == "eta" or value != default:
            parts.append(f"{_SHORT.get(letter, letter)}_{write_number(value)}")
    return "~".join(parts)


def _read_race(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    parts = [part for part in _BETWEEN_ENTRANTS.split(text) if part]
    if parts == [_NOBODY]:
        return replace(experiment, entrants=())
    if len(parts) > limits.MAX_RACERS:
        reading.tell("link.too_many_racers", most=limits.MAX_RACERS)
    entrants: list[Entrant] = []
    for part in parts[: limits.MAX_RACERS]:
        key, *settings = part.split("~")
        if key not in RULES:
            reading.tell("link.unknown_rule", shown=quoted(key))
        elif sum(entrant.rule.key == key for entrant in entrants) < limits.MAX_OF_A_RULE:
            entrants.append(_read_entrant(RULES[key], settings, experiment.landscape, reading))
        else:
            reading.tell("link.rule_too_often", rule=RULES[key].name, most=limits.MAX_OF_A_RULE)
    if not entrants:
        raise UnreadableError(say("link.no_rule"))
    return replace(experiment, entrants=tuple(entrants))


def _read_entrant(rule: Rule, texts: list[str], landscape: Landscape, reading: Reading) -> Entrant:
    ranges = setting_ranges(rule)
    settings: dict[str, float] = {}
    for text in texts:
        word, _, number = text.rpartition("_")
        letter = _LONG.get(word, word)
        try:
            value = read_number(number)
            low, high = ranges[letter]
        except (UnreadableError, KeyError):
            reading.tell("link.setting_unread", rule=rule.name)
            continue
        if letter == "eta" and value <= 0:
            reading.tell("link.eta_not_positive", rule=rule.name)
            continue
        settings[letter] = nearest = min(max(value, low), high)
        if nearest != value:
            name, now = _IN_WORDS.get(letter, letter), f"{nearest:.10g}"
            reading.tell("link.setting_out_of_range", setting=name, rule=rule.name, now=now)
    if "eta" not in settings:
        settings["eta"] = suggested_eta(rule, landscape)
    return Entrant(rule, settings)


def _usual_race(experiment: Experiment) -> Experiment:
    landscape, entrants = experiment.landscape, OPENING.entrants
    if landscape is not OPENING.landscape:
        rules = (_usual_rule(entrant.rule, landscape) for entrant in entrants)
        entrants = tuple(_suited(rule, landscape) for rule in rules)
    return replace(experiment, entrants=entrants)


def _usual_rule(rule: Rule, landscape: Landscape) -> Rule:
    """Over data gradient descent goes by the name that it has with mini-batches."""
    return RULES["sgd"] if rule.key == "gd" and landscape.loss.rows else rule


def _suited(rule: Rule, landscape: Landscape) -> Entrant:
    return Entrant(rule, {one.letter: usual_value(rule, one, landscape) for one in rule.settings})


START = Parameter("start", _START, 80, _write_start, _read_start, _usual_start)
BATCH = Parameter("batch", _BATCH, 40, _write_batch, _read_batch, _usual_batch)
SCHEDULE = Parameter("schedule", say("link.schedule"), 80, _write_schedule, _read_schedule)
RACE = Parameter("race", say("link.race"), limits.MAX_RACE, _write_race, _read_race, _usual_race)
