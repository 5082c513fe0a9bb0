"""Legal recurrences that Hypothesis writes, with names that mean something to somebody, and what
they come to, computed line by line as they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from formulas import FUNCTIONS
from optimizers import Rule, Setting

Values = dict[str, Any]

# Words of Python and of JavaScript, their functions, and what a compiler might call its own.
WORDS = (
    *("lambda", "in", "for", "is", "not", "def", "class", "None", "print", "float", "zip"),
    *("let", "var", "const", "function", "return", "new", "this", "NaN", "Math", "look", "record"),
    *("seen", "etas", "settings", "x", "y", "k0", "k1", "c_1", "c1_a", "s_eta", "first_m"),
    *("x_w", "y_g", "v_w", "W0", "W0_w_", "W0_w", "W0_p1_0", "p1_0", "a0_1", "D0", "g_0", "t1"),
    *("ahead", "gradient_ahead", "noise", "noise0", "batch", "batches", "each_step", "extend"),
    *("gradients", "whole0", "row0", "out", "add", "multiply", "empty_like", "where", "path"),
    *(
        "w_1",
        "g_prev",
        "m",
        "m_",
        "m_hat",
        "_".join("abc"),
        "E",
        "I",
        "S",
        "N",
        "Q",
        "beta",
        "pi_1",
    ),
)
TAKEN = {*FUNCTIONS, "gradient", "pi", "e", "w", "g", "t"}
NAMES = st.one_of(
    st.sampled_from(WORDS), st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,5}", fullmatch=True)
).filter(lambda name: name not in TAKEN and not name.endswith("_0"))


@dataclass(frozen=True)
class Node:
    """A formula: what it is typed as, with a `{}` for each part, and what it comes to."""

    text: str
    value: Callable[..., Any]
    parts: tuple[Node, ...] = ()

    def typed(self) -> str:
        """The formula as a person would type it."""
        return self.text.format(*(part.typed() for part in self.parts))

    def at(self, values: Values) -> Any:
        """Its value, where names have these values."""
        if not self.parts:
            return self.value(values)
        return self.value(*(part.at(values) for part in self.parts))


def name(typed: str) -> Node:
    return Node(typed, lambda values: values[typed])


def number(value: float) -> Node:
    return Node(str(value), lambda _: value)


TIME = Node("t/(1 + t)", lambda values: values["t"] / (1 + values["t"]))

# All of them are calm, so that rounding stays small.
OPERATIONS: tuple[tuple[int, str, Callable[..., Any]], ...] = (
    (1, "tanh({})", np.tanh),
    (1, "sigmoid({})", lambda u: 1 / (1 + np.exp(-u))),
    (1, "abs({})", np.abs),
    (1, "sqrt(1 + ({})^2)", lambda u: np.sqrt(1 + u**2)),
    (1, "({})^3/8", lambda u: u**3 / 8),
    (2, "({} + {})", lambda u, v: u + v),
    (2, "({} - {})", lambda u, v: u - v),
    (2, "({})*({})", lambda u, v: u * v),
    (2, "({})/(1 + ({})^2)", lambda u, v: u / (1 + v**2)),
    (2, "max({}, {})", np.maximum),
    (3, "if({} > 0.377, {}, {})", lambda c, u, v: np.where(c > 0.377, u, v)),
)


def formulas(leaves: Sequence[Node]) -> st.SearchStrategy[Node]:
    """Formulas of these, and of numbers."""
    leaf = st.sampled_from([*leaves, *map(number, (0.25, 0.7, 1.3))])

    def larger(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return st.one_of(
            *(
                st.tuples(*[smaller] * count).map(
                    lambda parts, text=text, value=value: Node(text, value, parts)
                )
                for count, text, value in OPERATIONS
            )
        )

    return st.recursive(leaf, larger, max_leaves=5)


@dataclass(frozen=True)
class Line:
    """An assignment that adds a bounded formula to half of what was there, or for w to all of it,
    and with `ahead` the gradient somewhere else, as bounded."""

    target: str
    inner: Node
    ahead: Node | None = None

    def typed(self) -> str:
        """The line as a person would type it."""
        rest = self.target if self.target == "w" else f"{self.target}/2"
        look = "" if self.ahead is None else f"*gradient(w - tanh({self.ahead.typed()})/9)/9"
        return f"{self.target} = {rest} + tanh({self.inner.typed()}){look}/5"

    def run(self, values: Values, gradient: Callable[[Any], Any]) -> None:
        """Assigns what the line comes to."""
        rest = values["w"] if self.target == "w" else values[self.target] / 2
        added = np.tanh(self.inner.at(values))
        if self.ahead is not None:
            added = added * gradient(values["w"] - np.tanh(self.ahead.at(values)) / 9) / 9
        values[self.target] = rest + added / 5


@dataclass(frozen=True, repr=False)
class Written:
    """A recurrence, its settings, and where its states begin."""

    lines: tuple[Line, ...]
    settings: Mapping[str, float]
    first: Mapping[str, Node]

    def __repr__(self) -> str:
        return f"{self.text!r}, {self.settings}"

    @property
    def text(self) -> str:
        """The recurrence as it is read."""
        starts = [f"{target}_0 = {first.typed()}" for target, first in self.first.items()]
        return "\n".join((*starts, *(line.typed() for line in self.lines)))

    @property
    def rule(self) -> Rule:
        """A rule of this recurrence."""
        letters = tuple(Setting(k, v, -9.0, 9.0, "") for k, v in self.settings.items())
        return Rule(
            key="written", name="Written", family="both", year=2025, paper="", idea="",
            strengths=(), weaknesses=(), when="", recurrence=self.text, settings=letters,
        )  # fmt: skip

    def path(
        self, start: Sequence[float], gradient: Callable[[Any], Any], steps: int
    ) -> np.ndarray:
        """The points of a run, (steps + 1, 2)."""
        values: Values = {line.target: 0.0 for line in self.lines} | dict(self.settings)
        values |= {target: first.at(dict(self.settings)) for target, first in self.first.items()}
        values["w"] = np.array(start)
        points = [values["w"]]
        for t in range(1, steps + 1):
            values["t"], values["g"] = t, gradient(values["w"])
            for line in self.lines:
                line.run(values, gradient)
            points.append(values["w"])
        return np.array(points)


@st.composite
def recurrences(draw: st.DrawFn) -> Written:
    """Legal recurrences: states, shared or not, that begin somewhere; `if`; looks ahead, in
    several lines or in the only one that reads g."""
    names = draw(
        st.lists(NAMES.filter(lambda one: one != "eta"), min_size=4, max_size=6, unique=True)
    )
    letters, targets = [draw(st.sampled_from(["eta", names[0]])), names[1]], names[2:]
    alike = [TIME, *map(name, (*letters, targets[0]))]  # targets[0] follows from these alone
    others = [*alike, *map(name, ("w", *targets[1:])), *draw(st.sampled_from([[], [name("g")]]))]
    lines = []
    for target in draw(
        st.permutations([*targets, "w", *draw(st.lists(st.sampled_from(targets), max_size=2))])
    ):
        leaves = alike if target == targets[0] else others
        looks = target != targets[0] and draw(st.integers(0, 3)) == 0
        ahead = draw(formulas(others)) if looks else None
        lines.append(Line(target, draw(formulas(leaves)), ahead))
    seen = draw(st.sampled_from([(name("g"), None), (name(targets[0]), name("g"))]))
    settings = {letter: draw(st.sampled_from([0.1, 0.5, -0.3])) for letter in letters}
    begins = draw(st.lists(st.sampled_from(targets), max_size=2, unique=True))
    first = {target: draw(formulas([*map(name, letters)])) for target in begins}
    return Written((*lines, Line("w", *seen)), settings, first)
