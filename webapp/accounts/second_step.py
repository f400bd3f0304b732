"""The second step of a log-in: whoever gave the password is known once the code is given too, and not before."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import UserMixin, login_user
from flask_security.tf_plugin import TfPlugin

from webapp.db import request_session
from webapp.models.base import from_milliseconds, to_milliseconds
from webapp.models.user import User
from webapp.web.clock import now
from webapp.web.identity import HALF_KNOWN, half_known_id
from webapp.web.redirects import own_path
from webapp.web.sessions import current_session

from .failed_log_ins import note_failed_log_in
from .forms import WRONG_CODE, CodeForm, RecoveryForm
from .passwords import password_mark
from .queries import second_factor_of
from .second_factor import Used, use_code

WITHIN = timedelta(minutes=10)
TOO_LATE = _l("That took longer than ten minutes, or the password has changed. Log in again.")
WRONG_RECOVERY = _l("This is none of your recovery codes, or it was used already.")


class SecondStep(TfPlugin):
    """What Flask-Security asks when a password was right."""

    def tf_enter(  # the signature is Flask-Security's
        self,
        user: UserMixin,
        remember_me: bool | None,  # noqa: ARG002, FBT001
        primary_authn_via: str,  # noqa: ARG002
        next_loc: str | None,
    ) -> Response | None:
        """Lead an account with a second factor to the page that asks for it; None: the password is enough."""
        if not isinstance(user, User) or second_factor_of(request_session(), user.id) is None:
            return None
        waits = {"user": user.id, "mark": password_mark(user), "since": to_milliseconds(now())}
        current_session()[HALF_KNOWN] = waits
        return current_app.make_response(redirect(url_for("accounts.second_step", next=own_path(next_loc))))


def _half_known() -> User | None:
    """Whose code is waited for here; None where nobody's is, or not any more."""
    user_id = half_known_id()
    user = None if user_id is None else request_session().get(User, user_id)
    if user is None or not user.active or user.erasing_at is not None:
        return None
    waits = current_session()[HALF_KNOWN]
    is_late = now() - from_milliseconds(waits["since"]) > WITHIN
    return None if is_late or waits["mark"] != password_mark(user) else user


def second_step() -> ResponseReturnValue:
    user, onward = _half_known(), own_path(request.args.get("next"))
    if user is None:
        if half_known_id() is not None:
            flash(str(TOO_LATE), "error")
        return redirect(url_for("security.login", next=onward), 303)
    code, recovery = CodeForm(), RecoveryForm()
    if code.is_submitted() and (used := _used(user, code, recovery)):
        return _let_in(user, used, onward or "/")
    page = render_template("accounts/second_step.html", code=code, recovery=recovery, onward=onward)
    return page, 400 if code.errors or recovery.errors else 200


def _used(user: User, code: CodeForm, recovery: RecoveryForm) -> Used | None:
    """What was given, if it was right; None (and a word on the form) where it was not."""
    is_recovery = recovery.recovery.name in request.form
    form, field, wrong = (recovery, recovery.recovery, WRONG_RECOVERY) if is_recovery else (code, code.code, WRONG_CODE)
    if not form.validate():
        return None
    used = use_code(session=request_session(), user_id=user.id, code=field.data or "", now=now())
    if used is None:
        field.errors = [str(wrong)]
        note_failed_log_in(step="code", user_id=user.id)
    return used


def _let_in(user: User, used: Used, onward: str) -> ResponseReturnValue:
    """Know the browser from now on, by a new session id; a guest is asked first what becomes of their answers."""
    session = current_session()
    session.pop(HALF_KNOWN)
    login_user(user, authn_via=["password", used.value])
    factor = second_factor_of(request_session(), user.id)
    if used is Used.RECOVERY and factor:
        left = _(
            "This recovery code is used up; %(left)s are left. You can make new ones here.", left=factor.codes_left
        )
        flash(left, "info")
        onward = url_for("accounts.second_factor")
    return redirect(url_for("accounts.bring_along", next=onward) if "guest" in session else onward, 303)


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/login/code", "second_step", second_step, methods=["GET", "POST"])
