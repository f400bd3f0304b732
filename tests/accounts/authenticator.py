"""An authenticator app, written from RFC 6238 with nothing of the application's."""

from __future__ import annotations

import base64
import hmac
import html
import re
import struct
from datetime import datetime, timedelta

from tests.conftest import SettableClock
from tests.people import PASSWORD, PersonClient
from webapp.web.edge import Tumen

STEP = timedelta(seconds=30)
PLACE = "/account/second-factor"


class Authenticator:
    """Shows codes of the secret that a page gave."""

    def __init__(self, secret: str, clock: SettableClock) -> None:
        self._key, self._clock = base64.b32decode(secret.replace("-", "")), clock

    def code(self, *, later: timedelta = timedelta()) -> str:
        """The code of now, or ``later``."""
        digest = hmac.digest(self._key, struct.pack(">Q", _counter(self._clock() + later)), "sha1")
        place = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    def next_code(self) -> str:
        """The next one, half a minute later: each is taken once."""
        self._clock.move(STEP)
        return self.code()

    def wrong_code(self) -> str:
        """Six digits that are none of those around now."""
        near = {self.code(later=STEP * number) for number in range(-2, 3)}
        return next(code for code in map("{:06}".format, range(9)) if code not in near)


def _counter(instant: datetime) -> int:
    return int(instant.timestamp()) // 30


def set_up(client: PersonClient, clock: SettableClock) -> tuple[Authenticator, list[str]]:
    """Set a second factor up as its pages say; the app, and the recovery codes."""
    assert client.post(PLACE, data={"password": PASSWORD}).status_code == 303
    app = Authenticator(secrets_in(client.get(PLACE).text)[0], clock)
    done = client.post(f"{PLACE}/confirm", data={"code": app.code()})
    assert done.status_code == 200, done.text
    return app, secrets_in(done.text)


def secrets_in(page: str) -> list[str]:
    """What a page shows to be kept."""
    return [html.unescape(each) for each in re.findall(r'class="secret">([^<]+)<', page)]


def half_in(app: Tumen, *, email: str = "eva@example.org", onward: str | None = None) -> PersonClient:
    """A browser in which the password was given, and no code."""
    client = PersonClient(app, app.response_class)
    came = {"next": onward} if onward else {}
    given = client.post("/login", data={"email": email, "password": PASSWORD}, query_string=came)
    assert given.location.startswith("/login/code"), given.location
    return client
