"""Rules and losses as JavaScript, printed from the same expressions that run here.

With these the browser retraces a race by itself while its start is dragged. Nothing is taken
out of the loop here: a few thousand steps are under a millisecond in a browser as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sympy import Expr, Symbol

from formulas import gradient, symbol
from formulas.code import JAVASCRIPT, write, write_lines
from formulas.program import straight_line
from landscapes.data.mean import Example
from landscapes.landscape import Landscape
from optimizers.recurrence import AHEAD, Recurrence
from optimizers.rule import Rule

# Names are declared once for the whole function: states live from step to step.
_DIALECT = replace(JAVASCRIPT, assign="{name} = {value};")


def rule_function(rule: Rule) -> str:
    """A function (x, y, etas, noise, settings, look, record) that follows `rule`.

    `etas` has eta at each step, `noise` two numbers for each step or null, `settings` every
    setting by letter. `look(x, y)` returns an array whose items 1 and 2 are the gradient there;
    `record(t, x, y)` takes the point after step t and returns true to stop.
    """
    letters = tuple(rule.defaults)
    recurrence = rule.parsed
    before = [f"s_{letter} = settings.{letter};" for letter in letters]
    for name, value in recurrence.start.items():
        for axis in "x" if name in recurrence.shared else "xy":
            names = _names(recurrence, letters, axis)
            before.append(f"{names[symbol(name)]} = {write(value.xreplace(names), _DIALECT)};")
    step = ["s_eta = etas[t - 1];"] if "eta" in letters else []
    if recurrence.sees_gradient_at_w:
        step += _look("w", "g")
    step += _lines(recurrence, letters)
    body = [
        f"let seen, {', '.join(_assigned([*before, *step]))};",
        "x_w = x; y_w = y;",
        *before,
        "for (let t = 1; t <= etas.length; t++) {",
        *(f"  {line}" for line in step),
        "  if (record(t, x_w, y_w)) return;",
        "}",
    ]
    return _function("x, y, etas, noise, settings, look, record", body)


def loss_function(loss: Landscape) -> str:
    """A function (x, y, out) that puts the loss and its gradient into out[0], out[1], out[2]."""
    variables = symbol("x"), symbol("y")
    program = straight_line([loss.expression, *gradient(loss.expression, variables)])
    lines = write_lines(program, ["out[0]", "out[1]", "out[2]"], _DIALECT)
    names = [step.name for step, _ in program.steps]
    declared = [f"let {', '.join(names)};"] if names else []
    return _function("x, y, out", [*declared, *lines])


def mean_function(example: Example, *, slopes: bool) -> str:
    """A function (x, y, table, rows, out) that puts the mean loss over these rows of a table
    into out[0], and with `slopes` its gradient into out[1] and out[2].

    `table` has one row of columns behind the other, `rows` are numbers of rows.
    """
    parts = [example.value, *(example.gradient if slopes else ())]
    program = straight_line(parts)
    sums = [f"sum{k}" for k in range(len(parts))]
    written = write_lines(program, [f"part{k}" for k in range(len(parts))], JAVASCRIPT)
    body = [
        f"let {', '.join(f'{name} = 0' for name in sums)};",
        "for (let i = 0; i < rows.length; i++) {",
        f"  const at = rows[i] * {len(example.columns)};",
        *(f"  const {name} = table[at + {k}];" for k, name in enumerate(example.column_names)),
        *(f"  {line}" for line in written),
        *(f"  {name} += part{k};" for k, name in enumerate(sums)),
        "}",
        *(f"out[{k}] = {name} / rows.length;" for k, name in enumerate(sums)),
    ]
    return _function("x, y, table, rows, out", body)


def _lines(recurrence: Recurrence, letters: tuple[str, ...]) -> Iterator[str]:
    """One step. Both coordinates finish a line before the next begins, as a look needs both."""
    for number, line in enumerate(recurrence.lines):
        axes = "x" if line.target in recurrence.shared else "xy"
        if line.ahead is not None:
            for axis in axes:
                names = _names(recurrence, letters, axis)
                yield from _assignment(
                    f"{axis}_ahead", line.ahead.xreplace(names), f"{axis}a{number}_"
                )
            yield from _look("ahead", AHEAD.name)
        for axis in axes:
            names = _names(recurrence, letters, axis)
            target = names[symbol(line.target)].name
            yield from _assignment(target, line.value.xreplace(names), f"{axis}p{number}_")


def _assignment(target: str, value: Expr, prefix: str) -> list[str]:
    return write_lines(straight_line([value], prefix), [target], _DIALECT)


def _names(recurrence: Recurrence, letters: tuple[str, ...], axis: str) -> dict[Symbol, Symbol]:
    """Typed names to names in the source: s_ for settings, c_ where both coordinates share it."""
    names = {letter: f"s_{letter}" for letter in letters}
    names |= {name: f"{axis}_{name}" for name in ("w", "g", AHEAD.name)}
    for name in (*(line.target for line in recurrence.lines), *recurrence.states):
        names[name] = f"{'c' if name in recurrence.shared else axis}_{name}"
    return {symbol(typed): Symbol(name, real=True) for typed, name in names.items()}


def _look(at: str, result: str) -> list[str]:
    return [
        f"seen = look(x_{at}, y_{at});",
        f"x_{result} = seen[1];",
        f"y_{result} = seen[2];",
        f"if (noise) {{ x_{result} += noise[2*t - 2]; y_{result} += noise[2*t - 1]; }}",
    ]


def _assigned(lines: Iterable[str]) -> list[str]:
    names = (line.partition(" = ")[0] for line in lines if " = " in line)
    return list(
        dict.fromkeys(["x_w", "y_w", *(n for n in names if n.isidentifier() and n != "seen")])
    )


def _function(parameters: str, body: Iterable[str]) -> str:
    return "\n".join([f"function ({parameters}) {{", *(f"  {line}" for line in body), "}"])
