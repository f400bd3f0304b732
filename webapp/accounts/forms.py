"""The forms of the account pages: Flask-Security's, in our words, and our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security.forms import ChangePasswordForm as SecurityChangePasswordForm
from flask_security.forms import ForgotPasswordForm as SecurityForgotPasswordForm
from flask_security.forms import LoginForm as SecurityLoginForm
from flask_security.forms import RegisterFormV2
from flask_security.forms import ResetPasswordForm as SecurityResetPasswordForm
from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from webapp.models.user import User
from webapp.web.access import lacks_second_factor
from webapp.web.forms import Form, TicksField, storable
from webapp.web.people import SCOPE_NEEDS, Person, Scope, Standing

from .failed_log_ins import note_failed_log_in
from .passwords import LONGEST, SHORTEST, is_password_of

ADVICE = _l("At least %(least)s characters; four or five words are easy to keep. Spaces are welcome.", least=SHORTEST)
EMAIL = {"autocomplete": "email", "required": True}
KNOWN = {"autocomplete": "current-password", "required": True}
NEW = {"autocomplete": "new-password", "required": True, "minlength": SHORTEST, "maxlength": LONGEST}
FITS = Length(max=LONGEST, message=_l("A password has at most %(most)s characters.", most=LONGEST))
ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "required": True,
            "maxlength": 40}  # fmt: skip
WRONG_CODE = _l(
    "This code is wrong, too old, or was used already. Wait for the next one, and look at your device's clock."
)
CODE_FITS = Length(max=40, message=_l("A code has at most %(max)d characters."))
PASSWORD = _l("Please give a password.")
NEW_PASSWORD = _l("Please give a new password.")
YOUR_PASSWORD = _l("Please give your password.")
EMAIL_NAME = _l("E-mail address")
NEW_ADDRESS = _l("Please give the new address.")
ADDRESS = _l("Please give an address.")
SCOPES = (
    (Scope.STUDY, _l("Study in your name")),
    (Scope.BANK_READ, _l("Read the bank")),
    (Scope.BANK_WRITE, _l("Read and change the bank")),
)


def _required(message: LazyString) -> InputRequired:
    return InputRequired(message=message)


class _WithEmail:
    """Our name for the field that Flask-Security brings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email: EmailField
        self.email.label.text = EMAIL_NAME


class LoginForm(_WithEmail, SecurityLoginForm):
    remember = None  # type: ignore[assignment]  # browsers are known by rows of ours, with limits of ours
    password = PasswordField(_l("Password"), render_kw=KNOWN, validators=[_required(YOUR_PASSWORD), FITS])

    def validate(self, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(**kwargs))
        if not is_valid and self.email.data and self.password.data:
            note_failed_log_in(step="password", email=self.email.data)
        return is_valid


class RegisterForm(_WithEmail, RegisterFormV2):
    password = PasswordField(_l("Password"), description=ADVICE, render_kw=NEW, validators=[_required(PASSWORD), FITS])

    def validate(self, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(**kwargs))
        self.existing_email_user = None  # registering may say that an address is taken: it could not help anyone to lie
        return is_valid


class ForgotPasswordForm(_WithEmail, SecurityForgotPasswordForm):
    pass


class ResetPasswordForm(SecurityResetPasswordForm):
    password = PasswordField(
        _l("New password"), description=ADVICE, render_kw=NEW, validators=[_required(PASSWORD), FITS]
    )
    password_confirm = None  # type: ignore[assignment]  # a password can be looked at or pasted; typing it twice helps nobody


class ChangePasswordForm(SecurityChangePasswordForm):
    password = PasswordField(_l("Present password"), render_kw=KNOWN, validators=[FITS])
    new_password = PasswordField(_l("New password"), description=ADVICE, render_kw=NEW,
                                 validators=[_required(NEW_PASSWORD), FITS])  # fmt: skip
    new_password_confirm = None  # type: ignore[assignment]


