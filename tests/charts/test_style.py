from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from plotly.validator_cache import ValidatorCache

from charts import DARK_SCALE, LIGHT_SCALE, STYLES, style_of
from optimizers import RULES
from tests.charts import eyes

RACED_MOST = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam", "adamw")
BY_COLOUR_ALONE = 12.0  # CIEDE2000; 1 is just noticeable side by side, 2-3 at a glance
BY_COLOUR = 10.0
LEGIBLE = 3.0  # of a sign to its ground (WCAG 2.2, 1.4.11)
OFF_THE_LANDSCAPE = 8.0  # a casing lifts them further


def apart(one: str, other: str) -> float:
    """The distance of two colours in the eye that tells them apart worst."""
    return min(eyes.distance(eyes.lab(one, eye), eyes.lab(other, eye)) for eye in eyes.EYES)


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2, from the share of light that each sends back."""
    low, high = sorted(((eyes.lab(color)[0] + 16) / 116) ** 3 for color in (one, other))
    return float((high + 0.05) / (low + 0.05))


def grounds() -> list[str]:
    """Of the pages, light and dark, and of what stands off from them."""
    config = Path(__file__).parents[2] / ".streamlit/config.toml"
    theme = tomllib.loads(config.read_text("utf-8"))["theme"]
    kinds = "backgroundColor", "secondaryBackgroundColor"
    return [theme[mode][kind] for mode in ("light", "dark") for kind in kinds]


def test_the_distance_is_ciede2000() -> None:
    # Pairs 1 and 7 of Sharma, Wu & Dalal's table of test data.
    near = eyes.distance(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485]))
    grey = eyes.distance(np.array([50, 0, 0]), np.array([50, -1, 2]))
    assert near == pytest.approx(2.0425, abs=1e-4)
    assert grey == pytest.approx(2.3669, abs=1e-4)


def test_every_rule_has_a_style_and_every_style_a_rule() -> None:
    assert list(STYLES) == list(RULES)


@pytest.mark.parametrize(("one", "other"), list(combinations(RACED_MOST, 2)))
def test_the_rules_raced_most_differ_by_colour_alone_in_every_eye(one: str, other: str) -> None:
    assert apart(STYLES[one].color, STYLES[other].color) >= BY_COLOUR_ALONE


@pytest.mark.parametrize(("one", "other"), list(combinations(STYLES, 2)))
def test_any_two_rules_differ_by_colour_or_else_by_dash_and_marker(one: str, other: str) -> None:
    a, b = STYLES[one], STYLES[other]
    assert a.marker != b.marker
    assert a.dash != b.dash or apart(a.color, b.color) >= BY_COLOUR


@pytest.mark.parametrize("key", RACED_MOST)
@pytest.mark.parametrize("scale", [LIGHT_SCALE, DARK_SCALE], ids=["light", "dark"])
def test_paths_stand_out_from_every_height_of_the_landscape(
    key: str, scale: tuple[str, ...]
) -> None:
    assert min(apart(STYLES[key].color, ground) for ground in scale) >= OFF_THE_LANDSCAPE


@pytest.mark.parametrize("key", STYLES)
def test_paths_are_more_colourful_than_the_landscape(key: str) -> None:
    def chroma(color: str) -> float:
        return float(np.hypot(*eyes.lab(color)[1:]))

    assert chroma(STYLES[key].color) > 40 > 2 * max(map(chroma, LIGHT_SCALE + DARK_SCALE))


@pytest.mark.parametrize("ground", grounds())
def test_ink_can_be_read_on_every_ground(ground: str) -> None:
    keys = [f"{rule}{number}" for rule in STYLES for number in ("", ".2", ".3")]
    for key in (*keys, *(f"mine {i}" for i in range(100))):
        assert contrast(style_of(key).ink, ground) >= LEGIBLE, key


def test_ink_keeps_the_hue_of_the_path() -> None:
    for key in STYLES:
        path, ink = (eyes.lab(color)[1:] for color in (style_of(key).color, style_of(key).ink))
        turn = np.degrees(np.arctan2(*path[::-1]) - np.arctan2(*ink[::-1]))
        assert abs((turn + 180) % 360 - 180) < 15, key


def test_plotly_knows_every_dash_and_marker() -> None:
    dash = ValidatorCache.get_validator("scatter.line", "dash")
    symbol = ValidatorCache.get_validator("scatter.marker", "symbol")
    for style in [*STYLES.values(), *(style_of(f"mine {i}") for i in range(100))]:
        dash.validate_coerce(style.dash)
        symbol.validate_coerce(style.marker)


def test_an_own_rule_keeps_its_style_in_another_process() -> None:
    code = "from charts import style_of; print(style_of('my adam'), end='')"
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout == str(style_of("my adam"))


def test_an_own_rule_never_has_the_marker_of_a_built_in_one() -> None:
    taken = {style.marker for style in STYLES.values()}
    assert not taken & {style_of(f"mine {i}").marker for i in range(100)}


@pytest.mark.parametrize("rule", STYLES)
def test_the_next_runners_of_a_rule_keep_its_marker_and_differ_in_colour_and_dash(
    rule: str,
) -> None:
    styles = [style_of(key) for key in (rule, f"{rule}.2", f"{rule}.3")]
    assert len({style.marker for style in styles}) == 1
    assert len({style.dash for style in styles}) == 3
    for one, other in combinations(styles, 2):
        assert eyes.distance(eyes.lab(one.color), eyes.lab(other.color)) >= 6


def test_no_two_runners_look_alike() -> None:
    keys = [f"{rule}{number}" for rule in STYLES for number in ("", ".2", ".3")]
    assert len({style_of(key) for key in keys}) == len(keys)
