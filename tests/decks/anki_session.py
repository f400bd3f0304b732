"""Runs inside an environment that has Anki, as an outside check: imports and exports packages, prints JSON.

It imports nothing of ours, and nothing of ours imports it: Anki's licence is another one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from anki.collection import (  # type: ignore[import-not-found]  # only in that environment
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def facts(collection: Any) -> dict[str, Any]:
    """What Anki sees: its own counts, and each card with its note."""
    rows = collection.db.all(
        "SELECT n.guid, n.tags, n.flds, c.ord, c.type, c.queue, c.due, c.ivl, c.reps, c.lapses, c.data "
        "FROM cards c JOIN notes n ON n.id = c.nid ORDER BY n.guid, c.ord"
    )
    names = ("guid", "tags", "fields", "ord", "type", "queue", "due", "interval", "reps", "lapses", "data")
    questions = {}
    for number in collection.find_cards(""):
        card = collection.get_card(number)
        questions[card.note().guid] = [card.question(), card.answer()]
    return {
        "notes": collection.note_count(),
        "cards": [dict(zip(names, row, strict=True)) for row in rows],
        "reviews": collection.db.all("SELECT id, ease, type, factor FROM revlog ORDER BY id"),
        "today": collection.sched.today,
        "due": len(collection.find_cards("is:due")),
        "suspended": len(collection.find_cards("is:suspended")),
        "note_types": sorted(model["name"] for model in collection.models.all() if "Tumen" in model["name"]),
        "shown": questions,
        "problems": collection.fix_integrity()[0],
    }


def main(package: str, folder: str, *further: str) -> None:
    """Import ``package`` (each of ``further`` too; "--answer" answers a card instead), and export the collection again
    in both layouts.
    """
    collection = Collection(str(Path(folder) / "collection.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, merge_notetypes=True)
    for path in (package, *further):
        if path == "--answer":
            collection.decks.select(collection.decks.id_for_name("Tumen"))
            card = collection.sched.getCard()
            collection.sched.answerCard(card, 3)
            continue
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))
    for name, is_legacy in (("latest", False), ("legacy", True)):
        collection.export_anki_package(
            out_path=str(Path(folder) / f"{name}.apkg"),
            options=ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True,
                                             legacy=is_legacy),
            limit=DeckIdLimit(collection.decks.id_for_name("Tumen")),
        )  # fmt: skip
    json.dump(facts(collection), sys.stdout)
    collection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
