"""Large files are read, taken over and made as jobs: with progress, an end on one's word, and nothing half done."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import event, func, select

from question_bank.exchange.formats import FORMATS
from question_bank.exchange.watching import watched
from tests.conftest import SettableClock
from tests.people import People, log_in
from tests.question_bank.exchange.packages import oldest
from tests.question_bank.exchange.test_anki_drafts import collection
from tests.study.banks import load_small_bank
from webapp.accounts.bank_rights import make_bank
from webapp.accounts.services import set_role
from webapp.bank.services import import_plan, importing
from webapp.bank.services import jobs as services
from webapp.bank.services.jobs import RIGHTS_GONE, Workshop, work_off
from webapp.bank.views import exchange
from webapp.db import Database
from webapp.history import jobs
from webapp.history.jobs import DEAD_AFTER, MOST_OPEN, JobStoppedError, State
from webapp.models import ImportedQuestion, Job, JobPart, QuestionImport
from webapp.operations.jobs import workshop_of
from webapp.web.edge import Tumen
from webapp.web.workers import register_worker

GIFT = "".join(f"Which river is number {number}? {{=Sorrel {number}}}\n\n" for number in range(1, 6)).encode()


@pytest.fixture(autouse=True)
def loaded(app: Tumen, database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small bank, and a server that does jobs; nobody works on them but the test."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    register_worker(app)
    monkeypatch.setattr(exchange, "LARGE_FILE", 10)
    monkeypatch.setattr(exchange, "MANY", 3)


@pytest.fixture
def shop(app: Tumen) -> Workshop:
    with app.app_context():
        return replace(workshop_of(app), often=timedelta(0))


@pytest.fixture
def work(app: Tumen, shop: Workshop) -> Callable[[], bool]:
    def done() -> bool:
        with app.app_context():
            return work_off(shop)

    return done


def send(people: People, content: bytes = GIFT, file: str = "rivers.gift") -> str:
    response = people.ben.post("/bank/exchange", data={"file": (BytesIO(content), file)})
    assert response.status_code == 303
    assert response.location.startswith("/bank/jobs/")
    return response.location


def count(database: Database, table: type[ImportedQuestion | QuestionImport | JobPart]) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_large_file_is_read_and_taken_over_by_jobs(
    people: People, database: Database, work: Callable[[], bool]
) -> None:
    place = send(people)
    page = people.ben.get(place).text
    assert "It waits for its turn." in page
    assert f'<noscript><a class="button" href="{place}">Look again</a></noscript>' in page
    assert people.ben.get(f"{place}/state").json == {"state": "waiting", "done": 0, "total": 0, "open": True}
    assert f'href="{place}"' in people.ben.get("/bank/exchange").text
    assert work()
    assert people.ben.get(place).location == "/bank/import"
    assert count(database, ImportedQuestion) == 0
    taking = people.ben.post("/bank/import").location
    assert work()
    assert people.ben.get(taking).location == "/bank/imported"
    assert count(database, ImportedQuestion) == 5
    assert "Which river is number 5?" in people.ben.get("/bank/import/report").text
    with database.reader() as session:
        assert session.scalars(select(JobPart.is_result)).all() == [True]  # the report; the file is gone
    assert not work()


def test_a_part_of_the_bank_is_written_by_a_job_which_says_what_stays_behind(
    people: People, work: Callable[[], bool]
) -> None:
    page = people.ben.get("/bank/export?format=gift").text
    assert "You see what stays behind before you fetch the file." in page
    assert "Make the file" not in people.ben.get("/bank/export?format=gift&kind=choice").text
    place = people.ben.post("/bank/export?format=gift&status=published").location
    assert people.ben.get(f"{place}/file").status_code == 404
    assert work()
    assert "</a> is ready</p>" in people.ben.get("/bank/exchange").text
    assert "What stays behind" in people.ben.get(place).text
    file = people.ben.get(f"{place}/file")
    assert file.headers["Content-Disposition"].endswith('.txt"')
    assert file.data == people.ben.get("/bank/export/questions?format=gift&status=published").data
    assert FORMATS["gift"].read(file.data)


def test_decks_are_written_and_read_by_jobs(people: People, work: Callable[[], bool]) -> None:
    place = people.ben.post("/bank/export?format=apkg").location
    assert work()
    assert people.ben.get(f"{place}/file").data.startswith(b"PK")
    place = send(people, oldest(collection([("g1", "ferry\x1fa boat", "")])).getvalue(), "deck.apkg")
    assert work()
    assert people.ben.get(place).location == "/bank/import"
    assert "ferry" in people.ben.get("/bank/import").text


def test_a_running_job_tells_how_far_it_is_and_stops_on_ones_word(
    people: People, database: Database, app: Tumen, shop: Workshop, work: Callable[[], bool], clock: SettableClock
) -> None:
    place, seen = send(people), []

    def now() -> datetime:
        """The worker's clock, which it looks at between two questions: then somebody looks at the page, too."""
        seen.append(people.ben.get(f"{place}/state").json)
        if seen[-1] and seen[-1]["done"] == 2 and not people.ben.get(place).text.count("It stops where it can."):
            people.ben.post(f"{place}/cancel")
            assert "It stops where it can." in people.ben.get(place).text
        return clock()

    with app.app_context():
        assert work_off(replace(shop, clock=now))
    assert [state["done"] for state in seen if state and state["state"] == "running"][-1] == 2
    assert "It was cancelled. Nothing was changed." in people.ben.get(place).text
    assert count(database, QuestionImport) == 0
    people.ben.post(f"{place}/again")
    assert work()
    assert people.ben.get(place).location == "/bank/import"


