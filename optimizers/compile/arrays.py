"""A rule's loop over NumPy arrays, and the table that every loop begins with.

For many starts, or many weights: they stand in one array, the weight on its first axis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Symbol

from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write
from optimizers.compile.floats import loop
from optimizers.compile.gradients import Slopes, slope_assignments
from optimizers.compile.in_place import Pool, in_place
from optimizers.compile.program import Look, RuleProgram, Scope, Slot
from optimizers.course import Course

Array = NDArray[np.float64]
Step = tuple[Array, Array, tuple[Array | float, ...]]
"""What a step comes to: w, the gradient that the rule saw, and the states. The next step writes
over these arrays."""

_CALLED = {
    name: getattr(np, name)
    for name in ("add", "subtract", "multiply", "divide", "empty_like", "full_like")
}


@lru_cache(maxsize=512)
def array_path(
    program: RuleProgram, slopes: Slopes | None, noisy: bool
) -> Callable[..., Iterator[Step]]:
    """The run of a rule as a function (w, each_step, gradient, *constants), a `Step` at a time.

    `w` is the start, (weights, ...), and is written over. `each_step` gives a tuple for each step:
    what is timed; with `noisy` the noise on the gradient; without `slopes` a batch, for which
    `gradient(w, batch, out)` puts the gradient at w into out.
    """
    source = _source(program, slopes, noisy)
    return compiled(source, "path", {**ARRAY_FUNCTIONS, **_CALLED})


def _source(program: RuleProgram, slopes: Slopes | None, noisy: bool) -> str:
    weights = len(slopes or ())
    arrays = {slot.symbol: slot.name for slot in program.kept}
    whole, single = Pool("whole"), Pool("row")

    def of_each(slot: Slot) -> list[str]:
        return [slot.of(i) for i in range(weights)]

    def looked(look: Look) -> list[str]:
        at, into = look.at.of(""), look.into.of("")
        if slopes is None:
            lines = [f"gradient({at}, batch, {into})"]
        else:
            named = of_each(look.at), of_each(look.into)
            own = {Symbol(name, real=True): name for names in named for name in names}
            lines = in_place(slope_assignments(slopes, *named, both_branches=True), own, single)
        return [*lines, f"add({into}, noise, out={into})"] if noisy else lines

    step: list[str] = []
    for _, group in groupby(program.step, type):
        assigned = []
        for part in group:
            if isinstance(part, Look):
                step += looked(part)
            else:
                assigned.append((part.slot.symbol, part.value))
        step += [line.format("") for line in in_place(assigned, arrays, whole)]
    states = "".join(f"{state.slot.of('')}, " for state in program.states)
    step.append(f"yield {program.w.of('')}, {program.seen.of('')}, ({states})")

    w = program.w.of("")
    before = [f"{slot.of('')} = empty_like({w})" for slot in program.kept if slot != program.w]
    if slopes is not None:  # written for each weight
        before += [f"{', '.join(of_each(slot))} = {slot.of('')}" for slot in program.looked_at]
    for state in program.states:
        every = "[...]" if state.slot.scope is Scope.WEIGHT else ""
        before.append(f"{state.slot.of('')}{every} = {state.first.name}")
    # Single weights and whole arrays are never needed at once, so they share their memory.
    wholes = max(len(whole.names), -(-len(single.names) // max(weights, 1)))
    before += [f"whole{i} = empty_like({w})" for i in range(wholes)]
    before += [
        f"{name} = whole{i // weights}[{i % weights}]" for i, name in enumerate(single.names)
    ]
    taken = [slot.name for slot in program.timed]
    taken += [*(["noise"] if noisy else []), *(["batch"] if slopes is None else [])]
    given = [w, "each_step", "gradient", *(slot.name for slot in program.constants)]
    return loop(given, before, taken, step)


def tabulated(
    program: RuleProgram, course: Course
) -> tuple[list[float], list[NDArray[np.float64]]]:
    """The constants of a program in a run, and what is timed as arrays (steps,)."""
    # NumPy's numbers divide by zero without raising.
    settings = [np.float64(course.settings[letter]) for letter in program.settings]
    with np.errstate(all="ignore"):
        constants, timed = _table(program)(np.arange(1.0, course.steps + 1), course.etas, *settings)
    return [float(c) for c in constants], list(timed)


@lru_cache(maxsize=256)
def _table(program: RuleProgram) -> Callable[..., Any]:
    given = (program.t, program.eta, *program.settings.values())
    lines = [
        f"def table({', '.join(slot.name for slot in given)}):",
        *(f"    {part.slot.name} = {write(part.value, NUMPY)}" for part in program.table),
        f"    return ({_listed(program.constants)}), ({_listed(program.timed)})",
    ]
    return compiled("\n".join(lines), "table", ARRAY_FUNCTIONS)


def _listed(slots: Iterable[Slot]) -> str:
    return "".join(f"{slot.name}, " for slot in slots)
