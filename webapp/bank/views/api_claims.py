"""Claims for programs: found, read, edited, made, and taken out of the bank and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, Conflict

from webapp.bank.forms.asked import read_words
from webapp.bank.queries.claims import StoredClaim, claims_after
from webapp.bank.services import claim_editing
from webapp.bank.services.claim_checking import BadClaimError
from webapp.bank.services.claim_editing import ClaimConflictError, ClaimEdit
from webapp.bank.services.faults import Rule, api_fault
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .api import Refused, api, changed_meanwhile, paged, read_after, read_limit, read_object, seen, why_of, with_etag
from .claims import load_claim

ACTIVE, RETIRED = "active", "retired"


@api.get("/claims")
def claims() -> ResponseReturnValue:
    """The claims with all the words, in the order in which they were made; no retired ones."""
    limit = read_limit()
    looks = request.args.get("look", "no")
    if looks not in {"yes", "no"}:
        raise BadRequest('"look" is yes or no.')
    rows = claims_after(
        request_session(), words=read_words(request.args), after=read_after(), most=limit + 1, looks_only=looks == "yes"
    )
    shown, following = paged(rows, limit, lambda row: row.id)
    return jsonify(claims=[_shown(row) for row in shown], next=following)


@api.post("/claims")
def create_claim_record() -> Response:
    """Make a claim."""
    body = read_object(required={"claim": dict}, optional={"why": str})
    edit = ClaimEdit(data=body["claim"], author_id=require_person().id, why=why_of(body))
    key = claim_editing.create_claim(request_session(), edit=edit, now=now())
    _note("claim made", key, revision=1, why=edit.why)
    return with_etag(_present(key), 201, location=url_for("bank_api.claim", key=key, bank=request.args.get("bank")))


@api.get("/claims/<key>")
def claim(key: str) -> Response:
    """A claim, retired ones too."""
    return with_etag(_present(key))


@api.put("/claims/<key>")
def save_claim_record(key: str) -> Response:
    """Keep another content as a revision; rivals name the claim in turn."""
    row, base = load_claim(request_session(), key), seen()
    body = read_object(required={"claim": dict}, optional={"why": str})
    sent = {"id": row.key, **body["claim"]}
    if base != _tag(row):
        raise _conflict(row, sent)
    if row.retired_at is not None:
        raise Conflict("This claim is retired: bring it back before you change it. Nothing was changed.")
    if sent["id"] != row.key:
        raise BadClaimError([api_fault(f"'id' is '{row.key}' and is never changed", Rule.FIXED, "/id")])
    edit = ClaimEdit(data=sent, author_id=require_person().id, why=why_of(body))
    try:
        saved = claim_editing.save_claim(
            request_session(), key=row.key, base_revision=row.revision, edit=edit, now=now()
        )
    except ClaimConflictError as conflict:
        raise _conflict(conflict.current, sent) from conflict
    if saved.is_new_revision:
        _note("claim edited", row.key, revision=saved.revision, why=edit.why, rivals=list(saved.rivals))
    what = "revision" if saved.is_new_revision else "nothing"
    return with_etag({**_present(row.key), "saved": what, "rivals": list(saved.rivals)})


@api.post("/claims/<key>/status")
def set_claim_status(key: str) -> Response:
    """Take a claim out of the bank, or bring it back. Nothing is done where it is so already."""
    row, base = load_claim(request_session(), key), seen()
    body = read_object(required={"status": str}, optional={"why": str})
    status, why = body["status"], why_of(body)
    if status not in {ACTIVE, RETIRED}:
        raise BadRequest('"status" is active or retired. Nothing was changed.')
    if base != _tag(row):
        raise _conflict(row, None)
    if status == _status(row):
        return with_etag(_present(row.key))
    edit = ClaimEdit(data=row.content, author_id=require_person().id, why=why)
    act = claim_editing.retire_claim if status == RETIRED else claim_editing.return_claim
    try:
        act(request_session(), key=row.key, base_revision=row.revision, edit=edit, now=now())
    except ClaimConflictError as conflict:
        raise _conflict(conflict.current, None) from conflict
    _note("claim retired" if status == RETIRED else "claim returned", row.key, **({"why": why} if why else {}))
    return with_etag(_present(row.key))


def _present(key: str) -> dict[str, Any]:
    return _shown(load_claim(request_session(), key))


def _shown(row: StoredClaim) -> dict[str, Any]:
    """A claim as a program sees it; the record is as in an export."""
    return {"claim": row.content, "revision": row.revision, "etag": f'"{_tag(row)}"', "status": _status(row)}


def _status(row: StoredClaim) -> str:
    return ACTIVE if row.retired_at is None else RETIRED


def _tag(row: StoredClaim) -> str:
    """What tells one state of a claim from another: retiring is no revision."""
    return str(row.revision) if row.retired_at is None else f"{row.revision}.retired"


def _conflict(current: StoredClaim, sent: Mapping[str, Any] | None) -> Refused:
    return changed_meanwhile(_shown(current), current.content, sent)


def _note(action: str, key: str, **detail: Any) -> None:
    note_event(request_session(), action=action, user_id=require_person().id, now=now(), claim=key, **detail)