def taking(people: People, work: Callable[[], bool]) -> str:
    """A job that is to take over what was read."""
    send(people)
    assert work()
    return str(people.ben.post("/bank/import").location)


def test_taking_over_tells_how_far_it_is_and_stops_with_nothing_half_done(
    people: People, database: Database, app: Tumen, shop: Workshop, work: Callable[[], bool], clock: SettableClock
) -> None:
    place, seen = taking(people, work), []

    def now() -> datetime:
        state = people.ben.get(f"{place}/state").json
        assert state is not None
        seen.append((state["state"], state["done"], state["total"]))
        page = people.ben.get(place).text
        if state["done"] == 3 and "It stops where it can." not in page:
            assert "3 of 5 questions" in page
            assert "All of them are taken over, or none." in page
            people.ben.post(f"{place}/cancel")
        return clock()

    with app.app_context():
        assert work_off(replace(shop, clock=now))
    assert {("running", done, 5) for done in (1, 2, 3)} < set(seen)
    assert max(done for _, done, _ in seen) == 3
    assert "It was cancelled. Nothing was changed." in people.ben.get(place).text
    assert count(database, ImportedQuestion) == 0
    assert count(database, QuestionImport) == 1
    people.ben.post(f"{place}/again")
    assert work()
    assert count(database, ImportedQuestion) == 5


def nobody(done: int, total: int) -> None:
    """Watches, and says nothing."""


def test_what_was_imported_meanwhile_is_looked_at_again(
    people: People, database: Database, app: Tumen, shop: Workshop, work: Callable[[], bool], clock: SettableClock
) -> None:
    place, others, cleo = taking(people, work), GIFT.replace(b"Sorrel", b"Tumen"), people.cleo.user_id
    assert cleo is not None

    def now() -> datetime:
        state = people.ben.get(f"{place}/state").json
        if state and state["done"] == 3 and not count(database, ImportedQuestion):
            with database.writer() as session, watched(nobody):
                incoming = importing.read_file(file="theirs", content=others, form="gift")
                importing.keep_incoming(session, user_id=cleo, incoming=incoming, now=clock())
                import_plan.take_over(session, user_id=cleo, now=clock())
        return clock()

    with app.app_context():
        assert work_off(replace(shop, clock=now))
    with database.reader() as session:
        assert {row.file for row in session.scalars(select(ImportedQuestion))} == {"rivers.gift"}
    assert people.ben.get("/bank/import/report").text.count("Which river is number") == 5


def test_a_job_that_waits_is_cancelled_at_once(people: People, work: Callable[[], bool]) -> None:
    place = send(people)
    people.ben.post(f"{place}/cancel")
    assert "It was cancelled." in people.ben.get(place).text
    assert not work()


def test_what_was_cancelled_while_it_was_done_is_not_kept(
    people: People, database: Database, clock: SettableClock
) -> None:
    send(people)
    with database.writer() as session:
        job = jobs.take(session, worker="one", now=clock())
        assert job is not None
        jobs.cancel(session, job=job, now=clock())
        with pytest.raises(JobStoppedError):
            jobs.finish(session, job=job, worker="one", now=clock(), result={})


def test_a_job_whose_worker_died_is_interrupted_and_can_be_begun_again(
    people: People, database: Database, clock: SettableClock, work: Callable[[], bool]
) -> None:
    place = send(people)
    with database.writer() as session:
        job = jobs.take(session, worker="dead", now=clock())
    assert job is not None
    assert not work()
    clock.move(DEAD_AFTER + timedelta(seconds=1))
    assert not work()
    assert "The server ended before the job did." in people.ben.get(place).text
    people.ben.post(f"{place}/again")
    assert work()
    assert people.ben.get(place).location == "/bank/import"
    with database.writer() as session, pytest.raises(JobStoppedError):
        jobs.finish(session, job=job, worker="dead", now=clock(), result={})


