"""The texts of passages, where this site holds the articles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from sqlalchemy.orm import Session

from webapp.bank.queries.passages import passages


class Texts(Protocol):
    """The originals that a site holds."""

    def passage(self, sha256: bytes, start: int, end: int) -> str | None: ...


def passage_texts(session: Session, *, references: Collection[str], originals: Texts) -> dict[str, str | None]:
    """The text of each passage that is shown, None where the site has not got it."""
    found = passages(session, references=references)
    return {key: originals.passage(row.sha256, row.start, row.end) for key, row in found.items()}
