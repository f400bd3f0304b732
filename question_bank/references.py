"""Names in the records of a bank that must lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from .claims import Claim
from .kinds.ordering import OrderingContent
from .kinds.position import PositionContent
from .passages import Role
from .problems import Problem
from .questions import Question, Status
from .records import Bank
from .stances import Stance
from .words import Message, gettext


def check_references(bank: Bank, broken: Collection[tuple[str, str]] = ()) -> Iterable[Problem]:
    """Names that lead nowhere, and published questions whose claims rest on nothing that an article says.

    ``broken`` names records (("claim", id), …) that exist but could not be read: referring to them is no problem.
    """
    for claim in bank.claims.values():
        yield from (bank.problem("claim", claim.id, message) for message in _check_claim(claim, bank, broken))
    for question in bank.questions.values():
        messages = _check_question(question, bank, broken)
        yield from (bank.problem("question", question.id, message) for message in messages)


def _check_claim(claim: Claim, bank: Bank, broken: Collection[tuple[str, str]]) -> Iterable[Message]:
    for source in claim.sources:
        article = source.partition("#")[0]
        if ("article", article) not in broken and bank.passage(source) is None:
            yield gettext("the source '%(source)s' is no passage: write article#passage", source=source)
    for source, (_, end) in claim.spans.items():
        passage = bank.passage(source)
        if passage is not None and end > passage.end - passage.start:
            yield gettext(
                "the span of '%(source)s' ends at %(end)s, the passage has %(length)s characters",
                source=source,
                end=end,
                length=passage.end - passage.start,
            )
    issues = (claim.value.issue,) if isinstance(claim.value, Stance) else ()
    named: tuple[tuple[str, Iterable[str], Mapping[str, object], Message], ...] = (
        ("actor", claim.actors, bank.actors, gettext("there is no actor '%(key)s'")),
        ("issue", issues, bank.issues, gettext("there is no issue '%(key)s'")),
        ("claim", claim.conflicts_with, bank.claims, gettext("there is no claim '%(key)s' to conflict with")),
        ("claim", claim.supersedes, bank.claims, gettext("there is no claim '%(key)s' to supersede")),
    )
    for record, keys, known, message in named:
        for key in keys:
            if key not in known and (record, key) not in broken:
                yield message.filled(key=key)


def _check_question(question: Question, bank: Bank, broken: Collection[tuple[str, str]]) -> Iterable[Message]:
    primary, place = bank.claims.get(question.claims[0]), bank.places.get(("question", question.id))
    if primary and place and Path(place.file).stem != primary.topic:
        yield gettext("stands in another file than its primary claim: move it to %(topic)s.yaml", topic=primary.topic)
    for key in question.claims:
        claim = bank.claims.get(key)
        if claim is None:
            if ("claim", key) not in broken:
                yield gettext("there is no claim '%(key)s'", key=key)
        elif question.status is Status.PUBLISHED and not _is_grounded(claim, bank, broken):
            yield gettext("published, but its claim '%(key)s' rests on no passage of role body or heading", key=key)
    yield from _check_content(question, bank, broken)


def _check_content(question: Question, bank: Bank, broken: Collection[tuple[str, str]]) -> Iterable[Message]:
    if isinstance(question.content, PositionContent):
        for option in question.content.options:
            if option.claim not in bank.claims and ("claim", option.claim) not in broken:
                yield gettext("there is no claim '%(claim)s' for an option to name", claim=option.claim)
    elif isinstance(question.content, OrderingContent):
        for item in question.content.items:
            if item.claim is not None and item.claim not in question.claims:
                yield gettext(
                    "the claim '%(claim)s' of the item '%(key)s' is not among the question's claims",
                    claim=item.claim,
                    key=item.key,
                )


def _is_grounded(claim: Claim, bank: Bank, broken: Collection[tuple[str, str]]) -> bool:
    passages = [bank.passage(source) for source in claim.sources]
    articles = {source.partition("#")[0] for source in claim.sources}
    return any(passage and passage.role is not Role.APPARATUS for passage in passages) or any(
        ("article", article) in broken for article in articles
    )
