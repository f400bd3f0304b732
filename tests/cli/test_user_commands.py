from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests.cli.conftest import Run
from webapp.db import Database
from webapp.models import User

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


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
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
