"""A formula as it was typed: the tree that the parser builds and the two readers walk."""

from __future__ import annotations

from dataclasses import dataclass

from formulas.functions import TypedFunction


@dataclass(frozen=True)
class Number:
    text: str
    position: int


@dataclass(frozen=True)
class Name:
    name: str
    position: int


@dataclass(frozen=True)
class Constant:
    name: str  # "pi" or "e"
    position: int


@dataclass(frozen=True)
class Sign:
    """-operand or +operand."""

    sign: str
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
    sign: str  # < > <= >=
    left: Node
    right: Node
    position: int


Node = Number | Name | Constant | Sign | Operation | Power | Call
