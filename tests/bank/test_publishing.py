"""Two pairs of eyes: what somebody wrote reaches students when somebody else has published it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient, make_people
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import AuditEvent, QuestionProposal
from webapp.reviews.erase import erase_user
from webapp.web.edge import Tumen

from .test_editing import KEY, NEW
from .workshop import Editor, present


@pytest.fixture
def people(make_app: Callable[..., Tumen], database: Database, clock: SettableClock) -> People:
    """The people of a site where nobody publishes what they wrote themselves."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    return make_people(make_app(OWN_PUBLISHING=False), now=clock())


@pytest.fixture
def ben(people: People) -> Editor:
    return Editor(people.ben)


@pytest.fixture
def cleo(people: People) -> Editor:
    return Editor(people.cleo)


def made(ben: Editor) -> None:
    assert ben.client.post("/bank/questions/new", data=NEW).status_code == 303


def asked(client: PersonClient) -> set[str]:
    return {card["card"] for card in client.get("/api/v1/study/batch?limit=100").json["cards"]}  # type: ignore[index]


def proposal_of(database: Database) -> int:
    with database.reader() as session:
        return session.scalars(select(QuestionProposal.id).where(QuestionProposal.state == "waiting")).one()


def settle(editor: Editor, proposal: int, action: str = "publish") -> int:
    data = {"action": action, "base_proposal": proposal}
    return editor.client.post(f"/bank/questions/{KEY}/change", data=data).status_code


def events(database: Database, action: str) -> list[tuple[int | None, dict[str, object]]]:
    with database.reader() as session:
        rows = session.execute(select(AuditEvent.user_id, AuditEvent.detail).where(AuditEvent.action == action))
        return [(user_id, detail) for user_id, detail in rows]


def test_a_new_question_goes_from_draft_by_review_to_students_by_a_second_person(
    ben: Editor, cleo: Editor, people: People, database: Database
) -> None:
    made(ben)
    assert cleo.set_status("ferry-new", "published", base=1).status_code == 400
    assert ben.set_status("ferry-new", "review", base=1).status_code == 303
    assert "Who reckons with ten million?" in cleo.client.get("/bank/review").text
    refused = ben.set_status("ferry-new", "published", base=2)
    assert refused.status_code == 403
    assert "somebody else publishes it" in refused.text
    assert (present(database, "ferry-new")[:2], "ferry-new" in asked(people.ada)) == (("review", 2), False)
    assert cleo.set_status("ferry-new", "published", base=2).status_code == 303
    assert "Published as revision 3: students see it now." in cleo.client.get("/bank/questions/ferry-new").text
    assert "ferry-new" in asked(people.ada)
    ((who, detail),) = events(database, "question published")
    assert (who, "by_its_author" in detail) == (people.cleo.user_id, False)


def test_who_gave_it_to_review_has_not_written_it(ben: Editor, cleo: Editor, people: People) -> None:
    made(ben)
    cleo.set_status("ferry-new", "review", base=1)
    assert ben.set_status("ferry-new", "published", base=2).status_code == 403
    assert cleo.set_status("ferry-new", "published", base=2).status_code == 303
    assert "ferry-new" in asked(people.ada)


def test_who_edits_it_in_review_hands_it_back_to_the_other(ben: Editor, cleo: Editor) -> None:
    made(ben)
    ben.set_status("ferry-new", "review", base=1)
    assert cleo.save("ferry-new", explanation="The board does, in its report.").status_code == 303
    assert cleo.set_status("ferry-new", "published", base=3).status_code == 403
    assert ben.set_status("ferry-new", "published", base=3).status_code == 303


def test_what_was_published_before_needs_nobody_again(ben: Editor, database: Database) -> None:
    assert ben.set_status(KEY, "draft", base=1).status_code == 303
    assert ben.set_status(KEY, "published", base=2).status_code == 303
    ben.set_status(KEY, "draft", base=3)
    ben.save(KEY, stem="Quite another question?")
    assert ben.set_status(KEY, "published", base=5).status_code == 403
    assert present(database, KEY)[0] == "draft"


