"""Names, dates and pages in the words that readers see."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.cards.shown import listed
from webapp.reading.services.pages import pages_of
from webapp.reading.services.words import voice


def test_authors_are_listed_as_in_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert voice([]) == "the author of the article"


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(1, 500))
def test_a_page_lies_within_the_list(total: int, page: int, size: int) -> None:
    found = pages_of(total, page=page, size=size)
    assert 1 <= found.page <= found.pages
    assert 0 <= found.offset <= max(0, total - 1)
    assert found.pages * size >= total
