"""An optimizer that races more than once: with other settings, up to three times."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from experiments.limits import MAX_RACERS
from optimizers import RULES

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["race"] = "gd~eta_0.01 adam~eta_0.2"
    app.query_params["v"] = "1"
    app.run()
    app.session_state["race_again"] = True  # the popover stands open
    return app.run()


def etas(app: AppTest) -> dict[str, float]:
    """The learning rates of the cards, by their runners, in the order of the page."""
    return {
        slider.key.split(".eta.")[0]: slider.value
        for slider in app.select_slider
        if ".eta." in slider.key
    }


def verdicts(app: AppTest) -> str:
    return next(m.value for m in app.markdown if m.value.count("  \n") and "**Adam" in m.value)


def test_one_more_has_a_smaller_and_a_third_a_larger_learning_rate(page: AppTest) -> None:
    page.button(key="again.gd").click().run()
    assert etas(page) == {"gd": 0.01, "gd.2": 0.0033, "adam": 0.2}
    page.button(key="again.gd").click().run()
    assert not page.exception
    assert etas(page) == {"gd": 0.01, "gd.2": 0.0033, "gd.3": 0.03, "adam": 0.2}
    assert page.button(key="again.gd").disabled
    assert "**Gradient descent** (η 0.0033)" in verdicts(page)
    assert "**Gradient descent** (η 0.03)" in verdicts(page)


def test_who_is_taken_out_makes_room_for_the_next(page: AppTest) -> None:
    for _ in range(2):
        page.button(key="again.gd").click().run()
    page.button(key="leave.gd.2").click().run()
    assert not page.exception
    assert etas(page) == {"gd": 0.01, "gd.2": 0.03, "adam": 0.2}
    page.button(key="leave.gd.2").click().run()
    assert etas(page) == {"gd": 0.01, "adam": 0.2}


def test_a_rule_that_was_left_out_comes_back_once(page: AppTest) -> None:
    page.button(key="again.gd").click().run()
    page.multiselect(key="optimizers").set_value(["adam"]).run()
    page.multiselect(key="optimizers").set_value(["adam", "gd"]).run()
    assert list(etas(page)) == ["adam", "gd"]


def test_runners_differ_on_another_loss_too(page: AppTest) -> None:
    page.button(key="again.gd").click().run()
    page.selectbox(key="loss_choice").select("bowl").run()
    found = etas(page)
    assert found["gd.2"] == pytest.approx(found["gd"] / 3, rel=0.05)


def test_every_rule_is_chosen_before_one_races_again(page: AppTest) -> None:
    page.button(key="again.gd").click().run()
    page.multiselect(key="optimizers").set_value(list(RULES)).run()
    assert not page.exception
    assert len(etas(page)) <= MAX_RACERS
    assert page.session_state["copies"] == dict.fromkeys(RULES, 1)


def test_a_link_opens_its_runners(page: AppTest) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["race"] = "adam~eta_0.2 gd~eta_0.1 adam~eta_0.02"
    app.query_params["v"] = "1"
    app.run()
    assert etas(app) == {"adam": 0.2, "adam.2": 0.02, "gd": 0.1}
