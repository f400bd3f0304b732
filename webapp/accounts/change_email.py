"""Changing the e-mail address: asked for with the password, done once somebody who reads the new address says so."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import Gone

from webapp.db import request_session
from webapp.models.user import User
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import account_of, require_person
from webapp.web.session_rows import end_sessions_of
from webapp.web.sessions import current_session
from webapp.web.words import words_of

from . import services
from .forms import ChangeEmailForm
from .mail import write_page_to
from .passwords import password_mark
from .queries import user_by_email

WITHIN = timedelta(hours=2)
SENT = _l("A mail with a link is on its way to %(email)s. Your address changes when you open the link and say yes.")
TOO_LATE = _l(
    "This link has been used, is older than two hours or than your password, or the address is taken by now. "
    "Ask for a new one."
)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="tumen-change-email")


def _ask(user: User, email: str) -> None:
    """Send the link, but not to an address that has an account: whether it has one is nobody's business."""
    if user_by_email(request_session(), email) is None:
        token = _signer().dumps([user.id, user.email, email, password_mark(user)])
        link = url_for("accounts.confirm_email", token=token, _external=True)
        write_page_to(
            email, _("Your new address for Tumen"), "accounts/mail/change_email.txt", link=link, old=user.email
        )


def _read(token: str) -> tuple[User, str]:
    """The account and its new address. Raises Gone where the link is not good any more."""
    try:
        user_id, old, new, mark = cast(list[object], _signer().loads(token, max_age=int(WITHIN.total_seconds())))
    except (BadData, ValueError) as error:
        raise Gone(str(TOO_LATE)) from error
    user = request_session().get(User, user_id)
    if user is None or user.email != old or mark != password_mark(user):
        raise Gone(str(TOO_LATE))
    if user_by_email(request_session(), str(new)) is not None:
        raise Gone(str(TOO_LATE))
    return user, str(new)


def change_email() -> ResponseReturnValue:
    form, user = ChangeEmailForm(), account_of(require_person())
    if form.is_submitted() and form.validate() and (email := _checked(form, user)):
        _ask(user, email)
        flash(SENT % {"email": email}, "info")
        return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/change_email.html", form=form), 400 if form.errors else 200


def _checked(form: ChangeEmailForm, user: User) -> str | None:
    """The new address as it will be stored, None (and a word on the form) where it or the password is not right."""
    if not form.is_of(user):
        return None
    try:
        return services.checked_address(form.email.data or "")
    except services.AccountError as error:
        form.email.errors = [_("%(why)s.", why=words_of(error))]
        return None


def confirm_email(token: str) -> ResponseReturnValue:
    """The page behind the link: opening it changes nothing, its button does."""
    user, email = _read(token)
    form = ButtonForm()
    if not form.is_submitted():
        return render_template("accounts/confirm_email.html", form=form, email=email)
    old = str(user.email)
    services.change_email(session=request_session(), user=user, email=email, now=now())
    end_sessions_of(request_session(), user.id, keep=current_session().token_hash)
    write_page_to(old, _("Your address for Tumen was changed"), "accounts/mail/email_changed.txt", new=email)
    flash(_("Your address is %(email)s from now on.", email=email), "success")
    return redirect("/", 303)


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/account/email", "change_email", change_email, methods=["GET", "POST"])
    blueprint.add_url_rule("/confirm-email/<token>", "confirm_email", confirm_email, methods=["GET", "POST"])
