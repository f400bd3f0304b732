"""Little banks for the reviewer's rules, written out as far as a rule looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from question_bank.actors import Actor
from question_bank.articles import Article
from question_bank.claims import Claim
from question_bank.issues import Issue
from question_bank.questions import Question
from question_bank.records import Bank
from question_bank.review import Finding, Material, review
from question_bank.topics import Topic

TEXT = "The ferry carries 40 people. In March 1874 it began."
EXPLANATION = "The article tells of it at some length. Older guides to the valley do not know of it at all."
REASON = "The rule was looked at, and here it does not hold."


def article(**changes: Any) -> dict[str, Any]:
    return {
        "key": "ferry",
        "title": "The Ferry: A Story",
        "authors": ["Ida Quill"],
        "date": "2019-06",
        "date_precision": "month",
        "language": "en",
        "original": {"file": "ferry.txt", "sha256": "0" * 64, "length": len(TEXT)},
        "passages": [
            {"id": "p01", "span": [0, 28], "role": "body", "digest": "It holds 40 passengers."},
            {"id": "p02", "span": [28, len(TEXT)], "role": "body", "digest": "Start in March 1874."},
        ],
        **changes,
    }


def claim(id_: str = "first", **changes: Any) -> dict[str, Any]:
    """A claim of kind event, of which nothing is wrong but that it needs a question. None leaves a key out."""
    parts = {
        "id": id_,
        "topic": "ferry",
        "kind": "event",
        "statement": "A rope was hung over the river.",
        "importance": "core",
        "sources": ["ferry#p01"],
        **changes,
    }
    return {key: part for key, part in parts.items() if part is not None}


def view(id_: str = "first", holder: str = "holm", stance: str = "It has to stay", **changes: Any) -> dict[str, Any]:
    """A position of an actor on what is to become of the ferry."""
    parts = {
        "kind": "position",
        "statement": "Somebody has a view of the ferry.",
        "actors": [holder],
        "attributed_to": NAMES[holder],
        "value": {"issue": "future", "stance": stance},
        "as_of": "2019",
    }
    return claim(id_, **{**parts, **changes})


NAMES = {"holm": "Greta Holm", "veld": "Tomas Veld"}


def short(id_: str = "asked", **changes: Any) -> dict[str, Any]:
    """A short question of which nothing is wrong."""
    return {
        "id": id_,
        "kind": "short",
        "claims": ["first"],
        "status": "published",
        "importance": "core",
        "stem": "By what is the boat held on its way?",
        "accept": ["A rope"],
        "explanation": EXPLANATION,
        **changes,
    }


def choice(*options: str, right: int = 0, **changes: Any) -> dict[str, Any]:
    """A choice among the options; the wrong ones have feedback."""
    texts = options or ("A rope", "A cable", "A chain")
    return {
        **{key: value for key, value in short().items() if key != "accept"},
        "kind": "choice",
        "options": [
            {"key": f"k{place}", "text": text, "right": True}
            if place == right
            else {"key": f"k{place}", "text": text, "feedback": "The article does not say so."}
            for place, text in enumerate(texts)
        ],
        **changes,
    }


def feedback(question: dict[str, Any], text: str, said: str | None) -> dict[str, Any]:
    """The choice with another feedback to the option of that text."""
    options = [dict(option, feedback=said) if option["text"] == text else option for option in question["options"]]
    return {**question, "options": options}


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """Claims and questions of a little bank, as JSON; with ``originals`` it has the article's own text too."""

    claims: tuple[dict[str, Any], ...] = (claim(),)
    questions: tuple[dict[str, Any], ...] = (short(),)
    article: dict[str, Any] = field(default_factory=article)
    originals: bool = False

    def bank(self) -> Bank:
        actors = [Actor(id=key, name=name, line="Somebody.", aliases=(name.split()[1],)) for key, name in NAMES.items()]
        text = Article.from_json(self.article)
        return Bank(
            articles={text.key: text},
            actors={actor.id: actor for actor in actors},
            issues={"future": Issue(id="future", question="What is to become of the ferry?")},
            topics={"ferry": Topic(key="ferry", title="Ferry")},
            claims={item["id"]: Claim.from_json(item) for item in self.claims},
            questions={item["id"]: Question.from_json(item) for item in self.questions},
        )

    def material(self) -> Material:
        return Material(bank=self.bank(), originals={"ferry": TEXT} if self.originals else {})

    def findings(self) -> list[Finding]:
        return review(self.material())

    def waiving(self, rule: str, record: str, key: str, reason: str = REASON) -> Sketch:
        """The same bank with a waiver on one of its records."""

        def waived(items: tuple[dict[str, Any], ...], name: str) -> tuple[dict[str, Any], ...]:
            return tuple(
                {**item, "waive": {**item.get("waive", {}), rule: reason}}
                if (record, key) == (name, item["id"])
                else item
                for item in items
            )

        return replace(self, claims=waived(self.claims, "claim"), questions=waived(self.questions, "question"))
