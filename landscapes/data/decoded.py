"""Bytes of a file to text: UTF-8, UTF-16, and what Excel saves in Korea and in western Europe."""

from __future__ import annotations

import re

from formulas import FormulaError
from words import say

MAX_BYTES = 2**20

_SPREADSHEETS = (b"PK", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1b\x7f-\x9f]")
_SYMBOLS = "°µ²³€£§±·×‘’“”–—…"
_SAMPLE = 4096  # bytes in which zeros are looked for


def decoded(source: str | bytes) -> str:
    """The text of a file, without a byte order mark.

    Raises `FormulaError` for what is too large, and for what is no text.
    """
    if len(source) > MAX_BYTES:
        raise FormulaError(say("data.file_too_large", most=MAX_BYTES // 2**20))
    text = _text(source) if isinstance(source, bytes) else source
    text = text.removeprefix("\ufeff")
    if _CONTROLS.search(text):
        raise FormulaError(say("data.file_not_text"))
    if re.match(r"\s*<(?:!doctype|html|table|\?xml)\b", text, re.IGNORECASE):
        raise FormulaError(say("data.file_web_page"))
    return text


def _text(source: bytes) -> str:
    if source.startswith(_SPREADSHEETS):
        raise FormulaError(say("data.file_spreadsheet"))
    for encoding in (_wide(source), "utf-8"):
        try:
            if encoding:
                return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = _korean(source) or _western(source)
    if text is None:
        raise FormulaError(say("data.file_not_text"))
    return text


def _wide(source: bytes) -> str:
    """The UTF-16 of a file, by its mark or by its zeros: each digit has one; empty for others."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    low, high = source[:_SAMPLE:2].count(0), source[1:_SAMPLE:2].count(0)
    if len(source) % 2 or max(low, high) < min(len(source), _SAMPLE) / 8:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _korean(source: bytes) -> str | None:
    """The text by code page 949, where most of what is not ASCII are syllables in common use."""
    try:
        text = source.decode("cp949")
    except UnicodeDecodeError:
        return None
    wide = [one for one in text if not one.isascii()]
    common = sum("가" <= one <= "힣" and _in_common_use(one) for one in wide)
    return text if 2 * common > len(wide) else None


def _in_common_use(syllable: str) -> bool:
    """Whether it is one of the 2350 of KS X 1001: letters of other code pages seldom give these."""
    try:
        return len(syllable.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


def _western(source: bytes) -> str | None:
    """The text by code page 1252, where that makes letters and signs, and not too many of them."""
    try:
        text = source.decode("cp1252")
    except UnicodeDecodeError:
        return None
    wide = [one for one in text if not one.isascii()]
    likely = all(one.isalpha() or one in _SYMBOLS for one in wide)
    return text if likely and 4 * len(wide) < len(text) else None
