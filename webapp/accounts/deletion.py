"""Deleting an account, or what a guest learned: asked with the password, done at once, and not to be undone."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_security import logout_user
from sqlalchemy.orm import Session

from webapp.db import request_session
from webapp.models.user import User
from webapp.reviews.erase import NoSuchUserError, begin_erasing, finish_erasing
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.forms import ButtonForm, Form
from webapp.web.headers import forgetting
from webapp.web.identity import account_of, forget_person, require_person

from .bring_along import leave_behind
from .forms import PasswordForm
from .queries import answers_of, guests_of, is_last_administrator

GONE = _l("Everything that was yours is deleted. This browser is not known any more.")
LAST = _l(
    "You are the only administrator. Give somebody else this role first: without one nobody could look after the rest."
)


class OnlyAdministratorError(NotPossible):
    """The account of the only administrator was to be deleted."""

    heading = _l("The only administrator cannot go")
    advice = _l("Nothing was changed.")

    def __init__(self) -> None:
        super().__init__(str(LAST))


def delete() -> ResponseReturnValue:
    """What goes is said first; then the password is asked for again, of a guest only the press of the button."""
    user, session = account_of(require_person()), request_session()
    if is_last_administrator(session, user.id):
        raise OnlyAdministratorError
    form = ButtonForm() if user.email is None else PasswordForm()
    if form.is_submitted() and form.validate() and _is_the_owner(form, user):
        with suppress(NoSuchUserError):  # of two presses of the button the other was first
            delete_user(session=session, user_id=user.id, now=now())
        logout_user()
        forget_person()
        flash(str(GONE), "success")
        return forgetting(redirect(url_for("study.home"), 303))
    page = render_template("accounts/delete.html", form=form, answers=answers_of(session, user.id))
    return page, 400 if form.errors else 200


def delete_user(*, session: Session, user_id: int, now: datetime) -> None:
    """Erase a person with all sessions and guests of theirs, and note that somebody went, without a word on who.

    Raises NoSuchUserError where the person is gone already, OnlyAdministratorError.
    """
    begin_erasing(session, user_id=user_id, now=now)
    if is_last_administrator(session, user_id, lock=True):
        raise OnlyAdministratorError
    for guest_id in guests_of(session, user_id):
        leave_behind(session=session, guest_id=guest_id, now=now)
    finish_erasing(session, user_id=user_id)
    note_event(session, action="account.deleted", user_id=None, now=now)


def _is_the_owner(form: Form, user: User) -> bool:
    """Whether the password is right; True of a guest, who has none. Puts a word on the form where it is not."""
    return form.is_of(user) if isinstance(form, PasswordForm) else True


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/account/delete", "delete", delete, methods=["GET", "POST"])
