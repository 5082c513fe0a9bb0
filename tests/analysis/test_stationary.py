"""Stationary points: known counts and places, kinks, curves, plateaus, and what changes nothing."""

from __future__ import annotations

from collections import Counter
from math import pi, sqrt

import numpy as np
import pytest

from analysis.field import (
    Field,
    Grid,
    TooMuchWorkError,
    Work,
)
from analysis.stationary import StationaryPoint
from analysis.survey import Survey, stationary_points, survey
from landscapes import CATALOG, Landscape
from tests.words import korean
from words import into

KINDS = ("minimum", "maximum", "saddle", "degenerate")


def counts(points: tuple[StationaryPoint, ...]) -> tuple[int, ...]:
    """How many minima, maxima, saddles, degenerate points."""
    found = Counter(point.kind for point in points)
    return tuple(found[kind] for kind in KINDS)


def typed(text: str, half: float = 3.0) -> Landscape:
    return Landscape.read(text, (-half, half), (-half, half))


def surveyed(text: str, half: float = 3.0) -> Survey:
    return survey(typed(text, half))


# minima, maxima, saddles, degenerate points
KNOWN = {
    "himmelblau": (4, 1, 4, 0),
    "six_hump_camel": (6, 2, 7, 0),
    "three_hump_camel": (3, 0, 2, 0),
    "rastrigin": (121, 100, 220, 0),
    "goldstein_price": (4, 1, 4, 0),
    "styblinski_tang": (4, 1, 4, 0),
    "saddle": (0, 0, 1, 0),
    "monkey_saddle": (0, 0, 0, 1),
    "double_well": (2, 0, 1, 0),
    "beale": (1, 0, 2, 0),
    "booth": (1, 0, 0, 0),
    "matyas": (1, 0, 0, 0),
    "bowl": (1, 0, 0, 0),
    "ravine": (1, 0, 0, 0),
    "tilted_ravine": (1, 0, 0, 0),
    "rosenbrock": (1, 0, 0, 0),
    "cliff": (1, 0, 0, 0),
    "puddle": (2, 0, 1, 0),
    "ackley": (121, 100, 220, 0),
    "kink": (1, 0, 0, 0),
    # the seam between the wells is lowest, and kinked, where it crosses the line between them
    "sharp_flat": (2, 0, 1, 0),
    # tan u = -2u along both axes, and the crossings of cos x = 0 with cos y = 0
    "easom": (13, 12, 16, 0),
}


@pytest.mark.parametrize("key", KNOWN)
def test_counts_of_the_classics(key: str) -> None:
    known = survey(CATALOG[key])
    assert counts(known.points) == KNOWN[key]
    assert not known.regions
    assert known.trusted, known.doubt
    assert known.index_sum == known.border_turns


@pytest.mark.parametrize("key", [key for key, loss in CATALOG.items() if loss.minima])
def test_every_published_minimum_is_found_to_twelve_digits(key: str) -> None:
    loss = CATALOG[key]
    known = survey(loss)
    if key == "eggholder":
        assert known.border_lowest is not None
        np.testing.assert_allclose(known.border_lowest[:2], loss.minima[0], atol=1e-5)
        return
    scale = max(np.ptp(loss.x_range), np.ptp(loss.y_range))
    # a wave around a 0/0 is known to the square root of rounding
    precision = 1e-8 if key == "drop_wave" else 1e-13 * scale
    if key == "deep_linear":
        places, precision = np.concatenate([m.points for m in known.minima]), 0.02
    else:
        places = np.array([(m.x, m.y) for m in known.points if m.kind == "minimum"])
    for minimum in loss.minima:
        assert np.hypot(*(places - minimum).T).min() <= precision
    assert known.lowest is not None
    np.testing.assert_allclose(known.lowest.value, loss.value(loss.minima[0]), atol=1e-12)


