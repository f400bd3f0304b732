"""The way from a card to the editor of its question, which instructors have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database

from .banks import load_other_bank
from .student import get_batch

CARD = "ferry-bridge-choice"


def link(client: PersonClient, card: str) -> str:
    """The link to the editor as the page has it; empty for who has none."""
    found = re.search(r"<a [^>]*data-edit\b[^>]*>", client.get(f"/study?card={card}").text)
    return found[0] if found else ""


@pytest.mark.usefixtures("small_bank")
def test_an_instructor_may_edit_the_card_in_hand_and_a_student_is_told_of_no_editor(people: People) -> None:
    shown = link(people.ben, CARD)
    assert f'href="/bank/questions/{CARD}/edit"' in shown
    assert "hidden" not in shown
    assert people.ben.get(f"/bank/questions/{CARD}/edit").status_code == 200
    assert "<dt><kbd>e</kbd></dt>" in people.ben.get("/study").text
    batch = get_batch(people.ben)
    assert set(batch["editable"]) == {card["card"] for card in batch["cards"]}
    for client in (people.ada, people.guest):
        assert link(client, CARD) == ""
        assert "<kbd>e</kbd>" not in client.get("/study").text
        assert "editable" not in get_batch(client)


@pytest.mark.usefixtures("small_bank")
def test_a_card_of_ones_own_has_no_editor_in_the_bank(
    people: People, database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    with database.writer() as session:
        load_other_bank(session, tmp_path, word="wombat", audience="owner", owner_id=people.ben.user_id, now=clock())
    assert "hidden" in link(people.ben, "wombat-bridge-choice")
    assert "hidden" not in link(people.ben, CARD)
    batch = get_batch(people.ben, limit=50)
    assert {card["card"].partition("-")[0] for card in batch["cards"]} == {"ferry", "wombat"}
    assert {key.partition("-")[0] for key in batch["editable"]} == {"ferry"}
