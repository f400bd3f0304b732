"""The pages of the second factor: set up with the password and a code, changed and switched off with both."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest

from webapp.db import request_session
from webapp.models.base import from_milliseconds, to_milliseconds
from webapp.models.user import User
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.identity import account_of, require_person
from webapp.web.sessions import current_session

from . import second_factor as services
from .forms import WRONG_CODE, CodeForm, PasswordForm, ProofForm
from .mail import write_page_to
from .one_time_codes import one_time_codes
from .qr_code import qr_code
from .queries import second_factor_of

BEGUN = "second_factor"  # in the session: the secret that an app is being given
WITHIN = timedelta(minutes=30)


class IsOnError(NotPossible):
    """A second factor was to be set up where there is one."""

    heading = _l("Two-step log-in is on already")

    def __init__(self) -> None:
        super().__init__(
            _("It may have been switched on in another window. Switch it off first to use another device.")
        )


class IsOffError(NotPossible):
    """A second factor was to be changed or confirmed where there is none."""

    heading = _l("Two-step log-in is not on")

    def __init__(self) -> None:
        super().__init__(_("Too much time has passed, or it was switched off in another window. Begin anew."))


def second_factor() -> ResponseReturnValue:
    """Whether it is on, and how to set it up; the password begins that."""
    form, user = PasswordForm(), account_of(require_person())
    if not form.is_submitted():
        return _page(user, password_form=form)
    if second_factor_of(request_session(), user.id):
        raise IsOnError
    if not (form.validate() and form.is_of(user)):
        return _page(user, password_form=form, status=400)
    current_session()[BEGUN] = {"secret": one_time_codes().generate_totp_secret(), "since": to_milliseconds(now())}
    return redirect(url_for("accounts.second_factor"), 303)


def confirm_second_factor() -> ResponseReturnValue:
    """A code proves that the app was given the secret; from then on it is asked for."""
    form, user, secret = CodeForm(), account_of(require_person()), _begun()
    if second_factor_of(request_session(), user.id):
        raise IsOnError
    if secret is None:
        raise IsOffError
    if not form.validate():
        return _page(user, code_form=form, status=400)
    try:
        codes = services.switch_on(session=request_session(), user_id=user.id, secret=secret, code=form.code.data or "",
                                   now=now(), keep=current_session().token_hash)  # fmt: skip
    except services.AlreadyOnError as error:
        raise IsOnError from error
    if codes is None:
        form.code.errors = [str(WRONG_CODE)]
        return _page(user, code_form=form, status=400)
    current_session().pop(BEGUN)
    _tell(user, _("Two-step log-in is on for Tumen"), is_on=True)
    return render_template("accounts/recovery_codes.html", codes=codes, is_new=True)


def change_second_factor() -> ResponseReturnValue:
    """New recovery codes, or no second factor any more: after the password and a code."""
    form, user, what = ProofForm(), account_of(require_person()), request.form.get("what")
    if what not in {"codes", "off"}:
        raise BadRequest(_("Please press one of the two buttons. Nothing was changed."))
    if second_factor_of(request_session(), user.id) is None:
        raise IsOffError
    if not (form.validate() and form.is_of(user) and _has_code(user, form)):
        return _page(user, proof_form=form, status=400)
    if what == "codes":
        codes = services.make_recovery_codes(session=request_session(), user_id=user.id, now=now())
        return render_template("accounts/recovery_codes.html", codes=codes, is_new=False)
    services.switch_off(session=request_session(), user_id=user.id, now=now(), keep=current_session().token_hash,
                        by="account page")  # fmt: skip
    _tell(user, _("Two-step log-in was switched off for Tumen"), is_on=False)
    flash(_("Two-step log-in is off; other browsers have been logged out."), "success")
    return redirect(url_for("accounts.account"), 303)


def _has_code(user: User, form: ProofForm) -> bool:
    if services.use_code(session=request_session(), user_id=user.id, code=form.code.data or "", now=now()):
        return True
    form.code.errors = [str(WRONG_CODE)]
    return False


def _begun() -> str | None:
    """The encrypted secret that an app is being given; None where nothing was begun, or too long ago."""
    begun = current_session().get(BEGUN)
    if begun is None or now() - from_milliseconds(begun["since"]) > WITHIN:
        return None
    return str(begun["secret"])


def _page(
    user: User,
    *,
    password_form: PasswordForm | None = None,
    code_form: CodeForm | None = None,
    proof_form: ProofForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page as things stand, with the form that was sent, if one was."""
    secret, codes = _begun(), one_time_codes()
    address = codes.get_totp_uri(user.email or "", secret) if secret else None
    page = render_template(
        "accounts/second_factor.html",
        factor=second_factor_of(request_session(), user.id),
        address=address,
        key=codes.get_totp_pretty_key(secret) if secret else None,
        picture=qr_code(address) if address else None,
        is_needed=current_app.config["SECOND_FACTOR"] == "staff",
        password_form=password_form or PasswordForm(formdata=None),
        code_form=code_form or CodeForm(formdata=None),
        proof_form=proof_form or ProofForm(formdata=None),
    )
    return page, status


def _tell(user: User, subject: str, *, is_on: bool) -> None:
    """Write to the owner, who may not be the one who did it."""
    write_page_to(str(user.email), subject, "accounts/mail/second_factor.txt", is_on=is_on)


def add_to(blueprint: Blueprint) -> None:
    address = "/account/second-factor"
    blueprint.add_url_rule(address, "second_factor", second_factor, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{address}/confirm", "confirm_second_factor", confirm_second_factor, methods=["POST"])
    blueprint.add_url_rule(f"{address}/change", "change_second_factor", change_second_factor, methods=["POST"])
