"""Instructors edit questions in the browser: every save is kept, nobody's work is overwritten unseen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from werkzeug.datastructures import MultiDict

from question_bank.bank import Bank
from question_bank.kinds import KINDS
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from webapp.bank.services.plan import plan
from webapp.db import Database
from webapp.models import (
    AuditEvent,
    Card,
    Claim,
    ClaimPassage,
    CollectionQuestion,
    Question,
    QuestionRevision,
    ReviewLog,
)
from webapp.reviews.rebuild import rebuild

from .workshop import Editor, present

KEY = "ferry-bridge-choice"
NEW = {
    "kind": "short", "key": "ferry-new", "stem": "Who reckons with ten million?", "accept": "the board\nBoard",
    "claims": "ferry-cost-board", "importance": "useful", "explanation": "The board does.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ben(people: People) -> Editor:
    return Editor(people.ben)


@pytest.fixture
def cleo(people: People) -> Editor:
    return Editor(people.cleo)


def answer(client: PersonClient, key: str, clock: SettableClock, rating: int = 4) -> None:
    entry = {"id": f"0197a3c2-5a1e-7cc3-98c4-{abs(hash((key, clock()))) % 16**12:012x}", "card": key, "revision": 1,
             "answered_at": clock().isoformat(), "rating": rating}  # fmt: skip
    (result,) = client.post("/api/v1/reviews", json=[entry]).json["results"]  # type: ignore[index]
    assert result["status"] == "recorded"


def test_a_form_that_is_saved_unchanged_keeps_nothing(ben: Editor, database: Database) -> None:
    for key in (question for question in _keys(database)):
        before = present(database, key)
        assert ben.save(key).status_code == 303
        assert present(database, key) == before


def _keys(database: Database) -> list[str]:
    with database.reader() as session:
        rows = session.execute(select(Question.key, Question.kind)).all()
    assert {row.kind for row in rows} == set(KINDS)
    return [row.key for row in rows]


def test_a_save_is_a_revision_with_its_author_and_reason_and_students_see_it(
    ben: Editor, people: People, database: Database
) -> None:
    response = ben.save(KEY, stem="What does she expect of the **new** bridge?", why="clearer")
    assert response.status_code == 303
    status, revision, content = present(database, KEY)
    assert (status, revision, content["stem"]) == ("published", 2, "What does she expect of the **new** bridge?")
    page = ben.page(KEY)
    assert "ben@example.org" in page
    assert "clearer" in page
    batch = people.ada.get(f"/api/v1/study/batch?limit=1&card={KEY}").json
    (card,) = batch["cards"]  # type: ignore[index]
    assert card["revision"] == 2
    assert "<strong>new</strong> bridge" in card["html"]
    assert "new bridge" in re.sub("<[^>]+>", "", people.nobody.get("/search?q=new+bridge").text)
    with database.reader() as session:
        noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "question edited")).one()
    assert (noted.user_id, noted.detail["question"], noted.detail["revision"]) == (people.ben.user_id, KEY, 2)


def test_who_comes_second_is_told_sees_what_changed_and_overwrites_only_knowingly(
    ben: Editor, cleo: Editor, database: Database
) -> None:
    seen_by_both = ben.shown(KEY)
    assert ben.save(KEY, seen_by_both, explanation="Ben was first.").status_code == 303
    second = cleo.save(KEY, seen_by_both, stem="Cleo's stem?")
    assert second.status_code == 409
    assert "ben@example.org has changed this question since you began." in second.text
    assert "Ben was first" in second.text
    assert "Cleo&#39;s stem?" in second.text
    assert present(database, KEY)[1] == 2
    again = MultiDict({**seen_by_both, "base_revision": "2", "explanation": "Ben was first.", "stem": "Cleo's stem?"})
    assert cleo.save(KEY, again).status_code == 303
    _, revision, content = present(database, KEY)
    assert (revision, content["explanation"], content["stem"]) == (3, "Ben was first.", "Cleo's stem?")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stem": ""}, "“Question” is empty."),
        ({"options-0-text": "", "options-0-feedback": ""}, "a choice has 3 to 8 options, not 2"),
        ({"options-1-feedback": "", "options-0-feedback": ""}, "has no feedback that says why"),
        ({"claims": "no-such-claim"}, "there is no claim &#39;no-such-claim&#39;"),
        ({"claims": ""}, "“Claims that it rests on” needs at least one."),
        ({"explanation": "x" * 4001}, "at most 4,000"),
        ({"explanation": "a\0b"}, "characters that cannot be stored"),
        ({"importance": "huge"}, "“Importance” is one of core, useful, detail"),
    ],
)
def test_what_cannot_be_kept_is_said_keeps_what_was_typed_and_changes_nothing(
    ben: Editor, database: Database, changes: dict[str, str], said: str
) -> None:
    before = present(database, KEY)
    response = ben.save(KEY, None, **{"why": "a try", **changes})
    assert response.status_code == 400
    assert said in response.text
    assert 'value="a try"' in response.text
    assert present(database, KEY) == before


def test_what_is_wrong_is_said_in_the_order_of_the_form(ben: Editor) -> None:
    text = ben.save(KEY, None, stem="", explanation="", claims="", importance="huge").text
    said = [text.index(f"<li>{each}") for each in ("“Question”", "“Explanation”", "“Claims that", "“Importance”")]
    assert said == sorted(said)


@pytest.mark.parametrize("base", ["", "-1", "two", "9" * 400, "²"])
def test_a_form_without_its_revision_is_refused(ben: Editor, database: Database, base: str) -> None:
    assert ben.save(KEY, base_revision=base).status_code == 400
    assert (
        ben.client.post(f"/bank/questions/{KEY}/status", data={"status": "draft", "base_revision": base}).status_code
        == 400
    )
    assert present(database, KEY)[1] == 1


def test_more_rows_come_without_a_script_and_keep_what_was_typed(ben: Editor, database: Database) -> None:
    fields = ben.shown(KEY)
    for place in ("3", "4"):
        fields[f"options-{place}-text"] = f"Option {place}"
    more = ben.client.post(f"/bank/questions/{KEY}/edit", data={**fields, "more": "yes"})
    assert more.status_code == 200
    assert "Option 4" in more.text
    assert 'name="options-6-text"' in more.text
    assert present(database, KEY)[1] == 1


def test_a_new_question_is_a_draft_until_it_is_published(ben: Editor, people: People, database: Database) -> None:
    assert ben.client.post("/bank/questions/new", data=NEW).location == "/bank/questions/ferry-new"
    assert present(database, "ferry-new")[:2] == ("draft", 1)
    assert "ferry-new" not in _asked(people.ada)
    assert ben.set_status("ferry-new", "published", base=1).status_code == 303
    assert "ferry-new" in _asked(people.ada)
    assert "ferry-new" in _collected(database)
    assert "with ten" in people.nobody.get("/search?q=reckons+million&kind=question").text
    assert ben.set_status("ferry-new", "retired", base=2).status_code == 303
    assert "ferry-new" not in _asked(people.ada)
    assert "ferry-new" not in _collected(database)
    assert "with ten" not in people.nobody.get("/search?q=reckons+million&kind=question").text


def _collected(database: Database) -> set[str]:
    """Everything that somebody could follow."""
    with database.reader() as session:
        held = select(Question.key).join(CollectionQuestion, CollectionQuestion.question_id == Question.id)
        return set(session.scalars(held))


def _asked(client: PersonClient) -> set[str]:
    batch = client.get("/api/v1/study/batch?limit=100").json
    return {card["card"] for card in batch["cards"]}  # type: ignore[index]


def test_a_name_is_never_used_twice(ben: Editor, database: Database) -> None:
    response = ben.client.post("/bank/questions/new", data={**NEW, "key": KEY})
    assert response.status_code == 400
    assert f"the name &#39;{KEY}&#39; is taken" in response.text
    assert present(database, KEY)[1] == 1


def test_what_rests_on_no_passage_cannot_be_published(ben: Editor, database: Database) -> None:
    with database.writer() as session:
        claim = session.scalars(select(Claim.id).where(Claim.key == "ferry-cost-board")).one()
        session.execute(delete(ClaimPassage).where(ClaimPassage.claim_id == claim))
    ben.client.post("/bank/questions/new", data=NEW)
    refused = ben.set_status("ferry-new", "published", base=1)
    assert refused.status_code == 400
    assert "rests on no passage" in refused.text
    assert present(database, "ferry-new")[:2] == ("draft", 1)


def test_a_changed_answer_asks_everybody_again_who_had_learned_the_question(
    ben: Editor, people: People, database: Database, clock: SettableClock
) -> None:
    answer(people.ada, KEY, clock)
    clock.move(timedelta(minutes=5))
    answer(people.guest, KEY, clock, rating=1)  # still in learning: it comes back by itself
    with database.reader() as session:
        due = session.scalars(select(Card.due_at).where(Card.user_id == people.ada.user_id)).one()
    assert due is not None
    assert due > clock() + timedelta(days=1)
    response = ben.save(KEY, explanation="The record was corrected.", changes_answer="y")
    assert "1 student who learned it is asked again." in ben.client.get(response.location).text
    with database.writer() as session:
        card = session.scalars(select(Card).where(Card.user_id == people.ada.user_id)).one()
        assert card.due_at == clock()
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 3
        assert rebuild(session, check=True) == []
    clock.move(timedelta(days=1))
    assert KEY in _asked(people.ada)


def test_a_former_content_comes_back_as_a_new_revision_and_status_stays(ben: Editor, database: Database) -> None:
    first = present(database, KEY)[2]
    ben.save(KEY, stem="Another?")
    ben.set_status(KEY, "draft", base=2)
    response = ben.client.post(f"/bank/questions/{KEY}/restore", data={"number": 1, "base_revision": 3})
    assert response.status_code == 303
    status, revision, content = present(database, KEY)
    assert (status, revision, content) == ("draft", 4, {**first, "status": "draft"})
    page = ben.page(KEY, "/revisions/2")
    assert "taken out:" in page
    assert "Another" in page
    assert ben.client.get(f"/bank/questions/{KEY}/revisions/9").status_code == 404


def test_a_load_of_the_files_never_overwrites_an_edit(ben: Editor, database: Database, small: Bank) -> None:
    ben.save(KEY, stem="Edited here?")
    with database.reader() as session:
        made = plan(session, bank=small)
    assert [(step.key, step.change.value) for step in made.steps if step.key == KEY] == [(KEY, "edited")]
    assert "edited here" in ben.client.get("/bank?edited=yes").text


def test_a_trial_is_graded_as_students_are_and_records_nothing(ben: Editor, database: Database) -> None:
    right = ben.client.post(f"/bank/questions/{KEY}/try", data={"chosen": "b"})
    assert 'data-outcome="right"' in right.text
    assert "Nothing was recorded." in right.text
    assert 'data-outcome="wrong"' in ben.client.post(f"/bank/questions/{KEY}/try", data={"chosen": "a"}).text
    assert ben.client.post(f"/bank/questions/{KEY}/try", data={"chosen": "no-option"}).status_code == 400
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 0


def test_the_preview_shows_what_stands_in_the_form_and_keeps_nothing(ben: Editor, database: Database) -> None:
    fields = ben.shown(KEY)
    fields["stem"] = "A <script>alert(1)</script> **bold** stem?"
    shown = ben.client.post("/bank/preview", data=fields).text
    assert "<strong>bold</strong> stem?" in shown
    assert "<script" not in shown
    fields["stem"] = ""
    assert "cannot be shown yet" in ben.client.post("/bank/preview", data=fields).text
    assert ben.client.post("/bank/preview", data={"kind": "none"}).status_code == 400
    assert present(database, KEY)[1] == 1


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("q=bridge+empty", "ferry-bridge-who", "ferry-rope-card"),
        ("kind=card", "ferry-rope-card", "ferry-bridge-who"),
        ("status=draft", "ferry-draft", KEY),
        ("importance=detail", "ferry-rope-card", KEY),
        ("topic=ferry&article=sorrel-ferry&kind=choice", KEY, "ferry-rope-card"),
    ],
)
def test_the_table_finds_by_words_and_narrows(ben: Editor, query: str, found: str, missing: str) -> None:
    page = ben.client.get(f"/bank?{query}").text
    assert f'/bank/questions/{found}"' in page
    assert f'/bank/questions/{missing}"' not in page


@pytest.mark.parametrize("query", ["kind=none", "status=x", "topic=x", "page=0", "page=x", "importance=%00"])
def test_what_the_table_cannot_mean_is_refused(ben: Editor, query: str) -> None:
    assert ben.client.get(f"/bank?{query}").status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=" + "x" * 5000, "page=999"])
def test_what_the_table_does_not_find_is_said(ben: Editor, query: str) -> None:
    assert ben.client.get(f"/bank?{query}").status_code == 200


def test_claims_are_found_and_lead_to_a_question_on_them(ben: Editor) -> None:
    page = ben.client.get("/bank/claims?q=Veld+motor").text
    assert "unwanted" in page
    assert "claim=ferry-motor-view" in page
    form = ben.client.get("/bank/questions/new?kind=card&claim=ferry-motor-view").text
    assert "ferry-motor-view</textarea>" in form
    assert ben.client.get("/bank/questions/new?kind=none").status_code == 400


@pytest.mark.parametrize(
    "path", ["/bank/questions/none", "/bank/questions/none/edit", "/bank/questions/%00", "/bank/questions/A"]
)
def test_a_question_that_is_not_there_is_said_to_be_so(ben: Editor, path: str) -> None:
    assert ben.client.get(path).status_code == 404


def test_the_ledger_of_revisions_holds_everything_that_was_kept(ben: Editor, database: Database) -> None:
    for number in (1, 2, 3):
        ben.save(KEY, explanation=f"Version {number}.")
    with database.reader() as session:
        contents = session.scalars(
            select(QuestionRevision.content)
            .join(Question, Question.id == QuestionRevision.question_id)
            .where(Question.key == KEY)
            .order_by(QuestionRevision.number)
        ).all()
    assert [content["explanation"] for content in contents] == [
        "She gives the boat a year.", "Version 1.", "Version 2.", "Version 3.",
    ]  # fmt: skip
