"""Flask-Security, set up for Tumen: what it may do, what follows a log-in, and what it must not do on every request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_security import Security, hash_password, logout_user
from flask_security.babel import FsDomain
from flask_security.signals import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    user_authenticated,
    user_registered,
)
from flask_wtf import FlaskForm
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response

from webapp.db import begin_on_write, request_session
from webapp.models.user import User
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.errors import answer
from webapp.web.headers import forgetting
from webapp.web.identity import current_person, forget_person, known_from_now_on
from webapp.web.redirects import own_path
from webapp.web.session_rows import end_sessions_of
from webapp.web.sessions import current_session
from webapp.web.words import words_of

from . import forms, one_time_codes
from .bring_along import leave_for
from .datastore import Datastore
from .mail import Mail
from .passwords import SHORTEST, Passwords
from .queries import has_answers
from .second_step import SecondStep
from .services import AddressTakenError, revoke_all_tokens

SENT = _l("If an account has this address, a mail with a link is on its way to it. The link works for two hours.")
WRONG = _l("E-mail address and password do not belong together. Check both; the password can be reset.")
USED = _l("This link has been used or is not ours. Ask for a new one below.")

SETTINGS: dict[str, Any] = {
    "REGISTERABLE": True, "RECOVERABLE": True, "CHANGEABLE": True, "RETURN_GENERIC_RESPONSES": True,
    "LOGIN_URL": "/login", "LOGOUT_URL": "/logout", "REGISTER_URL": "/register", "RESET_URL": "/reset",
    "CHANGE_URL": "/account/password", "POST_CHANGE_VIEW": "/account", "POST_REGISTER_VIEW": "/",
    "STATIC_FOLDER": None, "CACHE_CONTROL": None, "API_ENABLED_METHODS": ["session"], "FRESHNESS": timedelta(-1),
    "PASSWORD_SINGLE_HASH": True,  # Argon2's own salt, and no key of the folder: a backup can be restored anywhere
    "PASSWORD_HASH": "argon2", "PASSWORD_SCHEMES": ["argon2"], "PASSWORD_LENGTH_MIN": SHORTEST,
    "PASSWORD_CONFIRM_REQUIRED": False, "RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "HASHING_SCHEMES": ["hex_sha256"], "DEPRECATED_HASHING_SCHEMES": [],
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False}, "EMAIL_HTML": False,
    "EMAIL_SUBJECT_REGISTER": _l("Your Tumen account"),
    "EMAIL_SUBJECT_PASSWORD_RESET": _l("Choose a new password for Tumen"),
    "EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your Tumen password was changed"),
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your Tumen password was changed"),
    "MSG_GENERIC_AUTHN_FAILED": (WRONG, "error"), "MSG_PASSWORD_RESET_REQUEST": (SENT, "info"),
    "MSG_EMAIL_ALREADY_ASSOCIATED": (_l("%(email)s has an account already: log in, or reset its password."), "error"),
    "MSG_INVALID_RESET_PASSWORD_TOKEN": (USED, "error"),
    "MSG_PASSWORD_RESET_EXPIRED": (_l("This link is older than %(within)s. Ask for a new one below."), "error"),
    "MSG_PASSWORD_RESET_NO_LOGIN": (_l("Your new password is set. Log in with it."), "success"),
    "MSG_PASSWORD_CHANGE": (_l("Your password is changed; other browsers have been logged out."), "success"),
    "MSG_INVALID_PASSWORD": (_l("This is not your present password."), "error"),
    "MSG_PASSWORD_NOT_PROVIDED": (_l("Please give your present password."), "error"),
    "MSG_EMAIL_NOT_PROVIDED": (_l("Please give an e-mail address."), "error"),
    "MSG_INVALID_EMAIL_ADDRESS": (_l("This is not an e-mail address."), "error"),
    "MSG_PASSWORD_IS_THE_SAME": (_l("This is your present password: choose another one."), "error"),
    "MSG_FORGOT_PASSWORD": (_l("Forgot password?"), "info"),
}  # fmt: skip


class _Words(FsDomain):
    """What Flask-Security says: in its own translations, and sentences of ours in those of the application."""

    def gettext(self, string: str | LazyString, **values: Any) -> str:
        if not isinstance(string, LazyString):
            return str(super().gettext(string, **values))  # type: ignore[no-untyped-call]  # not typed there
        return str(string) % values if values else str(string)


def render_page(template: str, **context: Any) -> Any:
    """A page or a mail of Flask-Security; a page is a 400 where a form on it could not be accepted."""
    text = render_template(template, **context)
    refused = any(isinstance(value, FlaskForm) and value.errors for value in context.values())
    return (text, 400) if refused else text


def after_log_in(_app: Flask, user: User, authn_via: list[str], **_: Any) -> None:
    """The browser is the account's from now on. What it learned as a guest is asked about on the next page; a guest
    who learned nothing, as far as is known here, is erased.
    """
    before = current_person()
    known_from_now_on(user)
    if before and before.is_guest and before.id != user.id:
        if has_answers(request_session(), before.id):
            current_session()["guest"] = before.id
        else:
            leave_for(session=request_session(), guest_id=before.id, user_id=user.id, is_unsent_kept=True, now=now())
    note_event(request_session(), action="log-in", user_id=user.id, now=now(), via=",".join(authn_via or []))


def after_registering(_app: Flask, user: User, **_: Any) -> None:
    has_learned = has_answers(request_session(), user.id)
    along = gettext("Your account is made. What you learned so far is part of it.")
    flash(along if has_learned else gettext("Your account is made."), "success")


def after_new_password(_app: Flask, user: User, **_: Any) -> None:
    end_sessions_of(request_session(), user.id)
    revoke_all_tokens(session=request_session(), user_id=user.id, now=now())
    note_event(request_session(), action="password.changed", user_id=user.id, now=now())


def take_as_long(_app: Flask, **_: Any) -> None:
    """Flask-Security hashes something where no account has the address; so this must take as long."""
    hash_password("not a password")


def log_out() -> ResponseReturnValue:
    person = current_person()
    note_event(request_session(), action="log-out", user_id=person.id if person else None, now=now())
    logout_user()
    forget_person()
    return forgetting(redirect("/", 303))


def lead_on(response: Response) -> Response:
    """Lead to a page of ours and nowhere else; and first to the question what becomes of a guest's answers."""
    if response.status_code == 302:
        onward = own_path(response.location) or "/"
        is_asked = request.endpoint == "security.login" and "guest" in current_session()
        response.location = url_for("accounts.bring_along", next=onward) if is_asked else onward
        response.status_code = 303
    return response


