"""What collections, importances and kinds are called in the language of the page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.history.collections import CollectionKind, CollectionRow

IMPORTANCES = {"core": _l("Core"), "useful": _l("Useful"), "detail": _l("Detail")}
KINDS = {  # of questions, many at a time
    "card": _l("Cards"),
    "choice": _l("Choice"),
    "position": _l("Who holds what"),
    "cloze": _l("Gaps"),
    "short": _l("Short answers"),
    "number": _l("Figures"),
    "date": _l("Dates"),
    "timeline": _l("Line of years"),
    "matching": _l("Matching"),
    "ordering": _l("Putting in order"),
    "list": _l("Lists"),
}


def name_of(row: CollectionRow) -> str:
    """Its title; an importance has none, and is said in a word of ours."""
    return str(IMPORTANCES[row.value]) if row.kind == CollectionKind.IMPORTANCE else row.title
