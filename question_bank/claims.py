"""Claims: what an article says, who says it, and the passages it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from .fields import Fields, duplicates
from .kinds.base import fields_of
from .partial_dates import PartialDate, Precision
from .problems import BankError, Problem
from .quantities import Quantity, read_quantity
from .stances import Stance, read_stance
from .waivers import check_waivers, read_waivers
from .words import Message, gettext


class ClaimKind(StrEnum):
    DATE = "date"
    FIGURE = "figure"
    POSITION = "position"
    EVENT = "event"
    PERSON = "person"
    TERM = "term"
    ARGUMENT = "argument"


class Importance(StrEnum):
    """How much a claim matters; new questions come in this order."""

    CORE = "core"
    USEFUL = "useful"
    DETAIL = "detail"


ATTRIBUTED = frozenset({ClaimKind.POSITION, ClaimKind.ARGUMENT})
SOMEBODYS = frozenset({*ATTRIBUTED, ClaimKind.PERSON})

Value: TypeAlias = Quantity | PartialDate | Stance
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim. ``value`` is a quantity for a figure, a date for a date and a stance for a position.

    ``sources`` are ``article#passage``; ``spans`` narrow some of them down: start and end (excluded) in code points,
    counted from the beginning of the passage, so that a passage that moves takes them along. ``actors`` are the ids of
    those who hold, say or do what is claimed, whoever reports it; ``waive`` has reasons by the id of the rule.
    """

    id: str
    topic: str
    kind: ClaimKind
    statement: str
    importance: Importance
    sources: tuple[str, ...]
    spans: Mapping[str, Span] = field(default_factory=dict)
    attributed_to: str | None = None
    actors: tuple[str, ...] = ()
    value: Value | None = None
    as_of: PartialDate | None = None
    conflicts_with: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    erratum: str | None = None
    note: str | None = None
    waive: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "id": self.id,
            "topic": self.topic,
            "kind": self.kind.value,
            "statement": self.statement,
            "attributed_to": self.attributed_to,
            "actors": list(self.actors) or None,
            "value": value_to_json(self.value),
            "as_of": self.as_of and self.as_of.iso(),
            "importance": self.importance.value,
            "sources": list(self.sources),
            "spans": {source: list(span) for source, span in self.spans.items()} or None,
            "conflicts_with": list(self.conflicts_with) or None,
            "supersedes": list(self.supersedes) or None,
            "erratum": self.erratum,
            "note": self.note,
            "waive": dict(self.waive) or None,
        }
        return {key: part for key, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Claim:
        """The claim that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        fields = fields_of(data, problems)
        claim = read_claim(fields, fields.key_text("topic"))
        if problems:
            raise BankError(problems)
        return claim


def read_claim(fields: Fields, topic: str) -> Claim:
    """The claim that the fields hold; its problems are noted there."""
    fields.id = fields.key_text("id")
    kind = fields.one_of("kind", ClaimKind)
    value = _read_value(fields, None if fields.failed else kind)
    claim = Claim(
        id=fields.id,
        topic=topic,
        kind=kind,
        statement=fields.text("statement"),
        importance=fields.one_of("importance", Importance),
        sources=fields.texts("sources"),
        spans=_read_spans(fields),
        attributed_to=fields.optional_text("attributed_to", longest=300),
        actors=fields.optional_texts("actors"),
        value=value,
        as_of=fields.optional_date("as_of"),
        conflicts_with=fields.optional_texts("conflicts_with"),
        supersedes=fields.optional_texts("supersedes"),
        erratum=fields.optional_text("erratum"),
        note=fields.optional_text("note"),
        waive=read_waivers(fields),
    )
    fields.finish()
    return claim


def _read_spans(fields: Fields) -> dict[str, Span]:
    item = fields.optional_fields("spans")
    if item is None:
        return {}
    spans = {}
    for source in item.table.entries:
        span = item.wholes(source)
        if len(span) == 2 and span[0] < span[1]:
            spans[source] = (span[0], span[1])
        else:
            item.report(
                gettext("the span of '%(source)s' is [start, end], the start below the end", source=source), source
            )
    return spans


def _read_value(fields: Fields, kind: ClaimKind | None) -> Value | None:
    """The value as claims of this kind have it; nothing is said of one whose kind is not known."""
    item = fields.optional_fields("value")
    if item is None or kind is None:
        return None
    value: Value | None = None
    if kind is ClaimKind.FIGURE:
        value = read_quantity(item)
    elif kind is ClaimKind.DATE:
        value = item.date("date")
        if item.one_of("precision", Precision) is not value.precision:
            item.report(
                gettext("the date %(iso)s has the precision %(precision)s", iso=value.iso(), precision=value.precision),
                "precision",
            )
    elif kind is ClaimKind.POSITION:
        value = read_stance(item)
    else:
        fields.report(
            gettext("a claim of kind %(kind)s has no value: figures, dates and positions have", kind=kind), "value"
        )
        return None
    item.finish()
    return value


def check_claim(claim: Claim) -> Iterable[tuple[str, Message]]:
    """What is wrong with a claim that could be read: the key it concerns, and a sentence."""
    if claim.kind in ATTRIBUTED and claim.attributed_to is None:
        yield "kind", gettext("a claim of kind %(kind)s says whose it is: 'attributed_to' is missing", kind=claim.kind)
    if claim.kind in SOMEBODYS and not claim.actors:
        yield (
            "kind",
            gettext("a claim of kind %(kind)s names who holds, says or does it: 'actors' is missing", kind=claim.kind),
        )
    if claim.kind in {ClaimKind.FIGURE, ClaimKind.DATE} and claim.value is None:
        yield "kind", gettext("a claim of kind %(kind)s has a 'value'", kind=claim.kind)
    if claim.id in claim.conflicts_with:
        yield "conflicts_with", gettext("a claim does not conflict with itself")
    for source in claim.spans:
        if source not in claim.sources:
            yield "spans", gettext("'%(source)s' has a span and is none of the sources", source=source)
    for name in ("sources", "actors", "conflicts_with", "supersedes"):
        yield from (
            (name, gettext("'%(twice)s' stands twice", twice=twice)) for twice in duplicates(getattr(claim, name))
        )
    yield from check_waivers(claim.waive)


def value_to_json(value: Value | None) -> dict[str, Any] | None:
    """The value as a claim's content has it."""
    if isinstance(value, PartialDate):
        return {"date": value.iso(), "precision": value.precision.value}
    return value.to_json() if value else None
