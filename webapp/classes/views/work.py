"""The work that instructors set for a class, and who is on track."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from webapp.classes.forms import WorkForm
from webapp.classes.queries import classes
from webapp.classes.services import work as services
from webapp.db import request_session
from webapp.history.class_work import work_of_class
from webapp.models import SchoolClass
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.identity import require_person

from .blueprint import A_CLASS, LARGEST_ID, banks_of_class, blueprint, load_class, teaching_calendar


@blueprint.get(f"{A_CLASS}/work")
def work(class_id: int) -> ResponseReturnValue:
    """What the class is to know by when, and a form to set more."""
    found = load_class(class_id)
    with banks_of_class(found):
        return _page(found, _form(formdata=None))


def _form(**sent: object) -> WorkForm:
    rows = services.choices(request_session(), user_id=require_person().id)
    return WorkForm.among(rows, today=teaching_calendar().day_of(now()), **sent)


def _page(found: SchoolClass, form: WorkForm, *, status: int = 200) -> ResponseReturnValue:
    session = request_session()
    works = work_of_class(session, class_id=found.id, user_id=require_person().id)
    today = teaching_calendar().day_of(now())
    page = render_template(
        "classes/work.html",
        found=found,
        form=form,
        today=today,
        works=services.progress_of(
            session, works, classes.students(session, class_id=found.id), class_id=found.id, now=now(), today=today
        ),
    )
    return page, status


@blueprint.post(f"{A_CLASS}/work")
def set_work(class_id: int) -> ResponseReturnValue:
    """Set some work for the class."""
    found, session = load_class(class_id), request_session()
    with banks_of_class(found):
        form = _form()
        if not form.validate() or form.day.data is None:
            return _page(found, form, status=400)
        try:
            services.set_work(
                session, found=found, collection_id=form.chosen, day=form.day.data,
                user_id=require_person().id, now=now(),
            )  # fmt: skip
        except services.TooMuchWorkError as error:
            raise NotPossible(_("The class has as much work as it may. Remove some that is over.")) from error
    flash(_("The work is set: students see it on Today."), "success")
    return redirect(url_for("classes.work", class_id=class_id), 303)


@blueprint.post(f"{A_CLASS}/work/<int(max={LARGEST_ID}):number>/remove")
def remove_work(class_id: int, number: int) -> ResponseReturnValue:
    """Take some work away."""
    found = load_class(class_id)
    try:
        services.remove_work(request_session(), found=found, work_id=number, user_id=require_person().id, now=now())
    except services.NoSuchWorkError as error:
        raise NotFound(_("The class has no such work, or not any more.")) from error
    flash(_("The work is removed. What was learned stays."), "success")
    return redirect(url_for("classes.work", class_id=class_id), 303)
