"""The three-way comparison: what the files have, what the application has, and what the files had at the last load."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from webapp.bank.queries.stored import Stored


class Change(StrEnum):
    """What a load does to a record, or why it leaves it alone."""

    NEW = "new"
    CHANGED = "changed"  # in the files alone
    RETIRED = "retired"  # gone from the files
    RETURNED = "returned"  # was gone, and is in the files again
    ADOPTED = "adopted"  # files and application came to the same content each by itself: nothing but that is noted
    EDITED = "edited"  # in the application alone: kept
    CONFLICT = "conflict"  # in both, differently: kept as the application has it, and shown


WRITES = frozenset({Change.NEW, Change.CHANGED, Change.RETURNED})
"""Changes after which the stored content is the files'."""


def compare(wanted: bytes | None, stored: Stored | None) -> Change | None:
    """What is to be done about one record; None: nothing. ``wanted`` is the files' content, None where it is gone."""
    if stored is None:
        return Change.NEW
    if wanted is None:
        return _gone_from_files(stored)
    if stored.loaded_hash is None:
        return _new_to_files(wanted, stored)
    if stored.content_hash == wanted and not stored.is_retired:
        return None if stored.loaded_hash == wanted else Change.ADOPTED
    if stored.content_hash == stored.loaded_hash and not stored.is_retired:
        return Change.CHANGED
    return Change.EDITED if stored.loaded_hash == wanted else Change.CONFLICT


def _gone_from_files(stored: Stored) -> Change | None:
    if stored.is_retired or stored.loaded_hash is None:
        return None
    return Change.RETIRED if stored.content_hash == stored.loaded_hash else Change.CONFLICT


def _new_to_files(wanted: bytes, stored: Stored) -> Change:
    if stored.is_retired:
        return Change.RETURNED
    return Change.ADOPTED if stored.content_hash == wanted else Change.CONFLICT


def compare_all(wanted: Mapping[str, bytes], stored: Mapping[str, Stored]) -> dict[str, Change]:
    """What is to be done about every record, by key: those of the files in their order, then those that are gone."""
    keys = [*wanted, *(key for key in stored if key not in wanted)]
    found = {key: compare(wanted.get(key), stored.get(key)) for key in keys}
    return {key: change for key, change in found.items() if change is not None}