class PasswordForm(Form):
    """The password, asked for again."""

    password = PasswordField(_l("Password"), render_kw=KNOWN, validators=[_required(YOUR_PASSWORD), FITS])

    def is_of(self, user: User) -> bool:
        """Whether the password is that of ``user``; puts a word on the form where it is not."""
        if is_password_of(user, self.password.data or ""):
            return True
        self.password.errors = [_("This is not your password.")]
        return False


class ChangeEmailForm(PasswordForm):
    email = EmailField(
        _l("New e-mail address"),
        render_kw=EMAIL,
        validators=[_required(NEW_ADDRESS), Length(max=250)],
    )


class CodeForm(Form):
    code = StringField(
        _l("Code"),
        description=_l("The six digits that your app shows now."),
        render_kw={**ONE_TIME, "inputmode": "numeric"},
        validators=[_required(_l("Please give the six digits that your app shows.")), CODE_FITS],
    )


class RecoveryForm(Form):
    recovery = StringField(
        _l("Recovery code"),
        description=_l("Each works once. Capitals, spaces and hyphens do not matter."),
        render_kw={**ONE_TIME, "autocomplete": "off"},
        validators=[_required(_l("Please give one of your recovery codes.")), CODE_FITS],
    )


class ProofForm(PasswordForm):
    code = StringField(
        _l("Code"),
        description=_l("The six digits that your app shows now, or one of your recovery codes."),
        render_kw=ONE_TIME,
        validators=[_required(_l("Please give a code.")), CODE_FITS],
    )


class TokenForm(Form):
    name = StringField(_l("What it is for"), description=_l("Such as “script on my laptop”."),
                       validators=[_required(_l("Please give a name.")), Length(max=100), storable])  # fmt: skip
    scopes = TicksField(_l("What it may do"), default=[Scope.STUDY], validate_choice=False)
    offered: Sequence[Scope] = ()

    @classmethod
    def for_person(cls, person: Person, **sent: Any) -> TokenForm:
        """The form with what ``person`` may let a token do. Where that is one thing alone, nobody is asked."""
        form = cls(**sent)
        standing = Standing.STUDENT if lacks_second_factor(person) else person.standing
        form.offered = [each for each, _label in SCOPES if standing >= SCOPE_NEEDS[each]]
        form.scopes.choices = [(each.value, label) for each, label in SCOPES if each in form.offered]
        if len(form.offered) == 1 and not form.scopes.raw_data:
            form.scopes.data = list(form.offered)
        return form

    def validate_scopes(self, field: TicksField) -> None:
        if not field.data or not set(self.offered).issuperset(field.data):
            raise ValidationError(_("Choose at least one of what is listed."))

    @property
    def chosen(self) -> frozenset[Scope]:
        """What the token is to be for."""
        return frozenset(map(Scope, self.scopes.data or ()))


class FirstAdministratorForm(Form):
    email = EmailField(EMAIL_NAME, render_kw=EMAIL, validators=[_required(ADDRESS), Length(max=250)])
    password = PasswordField(_l("Password"), description=ADVICE, render_kw=NEW, validators=[_required(PASSWORD), FITS])


class BankForm(Form):
    """A bank's title, and who learns from it."""

    title = StringField(
        _l("Title"),
        validators=[
            DataRequired(message=_l("Give the bank a title.")),
            Length(max=100, message=_l("A title has at most %(max)d characters.")),
            storable,
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )
    everybody = BooleanField(
        _l("Everybody on this site learns from it"), description=_l("Otherwise its readers and editors alone.")
    )

    @property
    def audience(self) -> str:
        """The bank's audience as it is stored."""
        return "everyone" if self.everybody.data else "members"


class InvitationForm(Form):
    """What somebody is invited to, and where the link goes."""

    edits = BooleanField(
        _l("Whoever takes the link may change the bank"), description=_l("Otherwise they may learn from it.")
    )
    email = EmailField(
        _l("Send it to"),
        description=_l("Leave this empty to pass the link on yourself. It works once, for a week."),
        validators=[Length(max=255, message=_l("An address has at most %(max)d characters."))],
    )

    def address(self) -> str | None:
        """Where the link is to be sent; None where it is passed on otherwise."""
        return (self.email.data or "").strip() or None