def test_students_study_a_question_as_it_was_while_a_change_waits(
    ben: Editor, cleo: Editor, people: People, database: Database
) -> None:
    before = present(database, KEY)
    saved = ben.save(KEY, stem="What does she expect of the **new** bridge?", why="clearer")
    assert "when a second person has published it" in ben.client.get(saved.location).text
    assert present(database, KEY) == before
    assert "new</strong> bridge" not in people.ada.get(f"/api/v1/study/batch?limit=1&card={KEY}").text
    page = cleo.page(KEY, "/change")
    assert "put in:" in page
    assert "clearer" in page
    assert "Publish the change" not in ben.page(KEY, "/change")
    assert settle(ben, proposal_of(database)) == 403
    assert present(database, KEY) == before
    assert settle(cleo, proposal_of(database)) == 303
    status, revision, content = present(database, KEY)
    assert (status, revision, content["stem"]) == ("published", 2, "What does she expect of the **new** bridge?")
    assert "ben@example.org" in ben.page(KEY)
    ((who, detail),) = events(database, "question published")
    assert (who, detail["revision"]) == (people.cleo.user_id, 2)
    assert ben.client.get(f"/bank/questions/{KEY}/change").status_code == 404


def test_going_back_to_a_former_content_waits_too(ben: Editor, cleo: Editor, database: Database) -> None:
    ben.save(KEY, stem="Another?")
    settle(cleo, proposal_of(database))
    ben.client.post(f"/bank/questions/{KEY}/restore", data={"number": 1, "base_revision": 2})
    assert present(database, KEY)[2]["stem"] == "Another?"
    assert settle(cleo, proposal_of(database)) == 303
    assert present(database, KEY)[2]["stem"] != "Another?"


def test_going_back_overwrites_no_change_that_waits_unseen(ben: Editor, cleo: Editor, database: Database) -> None:
    ben.save(KEY, stem="Another?")
    settle(cleo, proposal_of(database))
    ben.save(KEY, stem="Mine, and waiting?")
    back = {"number": 1, "base_revision": 2}
    assert cleo.client.post(f"/bank/questions/{KEY}/restore", data=back).status_code == 409
    assert cleo.shown(KEY)["stem"] == "Mine, and waiting?"


def test_a_change_that_waits_is_edited_further_and_never_overwritten_unseen(
    ben: Editor, cleo: Editor, database: Database
) -> None:
    seen_by_both = ben.shown(KEY)
    ben.save(KEY, seen_by_both, stem="Ben's stem?")
    second = cleo.save(KEY, seen_by_both, stem="Cleo's stem?")
    assert second.status_code == 409
    assert "ben@example.org has changed this question since you began." in second.text
    assert cleo.shown(KEY)["stem"] == "Ben's stem?"
    assert cleo.save(KEY, explanation="Said by Cleo.").status_code == 303
    assert settle(cleo, proposal_of(database)) == 403
    assert settle(ben, proposal_of(database)) == 303
    content = present(database, KEY)[2]
    assert (content["stem"], content["explanation"]) == ("Ben's stem?", "Said by Cleo.")
    with database.reader() as session:
        states = session.scalars(select(QuestionProposal.state).order_by(QuestionProposal.id)).all()
    assert states == ["replaced", "published"]


def test_a_withdrawn_change_can_still_be_read(ben: Editor, cleo: Editor, database: Database) -> None:
    ben.save(KEY, stem="Not so good?")
    waiting = proposal_of(database)
    assert settle(cleo, waiting, "withdraw") == 303
    assert "Not so good?" in ben.page(KEY)
    assert "Not so good?" not in ben.page(KEY, "/edit")
    assert settle(cleo, waiting) == 409
    assert present(database, KEY)[1] == 1


@pytest.mark.parametrize("data", [{}, {"action": "x"}, {"action": "publish", "base_proposal": "x"}])
def test_a_form_that_means_nothing_changes_nothing(
    ben: Editor, cleo: Editor, database: Database, data: dict[str, str]
) -> None:
    ben.save(KEY, stem="Better?")
    assert cleo.client.post(f"/bank/questions/{KEY}/change", data=data).status_code == 400
    assert proposal_of(database)


def test_a_change_marked_as_changing_the_answer_keeps_that_mark_until_it_is_published(
    ben: Editor, cleo: Editor, database: Database
) -> None:
    ben.save(KEY, explanation="The record was corrected.", changes_answer="y")
    assert 'checked id="changes_answer"' in cleo.page(KEY, "/edit")
    settle(cleo, proposal_of(database))
    assert "changes the answer" in ben.page(KEY)


