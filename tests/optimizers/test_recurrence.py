"""The language of update rules: what is found in a recurrence, and what is refused."""

from __future__ import annotations

import pytest

from formulas import FormulaError
from optimizers.recurrence import MAX_LINES, Recurrence
from tests.words import korean

ADAM = """\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
v_hat = v / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)"""
ADAM_SETTINGS = ("eta", "beta1", "beta2", "epsilon")

# text, settings, states, those kept per weight, names that all weights share
FOUND = {
    "nothing remembered": ("w = w - eta*g", ("eta",), (), (), set()),
    "Adam": (ADAM, ADAM_SETTINGS, ("m", "v"), ("m", "v"), set()),
    "order of lines decides": (
        "w = w - eta*b\nb = g", ("eta",), ("b",), ("b",), set(),
    ),
    "shared by all weights": (
        "P_0 = 1\nmu = 1 - 1/(t + 1)\nP = P*mu\nw = w - eta*P*g",
        ("eta",), ("P",), (), {"mu", "P"},
    ),
    "the point itself is read": (
        "d = w - old\nold = w\nw = w - eta*g + d/2", ("eta",), ("old",), ("old",), set(),
    ),
    "g only to find where to look": (
        "w = w - eta*gradient(w - eta*g)", ("eta",), (), (), set(),
    ),
    "a name like that of a start": (
        "a_0 = 1\na_0_0 = 2\na = a + g\nw = w - a*a_0_0", ("eta",), ("a",), ("a",), {"a_0_0"},
    ),
    "look-ahead": (
        "b = mu*b + gradient(w - eta*mu*b)\nw = w - eta*b",
        ("eta", "mu"), ("b",), ("b",), set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "settings", "states", "remembered", "shared"), FOUND.values(), ids=FOUND
)
def test_state_and_memory_are_found_by_themselves(
    text: str,
    settings: tuple[str, ...],
    states: tuple[str, ...],
    remembered: tuple[str, ...],
    shared: set[str],
) -> None:
    recurrence = Recurrence.read(text, settings)
    assert set(recurrence.states) == set(states)
    assert set(recurrence.remembered) == set(remembered)
    assert recurrence.shared == shared


def test_states_start_at_zero_or_where_a_line_says() -> None:
    recurrence = Recurrence.read("s_0 = 2*eta\ns = s/2 + b\nb = g\nw = w - s", ("eta",))
    assert {name: str(value) for name, value in recurrence.start.items()} == {
        "s": "2*eta", "b": "0"
    }  # fmt: skip
    assert [line.target for line in recurrence.lines] == ["s", "b", "w"]


def test_a_line_that_looks_ahead_says_where() -> None:
    first, last = Recurrence.read(*FOUND["look-ahead"][:2]).lines
    assert str(first.ahead) == "-b*eta*mu + w"
    assert last.ahead is None


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("w = w - eta*g", True),
        ("w = w - gradient(w)*eta", False),
        ("w = w - eta*gradient(w - eta*g)", True),
    ],
)
def test_whether_the_gradient_at_w_is_needed(text: str, sees: bool) -> None:
    assert Recurrence.read(text, ("eta",)).sees_gradient_at_w is sees


def test_empty_lines_and_spaces_do_not_matter() -> None:
    recurrence = Recurrence.read("\n\n  b =  mu*b + g \n\nw = w - eta*b\n", ("eta", "mu"))
    assert [line.target for line in recurrence.lines] == ["b", "w"]


# text, words of the message, where in the whole text (None: anywhere)
REFUSED = {
    "unknown name": ("b = mu*b + g\nw = w - eta*q", "this rule has w, g, t, eta, mu and b", 25),
    "suggests what was meant": ("b = g\nw = w - etta*b", "did you mean eta", 14),
    "never moves": ("b = mu*b + g", "never moves", None),
    "never looks": ("w = w - eta*w", "never looks at the gradient", None),
    "g is given": ("g = 2\nw = w - g", "g is given", None),
    "t is given": ("t = 2\nw = w - t*g", "t is given", None),
    "a setting is given": ("eta = 2\nw = w - eta*g", "eta is given", None),
    "a function's name": ("exp = g\nw = w - exp", "exp already means something", None),
    "no assignment": ("b = mu*b + g\nw - eta*b", "w = w - eta", 13),
    "two places": ("w = w - gradient(w)*gradient(w/2)", "one place only", None),
    "inside another": ("w = w - gradient(w - gradient(w))", "place only|inside another", None),
    "brackets in the second line": ("b = g\nw = w - (eta*b", "never closed", 14),
    "too many lines": ("b = g\n" * MAX_LINES + "w = w - eta*b", "more than", None),
    "strange name": ("__class__ = g\nw = w - g", "assignment", 0),
    "nothing": ("", "never moves", None),
    "a start for the point": ("w_0 = 1\nw = w - eta*g", "starts where its start is", 0),
}


@pytest.mark.parametrize(("text", "words", "position"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_and_where(text: str, words: str, position: int | None) -> None:
    with pytest.raises(FormulaError, match=words) as caught:
        Recurrence.read(text, ("eta", "mu"))
    if position is not None:
        assert caught.value.position == position
    korean.check(caught.value.message, text, "eta mu gradient")