def on_address_taken(error: AddressTakenError) -> ResponseReturnValue:
    """Two took an address in the same moment, and the other was first."""
    return answer(409, gettext("%(why)s. Log in, or reset its password.", why=words_of(error)))


def before_account_page() -> None:
    if request.is_json:
        raise UnsupportedMediaType(gettext("Account pages read forms. Programs use a personal token and the API."))
    begin_on_write()


def init_app(app: Flask) -> None:
    """Set Flask-Security up. Its pages are ours in templates/security/."""
    app.config.update({f"SECURITY_{key}": value for key, value in SETTINGS.items()})
    security = Security(
        app, Datastore(), login_form=forms.LoginForm, register_form=forms.RegisterForm,
        forgot_password_form=forms.ForgotPasswordForm, reset_password_form=forms.ResetPasswordForm,
        change_password_form=forms.ChangePasswordForm, mail_util_cls=Mail, password_util_cls=Passwords,
        render_template=render_page,
    )  # fmt: skip
    security.two_factor_plugins = SecondStep()
    one_time_codes.init_app(app)
    security.i18n_domain = _Words(app)  # type: ignore[no-untyped-call]
    security.want_json(lambda _request: False)
    app.view_functions["security.logout"] = log_out
    app.before_request_funcs.setdefault("security", []).append(before_account_page)
    app.after_request_funcs.setdefault("security", []).append(lead_on)
    _keep_off_other_requests(app, security)
    app.register_error_handler(AddressTakenError, on_address_taken)
    user_authenticated.connect(after_log_in, app)
    user_registered.connect(after_registering, app)
    password_changed.connect(after_new_password, app)
    password_reset.connect(after_new_password, app)
    reset_password_instructions_sent.connect(take_as_long, app)


def _keep_off_other_requests(app: Flask, security: Any) -> None:
    """Flask-Security loads the user, by the ORM, before each request and for each template. Who asks is known already
    (webapp.web.identity), and may or may not is decided by one table (webapp.web.access).
    """
    before = app.before_request_funcs[None]
    before[:] = [hook for hook in before if getattr(hook, "__self__", None) is not security.principal]
    processors = app.template_context_processors[None]
    processors[:] = [each for each in processors if each.__module__ != "flask_login.utils"]
