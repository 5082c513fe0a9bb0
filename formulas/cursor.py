"""A cursor over the tokens of a formula, with which the parser and its doubts read them."""

from __future__ import annotations

from dataclasses import dataclass

from formulas.errors import FormulaError, refusal
from formulas.tokens import CLOSES, Token

MAX_QUOTED = 30  # characters of a formula that a sentence repeats

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


@dataclass(frozen=True)
class OpenExponent:
    """Tokens of a power whose exponent does not show where it ends: e^-0.5 of e^-0.5(x + y)."""

    base: int
    exponent: int
    end: int


class Cursor:
    """A place among tokens, and what was read last before it."""

    def __init__(self, tokens: list[Token], pieces: list[str]) -> None:
        self.tokens = tokens  # the last has the kind "end"
        self.pieces = pieces  # what was typed for each, blanks behind it included
        self.at = 0
        self.brackets = (0, 0)  # the tokens of the last brackets that were closed
        self.groups = 0  # how many brackets were closed, beside those of calls
        self.open_exponent: OpenExponent | None = None  # the last one

    @property
    def token(self) -> Token:
        """The token here."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The token here, which is then behind the cursor."""
        token = self.token
        self.at += 1
        return token

    def starts_operand(self) -> bool:
        """Whether a number, a name, a call or brackets begin here."""
        return self.token.kind in _OPENS_OPERAND

    def quoted(self, start: int, end: int) -> str:
        """What was typed for these tokens; empty where it is long."""
        text = " ".join("".join(self.pieces[start:end]).split())
        return text if len(text) <= MAX_QUOTED else ""

    def close(self, opening: Token) -> None:
        """Takes the bracket that closes `opening`. Raises `FormulaError` where none is here."""
        wanted = CLOSES[opening.text]
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

    def unexpected(self) -> FormulaError:
        """What is wrong with the token here, which nothing can be read from."""
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
