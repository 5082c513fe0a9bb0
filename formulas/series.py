"""Sums and products over a whole number: what they count with, and their terms written out.

They are typed as sum(i=1..5, i x) and prod(i=1..5, i x). A name may have what is counted for an
index: x_i, and x_ip1 for x with the index i + 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from formulas.errors import refusal
from formulas.tree import Call, Minus, Name, Node, Number, Operation, Power, Series

SIGNS = {"sum": "+", "prod": "*"}
MAX_NODES = 1000
MAX_NESTED = 2

_COUNTED = re.compile(
    r"(?<![A-Za-z_0-9])(?:sum|prod)\s*\(\s*([A-Za-z])\s*="
    r"(?:\s*(-?\s*[0-9]{1,4})\s*\.\.\.?\s*(-?\s*[0-9]{1,4})(?![0-9]))?",
    re.IGNORECASE,
)
_INDEXED = re.compile(r"([A-Za-z]+)_([A-Za-z])(?:([pm])([0-9]{1,4}))?")
_WORD = re.compile(r"[A-Za-z][A-Za-z_0-9]*")


def letters(text: str) -> dict[str, range]:
    """The letters with which the sums of `text` count, and from where to where."""
    found: dict[str, range] = {}
    for match in _COUNTED.finditer(text):
        first, last = (int((limit or "0").replace(" ", "")) for limit in match.group(2, 3))
        known = found.get(match[1].lower(), range(first, last + 1))
        found[match[1].lower()] = range(min(first, known.start), max(last + 1, known.stop))
    return found


def indexed_words(text: str, counting: Mapping[str, range]) -> tuple[str, ...]:
    """The words of `text` that have a letter in `counting` for an index: x_i."""
    words = dict.fromkeys(match[0].lower() for match in _WORD.finditer(text))
    return tuple(word for word in words if index_of(word) in counting)


def index_of(word: str) -> str | None:
    """The letter that is the index of a word."""
    match = _INDEXED.fullmatch(word)
    return None if match is None else match[2].lower()


def offset_of(word: str) -> tuple[str, str]:
    """A word's name with its letter, and what its index adds to that: x_i and +1 of x_ip1."""
    match = _INDEXED.fullmatch(word)
    if match is None or match[3] is None:
        return word, ""
    return f"{match[1]}_{match[2]}", f"{'+' if match[3] == 'p' else '-'}{match[4]}"


def name_at(word: str, value: int) -> str:
    """The name that a word with an index stands for where that is `value`: x_ip1 at 1 is x2."""
    match = _INDEXED.fullmatch(word)
    assert match
    offset = int(match[4] or 0)
    return f"{match[1]}{value + (offset if match[3] == 'p' else -offset)}"


def expanded(tree: Node) -> Node:
    """`tree` with all terms of its sums and products written out.

    Raises `FormulaError` where these are too many.
    """
    _size(tree)
    return _at(tree, {})


def mentions(node: Node, letter: str) -> bool:
    """Whether a part of a tree has this letter, as a name or as an index."""
    if isinstance(node, Name):
        return letter in (node.name, index_of(node.name))
    return any(mentions(part, letter) for part in _parts(node))


def _parts(node: Node) -> Iterator[Node]:
    match node:
        case Minus():
            yield node.operand
        case Operation():
            yield from (node.left, node.right)
        case Power():
            yield from (node.base, node.exponent)
        case Series():
            yield node.body
        case Call():
            yield from node.arguments
            if node.condition is not None:
                yield from (node.condition.left, node.condition.right)


def _size(node: Node) -> int:
    """How many nodes the tree written out has."""
    size = 1 + sum(map(_size, _parts(node)))
    if isinstance(node, Series):
        size *= len(node.values)
        if size > MAX_NODES:
            raise refusal("formula.series_too_long", node.position)
    return size


def _at(node: Node, values: Mapping[str, int]) -> Node:
    """The tree where its letters have these values."""
    match node:
        case Name():
            if node.name in values:
                return Number(str(values[node.name]), node.position)
            letter = index_of(node.name)
            if letter is not None and letter in values:
                return replace(node, name=name_at(node.name, values[letter]))
            return node
        case Series():
            terms = [_at(node.body, {**values, node.letter: value}) for value in node.values]
            return _combined(SIGNS[node.kind], terms, node.position)
        case Minus():
            return replace(node, operand=_at(node.operand, values))
        case Operation():
            return replace(node, left=_at(node.left, values), right=_at(node.right, values))
        case Power():
            return replace(node, base=_at(node.base, values), exponent=_at(node.exponent, values))
        case Call():
            condition = node.condition
            if condition is not None:
                left, right = _at(condition.left, values), _at(condition.right, values)
                condition = replace(condition, left=left, right=right)
            arguments = tuple(_at(one, values) for one in node.arguments)
            return replace(node, arguments=arguments, condition=condition)
    return node


def _combined(sign: str, terms: list[Node], position: int) -> Node:
    """Terms under one sign, in halves: a chain of a hundred would be nested as deep."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    left, right = (_combined(sign, part, position) for part in (terms[:half], terms[half:]))
    return Operation(sign, left, right, position)
