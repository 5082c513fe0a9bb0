"""Assignments as calls of NumPy functions that write into arrays made before the loop.

A new array for every intermediate result costs more than the arithmetic on it. Here each name
keeps one array, and intermediate results share a few, handed on as soon as they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Symbol, preorder_traversal

from formulas.code import ARRAY_FUNCTIONS, NUMPY, write
from formulas.kinks import Where


class Pool:
    """Names of arrays of one shape, for intermediate results.

    The last one given back is the next one taken, since it is still in the processor's cache.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.names: list[str] = []
        self.free: list[str] = []

    def take(self) -> str:
        """A name that is free, or a new one."""
        if not self.free:
            self.names.append(f"{self.prefix}{len(self.names)}")
            self.free.append(self.names[-1])
        return self.free.pop()


def in_place(
    assignments: Sequence[tuple[Symbol, Expr]], arrays: Mapping[Symbol, str], pool: Pool
) -> list[str]:
    """Source lines that make `assignments` with arrays.

    `arrays` are the names that have an array of their own, and what it is called. Other names
    are numbers, or intermediate results if they are assigned here.
    """
    return _InPlace(assignments, arrays, pool).lines


class _InPlace:
    def __init__(
        self, assignments: Sequence[tuple[Symbol, Expr]], arrays: Mapping[Symbol, str], pool: Pool
    ) -> None:
        self.places = dict(arrays)
        self.pool = pool
        self.held: set[str] = set()  # intermediate arrays that a name still needs
        self.own = ""  # the array being assigned, where the old value in it is read once only
        self.lines: list[str] = []
        uses = Counter(s for _, value in assignments for s in value.free_symbols)
        for name, value in assignments:
            last = self.read_for_the_last_time(value, uses)
            self.held -= {place for place, times in last.items() if times == 1}
            if name in self.places:
                self.own = self.places[name] if _times(name, value) == 1 else ""
                self.into(self.places[name], value)
            elif self.is_number(value):
                self.lines.append(f"{name} = {write(value, NUMPY)}")
            else:
                self.places[name] = self.array(value)
                self.held.add(self.places[name])
            self.own = ""
            for place, times in last.items():
                if times > 1:
                    self.held.remove(place)
                    self.pool.free.append(place)

    def read_for_the_last_time(self, value: Expr, uses: Counter[Symbol]) -> dict[str, int]:
        """Intermediate arrays that nothing after `value` needs, and how often it reads them.

        Those read once may be written over at once, the others after `value` is computed.
        """
        uses.subtract(value.free_symbols)
        needed = {place for symbol, place in self.places.items() if uses[symbol] > 0}
        return {
            self.places[symbol]: _times(symbol, value)
            for symbol in value.free_symbols & self.places.keys()
            if self.places[symbol] in self.held - needed
        }

    def is_number(self, expression: Expr) -> bool:
        return not any(symbol in self.places for symbol in expression.free_symbols)

    def into(self, place: str, value: Expr) -> None:
        """Puts `value` into the array `place`, which `value` itself may read."""
        if self.is_number(value) or isinstance(value, Symbol):
            self.lines.append(f"{place}[...] = {self.operand(value)}")
        else:
            self.array(value, place)

    def operand(self, value: Expr) -> str:
        if isinstance(value, Symbol):
            return self.places.get(value, value.name)
        return write(value, NUMPY) if self.is_number(value) else self.array(value)

    def call(self, function: str, operands: Sequence[str], place: str | None) -> str:
        """Calls `function` and returns where its result is: in `place`, or in a free array."""
        for operand in dict.fromkeys(operands):
            if operand in self.pool.names and operand not in self.held:
                self.pool.free.append(operand)
        place = place or (self.own if self.own in operands else self.pool.take())
        if isinstance(ARRAY_FUNCTIONS.get(function), np.ufunc) or function in _ARITHMETIC:
            self.lines.append(f"{function}({', '.join(operands)}, out={place})")
        else:
            self.lines.append(f"{place}[...] = {function}({', '.join(operands)})")
        return place

    def array(self, value: Expr, place: str | None = None) -> str:
        """Computes an expression that is not a number; the last call writes into `place`."""
        if isinstance(value, Add):
            return self.sum(value, place)
        if isinstance(value, Mul | Pow):
            return self.product(value, place)
        if isinstance(value, Where):
            return self.choice(value, place)
        operands = [self.operand(argument) for argument in value.args]
        return self.call(NUMPY.calls[type(value)], operands, place)

    def sum(self, value: Add, place: str | None) -> str:
        # Intermediate results first, the deepest ahead: they then need fewest arrays.
        terms = sorted(value.args, key=lambda term: -_depth(term))
        first = next((t for t in terms if not t.could_extract_minus_sign()), terms[0])
        terms.remove(first)
        total = self.operand(first)
        for i, term in enumerate(terms):
            negative = term.could_extract_minus_sign() and not isinstance(term, Add)
            operand = self.operand(-term if negative else term)
            out = place if i == len(terms) - 1 else None
            total = self.call("subtract" if negative else "add", [total, operand], out)
        return total

    def product(self, value: Mul | Pow, place: str | None) -> str:
        factors = value.args if isinstance(value, Mul) else (value,)
        numbers = [factor for factor in factors if self.is_number(factor)]
        arrays = [factor for factor in factors if not self.is_number(factor)]
        below = [f for f in arrays if isinstance(f, Pow) and f.exp.is_Rational and f.exp < 0]
        above = [base for f in arrays if f not in below for base in _repeated(f)]
        calls: list[tuple[str, Expr]] = [("multiply", factor) for factor in above[1:]]
        first = above[0] if above else Mul(*numbers)
        if above and numbers and Mul(*numbers) != 1:
            calls.insert(0, ("multiply", Mul(*numbers)))
        calls += [("divide", Pow(f.base, -f.exp, evaluate=False)) for f in below]
        if not calls:
            return self.single(first, place)
        total = self.operand(first) if not isinstance(first, Pow) else self.single(first, None)
        for i, (function, factor) in enumerate(calls):
            operand = self.factor(factor)
            out = place if i == len(calls) - 1 else None
            total = self.call(function, [total, operand], out)
        return total

    def factor(self, value: Expr) -> str:
        if isinstance(value, Pow) and not self.is_number(value):
            return self.single(value, None)
        return self.operand(value)

    def single(self, value: Expr, place: str | None) -> str:
        """One power, its exponent not negative."""
        if not isinstance(value, Pow):
            return self.array(value, place)
        base, exponent = value.args
        if exponent == 1:
            return self.operand(base)
        if exponent == sympy.S.Half:
            return self.call("sqrt", [self.operand(base)], place)
        if exponent.is_Integer and exponent > 0:
            return self.product(Mul(*[base] * int(exponent), evaluate=False), place)
        return self.call("power", [self.operand(base), self.operand(exponent)], place)

    def choice(self, value: Where, place: str | None) -> str:
        """Both branches, in new arrays: rules and losses seldom have one."""
        arrays = {s: Symbol(self.places[s]) for s in value.free_symbols if s in self.places}
        place = place or self.pool.take()
        self.lines.append(f"{place}[...] = {write(value.xreplace(arrays), NUMPY)}")
        return place


_ARITHMETIC = ("add", "subtract", "multiply", "divide")


def _repeated(factor: Expr) -> list[Expr]:
    """x^3 as x, x, x, where x is a name: power() is about 150 times slower."""
    if isinstance(factor, Pow) and isinstance(factor.exp, Integer) and factor.base.is_Symbol:
        return [factor.base] * int(factor.exp)
    return [factor]


def _times(name: Symbol, expression: Expr) -> int:
    """How often calls that compute `expression` read `name`; powers read it again and again."""
    nodes = list(preorder_traversal(expression))
    powers = (node.base == name and node.exp != sympy.S.Half for node in nodes if node.is_Pow)
    return sum(node == name for node in nodes) + sum(powers)


def _depth(expression: Expr) -> int:
    return 1 + max(map(_depth, expression.args), default=0)
