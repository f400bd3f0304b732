"""The pages of collections: what is followed brings cards, what is left waits and is not lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.student import answer, get_batch, keys
from webapp.collections import services
from webapp.db import Database
from webapp.models import ChosenCollection, Collection

from .choosing import number_of, plain, press, select_by

OF_HOLM = {"ferry-bridge-who", "ferry-bridge-choice", "ferry-trouble-position", "ferry-trouble-matching",
           "ferry-people-list"}  # fmt: skip


def page(client: PersonClient, address: str = "/collections") -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return plain(response.text)


def test_who_never_chose_studies_the_whole_bank(people: People) -> None:
    text = page(people.guest)
    assert "You study the whole bank." in text
    for name in ("The Last Ferry on the Sorrel", "The ferry at Millbrook", "Greta Holm", "Core: what everybody"):
        assert name in text
    assert "13 questions" in text
    assert "followed</span>" not in text


def test_new_cards_come_from_what_is_followed_alone(people: People) -> None:
    everything = set(keys(get_batch(people.ada)))
    assert not everything <= OF_HOLM
    press(people.ada, "actor", "holm", "follow")
    assert set(keys(get_batch(people.ada))) <= OF_HOLM
    assert set(keys(get_batch(people.ben))) == everything, "what one follows is nobody else's matter"
    text = page(people.ada)
    assert "You follow one part of the bank." in text
    assert "Cards of anything else wait quietly." in text
    press(people.ada, "importance", "core", "follow")
    assert "You follow 2 parts of the bank." in page(people.ada)
    press(people.ada, "importance", "core", "leave")
    press(people.ada, "actor", "holm", "leave")
    assert set(keys(get_batch(people.ada))) == everything


def test_reviews_of_what_was_left_wait_and_are_due_again(people: People, clock: SettableClock) -> None:
    press(people.ada, "actor", "holm", "follow")
    first = get_batch(people.ada)["cards"][0]
    answer(people.ada, first, clock(), rating=4)
    clock.move(timedelta(days=20))
    press(people.ada, "importance", "useful", "follow")
    press(people.ada, "actor", "holm", "leave")
    batch = get_batch(people.ada)
    assert first["card"] not in keys(batch)
    assert batch["counts"]["due"] == 0
    press(people.ada, "actor", "holm", "follow")
    assert keys(get_batch(people.ada))[0] == first["card"]
    press(people.ada, "importance", "useful", "leave")
    assert people.ada.post("/collections/whole").status_code == 303
    assert "You study the whole bank." in page(people.ada)
    assert keys(get_batch(people.ada))[0] == first["card"]


def test_following_and_leaving_twice_changes_nothing(people: People, database: Database) -> None:
    for what in ("follow", "follow", "leave", "leave"):
        press(people.ada, "topic", "ferry", what)
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ChosenCollection)) == 0


def test_an_own_selection_is_tried_kept_followed_and_removed(people: People, database: Database) -> None:
    tried = page(people.ada, "/collections/new?q=bridge")
    assert "questions ask about that" in tried
    select_by(people.ada, "Bridge!", "The bridge", follow=True)
    text = page(people.ada)
    assert "The bridge" in text
    assert "by “bridge”" in text
    assert OF_HOLM & set(keys(get_batch(people.ada)))
    assert "Core: what everybody should keep" in text
    press(people.ada, "search", "bridge", "leave")
    assert "You study the whole bank." in page(people.ada)
    assert "The bridge" in page(people.ada), "left, it stays at hand"
    press(people.ada, "search", "bridge", "follow")
    press(people.ada, "search", "bridge", "remove")
    assert "The bridge" not in page(people.ada)
    with database.reader() as session:
        assert session.scalars(select(Collection.kind).where(Collection.kind == "search")).all() == []


def test_the_same_words_are_one_collection_with_a_name_for_each(people: People) -> None:
    select_by(people.ada, "bridge", "The bridge")
    select_by(people.ada, "bridge", "Over the river")
    select_by(people.ben, "BRIDGE", "Ben's own")
    text = page(people.ada)
    assert "Over the river" in text
    assert "The bridge" not in text
    assert "Ben's own" not in text
    press(people.ben, "search", "bridge", "remove")
    assert "Over the river" in page(people.ada)


@pytest.mark.parametrize("what", ["follow", "leave", "remove"])
def test_somebody_elses_selection_is_not_there(people: People, what: str) -> None:
    select_by(people.ada, "bridge", "The bridge", follow=True)
    number = number_of(people.ada, "search", "bridge")
    assert people.ben.post(f"/collections/{number}/{what}").status_code == 404
    assert "The bridge" not in page(people.ben)
    assert "You follow one part" in page(people.ada)
    for strange in (999_999, 2**63, 10**30):
        assert people.ben.post(f"/collections/{strange}/{what}").status_code == 404


def test_only_selections_can_be_removed(people: People) -> None:
    number = number_of(people.ada, "topic", "ferry")
    assert people.ada.post(f"/collections/{number}/remove").status_code == 404
    assert "The ferry at Millbrook" in page(people.ada)


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ("zeppelin", "Zeppelins", "No question asks about that."),
        ("the of and", "Nothing", "No question asks about that."),
        ("", "Nothing", "Enter words to select by."),
        ("bridge", "", "Give it a name."),
        ("bridge", "x" * 101, "Enter at most 100 characters."),
        ("bridge " * 40, "Long", "Enter at most 200 characters."),
        ("\0", "\0", "Enter words to select by."),
        ('"bridge* AND (', "Signs", ""),
    ],
)
def test_what_cannot_be_a_selection_is_said(people: People, words: str, name: str, said: str) -> None:
    response = people.ada.post("/collections/new", data={"words": words, "name": name})
    assert response.status_code == (400 if said else 303)
    assert said in response.text


def test_there_is_room_for_so_many(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_CHOSEN", 1)
    press(people.ada, "topic", "ferry", "follow")
    response = people.ada.post(f"/collections/{number_of(people.ada, 'actor', 'holm')}/follow")
    assert response.status_code == 409
    assert "Leave one first" in response.text
    assert people.ada.post("/collections/new", data={"words": "bridge", "name": "B"}).status_code == 409
    press(people.ada, "topic", "ferry", "follow")


def test_parts_are_found_by_their_names(people: People) -> None:
    text = page(people.ada, "/collections?q=HOLM")
    assert "Greta Holm" in text
    assert "The ferry at Millbrook" not in text
    assert "No part of the bank has that in its name." in page(people.ada, "/collections?q=zeppelin%00")


def test_many_of_a_sort_wait_behind_their_heading_unless_one_is_followed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = services.choices
    monkeypatch.setattr(
        services, "choices", lambda *given, **named: {kind: 6 * each for kind, each in few(*given, **named).items()}
    )

    def shut(address: str = "/collections") -> list[str]:
        return re.findall(r'<details class="parts">\s*<summary[^>]*><h2>([^<]+)', people.ada.get(address).text)

    assert shut() == ["Articles", "Topics", "Importance", "Who says or does it"]
    press(people.ada, "actor", "holm", "follow")
    assert shut() == ["Articles", "Topics", "Importance"]
    assert shut("/collections?q=o") == []
