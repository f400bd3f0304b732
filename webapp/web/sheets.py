"""A page's style sheets in one answer: ``/static/css/study+card.css`` is ``study.css`` and, behind it, ``card.css``.

Nothing is painted before every sheet is there, and on a slow network each costs a way of its own. What all pages have
in common is one answer, what a page has besides is another; on the disk each sheet stays a file that can be read.
"""

from __future__ import annotations

import re
from pathlib import Path

from flask import url_for
from markupsafe import Markup

JOINED = re.compile(r"css/([\w-]+(?:\+[\w-]+)+)\.css")


def styles(*names: str) -> Markup:
    """The link to these sheets, for the head of a page; each counts over those before it."""
    address = url_for("static", filename=f"css/{'+'.join(names)}.css")
    return Markup('<link rel="stylesheet" href="{}">').format(address)


def parts_of(folder: Path, filename: str) -> tuple[Path, ...]:
    """The files of which a static one is made: itself, or the sheets whose names its name joins, each once. None where
    one is not there.
    """
    joined = JOINED.fullmatch(filename)
    names = [f"css/{name}.css" for name in joined[1].split("+")] if joined else [filename]
    parts = tuple(folder / name for name in dict.fromkeys(names))
    return parts if len(parts) == len(names) and all(map(_is_there, parts)) else ()


def _is_there(part: Path) -> bool:
    try:
        return part.is_file()
    except OSError:  # a longer name than files can have
        return False


def content_of(parts: tuple[Path, ...]) -> bytes:
    """What the parts are together."""
    return b"".join(part.read_bytes() for part in parts)
