"""Keys made of names, for those who need not think of one."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count

from .spelling import normalise

LONGEST = 50  # characters: below what a key may have, so that a number fits behind it
_BETWEEN = re.compile(r"[^a-z0-9]+")


def key_from(name: str, taken: Container[str], *, otherwise: str) -> str:
    """A key made of a name, with a number behind it where it is taken; of ``otherwise`` where no letter of it fits."""
    whole = _BETWEEN.sub("-", normalise(name)).strip("-")
    short = whole if len(whole) <= LONGEST else whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]
    begins = short or otherwise
    if begins not in taken:
        return begins
    return next(key for number in count(2) if (key := f"{begins}-{number}") not in taken)
