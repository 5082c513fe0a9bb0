"""The domain of a formula is that of what was typed, not of what is left once SymPy has cancelled.

x/x becomes 1 and sqrt(x)^2 becomes x as soon as they are built, and in arrays atan(1/0) is finite.
So what each typed part needs is compared with what the expression shows by itself; the rest is
added as a term `Nought`, which is 0 or without a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain

import sympy
from sympy import Add, Expr, Mul, Pow, S

from formulas.functions import PARTIAL
from formulas.kinks import Abs, Cbrt, Where
from formulas.powers import Held, power
from formulas.real import Cosh, Nought, Sinh
from formulas.signs import surely_not_negative, surely_positive
from formulas.tree import Call, Node, Number, Operation, Power

_NOT_NEGATIVE, _NOT_ZERO, _VALUE = "not negative", "not zero", "a value"

# Functions of infinity that are not finite: through these a pole shows by itself.
_PASSING = (
    *(Add, Mul, Abs, Cbrt, Held, Cosh, Sinh, sympy.log, sympy.sin, sympy.cos, sympy.tan),
    *(sympy.asinh, sympy.asin, sympy.acos, sympy.atanh),
)
# What is NaN outside its domain, and never infinite but for 0^y.
_NAN = (sympy.asin, sympy.acos, sympy.acosh, Pow)


@dataclass(frozen=True)
class Need:
    """What has to hold for a value: that `of` is not negative, not zero, or has a value itself."""

    kind: str
    of: Expr

    @property
    def holds(self) -> bool:
        """Whether it is seen to hold everywhere."""
        if self.kind == _NOT_NEGATIVE:
            return surely_not_negative(self.of)
        if self.kind == _NOT_ZERO:
            return surely_positive(self.of) or surely_positive(-self.of)
        return False

    @property
    def witness(self) -> Expr:
        """An expression that has a value just where it holds."""
        if self.kind == _NOT_NEGATIVE:
            return power(self.of, S.Half)
        return 1 / self.of if self.kind == _NOT_ZERO else self.of

    @property
    def is_nan(self) -> bool:
        """Whether what is without a value is NaN, which nothing makes finite again."""
        if self.kind == _VALUE and isinstance(self.of, Where):
            branches = chain.from_iterable(map(needs, self.of.args[1:]))
            return all(need.is_nan for need, _ in branches)
        return self.kind == _NOT_NEGATIVE or (self.kind == _VALUE and isinstance(self.of, _NAN))


def restricted(tree: Node, expression: Expr, build: Callable[[Node], Expr]) -> Expr:
    """The expression that `build` made of the tree, without a value where a typed part has none.

    Branches of an `if` are not looked into: each is restricted by itself.
    """
    parts = (
        1 / build(part.right) if isinstance(part, Operation) else build(part)
        for part in _partial_parts(tree)
    )
    wanted = dict.fromkeys(
        need for part in parts for need, through in needs(part) if not through and not need.holds
    )
    if not wanted:
        return expression
    shown = set(needs(expression))
    missing = [
        need.witness
        for need in wanted
        if (need, False) not in shown and not (need.is_nan and (need, True) in shown)
    ]
    return expression + Nought(Add(*missing)) if missing else expression


def zeros_without_value(expression: Expr) -> tuple[Expr, ...]:
    """The parts by whose zeros an expression has no value: divisors, insides of logarithms."""
    kinds = (need for need, _ in needs(expression) if need.kind == _NOT_ZERO and not need.holds)
    return tuple(dict.fromkeys(need.of for need in kinds))


def needs(expression: Expr) -> Iterator[tuple[Need, bool]]:
    """What the value of an expression needs, and whether a pole there may turn finite again.

    The branches of an `if` are left out.
    """
    seen: set[tuple[Expr, bool]] = set()
    left = [(expression, False)]
    while left:
        part, through = left.pop()
        if (part, through) in seen or not part.free_symbols:
            continue
        seen.add((part, through))
        for need in _own_needs(part):
            yield need, through
        inside = part.args[:1] if isinstance(part, Where) else part.args
        left += [(argument, through or not _passes(part, argument)) for argument in inside]


def _own_needs(part: Expr) -> Iterable[Need]:
    if isinstance(part, Pow):
        base, exponent = part.args
        if not exponent.is_number:
            return () if base.is_number else (Need(_VALUE, part),)
        fraction = () if exponent.is_Integer else (Need(_NOT_NEGATIVE, base),)
        return (*fraction, Need(_NOT_ZERO, base)) if exponent.is_negative else fraction
    if isinstance(part, sympy.log):
        return Need(_NOT_NEGATIVE, part.args[0]), Need(_NOT_ZERO, part.args[0])
    if isinstance(part, sympy.cot):
        return (Need(_NOT_ZERO, sympy.tan(part.args[0])),)
    return (Need(_VALUE, part),) if isinstance(part, (*PARTIAL, Where)) else ()


def _passes(part: Expr, argument: Expr) -> bool:
    if isinstance(part, Pow):
        return bool(argument == part.base and part.exp.is_number and part.exp.is_positive)
    if isinstance(part, Mul) and isinstance(argument, Pow):
        # (1 - x)/(x - 1) cancels once x - 1 has a name in code
        return -argument.base not in (factor.as_base_exp()[0] for factor in part.args)
    return isinstance(part, _PASSING)


def _partial_parts(tree: Node) -> Iterator[Node]:
    """Fractions, powers and calls of a tree that may have no value where their parts have one."""
    if not _is_total(tree):
        yield tree
    for inner in _inside(tree):
        yield from _partial_parts(inner)


def _is_total(tree: Node) -> bool:
    match tree:
        case Operation():
            return tree.sign != "/"
        case Power():
            return isinstance(tree.exponent, Number) and tree.exponent.text.isdecimal()
        case Call():
            function = tree.function
            plain = tree.condition is None and function.build in function.classes
            return plain and function.ends is None
    return True


def _inside(tree: Node) -> Iterator[Node]:
    """The nodes right below; of an `if` only those of its condition."""
    if isinstance(tree, Call) and tree.condition is not None:
        yield tree.condition.left
        yield tree.condition.right
        return
    for one in fields(tree):
        value = getattr(tree, one.name)
        yield from (part for part in (value if isinstance(value, tuple) else (value,))
                    if isinstance(part, Node))  # fmt: skip
