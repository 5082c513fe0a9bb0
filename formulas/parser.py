"""Tokens to a tree, by precedence: sums, products, signs, powers, operands.

Where typed maths can be read in two ways (1/2x, sin x y, e^2x), it is refused with a request
for brackets rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from formulas.errors import FormulaError
from formulas.functions import Language, TypedFunction
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
    Sign,
)

MAX_DEPTH = 40

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_OPENS_OPERAND = {"number", "name", "constant", "function", "open"}
_LEFT_SIDE = re.compile(r"\s*([A-Za-z]\w*)\s*(?:[(\[][^()\[\]=<>]*[)\]])?\s*=(?!=)")


def parse(text: str, language: Language) -> Node:
    """The tree of `text`. Raises `FormulaError`."""
    body = _without_left_side(text, language.names)
    if not body.strip():
        raise FormulaError(f"Type a {language.what}, for example x^2 + y^2.", 0)
    return _Parser(tokenize(body, language), language).whole()


def _without_left_side(text: str, names: Sequence[str]) -> str:
    """Blanks out `f(x, y) =`, keeping every position."""
    match = _LEFT_SIDE.match(text)
    if not match or match.group(1).lower() in names:
        return text
    return " " * match.end() + text[match.end() :]


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
            raise FormulaError(
                f"This is nested too deeply; {MAX_DEPTH} levels are the limit.",
                self.token.position,
            )
        left = self.product()
        while self.token.kind in ("+", "-"):
            sign = self.take()
            left = Operation(sign.kind, left, self.product(), sign.position)
        self.depth -= 1
        return left

    def product(self) -> Node:
        left = self.signed()
        divided = False
        while True:
            if self.token.kind in ("*", "/"):
                sign = self.take()
                left = Operation(sign.kind, left, self.signed(), sign.position)
                divided = sign.kind == "/"
            elif self.starts_operand():
                if divided:
                    raise FormulaError(
                        "What does the fraction bar reach over here? Put brackets, as in "
                        "1/(2x) or (1/2)x.",
                        self.token.position,
                    )
                position = self.token.position
                self.refuse_number_behind()
                last = self.last_factor(left)
                self.refuse_open_exponent(last)
                left = Operation("*", left, self.power(), position, implied=True)
            else:
                return left

    def signed(self) -> Node:
        if self.token.kind not in ("+", "-"):
            return self.power()
        sign = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("There are too many signs in a row here.", sign.position)
        operand = self.signed()
        self.depth -= 1
        return operand if sign.kind == "+" else Sign("-", operand, sign.position)

    def power(self) -> Node:
        base = self.operand()
        if self.token.kind != "^":
            return base
        hat = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("There are too many powers in a row here.", hat.position)
        exponent = self.signed()  # right associative: 2^3^x is 2^(3^x)
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
        self.bars.append(opening.position)
        inner = self.sum()
        if self.token.kind != "|":
            raise FormulaError(
                "This | has no partner. Write |x| or abs(x).",
                opening.position,
            )
        self.take()
        self.bars.pop()
        return Call(self.functions["abs"], (inner,), opening.position)

    def close(self, opening: Token) -> None:
        wanted = _CLOSES[opening.text]
        if self.token.kind == "close" and self.token.text == wanted:
            self.take()
            return
        if self.token.kind == "end":
            raise FormulaError(f"This bracket is never closed; add {wanted}.", opening.position)
        if self.token.kind == "close":
            raise FormulaError(
                f"{opening.text} is closed by {self.token.text}; use {wanted}.",
                self.token.position,
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
            raise FormulaError(
                f"{function.name} needs brackets: {function.signature}.", token.position
            )
        return call if exponent is None else Power(call, exponent, hat)

    def exponent_of(self, function: TypedFunction) -> tuple[int, Node | None]:
        """The 2 of sin^2(x), and where its ^ stands."""
        if self.token.kind != "^":
            return 0, None
        hat = self.take().position
        if self.token.kind == "-" or (
            self.token.kind == "open" and self.tokens[self.at + 1].kind == "-"
        ):
            raise FormulaError(
                f"{function.name}^-1 can mean two things: write a{function.name}(x) for the "
                f"inverse or 1/{function.name}(x)."
                if f"a{function.name}" in self.functions
                else f"Write 1/{function.name}(x).",
                hat,
            )
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
            needs = (
                f"{function.fewest}"
                if function.fewest == function.most
                else f"{function.fewest} to {function.most}"
            )
            noun = "argument" if function.most == 1 else "arguments"
            raise FormulaError(
                f"{function.name} takes {needs} {noun}, not {count}: {function.signature}.",
                token.position,
            )
        return Call(function, tuple(arguments), token.position, condition)

    def comparison(self, function: TypedFunction) -> Comparison:
        left = self.sum()
        if self.token.kind != "compare":
            raise FormulaError(
                f"A comparison is missing: {function.signature}.", self.token.position
            )
        sign = self.take()
        return Comparison(sign.text, left, self.sum(), sign.position)

    def bare_argument(self, function: TypedFunction) -> Node:
        """The 2 pi x of `sin 2 pi x`: numbers and constants, then one name, power or call."""
        start = self.token
        if not (self.starts_operand() or start.kind in ("-", "|")):
            raise FormulaError(
                f"{function.name} needs something to work on: {function.signature}.",
                start.position,
            )
        if start.kind == "-":
            self.take()
            return Sign("-", self.bare_argument(function), start.position)
        argument = self.power()
        while self.starts_operand() and self.token.kind != "function":
            settled = not isinstance(self.last_factor(argument), Number | Constant)
            if (settled and not self.token.split) or function.name in ("sqrt", "cbrt"):
                raise FormulaError(
                    f"How far does {function.name} reach? Put brackets: {function.signature}.",
                    self.token.position,
                )
            self.refuse_number_behind()
            position = self.token.position
            argument = Operation("*", argument, self.power(), position, implied=True)
        if self.token.kind == "/":
            raise FormulaError(
                f"Does {function.name} reach over the fraction? Put brackets: "
                f"{function.name}(x/2) or {function.name}(x)/2.",
                self.token.position,
            )
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
            raise FormulaError(
                f"Is a sign missing before {self.token.text}? Write 2x, x*2 or x^2.",
                self.token.position,
            )

    def refuse_open_exponent(self, last: Node) -> None:
        """e^2x, 2^xy: where the exponent ends is a guess. x^2y is not: it is x^2 times y."""
        before = self.tokens[self.at - 1]
        if not isinstance(last, Power) or not self.token.glued or before.kind == "close":
            return
        if isinstance(last.exponent, Number) and not isinstance(last.base, Number | Constant):
            return
        if self.token.kind in ("name", "constant", "function"):
            raise FormulaError(
                "Where does the exponent end? Put brackets, as in e^(2x) or (e^2)x.",
                self.token.position,
            )

    def unexpected(self) -> FormulaError:
        token = self.token
        previous = self.tokens[self.at - 1] if self.at else None
        if token.kind == "end":
            if previous is None:
                return FormulaError("Type a formula.", 0)
            return FormulaError(f"Something is missing after “{previous.text}”.", previous.position)
        if token.kind == "close":
            if previous is not None and previous.kind == "open":
                return FormulaError("These brackets are empty.", previous.position)
            if previous is not None and previous.kind in ("+", "-", "*", "/", "^", ","):
                return FormulaError(
                    f"Something is missing after “{previous.text}”.", previous.position
                )
            return FormulaError(f"This {token.text} closes nothing; remove it.", token.position)
        if token.kind == ",":
            return FormulaError(
                "A comma separates arguments, as in max(x, y); write decimals as 1.5.",
                token.position,
            )
        if token.kind == "compare":
            return FormulaError(
                "Comparisons only work inside if: if(x > 0, x^2, -x).", token.position
            )
        if token.kind == "|":
            return FormulaError("This | has no partner. Write |x| or abs(x).", token.position)
        return FormulaError(f"“{token.text}” cannot stand here.", token.position)
