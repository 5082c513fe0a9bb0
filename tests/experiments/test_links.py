"""A link gives the same experiment back, bit for bit; any other text gives a valid one."""

from __future__ import annotations

import dataclasses
import math
import random
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments import OPENING, Entrant, Experiment, from_query, query_text, to_query
from experiments.limits import MAX_OF_A_RULE, MAX_RACERS, NOISE_DECAY, STEPS, WARMUP
from experiments.links import PARAMETERS
from experiments.links.text import (
    UnreadableError,
    read_formula,
    read_number,
    write_formula,
    write_number,
)
from experiments.published import PUBLISHED
from experiments.usual import usual_start
from experiments.view import VIEW_SETTINGS, View
from landscapes import CATALOG, DATA, FormulaLoss, Landscape
from optimizers import RULES, Batches, Noise, Rule, RunConfig, Schedule, suggested_eta
from tests.words import korean
from words import LANGUAGES, into

CALM = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=list(HealthCheck),
)
MARKUP = set("<>[]`*_$\\#&~\n")


def opened(link: str) -> tuple[Experiment, tuple[str, ...]]:
    """What a server makes of the text after the `?`."""
    found = from_query(dict(parse_qsl(link.removeprefix("?"), keep_blank_values=True)))
    return found.experiment, found.repairs


# Experiments


TYPED = (
    "x^2 + 10 sin(y)",
    "|x|+2|y - x|",
    "log_2(x^2 + 1) y",
    "if(x > 0, x^2, -x) / 3",
    "1e-3x**4",
    "L(w, b) = (w - 1)^2 + b",
    "θ₁² + θ_2^2",
    "100*(x(2)-x(1)^2)^2+(1-x(1))^2",
    "x[0]**2 + x_{1}",
)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


def ranges() -> st.SearchStrategy[tuple[float, float]]:
    return (
        st.tuples(numbers(-1e6, 1e6), numbers(-1e6, 1e6))
        .map(sorted)
        .filter(lambda ends: ends[1] - ends[0] >= 1e-6)
        .map(tuple)
    )  # type: ignore[arg-type]


def losses() -> st.SearchStrategy[Landscape]:
    texts = st.sampled_from([*TYPED, *(entry.loss.text for entry in CATALOG.values())])
    typed = st.builds(Landscape.read, texts, ranges(), ranges())
    one_example = st.sampled_from(
        [
            "|w1 u + w2 - v|",
            "(w2 cos(w1 u) - v)^2",
            "L(w, b) = (w u + b - v)^2",
            DATA["wave"].loss.text,
        ]
    )
    data = st.sampled_from([DATA["line"].loss.data, DATA["sine"].loss.data])
    over_data = st.builds(Landscape.over, data, one_example, ranges(), ranges())
    return st.one_of(st.sampled_from([*PUBLISHED.values()]), typed, over_data)


def entrants(rule: Rule) -> st.SearchStrategy[Entrant]:
    values = {s.letter: numbers(s.low, s.high) for s in rule.settings}
    return st.fixed_dictionaries({}, optional=values).map(lambda chosen: Entrant(rule, chosen))


def schedules() -> st.SearchStrategy[Schedule]:
    warmup = st.integers(*WARMUP)
    return st.one_of(
        st.builds(Schedule, st.sampled_from(["constant", "cosine"]), warmup=warmup),
        st.builds(Schedule, st.just("step"), numbers(0.05, 1), st.integers(10, 500), warmup),
        st.builds(Schedule, st.just("exponential"), numbers(0.9, 1), warmup=warmup),
    )


