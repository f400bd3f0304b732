"""What a collection is called in the language of the page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.history.collections import CollectionKind, CollectionRow

IMPORTANCES = {"core": _l("Core"), "useful": _l("Useful"), "detail": _l("Detail")}


def name_of(row: CollectionRow) -> str:
    """Its title; an importance has none, and is said in a word of ours."""
    return str(IMPORTANCES[row.value]) if row.kind is CollectionKind.IMPORTANCE else row.title
