"""The table of a rule's program: what is computed ahead of its loop, with NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write
from optimizers.compile.program import RuleProgram, Slot
from optimizers.course import Course


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
