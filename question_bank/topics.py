"""Topics: the headings under which claims and questions stand, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds.base import fields_of
from .problems import BankError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    key: str
    title: str

    def to_json(self) -> dict[str, Any]:
        return {"topic": self.key, "title": self.title}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Topic:
        """The topic that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        fields = fields_of(data, problems)
        topic = cls(key=fields.key_text("topic"), title=fields.text("title", longest=300))
        fields.finish()
        if problems:
            raise BankError(problems)
        return topic
