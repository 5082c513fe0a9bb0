"""The parser: tokens to a tree, by precedence (sums, products, signs, powers, operands).

Where typed maths can be read in two ways (1/2x, sin x y, e^2x), it is refused with a request
for brackets rather than guessed: `doubts` has most of these cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from formulas import doubts
from formulas.bars import bars_told_apart
from formulas.counting import counted, refuse_out_of_place
from formulas.cursor import Cursor, OpenExponent
from formulas.errors import FormulaError, misused, refusal, unusable
from formulas.functions import CONSTANTS
from formulas.language import Language
from formulas.left_side import left_side
from formulas.names import with_indices
from formulas.pasted import MAX_DEPTH, rewritten
from formulas.series import MAX_NESTED, indexed_words, letters
from formulas.tokens import Token, tokenize
from formulas.tree import (
    Call,
    Comparison,
    Constant,
    Minus,
    Name,
    Node,
    Number,
    Operation,
    Power,
    Series,
    last_factor,
)
from formulas.typed_function import TypedFunction


def parse(text: str, language: Language) -> Node:
    """The tree of `text`. Raises `FormulaError`."""
    typed = rewritten(text, language.names)
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


class _Parser(Cursor):
    """Reads tokens by one method a level of precedence, loosest first."""

    def __init__(
        self,
        tokens: list[Token],
        pieces: list[str],
        language: Language,
        letters: Mapping[str, range],
    ) -> None:
        super().__init__(tokens, pieces)
        self.language = language
        self.letters = letters  # with which sums count anywhere in the formula
        self.counting: dict[str, range] = {}  # those of the sums around the cursor
        self.depth = 0

    def whole(self) -> Node:
        """Everything up to the end."""
        tree = self.sum()
        if self.token.kind != "end":
            raise self.unexpected()
        return tree

    def sum(self) -> Node:
        """Products with + and - between them."""
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
        """Factors with *, / or nothing between them: 2x*-y, and -x/2 as a whole."""
        if self.token.kind in ("+", "-"):  # -x/2 is -(x/2)
            return self.after_sign(self.product)
        start, below = self.at, 0
        left = self.power()
        while True:
            if self.token.kind in ("*", "/"):
                sign = self.take()
                if sign.kind == "/":
                    doubts.refuse_root(self, left, sign)
                below = self.at if sign.kind == "/" else 0
                left = Operation(sign.kind, left, self.signed(), sign.position)
            elif self.starts_operand():
                if below:
                    factor = self.at
                    raise doubts.fraction_bar(self, start, below, factor, self.end_of_factors())
                position = self.token.position
                doubts.refuse_number_behind(self)
                doubts.refuse_index(self, self.counting)
                self.refuse_open_exponent()
                left = Operation("*", left, self.power(), position, implied=True)
            else:
                return left

    def signed(self) -> Node:
        """A power with any signs before it: the --x of 2*--x."""
        return self.after_sign(self.signed) if self.token.kind in ("+", "-") else self.power()

    def after_sign(self, rest: Callable[[], Node]) -> Node:
        sign = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_many_signs", sign.position)
        operand = rest()
        self.depth -= 1
        return operand if sign.kind == "+" else Minus(operand, sign.position)

    def power(self) -> Node:
        """An operand, raised or not: x, x^2, 2^-3^x."""
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
            doubts.refuse_number_with_e(self, start)
        exponent = self.operand() if raised else self.signed()
        if not (raised or doubts.ends_visibly(self, base, exponent, first)):
            self.open_exponent = OpenExponent(start, first, self.at)
        if self.token.kind == "^":  # not reached by 2^3^x, which is 2^(3^x)
            raise refusal("formula.which_power", self.token.position)
        self.depth -= 1
        return Power(base, exponent, hat.position)

    def operand(self) -> Node:
        """A number, a name, what stands in brackets or bars, a call or a sum over a letter."""
        token = self.token
        if token.kind == "number":
            self.take()
            return Number(token.text, token.position)
        if token.kind == "name":
            self.take()
            refuse_out_of_place(token, self.letters, self.counting, self.language)
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
        doubts.refuse_floor(self, start, inner, nested=self.groups > groups)
        self.groups += 1
        self.brackets = (start, self.at)
        return inner

    def between_bars(self) -> Node:
        opening = self.take()
        inner = self.sum()
        if self.token.kind != "close_bar":
            raise self.unexpected()
        self.take()
        return Call(self.language.functions["abs"], (inner,), opening.position)

    # functions

    def application(self) -> Node:
        """A function and its argument: sin(x), sin 2x, sin^2(x)."""
        token = self.take()
        function = self.language.functions[token.text]
        hat, exponent = self.exponent_of(function)
        if self.token.kind == "open":
            call = self.called(function, token)
        elif function.most == 1:
            start = self.at
            call = Call(function, (self.bare_argument(function),), token.position)
            if exponent is not None:
                doubts.refuse_long_exponent(self, function, exponent, start)
        else:
            raise misused("formula.function_needs_brackets", function, token.position)
        return call if exponent is None else Power(call, exponent, hat)

    def exponent_of(self, function: TypedFunction) -> tuple[int, Node | None]:
        """The 2 of sin^2(x), and where its ^ stands."""
        if self.token.kind != "^":
            return 0, None
        hat = self.take().position
        if self.token.kind == "-" or (
            self.token.kind == "open" and self.tokens[self.at + 1].kind == "-"
        ):
            has_inverse = f"a{function.name}" in self.language.functions
            key = "formula.inverse_or_reciprocal" if has_inverse else "formula.reciprocal"
            raise misused(key, function, hat)
        return hat, self.operand()

    def called(self, function: TypedFunction, token: Token) -> Call:
        """The call of a function whose arguments stand in brackets."""
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
            raise unusable(";", self.token.position, "comma")
        self.close(opening)
        count = len(arguments) + (condition is not None)
        doubts.refuse_decimal_comma(self, function, commas, count)
        if not function.fewest <= count <= function.most:
            several = "between" if function.fewest < function.most else "many"
            key = f"formula.takes_{'one' if function.most == 1 else several}"
            bounds = {"fewest": function.fewest, "most": function.most}
            raise misused(key, function, token.position, count=count, **bounds)
        return Call(function, tuple(arguments), token.position, condition)

    def comparison(self, function: TypedFunction) -> Comparison:
        """The x > 0 of if(x > 0, a, b)."""
        left = self.sum()
        if self.token.text == "=":
            raise refusal("formula.comparison_sign", self.token.position)
        if self.token.kind not in ("compare", "equals"):
            raise misused("formula.comparison_missing", function, self.token.position)
        sign = self.take()
        return Comparison(sign.text, left, self.sum(), sign.position)

    def bare_argument(self, function: TypedFunction) -> Node:
        """The 2 pi x of `sin 2 pi x`: numbers and constants, then one name, power or call."""
        start = self.token
        if not (self.starts_operand() or start.kind == "-"):
            raise misused("formula.needs_argument", function, start.position)
        if start.kind == "-":
            self.take()
            return Minus(self.bare_argument(function), start.position)
        argument = self.power()
        while self.starts_operand() and self.token.kind != "function":
            settled = not isinstance(last_factor(argument), Number | Constant)
            if (settled and not self.token.split) or function.name in ("sqrt", "cbrt"):
                raise misused("formula.how_far", function, self.token.position)
            doubts.refuse_number_behind(self)
            self.refuse_open_exponent()
            position = self.token.position
            argument = Operation("*", argument, self.power(), position, implied=True)
        sign = self.token.kind
        if sign in ("*", "/") and self.tokens[self.at + 1].kind != "function":
            raise misused("formula.beyond_sign", function, self.token.position, sign=sign)
        return argument

    # sums and products over a whole number

    def series(self) -> Node:
        """sum(i=1..5, i x), or sum(i=1..5) and behind it the product that is summed."""
        token = self.take()
        sign = self.tokens[self.at - 2].kind if self.at > 1 else ""
        opening = self.token
        letter, values = counted(self, token, (*self.language.names, *self.counting, *CONSTANTS))
        if len(self.counting) == MAX_NESTED:
            raise refusal("formula.series_nested", token.position)
        outer, self.counting = self.counting, {**self.counting, letter: values}
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
                doubts.refuse_free_factor(token, letter, body)
        self.counting = outer
        return Series(token.text, letter, values, body, token.position)

    # what stands behind a factor

    def refuse_open_exponent(self) -> None:
        """Refuses what stands behind a power like e^2, and may belong to the exponent."""
        power = self.open_exponent
        if power is not None and power.end == self.at:
            raise doubts.exponent_end(self, power, self.end_of_factors())

    def end_of_factors(self) -> int | None:
        """The token behind the factors that begin here; None where they are in doubt too."""
        self.open_exponent = None
        try:
            while self.starts_operand():
                doubts.refuse_number_behind(self)
                self.refuse_open_exponent()
                self.power()
        except FormulaError:
            return None
        return self.at
