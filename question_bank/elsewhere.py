"""What a wrong answer would be right for: a date, a figure or a name of which another claim of the article speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .claims import Claim
from .dates import ReadDate, parse_date
from .numbers import ReadNumber, parse_number
from .partial_dates import PartialDate
from .quantities import Quantity
from .rivalry import typed_texts
from .spelling import normalise
from .units import same_unit

NUMBER = "number"  # the kind of questions whose answers are figures, and no years


class Meant(StrEnum):
    """What the answer was that is said of something else."""

    DATE = "date"
    FIGURE = "figure"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What was answered, and the claim that speaks of it."""

    what: Meant
    claim: Claim


def said_elsewhere(
    response: Mapping[str, Any], claims: Sequence[Claim], *, kind: str, names: Mapping[str, Iterable[str]]
) -> Elsewhere | None:
    """The first of the claims with exactly what was typed, None where none has it: nothing is guessed.

    A date is no more exact than the claim's; a figure is written with the claim's unit. ``names`` are those of each
    actor.
    """
    for text in typed_texts(response):
        found = _figure(text, claims) if kind == NUMBER else _date(text, claims) or _name(text, claims, names)
        if found:
            return found
    return None


def _figure(text: str, claims: Iterable[Claim]) -> Elsewhere | None:
    return next((Elsewhere(Meant.FIGURE, claim) for claim in claims if _is_figure(text, claim.value)), None)


def _is_figure(text: str, value: object) -> bool:
    if not isinstance(value, Quantity) or value.counted_in is None:
        return False
    read: ReadNumber | None = parse_number(text, unit=value.counted_in)
    if read is None or read.unit is None or read.value != value.value:
        return False
    return bool(same_unit(read.unit, value.counted_in))


def _date(text: str, claims: Iterable[Claim]) -> Elsewhere | None:
    read = parse_date(text)
    return next((Elsewhere(Meant.DATE, claim) for claim in claims if read and _is_date(read, claim.value)), None)


def _is_date(read: ReadDate, value: object) -> bool:
    only_one = not read.alternatives and read.date.year is not None
    return only_one and isinstance(value, PartialDate) and read.date.covers(value)


def _name(text: str, claims: Iterable[Claim], names: Mapping[str, Iterable[str]]) -> Elsewhere | None:
    typed = normalise(text)
    meant = {actor for actor, known in names.items() if typed and typed in map(normalise, known)}
    return next((Elsewhere(Meant.NAME, claim) for claim in claims if meant.intersection(claim.actors)), None)
