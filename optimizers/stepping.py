"""A recurrence as source text: what one step computes, for plain floats or for arrays.

Three levels keep the loop short. What follows from the settings alone is computed before the
loop; what follows from t and the scheduled eta once a step; only the rest for each coordinate.

Names in the source: s_ a setting, c_ a value shared by all weights, k a part taken out of a
formula, and @ before whatever belongs to one coordinate (x_ and y_ for floats; v_ where one
array holds both coordinates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sympy import Add, Expr, Mul, Symbol

from formulas.code import Dialect, write, write_lines
from formulas.kinks import Where
from formulas.program import straight_line
from optimizers.recurrence import Line, Recurrence

_PER_RUN, _PER_STEP, _PER_WEIGHT = range(3)


@dataclass(frozen=True)
class Piece:
    """Some source lines of a step. `kind` is "shared" (once a step), "each" (once for each
    coordinate) or "look" (no lines: take the gradient at @ahead, into @gradient_ahead)."""

    kind: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stepping:
    """A rule as source: `before` the loop, then the pieces of one step, in order.

    `states` pairs each state's name in the source (@m, c_P) with the source of its first value.
    """

    before: tuple[str, ...]
    states: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    sees_gradient_at_w: bool

    @property
    def seen(self) -> str:
        """The name, without its @, of the gradient that the rule goes by."""
        return "g" if self.sees_gradient_at_w else "gradient_ahead"


@lru_cache(maxsize=256)
def stepping(text: str, settings: tuple[str, ...], dialect: Dialect) -> Stepping:
    """The source of the recurrence `text` over these settings."""
    return _Writer(Recurrence.read(text, settings), settings, dialect).whole()


class _Writer:
    def __init__(self, recurrence: Recurrence, settings: Sequence[str], dialect: Dialect) -> None:
        self.recurrence = recurrence
        self.dialect = dialect
        self.taken_out: dict[Expr, Symbol] = {}
        self.before: list[str] = []
        self.levels: dict[Symbol, int] = {}
        self.names: dict[str, Symbol] = {}
        for name in settings:
            # eta follows the schedule, so it is a new number each step
            self.name(name, f"s_{name}", _PER_STEP if name == "eta" else _PER_RUN)
        self.name("t", "t", _PER_STEP)
        for name in ("w", "g", "ahead", "gradient_ahead"):
            self.name(name, f"@{name}", _PER_WEIGHT)
        for line in recurrence.lines:
            if line.target in recurrence.shared:
                self.name(line.target, f"c_{line.target}", _PER_STEP)
            else:
                self.name(line.target, f"@{line.target}", _PER_WEIGHT)

    def name(self, typed: str, in_source: str, level: int) -> None:
        self.names[typed] = Symbol(in_source, real=True)
        self.levels[self.names[typed]] = level

    def whole(self) -> Stepping:
        pieces = [
            piece for i, line in enumerate(self.recurrence.lines) for piece in self.line(i, line)
        ]
        states = [
            (self.names[name].name, write(self.renamed(value), self.dialect))
            for name, value in self.recurrence.start.items()
        ]
        return Stepping(
            tuple(self.before), tuple(states), tuple(pieces), self.recurrence.sees_gradient_at_w
        )

    def renamed(self, expression: Expr) -> Expr:
        return expression.xreplace({s: self.names[s.name] for s in expression.free_symbols})

    def line(self, number: int, line: Line) -> list[Piece]:
        shared: list[str] = []
        if line.target in self.recurrence.shared:
            value = write(self.renamed(line.value), self.dialect)
            return [Piece("shared", (self.assign(f"c_{line.target}", value),))]
        pieces = []
        if line.ahead is not None:
            ahead = self.each(line.ahead, "@ahead", f"@a{number}_", shared)
            pieces += [Piece("each", ahead), Piece("look")]
        target = self.each(line.value, f"@{line.target}", f"@p{number}_", shared)
        pieces.append(Piece("each", target))
        return [Piece("shared", tuple(shared)), *pieces] if shared else pieces

    def each(self, value: Expr, target: str, prefix: str, shared: list[str]) -> tuple[str, ...]:
        """One coordinate's lines; what all coordinates share goes to `shared` or `before`."""
        value = self.without_shared(self.renamed(value), shared)
        return tuple(write_lines(straight_line([value], prefix), [target], self.dialect))

    def level(self, expression: Expr) -> int:
        return max((self.levels[s] for s in expression.free_symbols), default=_PER_RUN)

    def without_shared(self, expression: Expr, shared: list[str]) -> Expr:
        """`expression` with every part that does not belong to one coordinate taken out."""
        if not expression.args:
            return expression
        if self.level(expression) < _PER_WEIGHT:
            return self.take_out(expression, shared)
        if isinstance(expression, Where):  # only the branch that is taken may be computed
            return expression
        own = [a for a in expression.args if self.level(a) == _PER_WEIGHT]
        common = [a for a in expression.args if self.level(a) < _PER_WEIGHT]
        own = [self.without_shared(argument, shared) for argument in own]
        if isinstance(expression, Add | Mul):
            if common and not all(argument.is_Number for argument in common):
                common = [self.take_out(expression.func(*common), shared)]
            return expression.func(*common, *own, evaluate=False)
        arguments = iter(own)
        return expression.func(
            *(
                next(arguments) if self.level(a) == _PER_WEIGHT else self.without_shared(a, shared)
                for a in expression.args
            ),
            evaluate=False,
        )

    def take_out(self, expression: Expr, shared: list[str]) -> Expr:
        if not expression.args or expression.is_number:
            return expression
        if expression not in self.taken_out:
            name = Symbol(f"k{len(self.taken_out)}", real=True)
            self.taken_out[expression] = name
            self.levels[name] = self.level(expression)
            source = self.assign(name.name, write(expression, self.dialect))
            (self.before if self.levels[name] == _PER_RUN else shared).append(source)
        return self.taken_out[expression]

    def assign(self, name: str, value: str) -> str:
        return self.dialect.assign.format(name=name, value=value)
