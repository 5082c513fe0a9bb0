"""Links to losses over data: what they carry, and what stays with its owner."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qsl

import numpy as np
import pytest

from experiments import Entrant, Experiment, View, from_query, query_text, to_query
from experiments.published import PUBLISHED
from landscapes import DATA, DataSet, Landscape
from optimizers import RULES, Batches, Noise, RunConfig


def opened(link: str) -> tuple[Experiment, tuple[str, ...]]:
    """What a server makes of the text after the `?`."""
    found = from_query(dict(parse_qsl(link.removeprefix("?"), keep_blank_values=True)))
    return found.experiment, found.repairs


def test_a_loss_over_data_can_be_read_by_a_person() -> None:
    loss = Landscape.over(DATA["line"].loss.data, "|w1 u + w2 - v|", (-1, 4), (-4, 4))
    experiment = Experiment(
        loss,
        (Entrant(RULES["gd"], {"eta": 0.1}),),
        (3.0, 2.0),
        RunConfig(noise=Noise(decay=0.55), batches=Batches(8)),
        independent_noise=True,
        view=View(curve="held", ghost="batch"),
    )
    link = query_text(experiment)
    assert link == (
        "?data=line&f=%7Cw1_u_+_w2_-_v%7C&x=-1_4&start=3_2&batch=8&decay=0.55&fresh=on"
        "&race=gd~eta_0.1&curve=held&ghost=batch&v=1"
    )
    assert opened(link)[0].run()[0].points.tobytes() == experiment.run()[0].points.tobytes()


def test_a_published_link_to_data_opens_as_it_was() -> None:
    """Nothing in here may be changed."""
    experiment, repairs = opened(
        "?loss=wave&start=2.9_0.4&batch=4&decay=0.55&fresh=on&race=gd~eta_0.1&curve=held"
        "&ghost=held&v=1"
    )
    experiment, view = experiment, experiment.view
    assert repairs == ()
    assert experiment.landscape.loss.rows
    assert experiment.landscape.loss.text == "(sin(w1 u + w2) - v)^2"
    assert experiment.landscape.loss.data.columns == ("u", "v")
    assert experiment.landscape.loss.data.rows.shape == (48, 2)
    assert (experiment.landscape.x_range, experiment.landscape.y_range) == ((0.0, 4.5), (-1.5, 1.5))
    assert (experiment.config.batches, experiment.config.noise) == (Batches(4), Noise(decay=0.55))
    assert experiment.independent_noise
    assert (view.curve, view.ghost) == ("held", "held")


def test_data_alone_bring_their_loss_and_a_batch() -> None:
    for link in ("loss=line", "data=line"):
        experiment, repairs = opened(link)
        assert repairs == ()
        assert experiment.landscape is DATA["line"]
        assert experiment.start == DATA["line"].start
        assert experiment.config.batches == Batches(8)


def test_over_data_the_usual_race_has_sgd_without_other_noise_than_its_batches() -> None:
    experiment, repairs = opened("loss=line")
    first = experiment.entrants[0]
    assert (first.rule.key, first.settings["sigma"], repairs) == ("sgd", 0.0, ())
    assert "gd" not in experiment.keys
    assert "race=sgd~eta_0.2~sigma_0+" in query_text(experiment)
    assert opened(query_text(experiment)) == (experiment, ())


def test_a_link_that_names_no_sigma_keeps_the_one_that_it_was_written_with() -> None:
    experiment, _ = opened("loss=line&race=sgd~eta_0.1&v=1")
    assert experiment.entrants[0].settings["sigma"] == 1.0


def test_a_batch_of_all_rows_is_none() -> None:
    rows = len(DATA["blobs"].loss.data.training)
    for text in ("all", str(rows)):
        experiment, repairs = opened(f"loss=blobs&batch={text}&race=gd~eta_1&v=1")
        assert (experiment.config.batches, repairs) == (None, ())
        assert to_query(experiment)["batch"] == "all"


OWN = DataSet("Your data", ("u", "speed"), np.arange(24.0).reshape(12, 2) / 7)


def test_an_uploaded_table_stays_with_its_owner() -> None:
    loss = Landscape.over(OWN, "(w1 u - speed)^2 + w2^2", (-1, 2), (-3, 3))
    experiment = Experiment(
        loss, (Entrant(RULES["adam"]),), (1.0, 1.0), RunConfig(batches=Batches(3))
    )
    query = to_query(experiment)
    assert query["data"] == "own~u~speed"
    again = from_query(query, OWN)
    assert again.repairs == ()
    assert again.experiment == experiment.clamped()
    elsewhere = from_query(query)
    assert elsewhere.experiment.landscape is DATA["line"]
    assert opened(query_text(elsewhere.experiment)) == (elsewhere.experiment, ())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"data": "own~u~v", "f": "(w1_u_-_v"},
        {"data": "own~u~v", "f": "u" * 700},
        {"data": "own~u~v", "f": "u_-_v"},
    ],
)
def test_where_the_formula_cannot_be_used_either_the_published_loss_opens_whole(
    changes: dict[str, str],
) -> None:
    loss = Landscape.over(OWN, "(w1 u - speed)^2 + w2^2", (-700, -200), (90, 91))
    experiment = Experiment(
        loss,
        (Entrant(RULES["adam"]),),
        (-300.0, 90.5),
        RunConfig(steps=150, batches=Batches(3)),
        view=View(curve="held", zoom=(-300, -250, 90.1, 90.2)),
        step=20,
    )
    query = {**to_query(experiment), "batch": "300", **changes}
    found = from_query(query)
    assert found.repairs == (
        "The data of this link stay with whoever uploaded them; this is Line with outliers "
        "instead.",
    )
    instead = found.experiment
    assert instead.landscape is DATA["line"]
    assert instead.start == DATA["line"].start
    assert (instead.config.batches, instead.config.steps, instead.step) == (Batches(8), 150, 20)
    assert instead.keys == ("adam",)
    assert (instead.view.curve, instead.view.zoom) == ("held", None)


def test_a_formula_over_an_uploaded_table_runs_over_data_with_its_columns() -> None:
    own = DataSet("Your data", ("u2", "u1", "v", "w"), np.arange(48.0).reshape(12, 4) / 7)
    loss = Landscape.over(own, "|w1 u1 + w2 u2|", (-1, 2), (-3, 3))
    found = from_query(to_query(Experiment(loss, (), (1.0, 1.0))))
    assert found.repairs == (
        "The data of this link stay with whoever uploaded them; the formula now runs over other "
        "data, those of Two blobs.",
    )
    assert found.experiment.landscape.loss.rows
    assert found.experiment.landscape.loss.table is DATA["blobs"].loss.table
    assert (found.experiment.landscape.loss.text, found.experiment.landscape.x_range) == (
        loss.loss.text,
        (-1, 2),
    )


def test_a_race_over_much_data_has_fewer_steps_and_says_so() -> None:
    rows = np.random.default_rng(0).normal(size=(500, 2))
    text = "tanh(w1 u)^2 + tanh(w2 v)^2 + sin(w1)^2 + cos(w2 u)/9 + sin(w1 v)/9 + tanh(w1 w2)"
    own = DataSet("Your data", ("u", "v"), rows)
    race = tuple(
        Entrant(rule, {"eta": 0.01} if "eta" in rule.defaults else {}) for rule in RULES.values()
    )
    landscape, config = Landscape.over(own, text), RunConfig(steps=2000)
    experiment = Experiment(landscape, race, (1.0, 1.0), config, step=2000)
    query = to_query(experiment) | {"steps": "2000", "step": "2000"}
    found = from_query(query, own)
    steps = found.experiment.config.steps
    assert 50 <= steps < 2000
    assert found.repairs == (
        f"So many optimizers over so much data: {steps} steps are run, not more.",
    )
    assert found.experiment.step == steps
    alone = dataclasses.replace(experiment, entrants=race[:1])
    assert alone.clamped().config.steps == 2000


@pytest.mark.parametrize("key", ["line", "copies", "blobs"])
def test_the_share_held_out_is_a_part_of_the_link(key: str) -> None:
    link = f"loss={key}&held=10&race=gd~eta_0.1&v=1"
    experiment, repairs = opened(link)
    table = experiment.landscape.loss.whole_table
    assert table is not None
    assert repairs == ()
    assert len(table.testing) == round(len(table.rows) / 10)
    query = to_query(experiment)
    assert (query["data"], query["held"]) == (key, "10")
    assert opened(query_text(experiment))[0] == experiment


def test_the_share_that_a_published_loss_has_is_in_no_link() -> None:
    for key in ("line", "copies"):
        table = DATA[key].loss.whole_table
        assert table is not None
        experiment, _ = opened(f"loss={key}&held={table.held_out_share}&race=gd~eta_0.1&v=1")
        assert experiment.landscape is DATA[key]
        assert "held" not in to_query(experiment)


@pytest.mark.parametrize(
    ("text", "share", "told"), [("70", 50, "0 to 50"), ("-1", 0, "0 to 50"), ("12.4", 12, "0 to")]
)
def test_a_share_beyond_its_range_is_put_right(text: str, share: int, told: str) -> None:
    experiment, repairs = opened(f"loss=line&held={text}&race=gd~eta_0.1&v=1")
    table = experiment.landscape.loss.whole_table
    assert table is not None
    assert table.held_out_share == pytest.approx(share, abs=0.6)
    assert any(told in repair for repair in repairs)


@pytest.mark.parametrize("link", ["loss=booth&held=20", "loss=line&held=some"])
def test_a_share_that_cannot_be_is_told(link: str) -> None:
    experiment, repairs = opened(link)
    assert experiment.landscape is PUBLISHED[link.split("&")[0].removeprefix("loss=")]
    assert len(repairs) == 1


def test_the_share_of_an_uploaded_table_is_kept() -> None:
    own = OWN.holding_out(0)
    loss = Landscape.over(own.holding_out(33), "(w1 u - speed)^2 + w2^2", (-1, 2), (-3, 3))
    experiment = Experiment(loss, (Entrant(RULES["adam"]),), (1.0, 1.0)).clamped()
    query = to_query(experiment)
    assert query["held"] == "33"
    assert from_query(query, own).experiment == experiment
    whole = Experiment(Landscape.over(own, "(w1 u - speed)^2 + w2^2"), (), (1.0, 1.0))
    assert "held" not in to_query(whole)
