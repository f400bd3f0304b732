"""Figures of the bank: a number, its scale and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .fields import Fields
from .number_words import SCALES
from .units import PERCENT, unit_name


class Scale(StrEnum):
    THOUSAND = "thousand"
    MILLION = "million"
    BILLION = "billion"
    TRILLION = "trillion"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure as the bank states it: 11 billion USD has the number 11. ``value`` is the whole figure."""

    number: Decimal
    scale: Scale | None = None
    unit: str | None = None

    @property
    def power(self) -> int:
        """The power of ten of the scale."""
        return SCALES.get(self.scale or "", 0)

    @property
    def value(self) -> Decimal:
        return self.number.scaleb(self.power)

    @property
    def counted_in(self) -> str | None:
        """The unit, where percent is one."""
        return PERCENT if self.scale is Scale.PERCENT else unit_name(self.unit) if self.unit else None

    def __str__(self) -> str:
        """As it is shown: ``11 billion USD``, ``90%``, ``1,200 tonnes``."""
        number = f"{self.number:,f}"
        if self.counted_in == PERCENT:
            return f"{number}%"
        return " ".join(part for part in (number, self.scale, self.unit) if part)

    def to_json(self) -> dict[str, Any]:
        parts = {"number": f"{self.number:f}", "scale": self.scale and self.scale.value, "unit": self.unit}
        return {key: part for key, part in parts.items() if part is not None}


def read_quantity(fields: Fields) -> Quantity:
    """The keys number, scale and unit of a mapping; other keys are left to the caller."""
    return Quantity(
        number=fields.decimal("number"),
        scale=fields.optional_one_of("scale", Scale),
        unit=fields.optional_text("unit", longest=60),
    )
