"""The bank for programs: what its addresses share. Bodies are read strictly, and nobody overwrites unseen.

A record goes out with an ETag; a change names in If-Match the one that its author began with, as the hidden fields of
the editor's forms do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from question_bank.changes import differing_texts
from question_bank.characters import UNSTORABLE
from webapp.bank.forms.question import LONGEST_WHY
from webapp.bank.services.article_editing import BadArticleError
from webapp.bank.services.checking import BadQuestionError
from webapp.bank.services.claim_checking import BadClaimError
from webapp.bank.services.faults import Fault, Rule, api_fault
from webapp.bank.services.vocabulary import BadTermError
from webapp.web.api_table import describe
from webapp.web.json_body import json_body

from .api_operations import PART

LARGEST_RECORD = 256 * 1024  # bytes of a body with a claim or a question; an article's text may be longer
USUAL_ROWS, MOST_ROWS = 50, 200
LARGEST_NUMBER = 2**31 - 1
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')  # a proxy that packs an answer makes its ETag a weak one

Row = TypeVar("Row")

api = Blueprint("bank_api", __name__, url_prefix="/api/v1/bank")


@api.record_once
def _describe(state: BlueprintSetupState) -> None:
    describe(cast("Flask", state.app), PART)


class Refused(Exception):  # noqa: N818  # an answer, not an error of ours
    """A refusal that says more than code and message. Nothing was written."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        self.status = status
        self.error = {"code": code, "message": message, **more}
        super().__init__(message)


@api.errorhandler(Refused)
def _refused(refused: Refused) -> ResponseReturnValue:
    return jsonify(error=refused.error), refused.status


@api.errorhandler(BadQuestionError)
@api.errorhandler(BadClaimError)
@api.errorhandler(BadArticleError)
@api.errorhandler(BadTermError)
def _not_kept(error: BadQuestionError | BadClaimError | BadArticleError | BadTermError) -> ResponseReturnValue:
    """What was sent and cannot be kept, finding by finding; 409 where its name is taken."""
    findings = [each if isinstance(each, Fault) else api_fault(each, Rule.CONTENT) for each in error.problems]
    is_taken = any(each.rule is Rule.NAME for each in findings)
    listed = [{"rule": each.rule.value, "place": each.place, "message": str(each)} for each in findings]
    code = "name_taken" if is_taken else "not_kept"
    message = "Nothing was changed: " + "; ".join(error.problems) + "."
    return jsonify(error={"code": code, "message": message, "findings": listed}), 409 if is_taken else 422


def read_object(*, required: Mapping[str, type], optional: Mapping[str, type] | None = None,
                most: int | None = LARGEST_RECORD) -> dict[str, Any]:  # fmt: skip
    """The object that was sent, with members of these types and no others. Raises BadRequest."""
    body, known = json_body(most=most), {**required, **(optional or {})}
    if not isinstance(body, dict):
        raise BadRequest("Send an object with " + ", ".join(f'"{name}"' for name in required) + ".")
    for name, value in body.items():
        if name not in known:
            raise BadRequest(f'"{name[:60]}" is not known here. Known are {", ".join(known)}.')
        if not isinstance(value, known[name]) or (isinstance(value, bool) and known[name] is not bool):
            raise BadRequest(f'"{name}" is {_TYPES[known[name]]}.')
    missing = [name for name in required if name not in body]
    if missing:
        raise BadRequest(f'"{missing[0]}" is missing.')
    return body


_TYPES: Mapping[type, str] = {dict: "an object", str: "a text", bool: "true or false", int: "a whole number"}


def why_of(body: Mapping[str, Any]) -> str:
    """The reason that was sent, empty where none was. Raises BadRequest."""
    why = str(body.get("why", ""))
    if len(why) > LONGEST_WHY or UNSTORABLE.search(why):
        raise BadRequest(f'"why" is a text of at most {LONGEST_WHY:,} characters.')
    return why


def seen() -> str:
    """What stands in If-Match, without its quotation marks. Raises Refused (428) where it is missing."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent or sent == "*":
        raise Refused(428, "if_match_missing", "Send the ETag of what you have read in If-Match. Nothing was changed.")
    found = _ETAG.fullmatch(sent)
    if found is None:
        raise BadRequest('If-Match has one ETag in quotation marks, such as "3". Nothing was changed.')
    return found[1]


def with_etag(content: Mapping[str, Any], status: int = 200, *, location: str | None = None) -> Response:
    """A record with its ETag; 304 without it for whoever has it already."""
    response = jsonify(content)
    response.status_code = status
    response.headers["ETag"] = content["etag"]
    response.cache_control.private = True
    response.cache_control.no_cache = True
    if location is not None:
        response.headers["Location"] = location
    if request.method == "GET":
        response.make_conditional(request)
    return response


def changed_meanwhile(current: Mapping[str, Any], now: Mapping[str, Any], sent: Mapping[str, Any] | None) -> Refused:
    """The answer to who comes second: what there is by now, and where what they sent is otherwise.

    ``now`` is the record in ``current`` that ``sent`` was meant to take the place of; None: no record was sent.
    """
    differs = [
        {"path": list(path), "current": old, "sent": new} for path, old, new in differing_texts(now, sent or now)
    ]
    message = "Somebody else has changed this meanwhile. Look at it again; nothing was changed by you."
    return Refused(412, "changed_meanwhile", message, current=current, differs=differs)


def read_limit() -> int:
    """How many records are asked for. Raises BadRequest."""
    return _number("limit", least=1, most=MOST_ROWS, missing=USUAL_ROWS)


def read_after() -> int:
    """The record that the page before ended with, 0 for the first page. Raises BadRequest."""
    return _number("after", least=0, most=LARGEST_NUMBER, missing=0)


def _number(name: str, *, least: int, most: int, missing: int) -> int:
    text = request.args.get(name, str(missing))
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise BadRequest(f'"{name}" is a number from {least} to {most}.')
    return int(text)


def paged(rows: Sequence[Row], limit: int, last: Callable[[Row], object]) -> tuple[Sequence[Row], str | None]:
    """The rows of a page, of which one more was read than there are on it, and the address of the next one."""
    if len(rows) <= limit:
        return rows, None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    shown = rows[:limit]
    return shown, f"{url_for(request.endpoint or '')}?{urlencode([*kept, ('after', str(last(shown[-1])))])}"
