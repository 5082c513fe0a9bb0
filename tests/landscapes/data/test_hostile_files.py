"""Whatever is uploaded gets one clear sentence, or is read, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from landscapes.data import read_csv
from tests.landscapes.data.files import FILES, attempt

ROOT = Path(__file__).parents[3]
SECONDS = 1.0
"""Of processor time; a table of a megabyte that is read may take twice as long here."""
MEGABYTES = 200


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, float, float]]:
    """What became of each file in a process of its own: outcome, seconds, and megabytes so far."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.landscapes.data.files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, tuple[str, float, float]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_refused_in_words_or_read(
    name: str, outcomes: dict[str, tuple[str, float, float]]
) -> None:
    outcome, seconds, megabytes = outcomes[name]
    expected = FILES[name][1]
    assert outcome.startswith(expected if expected == "read" else f"refused: {expected}")
    assert seconds < SECONDS * (2 if FILES[name][1] == "read" else 1)
    assert megabytes < MEGABYTES


def test_a_file_is_read_whatever_ends_its_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert read_csv(end.join(("u,v", "1,2", "3,4"))).rows.tolist() == [[1, 2], [3, 4]]
    assert attempt("u,v\n1,2\n3,4") == "read"
