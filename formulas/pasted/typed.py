"""Typed text that is rewritten and yet knows where each of its characters was typed.

What is pasted from papers and programs is brought to the language of formulas before it is read;
a mistake in it is shown at the character where it stands in what was pasted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from formulas.errors import FormulaError

# How deeply brackets, signs and powers may be nested.
MAX_DEPTH = 40


@dataclass(frozen=True)
class Typed:
    """Some text, and for each of its characters the position at which it was typed.

    `end` is the position behind the last character.
    """

    text: str
    positions: tuple[int, ...]
    end: int

    @classmethod
    def whole(cls, text: str) -> Typed:
        """Text as it was typed."""
        return cls(text, tuple(range(len(text))), len(text))

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Typed:
        start, stop, _ = part.indices(len(self.text))
        return Typed(self.text[part], self.positions[part], self.at(max(start, stop)))

    def __add__(self, other: Typed) -> Typed:
        return Typed(self.text + other.text, self.positions + other.positions, other.end)

    def at(self, offset: int) -> int:
        """Where the character at `offset` was typed."""
        return self.positions[offset] if offset < len(self.positions) else self.end

    def reading(self, text: str) -> Typed:
        """`text` in place of this one, all of it at this one's first character."""
        return Typed(text, (self.at(0),) * len(text), self.end)

    def stripped(self) -> Typed:
        """Without blanks around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def replaced(self, pattern: re.Pattern[str], text: Callable[[re.Match[str]], str]) -> Typed:
        """`text` of each match of `pattern` in its place."""
        kept, last = self[:0], 0
        for match in pattern.finditer(self.text):
            kept += self[last : match.start()] + self[match.start() :].reading(text(match))
            last = match.end()
        return kept + self[last:]

    def without(self, pattern: re.Pattern[str]) -> Typed:
        """A blank in place of each match of `pattern`."""
        return self.replaced(pattern, lambda _: " ")

    def placed(self, error: FormulaError) -> FormulaError:
        """An error that counts characters of this text as one that counts those typed."""
        if error.position is None:
            return error
        return FormulaError(error.message, self.at(error.position))


def joined(pieces: Iterable[Typed], end: int) -> Typed:
    """Pieces behind each other, up to the position `end`."""
    pieces = tuple(pieces)
    text = "".join(piece.text for piece in pieces)
    return Typed(text, tuple(at for piece in pieces for at in piece.positions), end)
