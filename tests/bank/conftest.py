from __future__ import annotations

from pathlib import Path

import pytest

from question_bank.bank import Bank, load_bank

SMALL = Path(__file__).resolve().parent.parent / "banks" / "small"


@pytest.fixture(scope="session")
def small() -> Bank:
    """The bank of the ferry: one article, three actors, one issue, one topic, claims and questions of all kinds."""
    return load_bank(SMALL / "articles", SMALL / "data")
