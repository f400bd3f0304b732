"""An article on paper: its passages in order, with what is claimed and asked of each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from question_bank.articles import Article
from question_bank.claims import Claim
from question_bank.kinds import kind
from question_bank.passages import Passage
from question_bank.prompts import Prompt, Solution
from question_bank.questions import Question, Status
from question_bank.records import Bank


@dataclass(frozen=True, kw_only=True)
class PrintedQuestion:
    """A question with its answer. ``options`` are all there are, the drawn ones first: text, whether right, feedback.
    ``ordered`` are the items of an ordering in the right order, each with its date if it has one.
    """

    question: Question
    prompt: Prompt
    solution: Solution
    options: tuple[tuple[str, bool, str | None], ...]
    ordered: tuple[tuple[str, str | None], ...]

    @property
    def is_draft(self) -> bool:
        return self.question.status in {Status.DRAFT, Status.REVIEW}


@dataclass(frozen=True, kw_only=True)
class PrintedClaim:
    """A claim with the questions of which it is the primary one; ``also_in`` are the ids of others that rest on it."""

    claim: Claim
    said_by: str | None
    rivals: tuple[Claim, ...]
    questions: tuple[PrintedQuestion, ...]
    also_in: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedPassage:
    """A passage with the claims that rest on it first; ``earlier`` stand in full with a passage before."""

    passage: Passage
    claims: tuple[PrintedClaim, ...]
    earlier: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedArticle:
    article: Article
    passages: tuple[PrintedPassage, ...]

    @property
    def claim_count(self) -> int:
        return sum(len(passage.claims) for passage in self.passages)

    @property
    def question_count(self) -> int:
        return sum(len(claim.questions) for passage in self.passages for claim in passage.claims)


def printed_articles(bank: Bank) -> list[PrintedArticle]:
    """Every article of the bank; retired questions are left out, drafts are marked."""
    return [PrintedArticle(article=article, passages=_passages(bank, article)) for article in bank.articles.values()]


def _passages(bank: Bank, article: Article) -> tuple[PrintedPassage, ...]:
    told: set[str] = set()
    found = []
    for passage in article.passages:
        claims = [claim for claim in bank.claims.values() if passage.reference in claim.sources]
        found.append(
            PrintedPassage(
                passage=passage,
                claims=tuple(_claim(bank, claim) for claim in claims if claim.id not in told),
                earlier=tuple(claim for claim in claims if claim.id in told),
            )
        )
        told |= {claim.id for claim in claims}
    return tuple(found)


def _claim(bank: Bank, claim: Claim) -> PrintedClaim:
    on_it = [
        question
        for question in bank.questions.values()
        if claim.id in question.claims and question.status is not Status.RETIRED
    ]
    names = [bank.actors[key].name for key in claim.actors if key in bank.actors]
    return PrintedClaim(
        claim=claim,
        said_by=claim.attributed_to or ", ".join(names) or None,
        rivals=tuple(bank.claims[key] for key in claim.conflicts_with if key in bank.claims),
        questions=tuple(_question(question) for question in on_it if question.claims[0] == claim.id),
        also_in=tuple(question.id for question in on_it if question.claims[0] != claim.id),
    )


def _question(question: Question) -> PrintedQuestion:
    """The same order of options at every printing, and not the one of the file."""
    prompt = question.prompt(random.Random(question.id))  # noqa: S311  # no secret
    solution = question.solution()
    content = kind(question.kind).to_json(question.content)
    texts = dict(prompt.options) | _options(content)
    items = dict(prompt.items)
    return PrintedQuestion(
        question=question,
        prompt=prompt,
        solution=solution,
        options=tuple((text, *solution.options[key]) for key, text in texts.items() if key in solution.options),
        ordered=tuple((items[key], solution.items.get(key)) for key in solution.order),
    )


def _options(content: dict[str, Any]) -> dict[str, str]:
    """All options by key, those too that a prompt does not draw."""
    return {option.get("key") or option.get("claim", ""): option["text"] for option in content.get("options", [])}
