"""A card as it is shown: the question, what it rests on, and what each grade would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from question_bank.claims import Claim, Span
from question_bank.elsewhere import Meant
from question_bank.prompts import Prompt, Solution
from question_bank.questions import Question

from .changed import Changed
from .pieces import Piece, pieces

NO_PUBLISHER = "publisher unknown"  # as bibliographies say it; a quiet line says nothing instead


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return str(_("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1]))


@dataclass(frozen=True, kw_only=True)
class Source:
    """A passage that a question's claim rests on, with the bibliography of its article."""

    article_key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published_on: str  # YYYY, YYYY-MM or YYYY-MM-DD: as precise as it is known
    address: str | None
    passage_key: str
    digest: str
    original: str | None  # the passage itself, where this site holds the article
    number: int  # of the passage, as the page of its article counts
    section: str | None  # what the heading of its section says, where it has one
    language: str = "en"  # of the article
    spans: tuple[Span, ...] = ()  # within the passage, the words that are meant, where they are not all of it

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the original, with the words marked that are meant."""
        return pieces(self.original or "", self.spans)

    @property
    def link(self) -> str | None:
        """Return the address where it is one that a link may lead to."""
        return self.address if self.address and self.address.startswith(("https://", "http://")) else None

    @property
    def place(self) -> str:
        """Return the path on this site where the passage stands in its article (a card knows no feature's views)."""
        return f"/read/{self.article_key}#{self.passage_key}"

    @property
    def line(self) -> str:
        """Return author, outlet and year in one quiet line; the title stands in where no author is named."""
        who = listed(self.authors) if len(self.authors) < 3 else _("%(name)s and others", name=self.authors[0])
        publisher = None if self.publisher == NO_PUBLISHER else self.publisher
        return ", ".join(part for part in (who or f"“{self.title}”", publisher, self.published_on[:4]) if part)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Somebody who says what an answer rests on: ``statements`` are those of the claims that are theirs."""

    who: str
    statements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A claim that says otherwise; ``source`` is the first passage that it rests on, None where it stands nowhere."""

    claim: Claim
    source: Source | None

    @property
    def who(self) -> str | None:
        """Return who says so where the statement does not say it itself."""
        who = self.claim.attributed_to
        return None if who and who in self.claim.statement else who


@dataclass(frozen=True, kw_only=True)
class Aside:
    """What an article says of a wrong answer: its ``claim`` has this date, figure or name for something else."""

    what: Meant
    claim: Claim
    source: Source


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """One question as one student sees it.

    ``version`` is that of the student's card (0: never answered), ``seed`` the number that the order of options was
    drawn with, ``intervals`` the words on the grade buttons by rating 1 to 4, ``proposed`` the rating to mark.
    """

    question_key: str
    revision: int
    version: int
    kind: str
    state: str
    content: Question
    prompt: Prompt
    solution: Solution
    seed: int
    sources: tuple[Source, ...]
    voices: tuple[Voice, ...]
    errata: tuple[str, ...]
    rivals: tuple[Rival, ...]
    intervals: Mapping[int, str]
    proposed: int | None
    claims: tuple[Claim, ...] = ()  # that the answer rests on
    elsewhere: Aside | None = None  # once it was answered
    changed: Changed | None = None  # since whoever sees it learned it

    @property
    def articles(self) -> tuple[tuple[Source, ...], ...]:
        """Return the sources, those of one article together, in the order of their first mention."""
        by_article: dict[str, list[Source]] = {}
        for source in self.sources:
            by_article.setdefault(source.article_key, []).append(source)
        return tuple(tuple(passages) for passages in by_article.values())

    @property
    def self_graded(self) -> bool:
        """Whether the student alone can say how well it was known."""
        return self.kind == "card"
