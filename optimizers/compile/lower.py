"""A recurrence lowered to a program: what one step computes, and how often each part of it.

What follows from the settings alone is computed once a run; what follows from t and the scheduled
eta too, for all times ahead of the loop; what follows from a state that all weights share, once a
step; only the rest for each weight.

No two slots have one name, whatever names a rule has: typed ones end in an underscore here,
others do not, and before them stands what they are. SymPy sorts sums and products by name, so
these names also decide the last bit of every path.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count

from sympy import Add, Expr, Mul, Symbol

from formulas.kinks import Where
from formulas.program import straight_line
from optimizers.compile.inline import inlined
from optimizers.compile.program import Assign, Look, RuleProgram, Scope, Slot, State
from optimizers.recurrence import AHEAD, Line, Recurrence
from optimizers.rule import Rule

_AHEAD, _GRADIENT_AHEAD = (
    Slot(f"W{{0}}_{name}", Scope.WEIGHT) for name in ("ahead", "gradient_ahead")
)


def lowered(rule: Rule) -> RuleProgram:
    """The program of a rule."""
    return _lowered(rule.recurrence, tuple(rule.defaults))


@lru_cache(maxsize=256)
def _lowered(text: str, settings: tuple[str, ...]) -> RuleProgram:
    return _Lowering(Recurrence.read(text, settings), settings).program()


def _of_weights(typed: str) -> Slot:
    return Slot(f"W{{0}}_{typed}_", Scope.WEIGHT)


class _Lowering:
    """One lowering under way.

    It knows which slot each typed name means at this line, and what was taken out of formulas.
    """

    def __init__(self, recurrence: Recurrence, settings: Sequence[str]) -> None:
        self.recurrence = recurrence
        self.numbers = count()
        self.taken_out: dict[Expr, Slot] = {}
        self.table: list[Assign] = []
        self.scopes: dict[Symbol, Scope] = {}
        self.settings = {letter: Slot(f"s_{letter}_", Scope.RUN) for letter in settings}
        self.t, self.eta = Slot("t", Scope.TIME), Slot("eta", Scope.TIME)
        self.names = {
            **self.settings,
            "t": self.t,
            "w": _of_weights("w"),
            "g": _of_weights("g"),
            AHEAD.name: _GRADIENT_AHEAD,
        }
        for name in recurrence.states:
            shared = name in recurrence.shared
            self.names[name] = Slot(f"c_{name}_", Scope.STEP) if shared else _of_weights(name)
        for slot in (*self.names.values(), self.eta):
            self.symbol(slot)

    def symbol(self, slot: Slot) -> Symbol:
        """The slot in expressions, from now on known by its scope."""
        self.scopes[slot.symbol] = slot.scope
        return slot.symbol

    def scope(self, expression: Expr) -> Scope:
        return max((self.scopes[s] for s in expression.free_symbols), default=Scope.RUN)

    def renamed(self, expression: Expr) -> Expr:
        return expression.xreplace({s: self.names[s.name].symbol for s in expression.free_symbols})

    def tabulated(self, name: str, value: Expr) -> Slot:
        slot = Slot(name, self.scope(value))
        self.symbol(slot)
        self.table.append(Assign(slot, value))
        return slot

    def program(self) -> RuleProgram:
        states = tuple(
            State(name, self.names[name], self.tabulated(f"first_{name}_", self.renamed(first)))
            for name, first in self.recurrence.start.items()
        )
        if "eta" in self.settings:  # follows the schedule from here on
            self.names["eta"] = self.eta
        step: list[Assign | Look] = []
        if self.recurrence.sees_gradient_at_w:
            step.append(Look(self.names["w"], self.names["g"]))
        for number, line in enumerate(inlined(self.recurrence)):
            step += self.line(number, line)
        return RuleProgram(
            settings=self.settings,
            t=self.t,
            eta=self.eta,
            w=self.names["w"],
            table=tuple(self.table),
            states=states,
            step=tuple(step),
        )

    def line(self, number: int, line: Line) -> list[Assign | Look]:
        if line.target in self.recurrence.shared:
            return self.shared(number, line)
        shared: list[Assign | Look] = []
        each: list[Assign | Look] = []
        if line.ahead is not None:
            each += self.each(line.ahead, _AHEAD, f"W{{0}}_a{number}_", shared)
            each.append(Look(_AHEAD, _GRADIENT_AHEAD))
        slot = self.names[line.target] = _of_weights(line.target)
        each += self.each(line.value, slot, f"W{{0}}_p{number}_", shared)
        return [*shared, *each]

    def shared(self, number: int, line: Line) -> list[Assign | Look]:
        """A line that all weights share: to the table, unless it follows from a state."""
        value = self.renamed(line.value)
        if line.target not in self.recurrence.states and self.scope(value) < Scope.STEP:
            # a slot of its own for each assignment, since all are made ahead of the loop
            self.names[line.target] = self.tabulated(f"c{number}_{line.target}_", value)
            return []
        before: list[Assign | Look] = []
        value = self.without_shared(value, Scope.STEP, before)
        slot = self.names[line.target] = Slot(f"c_{line.target}_", Scope.STEP)
        target = self.symbol(slot)
        # what was taken out of formulas with the old value is out of date
        self.taken_out = {e: k for e, k in self.taken_out.items() if not e.has(target)}
        return [*before, Assign(slot, value)]

    def each(
        self, value: Expr, slot: Slot, prefix: str, shared: list[Assign | Look]
    ) -> list[Assign | Look]:
        """A value of each weight; what all weights share goes to `shared` or to the table."""
        value = self.without_shared(self.renamed(value), Scope.WEIGHT, shared)
        self.symbol(slot)
        straight = straight_line([value], prefix)
        parts = [Assign(Slot(s.name, Scope.WEIGHT, True), part) for s, part in straight.steps]
        return [*parts, Assign(slot, straight.results[0])]

    def without_shared(self, expression: Expr, scope: Scope, shared: list[Assign | Look]) -> Expr:
        """`expression` with every part below `scope` taken out."""
        if not expression.args:
            return expression
        if self.scope(expression) < scope:
            return self.take_out(expression, shared)
        if isinstance(expression, Where):
            # Only the branch that is taken may be computed, except in the table, where what is
            # undefined does no harm.
            scope = min(scope, Scope.STEP)
        own = [a for a in expression.args if self.scope(a) >= scope]
        common = [a for a in expression.args if self.scope(a) < scope]
        own = [self.without_shared(argument, scope, shared) for argument in own]
        if isinstance(expression, Add | Mul):
            if common and not all(argument.is_Number for argument in common):
                common = [self.take_out(expression.func(*common), shared)]
            return expression.func(*common, *own, evaluate=False)
        arguments = iter(own)
        return expression.func(
            *(
                next(arguments) if self.scope(a) >= scope else self.without_shared(a, scope, shared)
                for a in expression.args
            ),
            evaluate=False,
        )

    def take_out(self, expression: Expr, shared: list[Assign | Look]) -> Expr:
        if not expression.args or expression.is_number:
            return expression
        if expression not in self.taken_out:
            name = f"k{next(self.numbers)}"
            if self.scope(expression) < Scope.STEP:
                self.taken_out[expression] = self.tabulated(name, expression)
            else:
                value = self.without_shared(expression, Scope.STEP, shared)
                self.taken_out[expression] = Slot(name, Scope.STEP)
                shared.append(Assign(self.taken_out[expression], value))
                self.symbol(self.taken_out[expression])
        return self.taken_out[expression].symbol
