"""Issues: the questions on which actors hold positions, so that rival stances can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .fields import LONGEST_NAME, Fields
from .kinds.base import fields_of
from .problems import BankError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    id: str
    question: str

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "question": self.question}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Issue:
        """The issue that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        issue = read_issue(fields_of(data, problems))
        if problems:
            raise BankError(problems)
        return issue


def read_issue(fields: Fields) -> Issue:
    """The issue that the fields hold; its problems are noted there."""
    fields.id = fields.key_text("id")
    issue = Issue(id=fields.id, question=fields.text("question", longest=LONGEST_NAME))
    fields.finish()
    return issue