def test_a_change_of_a_question_that_moved_on_is_not_published_over_it(
    ben: Editor, cleo: Editor, database: Database
) -> None:
    ben.save(KEY, stem="Better?")
    cleo.set_status(KEY, "draft", base=1)
    assert settle(cleo, proposal_of(database)) == 409
    assert "has changed since this was written" in cleo.page(KEY, "/change")
    assert cleo.shown(KEY)["stem"] == "Better?"
    assert cleo.save(KEY).status_code == 303
    assert present(database, KEY)[:2] == ("draft", 3)
    with database.reader() as session:
        assert session.scalars(select(QuestionProposal.state)).all() == ["replaced"]


def test_where_the_site_allows_it_people_publish_their_own_and_the_audit_says_so(
    make_app: Callable[..., Tumen], database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    ben = Editor(make_people(make_app(OWN_PUBLISHING=True), now=clock()).ben)
    made(ben)
    assert ben.set_status("ferry-new", "published", base=1).status_code == 303
    ((who, detail),) = events(database, "question published")
    assert (who, detail["by_its_author"]) == (ben.client.user_id, True)


def test_instructors_talk_about_a_question_and_say_when_it_is_settled(ben: Editor, cleo: Editor) -> None:
    say = f"/bank/questions/{KEY}/comments"
    first = ben.client.post(say, data={"words": "Is <b>this</b> so?"})
    number = int(first.location.rsplit("-", 1)[1])
    cleo.client.post(say, data={"words": "It is: page two.", "answers": number})
    page = ben.page(KEY)
    assert "Is &lt;b&gt;this&lt;/b&gt; so?" in page
    assert page.index("Is &lt;b&gt;") < page.index("It is: page two.")
    assert "1 open comment" in ben.page(KEY, "/edit")
    assert ben.client.post(f"{say}/{number}", data={"action": "resolve"}).status_code == 303
    assert "Resolved" in ben.page(KEY)
    assert "open comment" not in ben.page(KEY, "/edit")
    cleo.client.post(say, data={"words": "Not quite.", "answers": number})
    assert "1 open comment" in ben.page(KEY, "/edit")


@pytest.mark.parametrize(
    ("data", "status"),
    [({"words": ""}, 400), ({"words": "x" * 2001}, 400), ({"words": "a\0b"}, 400),
     ({"words": "x", "answers": "x"}, 400), ({"words": "x", "answers": "99"}, 404)],
)  # fmt: skip
def test_a_comment_that_cannot_be_kept_is_refused_and_what_was_typed_stays(
    ben: Editor, data: dict[str, str], status: int
) -> None:
    response = ben.client.post(f"/bank/questions/{KEY}/comments", data=data)
    assert response.status_code == status
    assert len(data["words"]) < 10 or data["words"] in response.text


def test_a_comment_of_another_question_is_not_resolved_from_here(ben: Editor) -> None:
    said = ben.client.post(f"/bank/questions/{KEY}/comments", data={"words": "Hm."}).location
    other = f"/bank/questions/ferry-rope-card/comments/{said.rsplit('-', 1)[1]}"
    assert ben.client.post(other, data={"action": "resolve"}).status_code == 404
    assert ben.client.post(other, data={"action": "x"}).status_code == 400
    for number in (2**31 - 1, 10**30):
        there_is_none = f"/bank/questions/{KEY}/comments/{number}"
        assert ben.client.post(there_is_none, data={"action": "resolve"}).status_code == 404


def test_a_comment_of_somebody_who_has_gone_stays_without_the_name(
    ben: Editor, cleo: Editor, people: People, database: Database, clock: SettableClock
) -> None:
    ben.client.post(f"/bank/questions/{KEY}/comments", data={"words": "Mind the year."})
    assert "Mind the year." in people.ben.get("/account/data.json").text
    with database.writer() as session:
        assert people.ben.user_id is not None
        erase_user(session, user_id=people.ben.user_id, now=clock())
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    page = cleo.page(KEY)
    assert "Mind the year." in page
    assert "ben@example.org" not in page
