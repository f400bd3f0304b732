"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A page of a list of ``total`` rows; a page beyond the last is the last."""

    page: int
    pages: int
    total: int
    size: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


def pages_of(total: int, *, page: int, size: int) -> Pages:
    """The page ``page`` of ``total`` rows, ``size`` a page."""
    pages = max(1, -(-total // size))
    return Pages(page=min(page, pages), pages=pages, total=total, size=size)
