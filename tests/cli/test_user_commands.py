from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests.cli.conftest import Run
from tests.conftest import MONDAY
from webapp.db import Database
from webapp.models import AuditEvent, RecoveryCode, SecondFactor, User, UserSession
from webapp.web.session_rows import ACCOUNT_LIMITS, open_session_row

PASSWORD = "seven herons on the far bank"


def roles(database: Database, email: str) -> set[str]:
    with database.reader() as session:
        return {role.name for role in session.scalars(select(User).where(User.email == email)).one().roles}


def test_add_prints_a_password_once(run: Run, database: Database) -> None:
    done = run("user", "add", "ada@example.org")
    assert done.exit_code == 0
    password = re.search(r"Password \(shown only now\): (\S+)", done.output)
    assert password is not None
    assert len(password[1]) >= 15
    assert roles(database, "ada@example.org") == {"student"}
    with database.reader() as session:
        kept = session.scalars(select(User.password)).one()
        assert kept is not None
        assert kept.startswith("$argon2id$")
        assert password[1] not in kept


def test_add_with_a_password_that_is_asked(run: Run) -> None:
    done = run("user", "add", "ben@example.org", "--role", "instructor", "--ask", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    weak = run("user", "add", "cleo@example.org", "--ask", typed="short\nshort\n")
    assert weak.exit_code == 1
    assert "15 characters" in weak.output


def test_role_and_list(run: Run, database: Database) -> None:
    assert "0 accounts" in run("user", "list").output
    run("user", "add", "ben@example.org")
    assert run("user", "role", "ben@example.org", "admin").exit_code == 0
    assert "admin" in roles(database, "ben@example.org")
    listed = run("user", "list").output
    assert "ben@example.org  admin, student" in listed
    assert "1 accounts, 0 guests." in listed


def test_a_second_factor_is_told_and_taken_off(run: Run, database: Database) -> None:
    run("user", "add", "ada@example.org")
    with database.writer() as session:
        user_id = session.scalars(select(User.id)).one()
        session.add(SecondFactor(user_id=user_id, secret="", last_counter=0, made_at=MONDAY))
        open_session_row(session, user_id=user_id, limits=ACCOUNT_LIMITS, data={}, now=MONDAY)
        session.flush()
        session.add(RecoveryCode(user_id=user_id, code_hash=bytes(32)))
    assert "has a second factor" in run("user", "second-factor", "Ada@example.org").output
    assert "the password alone" in run("user", "second-factor", "ada@example.org", "--remove").output
    with database.reader() as session:
        for model in (SecondFactor, RecoveryCode, UserSession):
            assert session.scalars(select(model)).all() == []
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (last.action, last.user_id, last.detail) == ("second-factor.off", user_id, {"through": "command line"})
    again = run("user", "second-factor", "ada@example.org", "--remove")
    assert (again.exit_code, "has no second factor" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("user", "second-factor", "nobody@example.org"), 1, "no account has the address"),
        (("user", "add", "no address"), 1, "is not an e-mail address"),
        (("user", "role", "nobody@example.org", "admin"), 1, "no account has the address"),
        (("user", "role", "nobody@example.org", "king"), 2, "'king' is not one of"),
        (("user", "add"), 2, "Missing argument 'EMAIL'"),
    ],
)
def test_mistakes_in_words(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert words in done.output
    assert "Traceback" not in done.output


def test_same_address_twice(run: Run) -> None:
    run("user", "add", "ada@example.org")
    done = run("user", "add", "Ada@Example.org")
    assert done.exit_code == 1
    assert "has an account already" in done.output
