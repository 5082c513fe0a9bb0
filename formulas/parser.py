"""The parser: tokens to a tree, by precedence (sums, products, signs, powers, operands).

Where typed maths can be read in two ways (1/2x, sin x y, e^2x), it is refused with a request
for brackets rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from formulas.errors import FormulaError, refusal
from formulas.functions import TypedFunction
from formulas.language import Language
from formulas.left_side import left_side
from formulas.names import with_indices
from formulas.pasted import MAX_DEPTH, rewritten
from formulas.tokens import Token, tokenize
from formulas.tree import Call, Comparison, Constant, Name, Node, Number, Operation, Power, Sign

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_SIGNS = ("+", "-", "*", "/", "^")
_OUT_OF_PLACE = {
    "close": "formula.closes_nothing",
    ",": "formula.comma",
    "compare": "formula.comparison",
    "equals": "formula.equation",
    "|": "formula.bar_alone",
    "end": "formula.missing_at_end",
}
_OPENS_OPERAND = {"number", "name", "constant", "function", "open"}


def parse(text: str, language: Language) -> Node:
    """The tree of `text`. Raises `FormulaError`."""
    typed = rewritten(text)
    try:
        tokens = _tokens(typed.text, language)
    except FormulaError as error:
        raise typed.placed(error) from None
    placed = [replace(token, position=typed.at(token.position)) for token in tokens]
    return _Parser(placed, language).whole()


def _tokens(text: str, language: Language) -> list[Token]:
    body = with_indices(left_side(text, language).blanked(text))
    if not body.strip():
        example = " + ".join(f"{name}^2" for name in language.names[:2])
        raise refusal("formula.empty", 0, what=language.what, example=example or "2 + 3")
    return tokenize(body, language)


class _Parser:
    """A cursor over tokens. One method a level of precedence, loosest first."""

    def __init__(self, tokens: list[Token], language: Language) -> None:
        self.tokens = tokens
        self.functions = language.functions
        self.at = 0
        self.depth = 0
        self.bars: list[int] = []  # positions of | still open in the current bracket

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
        left = self.power()
        divided = False
        while True:
            if self.token.kind in ("*", "/"):
                sign = self.take()
                if sign.kind == "/":
                    self.refuse_root(left, sign)
                left = Operation(sign.kind, left, self.signed(), sign.position)
                divided = sign.kind == "/"
            elif self.starts_operand():
                if divided:
                    raise refusal("formula.fraction_bar", self.token.position)
                position = self.token.position
                self.refuse_number_behind()
                self.refuse_index()
                last = self.last_factor(left)
                self.refuse_open_exponent(last)
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
        base = self.operand()
        if self.token.kind != "^":
            return base
        hat = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_many_powers", hat.position)
        raised = self.token.position == hat.position  # a superscript: it ends where one sees it
        exponent = self.operand() if raised else self.signed()
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
            return Name(token.text, token.position)
        if token.kind == "constant":
            self.take()
            return Constant(token.text, token.position)
        if token.kind == "open":
            return self.bracketed()
        if token.kind == "|":
            return self.between_bars()
        if token.kind == "function":
            return self.application()
        raise self.unexpected()

    def bracketed(self) -> Node:
        opening = self.take()
        outer, self.bars = self.bars, []
        inner = self.sum()
        self.close(opening)
        self.bars = outer
        return inner

    def between_bars(self) -> Node:
        opening = self.take()
        if self.token.kind in ("end", "close"):
            raise refusal("formula.bar_alone", opening.position)
        self.bars.append(opening.position)
        inner = self.sum()
        if self.token.kind != "|":
            raise refusal("formula.bar_alone", opening.position)
        self.take()
        self.bars.pop()
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
            call = Call(function, (self.bare_argument(function),), token.position)
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
        outer, self.bars = self.bars, []
        condition = None
        if function.name == "if":
            condition = self.comparison(function)
            arguments: list[Node] = []
        else:
            arguments = [self.sum()]
        while self.token.kind == ",":
            self.take()
            arguments.append(self.sum())
        self.close(opening)
        self.bars = outer
        count = len(arguments) + (condition is not None)
        if not function.fewest <= count <= function.most:
            several = "between" if function.fewest < function.most else "many"
            key = f"formula.takes_{'one' if function.most == 1 else several}"
            bounds = {"fewest": function.fewest, "most": function.most}
            raise _misused(key, function, token.position, count=count, **bounds)
        return Call(function, tuple(arguments), token.position, condition)

    def comparison(self, function: TypedFunction) -> Comparison:
        left = self.sum()
        if self.token.kind == "equals":
            raise refusal("formula.comparison_sign", self.token.position)
        if self.token.kind != "compare":
            raise _misused("formula.comparison_missing", function, self.token.position)
        sign = self.take()
        return Comparison(sign.text, left, self.sum(), sign.position)

    def bare_argument(self, function: TypedFunction) -> Node:
        """The 2 pi x of `sin 2 pi x`: numbers and constants, then one name, power or call."""
        start = self.token
        if not (self.starts_operand() or start.kind in ("-", "|")):
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
            position = self.token.position
            argument = Operation("*", argument, self.power(), position, implied=True)
        sign = self.token.kind
        if sign in ("*", "/") and self.tokens[self.at + 1].kind != "function":
            raise _misused("formula.beyond_sign", function, self.token.position, sign=sign)
        return argument

    # what may stand beside what

    def starts_operand(self) -> bool:
        if self.token.kind == "|":
            return not self.bars
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
        """x[0] is not x times 0, nor x[-1] or x[i] a product."""
        opening, *inside = self.tokens[self.at : self.at + 4]
        if opening.text != "[" or not opening.glued:
            return
        if re.match("(- )?(number|name) close", " ".join(token.kind for token in inside)):
            raise refusal("formula.index", opening.position)

    def refuse_open_exponent(self, last: Node) -> None:
        """e^2x, 2^xy: where the exponent ends is a guess. x^2y is not: it is x^2 times y."""
        before = self.tokens[self.at - 1]
        if not isinstance(last, Power) or not self.token.glued or before.kind == "close":
            return
        if isinstance(last.exponent, Number) and not isinstance(last.base, Number | Constant):
            return
        if self.token.kind in ("name", "constant", "function"):
            raise refusal("formula.exponent_end", self.token.position)

    def refuse_root(self, left: Node, bar: Token) -> None:
        """x^1/2: nobody writes a power of one, so a root is likely meant."""
        last = self.last_factor(left)
        if not isinstance(last, Power) or self.tokens[self.at - 2].kind != "number":
            return
        exponent = last.exponent.operand if isinstance(last.exponent, Sign) else last.exponent
        if isinstance(exponent, Number) and exponent.text == "1":
            raise refusal("formula.exponent_root", bar.position)

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


def _misused(key: str, function: TypedFunction, position: int, **fields: object) -> FormulaError:
    names = {"function": function.name, "signature": function.signature}
    return refusal(key, position, **names, **fields)
