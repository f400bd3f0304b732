"""The one place at which a request reads the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, current_app


def system_clock() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The present instant in UTC, in whole milliseconds (as the database stores it)."""
    return now_of(current_app)


def now_of(app: Flask) -> datetime:
    """The same, where no request of Flask's is at work."""
    instant: datetime = app.config["CLOCK"]()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
