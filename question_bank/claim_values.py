"""The value of a claim as people write it in one line: ``$11bn``, ``90 %``, ``5 May 2014``; and back."""

from __future__ import annotations

from decimal import Decimal

from .claims import ClaimKind, Value
from .dates import parse_date
from .number_words import SCALES
from .numbers import ReadNumber, parse_number
from .partial_dates import PartialDate
from .quantities import Quantity, Scale
from .stances import Stance
from .units import PERCENT
from .words import SaidError, gettext

TYPED = frozenset({ClaimKind.FIGURE, ClaimKind.DATE})
"""The kinds whose value is written in one line; a stance has an issue beside it."""


class UnreadableValueError(SaidError):
    """The text is no value of the kind. The message says why."""


def read_value(kind: ClaimKind, text: str) -> Value:
    """The value that the text says: a quantity for a figure, a date for a date. Raises UnreadableValueError."""
    if kind is ClaimKind.FIGURE:
        return _figure(text)
    if kind is ClaimKind.DATE:
        return _date(text)
    raise UnreadableValueError(gettext("a claim of kind %(kind)s has no figure or date", kind=kind))


def written_value(value: Value | None) -> str:
    """A figure or a date as ``read_value`` reads it again; of a stance only what it says."""
    if isinstance(value, Stance):
        return value.stance
    return "" if value is None else str(value)


def _figure(text: str) -> Quantity:
    read = parse_number(text)
    if read is None:
        raise UnreadableValueError(
            gettext("'%(text)s' is not read as one figure, such as 11 billion USD or 90 %%", text=text[:80])
        )
    if read.unit == PERCENT and read.scale is None:
        return Quantity(number=read.value, scale=Scale.PERCENT)
    return Quantity(number=_counted(read), scale=_scale(read), unit=read.unit)


def _scale(read: ReadNumber) -> Scale | None:
    return Scale(read.scale) if read.scale in set(Scale) else None


def _counted(read: ReadNumber) -> Decimal:
    """The number before its scale: 11 of 11 billion."""
    scale = _scale(read)
    number = read.value.scaleb(-SCALES[scale.value]) if scale else read.value
    return Decimal(f"{number.normalize():f}")


def _date(text: str) -> PartialDate:
    read = parse_date(text)
    if read is None or read.date.year is None:
        raise UnreadableValueError(
            gettext("'%(text)s' is not read as a date with its year, such as 5 May 2014, or 2014", text=text[:80])
        )
    if read.alternatives:
        readings = " or ".join(str(date) for date in read.readings)
        raise UnreadableValueError(
            gettext("'%(text)s' may mean %(readings)s: write the month as a word", text=text[:80], readings=readings)
        )
    return read.date
