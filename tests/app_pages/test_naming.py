"""How the runners of a race are called."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from app_pages.naming import marked, marker_picture, runners
from charts import style_of
from experiments import Entrant, Experiment
from landscapes import CATALOG
from optimizers import RULES


def called(*entrants: tuple[str, dict[str, float]]) -> list[tuple[str, str, str]]:
    race = tuple(Entrant(RULES[key], settings) for key, settings in entrants)
    experiment = Experiment(CATALOG["bowl"], race, (1.0, 1.0))
    return [(runner.key, runner.name, runner.detail) for runner in runners(experiment)]


def test_a_rule_that_runs_once_has_its_name_and_its_settings_beside_it() -> None:
    assert called(("momentum", {"eta": 0.003, "mu": 0.97}), ("gd", {"eta": 0.1})) == [
        ("momentum", "Momentum", "η 0.003, μ 0.97"),
        ("gd", "Gradient descent", "η 0.1"),
    ]


def test_runners_of_one_rule_are_called_by_what_sets_them_apart() -> None:
    one = ("momentum", {"eta": 0.003, "mu": 0.97})
    slower = ("momentum", {"eta": 0.001, "mu": 0.97})
    assert called(one, ("gd", {"eta": 0.1}), slower) == [
        ("momentum", "Momentum (η 0.003)", "μ 0.97"),
        ("gd", "Gradient descent", "η 0.1"),
        ("momentum.2", "Momentum (η 0.001)", "μ 0.97"),
    ]


def test_what_is_left_at_its_default_sets_apart_too() -> None:
    names = [name for _, name, _ in called(("adam", {"eta": 0.7}), ("adam", {"beta1": 0.5}))]
    eta = RULES["adam"].defaults["eta"]
    assert names == ["Adam (η 0.7, β₁ 0.9)", f"Adam (η {eta:g}, β₁ 0.5)"]


def test_runners_that_are_the_same_have_the_same_name() -> None:
    assert [name for _, name, _ in called(("gd", {}), ("gd", {}))] == ["Gradient descent"] * 2


@pytest.mark.parametrize("key", RULES)
def test_a_marker_has_the_ink_that_is_read_on_light_and_on_dark(key: str) -> None:
    ink = style_of(key).ink
    assert f'foreground="{ink}"' in marked(RULES[key])
    assert f"fill='{ink}'" in unquote(marker_picture(key))
