"""An answer that would be right by another claim: whose it is can be said instead of calling it wrong alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .claims import Claim
from .dates import parse_date
from .numbers import parse_number
from .partial_dates import PartialDate
from .quantities import Quantity
from .spelling import normalise
from .stances import Stance
from .units import same_unit


def matched_rival(response: Mapping[str, Any], rivals: Iterable[Claim]) -> Claim | None:
    """The first of the rival claims whose figure, date or stance was typed; None where none was."""
    texts = list(typed_texts(response))
    return next((claim for claim in rivals if any(says(text, claim) for text in texts)), None)


def typed_texts(response: Mapping[str, Any]) -> Iterator[str]:
    """What was typed, whatever the kind: one text, the texts of gaps, a year."""
    yield from (str(response[name]) for name in ("text", "year") if response.get(name))
    yield from (text for text in response.get("gaps", {}).values() if text)


def says(text: str, claim: Claim) -> bool:
    """Whether a text is the figure, the date or the stance of a claim."""
    value = claim.value
    if isinstance(value, Quantity):
        return _is_quantity(text, value)
    if isinstance(value, PartialDate):
        read = parse_date(text)
        return read is not None and any(_is_date(reading, value) for reading in read.readings)
    return isinstance(value, Stance) and normalise(text) == normalise(value.stance)


def _is_date(reading: PartialDate, value: PartialDate) -> bool:
    """Whether a date with its year is the value, more or less exact."""
    return reading.year is not None and (value.covers(reading) or reading.covers(value))


def _is_quantity(text: str, value: Quantity) -> bool:
    """Whether a figure is typed; one without a scale also counts in the value's."""
    read = parse_number(text, unit=value.counted_in)
    if read is None or (read.unit and value.counted_in and same_unit(read.unit, value.counted_in) is False):
        return False
    return read.value == value.value or (read.scale is None and read.value.scaleb(value.power) == value.value)
