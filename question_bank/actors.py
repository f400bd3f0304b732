"""Actors: the persons, states and organisations that hold, say or do what a claim states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import LONGEST_NAME, Fields, duplicates
from .kinds.base import fields_of
from .problems import BankError, Problem
from .words import Message, gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An actor. ``name`` is how options show it, ``aliases`` are other names for it, ``line`` says who it is."""

    id: str
    name: str
    line: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which the actor may be called, its own first."""
        return (self.name, *self.aliases)

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "aliases": list(self.aliases) or None,
            "line": self.line,
        }
        return {key: part for key, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Actor:
        """The actor that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        actor = read_actor(fields_of(data, problems))
        if problems:
            raise BankError(problems)
        return actor


def read_actor(fields: Fields) -> Actor:
    """The actor that the fields hold; its problems are noted there."""
    fields.id = fields.key_text("id")
    actor = Actor(
        id=fields.id,
        name=fields.text("name", longest=LONGEST_NAME),
        aliases=fields.optional_texts("aliases", longest=LONGEST_NAME),
        line=fields.text("line", longest=LONGEST_NAME),
    )
    fields.finish()
    return actor


def check_actor(actor: Actor) -> Iterable[tuple[str, Message]]:
    """What is wrong with an actor that could be read: the key it concerns, and a sentence."""
    yield from (
        ("aliases", gettext("the name '%(twice)s' stands twice", twice=twice)) for twice in duplicates(actor.names)
    )
