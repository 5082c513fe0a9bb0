"""Bytes of a file to text: UTF-8, UTF-16, and what Excel saves in Korea and in western Europe."""

from __future__ import annotations

import re

from formulas import FormulaError
from words import say

MAX_BYTES = 2**20

_SPREADSHEETS = (b"PK", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1b\x7f-\x9f]")
_SYMBOLS = "°µ²³€£§±·×‘’“”–—…"
_SAMPLE = 4096  # bytes, or characters, that are looked at


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
    for read in (_wide, _plain, _korean, _western):
        if (text := read(source)) is not None:
            return text
    raise FormulaError(say("data.file_not_text"))


def _by(encoding: str, source: bytes) -> str | None:
    try:
        return source.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plain(source: bytes) -> str | None:
    return _by("utf-8", source)


def _wide(source: bytes) -> str | None:
    """The text by UTF-16, known by its mark, or by the zeros beside digits, which no other has."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _by("utf-16", source)
    if b"\0" not in source[:_SAMPLE] or len(source) % 2:
        return None
    texts = (_by(encoding, source) for encoding in ("utf-16-le", "utf-16-be"))
    likely = [text for text in texts if text and "\n" in text and not _CONTROLS.search(text)]
    return max(likely, key=lambda text: sum(map(str.isascii, text[:_SAMPLE])), default=None)


def _korean(source: bytes) -> str | None:
    """The text by code page 949, where most of what is not ASCII are syllables in common use."""
    text = _by("cp949", source)
    if text is None:
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
    text = _by("cp1252", source)
    if text is None:
        return None
    wide = [one for one in text if not one.isascii()]
    likely = all(one.isalpha() or one in _SYMBOLS for one in wide)
    return text if likely and 4 * len(wide) < len(text) else None
