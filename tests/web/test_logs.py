from __future__ import annotations

import json
import logging

import pytest

from tests.people import PASSWORD, PersonClient
from webapp.web.logs import configure_logs, hide_secrets, log


def test_logs_are_json_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    log().warning("something happened", number=1)
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["event"], line["number"], line["level"]) == ("something happened", 1, "warning")


def test_configuring_twice_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    configure_logs()
    log().warning("only once")
    assert capsys.readouterr().err.count("only once") == 1


@pytest.mark.parametrize("name", ["password", "new_password", "token", "Authorization", "session_cookie", "secret_key"])
def test_secrets_are_hidden_by_their_names(name: str) -> None:
    assert hide_secrets(None, "info", {name: "hunter2", "event": "x"}) == {name: "(hidden)", "event": "x"}


def test_what_accounts_do_leaves_no_secret_in_the_logs(
    client: PersonClient, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/register", data={"email": "eva@example.org", "password": PASSWORD})
        client.post("/logout")
        client.post("/login", data={"email": "eva@example.org", "password": "not the right words"})
        client.post("/reset", data={"email": "eva@example.org"})
    said = caplog.text + capsys.readouterr().err
    for secret in (PASSWORD, "not the right words", "$argon2id$", "/reset/"):
        assert secret not in said