def test_places_and_curvatures_in_closed_form() -> None:
    double = stationary_points(CATALOG["double_well"])
    np.testing.assert_allclose([(p.x, p.y) for p in double], [(-1, 0), (1, 0), (0, 0)], atol=1e-15)
    np.testing.assert_allclose([p.value for p in double], [-0.25, -0.25, 0], atol=1e-15)
    np.testing.assert_allclose(
        [p.eigenvalues for p in double], [(1, 2), (1, 2), (-1, 1)], atol=1e-14
    )
    (booth,) = stationary_points(CATALOG["booth"])
    np.testing.assert_allclose(booth.eigenvalues, (2, 18), rtol=1e-14)
    np.testing.assert_allclose(np.abs(booth.directions), sqrt(0.5), rtol=1e-14)
    assert booth.directions[0][0] * booth.directions[0][1] < 0  # flat along x = -y


def test_index_of_a_monkey_saddle_comes_from_the_turning_of_its_gradient() -> None:
    (point,) = stationary_points(CATALOG["monkey_saddle"])
    assert (point.kind, point.index) == ("degenerate", -2)
    assert survey(CATALOG["monkey_saddle"]).border_turns == -2


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [
        ("x^4 + y^4", "minimum", 1),
        ("(x - 1)^4 + y^2", "minimum", 1),
        ("x^4 - y^4", "saddle", -1),
        ("-x^4 - y^2", "maximum", 1),
        ("x^3 + y^2", "degenerate", 0),
        ("x^2 + 1e-7y^2", "minimum", 1),
    ],
)
def test_isolated_flat_points_are_judged_by_what_is_around(
    text: str, kind: str, index: int
) -> None:
    known = surveyed(text)
    assert [(p.kind, p.index) for p in known.points] == [(kind, index)]
    assert not known.regions
    assert known.trusted, known.doubt


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("|x| + 2|y|", [("minimum", 0, 0)]),
        ("-|x| - |y - 1/3|", [("maximum", 0, 1 / 3)]),
        ("|x + y - 0.3| + 10|x - y + 0.2|", [("minimum", 0.05, 0.25)]),
        ("max(|x + y|, 10|x - y|)", [("minimum", 0, 0)]),
        ("sqrt((x - 1)^2 + y^2)", [("minimum", 1, 0)]),
        ("sqrt(|x|) + |y|", [("minimum", 0, 0)]),
        ("||x| - 1| + |y|", [("minimum", -1, 0), ("minimum", 1, 0), ("saddle", 0, 0)]),
    ],
)
def test_kinked_points_are_found(text: str, found: list[tuple[str, float, float]]) -> None:
    known = surveyed(text)
    assert len(known.points) == len(found)
    for point, (kind, x, y) in zip(known.points, found, strict=True):
        assert point.kind == kind
        assert point.kinked
        np.testing.assert_allclose((point.x, point.y), (x, y), atol=1e-12)
    assert known.trusted, known.doubt


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(x^2 + y^2 - 1)^2", ["ring of minima"]),
        ("-(x^2 + y^2 - 1)^2", ["ring of maxima"]),
        ("(x y - 1)^2", ["valley of minima", "valley of minima"]),
        ("x^2", ["valley of minima"]),
        ("(x + y - 1)^4", ["valley of minima"]),
        ("-x^2", ["ridge"]),
        ("|x - 0.31y|", ["valley of minima"]),
        ("|x^2 + y^2 - 1|", ["ring of minima"]),
        ("3", ["plateau"]),
        ("relu(x)", ["plateau"]),
        ("max(0, x^2 + y^2 - 1)", ["plateau"]),
    ],
)
def test_what_is_no_point_is_one_region(text: str, names: list[str]) -> None:
    known = surveyed(text)
    assert [region.name for region in known.regions] == names
    for region in known.regions:
        korean.check(region.name)
    assert len(known.points) <= 1  # the middle of a ring, the saddle between two valleys


@pytest.mark.parametrize(("text", "count"), [("(y - x^2)^2", 1), ("(x y - 1)^2", 2)])
def test_a_valley_stays_one_where_it_is_steep_on_the_grid(text: str, count: int) -> None:
    """Along the border of a wide view its places are two rows apart, and more."""
    assert len(surveyed(text, half=5.0).regions) == count


