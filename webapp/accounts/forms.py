"""The forms of the account pages: Flask-Security's, in our words, and our own."""

from __future__ import annotations

from typing import Any

from flask_security.forms import ChangePasswordForm as SecurityChangePasswordForm
from flask_security.forms import ForgotPasswordForm as SecurityForgotPasswordForm
from flask_security.forms import LoginForm as SecurityLoginForm
from flask_security.forms import RegisterFormV2
from flask_security.forms import ResetPasswordForm as SecurityResetPasswordForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from question_bank.characters import UNSTORABLE
from webapp.web.forms import Form

from .passwords import LONGEST, SHORTEST

ADVICE = f"At least {SHORTEST} characters; four or five words are easy to keep. Spaces are welcome."
EMAIL = {"autocomplete": "email", "required": True}
KNOWN = {"autocomplete": "current-password", "required": True}
NEW = {"autocomplete": "new-password", "required": True, "minlength": SHORTEST, "maxlength": LONGEST}
FITS = Length(max=LONGEST, message=f"A password has at most {LONGEST} characters.")


def _required(what: str) -> InputRequired:
    return InputRequired(message=f"Please give {what}.")


class _WithEmail:
    """Our name for the field that Flask-Security brings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email: EmailField
        self.email.label.text = "E-mail address"


def _storable(_form: Form, field: StringField) -> None:
    if UNSTORABLE.search(field.data or ""):
        raise ValidationError("This has characters that cannot be stored: type it again.")


class LoginForm(_WithEmail, SecurityLoginForm):
    remember = None  # type: ignore[assignment]  # browsers are known by rows of ours, with limits of ours
    password = PasswordField("Password", render_kw=KNOWN, validators=[_required("your password"), FITS])


class RegisterForm(_WithEmail, RegisterFormV2):
    password = PasswordField("Password", description=ADVICE, render_kw=NEW, validators=[_required("a password"), FITS])

    def validate(self, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(**kwargs))
        self.existing_email_user = None  # registering may say that an address is taken: it could not help anyone to lie
        return is_valid


class ForgotPasswordForm(_WithEmail, SecurityForgotPasswordForm):
    pass


class ResetPasswordForm(SecurityResetPasswordForm):
    password = PasswordField(
        "New password", description=ADVICE, render_kw=NEW, validators=[_required("a password"), FITS]
    )
    password_confirm = None  # type: ignore[assignment]  # a password can be looked at or pasted; typing it twice helps nobody


class ChangePasswordForm(SecurityChangePasswordForm):
    password = PasswordField("Present password", render_kw=KNOWN, validators=[FITS])
    new_password = PasswordField("New password", description=ADVICE, render_kw=NEW,
                                 validators=[_required("a new password"), FITS])  # fmt: skip
    new_password_confirm = None  # type: ignore[assignment]


class ChangeEmailForm(Form):
    email = EmailField(
        "New e-mail address", render_kw=EMAIL, validators=[_required("the new address"), Length(max=250)]
    )
    password = PasswordField("Password", render_kw=KNOWN, validators=[_required("your password"), FITS])


class DeleteAccountForm(Form):
    password = PasswordField("Password", render_kw=KNOWN, validators=[_required("your password"), FITS])


class TokenForm(Form):
    name = StringField("What it is for", description="Such as “script on my laptop”.",
                       validators=[_required("a name"), Length(max=100), _storable])  # fmt: skip


class FirstAdministratorForm(Form):
    email = EmailField("E-mail address", render_kw=EMAIL, validators=[_required("an address"), Length(max=250)])
    password = PasswordField("Password", description=ADVICE, render_kw=NEW, validators=[_required("a password"), FITS])
