"""A question's way to its students: status, changes that wait for a second person, and back to a former content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, Conflict, Forbidden, NotFound

from question_bank.changes import changed_fields
from question_bank.questions import Question, Status
from webapp.bank.forms.asked import read_proposal, read_revision
from webapp.bank.queries import proposals, questions
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.services import publishing
from webapp.bank.services.checking import BadQuestionError
from webapp.bank.services.editing import EditConflictError, save_question
from webapp.bank.services.publishing import (
    Asking,
    Moved,
    NeedsSecondPersonError,
    NoSuchProposalError,
    NotInReviewError,
)
from webapp.bank.services.revision_writing import Edit
from webapp.cards import render_result
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import asking, blueprint, load_question, nothing_changed, preview_of, saved_words

MOST_WAITING = 200
STATUSES = frozenset(status.value for status in Status)


@blueprint.get("/review")
def review() -> str:
    """Everything that waits for a second person."""
    rows = proposals.waiting(request_session(), most=MOST_WAITING)
    return render_template(
        "bank/review.html",
        rows=[(row, Question.from_json(row.content)) for row in rows],
        own=require_person().id,
        own_allowed=asking().own_allowed,
    )


@blueprint.post("/questions/<key>/status")
def set_status(key: str) -> ResponseReturnValue:
    """Give a question to review, publish it, take it back, or retire it."""
    row = load_question(request_session(), key)
    status = request.form.get("status", "")
    if status not in STATUSES:
        raise BadRequest(gettext("Choose draft, review, published or retired. Nothing was changed."))
    base = read_revision(request.form, "base_revision")

    def move(who: Asking) -> Moved:
        return publishing.set_status(
            request_session(), key=row.key, base_revision=base, status=Status(status), asking=who, now=now()
        )

    return _moved(row, move, why=publishing.WHY[Status(status)], is_published=status == Status.PUBLISHED.value)


@blueprint.get("/questions/<key>/change")
def change(key: str) -> str:
    """A change that waits, word by word and as a student would see it."""
    session = request_session()
    row = load_question(session, key)
    waiting = proposals.waiting_proposal(session, question_id=row.id)
    if waiting is None:
        raise NotFound(gettext("No change of this question waits. It may have been published or withdrawn meanwhile."))
    card, problems = preview_of(waiting.content)
    return render_template(
        "bank/change.html",
        row=row,
        waiting=waiting,
        changes=changed_fields(row.content, waiting.content),
        html=render_result(card, None, None, heading="h3") if card else "",
        problems=problems,
        is_own=waiting.author_id == require_person().id,
        may_publish=waiting.author_id != require_person().id or asking().own_allowed,
    )


@blueprint.post("/questions/<key>/change")
def settle_change(key: str) -> ResponseReturnValue:
    """Publish a change that waits, or withdraw it."""
    row, proposal = load_question(request_session(), key), read_proposal(request.form)
    action = request.form.get("action", "")
    if action == "withdraw":
        return _withdrawn(row, proposal)
    if action != "publish":
        raise BadRequest(gettext("Choose to publish the change or to withdraw it. Nothing was changed."))

    def move(who: Asking) -> Moved:
        return publishing.publish_proposal(request_session(), key=row.key, proposal_id=proposal, asking=who, now=now())

    return _moved(row, move, why=reasons.PROPOSED, is_published=True)


@blueprint.post("/questions/<key>/restore")
def restore(key: str) -> ResponseReturnValue:
    """Make a former content the present one, as a new revision or a proposal for one. The status stays as it is."""
    session = request_session()
    row = load_question(session, key)
    number, base = read_revision(request.form, "number"), read_revision(request.form, "base_revision")
    former = {each.number: each for each in questions.revisions(session, question_id=row.id)}.get(number)
    if former is None:
        raise NotFound(gettext("The question has no such revision."))
    proposal, why = read_proposal(request.form), reasons.BACK_TO.filled(revision=number)
    edit = Edit(data={**former.content, "status": row.status}, author_id=require_person().id, why=why)

    def save(_: Asking) -> Moved:
        saved = save_question(
            session, key=key, base_revision=base, base_proposal=proposal, edit=edit, now=now(),
            needs_second=not asking().own_allowed,
        )  # fmt: skip
        return Moved(saved=saved, is_own=True, bank_id=row.bank_id)

    return _moved(row, save, why=why, is_published=False)


def _moved(row: QuestionRow, move: Callable[[Asking], Moved], *, why: str, is_published: bool) -> ResponseReturnValue:
    """Do it, note it and go back to the question; or say why not."""
    try:
        moved = move(asking())
    except (BadQuestionError, EditConflictError, NeedsSecondPersonError, NotInReviewError, NoSuchProposalError) as no:
        raise _refusal(no) from no
    saved = moved.saved
    if saved.is_new_revision:
        by_author = {"by_its_author": True} if is_published and moved.is_own else {}
        note(_action(saved.is_proposed, is_published=is_published), row.key, saved.revision, why=why, **by_author)
    flash(saved_words(saved, is_published=is_published), "notice")
    return redirect(url_for("bank.question", key=row.key), 303)


def _action(is_proposed: bool, *, is_published: bool) -> str:  # noqa: FBT001  # as it stands in what was saved
    if is_proposed:
        return "change proposed"
    return "question published" if is_published else "question edited"


def _refusal(no: Exception) -> Exception:
    """The answer to somebody whose wish could not be done. Nothing was written."""
    if isinstance(no, BadQuestionError):
        return nothing_changed(no.problems)
    if isinstance(no, NeedsSecondPersonError):
        return Forbidden(gettext("You wrote the last change, so somebody else publishes it. Nothing was changed."))
    if isinstance(no, NotInReviewError):
        return BadRequest(gettext("Give it to review first; then it can be published. Nothing was changed."))
    if isinstance(no, NoSuchProposalError):
        return Conflict(gettext("This change does not wait any more. Look at the question again; nothing was changed."))
    return Conflict(
        gettext("Somebody else has changed this question meanwhile. Look at it again; nothing was changed by you.")
    )


def _withdrawn(row: QuestionRow, proposal: int) -> ResponseReturnValue:
    try:
        publishing.withdraw_proposal(request_session(), key=row.key, proposal_id=proposal, now=now())
    except NoSuchProposalError as error:
        raise _refusal(error) from error
    note("change withdrawn", row.key, row.revision)
    flash(gettext("Withdrawn. What was proposed can still be read on the page of the question."), "notice")
    return redirect(url_for("bank.question", key=row.key), 303)


def note(action: str, key: str, revision: int, **detail: Any) -> None:
    """Note what the person did with a question."""
    more: Mapping[str, Any] = {"question": key, "revision": revision, **detail}
    note_event(request_session(), action=action, user_id=require_person().id, now=now(), **more)
