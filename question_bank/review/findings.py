"""What a rule of the reviewer is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from question_bank.problems import located

from .material import Material


class Severity(StrEnum):
    """``bank check --strict`` fails on errors and warnings; a notice is there to be looked at."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of one record: "claim", "question" or "topic", its key, and what to do. ``severity`` is given
    where it is not the rule's own; ``part`` is the key of the content that it is about, where it is about one.
    """

    record: str
    id: str
    message: str
    severity: Severity | None = None
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: what it asks of a bank in one sentence, and the function that finds where it is not kept.

    ``compares`` tells that it looks at all questions together, so that one alone says nothing.
    """

    id: str
    severity: Severity
    description: str
    find: Callable[[Material], Iterable[Remark]]
    needs_originals: bool = False
    compares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark of a rule with the place where the record stands; ``line`` is 0 where it is from no file."""

    rule: str
    severity: Severity
    record: str
    id: str
    file: str
    line: int
    message: str
    part: str = ""

    def __str__(self) -> str:
        return located(self.file, self.line, self.id, f"{self.severity} [{self.rule}] {self.message}")


def of_question(id_: str, message: str, severity: Severity | None = None, *, part: str = "") -> Remark:
    return Remark("question", id_, message, severity, part)


def of_claim(id_: str, message: str, severity: Severity | None = None, *, part: str = "") -> Remark:
    return Remark("claim", id_, message, severity, part)
