from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Response, jsonify
from sqlalchemy import event

from tests.people import People, PersonClient
from webapp.db import Database
from webapp.web.access import ACCESS
from webapp.web.edge import Tumen
from webapp.web.identity import current_person, require_person, start_guest
from webapp.web.people import Person, Standing, person_from_row, standing_of

from .probe import add_page, open_to_everybody


@pytest.fixture
def statements(people: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the application asks its database, by whichever way."""
    seen: list[str] = []
    database = people.ada.database
    first_row = Database.first_row

    def looked_up(self: Database, statement: str, parameters: dict[str, object]) -> object:
        if self.is_sqlite:  # asked past SQLAlchemy, which tells of the others
            seen.append(statement)
        return first_row(self, statement, parameters)

    def executed(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    monkeypatch.setattr(Database, "first_row", looked_up)
    event.listen(database.engine, "before_cursor_execute", executed)
    yield seen
    event.remove(database.engine, "before_cursor_execute", executed)


@pytest.mark.parametrize("name", ["guest", "ada", "admin"])
def test_who_asks_is_known_by_one_statement(
    app: Tumen, people: People, statements: list[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def who() -> Response:
        person = require_person()
        assert current_person() is person
        return jsonify(id=person.id, email=person.email, roles=sorted(person.roles), guest=person.is_guest)

    app.add_url_rule("/api/who", "probe_api_who", who, methods=["GET", "POST"])
    monkeypatch.setitem(ACCESS, "probe_api_who", Standing.GUEST)
    client: PersonClient = getattr(people, name)
    token = client.csrf_token()
    statements.clear()
    answer = client.post("/api/who", csrf=False, headers={"X-CSRFToken": token}).json
    assert len(statements) == 1
    roles = {"guest": [], "ada": ["student"], "admin": ["admin", "student"]}[name]
    assert answer == {"id": client.user_id, "email": client.email, "roles": roles, "guest": name == "guest"}


def test_nobody_costs_no_statement(people: People, statements: list[str]) -> None:
    people.nobody.get("/login")
    assert statements == []


def test_templates_load_no_user(people: People, statements: list[str]) -> None:
    people.ada.get("/no-such-page")
    assert len(statements) == 1


def test_whoever_is_a_guest_already_stays_that_guest(
    app: Tumen, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_everybody(monkeypatch, "/begin")
    add_page(app, "/begin", lambda: str(start_guest().id), methods=("POST",))
    for client in (people.guest, people.ada):
        assert client.post("/begin").text == str(client.user_id)


def test_nobody_is_required_in_words(app: Tumen, client: PersonClient, monkeypatch: pytest.MonkeyPatch) -> None:
    open_to_everybody(monkeypatch, "/need")
    add_page(app, "/need", lambda: str(require_person().id))
    response = client.get("/need")
    assert response.status_code == 401
    assert "Study now" in response.text


@pytest.mark.parametrize(
    ("email", "roles", "standing"),
    [
        (None, None, Standing.GUEST),
        ("a@b.c", None, Standing.STUDENT),
        ("a@b.c", "student", Standing.STUDENT),
        ("a@b.c", "instructor,student", Standing.INSTRUCTOR),
        ("a@b.c", "student,admin", Standing.ADMIN),
        ("a@b.c", "something else", Standing.STUDENT),
    ],
)
def test_standing(email: str | None, roles: str | None, standing: Standing) -> None:
    person = person_from_row(1, email, roles, None, 0)
    assert standing_of(person) == standing
    assert person.is_instructor == (standing >= Standing.INSTRUCTOR)
    assert person.is_admin == (standing >= Standing.ADMIN)


def test_nobody_has_the_lowest_standing() -> None:
    assert standing_of(None) == Standing.NOBODY


def test_a_person_cannot_be_changed() -> None:
    person = Person(id=1, email=None, roles=frozenset(), is_guest=True)
    with pytest.raises(AttributeError):
        person.id = 2  # type: ignore[misc]


def test_the_clock_of_requests_is_in_whole_milliseconds(make_app: Callable[..., Tumen]) -> None:
    from webapp.web.clock import now, system_clock  # noqa: PLC0415

    with make_app(CLOCK=system_clock).app_context():
        assert now().microsecond % 1000 == 0
        assert now().utcoffset() is not None
