"""Rules on waivers: they name rules that exist, give a reason, and are needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from question_bank.waivers import SHORTEST_REASON

from .findings import Remark, Severity
from .material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Which rules there are, which of them were applied, and (rule, record, id) of all that they found."""

    known: Collection[str]
    applied: Collection[str]
    found: Collection[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRule:
    """A rule on waivers, which looks at what the other rules found. It cannot be waived itself."""

    id: str
    severity: Severity
    description: str
    find: Callable[[Material, Applied], Iterable[Remark]]


def waivers(material: Material) -> Iterator[tuple[str, str, str, str]]:
    """Every waiver: the rule, the kind of record and its id, the reason."""
    for claim in material.bank.claims.values():
        yield from ((rule, "claim", claim.id, reason) for rule, reason in claim.waive.items())
    for question in material.questions:
        yield from ((rule, "question", question.id, reason) for rule, reason in question.waive.items())


def unknown(material: Material, rules: Applied) -> Iterator[Remark]:
    for rule, record, key, _ in waivers(material):
        if rule not in rules.known:
            message = f"'{rule}' is no rule that can be waived: `bank rules` lists them"
            yield Remark(record, key, message)


def too_short(material: Material, rules: Applied) -> Iterator[Remark]:  # noqa: ARG001  # the same for all rules
    for rule, record, key, reason in waivers(material):
        if len(reason) < SHORTEST_REASON:
            yield Remark(record, key, f"the reason for waiving '{rule}' has at least {SHORTEST_REASON} characters")


def idle(material: Material, rules: Applied) -> Iterator[Remark]:
    for rule, record, key, _ in waivers(material):
        if rule in rules.applied and (rule, record, key) not in rules.found:
            yield Remark(record, key, f"there is nothing here for which '{rule}' has to be waived: take the waiver out")


RULES = (
    WaiverRule(
        id="waiver-unknown",
        severity=Severity.ERROR,
        description="A waiver names a rule that exists.",
        find=unknown,
    ),
    WaiverRule(
        id="waiver-reason",
        severity=Severity.ERROR,
        description=f"A waiver gives a reason of at least {SHORTEST_REASON} characters.",
        find=too_short,
    ),
    WaiverRule(
        id="waiver-idle",
        severity=Severity.WARNING,
        description="A waiver is needed: without it the rule would find something.",
        find=idle,
    ),
)
