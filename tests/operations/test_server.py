"""The real server: one an instance, gone with its parent, and nothing acknowledged is lost when it is killed."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.operations.conftest import NOW
from tests.operations.serving import COMMAND, Server, environment, free_port, until
from webapp.accounts.services import make_token, role_named
from webapp.bank.queries.stored import bank_id
from webapp.bank.queries.table import Wanted
from webapp.bank.services.banks_of_jobs import BANK
from webapp.bank.services.jobs import WRITE, wanted_as_json
from webapp.configuration import CHECKOUT
from webapp.db import Database
from webapp.history import jobs
from webapp.history.jobs import State
from webapp.models import Question, ReviewLog, User
from webapp.reviews.rebuild import rebuild

CLIENTS = 8


@pytest.fixture
def server(instance: Path, database_url: str) -> Iterator[Server]:
    started = Server(instance, database_url)
    yield started
    if started.process.poll() is None:
        started.kill_all()


def command(instance: Path, database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=CHECKOUT, env=environment(instance, database_url), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def test_one_server_an_instance_and_backup_while_it_serves(
    server: Server, instance: Path, database_url: str, tmp_path: Path
) -> None:
    assert "first administrator" in server.log.read_text()
    second = command(instance, database_url, "--port", str(free_port()))
    assert second.returncode == 1
    assert f"is in use by the server at http://127.0.0.1:{server.port} (process {server.process.pid})" in second.stderr
    other = tmp_path / "other"
    taken = command(other, f"sqlite:///{tmp_path / 'other.sqlite3'}", "--port", str(server.port))
    assert taken.returncode == 1
    assert f"port {server.port} is taken" in taken.stderr
    backup = command(instance, database_url, "backup", str(tmp_path / "backup.zip"))
    assert backup.returncode == 0, backup.stderr
    restore = command(instance, database_url, "restore", str(tmp_path / "backup.zip"))
    assert restore.returncode == 1
    assert "is in use by the server" in restore.stderr
    assert server.end() == 0
    assert "Traceback" not in server.log.read_text()
    assert command(instance, database_url, "restore", str(tmp_path / "backup.zip")).returncode == 0


def test_the_server_does_jobs(server: Server, database: Database) -> None:
    user_id, _ = person_with_token(database)
    with database.writer() as session:
        user = session.get_one(User, user_id)
        user.roles.append(role_named(session, "instructor"))
        asked = {"form": "apkg", "wanted": wanted_as_json(Wanted(kind="choice")), BANK: bank_id(session)}
        number = jobs.begin(session, user_id=user_id, kind=WRITE, title="deck", asked=asked, now=datetime.now(UTC))

    def is_done() -> bool:
        with database.reader() as session:
            job = jobs.job_of(session, number=number, user_id=user_id, now=datetime.now(UTC))
            return job is not None and job.state is State.DONE and job.result["carried"] > 0

    until(is_done)
    assert server.end() == 0


def test_workers_end_when_their_parent_is_killed(server: Server, instance: Path, database_url: str) -> None:
    server.kill_parent()
    assert until(server.port_is_free) < 3
    again = Server(instance, database_url, server.port)
    assert again.end() in {0, -signal.SIGTERM}  # where it is told so soon that it does not listen yet


class Student:
    """Answers cards over and over, each answer in a request of its own, and notes which were acknowledged."""

    def __init__(self, port: int, token: str, cards: list[str]) -> None:
        self.port, self.cards = port, cards
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.acknowledged: list[bytes] = []
        self.thread = threading.Thread(target=self._answer_until_the_end)
        self.thread.start()

    def _answer_until_the_end(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            for number in range(100_000):
                self._answer(connection, self.cards[number % len(self.cards)])
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def _answer(self, connection: http.client.HTTPConnection, card: str) -> None:
        identity = uuid.uuid4()
        answered_at = datetime.now(UTC).isoformat()
        entry = {"id": str(identity), "card": card, "revision": 1, "rating": 3, "answered_at": answered_at}
        connection.request("POST", "/api/v1/reviews", json.dumps([entry]), self.headers)
        result = json.loads(connection.getresponse().read())["results"][0]
        assert result["status"] == "recorded", result
        self.acknowledged.append(identity.bytes)


def person_with_token(database: Database) -> tuple[int, str]:
    with database.writer() as session:
        session.add(user := User(email="ada@example.org", password="x", fs_uniquifier="ada", created_at=NOW))
        session.flush()
        return user.id, make_token(session=session, user_id=user.id, name="test", now=NOW).token


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_in_mid_traffic(
    server: Server, instance: Path, database_url: str, database: Database
) -> None:
    user_id, token = person_with_token(database)
    with database.reader() as session:
        cards = list(session.scalars(select(Question.key).limit(CLIENTS * 4)))
    students = [Student(server.port, token, cards[number::CLIENTS]) for number in range(CLIENTS)]
    until(lambda: all(len(student.acknowledged) > 5 for student in students))
    server.kill_all()
    for student in students:
        student.thread.join()
    acknowledged = [identity for student in students for identity in student.acknowledged]
    again = Server(instance, database_url, server.port)
    try:
        with database.reader() as session:
            kept = set(session.scalars(select(ReviewLog.id).where(ReviewLog.user_id == user_id)))
            assert set(acknowledged) <= kept
            assert len(kept) <= len(acknowledged) + CLIENTS  # answered, and killed before it was acknowledged
            assert rebuild(session, user_id=user_id, check=True) == []
    finally:
        again.kill_all()
