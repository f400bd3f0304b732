"""The edge of the application: one commit (or none) a request, and addresses that do not trust the Host header."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.ctx import RequestContext
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.routing import MapAdapter
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

from webapp.db import commit_request, roll_back_request
from webapp.models.visible import NOTHING, only_visible

from .afterwards import hand_over
from .hosts import checked_host
from .logs import log
from .sessions import TumenSession
from .short_way import ShortWays
from .static_files import send_joined
from .uploads import UPLOADS, place_for_upload

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class FormRequest(Request):
    """A request whose forms are texts: where a text is asked for, a file would be something else to every reader."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """As Werkzeug reads them, without its walk over all headers in search of theirs."""
        cookies = parse_cookie(self.environ.get("HTTP_COOKIE"), cls=ImmutableMultiDict)
        return cast("ImmutableMultiDict[str, str]", cookies)

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        """Werkzeug's hook for a place to put an uploaded file."""
        if self.endpoint in UPLOADS:
            return place_for_upload()
        raise UnsupportedMediaType(gettext("No page here takes files."))


class Tumen(Flask):
    """Flask, with a transaction around each request: what it wrote is committed once the answer and the session are
    made, and undone where the answer is an error.
    """

    request_class = FormRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.short_ways = ShortWays(self)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request: by the short way if there is one and all is in order, else as Flask does."""
        with only_visible(NOTHING):  # until it is known who asks (``access``, ``short_way``)
            answer = self.short_ways.answer(environ)
            if answer is None:
                return super().wsgi_app(environ, start_response)
            start_response("200 OK", answer.headers)
            return [answer.body]

    def context_of_words(self, environ: WSGIEnvironment) -> RequestContext:
        """What templates and translations need to know of a request of the short way; nobody's session is in it."""
        return RequestContext(self, environ, session=TumenSession())

    def process_response(self, response: Response) -> Response:
        response = super().process_response(response)
        if response.status_code < 400:
            commit_request()
            hand_over(response)
        else:
            roll_back_request()
        return response

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Views and hooks as they are: none is a coroutine, and asking each one costs."""
        return func

    def send_static_file(self, filename: str) -> Response:
        """A file of the folder, or several style sheets as one."""
        return send_joined(self) or super().send_static_file(filename)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Links that leave the site (in mails) name the address of the configuration, whatever a request claims."""
        if request is None:
            return super().create_url_adapter(None)
        request.trusted_hosts = self.config["TRUSTED_HOSTS"]
        request.host = checked_host(request.environ, request.trusted_hosts)
        public = urlsplit(self.config["PUBLIC_URL"])  # which urllib remembers
        return MapAdapter(
            self.url_map,
            server_name=public.netloc,
            script_name=request.root_path,
            subdomain="",
            url_scheme=public.scheme,
            path_info=request.path,
            default_method=request.method,
            query_args=request.query_string.decode(errors="replace"),
        )

    def log_exception(self, exc_info: Any) -> None:
        """The rule is logged, not the path: a path may hold the token of a link."""
        rule = request.url_rule.rule if request and request.url_rule else None
        log().error("a request failed", method=request.method, rule=rule, exc_info=exc_info)
