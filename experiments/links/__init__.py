"""Links: a whole experiment as parameters of the address that a person can read.

    ?loss=ackley&start=2.5_-1.6&steps=500&race=gd~eta_0.02+adam~eta_0.1~b1_0.5&v=1
    ?f=x~2_+_10_sin(y)&x=-8_8&noise=0.5
    ?data=line&f=|w1_u_+_w2_-_v|&batch=8

Whatever is as in the opening experiment is left out, so that its link is empty. In `f` a `+` is a
plus, `_` a space and `~` (or `^`) a power.

What a link pins: numbers are the shortest decimals of the identical float64. eta is always
written, because what suits a loss (`suggested_eta`) may be tuned anew; other settings are left
out where they have their rule's published default. Start and race are left out only together
with the opening's loss; elsewhere a link without them was written by hand, and gets what suits
its loss. So the published links rest on the opening, the catalogue and the rules' defaults: who
changes the opening keeps the old one for them.

Opening takes anything. It looks at the parameters of `PARAMETERS` alone and at no text beyond
its bound, so that its work is bounded; what is unknown, damaged, out of range or too long is
put right to the nearest valid experiment, and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from experiments.experiment import Experiment
from experiments.limits import NOISE, NOISE_DECAY, SEEDS, STEPS, WARMUP
from experiments.links import loss, race
from experiments.links.loss import is_of_own_table, without_its_table
from experiments.links.parameter import Parameter, Reading, number, of_view, switch, whole
from experiments.links.text import UnreadableError, plain_sentence
from experiments.opening import OPENING
from experiments.view import VIEW_SETTINGS
from landscapes import DataSet
from words import say

__all__ = [
    "PARAMETERS",
    "Opened",
    "from_link",
    "from_query",
    "is_of_own_table",
    "query_text",
    "to_query",
]

# They are read in this order, for what a start or an eta means depends on the loss. A link that
# is cut off loses its end first: what matters most stands first.
PARAMETERS = (
    loss.NAME,
    loss.DATA_SET,
    loss.HELD_OUT_SHARE,
    loss.FORMULA,
    loss.X_RANGE,
    loss.Y_RANGE,
    race.START,
    whole("steps", "config.steps", say("link.steps"), STEPS),
    race.BATCH,
    number("noise", "config.noise.sigma", say("link.noise"), NOISE),
    number("decay", "config.noise.decay", say("data_page.the_decay"), NOISE_DECAY),
    switch("fresh", "independent_noise", say("link.fresh")),
    whole("seed", "config.seed", say("link.seed"), SEEDS),
    race.SCHEDULE,
    whole("warmup", "config.schedule.warmup", say("link.warmup"), WARMUP),
    race.RACE,
    *map(of_view, VIEW_SETTINGS),
    whole("step", "step", say("link.step")),
)

# The version of this format. It stands last: a link that spells a race out and has none was cut.
_VERSION, _CURRENT = "v", "1"
_MAX_REPAIRS = 4


@dataclass(frozen=True)
class Opened:
    """The experiment of a link, and `repairs`: what was put right.

    These are at most five short sentences without a sign that HTML or Markdown would act on.
    """

    experiment: Experiment
    repairs: tuple[str, ...] = ()


def to_query(experiment: Experiment) -> dict[str, str]:
    """The parameters of the experiment's link, not encoded; {} for the opening experiment."""
    one = experiment.clamped()
    query = {p.key: text for p in PARAMETERS if (text := p.write(one)) is not None}
    return {**query, _VERSION: _CURRENT} if query else {}


def query_text(experiment: Experiment) -> str:
    """What follows the address: "", or "?" and the parameters, percent-encoded."""
    query = to_query(experiment)
    return f"?{urlencode(query)}" if query else ""


def from_link(link: str) -> Experiment:
    """The experiment of a whole address, or of what follows its "?"; never raises."""
    text = link.partition("#")[0].rpartition("?")[2]
    return from_query(dict(parse_qsl(text, keep_blank_values=True))).experiment


def from_query(params: Mapping[str, str], own: DataSet | None = None) -> Opened:
    """The experiment of these decoded parameters, or the nearest valid one; never raises.

    It is `clamped`. Parameters that belong to no link are ignored. `own` is the table that this
    visitor uploaded, which no link carries.
    """
    experiment, reading = OPENING, Reading([], own)
    if own is None:
        params = without_its_table(params, reading)
    for parameter in PARAMETERS:
        if parameter.key in params:
            try:
                text = _checked(params[parameter.key], parameter)
                experiment = parameter.read(text, experiment, reading)
                continue
            except UnreadableError as error:
                what = parameter.label
                reading.repairs.append(error.message or say("link.unread", what=what))
        experiment = parameter.absent(experiment)
    if not params.get(_VERSION) and "~" in str(params.get("race", "")):
        reading.tell("link.cut")
    affordable = experiment.clamped()
    if affordable.config.steps < experiment.config.steps:
        reading.tell("data_page.fewer_steps", steps=affordable.config.steps)
    return Opened(affordable, _shortened(reading.repairs))


Experiment.from_link = from_link


def _checked(text: object, parameter: Parameter) -> str:
    if not isinstance(text, str):
        raise UnreadableError
    if len(text) > parameter.longest:
        raise UnreadableError(say("link.too_long", what=parameter.label))
    return text


def _shortened(repairs: list[str]) -> tuple[str, ...]:
    """The sentences, each once, the first few of them."""
    sentences: list[str] = [plain_sentence(sentence) for sentence in dict.fromkeys(repairs)]
    if len(sentences) > _MAX_REPAIRS:
        sentences[_MAX_REPAIRS:] = [say("link.more")]
    return tuple(sentences)
