"""Rules and losses as JavaScript, printed from the same expressions that run here.

With these the browser retraces a race by itself while its start is dragged. What is computed
ahead of the loop elsewhere stands inside it here, one time after the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from formulas.code import JAVASCRIPT, write, write_lines
from formulas.program import straight_line
from landscapes import Loss
from optimizers.compile.lower import lowered
from optimizers.compile.program import Assign, Look, Scope, Slot
from optimizers.rule import Rule

WEIGHTS = 2


def rule_function(rule: Rule) -> str:
    """A function (x, y, etas, noise, settings, look, record) that follows `rule`.

    `etas` has eta at each step, `noise` two numbers for each step or null, `settings` every
    setting by letter. `look(x, y)` returns an array whose items 1 and 2 are the gradient there;
    `record(t, x, y)` takes the point after step t and returns true to stop.
    """
    program = lowered(rule)
    settings = [f"{slot.name} = settings.{letter};" for letter, slot in program.settings.items()]
    once, timed = (
        [line for part in program.table if part.slot.scope is scope for line in _assigned(part)]
        for scope in (Scope.RUN, Scope.TIME)
    )
    first = [Assign(state.slot, state.first.symbol) for state in program.states]
    step = [line for part in program.step for line in _part(part)]
    assigned = [part.slot for part in (*program.table, *program.step) if isinstance(part, Assign)]
    slots = dict.fromkeys((*program.settings.values(), *program.kept, *assigned, program.eta))
    x, y = _each(program.w)
    t = program.t.name
    body = [
        f"let seen, {', '.join(name for slot in slots for name in _each(slot))};",
        f"{x} = x; {y} = y;",
        *settings,
        *once,
        *(line for part in first for line in _assigned(part)),
        f"for (let {t} = 1; {t} <= etas.length; {t}++) {{",
        f"  {program.eta.name} = etas[{t} - 1];",
        *(f"  {line}" for line in (*timed, *step)),
        f"  if (record({t}, {x}, {y})) return;",
        "}",
    ]
    return _function("x, y, etas, noise, settings, look, record", body)


def loss_function(loss: Loss) -> str:
    """A function (x, y, out) that puts the loss and its gradient into out[0], out[1], out[2]."""
    program = straight_line(loss.derivatives(1), both_branches=True)
    names = [f"part{k}" for k in range(len(program.results))]
    lines = write_lines(program, names, JAVASCRIPT)
    return _function(
        "x, y, out", [*lines, *(f"out[{k}] = {name};" for k, name in enumerate(names))]
    )


def mean_function(loss: Loss, *, slopes: bool) -> str:
    """A function (x, y, table, rows, out) that puts the mean loss over rows into out[0].

    With `slopes` its gradient goes into out[1] and out[2]. `table` has one row of columns behind
    the other, `rows` are numbers of rows.
    """
    parts = loss.derivatives(1 if slopes else 0)
    columns = [column.name for column in loss.column_symbols]
    program = straight_line(parts, both_branches=True)
    sums = [f"sum{k}" for k in range(len(parts))]
    written = write_lines(program, [f"part{k}" for k in range(len(parts))], JAVASCRIPT)
    body = [
        f"let {', '.join(f'{name} = 0' for name in sums)};",
        "for (let i = 0; i < rows.length; i++) {",
        f"  const at = rows[i] * {len(columns)};",
        *(f"  const {name} = table[at + {k}];" for k, name in enumerate(columns)),
        *(f"  {line}" for line in written),
        *(f"  {name} += part{k};" for k, name in enumerate(sums)),
        "}",
        *(f"out[{k}] = {name} / rows.length;" for k, name in enumerate(sums)),
    ]
    return _function("x, y, table, rows, out", body)


def _each(slot: Slot) -> list[str]:
    """The names of a slot: one for each weight, or only one where they share it."""
    return [slot.of(i) for i in range(WEIGHTS)] if slot.scope is Scope.WEIGHT else [slot.name]


def _assigned(part: Assign) -> list[str]:
    line = f"{part.slot.name} = {write(part.value, JAVASCRIPT)};"
    return [line.format(i) for i in range(len(_each(part.slot)))]


def _part(part: Assign | Look) -> list[str]:
    if isinstance(part, Assign):
        return _assigned(part)
    into = _each(part.into)
    noise = (f"{name} += noise[2*t - {WEIGHTS - i}];" for i, name in enumerate(into))
    return [
        f"seen = look({', '.join(_each(part.at))});",
        *(f"{name} = seen[{i}];" for i, name in enumerate(into, 1)),
        f"if (noise) {{ {' '.join(noise)} }}",
    ]


def _function(parameters: str, body: Iterable[str]) -> str:
    return "\n".join([f"function ({parameters}) {{", *(f"  {line}" for line in body), "}"])
