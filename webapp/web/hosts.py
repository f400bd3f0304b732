"""The host that a request names: only one that can be, and where they are limited one that is trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from werkzeug.exceptions import BadHost
from werkzeug.sansio.utils import get_host


def checked_host(environ: Mapping[str, Any], trusted: Sequence[str] | None) -> str:
    """The host with its port. Raises SecurityError for one that is not ``trusted``, BadHost for one that cannot be."""
    port = str(environ.get("SERVER_PORT", ""))
    server = (environ["SERVER_NAME"], int(port) if port.isdecimal() else None) if "SERVER_NAME" in environ else None
    limited_to = None if trusted is None else tuple(trusted)
    return _checked(environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), server, limited_to)


@lru_cache(maxsize=256)
def _checked(
    scheme: str, host: str | None, server: tuple[str, int | None] | None, trusted: tuple[str, ...] | None
) -> str:
    """A server is asked for few hosts, and Python's codec of their names takes its time."""
    found = get_host(scheme, host, server, trusted)
    try:
        found.partition(":")[0].lower().encode("idna")
    except UnicodeError as error:
        raise BadHost from error
    return found
