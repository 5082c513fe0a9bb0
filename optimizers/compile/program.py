"""What one step of a rule computes, as a program of named slots for any language to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from sympy import Expr, Symbol


class Scope(IntEnum):
    """How often a slot gets its value.

    Once a run, once for each time t ahead of the loop, once a step, or once a step and weight.
    """

    RUN = 0
    TIME = 1
    STEP = 2
    WEIGHT = 3


@dataclass(frozen=True)
class Slot:
    """A place for a number, or of scope weight for a number of each weight.

    `name` is what it is called in expressions. One of scope weight has a `{0}` in its name, where
    source code for single weights puts which weight it is. `temporary` is what only the next
    assignments read, up to the first that is not.
    """

    name: str
    scope: Scope
    temporary: bool = False

    @property
    def symbol(self) -> Symbol:
        """The slot in expressions."""
        return Symbol(self.name, real=True)

    def of(self, weight: int | str) -> str:
        """The name in source code, for one weight or, with "", for all of them in one array."""
        return self.name.format(weight)


@dataclass(frozen=True)
class Assign:
    """Puts a value into a slot; of scope weight, for each weight."""

    slot: Slot
    value: Expr


@dataclass(frozen=True)
class Look:
    """Puts the gradient at the point in slot `at` into slot `into`."""

    at: Slot
    into: Slot


@dataclass(frozen=True)
class State:
    """What is carried from step to step, by its typed name; it begins as `first`, of scope run."""

    name: str
    slot: Slot
    first: Slot


@dataclass(frozen=True, eq=False)  # told apart by identity, so that caches can key on it
class RuleProgram:
    """A rule, lowered.

    Given are `settings` by letter, `t` and `eta` of each time and the weights in `w`. First
    `table` is computed, all of scope run or time; then come the steps, each of them `step`.
    """

    settings: Mapping[str, Slot]
    t: Slot
    eta: Slot
    w: Slot
    table: tuple[Assign, ...]
    states: tuple[State, ...]
    step: tuple[Assign | Look, ...]

    @cached_property
    def constants(self) -> tuple[Slot, ...]:
        """What the steps take from the table once."""
        firsts = tuple(state.first for state in self.states)
        return (*firsts, *self._read(Scope.RUN))

    @cached_property
    def timed(self) -> tuple[Slot, ...]:
        """What the steps take from the table anew each time."""
        return self._read(Scope.TIME)

    @property
    def looks(self) -> tuple[Look, ...]:
        """Where a step looks at the gradient, in order."""
        return tuple(part for part in self.step if isinstance(part, Look))

    @property
    def seen(self) -> Slot:
        """The gradient that the rule goes by: the first that it looks at."""
        return self.looks[0].into

    @property
    def looked_at(self) -> tuple[Slot, ...]:
        """The slots that looks read and write."""
        return tuple(dict.fromkeys(slot for look in self.looks for slot in (look.at, look.into)))

    @cached_property
    def kept(self) -> tuple[Slot, ...]:
        """All slots of scope weight but temporary ones, w first."""
        assigned = (part.slot for part in self.step if isinstance(part, Assign))
        states = (state.slot for state in self.states)
        found = dict.fromkeys((self.w, *self.looked_at, *states, *assigned))
        return tuple(s for s in found if s.scope is Scope.WEIGHT and not s.temporary)

    def _read(self, scope: Scope) -> tuple[Slot, ...]:
        values = (part.value for part in self.step if isinstance(part, Assign))
        names = {one.name for value in values for one in value.free_symbols}
        slots = {part.slot for part in self.table} | {*self.settings.values(), self.t, self.eta}
        found = {slot for slot in slots if slot.scope is scope and slot.name in names}
        return tuple(sorted(found, key=lambda slot: slot.name))
