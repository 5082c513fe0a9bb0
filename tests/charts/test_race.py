from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import plotly.graph_objects as go
import pytest

from charts import STYLES, loss_curves, race, race_3d
from landscapes import CATALOG, Landscape
from optimizers import RULES, trace

LOSS = Landscape.read("x^2 + 10 sin(y)", x_range=(-5, 5), y_range=(-5, 5))
ELEVEN = list(STYLES)[:11]


def wander(steps: int, ended: int | None = None, seed: int = 0) -> SimpleNamespace:
    """A run that fills its arrays with noise, so that nothing compresses or repeats."""
    points = np.random.default_rng(seed).uniform(-4, 4, (steps + 1, 2))
    if ended is not None:
        points[ended + 1 :] = np.nan
    return SimpleNamespace(points=points, losses=LOSS.value(points), ended=ended or steps)


def eleven(steps: int) -> dict[str, SimpleNamespace]:
    return {key: wander(steps, seed=i) for i, key in enumerate(ELEVEN)}


def size(figure: go.Figure) -> int:
    return len(figure.to_json())


def test_three_lines_from_formula_to_figure() -> None:
    runs = {key: trace(RULES[key], LOSS, start=(3, 2)) for key in ("gd", "momentum", "adam")}
    figure = race(LOSS, runs)
    heads = {t.name: t for t in figure.data if t.type == "scatter" and t.showlegend is None}
    for key in runs:
        head = heads[RULES[key].name]
        style = STYLES[key]
        assert (head.marker.color, head.marker.symbol) == (style.color, style.marker)
        assert (head.line.color, head.line.dash) == (style.color, style.dash)
    assert figure.layout.xaxis.title.text == "x"
    assert figure.layout.yaxis.title.text == "y"


def test_eleven_paths_of_300_steps_stay_below_two_megabytes() -> None:
    # Rastrigin's level lines make the largest picture of the catalogue.
    assert size(race(CATALOG["rastrigin"], eleven(300))) <= 2_000_000
    assert size(race_3d(LOSS, eleven(300))) <= 2_000_000


def test_size_grows_no_faster_than_the_steps() -> None:
    sizes = [size(race(LOSS, {"adam": wander(steps)})) for steps in (75, 150, 300, 1200)]
    growth = np.diff(sizes) / np.diff([75, 150, 300, 1200])
    assert growth.max() <= 1.3 * growth[0]


def test_frames_are_thinned_and_the_path_is_not() -> None:
    figure = race(LOSS, {"adam": wander(3000)})
    assert len(figure.frames) <= 302
    assert (figure.frames[0].name, figure.frames[-1].name) == ("0", "3000")
    assert max(len(t.x) for t in figure.data if t.type == "scatter") == 3001


@pytest.mark.parametrize("draw", [race, race_3d])
def test_frames_touch_the_moving_traces_only(draw) -> None:
    figure = draw(LOSS, {"gd": wander(40), "adam": wander(40, seed=1)})
    moving = set(range(len(figure.data) - 4, len(figure.data)))
    for frame in figure.frames:
        assert set(frame.traces) == moving
        assert len(frame.data) == 4
        assert frame.layout.to_plotly_json() == {}
    assert figure.data[0].type in ("heatmap", "surface")


def test_the_landscape_is_a_picture_that_no_animation_removes() -> None:
    figure = race(LOSS, {"adam": wander(20)})
    assert [image.layer for image in figure.layout.images] == ["below", "below"]
    pace = figure.layout.updatemenus[0].buttons[0].args[1]["frame"]
    assert pace["redraw"] is False


@pytest.mark.parametrize("draw", [race, race_3d])
def test_a_run_that_broke_off_has_no_head_afterwards(draw) -> None:
    figure = draw(LOSS, {"gd": wander(40, ended=9)})
    head = {frame.name: frame.data[-1].x for frame in figure.frames}
    assert np.isfinite(head["9"]).all()
    assert len(head["10"]) == 1  # a trace without points would stay as last drawn
    assert np.isnan(head["10"]).all()
    assert any(trace.name and trace.name.endswith("✕ 9") for trace in figure.data)


def test_a_shorter_run_waits_at_its_end() -> None:
    short = wander(10)
    figure = race(LOSS, {"gd": short, "adam": wander(30)})
    np.testing.assert_allclose(figure.frames[-1].data[1].x, short.points[-1:, 0], rtol=1e-6)


def test_points_beyond_all_measure_are_drawn_far_off_and_named_truly() -> None:
    run = wander(3)
    run.points[2] = 1e300, -1e300
    run.losses[2] = 1e306
    figure = race(LOSS, {"gd": run})
    trail = next(t for t in figure.data if t.customdata is not None and t.type == "scatter")
    assert np.abs(trail.x).max() == pytest.approx(5000)
    assert trail.customdata[2] == 1e306


def test_known_minima_on_the_map_are_marked() -> None:
    loss = CATALOG["himmelblau"]
    marked = next(t for t in race(loss, {}).data if t.name == "global minima")
    np.testing.assert_allclose(np.column_stack([marked.x, marked.y]), loss.minima)


@pytest.mark.parametrize("draw", [race, race_3d, loss_curves])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_is_valid_in_both_themes_also_without_runs(draw, theme: str) -> None:
    for runs in ({}, {"adam": wander(0)}, {"adam": wander(5), "mine <b>": wander(5)}):
        figure = draw(LOSS, runs, theme=theme)
        go.Figure(json.loads(figure.to_json()))
    names = [trace.name for trace in figure.data]
    assert "mine &lt;b&gt;" in names


def test_many_starts_are_refused_with_the_shapes() -> None:
    many = SimpleNamespace(points=np.zeros((4, 7, 2)), losses=np.zeros((4, 7)))
    with pytest.raises(ValueError, match=r"\(4, 7, 2\)"):
        race(LOSS, {"gd": many})


def test_an_undefined_landscape_leaves_holes() -> None:
    loss = Landscape.read("log(x) + y^2", x_range=(-1, 3), y_range=(-2, 2))
    assert race(loss, {"gd": wander(4)}).layout.images[0].source.startswith("data:image/png")


def test_the_log_view_shows_the_loss_above_the_known_minimum() -> None:
    loss = CATALOG["easom"]
    run = wander(6)
    run.losses = np.array([-0.1, -0.5, -0.9, -0.99, -0.999, -0.9999, -1.0])
    figure = loss_curves(loss, {"gd": run})
    np.testing.assert_allclose(figure.data[0].y[:3], [0.9, 0.5, 0.1])
    assert np.isnan(figure.data[0].y[-1])
    log, linear = figure.layout.updatemenus[0].buttons
    assert log.args[1]["yaxis.title.text"] == "loss above −1"
    np.testing.assert_allclose(linear.args[0]["y"][0], run.losses)


def test_a_run_that_blows_up_does_not_press_the_others_flat() -> None:
    wild, calm = wander(3), wander(3)
    wild.losses, calm.losses = np.array([9.0, 1e9, 1e40, np.inf]), np.array([9.0, 5.0, 2.0, 1.0])
    loss = Landscape.read("x^2 + y^2", x_range=(-5, 5), y_range=(-5, 5))
    figure = loss_curves(loss, {"gd": wild, "adam": calm})
    low, high = figure.layout.yaxis.range
    assert low < 0
    assert np.log10(9000) < high < np.log10(20_000)