def test_steps_are_as_many_plateaus() -> None:
    known = surveyed("floor(x)")
    assert {region.name for region in known.regions} == {"plateau"}
    assert 6 <= len(known.regions) <= 8
    assert not known.points


def test_a_ring_and_a_plateau_in_view_balance_the_turning_of_the_gradient() -> None:
    ring, plateau = surveyed("(x^2 + y^2 - 1)^2"), surveyed("max(0, x^2 + y^2 - 1)")
    assert [region.index for region in ring.regions] == [0]
    assert [region.index for region in plateau.regions] == [1]
    assert ring.trusted
    assert plateau.trusted
    assert ring.lowest is ring.regions[0]


@pytest.mark.parametrize("text", ["x", "x - 2y", "exp(x)", "sqrt(x)", "x^3 + x + y"])
def test_a_slope_has_no_stationary_point(text: str) -> None:
    known = surveyed(text)
    assert not known.points
    assert not known.regions
    assert known.lowest is None
    assert known.border_lowest is not None


def test_undefined_parts_of_the_view_are_passed_over() -> None:
    bowl = surveyed("x - log(x) + y^2")
    assert counts(bowl.points) == (1, 0, 0, 0)
    np.testing.assert_allclose((bowl.points[0].x, bowl.points[0].y), (1, 0), atol=1e-13)
    dome = surveyed("sqrt(4 - x^2 - y^2)")
    assert counts(dome.points) == (0, 1, 0, 0)
    assert dome.trusted
    nowhere = surveyed("log(-1 - x^2)")
    assert not nowhere.points
    assert "not defined" in nowhere.doubt


def test_points_on_the_border_of_the_view_count() -> None:
    loss = Landscape.read("cos(x) + y^2", (0, pi), (0, 1))
    assert [(p.kind, p.x, p.y) for p in stationary_points(loss)] == [
        ("minimum", pytest.approx(pi), 0),
        ("saddle", 0, 0),
    ]
    assert survey(loss).trusted


@pytest.mark.parametrize(
    "text", ["x^2 + y^2 + floor(x)", "x - floor(x)", "if(x > 0, x^2 + y^2 + 1, x^2 + y^2)"]
)
def test_a_loss_that_is_lowest_at_a_jump_is_doubted(text: str) -> None:
    assert "jump" in surveyed(text).doubt


@pytest.mark.parametrize(
    "text",
    ["if(x > 0, x^2, -x) + y^2", "if(x > 0, (x - 1)^2 + y^2, (x + 1)^2 + y^2 + 0.1)", "sign(x)"],
)
def test_what_meets_without_a_jump_or_falls_away_from_one_is_not(text: str) -> None:
    assert "jump" not in surveyed(text).doubt


def test_slopes_that_overflow_are_told_from_a_loss_without_values() -> None:
    assert "too large" in surveyed("1e308 sin(x)").doubt


def test_a_grid_in_blocks_is_the_grid_as_a_whole() -> None:
    field = Field(CATALOG["eggholder"])
    grid = Grid.over(field)
    rows = [field.derivatives(grid.u[None, :], v[None, None]) for v in grid.v]
    for name, part in vars(grid.at).items():
        np.testing.assert_array_equal(part, np.concatenate([vars(row)[name] for row in rows]))


def test_a_search_stops_at_its_share_of_work() -> None:
    work = Work(1e6)
    with pytest.raises(TooMuchWorkError):
        Grid.over(Field(CATALOG["eggholder"], work))
    assert work.spent > 1e6


def test_operations_within_an_if_are_counted() -> None:
    inside, outside = (
        typed(text).operations(0)
        for text in ("if(x > 0, sin(x y)^2 + cos(x y), y)", "if(x > 0, x, y)")
    )
    assert inside >= outside + 8


@pytest.mark.parametrize("text", ["1/(x^2 + y^2) + x^2", "log(x^2 + y^2)"])
def test_a_pole_is_no_point_but_a_doubt(text: str) -> None:
    known = surveyed(text)
    assert not any(point.kinked for point in known.points)
    assert "no bound" in known.doubt


