"""The parameters of a loss over data: which data, and what each step sees of them.

`data=line` and `f` are a formula of one example over the built-in data of that name; its view is
that of the loss that is published with them. An uploaded table is in no link. Its link says
`data=own` with the columns that the formula calls; opened where the table is not, the formula runs
over the first built-in data with these columns, or gives way to a published loss.
"""

from __future__ import annotations

from collections.abc import Mapping

from experiments.links.experiment import (
    NOISE_DECAY,
    USUAL_BATCH,
    Experiment,
    name_of,
    settled_batch,
)
from experiments.links.parameter import DEFAULT, Parameter, with_scene
from experiments.links.text import (
    LONGEST_FORMULA,
    UnreadableError,
    quoted,
    read_formula,
    read_one,
    whole_within,
    within,
    write_number,
)
from formulas import FormulaError
from landscapes import DATA, DataSet, Landscape
from landscapes.data.usual import usual_formula
from words import say

OWN, ALL = "own", "all"
_BETWEEN = "~"
_LONGEST = 300
_OF_THE_TABLE = ("f", "x", "y", "start", "batch", "zoom")
"""What a link says of a table, or of places that only a loss over it has."""
_DATA, _BATCH, _FADES = say("link.data"), say("data_page.the_batch"), say("data_page.the_decay")


# The data


def over_its_data(data: DataSet) -> Landscape:
    """The loss that is published with these data; over other data the usual one."""
    published = next((loss for loss in DATA.values() if loss.loss.data == data), None)
    return published or Landscape.over(data, usual_formula(data))


def data_parameter(own: DataSet | None = None) -> Parameter:
    """With `own`, the visitor's uploaded table, links with such a table open over it."""

    def read(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        if text in DATA:
            return with_scene(experiment, loss=DATA[text])
        if own is not None and text.split(_BETWEEN)[0] == OWN:
            return with_scene(experiment, loss=over_its_data(own))
        raise UnreadableError(
            say("data_page.unknown_data", name=quoted(text), loss=experiment.scene.loss.name)
        )

    return Parameter("data", _DATA, _LONGEST, _write_data, read)


def without_its_table(params: Mapping[str, str], repairs: list[str]) -> Mapping[str, str]:
    """The parameters of a link to an uploaded table, as it opens where the table is not: over
    built-in data, with the formula if these have its columns, else as their loss is published."""
    text = params.get("data")
    if not isinstance(text, str) or len(text) > _LONGEST:
        return params
    key, *columns = text.split(_BETWEEN)
    if key != OWN:
        return params
    tables = {key: one.loss.data for key, one in DATA.items() if one.loss.data is not None}
    fitting = (key for key, table in tables.items() if set(columns) <= set(table.columns))
    key = next(fitting, next(iter(tables)))
    loss = DATA[key]
    if _takes(tables[key], params.get("f")):
        repairs.append(say("data_page.stayed", loss=loss.name))
        return {**params, "data": key}
    repairs.append(say("data_page.stayed_whole", loss=loss.name))
    return {name: params[name] for name in params if name not in _OF_THE_TABLE} | {"data": key}


def _takes(data: DataSet, text: object) -> bool:
    """Whether the formula of a link can be put into these data."""
    if not isinstance(text, str) or len(text) > LONGEST_FORMULA:
        return False
    try:
        Landscape.over(data, read_formula(text))
    except FormulaError:
        return False
    return True


def _write_data(experiment: Experiment) -> str | None:
    loss = experiment.scene.loss
    data = loss.loss.data
    if data is None or name_of(loss):
        return None
    if (key := next((key for key, one in DATA.items() if one.loss.data == data), None)) is not None:
        return key
    called = {symbol.name for symbol in loss.loss.formula.expression.free_symbols}
    return _BETWEEN.join((OWN, *(name for name in data.columns if name in called)))


# What a step sees


def _write_batch(experiment: Experiment) -> str | None:
    if not experiment.scene.loss.loss.rows:
        return None
    return write_number(experiment.scene.batch) if experiment.scene.batch else ALL


def _read_batch(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    loss = experiment.scene.loss
    if not loss.loss.rows:
        raise UnreadableError(say("data_page.batch_without_data"))
    if text == ALL:
        return with_scene(experiment, batch=0)
    size = whole_within(read_one(text), 1, loss.loss.rows, _BATCH, repairs)
    return with_scene(experiment, batch=settled_batch(size, loss))


def _usual_batch(experiment: Experiment) -> Experiment:
    return with_scene(experiment, batch=settled_batch(USUAL_BATCH, experiment.scene.loss))


def _write_decay(experiment: Experiment) -> str | None:
    decay = experiment.scene.noise_decay
    return None if decay == DEFAULT.scene.noise_decay else write_number(decay)


def _read_decay(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    decay = within(read_one(text), *NOISE_DECAY, _FADES, repairs)
    return with_scene(experiment, noise_decay=decay)


def _write_fresh(experiment: Experiment) -> str | None:
    return "on" if experiment.scene.fresh else None


def _read_fresh(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    if text not in ("on", "off"):
        raise UnreadableError
    return with_scene(experiment, fresh=text == "on")


BATCH_SIZE = Parameter("batch", _BATCH, 40, _write_batch, _read_batch, _usual_batch)
NOISE_FADES = Parameter("decay", _FADES, 40, _write_decay, _read_decay)
FRESH_NOISE = Parameter("fresh", say("link.fresh"), 20, _write_fresh, _read_fresh)
