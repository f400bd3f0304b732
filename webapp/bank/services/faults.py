"""What keeps a record from being taken: a sentence for people, and for programs the rule and the place."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from question_bank.problems import BankError
from question_bank.words import Message, gettext, same, untranslated


class Rule(StrEnum):
    """What a record does not keep to."""

    SHAPE = "shape"  # it cannot be read: something is missing, unknown, too long, or of another type
    CONTENT = "content"  # what its kind, or a record by itself, is held to
    NAME = "name"  # a name is never used twice
    FIXED = "fixed"  # what is not changed in this way
    REFERENCE = "reference"  # what it names, and what names it
    GROUND = "ground"  # what is published rests on published passages
    DRAFT = "draft"  # drafts and what is published do not name each other


class Fault(Message):
    """A sentence that says what is wrong. ``place`` is a JSON pointer into the record; empty for the whole of it."""

    rule: Rule
    place: str

    __slots__ = ("place", "rule")


def fault(message: Message, rule: Rule, place: str = "") -> Fault:
    """The sentence with what programs want to know of it."""
    made = same(Fault, message)
    made.rule, made.place = rule, place
    return made


def api_fault(message: str, rule: Rule, place: str = "") -> Fault:
    """The same where only programs can do wrong: it speaks of what they send, in the names of the API."""
    return fault(untranslated(message), rule, place)


def faults_of(error: BankError) -> list[Fault]:
    """Why a record could not be read."""
    return [fault(problem.message, Rule.SHAPE, problem.place) for problem in error.problems]


def content_faults(found: Iterable[tuple[str, Message]]) -> list[Fault]:
    """What is wrong with a record that could be read: its checks give the key that each sentence is about."""
    return [fault(message, Rule.CONTENT, f"/{key}") for key, message in found]


def name_taken(key: str, place: str = "/id") -> Fault:
    """Why a record cannot be made."""
    return fault(gettext("the name '%(key)s' is taken: a name is never used twice", key=key), Rule.NAME, place)
