"""Headings of articles, as their digests say them: what kind of heading it is, then its words."""

from __future__ import annotations

LONGEST_LABEL = 2  # words
OF_ALL = frozenset({"Title", "Headline", "Standfirst"})  # headings of the whole article, and of no section


def label_of(digest: str) -> str | None:
    """What a heading is called ("Standfirst: ..."), where it is called something."""
    name, colon, _ = digest.partition(": ")
    return name if colon and len(name.split()) <= LONGEST_LABEL else None


def words_of(text: str, label: str | None) -> str:
    """The heading without its label and full stop, with a capital."""
    text = text.removeprefix(f"{label}: ").removesuffix(".")
    return text[:1].upper() + text[1:]


def section_of(digest: str | None) -> str | None:
    """The section that begins with the heading; None where it is that of the whole article, or says nothing."""
    label = label_of(digest or "")
    return words_of(digest, label) if digest and label not in OF_ALL else None
