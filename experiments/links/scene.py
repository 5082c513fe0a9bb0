"""The parameters that decide the race: loss, start, numbers, schedule, entrants."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from experiments.links.data import (
    BATCH_SIZE,
    FRESH_NOISE,
    NOISE_FADES,
    data_parameter,
    over_its_data,
)
from experiments.links.experiment import (
    DECAY,
    MAX_OF_A_RULE,
    MAX_RACERS,
    NOISE,
    PUBLISHED,
    SEEDS,
    STEP_EVERY,
    STEP_GAMMA,
    STEPS,
    USUAL_DECAY,
    WARMUP,
    Experiment,
    known,
    name_of,
    same_formula,
    usual_start,
    usual_value,
)
from experiments.links.parameter import DEFAULT, Parameter, with_scene
from experiments.links.text import (
    LONGEST_FORMULA,
    UnreadableError,
    quoted,
    read_formula,
    read_number,
    read_numbers,
    read_one,
    whole_within,
    within,
    write_formula,
    write_number,
    write_numbers,
)
from experiments.scene import Entrant
from formulas import FormulaError
from landscapes import Landscape
from landscapes.view import DEFAULT_RANGE, WIDEST, Range
from optimizers import CONSTANT, RULES, Rule, Schedule, suggested_eta
from optimizers.schedules import KINDS
from words import say

_LARGEST = 1e300  # of start and eta, so that the first sums with them stay finite
_NOBODY = "none"
# The longest letters, short; both are read.
_SHORT = {"beta1": "b1", "beta2": "b2", "epsilon": "eps", "weight_decay": "wd"}
_LONG = {short: letter for letter, short in _SHORT.items()}
_IN_WORDS = {"weight_decay": say("controls.weight_decay")}
_BETWEEN_ENTRANTS = re.compile("[ ,;]+")

# The loss


def _write_name(experiment: Experiment) -> str | None:
    loss = experiment.scene.loss
    return None if same_formula(loss, DEFAULT.scene.loss) else name_of(loss)


def _read_name(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    if text not in PUBLISHED:
        name = experiment.scene.loss.name
        raise UnreadableError(say("link.unknown_loss", shown=quoted(text), name=name))
    return with_scene(experiment, loss=PUBLISHED[text])


def _write_formula(experiment: Experiment) -> str | None:
    loss = experiment.scene.loss
    return None if name_of(loss) else write_formula(loss.loss.text)


def _read_formula(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    loss, typed = experiment.scene.loss, read_formula(text)
    try:
        view = _view(loss) if loss.loss.rows else _DEFAULT_VIEW
        return with_scene(experiment, loss=known(_read_again(loss, typed, *view)))
    except FormulaError as error:
        name = experiment.scene.loss.name
        raise UnreadableError(say("link.formula_refused", name=name, why=error.message)) from error


def _range(letter: str) -> Parameter:
    axis, label = "xy".index(letter), say("link.range", letter=letter)

    def write(experiment: Experiment) -> str | None:
        loss = experiment.scene.loss
        ends = _view(loss)[axis]
        return None if ends == _usual_view(loss)[axis] else write_numbers(ends)

    def read(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        numbers = read_numbers(text)
        if numbers is None or len(numbers) != 2:
            raise UnreadableError
        low, high = sorted(min(max(number, -WIDEST), WIDEST) for number in numbers)
        loss = experiment.scene.loss
        view = [*_view(loss)]
        view[axis] = (low, high)
        try:
            seen = known(_read_again(loss, loss.loss.text, *view))
        except FormulaError as error:
            raise UnreadableError(say("link.range_empty", what=label)) from error
        if (low, high) != numbers:
            low_end, high_end = f"{low:g}", f"{high:g}"
            repairs.append(say("link.range_now", what=label, low=low_end, high=high_end))
        return with_scene(experiment, loss=seen)

    return Parameter(letter, label, 80, write, read)


_DEFAULT_VIEW = (DEFAULT_RANGE, DEFAULT_RANGE)


def _view(loss: Landscape) -> tuple[Range, Range]:
    return loss.x_range, loss.y_range


def _read_again(loss: Landscape, text: str, x_range: Range, y_range: Range) -> Landscape:
    """Another formula or view, over the same data if there are any. Raises `FormulaError`."""
    if (data := loss.loss.data) is not None:
        return Landscape.over(data, text, x_range, y_range, loss.names)
    return Landscape.read(text, x_range, y_range)


def _usual_view(loss: Landscape) -> tuple[Range, Range]:
    """What is seen of a loss where nothing is said of it."""
    if name := name_of(loss):
        return _view(PUBLISHED[name])
    data = loss.loss.data
    return _DEFAULT_VIEW if data is None else _view(over_its_data(data))


# The start

_START = say("link.start")


def _write_start(experiment: Experiment) -> str | None:
    scene, usual = experiment.scene, DEFAULT.scene
    same = scene.loss is usual.loss and scene.start == usual.start
    return None if same else write_numbers(scene.start)


def _read_start(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 2:
        raise UnreadableError
    x, y = (within(v, -_LARGEST, _LARGEST, _START, repairs) for v in numbers)
    return with_scene(experiment, start=(x, y))


def _usual_start(experiment: Experiment) -> Experiment:
    loss = experiment.scene.loss
    if loss is DEFAULT.scene.loss:
        return experiment
    return with_scene(experiment, start=usual_start(loss))


# The race


def _write_race(experiment: Experiment) -> str | None:
    scene, usual = experiment.scene, DEFAULT.scene
    if scene.loss is usual.loss and scene.entrants == usual.entrants:
        return None
    return " ".join(map(_write_entrant, scene.entrants)) or _NOBODY


def _write_entrant(entrant: Entrant) -> str:
    parts = [entrant.rule.key]
    for letter, default in entrant.rule.defaults.items():
        value = entrant.settings[letter]
        if letter == "eta" or value != default:
            parts.append(f"{_SHORT.get(letter, letter)}_{write_number(value)}")
    return "~".join(parts)


def _read_race(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    parts = [part for part in _BETWEEN_ENTRANTS.split(text) if part]
    if parts == [_NOBODY]:
        return with_scene(experiment, entrants=())
    if len(parts) > MAX_RACERS:
        repairs.append(say("link.too_many_racers", most=MAX_RACERS))
    entrants: dict[str, list[Entrant]] = {}
    for part in parts[:MAX_RACERS]:
        key, *settings = part.split("~")
        if key not in RULES:
            repairs.append(say("link.unknown_rule", shown=quoted(key)))
            continue
        of_rule = entrants.setdefault(key, [])
        if len(of_rule) < MAX_OF_A_RULE:
            loss = experiment.scene.loss
            of_rule.append(_read_entrant(RULES[key], settings, loss, repairs))
        else:
            repairs.append(say("link.rule_too_often", rule=RULES[key].name, most=MAX_OF_A_RULE))
    if not entrants:
        raise UnreadableError(say("link.no_rule"))
    # Those of one rule stand together, as on the page.
    return with_scene(experiment, entrants=tuple(chain.from_iterable(entrants.values())))


def _read_entrant(rule: Rule, texts: list[str], loss: Landscape, repairs: list[str]) -> Entrant:
    spans = {setting.letter: (setting.low, setting.high) for setting in rule.settings}
    # A loss may be of any size, and so is eta; the others have the range of their control.
    spans["eta"] = 1 / _LARGEST, _LARGEST
    settings: dict[str, float] = {}
    for text in texts:
        word, _, number = text.rpartition("_")
        letter = _LONG.get(word, word)
        value = read_number(number)
        if letter not in rule.defaults or value is None:
            repairs.append(say("link.setting_unread", rule=rule.name))
        elif letter == "eta" and value <= 0:
            repairs.append(say("link.eta_not_positive", rule=rule.name))
        else:
            low, high = spans[letter]
            settings[letter] = nearest = min(max(value, low), high)
            if nearest != value:
                name, now = _IN_WORDS.get(letter, letter), f"{nearest:.10g}"
                repairs.append(
                    say("link.setting_out_of_range", setting=name, rule=rule.name, now=now)
                )
    if "eta" not in settings:
        settings["eta"] = suggested_eta(rule, loss)
    return Entrant(rule, rule.defaults | settings)


def _usual_race(experiment: Experiment) -> Experiment:
    loss, entrants = experiment.scene.loss, DEFAULT.scene.entrants
    if loss is not DEFAULT.scene.loss:
        entrants = tuple(_suited(_usual_rule(entrant.rule, loss), loss) for entrant in entrants)
    return with_scene(experiment, entrants=entrants)


def _usual_rule(rule: Rule, loss: Landscape) -> Rule:
    """Over data gradient descent goes by the name that it has with mini-batches."""
    return RULES["sgd"] if rule.key == "gd" and loss.loss.rows else rule


def _suited(rule: Rule, loss: Landscape) -> Entrant:
    return Entrant(rule, {one.letter: usual_value(rule, one, loss) for one in rule.settings})


# The schedule

_FACTOR, _INTERVAL = say("link.schedule_factor"), say("link.schedule_interval")


def _write_schedule(experiment: Experiment) -> str | None:
    schedule = experiment.scene.schedule
    match schedule.kind:
        case "constant":
            return None
        case "step":
            return f"step_{write_numbers((schedule.gamma, schedule.every))}"
        case "exponential":
            return f"exponential_{write_number(schedule.gamma)}"
        case kind:
            return kind


def _read_schedule(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    kind, _, rest = text.partition("_")
    if kind not in KINDS:
        raise UnreadableError
    usual = {"step": (CONSTANT.gamma, CONSTANT.every), "exponential": (USUAL_DECAY,)}.get(kind, ())
    numbers = read_numbers(rest) if rest else usual
    if numbers is None or len(numbers) != len(usual):
        repairs.append(say("link.schedule_numbers"))
        numbers = usual
    schedule = Schedule(kind)
    if kind == "step":
        gamma = within(numbers[0], *STEP_GAMMA, _FACTOR, repairs)
        every = whole_within(numbers[1], *STEP_EVERY, _INTERVAL, repairs)
        schedule = Schedule(kind, gamma, every)
    elif kind == "exponential":
        schedule = Schedule(kind, within(numbers[0], *DECAY, _FACTOR, repairs))
    return with_scene(experiment, schedule=schedule)


# Single numbers

_STEPS, _NOISE, _SEED = say("link.steps"), say("link.noise"), say("link.seed")
_WARMUP = say("link.warmup")


def _unlike_opening(key: str) -> Callable[[Experiment], str | None]:
    """Writes the number of that name of the scene, if it is not the opening's."""

    def write(experiment: Experiment) -> str | None:
        value = getattr(experiment.scene, key)
        return None if value == getattr(DEFAULT.scene, key) else write_number(value)

    return write


