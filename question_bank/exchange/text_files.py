"""Text as programs write it into files: in UTF-8 or UTF-16, with or without a byte-order mark."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from question_bank.characters import UNSTORABLE
from question_bank.words import gettext

from .drafts import ExchangeError

LARGEST_TEXT = 16 * 1024 * 1024  # bytes of a file of text


def encoded(text: str) -> bytes:
    """The text in UTF-8, its first character kept where that would be read as a byte-order mark."""
    return (BOM_UTF8 if text.startswith("\ufeff") else b"") + text.encode()


def decoded(content: bytes) -> str:
    """The text, its lines ended as ours are. Raises ExchangeError."""
    if len(content) > LARGEST_TEXT:
        raise ExchangeError(
            gettext("The file is larger than %(largest_text)s MB. Split it.", largest_text=LARGEST_TEXT // 1024 // 1024)
        )
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        text = content.removeprefix(BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        raise ExchangeError(
            gettext("The file is not text in UTF-8 or UTF-16. Save it as UTF-8 and choose it again.")
        ) from error
    if UNSTORABLE.search(text):
        raise ExchangeError(
            gettext(
                "The file has characters that no text has. It may be another kind of file: choose its format "
                "from the list."
            )
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
