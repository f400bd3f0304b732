from __future__ import annotations

import re
import smtplib
import stat
from collections.abc import Callable
from email.message import EmailMessage
from html import escape as html_escape
from pathlib import Path
from typing import Self

import pytest

from tests.mails import read_mails, text_of
from tests.people import PersonClient
from webapp.web import edge
from webapp.web.edge import Tumen

from .conftest import EVA


class FakeServer:
    """Stands in for a mail server."""

    made: list[FakeServer] = []  # noqa: RUF012

    def __init__(self, host: str, port: int, **_: object) -> None:
        self.host, self.port, self.did = host, port, list[str]()
        self.messages: list[EmailMessage] = []
        self.made.append(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.did.append("quit")

    def has_extn(self, name: str) -> bool:
        return name == "starttls"

    def starttls(self, **_: object) -> None:
        self.did.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.did.append(f"login {user} {password}")

    def send_message(self, message: EmailMessage) -> None:
        self.messages.append(message)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[FakeServer]:
    monkeypatch.setattr(FakeServer, "made", [])
    monkeypatch.setattr(smtplib, "SMTP", FakeServer)
    monkeypatch.setattr(smtplib, "SMTP_SSL", FakeServer)
    return FakeServer


def register(app: Tumen) -> int:
    return PersonClient(app, app.response_class).post("/register", data=EVA).status_code


def test_mail_goes_to_the_server_that_is_named(
    make_app: Callable[..., Tumen], server: type[FakeServer], instance: Path
) -> None:
    app = make_app(SMTP_URL="smtp://me%40x:p%20w@mail.example:2525?from=Tumen+<t@x.example>")
    assert register(app) == 303
    (used,) = server.made
    assert (used.host, used.port, used.did) == ("mail.example", 2525, ["starttls", "login me@x p w", "quit"])
    assert (used.messages[0]["To"], used.messages[0]["From"]) == (EVA["email"], "Tumen <t@x.example>")
    assert not (instance / "outbox").exists()


def test_each_mail_says_the_same_as_text_and_as_a_page_and_names_the_site(
    make_app: Callable[..., Tumen], instance: Path
) -> None:
    app = make_app()
    client = PersonClient(app, app.response_class)
    assert client.post("/register", data=EVA).status_code == 303
    PersonClient(app, app.response_class).post("/reset", data=EVA)
    welcome, reset = read_mails(instance)
    for mail in (welcome, reset):
        assert mail.get_content_type() == "multipart/alternative"
        assert "Tumen" in mail["Subject"]
        assert "This mail comes from Tumen: http://127.0.0.1:8000/" in text_of(mail)
        page = text_of(mail, "html")
        assert all(html_escape(part.strip()) in unlinked(page) for part in text_of(mail).split("\n\n"))
        assert set(re.findall(r"(?:src|url)\W+(\w+):", page)) == {"cid"}, "nothing is fetched"
        (picture,) = [part for part in mail.walk() if part.get_content_maintype() == "image"]
        assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page
        assert "prefers-color-scheme: dark" in page
    for path in ("/login", "/reset"):
        assert f"http://127.0.0.1:8000{path}" in text_of(welcome)
    link = re.search(r"http://127\.0\.0\.1:8000/reset/\S+", text_of(reset))
    assert link
    assert f'<a class="do" href="{link[0]}">' in text_of(reset, "html")


def unlinked(page: str) -> str:
    """The page without its links, as lines of words."""
    return re.sub(r"</?a\b[^>]*>", "", page)


def test_smtps_speaks_tls_from_the_start(make_app: Callable[..., Tumen], server: type[FakeServer]) -> None:
    assert register(make_app(SMTP_URL="smtps://mail.example")) == 303
    assert (server.made[0].port, server.made[0].did) == (465, ["quit"])


def test_without_a_server_mail_is_kept_in_the_outbox_and_the_log_says_so(
    make_app: Callable[..., Tumen], instance: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert register(make_app()) == 303
    (file,) = (instance / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "outbox" in caplog.text
    assert "TUMEN_SMTP_URL" in caplog.text


def test_a_server_that_fails_takes_nothing_back(
    make_app: Callable[..., Tumen],
    server: type[FakeServer],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(server, "send_message", fail)
    app = make_app(SMTP_URL="smtp://mail.example")
    client = PersonClient(app, app.response_class)
    assert client.post("/register", data=EVA).status_code == 303
    assert client.get("/account").status_code == 200
    assert "follow an answer failed" in caplog.text


def test_no_mail_is_sent_for_what_was_undone(
    make_app: Callable[..., Tumen], instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the commit failed")

    monkeypatch.setattr(edge, "commit_request", fail)
    assert register(make_app(TESTING=False)) == 500
    assert not (instance / "outbox").exists()
