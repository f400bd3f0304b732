"""Actors, issues and topics for programs: found, read, added, edited, and taken out of the vocabulary and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, jsonify, request, url_for
from werkzeug.exceptions import BadRequest

from webapp.bank.forms.asked import read_words
from webapp.bank.queries.vocabulary import KEYS, Term, TermKind, terms_after
from webapp.bank.services import vocabulary as service
from webapp.bank.services.faults import Rule, api_fault
from webapp.bank.services.vocabulary import BadTermError, TermConflictError
from webapp.db import request_session
from webapp.web.clock import now

from .api import Refused, api, changed_meanwhile, paged, read_after, read_limit, read_object, seen, why_of, with_etag
from .vocabulary import load_term, note_term

ACTIVE, RETIRED = "active", "retired"


def _find(kind: TermKind) -> Response:
    """The terms of a kind with all the words, in the order in which they were made; none that was taken out."""
    limit = read_limit()
    words = " ".join(read_words(request.args))
    rows = terms_after(request_session(), kind=kind, words=words, after=read_after(), most=limit + 1)
    listed, following = paged(rows, limit, lambda row: row.id)
    return jsonify({f"{kind}s": [_shown(row) for row in listed], "next": following})


def _create(kind: TermKind) -> Response:
    """Add a term."""
    body = read_object(required={kind.value: dict}, optional={"why": str})
    why = why_of(body)
    key = service.create_term(request_session(), kind=kind, data=body[kind.value])
    note_term(kind, "made", key, why=why)
    location = url_for(f"bank_api.{kind}", term=key, bank=request.args.get("bank"))
    return with_etag(_present(kind, key), 201, location=location)


def _read(kind: TermKind, term: str) -> Response:
    """A term, one that was taken out too."""
    return with_etag(_present(kind, term))


def _save(kind: TermKind, term: str) -> Response:
    """Keep another content of a term."""
    before, base = load_term(request_session(), kind, term), seen()
    body = read_object(required={kind.value: dict}, optional={"why": str})
    why, at = why_of(body), KEYS[kind]
    sent = {at: before.key, **body[kind.value]}
    if sent[at] != before.key:
        raise BadTermError([api_fault(f"'{at}' is '{before.key}' and is never changed", Rule.FIXED, f"/{at}")])
    try:
        changes = service.save_term(
            request_session(), kind=kind, key=before.key, edition=base, data=sent, now=now()
        )  # fmt: skip
    except TermConflictError as conflict:
        raise _conflict(conflict.current, sent) from conflict
    if changes:
        note_term(kind, "edited", before.key, changes, why=why)
    return with_etag(_present(kind, before.key))


def _set_status(kind: TermKind, term: str) -> Response:
    """Take a term out of the vocabulary, or bring it back. Nothing is done where it is so already."""
    before, base = load_term(request_session(), kind, term), seen()
    body = read_object(required={"status": str}, optional={"why": str})
    status, why = body["status"], why_of(body)
    if status not in {ACTIVE, RETIRED}:
        raise BadRequest('"status" is active or retired. Nothing was changed.')
    if base != before.edition:
        raise _conflict(before, None)
    if status == _status(before):
        return with_etag(_shown(before))
    act = service.retire_term if status == RETIRED else service.return_term
    try:
        act(request_session(), kind=kind, key=before.key, edition=base, now=now())
    except TermConflictError as conflict:
        raise _conflict(conflict.current, None) from conflict
    note_term(kind, "retired" if status == RETIRED else "returned", before.key, why=why)
    return with_etag(_present(kind, before.key))


def _present(kind: TermKind, key: str) -> dict[str, Any]:
    return _shown(load_term(request_session(), kind, key))


def _shown(row: Term) -> dict[str, Any]:
    """A term as a program sees it; the record is as in an export."""
    return {
        row.kind.value: row.content, "claims": row.uses, "etag": f'"{row.edition}"', "status": _status(row),
    }  # fmt: skip


def _status(row: Term) -> str:
    return RETIRED if row.is_retired else ACTIVE


def _conflict(current: Term, sent: Mapping[str, Any] | None) -> Refused:
    return changed_meanwhile(_shown(current), current.content, sent)


for _kind in TermKind:
    for _rule, _endpoint, _view, _method in (
        (f"/{_kind}s", f"{_kind}s", _find, "GET"),
        (f"/{_kind}s", f"create_{_kind}_record", _create, "POST"),
        (f"/{_kind}s/<term>", f"{_kind}", _read, "GET"),
        (f"/{_kind}s/<term>", f"save_{_kind}_record", _save, "PUT"),
        (f"/{_kind}s/<term>/status", f"set_{_kind}_status", _set_status, "POST"),
    ):
        api.add_url_rule(_rule, endpoint=_endpoint, view_func=partial(_view, _kind), methods=[_method])
