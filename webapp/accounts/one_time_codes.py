"""Codes of an authenticator app (TOTP, RFC 6238): encrypted secrets, and which code is right when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from flask_security.totp import Totp

from webapp.configuration import kept_secret

ISSUER = "Tumen"
DIGITS = 6
SLACK = 30  # seconds that a telephone's clock may be off; a code is good for 30 itself


class OneTimeCodes(Totp):
    """Flask-Security's, with the time as an argument, and the half minute of each code, so that none is taken twice."""

    def counter_of(self, code: str, *, secret: str, now: datetime) -> int | None:
        """The half minute since 1970 that ``code`` is for; None where it is wrong or of another time.

        None too where another key encrypted ``secret``.
        """
        try:
            return int(self._totp.verify(code, secret, time=now, window=SLACK).counter)
        except ValueError:  # of passlib, whichever reason it has
            return None


def init_app(app: Flask) -> None:
    """Make the codes of an installation; the key that encrypts their secrets is made once, and no backup holds it."""
    key = kept_secret(Path(app.config["INSTANCE"]), "totp")
    app.extensions["tumen_totp"] = OneTimeCodes({"1": key}, ISSUER)


def one_time_codes() -> OneTimeCodes:
    """The codes of this installation."""
    codes: OneTimeCodes = current_app.extensions["tumen_totp"]
    return codes
