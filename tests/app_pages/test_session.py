"""Keys of the session state stand in one file: no page invents one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app_pages.session import FAMILIES, WIDGETS, Key, Session

PAGES = Path(__file__).parents[2] / "app_pages"
FILES = [path for path in PAGES.rglob("*.py") if path.name != "session.py"]
NAMES = {key.name for key in vars(Session).values() if isinstance(key, Key)}
TAKE_A_KEY = {
    "stored": 0, "store": 0, "store_first": 0, "follow_address": 0, "popover": 1, "kept": 2
}  # fmt: skip
"""Functions of ours that take a key, and as which of their arguments."""


def key_of(call: ast.Call) -> ast.expr | None:
    """What a call is given as a key of the session state."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in TAKE_A_KEY and len(call.args) > TAKE_A_KEY[name]:
        return call.args[TAKE_A_KEY[name]]
    of_class = name[:1].isupper()  # the key of a rule, a lesson, a mark
    return next((k.value for k in call.keywords if k.arg == "key" and not of_class), None)


def texts(key: ast.expr) -> Iterator[str]:
    """A text, or the beginning of one that is put together; nothing for a variable."""
    if isinstance(key, ast.Constant):
        yield str(key.value)
    elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        yield str(key.values[0].value)


def is_known(text: str) -> bool:
    return text in NAMES | WIDGETS or text.startswith(FAMILIES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_gives_no_key_that_the_session_does_not_name(path: Path) -> None:
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    keys = [key for call in calls if (key := key_of(call)) is not None]
    unknown = [text for key in keys for text in texts(key) if not is_known(text)]
    assert unknown == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_page_reaches_for_the_state_itself(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not [
        n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "session_state"
    ]


def test_a_key_that_nobody_named_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Session().stepz = 300  # type: ignore[attr-defined]
