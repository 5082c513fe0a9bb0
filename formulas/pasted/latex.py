r"""LaTeX as it is pasted, brought to the language of formulas.

`\frac{x}{2}` becomes `((x)/(2))`, `\left|x\right|` becomes `abs(x)`; what a formula cannot have,
as integrals and matrices, is refused with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from formulas.errors import FormulaError, refusal, unusable
from formulas.functions import FUNCTIONS
from formulas.names import LIKE_FUNCTIONS
from formulas.pasted.cases import choice
from formulas.pasted.commands import (
    ADVICE,
    BLANK,
    BLANK_WITH_ARGUMENT,
    CASES,
    FENCE,
    FONTS,
    FRACTIONS,
    NAMES,
    OPENING,
    PLAIN_ENVIRONMENTS,
    SIGNS,
)
from formulas.pasted.latex_cursor import LatexCursor
from formulas.pasted.typed import MAX_DEPTH, Typed, joined
from formulas.tokens import CLOSES

# Commands, and scripts in braces or one behind the other.
_ONLY_LATEX = re.compile(r"[\\$]|_\{|\{,\}|\^(?:[A-Za-z0-9]|\{[^{}]*\})_")


def is_latex(text: str) -> bool:
    """Whether `text` has anything that only LaTeX has."""
    return _ONLY_LATEX.search(text) is not None


def from_latex(typed: Typed) -> Typed:
    """The formula that typeset text says, in the language of formulas. Raises `FormulaError`."""
    if typed.text.count("$") % 2:
        raise refusal("formula.dollar", typed.at(typed.text.rindex("$")))
    return _Reader(typed).whole()


class _Reader(LatexCursor):
    """A reader whose methods take typeset text and give it in the language of formulas."""

    def whole(self) -> Typed:
        found = [self.until()]
        while self.token.text:  # a brace that closes nothing: the parser says so
            found += [self.take(), self.until()]
        whole = self.join(*found)
        # without the full stop of the sentence that the formula stood in
        return whole[: len(whole.text.rstrip().rstrip(".,;"))]

    def until(self, *stops: str) -> Typed:
        """Everything up to one of `stops`, a closing brace or the end."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusal("formula.too_deep", self.token.at(0), most=MAX_DEPTH)
        found: list[Typed] = []
        bare = ""  # the function before a fraction without brackets
        while self.token.text and self.token.text not in ("}", *stops):
            first = self.token.text
            found.append(self.piece())
            if first[1:] in FRACTIONS:
                _refuse_mixed_number(found)
                if bare:
                    self.refuse_factor_behind(bare)
            if first != "^" and not found[-1].text.isspace():
                bare = name if (name := found[-1].text.strip()) in FUNCTIONS else ""
        self.depth -= 1
        return self.join(*found)

    def refuse_factor_behind(self, function: str) -> None:
        r"""Refuses `\sin\frac{x}{2} y`, of which nobody can say where the sine ends."""
        self.skip_blanks()
        first = self.token.text.lstrip("\\")
        if first[:1].isalnum() and first not in (*FUNCTIONS, *SIGNS, "right", "end"):
            shown = {"function": function, "signature": FUNCTIONS[function].signature}
            raise refusal("formula.how_far", self.token.at(0), **shown)

    def piece(self) -> Typed:
        token = self.token
        if token.text[0] == "\\":
            return self.command()
        if token.text == "{":
            return self.group()
        if token.text in "$&":
            return self.take().reading(" ")
        if token.text[0].isascii() and token.text[0].isalpha():
            return self.letters()
        if token.text == "^":
            return self.raised()
        return self.take()

    # groups and arguments

    def group(self) -> Typed:
        """{...} with its braces; a half-open one stays so, for the parser to say."""
        opening = self.take()
        inner = self.until(r"\over")
        if self.token.text == r"\over":
            inner = _fraction(self.take(), inner, self.until())
        closing = [self.take()] if self.token.text == "}" else []
        if inner.text == ",":  # the comma of 1{,}5, or of 1{,}000
            raise refusal("formula.comma", inner.at(0))
        return self.join(opening, inner, *closing)

    def argument(self, command: Typed) -> Typed:
        """What a command works on: a group without its braces, or one letter, digit or command."""
        self.skip_blanks()
        token = self.token
        if token.text == "{":
            group = self.group()
            if group.text[-1] != "}" or len(group) < 2:
                raise refusal("formula.never_closed", token.at(0), wanted="}")
            return group[1:-1]
        if not token.text or token.text in "}&$":
            shown = f"“{command.text}”"
            raise refusal("formula.missing_after", command.at(0), shown=shown)
        if token.text[0] == "\\":
            return self.command()
        self.cut(1)
        return self.take()

    # names

    def letters(self) -> Typed:
        """A run of letters: a function, or names of one letter, of which the last has an index."""
        if self.token.text.lower() in FUNCTIONS:
            return self.function(self.take())
        ahead = self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text in ("_", "^")
        if not ahead:
            return self.take()
        before = self.token[: len(self.token) - 1]
        if before.text:
            self.cut(len(before))
            self.take()
        return self.join(before, self.name(self.take()))

    def name(self, name: Typed) -> Typed:
        """A name with its index, which may stand behind its exponent as in x^2_1."""
        power, index = self.end[:0], self.end[:0]
        if self.token.text == "^":
            power = self.raised()
        if self.token.text == "_":
            index = self.index()
        blank = name.reading(" ")
        return self.join(blank, name, index, blank, power)

    def index(self) -> Typed:
        bar = self.take()
        if self.token.text.isdigit() and len(self.token) > 1:
            raise refusal("formula.script_end", self.token.at(0), example="x^{10}")
        index = self.argument(bar).stripped()
        if re.fullmatch(r"[A-Za-z]\s*[+-]\s*[0-9]+", index.text):
            return self.join(bar, bar.reading("{"), index, bar.reading("}"))
        if not re.fullmatch("[A-Za-z0-9]+", index.text):
            raise refusal("formula.index", bar.at(0))
        return self.join(bar, index)

    def raised(self) -> Typed:
        """^ and, where it is not clear how far the exponent reaches, the question."""
        hat = self.take()
        number = self.token.text
        if len(number) > 1 and number[0] in ".0123456789":
            raise refusal("formula.script_end", self.token.at(0), example="x^{10}")
        alone = len(number) == 1 and number.isalnum()
        if alone or number[1:].lower() in NAMES:  # that and no more is raised
            opening, closing = self.token.reading("("), self.token.reading(")")
            return self.join(hat, opening, self.piece(), closing)
        return self.join(hat, self.piece()) if number == "{" else hat

    def function(self, word: Typed) -> Typed:
        """The name of a function, set off by blanks."""
        name = word.text.lstrip("\\").lower()
        if self.token.text == "_":
            place = self.token.at(0)
            base = self.index().text[1:]
            if name != "log":
                raise refusal("formula.index", place)
            if base not in ("2", "10", "e"):
                raise refusal("formula.log_base", place)
            name = "ln" if base == "e" else f"log{base}"
        return word.reading(f" {name} ")

    # commands

    def command(self) -> Typed:
        token = self.take()
        name = token.text[1:]
        if name in BLANK:
            return token.reading(" ")
        if name in BLANK_WITH_ARGUMENT:
            self.raw_group()
            return token.reading(" ")
        if name == "\\":
            return self.line_break(token)
        if name in FRACTIONS:
            return _fraction(token, self.argument(token), self.argument(token))
        if name == "sqrt":
            return self.root(token)
        if name in FONTS:
            return self.in_font(token)
        if name == "mathop":
            return self.argument(token)
        if name == "begin":
            return self.environment(token)
        if name == "end" and self.environment_name() in PLAIN_ENVIRONMENTS:
            return token.reading(" ")
        if FENCE.fullmatch(name):
            return self.fence(token)
        if name.lower() in NAMES and name != "PI":
            return self.greek(token)
        if name in SIGNS:
            return token.reading(f" {SIGNS[name]}")
        if name in FUNCTIONS and name != "inf":
            return self.function(token)
        raise _unknown(token, name)

    def greek(self, token: Typed) -> Typed:
        name = NAMES[token.text[1:].lower()]
        shown, called = f"“{token.text}”", self.token.text in ("(", r"\left")
        if called and name == "sigma":
            raise refusal("formula.did_you_mean", token.at(0), shown=shown, close="sigmoid")
        if called and name in LIKE_FUNCTIONS:
            product = rf"{token.text} \cdot (...)"
            raise refusal("formula.call_or_product", token.at(0), shown=shown, product=product)
        return self.name(token.reading(name))

    def line_break(self, token: Typed) -> Typed:
        r"""The end of a row, with the distance to the next as in `\\[2pt]`."""
        if self.token.text == "[":
            while self.token.text not in ("", "]"):
                self.take()
            self.take()
        return token.reading(" ")

    def root(self, token: Typed) -> Typed:
        self.skip_blanks()
        degree = None
        if self.token.text == "[":
            opening = self.take()
            degree = self.until("]")
            if self.token.text != "]":
                raise refusal("formula.never_closed", opening.at(0), wanted="]")
            self.take()
        radicand = self.argument(token)
        end = token.reading(")")
        if degree is None or degree.text.strip() in ("2", "3"):
            cubic = degree is not None and degree.text.strip() == "3"
            return self.join(token.reading(" cbrt(" if cubic else " sqrt("), radicand, end)
        middle = token.reading(")^(1/(")
        return self.join(token.reading("(("), radicand, middle, degree, token.reading(")))"))

    def in_font(self, token: Typed) -> Typed:
        r"""The letters of `\mathrm{sin}` or `\mathbf{x}_1`; other contents as they are."""
        self.skip_blanks()
        closing = next(
            (i for i in range(self.at, len(self.tokens)) if self.tokens[i].text == "}"), 0
        )
        if self.token.text == "{" and closing:
            word = self.join(*self.tokens[self.at + 1 : closing]).stripped()
            if word.text.isascii() and word.text.isalnum() and word.text[0].isalpha():
                self.at = closing + 1
                function = word.text.lower() in FUNCTIONS
                return self.function(word) if function else self.name(word)
            if word.text[1:].lower() in NAMES:
                self.at = closing + 1
                return self.greek(word)
        return self.join(token.reading(" ("), self.argument(token), token.reading(") "))

    def fence(self, token: Typed) -> Typed:
        r"""A delimiter of some size; `\left` together with its `\right`."""
        self.skip_blanks()
        name, opening = token.text[1:], self.take()
        if opening.text not in OPENING:
            raise _unknown(opening if opening.text else token, opening.text[1:])
        start = OPENING[opening.text]
        if name != "left":
            bars = start[:-1] and name[-1] in "rl"
            if bars:
                return opening.reading(start if name[-1] == "l" else ")")
            return opening.reading(
                "|" if start in (" abs(", " norm(") else opening.text.strip("\\")
            )
        inner = self.until(r"\right")
        if self.token.text != r"\right":
            raise refusal("formula.never_closed", token.at(0), wanted=r"\right")
        self.take()
        self.skip_blanks()
        closing = self.take()
        end = CLOSES[start[-1]]
        if closing.text != "." != opening.text and OPENING.get(closing.text) != start:
            shown = {"opening": opening.text, "closing": closing.text, "wanted": end}
            raise refusal("formula.closed_by", closing.at(0), **shown)
        if start == " norm(":
            return self.join(_norm(opening, inner), closing.reading(end))
        return self.join(opening.reading(start), inner, closing.reading(end))

    # environments

    def environment_name(self) -> str:
        return self.raw_group().rstrip("*")

    def environment(self, token: Typed) -> Typed:
        name = self.environment_name()
        if name in CASES:
            if name == "array":
                self.raw_group()
            return self.cases(token)
        if name not in PLAIN_ENVIRONMENTS:
            raise _unknown(token, name)
        if name == "alignat":
            self.raw_group()
        return token.reading(" ")

    def cases(self, token: Typed) -> Typed:
        """Rows of a value and its condition, as one `if` inside another."""
        rows: list[tuple[Typed, Typed]] = []
        while self.token.text != r"\end":
            value = self.until("&", r"\\", r"\end")
            cells = []
            while self.token.text == "&":
                self.take()
                cells.append(self.until("&", r"\\", r"\end"))
            condition = self.join(*cells)
            if value.text.strip() or condition.text.strip():
                rows.append((value[: len(value.text.rstrip(" \n,.;"))], condition))
            if self.token.text == r"\\":
                self.line_break(self.take())
            elif self.token.text != r"\end":
                raise refusal("formula.never_closed", token.at(0), wanted=r"\end{cases}")
        self.take()
        self.environment_name()
        return choice(token, rows)


