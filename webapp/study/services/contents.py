"""What cards show, loaded for many at once and remembered: revisions never change, passages only with a new load."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.prompts import Prompt, Solution
from question_bank.questions import Question
from webapp.cards import Fragment, grading_for_browser
from webapp.cards.backing import Backing, Said, backing, solution_with_rivals
from webapp.cards.changed import Changed, changed
from webapp.cards.originals import Originals
from webapp.cards.sources import PassageRow, source_of
from webapp.reviews.known import Known
from webapp.study.queries import content
from webapp.study.queries.changed import Change, answer_changes, claim_changes
from webapp.study.queries.content import AskedCard, ClaimUse

MOST_REMEMBERED = 4000


class Edition(NamedTuple):
    """Which content a card shows: it is shown alike wherever this is equal, but for the order of its options.

    ``known_revision`` is what somebody knows whom the card tells that its answer has changed since.
    """

    question_id: int
    revision: int
    claims: tuple[ClaimUse, ...]
    loaded_at: datetime | None
    originals: int | None
    known_revision: int | None = None


@dataclass(frozen=True, kw_only=True)
class Material:
    """The content of a card, whoever sees it, and what was made of it: ``fragments`` is its HTML by locale."""

    edition: Edition
    question: Question
    solution: Solution
    backing: Backing
    changed: Changed | None
    fragments: dict[str, Fragment] = field(default_factory=dict, compare=False)

    @cached_property
    def grading(self) -> dict[str, Any]:
        """How the browser grades the card."""
        return grading_for_browser(self.question, self.solution)

    @cached_property
    def grading_in_json(self) -> str:
        """``grading`` as JSON."""
        return json.dumps(self.grading, separators=(",", ":"))

    def prompt(self, seed: int) -> Prompt:
        """What is asked of somebody whose options and items are drawn by ``seed``."""
        return self._same_for_all or self._drawn(seed)

    @cached_property
    def _same_for_all(self) -> Prompt | None:
        """What is asked where nothing is drawn."""
        prompt = self._drawn(0)
        return None if prompt.options or prompt.items else prompt

    def _drawn(self, seed: int) -> Prompt:
        return self.question.prompt(random.Random(seed))  # noqa: S311  # the order of options is no secret


@dataclass
class Contents:
    """The materials that this process remembers. ``known`` has the questions already read."""

    originals: Originals
    known: Known
    _materials: dict[Edition, Material] = field(default_factory=dict)

    def load(
        self, session: Session, cards: Collection[AskedCard], known_revisions: Mapping[int, int] | None = None
    ) -> dict[int, Material]:
        """What each of the cards shows, by question id. Two to five statements for however many, and two more where
        ``known_revisions`` (by question id) has answers that have changed since.
        """
        known = known_revisions or {}
        uses: dict[int, list[ClaimUse]] = {card.question_id: [] for card in cards}
        for use in content.claim_uses(session, question_ids=list(uses)):
            uses[use.question_id].append(use)
        loaded_at = content.bank_loaded_at(session)
        originals = self.originals.changed_at()
        editions = [
            Edition(
                question_id=card.question_id,
                revision=card.question_revision,
                claims=tuple(uses[card.question_id]),
                loaded_at=loaded_at,
                originals=originals,
                known_revision=known.get(card.question_id),
            )
            for card in cards
        ]
        materials = self.materials(editions, lambda: nullcontext(session))
        return {card.question_id: material for card, material in zip(cards, materials, strict=True)}

    def edition(
        self, question_id: int, revision: int, claims: tuple[ClaimUse, ...], loaded_at: datetime | None
    ) -> Edition:
        """The content of a question as it is now."""
        return Edition(
            question_id=question_id,
            revision=revision,
            claims=claims,
            loaded_at=loaded_at,
            originals=self.originals.changed_at(),
        )

    def materials(
        self, editions: Collection[Edition], session: Callable[[], AbstractContextManager[Session]]
    ) -> list[Material]:
        """The materials of the editions, in their order; ``session`` opens the database where one is not remembered."""
        found = [self._materials.get(edition) for edition in editions]
        known = [material for material in found if material is not None]
        if len(known) == len(editions):
            return known
        unknown = [edition for edition, material in zip(editions, found, strict=True) if material is None]
        with session() as opened:
            read = {material.edition: material for material in self._read(opened, unknown)}
        if len(self._materials) + len(read) > MOST_REMEMBERED:
            self._materials.clear()
        self._materials.update(read)
        return [material or read[edition] for edition, material in zip(editions, found, strict=True)]

    def _read(self, session: Session, wanted: list[Edition]) -> list[Material]:
        former = {
            (edition.question_id, edition.known_revision) for edition in wanted if edition.known_revision is not None
        }
        questions = self._questions(
            session, {*former, *((edition.question_id, edition.revision) for edition in wanted)}
        )
        changes = _changes_since(session, wanted) if former else {}
        uses = {use for edition in wanted for use in edition.claims}
        revisions = {(use.claim_id, use.revision) for use in uses}
        revisions |= {(claim, number) for found in changes.values() for claim, number, _ in found.claims}
        claims = {
            revision: Claim.from_json(found)
            for revision, found in content.claim_contents(session, revisions=revisions).items()
        }
        passages: dict[int, list[PassageRow]] = {use.claim_id: [] for use in uses}
        for row in content.passages(session, claim_ids=passages):
            passages[row.claim_id].append(row)
        return [
            replace(
                _material(edition, questions[edition.question_id, edition.revision], claims, passages, self.originals),
                changed=_changed(edition, questions, claims, changes[edition]) if edition in changes else None,
            )
            for edition in wanted
        ]

    def _questions(self, session: Session, revisions: set[tuple[int, int]]) -> dict[tuple[int, int], Question]:
        found = {revision: self.known.questions[revision] for revision in revisions if revision in self.known.questions}
        unknown = revisions - found.keys()
        if unknown:
            read = content.question_contents(session, revisions=unknown)
            found |= {revision: self.known.keep_question(*revision, read[revision]) for revision in unknown}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """What changed since somebody learned an edition: why, and claims with their revisions before and now."""

    reasons: tuple[str, ...]
    claims: tuple[tuple[int, int, int], ...]


def _changes_since(session: Session, wanted: Collection[Edition]) -> dict[Edition, _Since]:
    """By edition, for those whose answer has changed since."""
    known = {edition: edition.known_revision for edition in wanted if edition.known_revision is not None}
    answers = answer_changes(session, question_ids={edition.question_id for edition in known})
    claims = claim_changes(session, claim_ids={use.claim_id for edition in known for use in edition.claims})
    found = {}
    for edition, revision in known.items():
        since = [each for each in answers[edition.question_id] if revision < each.number <= edition.revision]
        found[edition] = _Since(
            reasons=tuple(each.why for each in since),
            claims=tuple(
                (use.claim_id, before, use.revision)
                for use in edition.claims
                if use.role != content.RIVAL and (before := _number_before(claims.get(use.claim_id, ()), since[0].at))
            ),
        )
    return found


def _number_before(changes: Collection[Change], moment: datetime) -> int | None:
    """The revision of a claim before the first that changed answers at this moment or later; None where none did."""
    return next((each.number - 1 for each in changes if each.at >= moment), None)


def _changed(
    edition: Edition,
    questions: Mapping[tuple[int, int], Question],
    claims: Mapping[tuple[int, int], Claim],
    since: _Since,
) -> Changed:
    """What a card tells somebody who knows a former answer."""
    assert edition.known_revision is not None  # only such editions have changes
    before, after = (questions[edition.question_id, number] for number in (edition.known_revision, edition.revision))
    said = ((claims[claim, old], claims[claim, new]) for claim, old, new in since.claims)
    return changed(before, after, claims=said, reasons=since.reasons)


def _material(
    edition: Edition,
    question: Question,
    claims: Mapping[tuple[int, int], Claim],
    passages: Mapping[int, Collection[PassageRow]],
    originals: Originals,
) -> Material:
    def said(*roles: int) -> Iterator[Said]:
        for use in edition.claims:
            if use.role in roles:
                claim = claims[use.claim_id, use.revision]
                yield Said(claim, tuple(source_of(row, originals, claim) for row in passages[use.claim_id]))

    behind = backing(question, said(content.PRIMARY, content.ALSO), said(content.RIVAL))
    return Material(
        edition=edition,
        question=question,
        solution=solution_with_rivals(question, behind.rivals),
        backing=behind,
        changed=None,
    )