def test_two_workers_never_take_the_same_job(people: People, database: Database, clock: SettableClock) -> None:
    """The second one has seen the job wait, and would take it, when the first one's transaction ends."""
    send(people)
    is_taking = threading.Event()

    def note_taking(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE job") and "started_at" in statement:
            is_taking.set()

    def take(worker: str) -> bool:
        with database.writer() as session:
            return jobs.take(session, worker=worker, now=clock()) is not None

    with ThreadPoolExecutor(1) as pool:
        with database.writer() as session:
            assert jobs.take(session, worker="one", now=clock()) is not None
            event.listen(database.engine, "before_cursor_execute", note_taking)
            second = pool.submit(take, "two")
            assert database.is_sqlite or is_taking.wait(60)  # SQLite lets nobody else so far as that
        assert second.result() is False


@pytest.mark.parametrize(
    ("content", "file", "why"),
    [(b"nothing to be seen in it", "x.txt", "Choose one from the list"), (b"{" * 20, "x.json", "not readable as JSON")],
)
def test_a_file_that_cannot_be_read_says_so(
    people: People, work: Callable[[], bool], content: bytes, file: str, why: str
) -> None:
    place = send(people, content, file)
    assert work()
    page = people.ben.get(place).text
    assert "It could not be done." in page
    assert why in page


def test_a_fault_of_ours_is_told_and_keeps_no_other_job_from_being_done(
    people: People, work: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [send(people), people.ben.post("/bank/export?format=gift").location]
    monkeypatch.setattr(services, "read_file", lambda **_: 1 // 0)
    assert work()
    assert work()
    assert "It is noted in the log of the server." in people.ben.get(places[0]).text
    assert "Download" in people.ben.get(places[1]).text


def test_ones_jobs_are_nobody_elses(people: People, database: Database, work: Callable[[], bool]) -> None:
    place = people.ben.post("/bank/export?format=gift").location
    for path in ("", "/state", "/file"):
        assert people.cleo.get(f"{place}{path}").status_code == 404
    for path in ("/cancel", "/again"):
        assert people.cleo.post(f"{place}{path}").status_code == 404
    assert work()
    assert people.cleo.get(f"{place}/file").status_code == 404
    assert "job" not in json.loads(people.ben.get("/account/data.json").text)


def test_jobs_go_with_the_rights_on_their_bank(
    people: People, database: Database, clock: SettableClock, work: Callable[[], bool]
) -> None:
    """What was made of the bank, what is to be, and what somebody would begin again."""
    done, cancelled, waiting = (people.ben.post("/bank/export?format=gift").location for _ in range(3))
    assert work()
    people.ben.post(f"{cancelled}/cancel")
    assert people.ben.get(f"{done}/file").status_code == 200
    with database.writer() as session:  # on the command line; ben edits another bank still
        set_role(session=session, email="ben@example.org", role="student", now=clock())
        make_bank(session, user_id=people.ben.user_id or 0, title="Ice", audience="members", now=clock())
    log_in(people.ben, people.ben.user_id or 0, now=clock())
    assert work()
    with database.reader() as session:
        states = session.execute(select(Job.state, Job.message).order_by(Job.id)).all()
    assert states == [(State.DONE, ""), (State.CANCELLED, ""), (State.FAILED, RIGHTS_GONE)]
    for place in (done, cancelled, waiting):
        assert people.ben.get(place).status_code == 404
        assert f'href="{place}"' not in people.ben.get("/bank/exchange").text
    assert people.ben.get(f"{done}/file").status_code == 404
    assert people.ben.post(f"{cancelled}/again").status_code == 404


def test_the_report_of_a_file_is_shown_with_its_bank_alone(people: People, work: Callable[[], bool]) -> None:
    send(people)
    assert work()
    people.ben.post("/bank/import")
    assert work()
    assert people.ben.get("/bank/import/report").status_code == 200
    people.ben.post("/banks", data={"title": "Ice"})
    assert people.ben.get("/bank/import/report").status_code == 404


def test_what_is_over_for_a_day_is_not_begun_again(people: People, clock: SettableClock) -> None:
    place = send(people)
    people.ben.post(f"{place}/cancel")
    clock.move(timedelta(days=1, seconds=1))
    assert people.ben.post(f"{place}/again").status_code == 404


def test_nobody_has_more_than_a_few_at_work_and_what_is_over_is_forgotten_after_a_day(
    people: People, database: Database, clock: SettableClock, work: Callable[[], bool]
) -> None:
    places = [send(people) for _ in range(MOST_OPEN)]
    refused = people.ben.post("/bank/export?format=gift")
    assert refused.status_code == 409
    assert "Nothing was begun." in refused.text
    assert people.cleo.post("/bank/export?format=gift").status_code == 303
    while work():
        pass
    clock.move(timedelta(days=1, seconds=1))
    send(people)
    assert people.ben.get(places[0]).status_code == 404
    with database.reader() as session:
        states = session.scalars(select(Job.state).order_by(Job.id)).all()
    assert states == [State.WAITING]
