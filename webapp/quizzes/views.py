"""The pages of quizzes: the list, the form, one page a question, the overview before and the result after."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.grading import BadResponse
from webapp.cards import SealedCard, read_response, render_result, render_sealed, seal
from webapp.cards.originals import originals_of
from webapp.db import database, request_session
from webapp.models.base import to_milliseconds
from webapp.reviews.known import Known, known_of
from webapp.web import errors
from webapp.web.access import wants_json
from webapp.web.ago import read_ago
from webapp.web.clock import now
from webapp.web.identity import require_person
from webapp.web.words import words_of

from .forms import QuizForm, read_attempt_id, read_page
from .queries import attempts, choices
from .queries.attempts import AttemptRow, ItemRow
from .services.answering import ClosedError, FinalError, keep_answer
from .services.listing import list_attempts
from .services.making import TooFewError, make_attempt
from .services.results import results
from .services.submitting import NotSubmittedError, study_wrong, submit
from .services.wishes import PICKED_AS, PICKS, USUAL_QUESTIONS, Pick

blueprint = Blueprint("quizzes", __name__)

A_MINUTE = timedelta(minutes=1)


def _known() -> Known:
    return known_of(database())


@blueprint.get("/quiz")
def index() -> ResponseReturnValue:
    """The student's quizzes, and the ways to another one."""
    session, user_id = request_session(), require_person().id
    listed = list_attempts(session, user_id=user_id, page=read_page(request.args))
    return render_template(
        "quizzes/index.html",
        listed=listed,
        ready_made=[(pick, words, uuid4()) for pick, words in PICKS.items() if pick != Pick.RANDOM],
        usual=USUAL_QUESTIONS,
        picked_as=PICKED_AS,
        **_clock(),
    )


