"""What a visitor reads in a lesson, by language: one file of `words/texts` a lesson.

Formulas stand between `$`. A number that was measured stands as `{measure race/key}`, as in
`{arrival deep/momentum}`, and a setting as `{eta deep/momentum}`, so that no text can be wrong
about the runs that it stands beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from experiments.lesson import MEASURES, Outcome, measured
from verdicts.formatting import amount, setting
from words import section

PLACE = re.compile(r"\{(\w+) (\w+/[\w.]+)\}")


@dataclass(frozen=True)
class LessonText:
    """`claim` in a sentence; `look` at what, `why` it happens, one thing to `try_this`.

    `question` is asked before play is pressed, `right` numbers the right one of `choices` from
    0, and `answer` is shown afterwards. `races` names each race.
    """

    title: str
    claim: str
    look: str
    why: str
    try_this: str
    question: str
    choices: tuple[str, ...]
    right: int
    answer: str
    races: dict[str, str]


@lru_cache(maxsize=256)
def lesson_text(key: str, language: str = "en") -> LessonText:
    """The text of a lesson, with places for measured numbers.

    Raises ValueError for a language that there is none in.
    """
    fields = section(f"lessons.{key}", language)
    return LessonText(**fields | {"choices": tuple(fields["choices"])})


def filled(text: str, outcome: Outcome) -> str:
    """A text with its places filled from the runs beside it.

    Settings stand in full, measured numbers to two digits, whole ones in full.
    """

    def number(match: re.Match[str]) -> str:
        name, who = match.groups()
        value = measured(name, outcome[who])
        if name not in MEASURES:
            return setting(value)
        return f"{value:.0f}" if value == round(value) else amount(value, digits=2)

    return PLACE.sub(number, text)
