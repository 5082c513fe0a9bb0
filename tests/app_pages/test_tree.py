"""The drawn tree: every rule once, nobody before a parent, nothing in anybody's way."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from itertools import combinations
from xml.etree import ElementTree

import pytest

from app_pages.tree.layout import generations, lying, standing
from app_pages.tree.picture import Words, ancestors, picture, wrapped
from optimizers import RULES

PLAIN = Words(
    title="Tree",
    lines={"direction": "Where", "step size": "How far", "both": "Both"},
    name=lambda rule: str(rule.name),
    glyph=lambda rule: "●",
    color=lambda rule: "#123456",
    address=lambda rule: f"rule={rule.key}&lang=ko",
)
EITHER = pytest.mark.parametrize("upright", [False, True])


def drawn(chosen: str = "adam", *, upright: bool, words: Words = PLAIN) -> ElementTree.Element:
    return ElementTree.fromstring(picture(RULES, chosen, words, upright=upright))


def boxes(tree: ElementTree.Element) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each node."""
    found = {}
    for node in tree.iter("a"):
        rect = node.find("rect")
        assert rect is not None
        x, y, width, height = (float(rect.get(k, "")) for k in ("x", "y", "width", "height"))
        found[node.get("data-rule", "")] = (x, y, x + width, y + height)
    return found


def test_generations_count_the_longest_way_from_the_beginning() -> None:
    depth = generations(RULES)
    assert [key for key, one in depth.items() if one == 0] == ["gd"]
    assert (depth["momentum"], depth["nag"], depth["adam"], depth["lion"]) == (1, 2, 3, 5)
    for key, rule in RULES.items():
        assert depth[key] == max((depth[parent] + 1 for parent in rule.parents), default=0)


def test_the_two_lines_lie_on_either_side_of_adam() -> None:
    places = lying(RULES)
    middle = places["adam"][1]
    for key, rule in RULES.items():
        if rule.family == "direction" and rule.parents:
            assert places[key][1] < middle
        if rule.family == "step size":
            assert places[key][1] > middle
    assert middle == places["gd"][1] == 0


@EITHER
def test_nodes_stand_inside_the_picture_and_apart(upright: bool) -> None:
    tree = drawn(upright=upright)
    found = boxes(tree)
    assert set(found) == set(RULES)
    left, top, width, height = map(float, tree.get("viewBox", "").split())
    for x0, y0, x1, y1 in found.values():
        assert left <= x0 < x1 <= left + width
        assert top <= y0 < y1 <= top + height
    for one, other in combinations(found.values(), 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@EITHER
def test_a_child_stands_behind_its_parents(upright: bool) -> None:
    found, along = boxes(drawn(upright=upright)), 1 if upright else 0
    for key, rule in RULES.items():
        for parent in rule.parents:
            assert found[parent][along + 2] < found[key][along]


def test_upright_it_fits_a_phone_at_a_readable_size() -> None:
    """390 pixels less the page's margins; letters are 11 and 12 high."""
    width = float(drawn(upright=True).get("viewBox", "").split()[2])
    assert width <= 390


@EITHER
def test_all_that_the_chosen_rule_came_from_is_set_off(upright: bool) -> None:
    tree = drawn("nag", upright=upright)
    classes = {node.get("data-rule"): node.get("class", "").split() for node in tree.iter("a")}
    assert {key for key, marks in classes.items() if "chosen" in marks} == {"nag"}
    assert {key for key, marks in classes.items() if "lit" in marks} == {"gd", "momentum"}
    edges = [path.get("class") for path in tree.iter("path")]
    assert len(edges) == sum(len(rule.parents) for rule in RULES.values())
    assert edges.count("edge lit") == 2
    assert edges[-2:] == ["edge lit"] * 2
    assert ancestors("lion", RULES) >= {"adamw", "adam", "momentum", "rmsprop", "rprop", "gd"}


def test_each_node_is_a_link_that_says_its_name() -> None:
    tree = drawn("radam", upright=False)
    for node in tree.iter("a"):
        rule = RULES[node.get("data-rule", "")]
        assert node.get("href") == f"?rule={rule.key}&lang=ko"
        assert node.get("aria-label") == f"{rule.name}, {rule.year}"
        assert node.get("aria-current") == ("true" if rule.key == "radam" else None)


@EITHER
def test_words_are_shown_as_they_are(upright: bool) -> None:
    words = replace(
        PLAIN, name=lambda rule: '<script a="b">', lines=dict.fromkeys(PLAIN.lines, "<")
    )
    text = picture(RULES, "gd", words, upright=upright)
    assert "<script" not in text
    assert '<script a="b">' in unescape(text)
    ElementTree.fromstring(text)


@pytest.mark.parametrize(("text", "lines"), [
    ("Adam", ["Adam"]),
    ("Stochastic gradient descent", ["Stochastic", "gradient", "descent"]),
    ("확률적 경사 하강법", ["확률적 경사", "하강법"]),
    ("Unbreakablelongname", ["Unbreakablelongname"]),
])  # fmt: skip
def test_long_names_take_several_lines(text: str, lines: list[str]) -> None:
    assert wrapped(text, 11) == lines


def test_a_rule_more_finds_its_place_by_itself() -> None:
    """As one that somebody adds, or a visitor's own."""
    own = replace(RULES["adam"], key="own", parent="adabelief", second_parent="lion", year=2026)
    for layout in (lying, standing):
        places = layout({**RULES, "own": own})
        assert len(set(places.values())) == len(RULES) + 1
    assert lying({**RULES, "own": own})["own"][0] == 6
