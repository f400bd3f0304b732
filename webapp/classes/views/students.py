"""What instructors see of a class: all of its students, one of them, and the numbers as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from webapp.cards.stems import stems
from webapp.classes.queries import classes, progress
from webapp.classes.services.standing import Need, Standing, standings
from webapp.db import request_session
from webapp.history.forgotten import passages_of
from webapp.history.mastery import Heading, mastery_by
from webapp.models import SchoolClass
from webapp.pictures.marks import Rows
from webapp.pictures.mastery import mastery_row
from webapp.web.clock import now
from webapp.web.csv_lines import Cell, csv_text
from webapp.web.formats import percent

from .blueprint import A_CLASS, LARGEST_ID, banks_of_class, blueprint, load_class, teaching_calendar

PAGE = 50
MOST_FAILED = 20
LARGEST_PAGE = 1_000
HEAD = ("student", "joined", "last_studied", "answers_7_days", "due", "reviews_30_days", "retention_30_days",
        "known", "questions", "need")  # fmt: skip


def _standings(found: SchoolClass, students: Sequence[classes.StudentRow]) -> list[Standing]:
    with banks_of_class(found):
        return standings(request_session(), students, class_id=found.id, calendar=teaching_calendar(), now=now())


@blueprint.get(A_CLASS)
def students(class_id: int) -> ResponseReturnValue:
    """The students of the class, who needs help first."""
    found = load_class(class_id)
    rows = _standings(found, classes.students(request_session(), class_id=class_id))
    words = request.args.get("q", "").strip()[:200]
    shown = [row for row in rows if words.casefold() in row.student.email.casefold()]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(request.args.get("page", 1, type=_page_number), pages)
    return render_template(
        "classes/students.html",
        found=found,
        rows=shown[(page - 1) * PAGE : page * PAGE],
        number=len(shown),
        all=len(rows),
        said=_said(rows),
        need_words=need_words,
        banks=classes.class_banks(request_session(), class_id=class_id),
        words=words,
        page=page,
        pages=pages,
    )


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LARGEST_PAGE)


def _said(rows: Sequence[Standing]) -> list[str]:
    """Who needs help, in sentences."""
    needs = Counter(row.need for row in rows)
    helped = len(rows) - needs[Need.NONE]
    if not helped:
        return [_("Nobody needs help as things stand.")] if rows else []
    said = [
        ngettext("%(num)d of %(all)d students may need help.", "%(num)d of %(all)d students may need help.", helped,
                 all=len(rows))
    ]  # fmt: skip
    if needs[Need.NOT_BEGUN]:
        said.append(ngettext("One has not begun.", "%(num)d have not begun.", needs[Need.NOT_BEGUN]))
    if needs[Need.AWAY]:
        said.append(
            ngettext("One has not studied for a week or more.", "%(num)d have not studied for a week or more.",
                     needs[Need.AWAY])
        )  # fmt: skip
    if needs[Need.FORGETS]:
        said.append(
            ngettext("One forgets more than three in ten of what is due.",
                     "%(num)d forget more than three in ten of what is due.", needs[Need.FORGETS])
        )  # fmt: skip
    if needs[Need.BEHIND]:
        said.append(ngettext("One is behind.", "%(num)d are behind.", needs[Need.BEHIND]))
    return said


def need_words(row: Standing) -> str:
    """Why somebody may need help; empty where there is no reason."""
    match row.need:
        case Need.NOT_BEGUN:
            return str(_("has not begun"))
        case Need.AWAY:
            return str(ngettext("away for %(num)d day", "away for %(num)d days", row.away or 0))
        case Need.FORGETS:
            return str(_("keeps %(share)s", share=percent(row.retention or 0.0)))
        case Need.BEHIND:
            return str(ngettext("%(num)d card waits", "%(num)d cards wait", row.cards.due))
        case Need.NONE:
            return ""


@blueprint.get(f"{A_CLASS}/students.csv")
def students_table(class_id: int) -> Response:
    """All of the table as a file, which has the same names in every language."""
    found = load_class(class_id)
    rows = _standings(found, classes.students(request_session(), class_id=class_id))
    return Response(
        csv_text([HEAD, *map(_line, rows)]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="tumen-class-{class_id}-{now():%Y-%m-%d}.csv"'},
    )


def _line(row: Standing) -> Sequence[Cell]:
    return (row.student.email, row.student.joined_at, row.cards.last, row.answers.answers, row.cards.due,
            row.answers.reviews, row.retention, row.cards.known, row.questions, row.need.name.lower())  # fmt: skip


@blueprint.get(f"{A_CLASS}/students/<int(max={LARGEST_ID}):student>")
def student(class_id: int, student: int) -> ResponseReturnValue:
    """One student: the same by article and topic, and the questions that are forgotten again and again."""
    found, session = load_class(class_id), request_session()
    known = classes.students(session, class_id=class_id, user_id=student)
    if not known:
        raise NotFound(_("This class has no such student, or not any more."))
    with banks_of_class(found):
        (row,) = standings(session, known, class_id=class_id, calendar=teaching_calendar(), now=now())
        failed = progress.failed_questions(session, user_id=student, most=MOST_FAILED)
        ids = [each.question_id for each in failed]
        return render_template(
            "classes/student.html",
            found=found,
            row=row,
            need=need_words(row),
            parts=[
                (_("By article"), _mastered(Heading.ARTICLE, student)),
                (_("By topic"), _mastered(Heading.TOPIC, student)),
            ],
            failed=failed,
            asked=stems(session, question_ids=ids),
            passages={each.question_id: each for each in passages_of(session, question_ids=ids)},
        )


def _mastered(heading: Heading, student: int) -> Rows:
    """What the student knows under each title of the banks in sight."""
    found = mastery_by(request_session(), heading, user_id=student)
    return Rows(rows=tuple(map(mastery_row, found)))
