"""The records of a bank by key, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .actors import Actor
from .articles import Article
from .claims import Claim
from .issues import Issue
from .passages import Passage
from .problems import Problem
from .questions import Question
from .topics import Topic
from .words import Message


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Articles, actors, issues, topics, claims and questions by key, in the order of the files.

    ``places`` says where each record stands, by kind of record and key; it is empty where the bank is not from files.
    """

    articles: Mapping[str, Article]
    actors: Mapping[str, Actor] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    topics: Mapping[str, Topic]
    claims: Mapping[str, Claim]
    questions: Mapping[str, Question]
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, compare=False, repr=False)

    def passage(self, reference: str) -> Passage | None:
        """The passage that ``article#passage`` names."""
        article, _, passage = reference.partition("#")
        return self.articles[article].passage.get(passage) if article in self.articles else None

    def problem(self, record: str, key: str, message: Message) -> Problem:
        """A problem of a record ("article", "actor", "claim" and so on), with its place."""
        place = self.places.get((record, key), Place("", 0))
        return Problem(place.file, place.line, key, message)
