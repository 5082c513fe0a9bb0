"""Korean particles: 을 or 를, 이 or 가, 은 or 는, 으로 or 로, as the sound before them asks.

Signs, brackets and quotes are not spoken, so the last letter or digit before them counts. Of
Latin words the spelling is all there is: one that ends in one of `CLOSED` is taken to end in a
consonant, as Adam and RMSProp do, and Adagrad does not. A single letter and a capital at the end
are spoken by the letter's name, of which those of `CLOSED_NAMES` end in a consonant.
"""

from __future__ import annotations

import re

FIRST, LAST, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8
SPOKEN = "영일이삼사오육칠팔구"
CLOSED = "bcklmnpt"
CLOSED_NAMES = "lmnr"  # 엘, 엠, 엔, 알
CLOSED_GREEK = "ευ"  # 엡실론, 입실론
_WORD = re.compile("[A-Za-z]+(?=[^A-Za-z]*$)")


def particle(before: str, closed: str, open_: str) -> str:
    """`closed` behind a consonant, `open_` behind a vowel; 으로 is 로 behind ㄹ too."""
    final = _final(before)
    return open_ if not final or (final == "ㄹ" and closed.startswith("으로")) else closed


def _final(text: str) -> str:
    """ㄹ, another consonant as "ㅁ", or "" where the last sound is a vowel."""
    last = next((c for c in reversed(text) if c.isalnum()), "")
    if last.isdecimal():
        last = SPOKEN[int(last)]
    if FIRST <= ord(last or " ") <= LAST:
        number = (ord(last) - FIRST) % FINALS
        return "ㄹ" if number == RIEUL else "ㅁ" if number else ""
    if not last.isascii():
        return "ㅁ" if last in CLOSED_GREEK else ""
    word = _WORD.search(text)
    if word is None:
        return ""
    by_name = last.isupper() or len(word[0]) == 1
    if last.lower() not in (CLOSED_NAMES if by_name else CLOSED):
        return ""
    return "ㄹ" if last.lower() in "lr" else "ㅁ"
