"""The playground's script, without a browser: whatever is chosen or typed, it answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app_pages import race_controls
from experiments import Experiment
from landscapes import CATALOG
from optimizers import Trajectory

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


@pytest.fixture(scope="module")
def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    assert not app.exception
    return app


def player_is_shown(app: AppTest) -> bool:
    return any(component.key == "player" for component in app.get("bidi_component"))


@pytest.mark.parametrize("key", CATALOG)
def test_every_loss_of_the_catalogue_opens(opened: AppTest, key: str) -> None:
    opened.selectbox(key="loss_choice").select(key).run()
    assert not opened.exception
    assert opened.text_input(key="formula").value == CATALOG[key].loss.text
    assert player_is_shown(opened)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x^2 + sine(y)", "“sine” is not known; did you mean sin?"),
        (
            "x + y + z",
            "This has 3 variables, x, y and z; only two can be the axes. "
            "Put numbers for the others.",
        ),
        ("", "Type a loss, for example x^2 + y^2."),
        ("(x", "This bracket is never closed; add )."),
        ("1/0", "This divides by zero."),
    ],
)
def test_an_error_is_said_and_the_last_picture_stays(
    opened: AppTest, typed: str, sentence: str
) -> None:
    opened.selectbox(key="loss_choice").select("himmelblau").run()
    opened.text_input(key="formula").set_value(typed).run()
    assert not opened.exception
    assert sentence in [text.value for text in opened.text]
    assert any("Himmelblau" in m.value for m in opened.markdown)
    assert player_is_shown(opened)


@pytest.mark.parametrize(
    "typed",
    ["3", "x", "log(x)", "1/x", "sqrt(x - 100)", "floor(x)", "|x| + |y|", "exp(exp(x))", "tan(x)"],
)
def test_a_loss_with_holes_poles_or_nothing_to_descend_opens(opened: AppTest, typed: str) -> None:
    opened.text_input(key="formula").set_value(typed).run()
    assert not opened.exception
    assert opened.selectbox(key="loss_choice").value == "own"
    assert player_is_shown(opened)


def test_the_names_that_were_typed_are_said(opened: AppTest) -> None:
    opened.text_input(key="formula").set_value("L(θ₁, b) = (θ_1^2 - 1)^2 + b^2/2").run()
    assert not opened.exception
    labels = {field.label for field in opened.number_input}
    assert {"Start θ1", "Start b"} <= labels
    shown = " ".join(latex.value for latex in opened.latex)
    assert r"f(\theta_{1}, b) = " in shown
    assert r"\partial f / \partial \theta_{1} = 4 \theta_{1}" in shown
    # The fields of the view are only there while the popover is open.
    opened.session_state["y_low"] = 9.0
    assert any("The range of b needs a low end" in text.value for text in opened.run().text)
    opened.session_state["y_low"] = -4.0
    opened.run()


def test_an_empty_range_is_said(opened: AppTest) -> None:
    opened.text_input(key="formula").set_value("x^2 + y^2").run()
    # Its fields are only there while the popover is open.
    opened.session_state["x_low"] = 9.0
    assert any("low end below its high end" in text.value for text in opened.run().text)
    opened.session_state["x_low"] = -4.0
    opened.run()
    assert not opened.exception
    assert not any("low end below its high end" in text.value for text in opened.text)


def test_each_loss_keeps_its_own_learning_rates(opened: AppTest) -> None:
    opened.selectbox(key="loss_choice").select("rosenbrock").run()
    slider = next(s for s in opened.select_slider if s.key.startswith("gd.eta"))
    slider.set_value(0.0005).run()
    opened.selectbox(key="loss_choice").select("bowl").run()
    elsewhere = next(s for s in opened.select_slider if s.key.startswith("gd.eta"))
    assert elsewhere.value != 0.0005
    opened.selectbox(key="loss_choice").select("rosenbrock").run()
    again = next(s for s in opened.select_slider if s.key.startswith("gd.eta"))
    assert again.value == 0.0005


def test_no_optimizer_at_all_still_shows_the_landscape(opened: AppTest) -> None:
    opened.multiselect(key="optimizers").set_value([]).run()
    assert not opened.exception
    assert player_is_shown(opened)


def test_a_race_that_fails_is_said_and_the_last_one_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    run = Experiment.run

    def fail(experiment: Experiment) -> tuple[Trajectory, ...]:
        if experiment.config.steps == 350:
            raise FloatingPointError("a cause for the log")
        return run(experiment)

    monkeypatch.setattr(Experiment, "run", fail)
    app.slider(key="steps").set_value(350).run()
    assert not app.exception
    assert any("could not be run" in warning.value for warning in app.warning)
    assert player_is_shown(app)
    assert "a cause for the log" in caplog.text
    app.slider(key="steps").set_value(400).run()
    assert not app.warning


def test_a_page_that_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise FloatingPointError("a cause for the log")

    monkeypatch.setattr(race_controls, "start_controls", fail)
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    assert not app.exception
    assert any("could not be shown" in error.value for error in app.error)
    assert player_is_shown(app)
    assert "a cause for the log" in caplog.text


def test_a_link_opens_its_experiment() -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for key, value in {"loss": "booth", "start": "1_2", "race": "adam~eta_0.3", "v": "1"}.items():
        app.query_params[key] = value
    app.run()
    assert app.selectbox(key="loss_choice").value == "booth"
    assert (app.number_input(key="start_x").value, app.number_input(key="start_y").value) == (1, 2)
    assert app.multiselect(key="optimizers").value == ["adam"]
    assert not app.exception


@pytest.mark.parametrize(
    ("key", "sent", "steps"),
    [
        ("steps", 10**9, 2000),
        ("steps", float("nan"), 300),
        ("start_x", float("inf"), 300),
        ("noise", 1e300, 300),
        ("seed", -(10**30), 300),
    ],
)
def test_numbers_that_no_widget_allows_are_put_right(
    monkeypatch: pytest.MonkeyPatch, key: str, sent: float, steps: int
) -> None:
    raced: list[Experiment] = []
    run = Experiment.run
    monkeypatch.setattr(Experiment, "run", lambda one: (raced.append(one), run(one))[1])
    # As a browser that keeps to no limit: the value is there before any widget is drawn.
    monkeypatch.setattr(race_controls, "race_controls", lambda experiment: None)
    monkeypatch.setattr(race_controls, "start_controls", lambda loss: None)
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    app.session_state[key] = sent
    app.run()
    assert not app.exception
    assert player_is_shown(app)
    assert not app.warning
    last = raced[-1]
    assert last.config.steps == steps
    assert np.isfinite([*last.start, last.config.noise.sigma, last.seed]).all()
    assert last.config.noise.sigma <= 1e6
