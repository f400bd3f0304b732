"""Anki itself, in an environment of its own, reads what we write: the outside check of the whole format."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Card

from .packages import download
from .test_importing import bring, days, memories

PYTHON = os.environ.get("TUMEN_TEST_ANKI_PYTHON", "")
SESSION = Path(__file__).resolve().parent / "anki_session.py"
SECONDS = 120
ANSWER = "--answer"

pytestmark = [
    pytest.mark.anki,
    pytest.mark.skipif(not PYTHON, reason="TUMEN_TEST_ANKI_PYTHON names no Python that has anki"),
]


def anki(folder: Path, *packages: bytes, answering: bool = False) -> dict[str, Any]:
    """What Anki says after importing the packages into a new collection. It leaves exports in ``folder``.

    With ``answering`` a card is answered behind the first of them.
    """
    paths = []
    for number, content in enumerate(packages):
        paths.append(folder / f"{number}.apkg")
        paths[-1].write_bytes(content)
    further = [ANSWER] if answering else []
    command = [PYTHON, str(SESSION), str(paths[0]), str(folder), *further, *map(str, paths[1:])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_anki_takes_cards_schedule_and_history(
    studied: PersonClient, database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    package = download(studied, "all")
    found = anki(tmp_path, package.content)
    assert found["notes"] == len(found["cards"]) == package.value("SELECT count(*) FROM notes")
    assert found["reviews"] == [
        list(row) for row in package.rows("SELECT id, ease, type, factor FROM revlog ORDER BY id")
    ]
    with database.reader() as session:
        states = session.execute(select(Card.state, func.count()).group_by(Card.state)).all()
    types = [card["type"] for card in found["cards"]]
    assert {state: types.count(state) for state, _ in states} == dict(states)
    assert "rebuilt" in found["problems"]


def test_anki_shows_every_kind(studied: PersonClient, tmp_path: Path) -> None:
    found = anki(tmp_path, download(studied, "all").content)
    kinds = {
        "card",
        "choice",
        "cloze",
        "date",
        "list",
        "matching",
        "number",
        "ordering",
        "position",
        "short",
        "timeline",
    }
    assert found["note_types"] == sorted(f"Tumen {kind}" for kind in kinds)
    for question, answer in found["shown"].values():
        assert len(answer) > len(question) > 100
        assert "{{" not in question + answer


@pytest.mark.parametrize("layout", ["latest", "legacy"])
def test_what_anki_exports_comes_back(
    studied: PersonClient, people: People, database: Database, tmp_path: Path, layout: str
) -> None:
    """By way of Anki to another account: the same memories, whichever layout Anki writes."""
    anki(tmp_path, download(studied, "all").content)
    page = bring(people.ben, (tmp_path / f"{layout}.apkg").read_bytes())
    assert "new in your log" in page
    assert memories(database, people.ben.user_id) == memories(database, studied.user_id) != []
    assert days(database, people.ben.user_id) == days(database, studied.user_id)


def test_a_second_export_updates_what_anki_has(studied: PersonClient, tmp_path: Path) -> None:
    first, every = download(studied), download(studied, "all")
    found = anki(tmp_path, first.content, every.content, every.content)
    assert found["notes"] == every.value("SELECT count(*) FROM notes")
    assert len(found["reviews"]) == every.value("SELECT count(*) FROM revlog")
