"""The language of update rules, and how a recurrence in it is read.

One assignment a line, in order:

    m = beta1*m + (1 - beta1)*g
    w = w - eta*m

`w` is the point, `g` the gradient at it, `t` the step from 1, settings stand by their letters.
A name that is read before it is assigned is state: it starts at 0, or where a line `m_0 = ...`
says. `gradient(w - eta*m)` asks for the gradient elsewhere (look-ahead). Every formula acts on
each coordinate alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Function

from formulas import FUNCTIONS, Formula, FormulaError, Language, TypedFunction, symbol
from formulas.functions import CONSTANTS
from formulas.latex import typeset_name
from words import say

MAX_LINES = 24
GIVEN = ("w", "g", "t")


class GradientAt(Function):
    """The gradient at another point than w, in a recurrence."""

    nargs = 1
    is_real = True


def _no_number(_: float) -> float:
    raise ValueError("a gradient needs a point")


_LANGUAGE = {
    **FUNCTIONS,
    "gradient": TypedFunction("gradient", GradientAt, _no_number, r"\nabla f\left({}\right)"),
}


@dataclass(frozen=True)
class Line:
    """A line `target` = `value`.

    Where it asks for a gradient elsewhere, `ahead` is that place and `value` holds the symbol
    `AHEAD` for what is found there.
    """

    target: str
    value: Expr
    ahead: Expr | None
    latex: str


AHEAD = symbol("gradient")  # no rule can call anything so


@dataclass(frozen=True)
class Recurrence:
    """A read recurrence.

    `start` gives each state's first value as an expression of the settings; `remembered` the
    states kept per weight, `shared` the names equal for all weights (they follow from t and
    the settings alone).
    """

    lines: tuple[Line, ...]
    start: Mapping[str, Expr]
    remembered: tuple[str, ...]
    shared: frozenset[str]
    latex: tuple[str, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Names carried from one step to the next, beside w."""
        return tuple(self.start)

    @property
    def sees_gradient_at_w(self) -> bool:
        """Whether any line reads g, if only to find where to look ahead."""
        return any("g" in _reads(line) for line in self.lines)

    @classmethod
    def read(cls, text: str, settings: Sequence[str]) -> Recurrence:
        """Reads a recurrence over these settings.

        Raises `FormulaError`, with the position counted from the beginning of `text`.
        """
        rows = _rows(text)
        targets = {target for target, _, _ in rows}
        initial = {
            target: (body, offset) for target, body, offset in rows if _is_start(target, targets)
        }
        if "w_0" in initial:
            raise FormulaError(say("recurrence.start_given"), initial["w_0"][1])
        names = tuple(dict.fromkeys((*GIVEN, *settings, *(targets - set(initial)))))
        lines = tuple(
            _line(target, body, offset, names)
            for target, body, offset in rows
            if target not in initial
        )
        _check(lines, settings)
        start = dict.fromkeys(_read_before_assigned(lines, settings), sympy.S.Zero)
        latex = []
        for target, (body, offset) in initial.items():
            formula = _formula(body, offset, tuple(settings))
            start[target[:-2]] = formula.expression
            latex.append(f"{typeset_name(target)} = {formula.latex}")
        varying = _varying(lines)
        return cls(
            lines=lines,
            start=start,
            remembered=tuple(name for name in start if name in varying),
            shared=frozenset(line.target for line in lines) - varying,
            latex=(*latex, *(line.latex for line in lines)),
        )


def _rows(text: str) -> list[tuple[str, str, int]]:
    """(target, right-hand side padded to its column, offset of the line) of each line."""
    rows = []
    offset = 0
    for row in text.split("\n"):
        if row.strip():
            target, equals, _ = row.partition("=")
            name = target.strip()
            if not equals or not name.isidentifier() or not name.isascii() or name[0] == "_":
                raise FormulaError(say("recurrence.assignment", example="w = w - eta*g"), offset)
            rows.append((name, " " * (len(target) + 1) + row[len(target) + 1 :], offset))
        offset += len(row) + 1
    if len(rows) > MAX_LINES:
        raise FormulaError(say("recurrence.too_many_lines", most=MAX_LINES), 0)
    return rows


def _is_start(target: str, targets: set[str]) -> bool:
    """Whether a line says where another name begins, as m_0 does of m."""
    name = target.removesuffix("_0")
    return name != target and name in targets and not _is_start(name, targets)


def _formula(body: str, offset: int, names: tuple[str, ...]) -> Formula:
    try:
        return Formula.read(body, Language(names, say("recurrence.rule"), _LANGUAGE))
    except FormulaError as error:
        position = None if error.position is None else error.position + offset
        raise FormulaError(error.message, position) from None


def _line(target: str, body: str, offset: int, names: tuple[str, ...]) -> Line:
    formula = _formula(body, offset, names)
    places = formula.expression.atoms(GradientAt)
    if len(places) > 1:
        raise FormulaError(say("recurrence.one_gradient"), offset)
    latex = f"{typeset_name(target)} = {formula.latex}"
    if not places:
        return Line(target, formula.expression, None, latex)
    place = places.pop()
    if place.args[0].has(GradientAt):
        raise FormulaError(say("recurrence.gradient_inside"), offset)
    return Line(target, formula.expression.xreplace({place: AHEAD}), place.args[0], latex)


def _check(lines: Sequence[Line], settings: Sequence[str]) -> None:
    targets = [line.target for line in lines]
    if "w" not in targets:
        raise FormulaError(say("recurrence.never_moves"), 0)
    for name in targets:
        if name in ("g", "t") or name in settings:
            raise FormulaError(say("recurrence.given", name=name), 0)
    for name in (*targets, *settings):
        if name in _LANGUAGE or name in CONSTANTS:
            raise FormulaError(say("recurrence.taken", name=name), 0)
    if not any(line.ahead or "g" in _reads(line) for line in lines):
        raise FormulaError(say("recurrence.never_looks"), 0)


def _reads(line: Line) -> list[str]:
    found = line.value.free_symbols | (line.ahead.free_symbols if line.ahead else set())
    return sorted(s.name for s in found - {AHEAD})


def _read_before_assigned(lines: Sequence[Line], settings: Sequence[str]) -> list[str]:
    known = {*GIVEN, *settings}
    states: list[str] = []
    for line in lines:
        states += [name for name in _reads(line) if name not in known and name not in states]
        known.add(line.target)
    return states


def _varying(lines: Sequence[Line]) -> set[str]:
    """Names that differ from weight to weight: they follow from w or g."""
    varying = {"w", "g"}
    for _ in lines:  # each round follows one more link; there are at most as many as lines
        varying |= {
            line.target for line in lines if line.ahead or varying.intersection(_reads(line))
        }
    return varying
