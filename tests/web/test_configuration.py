from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.people import PersonClient
from webapp.configuration import DEFAULT_PUBLIC_URL, ConfigurationError, kept_secret, read_configuration
from webapp.web.edge import Tumen

from .probe import add_page, open_to_everybody


def test_without_settings_everything_is_in_the_instance_folder(tmp_path: Path) -> None:
    found = read_configuration(tmp_path, {})
    assert found["INSTANCE"] == tmp_path
    assert found["DATABASE_URL"] == f"sqlite:///{tmp_path}/tumen.sqlite3"
    assert found["PUBLIC_URL"] == DEFAULT_PUBLIC_URL
    assert found["TRUSTED_HOSTS"] is None


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    found = read_configuration(
        None,
        {
            "TUMEN_INSTANCE": str(tmp_path),
            "TUMEN_DATABASE_URL": "postgresql://db/tumen",
            "TUMEN_PUBLIC_URL": "https://tumen.example/",
            "TUMEN_SMTP_URL": "smtps://user:word@mail.example:465?from=t@tumen.example",
            "TUMEN_REDIS_URL": "redis://127.0.0.1:6379/3",
            "TUMEN_PROXIES": "2",
        },
    )
    assert found["INSTANCE"] == tmp_path
    assert found["DATABASE_URL"] == "postgresql://db/tumen"
    assert (found["PUBLIC_URL"], found["TRUSTED_HOSTS"]) == ("https://tumen.example", ["tumen.example"])
    assert (found["REDIS_URL"], found["PROXIES"]) == ("redis://127.0.0.1:6379/3", 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TUMEN_PUBLIC_URL", "tumen.example"),
        ("TUMEN_PUBLIC_URL", "ftp://tumen.example"),
        ("TUMEN_SMTP_URL", "mail.example"),
        ("TUMEN_REDIS_URL", "http://redis"),
        ("TUMEN_PROXIES", "many"),
        ("TUMEN_SECOND_FACTOR", "everybody"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read_configuration(tmp_path, {name: value})


def test_secrets_are_made_once_and_read_by_their_owner_alone(tmp_path: Path) -> None:
    first = kept_secret(tmp_path, "key")
    assert len(first) >= 64
    assert kept_secret(tmp_path, "key") == first
    assert kept_secret(tmp_path, "other") != first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.secret", "other.secret"]
    assert stat.S_IMODE((tmp_path / "key.secret").stat().st_mode) == 0o600


def test_an_empty_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "key.secret").touch()
    with pytest.raises(ConfigurationError, match="delete it"):
        kept_secret(tmp_path, "key")


def test_two_applications_of_one_installation_know_each_others_cookies(make_app: Callable[..., Tumen]) -> None:
    assert make_app().config["SECRET_KEY"] == make_app().config["SECRET_KEY"]


def test_another_host_than_the_public_one_is_refused(make_app: Callable[..., Tumen]) -> None:
    app = make_app(PUBLIC_URL="https://tumen.example", TRUSTED_HOSTS=["tumen.example"])
    client = PersonClient(app, app.response_class)
    assert client.get("/login", base_url="https://evil.example").status_code == 400
    assert client.get("/login", base_url="https://tumen.example").status_code == 200


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.9")])
def test_addresses_that_proxies_name_are_believed_only_of_proxies(
    make_app: Callable[..., Tumen], monkeypatch: pytest.MonkeyPatch, proxies: int, address: str
) -> None:
    from flask import request  # noqa: PLC0415

    app = make_app(PROXIES=proxies)
    open_to_everybody(monkeypatch, "/address")
    add_page(app, "/address", lambda: str(request.remote_addr))
    client = PersonClient(app, app.response_class)
    assert client.get("/address", headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.9"}).text == address
