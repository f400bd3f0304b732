"""What an installation is configured by: environment variables, and keys that are made once and kept in instance/."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .sqlite import sqlite_url

DEFAULT_PUBLIC_URL = "http://127.0.0.1:8000"
CHECKOUT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


class ConfigurationError(Exception):
    """A setting cannot be used; the message names it and says what it must look like."""


def read_configuration(instance: Path | None, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The application's configuration from ``environment``. ``instance`` names the folder of the installation.

    Raises ConfigurationError for a value that cannot be used.
    """
    folder = (instance or Path(environment.get("TUMEN_INSTANCE") or CHECKOUT / "instance")).resolve()
    public = environment.get("TUMEN_PUBLIC_URL") or None
    return {
        "INSTANCE": folder,
        "DATABASE_URL": _checked_database(environment.get("TUMEN_DATABASE_URL") or sqlite_url(folder)),
        "PUBLIC_URL": _checked_address("TUMEN_PUBLIC_URL", public, {"http", "https"}) or DEFAULT_PUBLIC_URL,
        "TRUSTED_HOSTS": [urlsplit(public).hostname] if public else None,
        "OWN_PUBLISHING": _checked_yes("TUMEN_OWN_PUBLISHING", environment.get("TUMEN_OWN_PUBLISHING") or "no"),
        "SECOND_FACTOR": _checked_choice(
            "TUMEN_SECOND_FACTOR", environment.get("TUMEN_SECOND_FACTOR") or "offered", ("offered", "staff")
        ),
        "PROXIES": _checked_count("TUMEN_PROXIES", environment.get("TUMEN_PROXIES") or "0"),
        "SMTP_URL": _checked_address("TUMEN_SMTP_URL", environment.get("TUMEN_SMTP_URL") or None, {"smtp", "smtps"}),
        "REDIS_URL": _checked_address(
            "TUMEN_REDIS_URL", environment.get("TUMEN_REDIS_URL") or None, {"redis", "rediss"}
        ),
        "MAX_CONTENT_LENGTH": 2 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "SESSION_PROTECTION": None,  # a phone changes its address; and remembering that would be a write on GET
        "WTF_CSRF_TIME_LIMIT": None,  # a study page may lie open for days
    }


def _checked_address(name: str, address: str | None, schemes: set[str]) -> str | None:
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.scheme not in schemes or not parts.hostname:
        raise ConfigurationError(
            f"{name} is {address!r}; it must begin with {' or '.join(sorted(schemes))}:// and a host"
        )
    return address.rstrip("/")


def _checked_database(url: str) -> str:
    if url.partition("://")[0].partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ConfigurationError("TUMEN_DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url


def _checked_count(name: str, text: str) -> int:
    if not text.isdecimal():
        raise ConfigurationError(f"{name} is {text!r}; it must be the number of proxies in front of Tumen, such as 1")
    return int(text)


def _checked_yes(name: str, text: str) -> bool:
    return _checked_choice(name, text, ("yes", "no")) == "yes"


def _checked_choice(name: str, text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise ConfigurationError(f"{name} is {text!r}; it must be {' or '.join(choices)}")
    return text


def kept_secret(instance: Path, name: str) -> str:
    """The random secret ``name`` of this installation: made at its first use, in a file that only its owner reads."""
    path = instance / f"{name}.secret"
    if not path.exists():
        draft = instance / f"{name}.{secrets.token_hex(8)}"  # whoever else looks sees no file or a whole one
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    found = path.read_text(encoding="ascii").strip()
    if not found:
        raise ConfigurationError(
            f"{path} is empty: delete it, and it is made anew (what was signed or encrypted by it is void then)"
        )
    return found
