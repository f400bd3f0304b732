"""Cells of tables: what a spreadsheet would take for a formula is marked as text, and read back as it was."""

from __future__ import annotations

import re

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would take for a formula."""

_GUARDED = re.compile("'*[=+\\-@\t\r]")


def guarded(text: str) -> str:
    """The text as a cell that nothing is worked out in; one that looks guarded already gets one sign more."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
