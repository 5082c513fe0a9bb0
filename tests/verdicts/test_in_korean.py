"""What is said of a path can be said in Korean, with the same numbers, however it ended."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from analysis import basins
from landscapes import CATALOG, Landscape
from optimizers import RULES, RunConfig, trace
from studies import Trials, odds
from tests.verdicts.cases import CASES
from tests.words import korean
from verdicts import KINDS, Verdict, judge
from verdicts.formatting import amount
from words import into
from words.catalog import catalog

LETTERS = "eta mu lambda max"
SIGNED = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?")


def judged(loss: Landscape, rule: str, eta: float | None = None, noise: float = 0.0) -> Verdict:
    settings = {} if eta is None else {"eta": eta}
    return judge(
        trace(RULES[rule], loss, loss.start, steps=300, settings=settings, noise=noise), loss
    )


def of_the_catalogue(loss: Landscape) -> list[Verdict]:
    usual = [judged(loss, rule) for rule in ("gd", "momentum", "nag", "adam")]
    wild, timid = judged(loss, "rmsprop", 5.0), judged(loss, "gd", 1e-9)
    return [*usual, wild, timid, judged(loss, "gd", noise=2.0)]


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    every = [verdict for loss in CATALOG.values() for verdict in of_the_catalogue(loss)]
    return every + [judge(path, path.landscape) for cases in CASES.values() for path, *_ in cases]


def test_every_reason_is_said_in_korean(verdicts: list[Verdict]) -> None:
    assert {verdict.kind for verdict in verdicts} == set(KINDS)
    for verdict in verdicts:
        korean.check(verdict.reason, LETTERS)
        said = into(verdict.reason, "ko")
        assert Counter(SIGNED.findall(said)) == Counter(SIGNED.findall(verdict.reason)), said
        for sentence in said.removesuffix(".").split(". "):
            assert sentence.endswith(("니다", "십시오", ")")), said


def test_a_trap_is_told_in_the_order_of_korean() -> None:
    said = judged(CATALOG["rastrigin"], "gd", 0.001)
    reason, rank = said.reason, said.facts.ending.minimum.rank
    assert reason == (
        f"trapped in local minimum {rank} of 121 at (2.98, 0.99), loss 9.95 against 0.00; its "
        "longest step there, 0.0690, is shorter than the 0.472 to the lowest pass, 17.3 higher."
    )
    assert into(reason, "ko") == (
        f"(2.98, 0.99)의 지역 최솟값(121개 중 {rank}번째)에 갇혔습니다. "
        "손실은 9.95이고, 가장 낮은 최솟값은 0.00입니다. 그곳에서 가장 긴 걸음은 0.0690이고, "
        "가장 낮은 고개까지의 거리 0.472보다 짧습니다. 그 고개는 17.3만큼 더 높습니다."
    )


def test_a_limit_of_the_learning_rate_keeps_its_letters() -> None:
    path, *_ = CASES["diverged"][1]
    assert "2(1 + mu)/lambda_max = 1.90보다" in into(judge(path, path.landscape).reason, "ko")


def test_a_pole_is_told_at_the_end() -> None:
    loss = Landscape.read("1/x + x + y^2")
    said = judge(trace(RULES["gd"], loss, (1.3, -0.7), settings={"eta": 0.1}), loss)
    assert into(said.reason, "ko").endswith("(0.00, 0.00) 부근에서는 손실이 끝없이 내려갑니다.")


def test_where_a_cycle_goes_around_no_minimum_is_said_in_korean() -> None:
    loss = Landscape.read("(1-x)^2 + 100(y-x^2)^2")
    said = judge(
        trace(RULES["rmsprop"], loss, (1.3, -0.7), steps=300, settings={"eta": 0.05}), loss
    ).reason
    assert into(said, "ko") == (
        "(0.68, 0.46) 부근에서 0.0708만큼 떨어진 두 점 사이를 오갑니다. "
        "eta가 너무 커서 멈추지 못합니다."
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name(kind: str) -> None:
    assert catalog("en")[f"verdict.kinds.{kind}"] == kind
    assert korean.HANGUL.search(catalog("ko")[f"verdict.kinds.{kind}"])


def test_basins_that_are_not_drawn_are_said_in_korean() -> None:
    korean.check(basins(CATALOG["michalewicz"]).doubt)


@pytest.mark.parametrize(
    ("text", "start"), [("x", (0.0, 0.0)), ("3", (0.0, 0.0)), ("x^2 + y^2", (1.0, 1.0))]
)
def test_why_no_run_can_escape_is_said_in_korean(text: str, start: tuple[float, float]) -> None:
    loss = Landscape.read(text)
    korean.check(odds(Trials(RULES["gd"], loss, start, RunConfig(5), seeds=2)).doubt)


def test_no_value_is_said_in_korean() -> None:
    korean.check(amount(np.nan))
