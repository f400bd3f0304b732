"""What the rules look at: the bank, and what several of them need of it, worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from question_bank.articles import Article
from question_bank.claims import Claim
from question_bank.pictures import content_in_words, has_wordless_picture, pictures_of
from question_bank.questions import Question, Status
from question_bank.records import Bank

from .asked import Asked, read_asked
from .words import tokens

COMMON_SHARE = 0.1  # of all questions
FEWEST_COMMON = 3  # questions


@dataclass(frozen=True, kw_only=True)
class Material:
    """A bank under review. ``originals`` are the articles' texts by key, where a site has them.

    The bank may have gaps: a question whose claims could not be read is looked at as far as it goes. ``excerpt_of`` is
    what it was taken from with one question: what is common there is common here.
    """

    bank: Bank
    originals: Mapping[str, str] = field(default_factory=dict)
    excerpt_of: Material | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All but the retired ones, in the bank's order; the words of a picture in its place."""
        kept = (question for question in self.bank.questions.values() if question.status is not Status.RETIRED)
        return tuple(map(_in_words, kept))

    @cached_property
    def published(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.status is Status.PUBLISHED)

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """Each question as it is read, by id."""
        return {question.id: read_asked(question) for question in self.questions}

    @cached_property
    def stem_words(self) -> Mapping[str, list[str]]:
        """The words before the options of each question, by id."""
        return {key: tokens(asked.text) for key, asked in self.asked.items()}

    @cached_property
    def stems_with(self) -> Counter[str]:
        """In how many questions each word stands before the options."""
        return Counter(word for words in self.stem_words.values() for word in set(words))

    def is_whole(self, question: Question) -> bool:
        """Whether all claims of the question could be read."""
        return all(key in self.bank.claims for key in question.claims)

    def primary(self, question: Question) -> Claim | None:
        """The claim that the question asks about in the first place."""
        return self.bank.claims.get(question.claims[0])

    def names(self, claim: Claim) -> list[str]:
        """Every name of the claim's actors."""
        return [name for key in claim.actors if key in self.bank.actors for name in self.bank.actors[key].names]

    def is_common(self, word: str) -> bool:
        """Whether so many questions have the word that it cannot tell one from another."""
        if self.excerpt_of is not None:
            return self.excerpt_of.is_common(word)
        return self.stems_with[word] > max(FEWEST_COMMON, COMMON_SHARE * len(self.questions))

    def claims(self, question: Question) -> Iterator[Claim]:
        """The question's claims, the primary one first."""
        return (self.bank.claims[key] for key in question.claims if key in self.bank.claims)

    @cached_property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """The claims linked with each claim by conflicts_with, in either direction."""
        found: dict[str, set[str]] = {key: set() for key in self.bank.claims}
        for claim in self.bank.claims.values():
            for other in claim.conflicts_with:
                if other in found:
                    found[claim.id].add(other)
                    found[other].add(claim.id)
        return {key: frozenset(others) for key, others in found.items()}

    def articles(self, claim: Claim) -> list[Article]:
        """The articles that the claim rests on."""
        keys = dict.fromkeys(source.partition("#")[0] for source in claim.sources)
        return [self.bank.articles[key] for key in keys if key in self.bank.articles]


def _in_words(question: Question) -> Question:
    """The question as it is read out; digits in the name of a picture are no figures. As it is where one has no words:
    that is said by its check.
    """
    content = question.to_json()
    if not pictures_of(content) or has_wordless_picture(content):
        return question
    return Question.from_json(content_in_words(content))
