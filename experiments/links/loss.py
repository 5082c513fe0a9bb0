"""The parameters of the loss: its name, its data, its formula, its ranges.

`data=line` and `f` are a formula of one example over the built-in data of that name; its view is
that of the loss that is published with them. `held` is the share of the rows that is held out,
where it is not the usual one, which of an uploaded table is none. An uploaded table is in no link.
Its link says `data=own` with the columns that the formula calls; opened where the table is not, the
formula runs over the first built-in data with these columns, or gives way to a published loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from experiments.experiment import Experiment
from experiments.limits import HELD_OUT, MAX_DATA, MAX_DIGITS, MAX_FORMULA
from experiments.links.parameter import Parameter, Reading, whole_within
from experiments.links.text import (
    UnreadableError,
    quoted,
    read_formula,
    read_number,
    read_numbers,
    write_formula,
    write_numbers,
)
from experiments.opening import OPENING
from experiments.published import (
    PUBLISHED,
    as_published,
    data_key,
    loss_over,
    published_key,
    ranges_of,
    same_loss,
)
from formulas import FormulaError
from landscapes import DATA, DataSet, Landscape
from landscapes.view import DEFAULT_RANGE, WIDEST, Range
from words import say

OWN_TABLE = "own"
_BETWEEN = "~"
_OF_THE_TABLE = ("held", "f", "x", "y", "start", "batch", "zoom")
"""What a link says of a table, or of places that only a loss over it has."""


def _write_name(experiment: Experiment) -> str | None:
    landscape = experiment.landscape
    return None if same_loss(landscape, OPENING.landscape) else published_key(landscape)


def _read_name(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    if text not in PUBLISHED:
        name = experiment.landscape.name
        raise UnreadableError(say("link.unknown_loss", shown=quoted(text), name=name))
    return replace(experiment, landscape=PUBLISHED[text])


# Data


def _write_data(experiment: Experiment) -> str | None:
    loss = experiment.landscape.loss
    if loss.whole_table is None or published_key(experiment.landscape):
        return None
    if key := data_key(loss.whole_table):
        return key
    called = {symbol.name for symbol in loss.formula.expression.free_symbols}
    return _BETWEEN.join(
        (OWN_TABLE, *(name for name in loss.whole_table.columns if name in called))
    )


def _read_data(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    if text in DATA:
        return replace(experiment, landscape=DATA[text])
    if reading.own is not None and is_of_own_table({"data": text}):
        return replace(experiment, landscape=loss_over(reading.own))
    name = experiment.landscape.name
    raise UnreadableError(say("data_page.unknown_data", name=quoted(text), loss=name))


def _write_held_out(experiment: Experiment) -> str | None:
    table = experiment.landscape.loss.whole_table
    if table is None:
        return None
    key = data_key(table)
    usual = DATA[key].loss.whole_table if key else table.holding_out(0)
    return None if table == usual else str(table.held_out_share)


def _read_held_out(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    landscape = experiment.landscape
    table = landscape.loss.whole_table
    if table is None:
        raise UnreadableError(say("data_page.held_out_without_data"))
    share = whole_within(read_number(text), HELD_OUT, HELD_OUT_SHARE.label, reading)
    seen = Landscape.over(
        table.holding_out(share), landscape.loss.text, *ranges_of(landscape), landscape.names
    )
    return replace(experiment, landscape=as_published(seen))


def is_of_own_table(params: Mapping[str, str]) -> bool:
    """Whether the parameters are those of a link to an uploaded table."""
    text = params.get("data")
    return (
        isinstance(text, str) and len(text) <= MAX_DATA and text.partition(_BETWEEN)[0] == OWN_TABLE
    )


def without_its_table(params: Mapping[str, str], reading: Reading) -> Mapping[str, str]:
    """The parameters of a link to an uploaded table, as it opens where the table is not.

    It opens over built-in data, with the formula if these have its columns, else as their loss is
    published.
    """
    if not is_of_own_table(params):
        return params
    columns = params["data"].split(_BETWEEN)[1:]
    tables = {
        key: one.loss.whole_table for key, one in DATA.items() if one.loss.whole_table is not None
    }
    fitting = (key for key, table in tables.items() if set(columns) <= set(table.columns))
    key = next(fitting, next(iter(tables)))
    if _takes(tables[key], params.get("f")):
        reading.tell("data_page.stayed", loss=DATA[key].name)
        return {**params, "data": key}
    reading.tell("data_page.stayed_whole", loss=DATA[key].name)
    return {name: params[name] for name in params if name not in _OF_THE_TABLE} | {"data": key}


def _takes(data: DataSet, text: object) -> bool:
    """Whether the formula of a link can be put into these data."""
    if not isinstance(text, str) or len(text) > MAX_FORMULA:
        return False
    try:
        Landscape.over(data, read_formula(text))
    except FormulaError:
        return False
    return True


# Formula and ranges

_DEFAULT_RANGES = DEFAULT_RANGE, DEFAULT_RANGE


def _write_formula(experiment: Experiment) -> str | None:
    landscape = experiment.landscape
    return None if published_key(landscape) else write_formula(landscape.text)


def _read_formula(text: str, experiment: Experiment, reading: Reading) -> Experiment:
    landscape = experiment.landscape
    ranges = ranges_of(landscape) if landscape.loss.rows else _DEFAULT_RANGES
    try:
        return replace(experiment, landscape=_again(landscape, read_formula(text), *ranges))
    except FormulaError as error:
        name = landscape.name
        raise UnreadableError(say("link.formula_refused", name=name, why=error.message)) from error


def _range(letter: str) -> Parameter:
    axis, label = "xy".index(letter), say("link.range", letter=letter)

    def write(experiment: Experiment) -> str | None:
        ends = ranges_of(experiment.landscape)[axis]
        return None if ends == _usual_ranges(experiment.landscape)[axis] else write_numbers(ends)

    def read(text: str, experiment: Experiment, reading: Reading) -> Experiment:
        landscape = experiment.landscape
        what = say("link.range", letter=landscape.labels[axis])
        numbers = read_numbers(text, 2)
        low, high = sorted(min(max(number, -WIDEST), WIDEST) for number in numbers)
        ranges = [*ranges_of(landscape)]
        ranges[axis] = (low, high)
        try:
            seen = _again(landscape, landscape.text, *ranges)
        except FormulaError as error:
            raise UnreadableError(say("link.range_empty", what=what)) from error
        if (low, high) != numbers:
            reading.tell("link.range_now", what=what, low=f"{low:g}", high=f"{high:g}")
        return replace(experiment, landscape=seen)

    return Parameter(letter, label, 80, write, read)


def _again(landscape: Landscape, text: str, x_range: Range, y_range: Range) -> Landscape:
    """Another formula or view, over the same data if there are any. Raises `FormulaError`."""
    if data := landscape.loss.whole_table:
        return as_published(Landscape.over(data, text, x_range, y_range))
    return as_published(Landscape.read(text, x_range, y_range))


def _usual_ranges(landscape: Landscape) -> tuple[Range, Range]:
    """What is seen of a loss where nothing is said of it."""
    if key := published_key(landscape):
        return ranges_of(PUBLISHED[key])
    data = landscape.loss.whole_table
    return ranges_of(loss_over(data)) if data else _DEFAULT_RANGES


NAME = Parameter("loss", say("link.loss"), 40, _write_name, _read_name)
DATA_SET = Parameter("data", say("link.data"), MAX_DATA, _write_data, _read_data)
HELD_OUT_SHARE = Parameter(
    "held", say("link.held_out"), MAX_DIGITS, _write_held_out, _read_held_out
)
FORMULA = Parameter("f", say("link.formula"), MAX_FORMULA, _write_formula, _read_formula)
X_RANGE, Y_RANGE = _range("x"), _range("y")