def test_a_loss_too_fast_to_follow_is_not_trusted() -> None:
    known = surveyed("sin(200x) sin(200y)")
    assert not known.trusted
    assert "faster" in known.doubt


DOUBTED = {
    "x - floor(x)": "The loss jumps",
    "1e308 sin(x)": "The slopes of this loss",
    "log(-1 - x^2)": "The loss is not defined",
    "1/(x^2 + y^2)": "The count could not be checked: the loss has no bound",
    "sin(200x) sin(200y)": "The loss varies faster",
    "(x y - 1)^2": "The count could not be checked: there is a valley of minima",
    "relu(x)": "The count could not be checked: there is a plateau",
    "|x|y": "The count could not be checked: along the border",
    "floor(20x) + floor(20y)": "There are more plateaus",
}


@pytest.mark.parametrize("text", DOUBTED)
def test_a_doubt_is_told_in_every_language(text: str) -> None:
    doubt = surveyed(text).doubt
    assert doubt.startswith(DOUBTED[text])
    korean.check(doubt)


def test_a_doubt_names_its_region_in_every_language() -> None:
    assert "최솟값의 골짜기가" in into(surveyed("(x y - 1)^2").doubt, "ko")
    assert "고원이" in into(surveyed("relu(x)").doubt, "ko")


MOVED = ["himmelblau", "six_hump_camel", "monkey_saddle", "kink", "rastrigin", "goldstein_price"]


def assert_same(loss: Landscape, key: str, back: np.ndarray, shift: float = 0.0) -> None:
    """`back` is the matrix that leads from a place in `loss` to the one in the original."""
    known, original = survey(loss), survey(CATALOG[key])
    assert counts(known.points) == counts(original.points)
    assert known.trusted
    places = np.array([(p.x - shift, p.y - shift) for p in known.points]) @ back.T
    first = np.array([(p.x, p.y) for p in original.points])
    apart = np.hypot(*(places[:, None] - first[None]).transpose(2, 0, 1))
    np.testing.assert_allclose(apart.min(axis=1), 0, atol=1e-9)
    same = apart.argmin(axis=1)
    assert [p.kind for p in known.points] == [original.points[i].kind for i in same]


@pytest.mark.parametrize("key", MOVED)
@pytest.mark.parametrize("factor", ["1000", "1e-6"])
def test_scaling_the_loss_changes_no_kind(key: str, factor: str) -> None:
    old = CATALOG[key]
    loss = Landscape.read(f"{factor}({old.loss.text})", old.x_range, old.y_range)
    assert_same(loss, key, np.eye(2))


@pytest.mark.parametrize("key", MOVED)
def test_stretching_and_moving_the_axes_changes_no_kind(key: str) -> None:
    old = CATALOG[key]
    text = "".join({"x": "(x/1000)", "y": "(y*50)"}.get(c, c) for c in safe(old.loss.text))
    x_range, y_range = (
        tuple(c * f for c in r) for r, f in ((old.x_range, 1e3), (old.y_range, 0.02))
    )
    assert_same(Landscape.read(restored(text), x_range, y_range), key, np.diag((1e-3, 50)))
    text = "".join({"x": "(x - 7)", "y": "(y - 7)"}.get(c, c) for c in safe(old.loss.text))
    x_range = (old.x_range[0] + 7, old.x_range[1] + 7)
    y_range = (old.y_range[0] + 7, old.y_range[1] + 7)
    assert_same(Landscape.read(restored(text), x_range, y_range), key, np.eye(2), shift=7.0)


@pytest.mark.parametrize("key", MOVED)
def test_swapping_the_axes_changes_no_kind(key: str) -> None:
    old = CATALOG[key]
    text = "".join({"x": "y", "y": "x"}.get(c, c) for c in safe(old.loss.text))
    loss = Landscape.read(restored(text), old.y_range, old.x_range)
    assert_same(loss, key, np.array([[0.0, 1.0], [1.0, 0.0]]))


def safe(text: str) -> str:
    """Without the x of exp, which is not the variable."""
    return text.replace("exp", "e§p")


def restored(text: str) -> str:
    return text.replace("§", "x")
