"""Imports point down the list of rooms in the README, and only pages and player know Streamlit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = (
    *(
        "app_pages",
        "player",
        "charts",
        "experiments",
        "verdicts",
        "studies",
        "analysis",
        "optimizers",
        "landscapes",
    ),
    *("formulas", "words"),
)


def imported(path: Path) -> Iterator[str]:
    """The topmost names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_one_above_it(room: str) -> None:
    above = set(ROOMS[: ROOMS.index(room)])
    if room not in ("app_pages", "player"):
        above.add("streamlit")
    files = list((ROOT / room).rglob("*.py"))
    assert files
    found = {str(path.relative_to(ROOT)): above & set(imported(path)) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_readme_lists_the_rooms_in_this_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house")[1]
    places = [text.index(f"    {room}/") for room in ROOMS]
    assert places == sorted(places)
