"""What a kind of question is: one module each that reads, checks, grades and shows its content."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from question_bank.differences import Comparison
from question_bank.fields import Fields
from question_bank.grading import Grade
from question_bank.nodes import Table, from_data
from question_bank.problems import BankError, Problem
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, untranslated
from question_bank.written import Write

C = TypeVar("C")


class Kind(ABC, Generic[C]):
    """A kind; ``C`` is its frozen content. ``self_graded``: the student alone says how it went."""

    name: str
    self_graded: bool = False

    @abstractmethod
    def parse(self, fields: Fields) -> C:
        """The content out of a mapping's keys. Problems are noted in ``fields``; the content is then not to be used."""

    @abstractmethod
    def check(self, content: C) -> Iterable[Message]:
        """What is wrong with a content that could be read, each in a sentence."""

    @abstractmethod
    def to_json(self, content: C) -> dict[str, Any]:
        """The content with the keys that ``parse`` reads, as JSON."""

    @abstractmethod
    def grade(self, content: C, response: Mapping[str, Any]) -> Grade:
        """How good a response is. Raises BadResponse if it has not the shape that this kind reads."""

    def compare(self, content: C, response: Mapping[str, Any], write: Write = str) -> Sequence[Comparison]:  # noqa: ARG002  # few kinds are typed
        """A graded response beside the answer it comes near to, where letters or words of it can be compared.

        ``write`` says how the page writes dates and figures.
        """
        return ()

    @abstractmethod
    def prompt(self, content: C, generator: random.Random) -> Prompt:
        """What is asked, without the answer. The generator decides which options are shown and in what order."""

    def order(self, content: C, seed: int) -> tuple[str, ...]:  # noqa: ARG002  # most kinds have neither
        """The keys that ``prompt`` shows, given a generator of this seed, in their order: those of the options that are
        drawn, or of the items where these are what is ordered.
        """
        return ()

    @abstractmethod
    def solution(self, content: C) -> Solution:
        """What is shown after the answer."""

    def from_json(self, data: Mapping[str, Any]) -> C:
        """The content that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        fields = fields_of(data, problems)
        content = self.parse(fields)
        fields.finish()
        if problems:
            raise BankError(problems)
        return content


def fields_of(data: Mapping[str, Any], problems: list[Problem], *, file: str = "") -> Fields:
    """JSON data as fields. Raises BankError if it has values that no content holds."""
    try:
        table = from_data(data)
    except TypeError as error:
        raise BankError([Problem(file, 0, "", untranslated(str(error)))]) from error
    assert isinstance(table, Table)  # a mapping gives a table
    return Fields(table, problems, file=file)
