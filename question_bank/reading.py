"""Reading the records out of files: each for itself, before they are compared with one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from .actors import Actor, check_actor, read_actor
from .articles import Article, check_article, read_article
from .claims import Claim, check_claim, read_claim
from .fields import Fields
from .issues import Issue, read_issue
from .nodes import Table, read_file
from .problems import Problem
from .questions import Question, check_question, read_question
from .records import Place
from .topics import Topic, check_topic, read_topic
from .words import Message, gettext

R = TypeVar("R")

ACTORS, ISSUES = "actors.yaml", "issues.yaml"  # the files of the data folder that are no topics


_TAKEN: Mapping[str, Message] = {
    "article": gettext("the article '%(key)s' stands already in %(place)s"),
    "actor": gettext("the actor '%(key)s' stands already in %(place)s"),
    "issue": gettext("the issue '%(key)s' stands already in %(place)s"),
    "topic": gettext("the topic '%(key)s' stands already in %(place)s"),
    "claim": gettext("the claim '%(key)s' stands already in %(place)s"),
    "question": gettext("the question '%(key)s' stands already in %(place)s"),
}


@dataclass(slots=True)
class Reading:
    """What has been read so far. ``broken`` has the keys of records that exist but could not be read, so that whoever
    refers to them is not blamed.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def is_new(self, record: str, fields: Fields) -> bool:
        """Note where a record stands; False, with a problem, if its key is taken."""
        place = self.places.get((record, fields.id))
        if place:
            fields.report(_TAKEN[record].filled(key=fields.id, place=f"{place.file}:{place.line}"))
            return False
        if fields.id:
            self.places[record, fields.id] = Place(fields.file, fields.table.line)
        return True


def read_articles(files: Iterable[Path], reading: Reading) -> None:
    """One article a file, the file named like its key."""
    for path in files:
        fields = _document(path, reading)
        if fields is None:
            continue
        article = read_article(fields)
        if article.key and article.key != path.stem:
            fields.report(gettext("the file of the article '%(key)s' is named %(key)s.yaml", key=article.key), "key")
        _report(fields, () if fields.failed else check_article(article))
        if reading.is_new("article", fields):
            _keep("article", fields, reading, reading.articles, article)


def read_data(files: Iterable[Path], reading: Reading) -> None:
    """The files of the data folder: actors, issues, and one topic a file with its claims and questions."""
    topics = []
    for path in files:
        fields = _document(path, reading)
        if fields is None:
            continue
        if path.name == ACTORS:
            _read_actors(fields, reading)
        elif path.name == ISSUES:
            _read_issues(fields, reading)
        else:
            topics.append(fields)
    _read_topics(topics, reading)


def _read_actors(fields: Fields, reading: Reading) -> None:
    for item in fields.each("actors"):
        actor = read_actor(item)
        _report(item, () if item.failed else check_actor(actor))
        if reading.is_new("actor", item):
            _keep("actor", item, reading, reading.actors, actor)
    fields.finish()


def _read_issues(fields: Fields, reading: Reading) -> None:
    for item in fields.each("issues"):
        issue = read_issue(item)
        if reading.is_new("issue", item):
            _keep("issue", item, reading, reading.issues, issue)
    fields.finish()


def _read_topics(documents: Iterable[Fields], reading: Reading) -> None:
    """All claims are read before the first question."""
    questions = [fields for document in documents for fields in _read_topic(document, reading)]
    importances = {claim.id: claim.importance for claim in reading.claims.values()}
    for fields in questions:
        question = read_question(fields, importances)
        if question is not None:
            _report(fields, () if fields.failed else check_question(question))
        if reading.is_new("question", fields) and question is not None:
            _keep("question", fields, reading, reading.questions, question)


def _read_topic(fields: Fields, reading: Reading) -> list[Fields]:
    """Topic and claims of a file; the questions are given back unread."""
    topic = read_topic(fields)
    claims, questions = fields.each("claims"), fields.each("questions")
    fields.finish()
    if topic.key != Path(fields.file).stem:
        fields.report(gettext("the file of the topic '%(key)s' is named %(key)s.yaml", key=topic.key), "topic")
    _report(fields, check_topic(topic))
    if reading.is_new("topic", fields):
        reading.topics[topic.key] = topic
    for item in claims:
        claim = read_claim(item, topic.key)
        _report(item, () if item.failed else check_claim(claim))
        if reading.is_new("claim", item):
            _keep("claim", item, reading, reading.claims, claim)
    return questions


def _document(path: Path, reading: Reading) -> Fields | None:
    node = read_file(path, reading.problems)
    if node is None:
        return None
    if not isinstance(node, Table):
        reading.problems.append(Problem(str(path), 1, "", gettext("the file holds keys with values")))
        return None
    return Fields(node, reading.problems, file=str(path))


def _report(fields: Fields, findings: Iterable[tuple[str, Message]]) -> None:
    for key, message in findings:
        fields.report(message, key)


def _keep(record: str, fields: Fields, reading: Reading, kept: dict[str, R], item: R) -> None:
    if fields.failed:
        reading.broken.add((record, fields.id))
    else:
        kept[fields.id] = item
