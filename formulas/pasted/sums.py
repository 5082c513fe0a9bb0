r"""Sums and products in the many ways of writing them, brought to one: sum(i=1..5, ...).

`\sum_{i=1}^{5}` becomes `sum(i=1..5)`, whose terms are the product behind it; the index of
x_{i+1} and x[i+1] becomes part of the name: x_ip1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from formulas.pasted.brackets import Group, Item, is_piece, trimmed
from formulas.pasted.typed import Typed, joined
from formulas.series import letters

SPELLINGS = {
    **dict.fromkeys(("sum", "fsum", "symsum", "nansum"), "sum"),
    **dict.fromkeys(("prod", "product"), "prod"),
}
_SIGNS = {"∑": " sum ", "Σ": " sum ", "∏": " prod ", "Π": " prod "}
_SIGN = re.compile(r"[∑∏]|[ΣΠ](?=\s*[(_^])")
_BELOW = r"_\s*[{(]\s*(?P<letter%s>[A-Za-z])\s*=\s*(?P<first%s>-?\s*[0-9]+)\s*[})]"
_ABOVE = r"\^\s*(?:[{(]\s*(?P<last%s>-?\s*[0-9]+)\s*[})]|(?P<digit%s>[0-9]))"
_LIMITS = re.compile(
    rf"\\?(?P<name>sum|prod)\s*(?:\\limits)?\s*(?:{_BELOW % (1, 1)}\s*{_ABOVE % (1, 1)}"
    rf"|{_ABOVE % (2, 2)}\s*{_BELOW % (2, 2)})"
)
_WHOLE = re.compile(r"-?\s*[0-9]+")


def with_limits_inside(typed: Typed) -> Typed:
    r"""`typed` with sum(i=1..5) in place of \sum_{i=1}^{5}."""
    typed = typed.replaced(_SIGN, lambda match: _SIGNS[match[0]])
    return typed.replaced(_LIMITS, _limits)


def _limits(match: re.Match[str]) -> str:
    found = {name.rstrip("12"): text for name, text in match.groupdict().items() if text}
    last = found.get("last") or found["digit"]
    return f" {found['name']}({found['letter']}={found['first']}..{last}) "


def with_indices_in_names(typed: Typed) -> Typed:
    """`typed` with the indices that a sum counts as part of names: x_ip1 for x_{i+1}, x[i+1]."""
    counting = "".join(letters(typed.text))
    if not counting:
        return typed
    index = rf"\s*([{counting}])\s*(?:([+-])\s*([0-9]+))?\s*"
    pattern = re.compile(rf"(?<=[A-Za-z])(?:_\{{{index}\}}|\[{index}\])", re.IGNORECASE)
    return typed.replaced(pattern, _index)


def _index(match: re.Match[str]) -> str:
    letter, sign, offset = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    return f"_{letter}" + (f"{'p' if sign == '+' else 'm'}{offset}" if sign else "")


def series_in(word: Typed, group: Group) -> tuple[Typed, Sequence[Item]] | None:
    """The `i=1..5` and the terms of a call in any of these ways; None where it is none.

    sum(i=1..5, b), sum(b, i=1..5), sum(i=1, 5, b), sum(i, 1, 5, b), sum(b, i, 1, 5),
    sum(b, {i, 1, 5}), sum(b for i in range(1, 6)).
    """
    match [trimmed(one) for one in group.arguments]:
        case [terms]:
            return _comprehension(word, terms)
        case [first, second]:
            for counted, terms in ((first, second), (second, first)):
                if (head := _counted(word, counted)) is not None:
                    return head, terms
        case [first, second, third]:
            for (counted, last), terms in (((first, second), third), ((second, third), first)):
                if len(counted) > 2 and is_piece(counted[1], "="):
                    head = _head(word, counted[0], counted[2:], last)
                    if head is not None:
                        return head, terms
        case [first, second, third, fourth]:
            head = _head(word, first[0], second, third) if len(first) == 1 else None
            if head is not None:
                return head, fourth
            head = _head(word, second[0], third, fourth) if len(second) == 1 else None
            if head is not None:
                return head, first
    return None


def _counted(word: Typed, items: Sequence[Item]) -> Typed | None:
    """`i=1..5` of `i = 1..5`, `i = 1:5`, `i = 1 to 5` and {i, 1, 5}."""
    if len(items) == 1 and isinstance(items[0], Group):
        parts = [trimmed(part) for part in items[0].arguments]
        if len(parts) == 3 and len(parts[0]) == 1:
            return _head(word, parts[0][0], parts[1], parts[2])
        return None
    equals = next((k for k, item in enumerate(items) if is_piece(item, "=")), 0)
    between = next((k for k, item in enumerate(items) if is_piece(item, "..", "...", ":", "to")), 0)
    name = trimmed(items[:equals])
    if not equals or between < equals or len(name) != 1:
        return None
    return _head(word, name[0], items[equals + 1 : between], items[between + 1 :])


def _comprehension(word: Typed, items: Sequence[Item]) -> tuple[Typed, Sequence[Item]] | None:
    """The terms of `b for i in range(1, 6)`, in brackets or not."""
    if len(items) == 1 and isinstance(items[0], Group):
        items = trimmed(items[0].items)
    start = next((k for k, item in enumerate(items) if is_piece(item, "for")), None)
    if start is None:
        return None
    solid = [item for item in items[start + 1 :] if trimmed([item])]
    if len(solid) != 4 or not is_piece(solid[1], "in") or not is_piece(solid[2], "range"):
        return None
    if not isinstance(solid[3], Group) or len(limits := solid[3].arguments) > 2:
        return None
    first, last = limits if len(limits) == 2 else ([word.reading("0")], limits[0])
    head = _head(word, solid[0], first, last, exclusive=True)
    return None if head is None else (head, items[:start])


def _head(
    word: Typed,
    letter: Item,
    first: Sequence[Item],
    last: Sequence[Item],
    exclusive: bool = False,
) -> Typed | None:
    """`i=1..5` in one text; None where these are no letter and whole numbers."""
    limits = [_text(items) for items in (first, last)]
    if not isinstance(letter, Typed) or not re.fullmatch("[A-Za-z]", letter.text):
        return None
    if not all(_WHOLE.fullmatch(one.text) for one in limits):
        return None
    if exclusive:
        end = int(limits[1].text.replace(" ", "")) - 1
        limits[1] = limits[1].reading(str(end))
    sign, dots = word.reading("="), word.reading("..")
    return joined((letter, sign, limits[0], dots, limits[1]), word.end)


def _text(items: Sequence[Item]) -> Typed:
    items = trimmed(items)
    if not items or any(isinstance(item, Group) for item in items):
        return Typed("", (), 0)
    pieces = [item for item in items if isinstance(item, Typed)]
    return joined(pieces, pieces[-1].end)
