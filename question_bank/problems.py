"""What is wrong with a bank's files, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .words import Message


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong. ``line`` counts from 1; 0 where there is none (a missing file, a database's record).

    ``place`` leads to it within its record, as a JSON pointer (RFC 6901): ``/options/0/feedback``.
    """

    file: str
    line: int
    id: str
    message: Message
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        return located(self.file, self.line, self.id, self.message)


def located(file: str, line: int, id_: str, message: str) -> str:
    """A line for whoever reads files: where something stands, and what is said of it."""
    place = f"{file}:{line}" if line else file
    return ": ".join(part for part in (place, id_, message) if part)


class BankError(Exception):
    """The bank cannot be used; ``problems`` names every reason at once, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
