"""The parameters that decide the race: loss, start, numbers, schedule, entrants."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from formulas import FormulaError
from landscapes import CATALOG, Landscape
from landscapes.landscape import WIDEST, Range
from optimizers import CONSTANT, RULES, Rule, Schedule, suggested_eta
from optimizers.schedules import KINDS
from scenes.links.experiment import (
    DECAY,
    MAX_RACERS,
    NOISE,
    SEEDS,
    STEP_EVERY,
    STEP_GAMMA,
    STEPS,
    USUAL_DECAY,
    WARMUP,
    Experiment,
    known,
)
from scenes.links.parameter import DEFAULT, Parameter, with_scene
from scenes.links.text import (
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
from scenes.scene import Entrant

_LARGEST = 1e300  # of start and eta, so that the first sums with them stay finite
_NOBODY = "none"
# The longest letters, short; both are read.
_SHORT = {"beta1": "b1", "beta2": "b2", "epsilon": "eps", "weight_decay": "wd"}
_LONG = {short: letter for letter, short in _SHORT.items()}
_BETWEEN_ENTRANTS = re.compile("[ ,;]+")

# The loss


def _write_name(experiment: Experiment) -> str | None:
    text = experiment.scene.loss.text
    return None if text == DEFAULT.scene.loss.text else _name_of(text)


def _name_of(text: str) -> str | None:
    return next((key for key, entry in CATALOG.items() if entry.text == text), None)


def _read_name(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    if text not in CATALOG:
        name = experiment.scene.loss.name
        raise UnreadableError(f"No loss is called {quoted(text)}; this is {name}.")
    return with_scene(experiment, loss=CATALOG[text])


def _write_formula(experiment: Experiment) -> str | None:
    text = experiment.scene.loss.text
    return None if _name_of(text) else write_formula(text)


def _read_formula(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    try:
        return with_scene(experiment, loss=known(Landscape.read(read_formula(text))))
    except FormulaError as error:
        name = experiment.scene.loss.name
        raise UnreadableError(
            f"The formula could not be used, so this is {name}: {error.message}"
        ) from error


def _range(letter: str) -> Parameter:
    axis, label = "xy".index(letter), f"The range of {letter}"

    def write(experiment: Experiment) -> str | None:
        loss = experiment.scene.loss
        name = _name_of(loss.text)
        usual = CATALOG[name] if name else Landscape(loss.text)
        ends = _view(loss)[axis]
        return None if ends == _view(usual)[axis] else write_numbers(ends)

    def read(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        numbers = read_numbers(text)
        if numbers is None or len(numbers) != 2:
            raise UnreadableError
        low, high = sorted(min(max(number, -WIDEST), WIDEST) for number in numbers)
        loss = experiment.scene.loss
        view = [*_view(loss)]
        view[axis] = (low, high)
        try:
            seen = known(Landscape.read(loss.text, *view))
        except FormulaError as error:
            raise UnreadableError(f"{label} was empty and was left out.") from error
        if (low, high) != numbers:
            repairs.append(f"{label} was put right; it goes from {low:g} to {high:g}.")
        return with_scene(experiment, loss=seen)

    return Parameter(letter, label, 80, write, read)


def _view(loss: Landscape) -> tuple[Range, Range]:
    return loss.x_range, loss.y_range


# The start


def _write_start(experiment: Experiment) -> str | None:
    scene, usual = experiment.scene, DEFAULT.scene
    same = scene.loss is usual.loss and scene.start == usual.start
    return None if same else write_numbers(scene.start)


def _read_start(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 2:
        raise UnreadableError
    x, y = (within(v, -_LARGEST, _LARGEST, "The start", repairs) for v in numbers)
    return with_scene(experiment, start=(x, y))


def _usual_start(experiment: Experiment) -> Experiment:
    loss = experiment.scene.loss
    if loss is DEFAULT.scene.loss:
        return experiment
    (x0, x1), (y0, y1) = _view(loss)
    # Without a telling start: off the middle, and off the diagonals.
    aside = x0 + 0.8 * (x1 - x0), y0 + 0.7 * (y1 - y0)
    return with_scene(experiment, start=loss.start or aside)


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
        repairs.append(f"A race has at most {MAX_RACERS} optimizers; the others were left out.")
    entrants: dict[str, Entrant] = {}
    for part in parts[:MAX_RACERS]:
        key, *settings = part.split("~")
        if key not in RULES:
            repairs.append(f"No optimizer is called {quoted(key)}; it was left out.")
        elif key in entrants:
            repairs.append(f"{RULES[key].name} stood in the race twice; the first one stays.")
        else:
            entrants[key] = _read_entrant(RULES[key], settings, experiment.scene.loss, repairs)
    if not entrants:
        raise UnreadableError("No optimizer of the race is known; these are the usual ones.")
    return with_scene(experiment, entrants=tuple(entrants.values()))


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
            repairs.append(f"A setting of {rule.name} could not be read and was left out.")
        elif letter == "eta" and value <= 0:
            repairs.append(f"eta of {rule.name} was not above 0 and was left out.")
        else:
            label = f"{letter.replace('_', ' ')} of {rule.name}"
            settings[letter] = within(value, *spans[letter], label, repairs)
    if "eta" not in settings:
        settings["eta"] = suggested_eta(rule, loss)
    return Entrant(rule, rule.defaults | settings)


def _usual_race(experiment: Experiment) -> Experiment:
    loss, entrants = experiment.scene.loss, DEFAULT.scene.entrants
    if loss is not DEFAULT.scene.loss:
        entrants = tuple(_read_entrant(entrant.rule, [], loss, []) for entrant in entrants)
    return with_scene(experiment, entrants=entrants)


# The schedule


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
        repairs.append("The numbers of the schedule could not be read; they are the usual ones.")
        numbers = usual
    schedule = Schedule(kind)
    if kind == "step":
        gamma = within(numbers[0], *STEP_GAMMA, "The schedule’s factor", repairs)
        every = whole_within(numbers[1], *STEP_EVERY, "The schedule’s interval", repairs)
        schedule = Schedule(kind, gamma, every)
    elif kind == "exponential":
        schedule = Schedule(kind, within(numbers[0], *DECAY, "The schedule’s factor", repairs))
    return with_scene(experiment, schedule=schedule)


# Single numbers


def _unlike_opening(key: str) -> Callable[[Experiment], str | None]:
    """Writes the number of that name of the scene, if it is not the opening's."""

    def write(experiment: Experiment) -> str | None:
        value = getattr(experiment.scene, key)
        return None if value == getattr(DEFAULT.scene, key) else write_number(value)

    return write


