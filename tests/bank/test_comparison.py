"""Every case of the three-way comparison, one by one."""

from __future__ import annotations

import pytest

from webapp.bank.queries.stored import Stored
from webapp.bank.services.comparison import Change, compare

OLD, NEW, OWN = b"old", b"new", b"own"


def stored(content: bytes, loaded: bytes | None, *, retired: bool = False) -> Stored:
    return Stored(id=1, content_hash=content, loaded_hash=loaded, is_retired=retired)


@pytest.mark.parametrize(
    ("wanted", "there", "change"),
    [
        (NEW, None, Change.NEW),
        (OLD, stored(OLD, OLD), None),
        (NEW, stored(OLD, OLD), Change.CHANGED),
        (OLD, stored(OWN, OLD), Change.EDITED),
        (NEW, stored(OWN, OLD), Change.CONFLICT),
        (OWN, stored(OWN, OLD), Change.ADOPTED),
        (None, stored(OLD, OLD), Change.RETIRED),
        (None, stored(OWN, OLD), Change.CONFLICT),
        (None, stored(OWN, None), None),  # made in the application
        (OWN, stored(OWN, None), Change.ADOPTED),
        (NEW, stored(OWN, None), Change.CONFLICT),
        (None, stored(OLD, None, retired=True), None),
        (OLD, stored(OLD, None, retired=True), Change.RETURNED),
        (NEW, stored(OLD, None, retired=True), Change.RETURNED),
        (OLD, stored(OLD, OLD, retired=True), Change.EDITED),  # retired in the application
        (NEW, stored(OLD, OLD, retired=True), Change.CONFLICT),
        (None, stored(OLD, OLD, retired=True), None),
    ],
)
def test_comparison(wanted: bytes | None, there: Stored | None, change: Change | None) -> None:
    assert compare(wanted, there) is change
