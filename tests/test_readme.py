"""What the README shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_its_python_runs_from_top_to_bottom(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[go.Figure] = []
    monkeypatch.setattr(go.Figure, "show", lambda figure: shown.append(figure))
    section = TEXT.split("## From formula to moving figure")[1].split("\n## ")[0]
    space: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, space)  # noqa: S102 - our own text
    assert len(shown) == 1
    assert len(shown[0].frames) > 100
    assert "2 equally low global minima" in capsys.readouterr().out
    assert [run.steps for run in space["runs"]] == [300, 300]  # type: ignore[attr-defined]


def test_every_file_that_it_names_is_there() -> None:
    root = Path(__file__).parents[1]
    named = set(re.findall(r"`((?:[a-z_0-9]+/)+[a-z_0-9]*(?:\.[a-z]+)?)`", TEXT))
    assert "formulas/functions.py" in named
    assert [name for name in sorted(named) if not (root / name).exists()] == []
