"""What the browser kept of a table: a file, or nothing at all."""

from __future__ import annotations

import json

import pytest

from app_pages.own_table import MAX_STORED, file_kept
from app_pages.session import OwnFile


def test_a_file_comes_back_with_the_mark_that_was_chosen() -> None:
    text = json.dumps({"text": "키;v\n1,500;2\n", "decimal": ","}, ensure_ascii=False)
    assert file_kept(text) == OwnFile("키;v\n1,500;2\n", ",")


@pytest.mark.parametrize("mark", [None, "", "x", 3, [","]])
def test_another_mark_is_none(mark: object) -> None:
    assert file_kept(json.dumps({"text": "u\n1\n2", "decimal": mark})).decimal is None


@pytest.mark.parametrize(
    "kept",
    [None, 3, "", "u,v", "[]", "{}", '{"text": 3}', "NaN", "[" * 5000, "x" * (MAX_STORED + 1)],
)
def test_anything_else_is_no_file(kept: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        file_kept(kept)
