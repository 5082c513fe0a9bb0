"""Which picture a loss has of its data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from landscapes import DATA, DataLoss, DataSet
from player.fit import picture

BINARY = np.random.default_rng(0).normal(size=(30, 4))
BINARY[:, 3] = BINARY[:, 3] > 0


def over(columns: str, text: str) -> DataLoss:
    """Four columns of numbers, the last of them 0 or 1."""
    return DataLoss.read(text, DataSet("data", tuple(columns.split()), BINARY), ("w1", "w2"))


@pytest.mark.parametrize("key", ["line", "sine", "wave", "valley"])
def test_one_input_and_a_target_have_a_curve(key: str) -> None:
    shown = {"columns": [0, 1, 1], "names": ["u", "v", "v"], "labels": None}
    assert picture(DATA[key].loss) == shown


def test_two_inputs_and_a_label_have_a_boundary() -> None:
    shown = {"columns": [0, 1, 2], "names": ["u1", "u2", "v"], "labels": [-1.0, 1.0]}
    assert picture(DATA["blobs"].loss) == shown


@pytest.mark.parametrize(
    ("columns", "text", "names"),
    [
        ("v u a b", "(w1 u + w2 - v)^2", ["u", "v", "v"]),  # whatever the order
        ("a u b v", "|w1 u + w2 - v|", ["u", "v", "v"]),
        ("u v a b", "(w2 sin(w1 u) - v)^2", ["u", "v", "v"]),
        ("a b u v", "ln(1 + e^((1 - 2v) (w1 u + w2)))", ["u", "v", "v"]),
        ("a u1 u2 v", "max(0, 1 - (2v - 1) (w1 u1 + w2 u2))", ["u1", "u2", "v"]),
        ("a b u v", "(w1 u + w2 - v)^2 + 0.1 w1^2", ["u", "v", "v"]),  # a penalty: the last
    ],
)
def test_the_target_is_found_in_the_formula(columns: str, text: str, names: list[str]) -> None:
    loss = over(columns, text)
    shown = picture(loss)
    assert shown is not None
    assert shown["names"] == names
    assert [loss.data.columns[number] for number in shown["columns"]] == names
    assert shown["labels"] == ([0.0, 1.0] if columns.endswith(names[-1]) else None)


@pytest.mark.parametrize(
    "loss",
    [
        DATA["copies"].loss,  # two inputs, a target of many values
        replace(DATA["copies"].loss, text="(w1 u1 + w2 u2 - (u1 + u2)/4)^2"),  # no target
        over("u v a b", "(w1 + w2 - v)^2"),  # no input
        over("u v a b", "w1^2 + w2^2"),  # nothing of the data
        over("a b c v", "(w1 a + w2 b + c - v)^2"),  # three inputs
    ],
)
def test_what_no_plane_can_show_has_no_picture(loss: DataLoss) -> None:
    assert picture(loss) is None
