"""Imports point down the list of rooms in the README, in no circle; pages alone know Streamlit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = (
    *("app_pages", "player", "charts", "experiments", "verdicts", "studies", "analysis"),
    *("optimizers", "landscapes", "formulas", "words"),
)


@cache
def files() -> dict[str, Path]:
    """Every file of the rooms by the name under which it is imported."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
    }


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The modules that a file imports, in functions too."""
    return tuple(_imported(ast.parse(path.read_text(encoding="utf-8"))))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in files() else node.module


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_one_above_it(room: str) -> None:
    above = set(ROOMS[: ROOMS.index(room)])
    if room not in ("app_pages", "player"):
        above.add("streamlit")
    found = {
        name: above & {one.partition(".")[0] for one in imported(path)}
        for name, path in files().items()
        if name.partition(".")[0] == room
    }
    assert found
    assert {name: names for name, names in found.items() if names} == {}


def test_no_circle_between_files() -> None:
    graph = {name: set(imported(path)) & set(files()) for name, path in files().items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("a circle of imports: " + " <- ".join(error.args[1]))


def test_the_readme_lists_the_rooms_in_this_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house")[1]
    places = [text.index(f"    {room}/") for room in ROOMS]
    assert places == sorted(places)
