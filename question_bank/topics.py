"""Topics: the headings under which claims and questions stand, one file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import LONGEST_NAME, Fields, duplicates
from .kinds.base import fields_of
from .problems import BankError, Problem
from .words import Message, gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic. ``line`` says in one sentence what it is about; None where it was stored before topics had one."""

    key: str
    title: str
    line: str | None = None
    aliases: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "topic": self.key,
            "title": self.title,
            "line": self.line,
            "aliases": list(self.aliases) or None,
        }
        return {key: part for key, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Topic:
        """The topic that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        fields = fields_of(data, problems)
        topic = read_topic(fields)
        fields.finish()
        if problems:
            raise BankError(problems)
        return topic


def read_topic(fields: Fields) -> Topic:
    """The topic in the fields, which may hold more; its problems are noted there."""
    fields.id = fields.key_text("topic")
    return Topic(
        key=fields.id,
        title=fields.text("title", longest=LONGEST_NAME),
        line=fields.optional_text("line", longest=LONGEST_NAME),
        aliases=fields.optional_texts("aliases", longest=LONGEST_NAME),
    )


def check_topic(topic: Topic) -> Iterable[tuple[str, Message]]:
    """What is wrong with a topic that could be read: the key it concerns, and a sentence."""
    if topic.line is None:
        yield "topic", gettext("'line' is missing: one sentence on what the topic is about")
    yield from (
        ("aliases", gettext("the name '%(twice)s' stands twice", twice=twice))
        for twice in duplicates((topic.title, *topic.aliases))
    )
