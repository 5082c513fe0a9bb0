"""The code that is scanned: what it holds, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from player.share import DENSE_CHARACTERS, MAX_CHARACTERS, code_of

LINK = "https://example.org/?f=x~2&start=1_2&v=1"


def test_a_link_gets_its_code() -> None:
    answer = code_of(LINK)
    assert answer is not None
    assert answer["link"] == LINK
    assert answer["words"] == ""
    assert answer["picture"].startswith("<svg")
    assert answer["picture"] != (code_of(LINK + "0") or {})["picture"]


def test_the_link_itself_never_stands_in_the_picture() -> None:
    answer = code_of("https://example.org/?f=<script>alert(1)</script>")
    assert answer is not None
    assert "script" not in answer["picture"]


def test_a_long_link_is_told_to_be_dense() -> None:
    answer = code_of(LINK.ljust(DENSE_CHARACTERS + 1, "1"))
    assert answer is not None
    assert "scan it from nearby" in answer["words"]
    said = code_of(answer["link"], "ko")
    assert said is not None
    assert "가까이에서" in said["words"]


def test_the_longest_link_fits_and_a_longer_one_is_told() -> None:
    longest = code_of(LINK.ljust(MAX_CHARACTERS, "x"))
    beyond = code_of(LINK.ljust(MAX_CHARACTERS + 1, "x"))
    assert longest is not None
    assert longest["picture"]
    assert beyond is not None
    assert not beyond["picture"]
    assert "too long" in beyond["words"]


@pytest.mark.parametrize(
    "asked",
    [None, 7, b"https://example.org", ["https://a"], "", "javascript:alert(1)", "https://é"],
)
def test_what_is_no_link_is_refused(asked: Any) -> None:
    assert code_of(asked) is None
