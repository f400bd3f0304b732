"""The headers that every answer carries: what a browser may do with it and how long it may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from .static_files import is_named_by_content

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OWN = ("script-src", "style-src", "img-src", "connect-src", "worker-src", "manifest-src", "form-action")
NONE = ("default-src", "base-uri", "frame-ancestors")
POLICY = "; ".join([*(f"{kind} 'none'" for kind in NONE), *(f"{kind} 'self'" for kind in OWN)])
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=63072000; includeSubDomains"
FORGET = '"cache", "storage"'
A_YEAR = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    headers = list(HEADERS.items())
    if app.config["PUBLIC_URL"].startswith("https:"):
        headers.append(("Strict-Transport-Security", HSTS))
    app.wsgi_app = _dressing(app.wsgi_app, headers)  # type: ignore[method-assign,assignment]
    app.after_request(_name_lifetime)


def forgetting(response: BaseResponse) -> BaseResponse:
    """``response`` to somebody who leaves: the browser is to forget all that it keeps of this site."""
    response.headers["Clear-Site-Data"] = FORGET
    return response


def _dressing(application: WSGIApplication, extra: list[tuple[str, str]]) -> WSGIApplication:
    """``application`` with ``extra`` headers on whatever it answers. Outermost, it costs next to nothing."""

    def dressed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *extra], *rest)

        return application(environ, start)

    return dressed


def _name_lifetime(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code < 400:
        # Only the version that is sent may be kept: another one's address is to give another content one day.
        response.headers["Cache-Control"] = A_YEAR if is_named_by_content(current_app) else "no-cache"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