def views() -> st.SearchStrategy[View]:
    camera = st.tuples(*[numbers(0.1, 9)] * 3, *[numbers(-2, 0)] * 3)
    kinds = {"choice": lambda s: st.sampled_from(s.options), "switch": lambda s: st.booleans()}
    return st.builds(
        View,
        camera=st.none() | camera,
        **{s.key: kinds[s.kind](s) for s in VIEW_SETTINGS if s.kind in kinds},
    )


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    chosen = st.lists(st.sampled_from([*RULES.values()]), unique_by=lambda r: r.key, max_size=5)
    rules = [rule for rule in draw(chosen) for _ in range(draw(st.integers(1, MAX_OF_A_RULE)))]
    steps = draw(st.integers(*STEPS))
    landscape = draw(losses())
    batches = st.none() | st.builds(Batches, st.integers(1, 90))
    experiment = Experiment(
        landscape,
        tuple(draw(entrants(rule)) for rule in rules),
        draw(st.tuples(numbers(-1e300, 1e300), numbers(-10, 10))),
        RunConfig(
            steps=steps,
            schedule=draw(schedules()),
            noise=Noise(
                draw(st.just(0.0) | numbers(0, 1e6)), draw(st.just(0.0) | numbers(*NOISE_DECAY))
            ),
            batches=draw(batches) if landscape.loss.rows else None,
            seed=draw(st.integers(0, 2**31 - 1)),
        ),
        draw(st.booleans()),
    )
    (x0, x1), (y0, y1) = experiment.landscape.x_range, experiment.landscape.y_range
    zoom = draw(st.none() | st.just((x0 + 0.25 * (x1 - x0), x1, y0, y1 - 0.5 * (y1 - y0))))
    step = draw(st.none() | st.integers(0, steps))
    view = dataclasses.replace(draw(views()), zoom=zoom)
    return dataclasses.replace(experiment, view=view, step=step)


@CALM
@given(experiments())
def test_a_link_gives_its_experiment_back(experiment: Experiment) -> None:
    again, repairs = opened(query_text(experiment))
    assert repairs == ()
    assert again == experiment.clamped() == again.clamped()
    assert again.landscape in PUBLISHED.values() or not again.landscape.name
    assert query_text(again) == query_text(experiment)


@settings(CALM, max_examples=40)
@given(experiments())
def test_a_link_gives_the_same_paths_bit_for_bit(experiment: Experiment) -> None:
    experiment = dataclasses.replace(experiment, entrants=experiment.entrants[:2])
    again, _ = opened(query_text(experiment))
    for one, other in zip(experiment.run(), again.run(), strict=True):
        assert one.points.tobytes() == other.points.tobytes()
        assert one.gradients.tobytes() == other.gradients.tobytes()


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_published_loss_goes_by_its_name(key: str) -> None:
    experiment = Experiment(PUBLISHED[key], (Entrant(RULES["gd"]),), (1.0, 1.0))
    again, _ = opened(query_text(experiment))
    assert again.landscape is PUBLISHED[key]
    assert not {"f", "data"} & set(to_query(experiment))


# Short and readable


def test_the_opening_has_an_empty_link() -> None:
    assert to_query(OPENING) == {}
    assert query_text(OPENING) == ""
    assert opened("") == (OPENING, ())


def test_a_link_can_be_read_by_a_person() -> None:
    experiment = Experiment(
        Landscape.read("x^2 + 10 sin(y)", (-8, 8)),
        (Entrant(RULES["gd"], {"eta": 0.01}), Entrant(RULES["adam"], {"eta": 0.1, "beta1": 0.5})),
        (3.1, -2.0),
        RunConfig(seed=7, noise=Noise(0.5), schedule=Schedule("step", 0.5, 100)),
        view=View(curve="gradient"),
        step=142,
    )
    assert query_text(experiment) == (
        "?f=x~2_+_10_sin%28y%29&x=-8_8&start=3.1_-2&noise=0.5&seed=7&schedule=step_0.5_100"
        "&race=gd~eta_0.01+adam~eta_0.1~b1_0.5&curve=gradient&step=142&v=1"
    )


def full_experiment(seed: int) -> Experiment:
    """All that a visitor can turn, turned: settings as the controls have them, the rest to 17
    digits, and a formula of 500 characters, of which as many are brackets as may be."""
    turn = random.Random(seed)
    loss = Landscape.read(
        "*".join(["((|x|))"] * 16) + "+" + "+".join(["(((y)))"] * 15) + " " * 253,
        (-3.3333333333333335, 4.123456789012345),
        (-2.718281828459045, 6.283185307179586),
    )
    assert len(loss.loss.text) == 500

    def turned(letter: str, low: float, high: float, scale: str) -> float:
        if scale == "linear":
            return round(turn.uniform(low, high), 4 if letter == "beta2" else 3)
        return float(f"{10 ** turn.uniform(math.log10(low), math.log10(high)):.1e}")

    race = tuple(
        Entrant(rule, {s.letter: turned(s.letter, s.low, s.high, s.scale) for s in rule.settings})
        for rule in RULES.values()
    )
    config = RunConfig(
        steps=1950,
        schedule=Schedule("step", 0.35, 470, 195),
        noise=Noise(0.123456, 1.55),
        seed=2147483646,
    )
    view = View(
        (-3.141592653589793, 2.23606797749979, -2.123456789012345, 3.123456789012345),
        (1.234, -1.234, 0.987, 0.012, 0.034, -0.18),
        "gradient",
        log=False,
        levels="even",
        trails="100",
        marks=False,
        basins=True,
    )
    start = (-1.4142135623730951, 2.23606797749979)
    return Experiment(loss, race, start, config, True, view, 1234)


