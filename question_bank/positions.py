"""What a question of the kind ``position`` and the claims that its options name must have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .claims import Claim
from .kinds.position import Ask, PositionContent, PositionOption
from .records import Bank
from .spelling import normalise
from .stances import Stance
from .words import Message, gettext


def check_position(content: PositionContent, primary: str, bank: Bank) -> Iterable[Message]:
    """What is wrong with the options, each in a sentence. ``primary`` is the id of the question's primary claim.

    An option whose claim is not in the bank is passed over: that is said elsewhere.
    """
    right = next((option for option in content.options if option.right), None)
    if right is None:
        return
    if right.claim != primary:
        yield gettext(
            "the right option names '%(claim)s' and not the question's primary claim '%(primary)s'",
            claim=right.claim,
            primary=primary,
        )
    answer = _stance(bank.claims.get(right.claim))
    holders = _holders(answer, bank) if answer else frozenset()
    for option in content.options:
        claim = bank.claims.get(option.claim)
        if claim is None:
            continue
        stance = _stance(claim)
        if stance is None:
            yield gettext("the claim '%(claim)s' of an option is no position with a stance on an issue", claim=claim.id)
            continue
        yield from _check_text(option, claim, stance, content.ask, bank)
        if answer and stance.issue != answer.issue:
            yield gettext(
                "the option '%(claim)s' is about the issue '%(issue)s', the right one about '%(other)s'",
                claim=claim.id,
                issue=stance.issue,
                other=answer.issue,
            )
        if not option.right:
            yield from _check_wrong(claim, holders)


def _check_text(option: PositionOption, claim: Claim, stance: Stance, ask: Ask, bank: Bank) -> Iterable[Message]:
    if ask is Ask.STANCE:
        if option.text != stance.stance:
            yield gettext(
                "the text of the option '%(claim)s' is its claim's stance, word for word: '%(stance)s'",
                claim=claim.id,
                stance=stance.stance,
            )
        return
    actors = [bank.actors[actor] for actor in claim.actors if actor in bank.actors]
    names = [name for actor in actors for name in actor.names]
    if actors and option.text not in names:
        yield gettext(
            "the text of the option '%(claim)s' is a name of its claim's actors: %(names)s",
            claim=claim.id,
            names=", ".join(names),
        )


def _check_wrong(claim: Claim, holders: Collection[str]) -> Iterable[Message]:
    for actor in claim.actors:
        if actor in holders:
            yield gettext(
                "the option '%(claim)s' is not wrong: its actor '%(actor)s' holds the right stance too",
                claim=claim.id,
                actor=actor,
            )


def _holders(answer: Stance, bank: Bank) -> frozenset[str]:
    """The actors of every claim with this stance on this issue."""
    return frozenset(
        actor
        for claim in bank.claims.values()
        if isinstance(claim.value, Stance)
        and claim.value.issue == answer.issue
        and normalise(claim.value.stance) == normalise(answer.stance)
        for actor in claim.actors
    )


def _stance(claim: Claim | None) -> Stance | None:
    return claim.value if claim and isinstance(claim.value, Stance) else None
