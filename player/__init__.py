"""The moving picture: contour, surface and curves in step, as one Streamlit component.

    race = Race(experiment, experiment.run(), labels)
    event = show(race, key="player", on_event=moved)

The start that a visitor picked is returned once, in the run that it caused; `picked(key)`
gives it inside the callback, which runs before the page's script and may still set the
values of number fields.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from player import assets
from player.component import component
from player.messages import tell
from player.payload import Label, Look, Race, encode
from player.share import code_of

__all__ = [
    "Label",
    "Look",
    "PlayerEvent",
    "Race",
    "encode",
    "picked",
    "show",
    "told_address",
]


MAX_ADDRESS = 10_000  # characters; no link has more than a few thousand
ROOT = '<div class="sb-root" role="group" data-word-label="race" tabindex="-1"></div>'


@dataclass(frozen=True)
class PlayerEvent:
    """What a visitor did in the player that the page has to answer."""

    start: tuple[float, float]
    """The point picked on the contour by click, tap or drag."""


def show(
    race: Race,
    *,
    key: str = "player",
    on_event: Callable[[], None] | None = None,
    on_lost: Callable[[], None] | None = None,
) -> PlayerEvent | None:
    """Mounts the player; the start that was picked, in the run that this caused.

    `on_lost` is called where the page outlived the session that it was opened in: its address,
    given by `told_address`, then holds what this session does not know.

    A mounted player of the same `key` is kept: it moves over to the new race without being
    built anew, and with its camera and zoom where the visitor put them.
    """
    result = _component()(
        key=key,
        data=encode(race, printed=not _state(key).get("unprinted"), session=_session()),
        on_start_change=on_event or _nothing,
        on_unprinted_change=_nothing,
        on_code_change=_nothing,
        on_address_change=on_lost or _nothing,
    )
    if code := code_of(result.code, race.look.language):
        tell("code", code, key=f"{key}_code")
    return _event(result.start)


def picked(key: str = "player") -> PlayerEvent | None:
    """The event inside an `on_event` callback."""
    return _event(_state(key).get("start"))


def told_address(key: str = "player") -> dict[str, str]:
    """The parameters of the page's address inside an `on_lost` callback, decoded."""
    text = _state(key).get("address")
    if not isinstance(text, str) or len(text) > MAX_ADDRESS:
        return {}
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    except ValueError:  # too many parameters
        return {}


def _session() -> str:
    """An id that tells this session from any other."""
    if "player_session" not in st.session_state:
        st.session_state.player_session = secrets.token_hex(4)
    word: str = st.session_state.player_session
    return word


def _state(key: str) -> Any:
    """What the browser told: `start`, and `unprinted` where it cannot run printed formulas."""
    return st.session_state.get(key) or {}


@cache
def _component() -> Any:
    assets.publish_plotly()
    css = ".sb-root:empty { min-height: 44rem; }"
    return component("player", assets.module(), html=ROOT, css=css)


def _nothing() -> None:
    """Having a callback makes Streamlit always return the attribute."""


def _event(value: Any) -> PlayerEvent | None:
    """Anything may arrive from a browser: only two finite numbers make an event."""
    if not isinstance(value, dict):
        return None
    x, y = (_finite(value.get(letter)) for letter in "xy")
    return None if x is None or y is None else PlayerEvent((x, y))


def _finite(value: Any) -> float | None:
    # A whole number of hundreds of digits is valid JSON too, hence the bound.
    if not isinstance(value, int | float) or not -1e300 < value < 1e300:
        return None
    return float(value)