@pytest.mark.parametrize("seed", range(5))
def test_a_full_link_stays_under_2000_characters(seed: int) -> None:
    experiment = full_experiment(seed)
    assert len(experiment.entrants) == MAX_RACERS
    link = query_text(experiment)
    assert len(link) < 2000
    assert opened(link) == (experiment, ())


@given(st.floats(allow_nan=False, allow_infinity=False))
@CALM
def test_a_number_keeps_every_bit(value: float) -> None:
    again = read_number(write_number(value))
    assert np.float64(again).tobytes() == np.float64(value).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "²",
        "٣",
        "1_0",
        "0x10",
        " 1",
        "1\n",
        "inf",
        "nan",
        "1e999",
        "1e",
        "0.",
        "+1",
        "--1",
        "1,5",
        "1" * 33,
    ],
)
def test_what_is_no_plain_number_is_not_read(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("x^2 + 10 sin(y)", "x~2_ _10_sin(y)"),
        ("log_10(x)+y", "log~~10(x) y"),
        ("x  y", "x__y"),
        ("π x² √y", "π_x²_√y"),
    ],
)
def test_a_formula_keeps_every_character(text: str, link: str) -> None:
    assert write_formula(text) == link
    assert read_formula(link) == text


@pytest.mark.parametrize("link", ["f=x^2+10sin(y)", "f=x~2+10sin%28y%29", "f=x%5E2%2B10sin(y)"])
def test_a_formula_may_be_typed_into_the_address(link: str) -> None:
    experiment, repairs = opened(link)
    assert (experiment.landscape.loss.text, repairs) == ("x^2+10sin(y)", ())


def test_lookalikes_in_a_formula_become_the_plain_signs() -> None:
    typed = Landscape.read("ｘ·ｙ − 2")
    experiment = Experiment(typed, (Entrant(RULES["gd"]),), (1.0, 2.0))
    again, repairs = opened(query_text(experiment))
    assert (again.landscape.loss.text, repairs) == ("x*y - 2", ())
    assert again.run()[0].points.tobytes() == experiment.run()[0].points.tobytes()


# Links by hand


def test_a_loss_alone_brings_its_start_and_rates_that_suit_it() -> None:
    experiment, repairs = opened("loss=ackley")
    assert repairs == ()
    assert experiment.start == CATALOG["ackley"].start
    for entrant in experiment.entrants:
        assert entrant.settings["eta"] == suggested_eta(entrant.rule, CATALOG["ackley"])


def test_optimizers_alone_race_with_rates_that_suit_the_loss() -> None:
    experiment, repairs = opened("f=x~2+y~2/9&race=gd,adam&start=3,2")
    loss = experiment.landscape
    assert repairs == ()
    assert experiment.entrants == (
        Entrant(RULES["gd"], {"eta": suggested_eta(RULES["gd"], loss)}),
        Entrant(RULES["adam"], RULES["adam"].defaults),
    )


def test_a_usual_start_has_few_digits() -> None:
    for ends, start in (((-3.0, 2.9), 1.72), ((0.0, 1 / 3), 0.2667), ((-1e5, 2e5), 140_000.0)):
        loss = Landscape.read("x^2 + y^2", ends, (-1.0, 2.5))
        assert usual_start(loss) == (start, 1.45)


def test_a_race_may_be_empty() -> None:
    experiment = dataclasses.replace(OPENING, entrants=())
    assert to_query(experiment) == {"race": "none", "v": "1"}
    assert opened("race=none&v=1") == (experiment, ())


