"""The table of questions: a search that says what it does not understand, columns, orders, searches that are kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.bank.services.search_index import fill_missing_search_index
from webapp.db import Database
from webapp.models import Question, QuestionEntry, UserSettings

from .test_editing import KEY
from .workshop import Editor

OTHER = "ferry-rope-card"


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ben(people: People) -> Editor:
    return Editor(people.ben)


def found(editor: Editor, **query: object) -> list[str]:
    """The keys of the rows, in their order."""
    response = editor.client.get("/bank", query_string=query)
    assert response.status_code == 200, response.text
    return re.findall(r'name="key" value="([^"]+)"', response.text)


def everything(database: Database) -> set[str]:
    with database.reader() as session:
        return set(session.scalars(select(Question.key)))


def test_without_a_search_every_question_is_there_whatever_its_status(ben: Editor, database: Database) -> None:
    assert set(found(ben)) == everything(database)
    assert f"{len(everything(database))} questions" in ben.client.get("/bank").text


@pytest.mark.parametrize(
    ("search", "expected", "missing"),
    [
        ("kind:card", OTHER, KEY),
        ("status:draft", "ferry-draft", KEY),
        ("importance:detail", OTHER, KEY),
        ("topic:ferry kind:choice", KEY, OTHER),
        ("article:sorrel-ferry kind:choice", KEY, OTHER),
        ("actor:holm", KEY, "ferry-first-day-date"),
        ("bridge expect", KEY, OTHER),
        ("boat's year kind:choice", KEY, OTHER),
        ("ferry-rope-card", OTHER, KEY),
        ('"bridge" kind:"choice"', KEY, OTHER),
        ("owner:files kind:card", OTHER, KEY),
        ("changed:2026-03-02.. kind:card", OTHER, KEY),
        ("changed:2026-03 kind:card", OTHER, KEY),
        ("changed:..2026 kind:card", OTHER, KEY),
        ("changed:2026-03-02..2026-03-02 kind:card", OTHER, KEY),
        ("no:tag kind:card", OTHER, KEY),
    ],
)
def test_the_search_narrows_by_words_and_by_names(ben: Editor, search: str, expected: str, missing: str) -> None:
    keys = found(ben, q=search)
    assert expected in keys
    assert missing not in keys


@pytest.mark.parametrize(
    "search",
    ["changed:2026-03-03..", "changed:..2026-03-01", "changed:2025", "owner:me", "has:reports", "has:comments",
     "has:change", "no:source", "no-such-word-anywhere", "kind:card kind:card status:retired"],
)  # fmt: skip
def test_what_nothing_fits_shows_nothing(ben: Editor, search: str) -> None:
    assert found(ben, q=search) == []


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("colour:red", "“colour:” is not known here. Known are kind, status, "),
        ("kind:essay", "There is no kind “essay”. There is, for example: card"),
        ("tag:none", "There is no tag “none”, nor any other yet."),
        ("kind:card kind:choice", "“kind:” can stand once only."),
        ("owner:nobody", "Nobody here is called “nobody”."),
        ("has:fleas", "There is no has “fleas”."),
        ("changed:yesterday", "“changed:yesterday” is no time."),
        ("changed:..", "“changed:..” is no time."),
        ("changed:9999-12-31", "is no time."),
        ("changed:2026-02-30", "is no time."),
        ("%_", "has no word to look for."),
    ],
)
def test_what_is_not_understood_is_said_and_left_out(ben: Editor, search: str, said: str) -> None:
    response = ben.client.get("/bank", query_string={"q": f"{search} status:draft"})
    assert response.status_code == 400
    assert said in response.text
    if not search.startswith("owner:"):
        assert re.findall(r'name="key" value="([^"]+)"', response.text) == ["ferry-draft"]


def test_what_is_tagged_reported_commented_and_made_is_found_by_it(
    ben: Editor, people: People, database: Database
) -> None:
    ben.save(KEY, tags="needs-source bridge")
    assert found(ben, q="tag:needs-source") == [KEY]
    assert KEY not in found(ben, q="no:tag")
    ben.client.post(f"/bank/questions/{OTHER}/comments", data={"words": "Hm."})
    assert found(ben, q="has:comments") == [OTHER]
    people.ada.post(f"/report/{KEY}?revision=1", data={"what": "other", "revision": "1", "words": "?"})
    assert found(ben, q="has:reports") == [KEY]
    form = {"kind": "card", "key": "ferry-mine", "front": "Mine?", "back": "Yes.", "claims": "ferry-cost-board",
            "importance": "useful", "explanation": "Mine."}  # fmt: skip
    assert ben.client.post("/bank/questions/new", data=form).status_code == 303
    assert (
        found(ben, q="owner:me") == found(ben, q="owner:ben") == found(ben, q="owner:ben@example.org") == ["ferry-mine"]
    )
    assert set(found(ben, edited="yes")) == {KEY, "ferry-mine"}


def test_the_table_is_put_in_order_by_what_was_changed_last(ben: Editor, clock: SettableClock) -> None:
    clock.move(timedelta(hours=1))
    ben.save(KEY, explanation="Changed now.")
    assert found(ben, sort="newest")[0] == KEY
    assert found(ben, sort="oldest")[-1] == KEY
    assert found(ben, sort="name") == sorted(found(ben))
    assert ben.client.get("/bank?sort=none").status_code == 400


def test_the_head_of_a_column_sorts_by_it_and_says_so(ben: Editor) -> None:
    page = ben.client.get("/bank?q=kind:choice&column=kind&column=changed&sort=newest").text
    assert re.search(r'aria-sort="descending"><a href="/bank\?q=kind:choice&amp;sort=oldest', page)
    assert page.count("aria-sort") == 1
    assert "sort=kind" in page


def test_who_has_switched_single_keys_off_gets_none_on_the_table(ben: Editor, database: Database) -> None:
    assert "/table.js" in ben.client.get("/bank").text
    with database.writer() as session:
        session.merge(UserSettings(user_id=ben.client.user_id, single_keys=False))
    page = ben.client.get("/bank").text
    assert "/table.js" not in page
    assert "keys-line" not in page


def test_an_edit_is_found_by_its_new_words_and_no_more_by_the_old(ben: Editor) -> None:
    ben.save(KEY, explanation="Quicksilver.")
    assert found(ben, q="quicksilver") == [KEY]
    ben.save(KEY, explanation="Lead.")
    assert found(ben, q="quicksilver") == []


def test_columns_are_chosen(ben: Editor) -> None:
    page = ben.client.get("/bank?column=tags&column=owner&column=none").text
    assert 'role="columnheader">Tags</th>' in page
    assert 'role="columnheader">Made by</th>' in page
    assert 'role="columnheader">Importance</th>' not in page


def test_a_search_is_kept_under_a_name_for_oneself_alone_and_removed(ben: Editor, people: People) -> None:
    kept = {"name": "My <b>drafts</b>", "query": "q=status%3Adraft&column=tags&page=7&evil=1"}
    assert ben.client.post("/bank/views", data=kept).location == "/bank?q=status:draft&column=tags"
    page = ben.client.get("/bank").text
    assert '<a href="/bank?q=status%3Adraft&amp;column=tags">My &lt;b&gt;drafts&lt;/b&gt;</a>' in page
    assert "drafts" not in people.cleo.get("/bank").text
    assert "My <b>drafts</b>" in people.ben.get("/account/data.json").json["saved_view"][0]["name"]  # type: ignore[index]
    ben.client.post("/bank/views", data={"name": "My <b>drafts</b>", "action": "remove"})
    assert "My &lt;b&gt;drafts&lt;/b&gt;</a>" not in ben.client.get("/bank").text


@pytest.mark.parametrize(
    "data", [{"name": ""}, {"name": "x" * 61}, {"name": "a\0b"}, {"name": "x", "query": "&".join(["q=1"] * 99)}]
)
def test_a_name_that_cannot_be_kept_is_refused(ben: Editor, data: dict[str, str]) -> None:
    assert ben.client.post("/bank/views", data=data).status_code == 400


def test_nobody_keeps_more_than_fifty_searches(ben: Editor) -> None:
    for number in range(50):
        assert ben.client.post("/bank/views", data={"name": str(number), "query": "q=a"}).status_code == 303
    assert ben.client.post("/bank/views", data={"name": "50", "query": "q=a"}).status_code == 400
    assert ben.client.post("/bank/views", data={"name": "49", "query": "q=b"}).status_code == 303


def test_the_index_is_made_where_it_is_missing(ben: Editor, database: Database) -> None:
    entry = (QuestionEntry.question_id, QuestionEntry.stem, QuestionEntry.changed_at)
    everything = select(*entry).order_by(QuestionEntry.question_id)
    with database.writer() as session:
        before = session.execute(everything).all()
        session.execute(text("DELETE FROM search_index_of_bank"))
        fill_missing_search_index(session)
        assert session.execute(everything).all() == before
    assert KEY in found(ben, q="bridge expect")
