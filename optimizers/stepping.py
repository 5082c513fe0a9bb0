"""A recurrence as straight-line assignments: what one step computes, for floats or for arrays.

Four levels keep the loop short. What follows from the settings alone is computed once a run;
what follows from t and the scheduled eta too, for all steps together, before the loop; what
follows from a state that all weights share, once a step; only the rest for each coordinate.

Names in the source: s_ a setting, c_ a value shared by all weights, k a part taken out of a
formula, first_ where a state begins, and @ before whatever belongs to one coordinate (x_ and y_
for floats; v_ where one array holds both coordinates).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np
from sympy import Add, Expr, Mul, Symbol, preorder_traversal

from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write
from formulas.kinks import Where
from formulas.program import straight_line
from optimizers.course import Course
from optimizers.recurrence import AHEAD, Line, Recurrence

_PER_RUN, _PER_TIME, _PER_STEP, _PER_WEIGHT = range(4)

Assignments = tuple[tuple[Symbol, Expr], ...]


@dataclass(frozen=True)
class Piece:
    """A part of a step. `kind` is "shared" (assigned once a step), "each" (once for each
    coordinate) or "look" (no assignments: take the gradient at @ahead, into @gradient_ahead)."""

    kind: str
    assignments: Assignments = ()


@dataclass(frozen=True, eq=False)  # told apart by identity, so that caches can key on it
class Stepping:
    """A rule as assignments.

    `states` are their names in the source (@m, c_P); each begins at the constant first_m,
    first_P. `constants` and `timed` name what the loop takes from the table: once, and anew at
    each step. `table` computes both.
    """

    states: tuple[str, ...]
    constants: tuple[str, ...]
    timed: tuple[str, ...]
    pieces: tuple[Piece, ...]
    table: Callable[..., tuple[tuple[Any, ...], tuple[Any, ...]]]
    sees_gradient_at_w: bool

    @property
    def seen(self) -> str:
        """The name, without its @, of the gradient that the rule goes by."""
        return "g" if self.sees_gradient_at_w else "gradient_ahead"

    @property
    def targets(self) -> tuple[str, ...]:
        """Every name that a step assigns for each coordinate, but for intermediate ones."""
        assigned = (p.assignments[-1][0].name for p in self.pieces if p.kind == "each")
        return tuple(dict.fromkeys(assigned))

    def tabulated(self, course: Course) -> tuple[list[float], list[np.ndarray]]:
        """The constants, and what is timed as arrays (steps,)."""
        # NumPy's numbers divide by zero without raising.
        settings = {f"s_{letter}": np.float64(value) for letter, value in course.settings.items()}
        with np.errstate(all="ignore"):
            constants, timed = self.table(np.arange(1.0, course.steps + 1), course.etas, **settings)
        return [float(c) for c in constants], list(timed)


@lru_cache(maxsize=256)
def stepping(text: str, settings: tuple[str, ...]) -> Stepping:
    """The recurrence `text` over these settings, as assignments."""
    return _Writer(Recurrence.read(text, settings), settings).whole()


class _Writer:
    def __init__(self, recurrence: Recurrence, settings: Sequence[str]) -> None:
        self.recurrence = recurrence
        self.settings = settings
        self.numbers = count()
        self.taken_out: dict[Expr, Symbol] = {}
        self.tabulated: list[tuple[Symbol, Expr]] = []
        self.levels: dict[Symbol, int] = {}
        self.names: dict[str, Symbol] = {}
        for name in settings:
            self.name(name, f"s_{name}", _PER_RUN)
        self.name("t", "t", _PER_TIME)
        for name in ("w", "g", "ahead", AHEAD.name):
            self.name(name, f"@{name}", _PER_WEIGHT)
        for name in recurrence.states:
            if name in recurrence.shared:
                self.name(name, f"c_{name}", _PER_STEP)
            else:
                self.name(name, f"@{name}", _PER_WEIGHT)

    def symbol(self, in_source: str, level: int) -> Symbol:
        symbol = Symbol(in_source, real=True)
        self.levels[symbol] = level
        return symbol

    def name(self, typed: str, in_source: str, level: int) -> Symbol:
        self.names[typed] = self.symbol(in_source, level)
        return self.names[typed]

    def tabulate(self, in_source: str, value: Expr) -> Symbol:
        symbol = self.symbol(in_source, self.level(value))
        self.tabulated.append((symbol, value))
        return symbol

    def whole(self) -> Stepping:
        states = tuple(self.names[name].name for name in self.recurrence.states)
        for name, value in self.recurrence.start.items():
            self.tabulate(f"first_{name}", self.renamed(value))
        if "eta" in self.settings:  # follows the schedule from here on
            self.name("eta", "eta", _PER_TIME)
        pieces = [
            piece
            for i, line in enumerate(_inlined(self.recurrence))
            for piece in self.line(i, line)
        ]
        read = {
            symbol for piece in pieces for _, value in piece.assignments
            for symbol in value.free_symbols
        }  # fmt: skip
        constants = [f"first_{name}" for name in self.recurrence.states]
        constants += sorted(s.name for s in read if self.levels.get(s) == _PER_RUN)
        timed = sorted(s.name for s in read if self.levels.get(s) == _PER_TIME)
        return Stepping(
            states=states,
            constants=tuple(constants),
            timed=tuple(timed),
            pieces=tuple(pieces),
            table=self.table(constants, timed),
            sees_gradient_at_w=self.recurrence.sees_gradient_at_w,
        )

    def table(self, constants: Sequence[str], timed: Sequence[str]) -> Callable[..., Any]:
        parameters = ["t", "eta", *(f"s_{letter}" for letter in self.settings)]
        lines = [f"{name} = {write(value, NUMPY)}" for name, value in self.tabulated]
        results = f"({_listed(constants)}), ({_listed(timed)})"
        body = "".join(f"    {line}\n" for line in (*lines, f"return {results}"))
        return compiled(f"def table({', '.join(parameters)}):\n{body}", "table", ARRAY_FUNCTIONS)

    def renamed(self, expression: Expr) -> Expr:
        return expression.xreplace({s: self.names[s.name] for s in expression.free_symbols})

    def line(self, number: int, line: Line) -> list[Piece]:
        if line.target in self.recurrence.shared:
            return self.shared(number, line)
        shared: list[tuple[Symbol, Expr]] = []
        pieces = []
        if line.ahead is not None:
            ahead = self.each(line.ahead, self.names["ahead"], f"@a{number}_", shared)
            pieces += [Piece("each", ahead), Piece("look")]
        target = self.name(line.target, f"@{line.target}", _PER_WEIGHT)
        assignments = self.each(line.value, target, f"@p{number}_", shared)
        pieces.append(Piece("each", assignments))
        return [Piece("shared", tuple(shared)), *pieces] if shared else pieces

    def shared(self, number: int, line: Line) -> list[Piece]:
        """A line that all weights share: to the table, unless it follows from a state."""
        value = self.renamed(line.value)
        level = self.level(value)
        if line.target in self.recurrence.states or level == _PER_STEP:
            before: list[tuple[Symbol, Expr]] = []
            value = self.without_shared(value, _PER_STEP, before)
            target = self.name(line.target, f"c_{line.target}", _PER_STEP)
            # what was taken out of formulas with the old value is out of date
            self.taken_out = {e: k for e, k in self.taken_out.items() if not e.has(target)}
            return [Piece("shared", (*before, (target, value)))]
        # a name of its own for each assignment, since all are made before the loop
        self.names[line.target] = self.tabulate(f"c{number}_{line.target}", value)
        return []

    def each(
        self, value: Expr, target: Symbol, prefix: str, shared: list[tuple[Symbol, Expr]]
    ) -> Assignments:
        """One coordinate's part; what all coordinates share goes to `shared` or to the table."""
        value = self.without_shared(self.renamed(value), _PER_WEIGHT, shared)
        program = straight_line([value], prefix)
        return (*program.steps, (target, program.results[0]))

    def level(self, expression: Expr) -> int:
        return max((self.levels[s] for s in expression.free_symbols), default=_PER_RUN)

    def without_shared(
        self, expression: Expr, level: int, shared: list[tuple[Symbol, Expr]]
    ) -> Expr:
        """`expression` with every part below `level` taken out."""
        if not expression.args:
            return expression
        if self.level(expression) < level:
            return self.take_out(expression, shared)
        if isinstance(expression, Where):
            # Only the branch that is taken may be computed, except in the table, where what is
            # undefined does no harm.
            level = min(level, _PER_STEP)
        own = [a for a in expression.args if self.level(a) >= level]
        common = [a for a in expression.args if self.level(a) < level]
        own = [self.without_shared(argument, level, shared) for argument in own]
        if isinstance(expression, Add | Mul):
            if common and not all(argument.is_Number for argument in common):
                common = [self.take_out(expression.func(*common), shared)]
            return expression.func(*common, *own, evaluate=False)
        arguments = iter(own)
        return expression.func(
            *(
                next(arguments) if self.level(a) >= level else self.without_shared(a, level, shared)
                for a in expression.args
            ),
            evaluate=False,
        )

    def take_out(self, expression: Expr, shared: list[tuple[Symbol, Expr]]) -> Expr:
        if not expression.args or expression.is_number:
            return expression
        if expression not in self.taken_out:
            name = f"k{next(self.numbers)}"
            if self.level(expression) < _PER_STEP:
                self.taken_out[expression] = self.tabulate(name, expression)
            else:
                value = self.without_shared(expression, _PER_STEP, shared)
                self.taken_out[expression] = self.symbol(name, _PER_STEP)
                shared.append((self.taken_out[expression], value))
        return self.taken_out[expression]


