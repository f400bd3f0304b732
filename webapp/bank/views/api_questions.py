"""Questions for programs: found, read, edited, made, and led from draft to students, by the rules of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, Conflict, Forbidden

from question_bank.questions import Status
from webapp.bank.queries.proposals import ProposalRow, waiting_by_question, waiting_proposal
from webapp.bank.queries.questions import QuestionRow, by_ids
from webapp.bank.queries.table import ids_after
from webapp.bank.services import publishing
from webapp.bank.services.checking import BadQuestionError
from webapp.bank.services.editing import Base, Edit, EditConflictError, create_question, save_question
from webapp.bank.services.faults import Rule, api_fault
from webapp.bank.services.publishing import Moved, NeedsSecondPersonError, NoSuchProposalError, NotInReviewError
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.clock import now
from webapp.web.identity import require_person

from .api import Refused, api, changed_meanwhile, paged, read_after, read_limit, read_object, seen, why_of, with_etag
from .blueprint import asking, load_question
from .publishing import STATUSES, note
from .table import choices_of_lists, read_table


@api.get("/questions")
def questions() -> ResponseReturnValue:
    """The questions that are asked for, in the order in which they were made."""
    session, limit = request_session(), read_limit()
    asked = read_table(request.args, choices_of_lists())
    if asked.problems:
        raise Refused(400, "bad_search", " ".join(asked.problems))
    ids = ids_after(session, wanted=asked.wanted, after=read_after(), most=limit + 1)
    shown, following = paged(ids, limit, lambda number: number)
    rows, waiting = by_ids(session, ids=shown), waiting_by_question(session, question_ids=shown)
    return jsonify(questions=[_shown(rows[number], waiting.get(number)) for number in shown], next=following)


@api.post("/questions")
def create_question_record() -> ResponseReturnValue:
    """Make a question, as a draft."""
    body = read_object(required={"question": dict}, optional={"why": str})
    data, why = body["question"], why_of(body)
    if data.get("status", Status.DRAFT.value) != Status.DRAFT.value:
        raise BadQuestionError([api_fault("a new question is a draft: publish it afterwards", Rule.FIXED, "/status")])
    edit = Edit(data=data, author_id=require_person().id, why=why)
    key = create_question(request_session(), edit=edit, now=now())
    note("question made", key, 1, why=why)
    return with_etag(_present(key), 201, location=url_for("bank_api.question", key=key, bank=request.args.get("bank")))


@api.get("/questions/<key>")
def question(key: str) -> Response:
    """A question, and the change that waits for a second person."""
    return with_etag(_present(key))


@api.put("/questions/<key>")
def save_question_record(key: str) -> Response:
    """Keep another content: as a revision, or as a change that waits for a second person."""
    row, base = load_question(request_session(), key), _base()
    body = read_object(required={"question": dict}, optional={"why": str, "changes_answer": bool})
    sent = {"id": row.key, "kind": row.kind, "status": row.status, **body["question"]}
    edit = Edit(
        data=sent,
        author_id=require_person().id,
        why=why_of(body),
        changes_answer=body.get("changes_answer", False),
    )
    if base.revision == row.revision:
        _check_fixed(row, sent)
    try:
        saved = save_question(
            request_session(), key=row.key, base_revision=base.revision, base_proposal=base.proposal, edit=edit,
            needs_second=not current_app.config["OWN_PUBLISHING"], now=now(),
        )  # fmt: skip
    except EditConflictError as conflict:
        raise _conflict(conflict.current, conflict.proposal, sent) from conflict
    if saved.is_new_revision:
        note("change proposed" if saved.is_proposed else "question edited", row.key, saved.revision, why=edit.why)
    what = "proposal" if saved.is_proposed else "revision" if saved.is_new_revision else "nothing"
    return with_etag({**_present(row.key), "saved": what, "asked_again": saved.brought_back})


@api.post("/questions/<key>/status")
def set_question_status(key: str) -> Response:
    """Give a question to review, publish it, take it back, or retire it."""
    row, base = load_question(request_session(), key), _base()
    body = read_object(required={"status": str}, optional={"why": str})
    if body["status"] not in STATUSES:
        raise BadRequest('"status" is draft, review, published or retired. Nothing was changed.')
    status, why = Status(body["status"]), why_of(body)
    try:
        moved = publishing.set_status(
            request_session(), key=row.key, base_revision=base.revision, status=status, asking=asking(), now=now(),
            why=why,
        )  # fmt: skip
    except (EditConflictError, NeedsSecondPersonError, NotInReviewError) as no:
        raise _refusal(no, row) from no
    _note_move(row, moved, why=why or publishing.WHY[status], is_published=status is Status.PUBLISHED)
    return with_etag(_present(row.key))


@api.post("/questions/<key>/proposal")
def settle_proposal(key: str) -> Response:
    """Publish the change that waits, or withdraw it."""
    row, base = load_question(request_session(), key), _base()
    body = read_object(required={"action": str})
    if body["action"] not in {"publish", "withdraw"}:
        raise BadRequest('"action" is publish or withdraw. Nothing was changed.')
    if base.revision != row.revision:
        raise _conflict(row, waiting_proposal(request_session(), question_id=row.id), None)
    try:
        if body["action"] == "withdraw":
            publishing.withdraw_proposal(request_session(), key=row.key, proposal_id=base.proposal, now=now())
            note("change withdrawn", row.key, row.revision)
            return with_etag(_present(row.key))
        moved = publishing.publish_proposal(
            request_session(), key=row.key, proposal_id=base.proposal, asking=asking(), now=now()
        )
    except (EditConflictError, NeedsSecondPersonError, NoSuchProposalError) as no:
        raise _refusal(no, row) from no
    _note_move(row, moved, why=reasons.PROPOSED, is_published=True)
    return with_etag(_present(row.key))


def _present(key: str) -> dict[str, Any]:
    row = load_question(request_session(), key)
    return _shown(row, waiting_proposal(request_session(), question_id=row.id))


def _shown(row: QuestionRow, waiting: ProposalRow | None) -> dict[str, Any]:
    """A question as a program sees it; the record is as in an export."""
    tag = f"{row.revision}.{waiting.id}" if waiting else str(row.revision)
    return {
        "question": row.content,
        "revision": row.revision,
        "etag": f'"{tag}"',
        "changed_at": row.created_at.isoformat(),
        "proposal": waiting and {
            "question": waiting.content,
            "author": waiting.author,
            "made_at": waiting.made_at.isoformat(),
            "why": waiting.why,
            "changes_answer": waiting.changes_answer,
        },
    }  # fmt: skip


def _base() -> Base:
    """What the program began with, by its If-Match; a tag that is none of ours is of no revision that there is."""
    revision, _, proposal = seen().partition(".")
    return Base(revision=_whole(revision), proposal=_whole(proposal or "0"))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _check_fixed(row: QuestionRow, sent: Mapping[str, Any]) -> None:
    """What a save does not change: the name, the kind, and the status, which has an address of its own."""
    there = {"id": row.key, "kind": row.kind, "status": row.status}
    fixed = [
        api_fault(f"'{name}' is '{value}' and is not changed in this way", Rule.FIXED, f"/{name}")
        for name, value in there.items()
        if sent[name] != value
    ]
    if fixed:
        raise BadQuestionError(fixed)


def _conflict(current: QuestionRow, waiting: ProposalRow | None, sent: Mapping[str, Any] | None) -> Refused:
    return changed_meanwhile(_shown(current, waiting), (waiting or current).content, sent)


def _refusal(no: Exception, row: QuestionRow) -> Exception:
    if isinstance(no, EditConflictError):
        return _conflict(no.current, waiting_proposal(request_session(), question_id=row.id), None)
    if isinstance(no, NeedsSecondPersonError):
        return Forbidden("The owner of this token wrote the last change, so somebody else publishes it.")
    if isinstance(no, NotInReviewError):
        return Conflict("Give it to review first; then it can be published. Nothing was changed.")
    return Conflict("No such change waits any more. Look at the question again; nothing was changed.")


def _note_move(row: QuestionRow, moved: Moved, *, why: str, is_published: bool) -> None:
    if moved.saved.is_new_revision:
        by_author = {"by_its_author": True} if is_published and moved.is_own else {}
        action = "question published" if is_published else "question edited"
        note(action, row.key, moved.saved.revision, why=why, **by_author)
