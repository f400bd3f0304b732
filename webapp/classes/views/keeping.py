"""The list of classes, and what instructors do to one: its title, its door, its banks, its instructors, its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from webapp.classes.forms import BankChoiceForm, ClassForm, InstructorForm
from webapp.classes.queries import classes
from webapp.classes.services import joining, keeping
from webapp.db import request_session
from webapp.history.memberships import memberships
from webapp.models import SchoolClass
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.identity import require_person

from .blueprint import A_CLASS, LARGEST_ID, blueprint, load_class

NOT_LEARNING = _l("The class does not learn from this bank, or not any more.")


@dataclass(slots=True)
class Sent:
    """The forms of the page of settings, those that were sent and found wanting among them."""

    title: ClassForm | None = None
    instructor: InstructorForm = field(default_factory=lambda: InstructorForm(formdata=None))
    bank: BankChoiceForm | None = None


@blueprint.get("/classes")
def index() -> ResponseReturnValue:
    """The classes that somebody is in, and those that they teach."""
    return _list(ClassForm(formdata=None))


def _list(form: ClassForm, *, status: int = 200) -> ResponseReturnValue:
    session, person = request_session(), require_person()
    page = render_template(
        "classes/index.html",
        joined=memberships(session, user_id=person.id),
        taught=classes.taught_classes(session, person=person),
        may_make=person.keeps_shipped,
        form=form,
    )
    return page, status


@blueprint.post("/classes")
def make() -> ResponseReturnValue:
    """Make a class. Raises Forbidden for whoever was only invited to edit a bank."""
    person, form = require_person(), ClassForm()
    if not person.keeps_shipped:
        raise Forbidden(_("Instructors alone make classes. Ask one of this site."))
    if not form.validate():
        return _list(form, status=400)
    number = keeping.make_class(request_session(), user_id=person.id, title=form.title.data or "", now=now())
    flash(_("The class is made. Give it a bank, and let students in."), "success")
    return redirect(url_for("classes.settings", class_id=number), 303)


@blueprint.get(f"{A_CLASS}/settings")
def settings(class_id: int) -> ResponseReturnValue:
    """How students get in, what the class learns from, who teaches it, and its end."""
    return _settings(load_class(class_id), Sent())


def _settings(found: SchoolClass, sent: Sent, *, status: int = 200) -> ResponseReturnValue:
    session = request_session()
    banks = classes.class_banks(session, class_id=found.id)
    page = render_template(
        "classes/settings.html",
        found=found,
        code=joining.write_code(found.code) if found.code else None,
        banks=banks,
        instructors=classes.instructors(session, class_id=found.id),
        choice=sent.bank or _bank_choice({bank.id for bank in banks}, formdata=None),
        form=sent.title or ClassForm(formdata=None, title=found.title),
        inviting=sent.instructor,
    )
    return page, status


def _bank_choice(but: set[int], **sent: object) -> BankChoiceForm:
    return BankChoiceForm.among([bank for bank in g.kept_banks if bank.id not in but], **sent)


def _back(class_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("classes.settings", class_id=class_id, _anchor=anchor), 303)


@blueprint.post(f"{A_CLASS}/settings")
def rename(class_id: int) -> ResponseReturnValue:
    """Give the class another title."""
    found, form = load_class(class_id), ClassForm()
    if not form.validate():
        return _settings(found, Sent(title=form), status=400)
    title = form.title.data or ""
    changed = keeping.rename_class(
        request_session(), found=found, title=title, user_id=require_person().id, now=now()
    )  # fmt: skip
    flash(_("Kept.") if changed else _("Nothing had changed, so nothing was kept."), "success")
    return _back(class_id)


@blueprint.post(f"{A_CLASS}/code")
def change_code(class_id: int) -> ResponseReturnValue:
    """Make a new code for the class, or close its door."""
    found, act = load_class(class_id), request.form.get("act")
    if act not in {"renew", "close"}:
        raise BadRequest(_("Please press one of the buttons of the page. Nothing was changed."))
    if act == "close":
        joining.close_code(request_session(), found=found, user_id=require_person().id, now=now())
        flash(_("Nobody can join any more. Who is in the class stays."), "success")
        return _back(class_id, "door")
    was_open = found.code is not None
    try:
        joining.renew_code(request_session(), found=found, user_id=require_person().id, now=now())
    except joining.ArchivedError as error:
        raise NotPossible(_("The class is archived: nobody can join it before it is opened again.")) from error
    flash(_("There is a new code. The former one lets nobody in.") if was_open else _("There is a code."), "success")
    return _back(class_id, "door")


@blueprint.post(f"{A_CLASS}/banks")
def publish_bank(class_id: int) -> ResponseReturnValue:
    """Let the class learn from a bank that the person keeps."""
    found, form = load_class(class_id), _bank_choice(set())
    if not form.validate():
        return _settings(found, Sent(bank=form), status=400)
    keeping.publish_bank(
        request_session(), found=found, bank_id=form.chosen, user_id=require_person().id, now=now()
    )  # fmt: skip
    flash(_("The class learns from this bank now."), "success")
    return _back(class_id, "banks")


@blueprint.post(f"{A_CLASS}/banks/<int(max={LARGEST_ID}):bank_id>/remove")
def withdraw_bank(class_id: int, bank_id: int) -> ResponseReturnValue:
    """Take a bank from a class: an instructor of the class may, and whoever keeps the bank."""
    found = _load_class_of_bank(class_id, bank_id)
    try:
        keeping.withdraw_bank(
            request_session(), found=found, bank_id=bank_id, user_id=require_person().id, now=now()
        )  # fmt: skip
    except keeping.NoSuchBankError as error:
        raise NotFound(str(NOT_LEARNING)) from error
    flash(_("The class learns from this bank no longer. What was learned stays."), "success")
    if request.form.get("from") == "bank":
        return redirect(url_for("accounts.bank", bank_id=bank_id), 303)
    return _back(class_id, "banks")


def _load_class_of_bank(class_id: int, bank_id: int) -> SchoolClass:
    """A class that the person teaches; of a bank that not everybody sees and that they keep, any that learns from it:
    who lets others in to a bank can keep them out again. Raises NotFound.
    """
    if bank_id in {bank.id for bank in g.kept_banks}:
        found = classes.let_in_by(request_session(), class_id=class_id, bank_id=bank_id)
        if found is not None:
            return found
    return load_class(class_id)


@blueprint.post(f"{A_CLASS}/instructors")
def add_instructor(class_id: int) -> ResponseReturnValue:
    """Let somebody else teach the class too."""
    found, form = load_class(class_id), InstructorForm()
    if form.validate():
        try:
            keeping.add_instructor(
                request_session(), found=found, email=form.email.data or "", user_id=require_person().id, now=now()
            )
        except keeping.NoSuchInstructorError:
            form.email.errors = [_("No instructor of this site has this address.")]
        except keeping.TooManyInstructorsError:
            form.email.errors = [_("The class has as many instructors as it may. Take one off first.")]
        else:
            flash(_("The class has another instructor."), "success")
            return _back(class_id, "instructors")
    return _settings(found, Sent(instructor=form), status=400)


@blueprint.post(f"{A_CLASS}/instructors/<int(max={LARGEST_ID}):member>/remove")
def remove_instructor(class_id: int, member: int) -> ResponseReturnValue:
    """Let somebody, perhaps oneself, teach the class no longer."""
    found, person = load_class(class_id), require_person()
    try:
        keeping.remove_instructor(request_session(), found=found, member_id=member, user_id=person.id, now=now())
    except keeping.NoSuchInstructorError as error:
        raise NotFound(_("This person does not teach the class any more.")) from error
    except keeping.LastInstructorError as error:
        raise NotPossible(_("Nobody else teaches the class. Add somebody first, or archive it.")) from error
    flash(_("The person teaches the class no longer."), "success")
    stays = member != person.id or person.is_admin
    return _back(class_id, "instructors") if stays else redirect(url_for("classes.index"), 303)


@blueprint.post(f"{A_CLASS}/archive")
def archive(class_id: int) -> ResponseReturnValue:
    """Archive the class, or open it again."""
    found, act = load_class(class_id), request.form.get("act")
    if act not in {"archive", "reopen"}:
        raise BadRequest(_("Please press one of the buttons of the page. Nothing was changed."))
    if act == "archive":
        keeping.archive_class(request_session(), found=found, user_id=require_person().id, now=now())
        flash(_("The class is archived. What its students learned stays theirs."), "success")
    else:
        keeping.reopen_class(request_session(), found=found, user_id=require_person().id, now=now())
        flash(_("The class learns again. Make a code to let somebody in."), "success")
    return _back(class_id)
