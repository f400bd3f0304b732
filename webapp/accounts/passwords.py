"""What a password must be: long, not one that everybody tries, and not the person's own address."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security import PasswordUtil, verify_password

from webapp.models.user import User
from webapp.web.session_rows import fingerprint

SHORTEST = 15  # characters, where the password is the only thing that is asked for
LONGEST = 200

REPEATED = re.compile(r"(.{1,8}?)\1+.{0,3}")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
PADDED = frozenset(  # words that people make long with digits
    [
        "abc", "admin", "administrator", "changeme", "dragon", "football", "iloveyou", "letmein", "login", "master",
        "monkey", "motdepasse", "passw", "password", "passwort", "princess", "qwerty", "qwertz", "secret", "student",
        "sunshine", "superman", "teacher", "tumen", "welcome",
    ]
)  # fmt: skip
COMMON = frozenset(
    [
        "changemechangeme",
        "correcthorsebatterystaple",
        "iloveyouiloveyou",
        "ihaveforgottenmypassword",
        "ihavenopassword",
        "iforgotmypassword",
        "letmeinletmein",
        "mypasswordismypassword",
        "mypasswordispassword",
        "nopasswordnopassword",
        "passwordadministrator",
        "passwordpassword",
        "passworddeadline",
        "thisisapassword",
        "thisismypassword",
        "thisismysecret",
        "thisisnotapassword",
        "thisisthepassword",
        "trustno1trustno1",
        "welcometotheclub",
        "welcometothejungle",
        "whateverwhatever",
        "administrator1234",
        "administratoradmin",
        "password1password",
        "qwerty1234567890",
        "onceuponatime1234",
        "tobeornottobe1234",
    ]
)


def weakness(password: str, *, email: str | None = None) -> str | None:
    """What is wrong with ``password`` (already normalised), in words; None where nothing is."""
    if len(password) < SHORTEST:
        return str(
            _(
                "Take at least %(least)s characters: four or five words that only you would put together.",
                least=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        return str(_("Take at most %(most)s characters.", most=LONGEST))
    plain = re.sub(r"[\W_]", "", password.casefold())
    if email and (plain in re.sub(r"[\W_]", "", email.casefold()) or password.casefold() == email.casefold()):
        return str(_("This is your own address. Take words that are not known of you."))
    if _is_common(plain):
        return str(_("This is one of the first passwords that are tried. Take words that only you would put together."))
    return None


def _is_common(plain: str) -> bool:
    words = plain.strip("0123456789") or plain
    if words in PADDED or {plain, words} & COMMON or REPEATED.fullmatch(plain) or REPEATED.fullmatch(words):
        return True
    return len(set(plain)) < 5 or any(plain in row * 3 or plain[::-1] in row * 3 for row in ROWS)


def is_password_of(user: User, password: str) -> bool:
    """Whether this is the account's password, as it was typed. Slow on purpose: take no lock before."""
    normal = current_app.extensions["security"].password_util.normalize(password)
    return bool(verify_password(normal, user.password or ""))


def password_mark(user: User) -> str:
    """Another one after each change of the password: whoever takes a stolen account back ends what was begun in it."""
    return fingerprint(user.fs_uniquifier).hex()[:16]


class Passwords(PasswordUtil):
    """Flask-Security's way to our rules."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002, FBT001  # the signature is Flask-Security's
        **known: Any,
    ) -> tuple[list[str] | None, str]:
        """The complaints (None: none) and the password as it is hashed. ``known`` is Flask-Security's context."""
        normal: str = self.normalize(password)
        user = known.get("user")
        complaint = weakness(normal, email=known.get("email") if user is None else user.email)
        return ([complaint] if complaint else None), normal
