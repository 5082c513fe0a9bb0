"""Every rule against paths walked by torch.optim or optax, and what is said about it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscapes import Landscape
from optimizers import RULES, trace
from tests.words import korean
from words import into

REFERENCES = Path(__file__).parents[1] / "references" / "paths.npz"
KEYS = tuple(RULES)


def _references() -> list[Any]:
    """One test parameter (case, path) for each stored path."""
    with np.load(REFERENCES) as stored:
        cases = json.loads(str(stored["about"]))["cases"]
        paths = stored["paths"]
    seen: Counter[str] = Counter()
    parameters = []
    for case, path in zip(cases, paths, strict=True):
        seen[case["rule"]] += 1
        name = f"{case['rule']}-{case['library']}-{seen[case['rule']]}"
        parameters.append(pytest.param(case, path, id=name))
    return parameters


CASES = _references()


# One start and many starts are followed by different code.
@pytest.mark.parametrize("others", [(), ((0.5, 0.5), (-1.0, 2.0))], ids=["alone", "among-others"])
@pytest.mark.parametrize(("case", "path"), CASES)
def test_rule_walks_the_path_of_an_independent_implementation(
    case: dict[str, Any], path: np.ndarray, others: tuple[tuple[float, float], ...]
) -> None:
    rule = RULES[case["rule"]]
    assert set(case["settings"]) == set(rule.defaults), "the reference must fix every setting"
    loss = Landscape.read(case["loss"], (-10, 10), (-10, 10))
    steps = len(path) - 1
    start = (*others, case["start"]) if others else case["start"]
    run = trace(rule, loss, start, steps=steps, settings=case["settings"])
    points = run.points[:, -1] if others else run.points
    assert points.shape == path.shape
    assert np.abs(points - path).max() <= 1e-10 * np.abs(path).max()


@pytest.mark.parametrize("key", KEYS)
def test_rule_has_references_with_different_settings(key: str) -> None:
    settings = [case["settings"] for case, _ in (p.values for p in CASES) if case["rule"] == key]
    different = {tuple(sorted(chosen.items())) for chosen in settings}
    assert len(different) >= 2


def test_rules_are_told_by_family_each_after_the_rule_that_it_grew_from() -> None:
    families = [rule.family for rule in RULES.values()]
    assert list(dict.fromkeys(families)) == ["direction", "step size", "both"]
    assert families == sorted(families, key=["direction", "step size", "both"].index)
    assert all(rule.parent in KEYS[:place] for place, rule in enumerate(RULES.values()) if place)


@pytest.mark.parametrize("key", KEYS)
def test_what_is_said_about_a_rule_is_complete(key: str) -> None:
    rule = RULES[key]
    assert rule.key == key
    assert rule.family in {"direction", "step size", "both"}
    assert rule.eta_unit in {"curvature", "length", "mixed", "none"}
    assert 1847 <= rule.year <= 2025
    assert str(rule.year) in rule.paper
    assert 2 <= len(rule.strengths) <= 3
    assert 2 <= len(rule.weaknesses) <= 3
    sentences = (rule.idea, rule.when, rule.convention, *rule.strengths, *rule.weaknesses)
    assert all(text.endswith(".") and text == text.strip() for text in sentences)
    assert rule.name


@pytest.mark.parametrize("key", KEYS)
def test_what_is_said_about_a_rule_is_said_in_korean(key: str) -> None:
    rule = RULES[key]
    names = [other.name for other in RULES.values()]
    sentences = (rule.idea, rule.when, *rule.strengths, *rule.weaknesses)
    for text in (*sentences, *(setting.meaning for setting in rule.settings)):
        korean.check(text, *names)
    korean.check(rule.convention, rule.convention)  # which names functions of libraries
    assert all(into(text, "ko").endswith("다.") for text in (*sentences, rule.convention))
    # Names stay Latin, but for those that Korean textbooks translate.
    translated = key in {"gd", "sgd", "momentum", "nag"}
    assert bool(korean.HANGUL.search(into(rule.name, "ko"))) == translated


@pytest.mark.parametrize("key", KEYS)
def test_settings_lie_within_their_range(key: str) -> None:
    for setting in RULES[key].settings:
        assert setting.low <= setting.default <= setting.high
        assert setting.low < setting.high
        assert setting.meaning
        assert setting.scale in {"linear", "log"}
        if setting.scale == "log":
            assert setting.low > 0
        if setting.letter in {"beta1", "beta2", "rho", "mu"}:
            assert setting.high < 1


@pytest.mark.parametrize("key", KEYS)
def test_every_rule_descends_from_gradient_descent(key: str) -> None:
    ancestors = [key]
    while parent := RULES[ancestors[-1]].parent:
        assert parent not in ancestors, "a rule cannot be its own ancestor"
        ancestors.append(parent)
    assert ancestors[-1] == "gd"


def test_sgd_sees_its_gradient_with_noise_of_sigma() -> None:
    loss = Landscape.read("x^2 + 3y^2", (-5, 5), (-5, 5))
    settings = {"eta": 0.01, "sigma": 0.5}
    run = trace(RULES["sgd"], loss, (2.0, -1.0), steps=4000, settings=settings, seed=1)
    seen = run.gradients[: run.ended]
    noise = seen - loss.gradient(run.points[: run.ended])
    # Standard errors with 4000 draws: 0.008 for the mean, 0.006 for the deviation.
    assert np.abs(noise.mean(axis=0)).max() < 0.04
    assert np.abs(noise.std(axis=0) - 0.5).max() < 0.03
