"""The parser: tokens to a tree, by precedence (sums, products, signs, powers, operands).

Where typed maths can be read in two ways (1/2x, sin x y, e^2x), it is refused with a request
for brackets rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formulas.bars import bars_told_apart
from formulas.errors import FormulaError, refusal
from formulas.functions import CONSTANTS
from formulas.language import Language
from formulas.left_side import left_side
from formulas.names import with_indices
from formulas.pasted import MAX_DEPTH, rewritten
from formulas.series import MAX_NESTED, index_of, indexed_words, letters, mentions, name_at
from formulas.tokens import Token, tokenize
from formulas.tree import (
    Call,
    Comparison,
    Constant,
    Name,
    Node,
    Number,
    Operation,
    Power,
    Series,
    Sign,
)
from formulas.typed_function import TypedFunction
from words import say

MAX_QUOTED = 30  # characters of a formula that a sentence repeats

MAX_DIGITS_OF_LIMIT = 4

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_SIGNS = ("+", "-", "*", "/", "^")
_OUT_OF_PLACE = {
    "close": "formula.closes_nothing",
    ",": "formula.comma",
    "compare": "formula.comparison",
    "equals": "formula.equation",
    "range": "formula.two_points",
    "close_bar": "formula.bar_alone",
    ";": "formula.semicolon",
    "end": "formula.missing_at_end",
}
_OPENS_OPERAND = {"series", "number", "name", "constant", "function", "open", "open_bar"}


def parse(text: str, language: Language) -> Node:
    """The tree of `text`. Raises `FormulaError`."""
    typed = rewritten(text)
    try:
        tokens = _tokens(typed.text, language)
    except FormulaError as error:
        raise typed.placed(error) from None
    placed = [replace(token, position=typed.at(token.position)) for token in tokens]
    pieces = [
        typed.text[one.position : next_one.position]
        for one, next_one in pairwise((*tokens, tokens[-1]))
    ]
    return _Parser(placed, pieces, language, letters(typed.text)).whole()


def _tokens(text: str, language: Language) -> list[Token]:
    body = with_indices(left_side(text, language).blanked(text))
    if not body.strip():
        example = " + ".join(f"{name}^2" for name in language.names[:2])
        raise refusal("formula.empty", 0, what=language.what, example=example or "2 + 3")
    counting = letters(body)
    beside = (*counting, *indexed_words(body, counting))
    wider = replace(language, names=(*language.names, *beside), counting=beside)
    return bars_told_apart(tokenize(body, wider))


@dataclass(frozen=True)
class _OpenExponent:
    """Tokens of a power whose exponent does not show where it ends: e^-0.5 of e^-0.5(x + y)."""

    base: int
    exponent: int
    end: int


class _Parser:
    """A cursor over tokens. One method a level of precedence, loosest first."""

    def __init__(
        self,
        tokens: list[Token],
        pieces: list[str],
        language: Language,
        letters: Mapping[str, range],
    ) -> None:
        self.tokens = tokens
        self.language = language
        self.letters = letters  # with which sums count anywhere in the formula
        self.counting: dict[str, range] = {}  # those of the sums around the cursor
        self.pieces = pieces  # what was typed for each, blanks behind it included
        self.functions = language.functions
        self.at = 0
        self.depth = 0
        self.brackets = (0, 0)  # the tokens of the last brackets that were closed
        self.groups = 0  # how many brackets were closed, beside those of calls
        self.open_exponent: _OpenExponent | None = None  # the last one

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def whole(self) -> Node:
        tree = self.sum()
        if self.token.kind != "end":
            raise self.unexpected()
        return tree

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_deep", self.token.position, most=MAX_DEPTH)
        left = self.product()
        while self.token.kind in ("+", "-"):
            sign = self.take()
            left = Operation(sign.kind, left, self.product(), sign.position)
        self.depth -= 1
        return left

    def product(self) -> Node:
        if self.token.kind in ("+", "-"):  # -x/2 is -(x/2)
            return self.after_sign(self.product)
        start, below = self.at, 0
        left = self.power()
        while True:
            if self.token.kind in ("*", "/"):
                sign = self.take()
                if sign.kind == "/":
                    self.refuse_root(left, sign)
                below = self.at if sign.kind == "/" else 0
                left = Operation(sign.kind, left, self.signed(), sign.position)
            elif self.starts_operand():
                if below:
                    raise self.fraction_bar(start, below)
                position = self.token.position
                self.refuse_number_behind()
                self.refuse_index()
                self.refuse_open_exponent()
                left = Operation("*", left, self.power(), position, implied=True)
            else:
                return left

    def signed(self) -> Node:
        return self.after_sign(self.signed) if self.token.kind in ("+", "-") else self.power()

    def after_sign(self, rest: Callable[[], Node]) -> Node:
        sign = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_many_signs", sign.position)
        operand = rest()
        self.depth -= 1
        return operand if sign.kind == "+" else Sign("-", operand, sign.position)

    def power(self) -> Node:
        start = self.at
        base = self.operand()
        if self.token.kind != "^":
            return base
        hat = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_many_powers", hat.position)
        raised = self.token.position == hat.position  # a superscript: it ends where one sees it
        first = self.at
        if not raised:
            self.refuse_number_with_e(start)
        exponent = self.operand() if raised else self.signed()
        if not (raised or self.ends_visibly(base, exponent, first)):
            self.open_exponent = _OpenExponent(start, first, self.at)
        if self.token.kind == "^":  # not reached by 2^3^x, which is 2^(3^x)
            raise refusal("formula.which_power", self.token.position)
        self.depth -= 1
        return Power(base, exponent, hat.position)

    def operand(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return Number(token.text, token.position)
        if token.kind == "name":
            self.take()
            self.refuse_letter_out_of_place(token)
            return Name(token.text, token.position)
        if token.kind == "constant":
            self.take()
            return Constant(token.text, token.position)
        if token.kind == "open":
            return self.bracketed()
        if token.kind == "open_bar":
            return self.between_bars()
        if token.kind == "function":
            return self.application()
        if token.kind == "series":
            return self.series()
        raise self.unexpected()

    def bracketed(self) -> Node:
        start, groups = self.at, self.groups
        opening = self.take()
        inner = self.sum()
        self.close(opening)
        divided = isinstance(inner, Operation) and inner.sign == "/"
        if opening.text == "[" and (divided or self.groups == groups):
            inside = self.quoted(start + 1, self.at - 1) or "x"
            raise refusal("formula.floor_or_brackets", opening.position, inside=inside)
        self.groups += 1
        self.brackets = (start, self.at)
        return inner

    def between_bars(self) -> Node:
        opening = self.take()
        inner = self.sum()
        if self.token.kind != "close_bar":
            raise self.unexpected()
        self.take()
        return Call(self.functions["abs"], (inner,), opening.position)

    def close(self, opening: Token) -> None:
        wanted = _CLOSES[opening.text]
        if self.token.kind == "close" and self.token.text == wanted:
            self.take()
            return
        if self.token.kind == "end":
            raise refusal("formula.never_closed", opening.position, wanted=wanted)
        if self.token.kind == "close":
            raise refusal(
                "formula.closed_by",
                self.token.position,
                opening=opening.text,
                closing=self.token.text,
                wanted=wanted,
            )
        raise self.unexpected()

    # functions

    def application(self) -> Node:
        token = self.take()
        function = self.functions[token.text]
        hat, exponent = self.exponent_of(function)
        if self.token.kind == "open":
            call = self.called(function, token)
        elif function.most == 1:
            start = self.at
            call = Call(function, (self.bare_argument(function),), token.position)
            self.refuse_long_exponent(function, exponent, start)
        else:
            raise _misused("formula.function_needs_brackets", function, token.position)
        return call if exponent is None else Power(call, exponent, hat)

    def exponent_of(self, function: TypedFunction) -> tuple[int, Node | None]:
        """The 2 of sin^2(x), and where its ^ stands."""
        if self.token.kind != "^":
            return 0, None
        hat = self.take().position
        if self.token.kind == "-" or (
            self.token.kind == "open" and self.tokens[self.at + 1].kind == "-"
        ):
            has_inverse = f"a{function.name}" in self.functions
            key = "formula.inverse_or_reciprocal" if has_inverse else "formula.reciprocal"
            raise _misused(key, function, hat)
        return hat, self.operand()

    def called(self, function: TypedFunction, token: Token) -> Call:
        opening = self.take()
        condition = None
        if function.name == "if":
            condition = self.comparison(function)
            arguments: list[Node] = []
        else:
            arguments = [self.sum()]
        commas = []
        while self.token.kind == ",":
            commas.append(self.at)
            self.take()
            arguments.append(self.sum())
        if self.token.kind == ";":
            raise self.unusable("comma")
        self.close(opening)
        count = len(arguments) + (condition is not None)
        self.refuse_decimal_comma(function, commas, count)
        if not function.fewest <= count <= function.most:
            several = "between" if function.fewest < function.most else "many"
            key = f"formula.takes_{'one' if function.most == 1 else several}"
            bounds = {"fewest": function.fewest, "most": function.most}
            raise _misused(key, function, token.position, count=count, **bounds)
        return Call(function, tuple(arguments), token.position, condition)

    def comparison(self, function: TypedFunction) -> Comparison:
        left = self.sum()
        if self.token.text == "=":
            raise refusal("formula.comparison_sign", self.token.position)
        if self.token.kind not in ("compare", "equals"):
            raise _misused("formula.comparison_missing", function, self.token.position)
        sign = self.take()
        return Comparison(sign.text, left, self.sum(), sign.position)

    def bare_argument(self, function: TypedFunction) -> Node:
        """The 2 pi x of `sin 2 pi x`: numbers and constants, then one name, power or call."""
        start = self.token
        if not (self.starts_operand() or start.kind == "-"):
            raise _misused("formula.needs_argument", function, start.position)
        if start.kind == "-":
            self.take()
            return Sign("-", self.bare_argument(function), start.position)
        argument = self.power()
        while self.starts_operand() and self.token.kind != "function":
            settled = not isinstance(self.last_factor(argument), Number | Constant)
            if (settled and not self.token.split) or function.name in ("sqrt", "cbrt"):
                raise _misused("formula.how_far", function, self.token.position)
            self.refuse_number_behind()
            self.refuse_open_exponent()
            position = self.token.position
            argument = Operation("*", argument, self.power(), position, implied=True)
        sign = self.token.kind
        if sign in ("*", "/") and self.tokens[self.at + 1].kind != "function":
            raise _misused("formula.beyond_sign", function, self.token.position, sign=sign)
        return argument

    # sums and products over a whole number

    def series(self) -> Node:
        """sum(i=1..5, i x), or sum(i=1..5) and behind it the product that is summed."""
        token = self.take()
        sign = self.tokens[self.at - 2].kind if self.at > 1 else ""
        opening, letter, equals = (self.tokens[self.at : self.at + 3] + [self.tokens[-1]] * 3)[:3]
        if (opening.kind, letter.kind, equals.kind) != ("open", "name", "equals"):
            raise refusal("formula.series", token.position, name=token.text)
        known = (*self.language.names, *self.counting, *CONSTANTS)
        if letter.text in known:
            raise refusal("formula.series_letter", letter.position, letter=letter.text)
        self.at += 3
        values = self.values(token)
        if len(self.counting) == MAX_NESTED:
            raise refusal("formula.series_nested", token.position)
        outer, self.counting = self.counting, {**self.counting, letter.text: values}
        if self.token.kind == ",":
            self.take()
            body = self.sum()
            self.close(opening)
        else:
            self.close(opening)
            if sign in ("/", "^"):
                raise refusal("formula.series_reach", token.position, name=token.text)
            start = self.at
            body = self.product()
            if self.brackets != (start, self.at):
                self.refuse_free_factor(token, letter.text, body)
        self.counting = outer
        return Series(token.text, letter.text, values, body, token.position)

    def values(self, token: Token) -> range:
        """The numbers from 1 to 5 of 1..5."""
        first = self.whole_number(token)
        if self.token.kind != "range":
            raise refusal("formula.series", token.position, name=token.text)
        self.take()
        last = self.whole_number(token)
        if last < first:
            raise refusal("formula.series_order", token.position)
        if self.starts_operand():  # a comma is missing
            raise refusal("formula.series", self.token.position, name=token.text)
        return range(first, last + 1)

    def whole_number(self, token: Token) -> int:
        negative = self.token.kind == "-"
        if negative:
            self.take()
        if self.token.kind != "number" or not self.token.text.isdigit():
            raise refusal("formula.series_limits", self.token.position)
        if len(self.token.text) > MAX_DIGITS_OF_LIMIT:
            raise refusal("formula.series_too_long", token.position)
        number = int(self.take().text)
        return -number if negative else number

    def refuse_letter_out_of_place(self, token: Token) -> None:
        """A letter with which a sum counts, outside of that sum; an index that no weight has."""
        letter = token.text if token.text in self.letters else index_of(token.text)
        if letter not in self.letters or token.text in self.language.names:
            return
        if letter not in self.counting:
            raise refusal("formula.series_outside", token.position, letter=letter)
        if letter == token.text:
            return
        for value in self.counting[letter]:
            if self.language.called(name_at(token.text, value)) is None:
                shown = f"“{name_at(token.text, value)}”"
                has = self.language.has
                raise refusal("formula.unknown_name", token.position, shown=shown, has=has)

    def refuse_free_factor(self, token: Token, letter: str, body: Node) -> None:
        """Of `prod(i=1..3) i x` nobody can say whether x is a factor once or three times."""
        if (
            token.text == "prod"
            and isinstance(body, Operation)
            and not mentions(body.right, letter)
        ):
            raise refusal("formula.series_reach", token.position, name=token.text)

    # what may stand beside what

    def starts_operand(self) -> bool:
        return self.token.kind in _OPENS_OPERAND

    @staticmethod
    def last_factor(node: Node) -> Node:
        while isinstance(node, Operation) and node.sign == "*" and node.implied:
            node = node.right
        return node

    def refuse_number_behind(self) -> None:
        if self.token.kind == "number":
            raise refusal("formula.sign_missing", self.token.position, number=self.token.text)

    def refuse_index(self) -> None:
        """x[0] is not x times 0, nor x[-1] or x[i] a product; x(i) may be both."""
        opening, *inside = self.tokens[self.at : self.at + 4]
        before = self.tokens[self.at - 1]
        counted = before.kind == "name" and opening.kind == "open" and opening.glued
        if counted and inside[0].text in self.counting and inside[1].kind == "close":
            letter, name = inside[0].text, before.text
            fields = {"shown": f"{name}({letter})", "name": f"{name}_{letter}"}
            product = f"{letter}*{name}"
            raise refusal("formula.index_or_product", opening.position, product=product, **fields)
        behind_number = before.kind == "number"  # 2[x] is asked about as the floor
        if opening.text not in ("[", "{") or not opening.glued or behind_number:
            return
        if re.match("(- )?(number|name) close", " ".join(token.kind for token in inside)):
            raise refusal("formula.index", opening.position)

    def ends_visibly(self, base: Node, exponent: Node, start: int) -> bool:
        """Whether nobody would let the exponent run on: x^2y, x^-2 y, e^(2x)y; not e^2 y, x^-2y."""
        if not _is_base_of_exponentials(base):
            if isinstance(exponent, Number):
                return True
            if isinstance(exponent, Sign) and isinstance(exponent.operand, Number):
                return not self.token.glued
        while self.tokens[start].kind in ("+", "-"):
            start += 1
        return self.brackets == (start, self.at)

    def refuse_open_exponent(self) -> None:
        """e^2x, 2^xy, e^-0.5 (x + y): where the exponent ends is a guess."""
        power = self.open_exponent
        if power is None or power.end != self.at:
            return
        position, end = self.token.position, self.end_of_factors()
        before = self.quoted(power.base, power.end)
        one, other = "e^(2x)", "(e^2)x"
        if end and before and (behind := self.quoted(power.end, end)):
            gap = "" if self.tokens[power.end].glued else " "
            one = f"{self.quoted(power.base, power.exponent)}"
            one += f"({self.quoted(power.exponent, power.end)}{gap}{behind})"
            other = f"({before}){gap}{behind}"
        raise refusal("formula.exponent_end", position, one=one, other=other)

    def fraction_bar(self, start: int, below: int) -> FormulaError:
        """1/20x^2: whether x^2 stands below the bar is a guess."""
        here, position = self.at, self.token.position
        end = self.end_of_factors()
        one, other = "(1/2)x", "1/(2x)"
        before = self.quoted(start, here)
        if end and before and (behind := self.quoted(here, end)):
            gap = "" if self.tokens[here].glued else " "
            one = f"({before}){gap}{behind}"
            other = f"{self.quoted(start, below)}({self.quoted(below, here)}{gap}{behind})"
        return refusal("formula.fraction_bar", position, one=one, other=other)

    def end_of_factors(self) -> int | None:
        """The token behind the factors that begin here; None where they are in doubt too."""
        self.open_exponent = None
        try:
            while self.starts_operand():
                self.refuse_number_behind()
                self.refuse_open_exponent()
                self.power()
        except FormulaError:
            return None
        return self.at

    def quoted(self, start: int, end: int) -> str:
        """What was typed for these tokens; empty where it is long."""
        text = " ".join("".join(self.pieces[start:end]).split())
        return text if len(text) <= MAX_QUOTED else ""

    def refuse_number_with_e(self, base: int) -> None:
        """x^2e-3 is x^(2e-3) or x^2 e - 3."""
        at = self.at
        while self.tokens[at].kind in ("+", "-"):
            at += 1
        number = self.tokens[at]
        mantissa, e, power = number.text.lower().partition("e")
        if number.kind == "number" and e:
            before = self.quoted(base, at) or "x^"
            behind = power if power[0] in "+-" else f"*{power}"
            one, other = f"{before}({number.text})", f"{before}{mantissa}*e{behind}"
            raise refusal("formula.which_of_two", number.position, one=one, other=other)

    def refuse_long_exponent(
        self, function: TypedFunction, exponent: Node | None, start: int
    ) -> None:
        """cos^22x is cos^22(x) or cos^2(2x); sin^2x is the square for everybody."""
        before = self.tokens[start - 1]
        if exponent is None or before.kind == "close":
            return
        if not isinstance(exponent, Number):
            raise _misused("formula.how_far", function, self.tokens[start].position)
        digits = exponent.text
        if len(digits) > 1:
            behind = self.quoted(start, self.at) or "x"
            one = f"{function.name}^{digits}({behind})"
            other = f"{function.name}^{digits[0]}({digits[1:]}{behind})"
            raise refusal("formula.which_of_two", exponent.position, one=one, other=other)

    def refuse_decimal_comma(
        self, function: TypedFunction, commas: Sequence[int], count: int
    ) -> None:
        """max(0,5x, y): as a decimal comma, the first would leave as many arguments as fit."""
        doubted: list[int] = []
        for at in commas:
            before, comma, behind = self.tokens[at - 1 : at + 2]
            digits = before.text.isdecimal() and behind.text.isdecimal()
            apart = not doubted or at - doubted[-1] > 2  # of 1,2,3 only one can be decimal
            if digits and comma.glued and behind.glued and apart:
                doubted.append(at)
        fewest = count - len(doubted)
        if doubted and fewest <= function.most and function.fewest < count:
            first, _, last = self.tokens[doubted[0] - 1 : doubted[0] + 2]
            one, other = f"{first.text}.{last.text}", f"{first.text}, {last.text}"
            fits = function.fewest <= count <= function.most
            key = "formula.decimal_comma" if fits else "formula.decimal_point"
            raise refusal(key, first.position, one=one, other=other)

    def refuse_root(self, left: Node, bar: Token) -> None:
        """x^1/2: nobody writes a power of one, so a root is likely meant."""
        last = self.last_factor(left)
        if not isinstance(last, Power) or self.tokens[self.at - 2].kind != "number":
            return
        exponent = last.exponent.operand if isinstance(last.exponent, Sign) else last.exponent
        if isinstance(exponent, Number) and exponent.text == "1":
            raise refusal("formula.exponent_root", bar.position)

    def unusable(self, advice: str) -> FormulaError:
        shown, advice = f"“{self.token.text}”", say(f"formula.advice.{advice}")
        return refusal("formula.unusable", self.token.position, shown=shown, advice=advice)

    def unexpected(self) -> FormulaError:
        token = self.token
        previous = self.tokens[self.at - 1] if self.at else None
        ends = token.kind in ("end", "close", ",", "compare", "equals")
        if token.kind == "close" and previous is not None and previous.kind == "open":
            return refusal("formula.empty_brackets", previous.position)
        if ends and previous is not None and previous.kind in (*_SIGNS, "open", ",", "compare"):
            shown = f"“{previous.text}”"
            return refusal("formula.missing_after", previous.position, shown=shown)
        if token.kind in _SIGNS:
            return refusal("formula.missing_before", token.position, shown=f"“{token.text}”")
        return refusal(_OUT_OF_PLACE[token.kind], token.position, closing=token.text)


def _is_base_of_exponentials(node: Node) -> bool:
    """Whether powers of it are written for a changing exponent: e^x, 2^x; not pi^2."""
    return isinstance(node, Number) or (isinstance(node, Constant) and node.name == "e")


def _misused(key: str, function: TypedFunction, position: int, **fields: object) -> FormulaError:
    names = {"function": function.name, "signature": function.signature}
    return refusal(key, position, **names, **fields)