def _read_steps(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    steps = whole_within(read_one(text), *STEPS, _STEPS, repairs)
    return with_scene(experiment, steps=steps)


def _read_noise(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    return with_scene(experiment, noise=within(read_one(text), *NOISE, _NOISE, repairs))


def _read_seed(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    return with_scene(experiment, seed=whole_within(read_one(text), *SEEDS, _SEED, repairs))


def _write_warmup(experiment: Experiment) -> str | None:
    warmup = experiment.scene.schedule.warmup
    return write_number(warmup) if warmup else None


def _read_warmup(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    warmup = whole_within(read_one(text), *WARMUP, _WARMUP, repairs)
    return with_scene(experiment, schedule=replace(experiment.scene.schedule, warmup=warmup))


# A link that is cut off loses its end first: what matters most stands first.
SCENE_PARAMETERS = (
    Parameter("loss", say("link.loss"), 40, _write_name, _read_name),
    data_parameter(),
    Parameter("f", say("link.formula"), LONGEST_FORMULA, _write_formula, _read_formula),
    _range("x"),
    _range("y"),
    Parameter("start", _START, 80, _write_start, _read_start, _usual_start),
    Parameter("steps", _STEPS, 40, _unlike_opening("steps"), _read_steps),
    BATCH_SIZE,
    Parameter("noise", _NOISE, 40, _unlike_opening("noise"), _read_noise),
    NOISE_FADES,
    FRESH_NOISE,
    Parameter("seed", _SEED, 40, _unlike_opening("seed"), _read_seed),
    Parameter("schedule", say("link.schedule"), 80, _write_schedule, _read_schedule),
    Parameter("warmup", _WARMUP, 40, _write_warmup, _read_warmup),
    Parameter("race", say("link.race"), 3000, _write_race, _read_race, _usual_race),
)
