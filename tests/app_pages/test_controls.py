"""The controls as values in the session state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app_pages import controls, session


class Stopped(BaseException):
    """What Streamlit raises where a newer run is asked for."""


class State(dict[str, Any]):
    """A session state in which a run is stopped at its access number `stop_at`, as Streamlit may
    do at any."""

    stop_at = -1

    def touched(self) -> None:
        self.stop_at -= 1
        if self.stop_at == 0:
            raise Stopped

    def get(self, key: str, default: Any = None) -> Any:
        self.touched()
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.touched()
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self.touched()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.touched()
        super().__setitem__(key, value)

    def __getattr__(self, key: str) -> Any:
        return self[key]

    def __setattr__(self, key: str, value: Any) -> None:
        if key == "stop_at":
            super().__setattr__(key, value)
        else:
            self[key] = value


@pytest.mark.parametrize("stop_at", range(1, 90))
def test_an_opening_that_was_stopped_begins_again(
    monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    query = SimpleNamespace(to_dict=lambda: {"loss": "himmelblau", "start": "1_2", "v": "1"})

    def opened(stops: int) -> dict[str, Any]:
        state = State()
        fake = SimpleNamespace(session_state=state, query_params=query)
        monkeypatch.setattr(controls, "st", fake)
        monkeypatch.setattr(session, "st", fake)
        state.stop_at = stops
        try:
            controls.begin()
        except Stopped:
            controls.begin()
        return dict(state)

    assert opened(stop_at) == opened(-1)
