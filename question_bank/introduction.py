"""The order in which a newcomer meets the questions: what matters most first, and the topics in turn."""

from __future__ import annotations

from collections import defaultdict

from .claims import Importance
from .questions import Question
from .records import Bank

_RANK = {importance: rank for rank, importance in enumerate(Importance)}


def introduction_order(bank: Bank) -> list[str]:
    """The keys of all questions: by importance, and within it one of each topic after the other.

    Neighbours in a file are on one subject; taking the topics in turn spreads them over several days.
    """
    rounds: dict[tuple[Importance, str], int] = defaultdict(int)
    topics = {topic: place for place, topic in enumerate(bank.topics)}
    places: dict[str, tuple[int, int, int]] = {}
    for key, question in bank.questions.items():
        topic = _topic(bank, question)
        turn = rounds[question.importance, topic]
        rounds[question.importance, topic] += 1
        places[key] = (_RANK[question.importance], turn, topics[topic])
    return sorted(places, key=places.__getitem__)


def _topic(bank: Bank, question: Question) -> str:
    return bank.claims[question.claims[0]].topic
