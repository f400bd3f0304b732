"""Who is in front of the application, and what standing they have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Standing(IntEnum):
    """How far somebody is let in; each standing includes the ones below it."""

    NOBODY = 0
    GUEST = 1
    STUDENT = 2
    INSTRUCTOR = 3
    ADMIN = 4


ROLE_NAMES = ("student", "instructor", "admin")
_STANDING_OF_ROLE = {name: Standing[name.upper()] for name in ROLE_NAMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guest (without e-mail and roles) or the holder of an account. ``by_token``: a program speaks for them."""

    id: int
    email: str | None
    roles: frozenset[str]
    is_guest: bool
    by_token: bool = False

    @property
    def standing(self) -> Standing:
        if self.is_guest:
            return Standing.GUEST
        return max(
            (_STANDING_OF_ROLE[role] for role in self.roles if role in _STANDING_OF_ROLE), default=Standing.STUDENT
        )

    @property
    def is_instructor(self) -> bool:
        return self.standing >= Standing.INSTRUCTOR

    @property
    def is_admin(self) -> bool:
        return self.standing >= Standing.ADMIN


def standing_of(person: Person | None) -> Standing:
    return Standing.NOBODY if person is None else person.standing


def person_from_row(user_id: int, email: str | None, roles: str | None, *, by_token: bool = False) -> Person:
    """A person from the columns of a look-up; ``roles`` are names joined by commas."""
    names = frozenset(roles.split(",")) if roles else frozenset()
    return Person(id=user_id, email=email, roles=names, is_guest=email is None, by_token=by_token)
