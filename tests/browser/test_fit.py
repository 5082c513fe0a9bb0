"""The data beside the curves: rows, the batch, and what the weights of a step predict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from experiments import Experiment, from_query
from landscapes import DATA
from optimizers.config import Batches

RACE = "batch=8&steps=80&race=gd~eta_0.05+adam~eta_0.1&v=1"
LINE, BLOBS = f"?loss=line&{RACE}", f"?loss=blobs&{RACE}"
NOW, PLOT = ".sb-fit-plot .sb-now", ".sb-fit-plot"


@pytest.fixture(scope="module")
def line(visiting_flat: Any) -> Iterator[Any]:
    """One page for the tests that ask for it, in their order."""
    with visiting_flat(LINE) as seen:
        yield seen


def experiment_of(query: str) -> Experiment:
    parameters = dict(part.split("=") for part in query[1:].replace("+", " ").split("&"))
    return from_query(parameters).experiment


def lines_at(visit: Any, step: int) -> Any:
    visit.scrub(step)
    visit.drawn("count()")
    return visit.player("player.fit.lines")


def test_each_line_is_what_the_weights_of_the_step_predict(line: Any) -> None:
    runs = experiment_of(LINE).run()
    for step in (0, 7, 80):
        for run, (drawn,) in zip(runs, lines_at(line, step), strict=True):
            u, v = np.array(drawn).T
            slope, height = run.points[step]
            np.testing.assert_allclose(v, slope * u + height, atol=1e-2)
            assert len(u) > 40
            middle = len(u) // 2
            at = line.player(f"player.pixelFit({u[middle]}, {v[middle]})")
            assert line.drawn(f"ink('{NOW}', {at})")


def test_the_rows_are_those_of_the_data(line: Any) -> None:
    data = DATA["line"].loss.data
    rows = line.player("player.fit.rows.map(({ x, y, held }) => [x, y, Number(held)])")
    shown = np.array(rows)
    np.testing.assert_array_equal(shown[:60], np.column_stack([data.training, np.zeros(60)]))
    np.testing.assert_array_equal(shown[60:], np.column_stack([data.testing, np.ones(20)]))


def test_the_batch_that_the_step_sees_stands_out(line: Any) -> None:
    seed = experiment_of(LINE).seed
    batches = list(islice(Batches(8).numbers(60, seed), 80))
    for step, seen in ((0, 0), (9, 9), (80, 79)):
        lines_at(line, step)
        assert line.player("player.fit.batch") == batches[seen].tolist()
        for row in batches[seen]:
            x, y = DATA["line"].loss.data.training[row]
            at = line.player(f"player.pixelFit({x}, {y})")
            assert line.drawn(f"ink('{NOW}', {at}, 0)")


def test_a_hidden_optimizer_has_no_line(line: Any) -> None:
    both = lines_at(line, 7)
    before = line.drawn(f"print('{NOW}')")
    line.page.keyboard.press("2")
    line.until("!player.racers[1].shown")
    assert line.drawn(f"print('{NOW}')") != before
    assert line.player("player.fit.lines") == [both[0], []]
    line.page.keyboard.press("2")
    line.until("player.racers[1].shown")
    assert line.drawn(f"print('{NOW}')") == before


def test_it_is_told_in_words_and_under_the_pointer(line: Any) -> None:
    lines_at(line, 80)
    line.page.wait_for_function(
        "() => document.querySelector('.sb-fit-plot').ariaLabel.includes('Adam has v')"
    )
    assert line.page.get_by_text("Each line: for every u, the v with the least loss").is_visible()
    line.page.locator(PLOT).scroll_into_view_if_needed()
    x, y = DATA["line"].loss.data.testing[0]
    line.page.mouse.move(*line.player(f"player.pixelFit({x}, {y})"))
    line.page.locator(".sb-tip", has_text="a row held out").wait_for()


def test_lines_follow_a_dragged_start(line: Any) -> None:
    page = line.page
    lines_at(line, 0)
    page.locator(".sb-map").scroll_into_view_if_needed()
    page.mouse.move(*line.player("player.pixel2d(...player.start)"))
    page.mouse.down()
    page.mouse.move(*line.player("player.pixel2d(3, -2)"), steps=3)
    line.until("player.start[0] > 2.9")
    line.drawn("count()")
    ((drawn,), _) = line.player("player.fit.lines")
    step = line.player("player.step")
    slope, height = line.player(f"player.point(0, {step})")
    u, v = np.array(drawn).T
    np.testing.assert_allclose(v, slope * u + height, atol=1e-2)
    page.mouse.up()
    line.settle()


def test_labels_have_a_boundary(visiting_flat: Any) -> None:
    runs = experiment_of(BLOBS).run()
    with visiting_flat(BLOBS) as visit:
        for run, (drawn,) in zip(runs, lines_at(visit, 30), strict=True):
            slopes = np.array(drawn) @ run.points[30]
            np.testing.assert_allclose(slopes, 0, atol=1e-6)
            assert len(drawn) > 20
        agreeing = [
            int((data @ run.points[30] * labels > 0).sum())
            for run in runs
            for data, labels in [np.hsplit(DATA["blobs"].loss.data.training, [2])]
            for labels in [labels[:, 0]]
        ]
        visit.until("!player.playing")
        told = visit.page.locator(PLOT).get_attribute("aria-label")
        assert [f"{count} of 36 training rows" in told for count in agreeing] == [True, True]


def test_an_arrow_shows_where_a_line_out_of_view_is(visiting_flat: Any) -> None:
    with visiting_flat(LINE + "&start=0_60") as visit:
        assert lines_at(visit, 0) == [[], []]
        x0, x1, y0, y1 = visit.player("player.fit.view")
        for edge, down, there in ((y1, 9, True), (y0, -9, False)):
            x, y = visit.player(f"player.pixelFit({x0 + (x1 - x0) / 3}, {edge})")
            assert visit.drawn(f"ink('{NOW}', [{x}, {y + down}])") == there


@pytest.mark.parametrize("loss", ["rastrigin", "copies"])
def test_other_losses_have_no_such_picture(visiting_flat: Any, loss: str) -> None:
    with visiting_flat(f"?loss={loss}&steps=50&race=gd&v=1") as visit:
        assert visit.player("player.fit") is None
        assert not visit.page.locator(".sb-fit").is_visible()
        chart, legend = (
            visit.page.locator(name).bounding_box() for name in (".sb-chart", ".sb-legend")
        )
        assert (chart["width"], chart["height"]) == (legend["width"], 200)
