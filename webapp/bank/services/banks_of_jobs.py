"""The bank that a job is about: it is in sight while the job is done, and who keeps it no longer has nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

BANK = "bank"  # in what is asked of a job: the id of the bank
NO_BANK = 0  # there was none yet when it was begun


def is_about_one_of(asked: Mapping[str, Any], kept: Collection[int]) -> bool:
    """Whether a job is about a bank that its owner keeps, or about none."""
    return asked.get(BANK, NO_BANK) in {NO_BANK, *kept}