def _refuse_mixed_number(found: Sequence[Typed]) -> None:
    r"""Refuses `2\frac{1}{2}`, which is two and a half in schools, and one in formulas."""
    fraction = re.fullmatch(r"\(\(\s*([0-9]+)\s*\)/\(\s*([0-9]+)\s*\)\)", found[-1].text)
    whole = next((piece for piece in reversed(found[:-1]) if piece.text.strip()), None)
    if fraction and whole and whole.text.isdigit():
        part = f"{fraction[1]}/{fraction[2]}"
        shown = {"one": f"({whole.text} + {part})", "other": f"{whole.text}*({part})"}
        raise refusal("formula.which_of_two", whole.at(0), **shown)


def _norm(opening: Typed, inner: Typed) -> Typed:
    """The beginning of a norm: of one number it is its size."""
    if "," not in inner.text:
        return opening.reading(" abs(") + inner
    inner = inner.stripped()
    if inner.text[0] == "(" and inner.text[-1] == ")":
        inner = inner[1:-1]
    return opening.reading(" norm(") + inner


def _fraction(token: Typed, above: Typed, below: Typed) -> Typed:
    bar = token.reading(")/(")
    pieces = (token.reading("(("), above, bar, below, token.reading("))"))
    return joined(pieces, below.end)


def _unknown(token: Typed, name: str) -> FormulaError:
    return unusable(token.text, token.at(0), ADVICE.get(name, "latex"))
