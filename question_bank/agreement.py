"""Whether the records of a bank's files agree with one another.

An export of the application is not held to this: an edit there may leave a record alone for a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from .claims import Claim
from .kinds.ordering import OrderingContent, OrderingItem
from .kinds.position import PositionContent
from .partial_dates import PartialDate
from .positions import check_position
from .problems import Problem
from .records import Bank
from .spelling import normalise
from .stances import Stance
from .words import Message, gettext


def check_agreement(bank: Bank) -> Iterable[Problem]:
    """Names that mean two actors, links that lead only one way or in a circle, questions at odds with their claims."""
    yield from _check_names(bank)
    for claim in bank.claims.values():
        yield from (bank.problem("claim", claim.id, message) for message in _check_links(claim, bank.claims))
    for question in bank.questions.values():
        messages: Iterable[Message] = ()
        if isinstance(question.content, PositionContent):
            messages = check_position(question.content, question.claims[0], bank)
        elif isinstance(question.content, OrderingContent):
            messages = _check_order(question.content.items, bank.claims)
        yield from (bank.problem("question", question.id, message) for message in messages)


_UNUSED_ACTOR = gettext("no claim names this actor: use it or take it out")
_UNUSED_ISSUE = gettext("no claim names this issue: use it or take it out")


def check_use(bank: Bank) -> Iterable[Problem]:
    """Actors and issues that no claim names."""
    actors = {actor for claim in bank.claims.values() for actor in claim.actors}
    issues = {claim.value.issue for claim in bank.claims.values() if isinstance(claim.value, Stance)}
    yield from (bank.problem("actor", key, _UNUSED_ACTOR) for key in bank.actors if key not in actors)
    yield from (bank.problem("issue", key, _UNUSED_ISSUE) for key in bank.issues if key not in issues)


def _check_names(bank: Bank) -> Iterable[Problem]:
    taken: dict[str, str] = {}
    for actor in bank.actors.values():
        for name in actor.names:
            other = taken.setdefault(normalise(name) or name, actor.id)
            if other != actor.id:
                yield bank.problem(
                    "actor",
                    actor.id,
                    gettext("the name '%(name)s' is that of the actor '%(other)s' too", name=name, other=other),
                )


def _check_links(claim: Claim, claims: Mapping[str, Claim]) -> Iterable[Message]:
    for key in claim.conflicts_with:
        if key in claims and claim.id not in claims[key].conflicts_with:
            yield gettext("conflicts with '%(key)s', which does not name it in turn under 'conflicts_with'", key=key)
    if claim.id in _superseded(claim, claims):
        yield gettext("supersedes itself, by way of what it supersedes")


def _superseded(claim: Claim, claims: Mapping[str, Claim]) -> Collection[str]:
    """All claims that the claim supersedes, and that these do, and so on."""
    found: set[str] = set()
    waiting = list(claim.supersedes)
    while waiting:
        key = waiting.pop()
        if key in claims and key not in found:
            found.add(key)
            waiting += claims[key].supersedes
    return found


def _check_order(items: Iterable[OrderingItem], claims: Mapping[str, Claim]) -> Iterable[Message]:
    dated = []
    for item in items:
        claim = claims.get(item.claim or "")
        if claim and isinstance(claim.value, PartialDate):
            dated.append((item.key, claim.value))
    for (first, earlier), (second, later) in combinations(dated, 2):
        if _is_after(earlier, later):
            yield gettext(
                "'%(first)s' stands before '%(second)s', but their claims say %(earlier)s and %(later)s",
                first=first,
                second=second,
                earlier=earlier,
                later=later,
            )


def _is_after(one: PartialDate, other: PartialDate) -> bool:
    """Whether ``one`` is surely later, however much of the dates is left open."""
    for mine, theirs in ((one.year, other.year), (one.month, other.month), (one.day, other.day)):
        if mine is None or theirs is None:
            return False
        if mine != theirs:
            return mine > theirs
    return False
