"""Code as it is pasted from programs, brought to the language of formulas.

`np.power(x, 2)`, `x.pow(2)` and `Math.pow(x, 2)` become `((x)^(2))`, `a if c else b` and
`c ? a : b` become `if(c, a, b)`; what names parameters becomes a left side. Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from formulas.elsewhere import ADVICE, MEANT
from formulas.errors import refusal, unusable
from formulas.functions import CONSTANTS, FUNCTIONS
from formulas.pasted.brackets import Group, Item, grouped, is_piece, split, trimmed
from formulas.pasted.sums import SPELLINGS, series_in
from formulas.pasted.typed import Typed, joined

_MODULES = {
    *("np", "numpy", "math", "cmath", "torch", "jnp", "jax", "tf", "tensorflow", "sp", "sympy"),
    *("scipy", "special", "mp", "mpmath", "cp", "cupy", "nn", "functional", "f", "k", "std"),
    *("keras", "backend", "anp", "xp", "random", "linalg"),
}
_CONSTANTS = {
    **{"m_pi": "pi", "m_e": "e", "tau": "(2pi)"},
    **{"sqrt2": "sqrt(2)", "ln2": "ln(2)", "ln10": "ln(10)"},
}
_ALIASES = {
    **dict.fromkeys(("fabs", "absolute"), "abs"),
    **dict.fromkeys(("maximum", "fmax", "amax"), "max"),
    **dict.fromkeys(("minimum", "fmin", "amin"), "min"),
    **dict.fromkeys(("power", "float_power", "powf", "powi"), "pow"),
    **dict.fromkeys(("where", "ifelse"), "if"),
    **{"clamp": "clip", "expit": "sigmoid"},
}
_OPERATORS = {
    **dict.fromkeys(("add",), "+"),
    **dict.fromkeys(("sub", "subtract"), "-"),
    **dict.fromkeys(("mul", "multiply"), "*"),
    **dict.fromkeys(("div", "divide", "true_divide"), "/"),
    "pow": "^",
}
_NUMBERS = {
    *("float", "double", "number", "parsefloat", "tensor", "array", "asarray", "constant"),
    *("float32", "float64"),
}
_OF_LIST = ("max", "min", "norm", "hypot")

# The f of 1.5f, where f is nothing else.
_SUFFIX = re.compile(r"(?<=[0-9.])[fF](?![\w(])")
_VARIABLE_F = re.compile(r"(?<![0-9.\w])[fF](?!\s*[=(\w])")
# What a module may have that is read, or told of by the reader.
_KNOWN = {
    *(FUNCTIONS | CONSTANTS | _CONSTANTS | _ALIASES | _OPERATORS | SPELLINGS),
    *(ADVICE | MEANT),
    *_NUMBERS,
}
_POWERS = re.compile(r"\.\^\s*[\w.]+\s*(\.\^)")
_IMPORT = re.compile(r"^\s*(?:import|from)\s[^\n;]*[\n;]", re.MULTILINE)
_COMMENT = re.compile(r"\#[^\n]*|;\s*(?://|%)[^\n]*|/\*.*?\*/|\\[ \t]*\n", re.DOTALL)
_HEAD = re.compile(
    r"""\s*(?:
        (?: (?:const|let|var|auto|val|final) \s+ )? (?: \w+ \s* (?:=|<-) \s* )?
        (?:
            lambda \s+ (?P<lambda>[^:]*) :
            | \(? (?P<arrow>[\s\[{]*[^\W\d_][\w\s,:=.\[\]{}]*?) \)? \s* [=-]>
            | @ \s* \( (?P<handle>[^()]*) \)
            | function \s* \w* \s* \( (?P<function>[^()]*) \)
            | \[[&=]?\] \s* \( (?P<closure>[^()]*) \)
        )
        | def \s+ \w+ \s* \( (?P<def>[^()]*) \) \s* (?: -> [^:]* )? :
        | (?:(?:static|inline|public)\s+)* (?:double|float) \s+ \w+ \s*
            \( (?P<c>[^()]*) \) (?=\s*\{)
        | \w+ \s* \[ (?P<pattern>\s*\w+_(?:\s*,\s*\w+_)*\s*) \] \s* :?=
    )(?!=)\s*""",
    re.VERBOSE,
)
_BODY = re.compile(r"\s*(?P<brace>\{)?\s*(?:return\b)?")
_WORDS = {
    *("lambda", "def", "function", "return", "import", "from", "const", "let", "var", "auto"),
    *("val", "final", "static", "inline", "public", "double", "float", "if"),
    *(_CONSTANTS | _ALIASES | _OPERATORS | SPELLINGS),
    *_NUMBERS,
}
# What only code has; a formula without it need not be taken apart.
_ONLY_CODE = re.compile(
    r"\.(?![0-9])|\.[0-9]*f|[?#@;\[\\]|[=-]>|//|/\*|[=!]==|::|pi\s*\("
    rf"|(?:{'|'.join(_OF_LIST)})\s*\(\s*\("
    rf"|(?<![a-z_])(?:{'|'.join(sorted(_WORDS))})(?![a-z_0-9])",
    re.IGNORECASE,
)
_RETURN = re.compile(r"\s*return\b")
_PARAMETER = re.compile(
    r"[\s\[{(]* (?:(?:const|double|float|real|number)\b[\s&*]*)* (?P<name>[^\W\d_]\w*?) _?"
    r"\s* (?: : [^,=]* )? (?: = \s* (?P<default>-?[0-9.]+(?:[eE]-?[0-9]+)?) )? [\s\]})]*",
    re.VERBOSE,
)


@dataclass(frozen=True)
class _Side:
    """The left side that stands for a list of parameters, and the numbers of those that have one.

    With more than two parameters, those with a default are numbers: the a of `f(x, y, a=1)`.
    """

    text: Typed
    numbers: dict[str, Typed] = field(default_factory=dict)


def from_code(typed: Typed, names: Collection[str] = ()) -> Typed:
    """The formula that a piece of code says, in the language of formulas.

    Where `return` is one of the `names` it is no word of code. Raises `FormulaError`.
    """
    if not _ONLY_CODE.search(typed.text):
        return typed
    if match := _POWERS.search(typed.text):  # MATLAB begins at the left, Julia at the right
        raise refusal("formula.which_power", typed.at(match.start(1)))
    typed = typed.without(_COMMENT).without(_IMPORT)
    if re.search(r"\.[0-9]*[fF]", typed.text) and not _VARIABLE_F.search(typed.text):
        typed = typed.without(_SUFFIX)
    side, body = _head(typed, names)
    if "return" not in names and (match := re.search(r"\breturn\b", body.text)):
        raise refusal("formula.one_expression", body.at(match.start()))
    items: Sequence[Item] = grouped(body)
    if not side.text.text:
        left, items = _left_side(items, side.text)
        return left + _segments(items, body.end)
    return side.text + _segments(_with_numbers(items, side.numbers), body.end)


def _head(typed: Typed, names: Collection[str]) -> tuple[_Side, Typed]:
    """The parameters of a function, and what it returns."""
    side = _Side(typed[:0])
    if match := _HEAD.match(typed.text):
        (name,) = (name for name, found in match.groupdict().items() if found is not None)
        side = _parameters(typed[match.start(name) :], match[name])
        typed = typed[match.end() :]
    returns = _RETURN.match(typed.text) and "return" not in names
    body = _BODY.match(typed.text) if side.text.text or returns else None
    if body is None:
        return side, typed[: len(typed.text.rstrip("; \n\t"))]
    end = "; \n\t}" if body["brace"] else "; \n\t"
    return side, typed[body.end() : max(body.end(), len(typed.text.rstrip(end)))]


def _parameters(typed: Typed, listed: str) -> _Side:
    """`f(x, y) =` for the parameters listed, without their types and defaults."""
    parts = list(re.finditer("[^,]+", listed))
    names, numbers = [], {}
    for part in parts:
        match = _PARAMETER.fullmatch(listed, part.start(), part.end())
        first, last = match.span("name") if match else part.span()
        if match and match["default"] and len(parts) > 2:
            numbers[match["name"]] = typed[match.start("default") : match.end("default")]
        else:
            names += [typed.reading(","), typed[first:last]]
    pieces = (typed.reading("f("), *names[1:], typed.reading(") = "))
    return _Side(joined(pieces, typed.at(0)), numbers)


def _with_numbers(items: Sequence[Item], numbers: Mapping[str, Typed]) -> list[Item]:
    """Items with numbers in place of the parameters that have one."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            inner = tuple(_with_numbers(item.items, numbers))
            found.append(Group(item.opening, inner, item.closing))
        elif item.text in numbers:
            brackets = item.reading("("), item.reading(")")
            found.append(Group(brackets[0], (numbers[item.text],), brackets[1]))
        else:
            found.append(item)
    return found


def _left_side(items: Sequence[Item], nothing: Typed) -> tuple[Typed, Sequence[Item]]:
    """Items up to the first = as they stand, and those behind it."""
    for k, item in enumerate(items):
        if is_piece(item, "=", ":="):
            return joined(map(_as_it_stands, items[: k + 1]), nothing.end), items[k + 1 :]
    return nothing, items


def _as_it_stands(item: Item) -> Typed:
    if isinstance(item, Typed):
        return item
    pieces = (item.opening, *map(_as_it_stands, item.items), item.closing)
    return joined(pieces, item.closing.end)


Reader = Callable[[Sequence[Item], int], Typed]


def _segments(items: Sequence[Item], end: int, read_first: Reader | None = None) -> Typed:
    """What stands in brackets, rewritten between its commas."""
    first, *others = split(items, ",")
    commas = [item for item in items if isinstance(item, Typed) and item.text == ","]
    pieces = [(read_first or _segment)(first, end)]
    for comma, run in zip(commas, others, strict=True):
        pieces += [comma, _segment(run, end)]
    return joined(pieces, end)


def _segment(items: Sequence[Item], end: int) -> Typed:
    """A whole expression: a choice, or an expression without one."""
    if choice := _python_choice(items) or _c_choice(items):
        condition, yes, no = choice
        return _choice(condition, _segment(yes, end), _segment(no, end), end)
    return _chain(items, end)


Choice = tuple[Sequence[Item], Sequence[Item], Sequence[Item]]


def _python_choice(items: Sequence[Item]) -> Choice | None:
    """Condition, a and b of `a if condition else b`."""
    start = next((k for k, item in enumerate(items) if is_piece(item, "if")), 0)
    other = next((k for k, item in enumerate(items) if is_piece(item, "else") and k > start), 0)
    if not start or not other or not trimmed(items[:start]):
        return None
    return items[start + 1 : other], items[:start], items[other + 1 :]


def _c_choice(items: Sequence[Item]) -> Choice | None:
    """Condition, a and b of `condition ? a : b`."""
    start = next((k for k, item in enumerate(items) if is_piece(item, "?")), None)
    if start is None:
        return None
    depth = 0
    for k, item in enumerate(items[start + 1 :], start + 1):
        depth += is_piece(item, "?") - is_piece(item, ":")
        if depth < 0:
            return items[:start], items[start + 1 : k], items[k + 1 :]
    return None


def _choice(condition: Sequence[Item], yes: Typed, no: Typed, end: int) -> Typed:
    test = _condition(condition, end)
    place = test if test.text else yes
    comma = place.reading(",")
    return joined((place.reading("if("), test, comma, yes, comma, no, place.reading(")")), end)


def _condition(items: Sequence[Item], end: int) -> Typed:
    """A condition without the brackets around the whole of it."""
    items = trimmed(items)
    while len(items) == 1 and isinstance(items[0], Group) and items[0].opening.text == "(":
        items = trimmed(items[0].items)
    return _segment(items, end)


def _chain(items: Sequence[Item], end: int) -> Typed:
    """An expression without choices: names without their modules, methods as functions."""
    found: list[Typed] = []
    at = 0
    while at < len(items):
        operand, at = _operand(items, at)
        while operand.text.strip() and at + 2 < len(items) and is_piece(items[at], "."):
            method, group = items[at + 1], items[at + 2]
            if not (isinstance(method, Typed) and isinstance(group, Group) and _is_word(method)):
                break
            operand = _method(operand, method, group)
            at += 3
        found.append(operand)
    return joined(found, end)


def _is_word(item: Item) -> TypeGuard[Typed]:
    return isinstance(item, Typed) and (item.text[0].isalpha() or item.text[0] == "_")


def _operand(items: Sequence[Item], at: int) -> tuple[Typed, int]:
    """The number, name, call, bracket or sign at a place, and the place behind it."""
    item = items[at]
    if isinstance(item, Group):
        return _bracketed(item), at + 1
    if not _is_word(item):
        return _sign(items, at), at + 1
    inside = False
    while at + 2 < len(items) and item.text.lower() in _MODULES and _is_word(items[at + 2]):
        if not is_piece(items[at + 1], ".", "::"):
            break
        inside, at = True, at + 2
        item = items[at]
        assert isinstance(item, Typed)
    if inside and item.text.lower() not in _KNOWN:
        raise refusal("formula.no_such_function", item.at(0), shown=f"“{item.text}”")
    behind = at + 1
    if behind + 1 < len(items) and is_piece(items[behind], "."):  # sin.(x)
        behind += isinstance(items[behind + 1], Group)
    if behind < len(items) and isinstance(group := items[behind], Group):
        if item.text.lower() == "pi" and not trimmed(group.items):  # PI() of spreadsheets
            return item, behind + 1
        return _call(item, group), behind + 1
    constant = _CONSTANTS.get(item.text.lower())
    if constant and (inside or "_" in item.text):
        return item.reading(constant), at + 1
    return item, at + 1


def _sign(items: Sequence[Item], at: int) -> Typed:
    item = items[at]
    assert isinstance(item, Typed)
    if item.text == "." and at + 1 < len(items) and is_piece(items[at + 1], *"*/^+-", "**"):
        return item[:0]
    if item.text in ("===", "!=="):
        return item.reading(item.text[:2])
    if item.text == "//":
        raise refusal("formula.two_slashes", item.at(0))
    return item


def _bracketed(group: Group, read_first: Reader | None = None) -> Typed:
    inner = _segments(group.items, group.closing.at(0), read_first)
    return joined((group.opening, inner, group.closing), group.closing.end)


def _call(word: Typed, group: Group) -> Typed:
    name = _ALIASES.get(word.text.lower(), word.text)
    end = group.closing.at(0)
    arguments = group.arguments
    if name in _OF_LIST and len(arguments) == 1 and _list_in(arguments[0]):
        (inner,) = trimmed(arguments[0])
        assert isinstance(inner, Group)
        group, arguments = inner, inner.arguments
    if name.lower() == "if":
        return word.reading(name) + _bracketed(group, _condition)
    series = SPELLINGS.get(name.lower())
    if series and (found := series_in(word, group)):
        head, terms = found
        pieces = (word.reading(f"{series}("), head, word.reading(","), _segment(terms, end))
        return joined((*pieces, group.closing.reading(")")), group.closing.end)
    if _is_made(name, len(arguments)):
        return _made(word.reading(name), [_segment(one, end) for one in arguments])
    return word.reading(name) + _bracketed(group)


def _list_in(items: Sequence[Item]) -> bool:
    """Whether it is a list, as in max([x, y])."""
    items = trimmed(items)
    return len(items) == 1 and isinstance(items[0], Group) and items[0].opening.text in "[("


def _method(receiver: Typed, word: Typed, group: Group) -> Typed:
    """`x.pow(2)` as the function of x and 2."""
    name = word.reading(_ALIASES.get(word.text.lower(), word.text))
    end = group.closing.at(0)
    arguments = [_segment(one, end) for one in group.arguments if trimmed(one)]
    if _is_made(name.text, len(arguments) + 1):
        return _made(name, [receiver, *arguments])
    if name.text.lower() not in FUNCTIONS:
        raise unusable(f".{word.text}", word.at(0) - 1, "functions_alone")
    pieces = [name, name.reading("("), receiver]
    for argument in arguments:
        pieces += [name.reading(","), argument]
    return joined((*pieces, name.reading(")")), group.closing.end)


def _is_made(name: str, count: int) -> bool:
    """Whether a call of so many arguments is one of an operator or of a type of numbers."""
    return (count == 1 and name.lower() in _NUMBERS) or (count == 2 and name.lower() in _OPERATORS)


def _made(word: Typed, arguments: Sequence[Typed]) -> Typed:
    """`pow(x, 2)` as a power, `float(x)` as x in brackets."""
    start, end = word.reading("("), word.reading(")")
    if len(arguments) == 1:
        return joined((start, arguments[0], end), end.end)
    sign = word.reading(f"){_OPERATORS[word.text.lower()]}(")
    return joined((start, start, arguments[0], sign, arguments[1], end, end), end.end)