# A published link opens the same for ever. Nothing in these two tests may be changed: who tunes
# the opening, a catalogue entry or a rule's default finds another way.


def test_a_published_link_opens_as_it_was() -> None:
    experiment, repairs = opened(
        "?loss=himmelblau&x=-6_6&start=0.1_3&steps=450&noise=0.25&seed=9&schedule=exponential_0.99"
        "&warmup=20&race=momentum~eta_0.001+adam~eta_0.2~b2_0.99+lion~eta_0.03~wd_0.1"
        "&curve=length&log=off&levels=log&trails=30&marks=off&basins=on&zoom=-5_0_-2.5_5"
        "&camera=1.2_-1.2_0.9_0_0_-0.18&step=77&v=1"
    )
    assert repairs == ()
    experiment, view = experiment, experiment.view
    assert experiment.landscape == Landscape(
        FormulaLoss("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"), (-6, 6), (-5, 5)
    )
    assert [(e.rule.key, dict(e.settings)) for e in experiment.entrants] == [
        ("momentum", {"eta": 0.001, "mu": 0.9}),
        ("adam", {"eta": 0.2, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8}),
        ("lion", {"eta": 0.03, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.1}),
    ]
    assert (
        experiment.start,
        experiment.config.steps,
        experiment.config.noise.sigma,
        experiment.config.seed,
    ) == ((0.1, 3.0), 450, 0.25, 9)
    assert experiment.config.schedule == Schedule("exponential", 0.99, 100, 20)
    zoom, camera = (-5.0, 0.0, -2.5, 5.0), (1.2, -1.2, 0.9, 0.0, 0.0, -0.18)
    assert view == View(zoom, camera, "length", False, "log", "30", False, True)
    assert experiment.step == 77


