"""The tokens of LaTeX, and a cursor over them."""

from __future__ import annotations

import re

from formulas.pasted.typed import Typed, joined

_TOKEN = re.compile(
    r"\\(?:[A-Za-z]+\*?|.)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[A-Za-z]+|\s+|.", re.DOTALL
)


class LatexCursor:
    """A place among the tokens of typeset text."""

    def __init__(self, typed: Typed) -> None:
        self.tokens = [typed[m.start() : m.end()] for m in _TOKEN.finditer(typed.text)]
        self.end = typed[len(typed) :]
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Typed:
        """The token here; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def take(self) -> Typed:
        """The token here, which is then behind the cursor."""
        token = self.token
        self.at += 1
        return token

    def skip_blanks(self) -> None:
        """Goes to the next token that is no blank."""
        while self.token.text.isspace() or self.token.text in (r"\,", r"\!", r"\limits"):
            self.at += 1

    def join(self, *pieces: Typed) -> Typed:
        """Pieces behind each other, up to the token here."""
        return joined(pieces, self.token.at(0))

    def cut(self, length: int) -> None:
        """Parts the token after `length` characters."""
        token = self.token
        if len(token) > length:
            self.tokens[self.at : self.at + 1] = [token[:length], token[length:]]

    def raw_group(self) -> str:
        """The text between braces as it stands, if any."""
        self.skip_blanks()
        if self.token.text != "{":
            return ""
        texts = []
        while self.token.text not in ("", "}"):
            texts.append(self.take().text)
        self.take()
        return "".join(texts[1:])