def _read_steps(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    steps = whole_within(read_one(text), *STEPS, "The number of steps", repairs)
    return with_scene(experiment, steps=steps)


def _read_noise(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    return with_scene(experiment, noise=within(read_one(text), *NOISE, "The noise", repairs))


def _read_seed(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    return with_scene(experiment, seed=whole_within(read_one(text), *SEEDS, "The seed", repairs))


def _write_warmup(experiment: Experiment) -> str | None:
    warmup = experiment.scene.schedule.warmup
    return write_number(warmup) if warmup else None


def _read_warmup(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    warmup = whole_within(read_one(text), *WARMUP, "The warm-up", repairs)
    return with_scene(experiment, schedule=replace(experiment.scene.schedule, warmup=warmup))


# A link that is cut off loses its end first: what matters most stands first.
SCENE_PARAMETERS = (
    Parameter("loss", "The loss", 40, _write_name, _read_name),
    Parameter("f", "The formula", 600, _write_formula, _read_formula),
    _range("x"),
    _range("y"),
    Parameter("start", "The start", 80, _write_start, _read_start, _usual_start),
    Parameter("steps", "The number of steps", 40, _unlike_opening("steps"), _read_steps),
    Parameter("noise", "The noise", 40, _unlike_opening("noise"), _read_noise),
    Parameter("seed", "The seed", 40, _unlike_opening("seed"), _read_seed),
    Parameter("schedule", "The schedule", 80, _write_schedule, _read_schedule),
    Parameter("warmup", "The warm-up", 40, _write_warmup, _read_warmup),
    Parameter("race", "The race", 3000, _write_race, _read_race, _usual_race),
)
