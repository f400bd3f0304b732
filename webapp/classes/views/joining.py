"""How students come into a class and leave it. What its instructors will see is said before."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from webapp.classes.queries import classes
from webapp.classes.services import joining
from webapp.db import request_session
from webapp.models import SchoolClass
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.forms import ButtonForm
from webapp.web.identity import current_person, require_person

from .blueprint import A_CLASS, LARGEST_ID, blueprint, load_class

LONGEST_CODE = 40  # as somebody may write it


@blueprint.get("/join")
def ask_code() -> ResponseReturnValue:
    """A field for a code that was told or written on a board."""
    written = request.args.get("code", "").strip()
    code = joining.read_code(written)
    if len(code) == joining.LENGTH:
        return redirect(url_for("classes.door", code=joining.write_code(code)), 303)
    if not written:
        return _ask_again("", "", 200)
    said = _("“%(written)s” is no code: it has %(length)s letters and figures.",
             written=written[:LONGEST_CODE], length=joining.LENGTH)  # fmt: skip
    return _ask_again(written, said, 400)


def _ask_again(written: str, said: str, status: int) -> ResponseReturnValue:
    """The field with what was written into it, to be mended, and what is wrong with it."""
    return render_template("classes/join.html", written=written[:LONGEST_CODE], said=said), status


def _class_by_code(code: str) -> SchoolClass:
    return joining.class_by_code(request_session(), written=code[:LONGEST_CODE])


def _ask_for_another(code: str) -> ResponseReturnValue:
    said = _("This code lets nobody in: it is misspelt, was renewed, or was closed. Ask your instructor for it.")
    return _ask_again(code, said, 404)


@blueprint.get("/join/<code>")
def door(code: str) -> ResponseReturnValue:
    """What joining means, and the button. Whoever has no account reads how to make one, and comes back here."""
    try:
        found = _class_by_code(code)
    except joining.NoSuchCodeError:
        return _ask_for_another(code)
    person, session = current_person(), request_session()
    member = None if person is None or person.is_guest else person
    return render_template(
        "classes/door.html",
        found=found,
        form=ButtonForm(),
        has_account=member is not None,
        is_in=member is not None and bool(classes.students(session, class_id=found.id, user_id=member.id)),
        instructors=classes.instructors(session, class_id=found.id) if member else [],
        banks=classes.class_banks(session, class_id=found.id) if member else [],
    )


@blueprint.post("/join/<code>")
def join(code: str) -> ResponseReturnValue:
    """Become a student of the class."""
    try:
        found = _class_by_code(code)
        is_new = joining.join_class(request_session(), found=found, user_id=require_person().id, now=now())
    except joining.NoSuchCodeError:
        return _ask_for_another(code)
    except joining.FullClassError as error:
        raise NotPossible(_("The class is full. Tell its instructor.")) from error
    if is_new:
        flash(_("You are in “%(title)s” now.", title=found.title), "success")
    else:
        flash(_("You were in “%(title)s” already.", title=found.title), "success")
    return redirect("/", 303)


@blueprint.post(f"{A_CLASS}/leave")
def leave(class_id: int) -> ResponseReturnValue:
    """Leave a class that one is in."""
    _take_out(class_id, require_person().id)
    flash(_("You have left the class. What you learned stays yours; its instructors see nothing of it."), "success")
    return redirect(url_for("classes.index"), 303)


@blueprint.post(f"{A_CLASS}/students/<int(max={LARGEST_ID}):student>/remove")
def remove_student(class_id: int, student: int) -> ResponseReturnValue:
    """Take a student out of the class."""
    load_class(class_id)
    _take_out(class_id, student)
    flash(_("The student is out of the class. What was learned stays theirs."), "success")
    return redirect(url_for("classes.students", class_id=class_id), 303)


def _take_out(class_id: int, student: int) -> None:
    try:
        joining.leave_class(
            request_session(), class_id=class_id, student_id=student, user_id=require_person().id, now=now()
        )
    except joining.NotAStudentError as error:
        raise NotFound(_("This class has no such student, or not any more.")) from error
