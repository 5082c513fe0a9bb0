"""Lines of a recurrence put where they are read.

So m_hat = m/(1 - beta1^t) costs nothing for each weight: its factor joins eta.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Symbol, preorder_traversal

from optimizers.recurrence import Line, Recurrence


def inlined(recurrence: Recurrence) -> list[Line]:
    """The lines, those whose name is read once only put where it is read."""
    lines = list(recurrence.lines)
    i = 0
    while i < len(lines):
        reader = _only_reader(lines, i, recurrence)
        if reader is None:
            i += 1
            continue
        name = next(s for s in lines[reader].value.free_symbols if s.name == lines[i].target)
        value = lines[reader].value.xreplace({name: lines[i].value})
        lines[reader] = replace(lines[reader], value=value)
        del lines[i]
    return lines


def _only_reader(lines: Sequence[Line], i: int, recurrence: Recurrence) -> int | None:
    """The line that may take in line i, if there is one.

    It is the only one that reads line i, before anything that line i reads has changed.
    """
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