def test_a_published_link_that_leaves_things_out_opens_as_it_was() -> None:
    experiment, repairs = opened("?seed=1&v=1")
    experiment = experiment
    assert repairs == ()
    assert experiment.landscape.loss.text == "20 + x^2 - 10cos(2 pi x) + y^2 - 10cos(2 pi y)"
    assert (experiment.landscape.x_range, experiment.landscape.y_range) == (
        (-5.12, 5.12),
        (-5.12, 5.12),
    )
    assert [(e.rule.key, dict(e.settings)) for e in experiment.entrants] == [
        ("gd", {"eta": 0.001}),
        ("momentum", {"eta": 0.003, "mu": 0.97}),
        ("nag", {"eta": 0.003, "mu": 0.97}),
        ("rmsprop", {"eta": 0.05, "rho": 0.9, "epsilon": 1e-8}),
        ("adam", {"eta": 0.5, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ]
    assert (
        experiment.start,
        experiment.config.steps,
        experiment.config.noise.sigma,
        experiment.config.seed,
    ) == ((4.4, 2.5), 300, 0.0, 1)
    assert experiment.config.schedule == Schedule("constant")
    assert (experiment.view, experiment.step) == (View(), None)


# Old, cut, damaged and hostile links

UNREAD = "could not be read and was left out."
FORMULA = "The formula could not be used, so this is Rastrigin: "
MANY = "A race has at most 16 optimizers; the others were left out."
DAMAGED = {
    "loss=puddles": "No loss is called “puddles”; this is Rastrigin.",
    "loss=<img src=x>": "No loss is called “imgsrcx”; this is Rastrigin.",
    f"loss={'a' * 100_000}": "The loss is too long and was left out.",
    "f=": FORMULA + "Type a loss, for example x^2 + y^2.",
    "f=x~2+foo": (
        FORMULA + "“foo” is not known: this loss has x and y, and functions like sin, exp and sqrt."
    ),
    f"f={'x' * 501}": FORMULA + "This is 501 characters long; 500 is the limit.",
    f"f={'x' * 100_000}": "The formula is too long and was left out.",
    "data=iris": "No data are called “iris”; this is Rastrigin.",
    "data=line&f=w1+q+z&v=1": (
        "The formula could not be used, so this is Line with outliers: This has 3 names that are "
        "no columns, q, w1 and z; two can be weights. The columns are u, v."
    ),
    "batch=3": "A batch size needs a loss over data; it was left out.",
    "loss=line&batch=0": "The batch size is a whole number from 1 to 60; it is now 1.",
    "loss=line&batch=none": f"The batch size {UNREAD}",
    "decay=9": "The decay of the noise was out of range and is now 2.",
    "fresh=1": f"The switch of fresh noise {UNREAD}",
    "curve=held": f"The curve {UNREAD}",
    "ghost=batch": f"The second landscape {UNREAD}",
    "x=5_-5": "The range of x was put right; it goes from -5 to 5.",
    "y=-1e9_3": "The range of y was put right; it goes from -1e+06 to 3.",
    "x=2_2": "The range of x was empty and was left out.",
    "x=1_2_3": f"The range of x {UNREAD}",
    "start=nan_1": f"The start {UNREAD}",
    "start=4.4_2.": f"The start {UNREAD}",
    "steps=99999": "The number of steps is a whole number from 50 to 2000; it is now 2000.",
    "steps=100.5": "The number of steps is a whole number from 50 to 2000; it is now 100.",
    "steps=²": f"The number of steps {UNREAD}",
    "seed=1_0": f"The seed {UNREAD}",
    "seed=-1": "The seed is a whole number from 0 to 2147483647; it is now 0.",
    "noise=-0.5": "The noise was out of range and is now 0.",
    "noise=1e999": f"The noise {UNREAD}",
    "schedule=linear": f"The schedule {UNREAD}",
    "schedule=step_2_100": "The schedule’s factor was out of range and is now 1.",
    "schedule=step_x": "The numbers of the schedule could not be read; they are the usual ones.",
    "schedule=cosine_1": "The numbers of the schedule could not be read; they are the usual ones.",
    "warmup=1e5": "The warm-up is a whole number from 0 to 200; it is now 200.",
    "race=": "No optimizer of the race is known; these are the usual ones.",
    "race=gd+turbo": "No optimizer is called “turbo”; it was left out.",
    "race=gd+gd+adam+gd+gd": "Gradient descent races 3 times at most; the others are left out.",
    f"race={'+'.join([*RULES, 'gd'])}": MANY,
    f"race={'gd+' * 100_000}": "The race is too long and was left out.",
    "race=adam~b1_2&v=1": "beta1 of Adam was out of range and is now 0.999.",
    "race=adam~mu_0.5&v=1": "A setting of Adam could not be read and was left out.",
    "race=gd~eta_0&v=1": "eta of Gradient descent was not above 0 and was left out.",
    "race=gd~eta_0.01": "The end of the link is missing, so a part of it may be lost.",
    "curve=money": f"The curve {UNREAD}",
    "log=1": f"The axis of the curve {UNREAD}",
    "zoom=7_8_7_8": "The zoom was not on the map and was left out.",
    "zoom=1_2": f"The zoom {UNREAD}",
    "camera=0_0_0_0_0_0": f"The camera {UNREAD}",
    "camera=1e9_0_0_0_0_0": f"The camera {UNREAD}",
    "step=301": "The step shown is a whole number from 0 to 300; it is now 300.",
}


@pytest.mark.parametrize("link", DAMAGED)
def test_what_is_damaged_is_put_right_and_told(link: str) -> None:
    experiment, repairs = opened(link)
    assert repairs == (DAMAGED[link],)
    assert opened(query_text(experiment)) == (experiment, ())


NAMES = [
    *(into(one.name, "ko") for one in (*RULES.values(), *PUBLISHED.values())),
    *(letter for rule in RULES.values() for letter in rule.defaults if "_" not in letter),
]


@pytest.mark.parametrize("link", [*DAMAGED, "race=adamw~wd_9&v=1", "marks=1"])
def test_what_was_put_right_is_told_in_korean(link: str) -> None:
    for sentence in opened(link)[1]:
        korean.check(sentence, link, *NAMES)


def test_each_parameter_has_a_name_in_korean() -> None:
    for parameter in PARAMETERS:
        korean.check(parameter.label)


@pytest.mark.parametrize(
    "link", ["utm_source=mail&fbclid=1", "embed=true", "q=1", "__proto__=1", "V=2", "LOSS=ackley"]
)
def test_parameters_of_others_are_ignored(link: str) -> None:
    assert opened(link) == (OPENING, ())


def test_what_is_no_text_is_left_out() -> None:
    for value in (None, 3, ["rastrigin"], {"a": 1}, b"ackley", math.nan):
        found = from_query({"loss": value})  # type: ignore[dict-item]
        assert found.experiment == OPENING
        assert found.repairs == (f"The loss {UNREAD}",)


def test_what_is_put_right_is_told_in_few_short_plain_sentences() -> None:
    everything = {p.key: "<b>*_[x](y)" for p in PARAMETERS} | {"f": "<script>alert(1)</script>"}
    repairs = from_query(everything).repairs
    assert len(repairs) == 5
    assert repairs[-1] == "More was put right as well."


def test_every_link_that_was_cut_opens() -> None:
    link = (
        "?f=x~2%2F4_+_2sin%28y%29&x=-8_8&y=-1.5_6&start=3.1_-2.2&steps=450&noise=0.5&seed=712"
        "&schedule=step_0.5_100&warmup=20&race=gd~eta_0.01+momentum~eta_0.003~mu_0.97+adam~eta_0.1"
        "~b1_0.5~eps_1e-06&curve=gradient&log=off&zoom=-3_2_-1.5_4.25&step=142&v=1"
    )
    spelled_out = link.index("~eta") + 1
    for end in range(len(link)):
        found, repairs = opened(link[:end])
        check(found, repairs)
        assert repairs or end < spelled_out
    assert opened(link)[1] == ()


def check(experiment: Experiment, repairs: tuple[str, ...]) -> None:
    """A valid experiment, and sentences that may be shown anywhere."""
    assert opened(query_text(experiment)) == (experiment, ())
    assert len(repairs) <= 5
    for sentence in (into(one, language) for one in repairs for language in LANGUAGES):
        assert len(sentence) < 165
        assert sentence.isprintable()
        assert not MARKUP & set(sentence)


PIECES = st.one_of(
    st.sampled_from(
        (
            *(
                "line",
                "own",
                "all",
                "u",
                "w1",
                "held",
                "gd",
                "adam",
                "eta",
                "b1",
                "none",
                "step",
                "cosine",
                "on",
                "ackley",
                "x",
                "y",
                "sin",
            ),
            *("0", "1", "-3", "0.5", "1e9", "1e-300", "1e999", "nan", "²", "٣", "pi"),
            *(
                "_",
                "~",
                "~~",
                "^",
                " ",
                ",",
                ".",
                "+",
                "-",
                "*",
                "/",
                "(",
                ")",
                "|",
                "<",
                "&",
                "\0",
            ),
        )
    ),
    st.text(max_size=5),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
MAPPINGS = st.dictionaries(
    st.one_of(st.sampled_from([*(p.key for p in PARAMETERS), "v"]), st.text(max_size=4)),
    TEXTS,
    max_size=8,
)


@settings(CALM, max_examples=300)
@given(MAPPINGS)
def test_any_texts_give_a_valid_experiment(params: dict[str, str]) -> None:
    found = from_query(params)
    check(found.experiment, found.repairs)


@settings(CALM, max_examples=50)
@given(MAPPINGS)
def test_any_texts_give_an_experiment_that_runs(params: dict[str, str]) -> None:
    experiment = from_query(params).experiment
    for run in experiment.run():
        assert run.points.shape == (experiment.config.steps + 1, 2)


@settings(CALM, max_examples=60)
@given(experiments(), st.data())
def test_a_link_with_a_wrong_character_opens(experiment: Experiment, data: st.DataObject) -> None:
    link = query_text(experiment) or "?"
    place = data.draw(st.integers(1, len(link)))
    wrong = data.draw(st.sampled_from("0~_.-+&=%xé"))
    found, repairs = opened(link[:place] + wrong + link[place + 1 :])
    check(found, repairs)


def test_a_huge_query_is_looked_at_no_further_than_its_bounds() -> None:
    params = {f"k{n}": "x" * 100 for n in range(5_000)} | {p.key: "x" * 100_000 for p in PARAMETERS}
    found = from_query(params)
    assert found.experiment == OPENING
    assert found.repairs[0] == "The loss is too long and was left out."


def test_the_encoding_is_the_one_of_the_address_bar() -> None:
    experiment = full_experiment(1)
    assert query_text(experiment) == f"?{urlencode(to_query(experiment), doseq=True)}"
