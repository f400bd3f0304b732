"""Errors in words: what happened, what was kept, what to do. As a page, or as JSON for programs and modules."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InterfaceError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import (
    BadHost,
    Conflict,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    SecurityError,
)

from webapp.db import database, roll_back_request
from webapp.models.user import User

from .access import is_api, wants_json
from .identity import forget_person
from .logs import log

WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (_l("This could not be read"), _l("Nothing was changed. Go back, look at what you sent, and try again.")),
    401: (_l("Nobody is known here yet"), _l("Log in, or press Study now on the home page to begin as a guest.")),
    403: (
        _l("This page is not open to you"),
        _l("Nothing was changed. If you should be let in, ask an administrator."),
    ),
    404: (
        _l("There is no such page"),
        _l("The address may be misspelt, or the page is gone. The home page leads everywhere."),
    ),
    405: (_l("That does not work here"), _l("This address does not take that kind of request. Nothing was changed.")),
    409: (_l("Somebody else was faster"), _l("Nothing of yours was changed. Look at the page again, then decide.")),
    410: (_l("This link has been used"), _l("It worked once, as it should. Ask for a new one if you still need it.")),
    413: (_l("That is too large"), _l("Nothing was changed. Send less at once.")),
    415: (_l("This kind of content is not read here"), _l("Nothing was changed. The API reads application/json.")),
    429: (_l("Too many attempts"), _l("Nothing was changed. Wait a little, then try again.")),
    500: (_l("Something went wrong here"), _l("This is our fault, not yours. Try again in a moment.")),
    503: (
        _l("Nothing can be saved right now"),
        _l("Reading still works and what was saved is kept. Try again in a moment."),
    ),
}
GONE = _l("What this was meant for has been deleted, and nobody is known in this browser any more. Nothing was saved.")
NOT_THERE = (IntegrityError, NoResultFound, StaleDataError, ObjectDeletedError)
"""What a request meets whose person is deleted while it is at work."""
BUSY = _l("The database is busy or its disk is full. Nothing of this request was saved; it is safe to send it again.")
READS = frozenset({"GET", "HEAD"})
UNREADABLE_ADDRESS = (
    _l("This address could not be read"),
    _l("It asks for something that cannot be. Its part before the question mark leads to the whole page."),
)
"""What is said where nothing was sent."""
CODES = {400: "bad_request", 401: "unknown_person", 403: "forbidden", 404: "not_found", 405: "wrong_method",
         409: "not_possible", 413: "too_large", 415: "wrong_content", 429: "too_many", 500: "our_fault",
         503: "busy"}  # fmt: skip
EXPIRED_PAGE = _l(
    "This page had been open for so long, or in so many windows, that it can no longer prove that the click was yours. "
    "Nothing was changed. Load the page again and repeat the last step."
)
EXPIRED_WORDS = (
    _l("This page was open for too long"),
    _l("Nothing was changed. Load the page again and repeat the last step."),
)


class NotPossible(Conflict):
    """Something cannot be done as things are, though nobody else was in the way: in words of its own."""

    heading = _l("This cannot be done as things are")
    advice = _l("Nothing was changed.")


def is_busy(error: BaseException | None) -> bool:
    """Whether the database could not be written or reached for now: locked, full, or gone."""
    return isinstance(error, (OperationalError, InterfaceError))


def answer(
    status: int, message: str, *, code: str | None = None, words: tuple[LazyString, LazyString] | None = None
) -> ResponseReturnValue:
    """An error as the asker reads it: JSON where that is wanted, else a page. ``message`` says what happened in this
    case, ``words`` are a heading and an advice in the place of the status's own.
    """
    if wants_json():
        return jsonify(error={"code": code or CODES.get(status, "error"), "message": message}), status
    if words is None and status == 400 and request.method in READS:
        words = UNREADABLE_ADDRESS
    title, advice = map(str, words or WORDS.get(status, WORDS[500] if status >= 500 else WORDS[400]))
    said = message.removeprefix(f"{title}. ")
    page = render_template("errors/error.html", status=status, heading=title, message=said, advice=advice)
    return page, status


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, InternalServerError):
        return _on_internal_error(error)
    is_own_message = error.description not in {None, type(error).description}
    message = str(error.description) if is_own_message and error.description else _standard_message(status)
    response = current_app.make_response(
        answer(
            status, message, words=(str(error.heading), str(error.advice)) if isinstance(error, NotPossible) else None
        )
    )
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if status == 401 and is_api(request.path):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _standard_message(status: int) -> str:
    words = WORDS.get(status)
    return f"{words[0]}. {words[1]}" if words else f"{HTTPStatus(status).phrase}. " + _("Nothing was changed.")


def _on_too_many(error: RateLimitExceeded) -> ResponseReturnValue:
    """The whole window is named as the time to wait: attempts leave it one by one, and after it all have."""
    window = error.limit.limit.get_expiry()
    minutes = max(1, round(window / 60))
    said = ngettext(
        "More attempts than are taken here in %(num)d minute.",
        "More attempts than are taken here in %(num)d minutes.",
        minutes,
    )
    response = current_app.make_response(answer(429, said))
    response.retry_after = window
    return response


def _on_lost_token(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, str(EXPIRED_PAGE), code="token_missing", words=EXPIRED_WORDS)


def _on_busy(error: BaseException) -> ResponseReturnValue:
    log().error("the database could not be used", endpoint=request.endpoint, error=str(error.__cause__ or error))
    return answer(503, str(BUSY))


def _on_not_there(error: Exception) -> ResponseReturnValue:
    """No fault where the person of the request was deleted meanwhile; any other is raised again, to be a 500."""
    if not _is_deleted_meanwhile():
        raise error
    return _answer_nobody()


def _is_deleted_meanwhile() -> bool:
    """Whether the person of this request was known when it began and is no longer in the database."""
    person = g.get("person")
    if person is None:
        return False
    roll_back_request()
    with database().reader() as session:
        return session.scalar(select(User.id).where(User.id == person.id, User.erasing_at.is_(None))) is None


def _answer_nobody() -> ResponseReturnValue:
    forget_person()
    return answer(401, str(GONE)) if wants_json() else redirect("/", 303)


def _on_internal_error(error: InternalServerError) -> ResponseReturnValue:
    if isinstance(error.original_exception, NOT_THERE) and _is_deleted_meanwhile():  # at the commit, after the view
        return _answer_nobody()
    if is_busy(error.original_exception):
        return _on_busy(error.original_exception or error)
    return answer(500, _("The server's log says what. What you had saved before is kept."))


def _on_other_host(_error: SecurityError | BadHost) -> ResponseReturnValue:
    """A request that names another host than TUMEN_PUBLIC_URL's, or none that can be. No page: its links would lead
    to that host.
    """
    return "This host is not served here.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def init_app(app: Flask) -> None:
    app.register_error_handler(SecurityError, _on_other_host)
    app.register_error_handler(BadHost, _on_other_host)
    app.register_error_handler(RateLimitExceeded, _on_too_many)
    app.register_error_handler(CSRFError, _on_lost_token)
    app.register_error_handler(OperationalError, _on_busy)
    app.register_error_handler(InterfaceError, _on_busy)
    for kind in NOT_THERE:
        app.register_error_handler(kind, _on_not_there)
    app.register_error_handler(HTTPException, _on_http_error)
