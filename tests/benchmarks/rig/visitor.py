"""A browser as far as a benchmark needs one: cookies, a CSRF token, and a clock on each request."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from .traffic import HOST, PATIENCE

TOKEN = re.compile(r'name="csrf[_-]token"[^>]*?(?:value|content)="([^"]+)"')


class VisitError(RuntimeError):
    """A page that did not come, or came without what is needed to go on."""


@dataclass(slots=True)
class Visitor:
    """Somebody who visits the server at ``port``. ``seconds`` is how long the last request took."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""
    seconds: float = 0.0

    def get(self, path: str) -> str:
        return self._request("GET", path)

    def post_form(self, path: str, **fields: str) -> str:
        return self._request("POST", path, urlencode({"csrf_token": self.csrf_token, **fields}))

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _request(self, method: str, path: str, body: str | None = None) -> str:
        headers = {"Cookie": self.cookie_header} if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        begin = time.perf_counter()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        self.seconds = time.perf_counter() - begin
        connection.close()
        if response.status >= 400:
            raise VisitError(f"{method} {path}: {response.status}\n{text[:500]}")
        self._remember(response, text)
        return text

    def _remember(self, response: HTTPResponse, text: str) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        found = TOKEN.search(text)
        if found:
            self.csrf_token = found[1]


def start_guest(port: int) -> Visitor:
    """A new guest, with the token that the study page carries for its posts."""
    visitor = Visitor(port)
    visitor.get("/")
    visitor.post_form("/start", zone="UTC")
    visitor.get("/study")
    return visitor
