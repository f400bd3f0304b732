"""Passages as a card shows them, from rows that each feature reads for itself."""

from __future__ import annotations

from typing import NamedTuple

from question_bank.claims import Claim

from .headings import section_of
from .originals import Originals
from .shown import Source


class PassageRow(NamedTuple):
    """A passage that a claim rests on, with the bibliography of its article: the how many-th of its passages it is, and
    the last heading before it.
    """

    claim_id: int
    article_key: str
    title: str
    authors: list[str]
    publisher: str | None
    published_on: str
    address: str | None
    language: str
    passage_key: str
    digest: str
    sha256: bytes
    span_start: int
    span_end: int
    number: int
    heading: str | None


def source_of(row: PassageRow, originals: Originals, claim: Claim) -> Source:
    """The passage as a source of the claim, with the original where this site holds the article."""
    span = claim.spans.get(f"{row.article_key}#{row.passage_key}")
    return Source(
        article_key=row.article_key,
        title=row.title,
        authors=tuple(row.authors),
        publisher=row.publisher,
        published_on=row.published_on,
        address=row.address,
        passage_key=row.passage_key,
        digest=row.digest,
        original=originals.passage(row.sha256, row.span_start, row.span_end),
        language=row.language,
        spans=() if span is None else (span,),
        number=row.number,
        section=section_of(row.heading),
    )
