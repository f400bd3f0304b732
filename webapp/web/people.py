"""Who is in front of the application, and what standing they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from webapp.models.visible import Banks


class Standing(IntEnum):
    """How far somebody is let in; each standing includes the ones below it."""

    NOBODY = 0
    GUEST = 1
    STUDENT = 2
    INSTRUCTOR = 3
    ADMIN = 4


ROLE_NAMES = ("student", "instructor", "admin")
EDITOR = "editor"  # of a bank that is not the shipped one: a role that nobody is given, and that follows from rights
_STANDING_OF_ROLE = {**{name: Standing[name.upper()] for name in ROLE_NAMES}, EDITOR: Standing.INSTRUCTOR}


class Scope(StrEnum):
    """What a personal token is for. Who may change the bank by a token may also read it."""

    STUDY = "study"
    BANK_READ = "bank:read"
    BANK_WRITE = "bank:write"


SCOPE_NEEDS = {
    Scope.STUDY: Standing.STUDENT,
    Scope.BANK_READ: Standing.INSTRUCTOR,
    Scope.BANK_WRITE: Standing.INSTRUCTOR,
}
"""The least standing of whoever makes a token with the scope. A token never does more than its owner may by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guest (without e-mail and roles) or the holder of an account. ``by_token``: a program speaks for them, by a
    token with these ``scopes``.

    ``banks``: those that they may learn from; None where that is every bank of the site.
    """

    id: int
    email: str | None
    roles: frozenset[str]
    is_guest: bool
    by_token: bool = False
    scopes: frozenset[Scope] = frozenset()
    banks: Banks = frozenset()
    has_second_factor: bool = False

    @property
    def standing(self) -> Standing:
        if self.is_guest:
            return Standing.GUEST
        return max(
            (_STANDING_OF_ROLE[role] for role in self.roles if role in _STANDING_OF_ROLE), default=Standing.STUDENT
        )

    @property
    def keeps_shipped(self) -> bool:
        """Whether the shipped bank is theirs to change without having been invited to it."""
        return self.is_admin or "instructor" in self.roles

    @property
    def is_instructor(self) -> bool:
        """Whether there is a bank that they keep."""
        return self.standing >= Standing.INSTRUCTOR

    @property
    def is_admin(self) -> bool:
        return self.standing >= Standing.ADMIN


def standing_of(person: Person | None) -> Standing:
    return Standing.NOBODY if person is None else person.standing


def person_from_row(
    user_id: int, email: str | None, roles: str | None, banks: str | None, has_second_factor: object
) -> Person:
    """A person from the columns of a look-up; ``roles`` are names joined by commas, ``banks`` ids (``read_banks``)."""
    return Person(id=user_id, email=email, roles=_names(roles), is_guest=email is None, banks=read_banks(banks),
                  has_second_factor=bool(has_second_factor))  # fmt: skip


def program_from_row(*columns: Any) -> Person:
    """A person for whom a program speaks, from the columns of a look-up, the last of them the scopes of the token."""
    *of_person, scopes = columns
    known = person_from_row(*of_person)
    return replace(known, by_token=True, scopes=scopes_from_text(scopes))


def scopes_to_text(scopes: Iterable[Scope]) -> str:
    """Scopes as a token's row holds them: in the order of the enumeration, with spaces between."""
    return " ".join(each.value for each in Scope if each in set(scopes))


def scopes_from_text(text: str) -> frozenset[Scope]:
    """The scopes of a token's row."""
    return frozenset(map(Scope, text.split()))


def _names(roles: str | None) -> frozenset[str]:
    return frozenset(roles.split(",")) if roles else frozenset()


def read_banks(ids: str | None) -> Banks:
    """The banks of a look-up: ids joined by commas, None where the site has none that is hidden from anybody."""
    return None if ids is None else frozenset(map(int, filter(None, ids.split(","))))
