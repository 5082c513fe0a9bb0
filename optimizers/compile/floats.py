"""A rule's loop over plain floats, its gradient fused into it: for one start, of few weights.

On a few numbers NumPy spends nearly all its time on being called; plain floats take about a tenth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from sympy import Expr

from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write
from optimizers.compile.gradients import Slopes, slope_assignments
from optimizers.compile.program import Assign, Look, RuleProgram, Scope, Slot


@lru_cache(maxsize=1024)
def float_path(
    program: RuleProgram, weights: int, slopes: Slopes | None, noisy: bool, states: bool
) -> Callable[..., None]:
    """The run of a rule as a function (*start, each_step, extend, gradient, *constants).

    `each_step` gives a tuple for each step: what is timed; with `noisy` the noise on the slope of
    each weight; without `slopes` the columns of a batch, for which `gradient(*w, *columns)` returns
    a number for each weight. `extend` takes what each step comes to: w and the gradient that the
    rule saw, or with `states` each state, all of them weight by weight.
    """
    source = _source(program, weights, slopes, noisy, states)
    return compiled(source, "path", {**FLOAT_FUNCTIONS, "map": map, "float": float})


def _source(
    program: RuleProgram, weights: int, slopes: Slopes | None, noisy: bool, states: bool
) -> str:
    def of_each(slot: Slot) -> list[str]:
        return [slot.of(i) for i in range(weights)]

    def assigned(slot: Slot, value: str) -> list[str]:
        """A line for each weight; one only where all share the slot."""
        line = f"{slot.name} = {value}"
        count = weights if slot.scope is Scope.WEIGHT else 1
        return [line.format(i) for i in range(count)]

    def looked(look: Look) -> list[str]:
        at, into = of_each(look.at), of_each(look.into)
        if slopes is None:
            lines = [f"{', '.join(into)} = map(float, gradient({', '.join(at)}, *batch))"]
        else:
            lines = [_line(name.name, value) for name, value in slope_assignments(slopes, at, into)]
        return [*lines, *(f"{one} += {shift}" for one, shift in zip(into, noise, strict=False))]

    noise = [f"noise{i}" for i in range(weights)] if noisy else []
    taken = [*(slot.name for slot in program.timed), *noise, *(["batch"] if slopes is None else [])]
    recorded = [state.slot for state in program.states] if states else [program.w, program.seen]
    step: list[str] = []
    for part in program.step:
        step += looked(part) if isinstance(part, Look) else assigned(part.slot, _value(part))
    step.append(f"extend(({', '.join(name for slot in recorded for name in of_each(slot))},))")
    before = [line for state in program.states for line in assigned(state.slot, state.first.name)]
    given = [*of_each(program.w), "each_step", "extend", "gradient"]
    return loop([*given, *(slot.name for slot in program.constants)], before, taken, step)


def loop(
    given: Sequence[str], before: Sequence[str], taken: Sequence[str], step: Sequence[str]
) -> str:
    """Source of a function `path` that repeats the lines `step` for all `each_step` gives.

    `given` are its parameters, `taken` the names for the parts of each tuple in `each_step`.
    """
    return "\n".join(
        [
            f"def path({', '.join(given)}):",
            *(f"    {line}" for line in before),
            f"    for ({''.join(f'{name}, ' for name in taken)}) in each_step:",
            *(f"        {line}" for line in step),
        ]
    )


def _value(part: Assign) -> str:
    return write(part.value, FLOATS)


def _line(name: str, value: Expr) -> str:
    return f"{name} = {write(value, FLOATS)}"