def _listed(names: Iterable[str]) -> str:
    return "".join(f"{name}, " for name in names)


def _inlined(recurrence: Recurrence) -> list[Line]:
    """The lines, those whose name is read once only put where it is read.

    So m_hat = m/(1 - beta1^t) costs nothing for each coordinate: its factor joins eta.
    """
    lines = list(recurrence.lines)
    i = 0
    while i < len(lines):
        reader = _only_reader(lines, i, recurrence)
        if reader is None:
            i += 1
            continue
        name = {s for s in lines[reader].value.free_symbols if s.name == lines[i].target}.pop()
        value = lines[reader].value.xreplace({name: lines[i].value})
        lines[reader] = replace(lines[reader], value=value)
        del lines[i]
    return lines


def _only_reader(lines: Sequence[Line], i: int, recurrence: Recurrence) -> int | None:
    """The line that may take in line i: the only one that reads it, and before anything that
    line i reads has changed."""
    line = lines[i]
    if line.target == "w" or line.target in recurrence.states or line.ahead is not None:
        return None
    if line.target in recurrence.shared or [a.target for a in lines].count(line.target) > 1:
        return None
    read = {s.name for s in line.value.free_symbols}
    for j in range(i + 1, len(lines)):
        times = _times_read(lines[j], line.target)
        if times:
            rest = sum(_times_read(other, line.target) for other in lines[j + 1 :])
            return j if times + rest == 1 and not _in_ahead(lines[j], line.target) else None
        if lines[j].target in read:
            return None
    return None


def _times_read(line: Line, name: str) -> int:
    expressions = [line.value] if line.ahead is None else [line.value, line.ahead]
    return sum(
        isinstance(node, Symbol) and node.name == name
        for expression in expressions
        for node in preorder_traversal(expression)
    )


def _in_ahead(line: Line, name: str) -> bool:
    return line.ahead is not None and any(s.name == name for s in line.ahead.free_symbols)
