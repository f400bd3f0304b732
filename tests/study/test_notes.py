"""Notes to self: kept for one person, shown with the answer, changed in place, and taken along."""

from __future__ import annotations

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.student import answer, get_batch, hidden_fields
from tests.web.probe import everything_in
from webapp.accounts.bring_along import bring_along
from webapp.db import Database
from webapp.models import Note

CARD = "ferry-cost-number"
pytestmark = pytest.mark.usefixtures("small_bank")


def save(client: PersonClient, text: str, **fields: str) -> dict[str, object]:
    response = client.post("/study/note", data={"card": CARD, "note": text, "send": "background", **fields})
    assert response.status_code == 200, response.text
    content: dict[str, object] = response.get_json()
    return content


def shown(client: PersonClient) -> dict[str, str]:
    (card,) = (card for card in get_batch(client, card=CARD)["cards"] if card["card"] == CARD)
    note: dict[str, str] = card["note"]
    return note


def test_a_note_is_kept_shown_and_deleted_when_it_is_emptied(people: People) -> None:
    assert shown(people.ada) == {"text": "", "html": ""}
    reply = save(people.ada, " Eleven, *not* ten. ")
    assert reply["note"] == {"text": "Eleven, *not* ten.", "html": "Eleven, <em>not</em> ten."}
    save(people.ada, "Eleven.")
    assert shown(people.ada)["text"] == "Eleven."
    assert save(people.ada, " ")["message"] == "Deleted."
    assert shown(people.ada) == {"text": "", "html": ""}


def test_a_note_that_comes_late_or_twice_takes_nothing_back(people: People) -> None:
    """It waited for a connection; meanwhile another device wrote, or emptied the note."""
    minute, hour = "60000", "3600000"
    save(people.ada, "an hour ago", ago=hour)
    save(people.ada, "a minute ago", ago=minute)
    assert save(people.ada, "an hour ago", ago=hour)["note"] == {"text": "a minute ago", "html": "a minute ago"}
    assert save(people.ada, "")["message"] == "Deleted."
    assert save(people.ada, "a minute ago", ago=minute)["message"] == "Deleted."
    assert shown(people.ada)["text"] == ""
    assert save(people.ada, "begun anew")["message"] == "Saved."
    for strange in ("-1", "soon", "9" * 20):
        assert people.ada.post("/study/note", data={"card": CARD, "note": "x", "ago": strange}).status_code == 400


def test_a_note_is_seen_by_nobody_else(people: People) -> None:
    save(people.ada, "only for Ada")
    for name in ("guest", "ben", "admin"):
        assert shown(getattr(people, name)) == {"text": "", "html": ""}


def test_markup_in_a_note_is_shown_as_it_was_written(people: People) -> None:
    save(people.ada, "<script>alert(1)</script> [x](javascript:alert(2)) </textarea><b>")
    html = shown(people.ada)["html"]
    assert "<script" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(("text", "word"), [("x" * 2001, "at most 2,000"), ("a\0b", "cannot be stored")])
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    people: People, database: Database, text: str, word: str
) -> None:
    save(people.ada, "before")
    before = everything_in(database)
    response = people.ada.post("/study/note", data={"card": CARD, "note": text})
    assert response.status_code == 400
    assert word in response.text
    assert everything_in(database) == before


def test_the_outbox_of_a_page_is_told_in_json_whether_to_wait_or_to_give_up(people: People) -> None:
    """A note that is not taken is kept on the device until the right person is signed in, or is shown as refused."""
    json = {"Accept": "application/json"}
    sent = {"card": CARD, "note": "x", "send": "background"}
    signed_out = people.nobody.post("/study/note", data=sent, headers=json)
    old_page = people.ada.post("/study/note", data=sent, headers=json, csrf=False)
    refused = people.ada.post("/study/note", data={**sent, "card": "no-such"}, headers=json)
    found = [(each.status_code, each.get_json()["error"]["code"]) for each in (signed_out, old_page, refused)]
    assert found == [(401, "unknown_person"), (400, "token_missing"), (404, "not_found")]


@pytest.mark.parametrize(("card", "status"), [("no-such", 404), ("", 400), ("A B", 400)])
def test_there_is_no_note_on_what_is_not_asked(people: People, card: str, status: int) -> None:
    assert people.ada.post("/study/note", data={"card": card, "note": "x"}).status_code == status


def test_without_javascript_the_note_is_saved_on_the_answered_card_and_the_answer_still_counts(people: People) -> None:
    page = people.ada.get(f"/study?card={CARD}").text
    result = people.ada.post("/study/check", data={**hidden_fields(page, "/study/check"), "text": "12 million"}).text
    fields = hidden_fields(result, "/study/answer")
    again = people.ada.post("/study/note", data={**fields, "note": "Eleven & no more"})
    assert again.status_code == 200
    assert "Eleven &amp; no more" in again.text
    kept = hidden_fields(again.text, "/study/answer")
    assert {**kept, "csrf_token": ""} == {**fields, "csrf_token": ""}, "a token says when it was made"
    assert 'value="12 million"' in again.text
    assert people.ada.post("/study/answer", data={**kept, "rating": "1"}).status_code == 303
    assert get_batch(people.ada)["counts"]["answered"] == 1


def test_a_card_that_comes_back_does_not_carry_the_note_again(people: People, clock: SettableClock) -> None:
    card = next(card for card in get_batch(people.ada, card=CARD)["cards"] if card["card"] == CARD)
    assert "note" not in answer(people.ada, card, clock())["card"]


def test_a_note_is_in_the_own_data(people: People) -> None:
    save(people.ada, "only for Ada")
    (row,) = people.ada.get("/account/data.json").get_json()["note"]
    assert (row["question"], row["text"]) == (CARD, "only for Ada")
    assert people.ben.get("/account/data.json").get_json()["note"] == []


def test_a_guests_notes_come_along_below_those_of_the_account(
    people: People, database: Database, clock: SettableClock
) -> None:
    save(people.ada, "Ada's own")
    save(people.guest, "the guest's")
    save(people.guest, "another", card="ferry-rope-card")
    assert people.guest.user_id is not None
    assert people.ada.user_id is not None
    for _ in range(2):
        with database.writer() as session:
            bring_along(session=session, guest_id=people.guest.user_id, user_id=people.ada.user_id, now=clock())
    with database.reader() as session:
        notes = {note.text for note in session.query(Note).filter_by(user_id=people.ada.user_id)}
        assert notes == {"Ada's own\n\nthe guest's", "another"}
        assert session.query(Note).count() == 2
