"""The tree of a formula as it was typed, which the parser builds."""

from __future__ import annotations

from dataclasses import dataclass

from formulas.typed_function import TypedFunction


@dataclass(frozen=True)
class Number:
    """A number, with the digits as typed."""

    text: str
    position: int


@dataclass(frozen=True)
class Name:
    """A variable."""

    name: str
    position: int


@dataclass(frozen=True)
class Constant:
    """A number with a name, from `functions.CONSTANTS`."""

    name: str
    position: int


@dataclass(frozen=True)
class Minus:
    """-operand."""

    operand: Node
    position: int


@dataclass(frozen=True)
class Operation:
    """left `sign` right, with sign one of + - * /; `implied` where no sign was written."""

    sign: str
    left: Node
    right: Node
    position: int
    implied: bool = False


@dataclass(frozen=True)
class Power:
    """base^exponent."""

    base: Node
    exponent: Node
    position: int


@dataclass(frozen=True)
class Call:
    """function(arguments); `condition` only for if(a > b, ...)."""

    function: TypedFunction
    arguments: tuple[Node, ...]
    position: int
    condition: Comparison | None = None


@dataclass(frozen=True)
class Comparison:
    """left `sign` right, with sign one of < > <= >= == !=."""

    sign: str
    left: Node
    right: Node
    position: int


@dataclass(frozen=True)
class Series:
    """The sum or product of `body` over the values of a letter; `kind` is sum or prod."""

    kind: str
    letter: str
    values: range
    body: Node
    position: int


Node = Number | Name | Constant | Minus | Operation | Power | Call | Series


def last_factor(node: Node) -> Node:
    """The z of a product without signs, x y z; another node is its own last factor."""
    while isinstance(node, Operation) and node.sign == "*" and node.implied:
        node = node.right
    return node