@blueprint.route("/quiz/new", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    """The form in which a quiz is wished for."""
    session, user_id = request_session(), require_person().id
    form = _form(session)
    if request.method != "POST":
        return render_template("quizzes/make.html", form=form)
    if not form.validate():
        return render_template("quizzes/make.html", form=form), 400
    attempt_id = form.attempt_id()
    try:
        make_attempt(
            session,
            user_id=user_id,
            attempt_id=attempt_id,
            wishes=form.wishes(),
            now=now(),
            generator=random.SystemRandom(),
        )
    except TooFewError as error:
        form.form_errors.append(str(error))
        return render_template("quizzes/make.html", form=form), 400
    except IntegrityError:
        session.rollback()  # the same form, sent twice at once: the other one has made it
    return redirect(url_for("quizzes.question", attempt=attempt_id, position=1), 303)


@blueprint.get("/quiz/<attempt>")
def attempt(attempt: str) -> ResponseReturnValue:
    """An open quiz: which questions have an answer. One that was handed in: the result of what was graded."""
    session, user_id = request_session(), require_person().id
    found = _own(session, user_id, attempt)
    rows = attempts.items(session, user_id=user_id, attempt_id=found.id)
    if found.submitted_at is None:
        return render_template("quizzes/overview.html", quiz=found, items=rows, picked_as=PICKED_AS, **_clock())
    rows = [row for row in rows if row.outcome is not None]
    shown = results(session, rows=rows, known=_known(), originals=originals_of(current_app))
    cards = [(each, render_result(each.card, each.grade, each.response, heading="h3")) for each in shown]
    return render_template("quizzes/result.html", quiz=found, items=rows, cards=cards, picked_as=PICKED_AS, **_clock())


@blueprint.get("/quiz/<attempt>/<int:position>")
def question(attempt: str, position: int) -> ResponseReturnValue:
    """A question of an open quiz; with feedback at once, its result once it was answered."""
    session, user_id = request_session(), require_person().id
    place = _own_item(session, user_id, attempt, position)
    found, row = place.quiz, place.row
    if found.submitted_at is not None or found.is_over(now()):
        return redirect(url_for("quizzes.attempt", attempt=found.id), 303)
    if row.outcome is not None:
        (shown,) = results(session, rows=[row], known=_known(), originals=originals_of(current_app))
        html = render_result(shown.card, shown.grade, shown.response)
        return _page(place, html=html)
    card = _sealed(session, row)
    given = card.sealed(json.loads(row.response)) if row.response else None
    return _page(place, html=render_sealed(card, given))


@blueprint.post("/quiz/<attempt>/<int:position>")
def answer(attempt: str, position: int) -> ResponseReturnValue:
    """Keep an answer, and go where the student wants; a page that asks for JSON only has it kept."""
    user_id, at = require_person().id, now()
    with database().reader() as reader:
        place = _own_item(reader, user_id, attempt, position)
        found, row = place.quiz, place.row
        card = _sealed(reader, row)
        content = attempts.pinned(reader, rows=[row], known=_known())[position]
    try:
        given = read_response(content.kind, request.form)
        response = None if given is None else card.opened(given)
        counts = keep_answer(
            request_session(),
            user_id=user_id,
            attempt_id=found.id,
            position=position,
            question=content,
            response=response,
            given_at=max(at - read_ago(request.form), found.made_at),
            now=at,
        )
    except BadResponse as problem:
        if wants_json():
            return errors.answer(422, words_of(problem))
        html = render_sealed(card, entered=dict(request.form.lists()))
        return _page(place, html=html, problem=words_of(problem)), 400
    except (ClosedError, FinalError) as refusal:
        return _refused(found, str(refusal))
    said = _("Your answer is kept.")
    if not counts:
        said = _(
            "To question %(number)s you have a later answer, from another window. That one counts.", number=position
        )
        flash(said, "notice")  # for the next page: the one that waited is shown anew, if it is open still
    if wants_json():
        return jsonify(message=said, is_old=not counts)
    return redirect(_next_address(place), 303)


@blueprint.post("/quiz/<attempt>/submit")
def hand_in(attempt: str) -> ResponseReturnValue:
    """Hand the quiz in, once."""
    user_id = require_person().id
    with database().reader() as reader:
        found = _own(reader, user_id, attempt)
    _hand_in(user_id, found)
    return redirect(url_for("quizzes.attempt", attempt=found.id), 303)


@blueprint.post("/quiz/<attempt>/study")
def study(attempt: str) -> ResponseReturnValue:
    """What was wrong is due now: on to the study page."""
    user_id = require_person().id
    with database().reader() as reader:
        found = _own(reader, user_id, attempt)
    try:
        keys = study_wrong(database(), user_id=user_id, attempt_id=found.id, now=now())
    except NotSubmittedError as error:
        raise BadRequest(str(error)) from error
    return redirect(url_for("study.page", card=keys[0] if keys else None), 303)


def _hand_in(user_id: int, found: AttemptRow) -> None:
    """Hand the quiz in, and say what keeps answers from the student's history."""
    for reason in submit(database(), user_id=user_id, attempt_id=found.id, now=now(), known=_known()):
        flash(_("Not every answer could be put into your history. %(why)s", why=reason), "error")


def _form(session: Session) -> QuizForm:
    return QuizForm(articles=choices.articles(session), topics=choices.topics(session))


def _own(session: Session, user_id: int, attempt: str) -> AttemptRow:
    """The student's own quiz. Raises NotFound for any other."""
    found = attempts.attempt(session, user_id=user_id, attempt_id=read_attempt_id(attempt))
    if found is None:
        raise NotFound(_("There is no such quiz among yours."))
    return found


class Place(NamedTuple):
    """A question of a quiz, and the positions of those in sight around it; None where there is none."""

    quiz: AttemptRow
    row: ItemRow
    before: int | None
    after: int | None


def _own_item(session: Session, user_id: int, attempt: str, position: int) -> Place:
    """The question at a position of the student's own quiz. Raises NotFound."""
    found = _own(session, user_id, attempt)
    rows = {row.position: row for row in attempts.items(session, user_id=user_id, attempt_id=found.id)}
    if position not in rows:
        raise NotFound(
            _("This question is now out of your sight, and does not count. The list of the quiz has the others.")
            if 1 <= position <= found.questions + found.left_out
            else ngettext("This quiz has %(num)d question.", "This quiz has %(num)d questions.", found.questions)
        )
    return Place(
        found,
        rows[position],
        before=max((each for each in rows if each < position), default=None),
        after=min((each for each in rows if each > position), default=None),
    )


def _sealed(session: Session, row: ItemRow) -> SealedCard:
    content = attempts.pinned(session, rows=[row], known=_known())[row.position]
    return seal(content, name=str(row.position), seed=row.seed)


def _page(place: Place, *, html: str, problem: str = "") -> str:
    return render_template(
        "quizzes/question.html",
        quiz=place.quiz,
        item=place.row,
        before=place.before,
        after=place.after,
        card_html=html,
        problem=problem,
        **_clock(),
    )


def _refused(found: AttemptRow, reason: str) -> ResponseReturnValue:
    """The quiz takes this answer no more. A page goes on to where the student can see why."""
    if wants_json():
        return errors.answer(409, reason, code="closed")
    flash(reason, "error")
    if found.is_over(now()) and found.submitted_at is None:
        request_session().rollback()  # what is handed in is written by transactions of its own
        _hand_in(require_person().id, found)
    return redirect(url_for("quizzes.attempt", attempt=found.id), 303)


def _next_address(place: Place) -> str:
    """Where the pressed button leads: back, on, or to the overview; with feedback at once to the result."""
    go, found = request.form.get("go", "next"), place.quiz
    if found.feedback_at_once:
        return url_for("quizzes.question", attempt=found.id, position=place.row.position)
    if go == "back" and place.before is not None:
        return url_for("quizzes.question", attempt=found.id, position=place.before)
    if go == "overview" or place.after is None:
        return url_for("quizzes.attempt", attempt=found.id)
    return url_for("quizzes.question", attempt=found.id, position=place.after)


def _clock() -> dict[str, object]:
    """What the templates need to say how much time is left."""
    at = now()

    def minutes_left(quiz: AttemptRow) -> int:
        """Whole minutes, a begun one counted."""
        return 0 if quiz.ends_at is None else max(0, -(-(quiz.ends_at - at) // A_MINUTE))

    return {"at": at, "minutes_left": minutes_left, "milliseconds": to_milliseconds}
