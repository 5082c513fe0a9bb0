"""What a typed sum counts with, and where its letter may stand.

Of sum(i=1..5, i x_i) that is i, from 1 to 5, and i and x_i stand only behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from formulas.cursor import Cursor
from formulas.errors import refusal
from formulas.language import Language
from formulas.series import index_of, name_at
from formulas.tokens import Token

MAX_DIGITS_OF_LIMIT = 4


def counted(cursor: Cursor, series: Token, known: Collection[str]) -> tuple[str, range]:
    """Takes the bracket behind the word `series` and i=1..5: the letter, and its values.

    The letter must be none of the `known` names. Raises `FormulaError`.
    """
    here = cursor.tokens[cursor.at : cursor.at + 3]
    if [token.kind for token in here] != ["open", "name", "equals"]:
        raise refusal("formula.series", series.position, name=series.text)
    letter = here[1]
    if letter.text in known:
        raise refusal("formula.series_letter", letter.position, letter=letter.text)
    cursor.at += 3
    first = _limit(cursor, series)
    if cursor.token.kind != "range":
        raise refusal("formula.series", series.position, name=series.text)
    cursor.take()
    last = _limit(cursor, series)
    if last < first:
        raise refusal("formula.series_order", series.position)
    if cursor.starts_operand():  # a comma is missing
        raise refusal("formula.series", cursor.token.position, name=series.text)
    return letter.text, range(first, last + 1)


def _limit(cursor: Cursor, series: Token) -> int:
    """Takes a whole number."""
    negative = cursor.token.kind == "-"
    if negative:
        cursor.take()
    if cursor.token.kind != "number" or not cursor.token.text.isdigit():
        raise refusal("formula.series_limits", cursor.token.position)
    if len(cursor.token.text) > MAX_DIGITS_OF_LIMIT:
        raise refusal("formula.series_too_long", series.position)
    number = int(cursor.take().text)
    return -number if negative else number


def refuse_out_of_place(
    name: Token,
    letters: Collection[str],
    counting: Mapping[str, range],
    language: Language,
) -> None:
    """Refuses the letter of a sum outside of that sum, and an index that no weight has.

    `letters` are those of all sums of the formula, `counting` has those of the sums around `name`.
    """
    letter = name.text if name.text in letters else index_of(name.text)
    if letter is None or letter not in letters or name.text in language.names:
        return
    if letter not in counting:
        raise refusal("formula.series_outside", name.position, letter=letter)
    if letter == name.text:
        return
    for value in counting[letter]:
        weight = name_at(name.text, value)
        if language.called(weight) is None:
            shown, has = f"“{weight}”", language.has
            raise refusal("formula.unknown_name", name.position, shown=shown, has=has)
