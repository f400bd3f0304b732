"""Units of figures as people write them, each with one name; an unknown unit is compared by its words."""

from __future__ import annotations

from fractions import Fraction

from .spelling import normalise, same, slip

PERCENT = "percent"

_SPELLINGS = {
    PERCENT: "%, percent, per cent, percents, pct, percentage points, percentage point, percentage",
    "USD": "$, usd, us$, us dollar, us dollars, u s dollar, u s dollars, american dollars, dollar, dollars, bucks",
    "EUR": "€, eur, euro, euros",
    "GBP": "£, gbp, pounds sterling, sterling, british pounds",
    "JPY": "¥, jpy, yen, japanese yen",
    "KRW": "₩, krw, won, south korean won",
    "RUB": "₽, rub, rouble, roubles, ruble, rubles, russian roubles, russian rubles",
    "CNY": "cny, rmb, yuan, renminbi",
    "tonnes": "t, tonne, tonnes, ton, tons, metric ton, metric tons, metric tonnes",
    "kilograms": "kg, kilogram, kilograms, kilo, kilos",
    "pounds": "lb, lbs, pound, pounds",
    "barrels": "bbl, barrel, barrels, barrels of oil",
    "kilometres": "km, kilometre, kilometres, kilometer, kilometers",
    "miles": "mi, mile, miles",
    "metres": "m, metre, metres, meter, meters",
    "centuries": "century, centuries",
    "decades": "decade, decades",
    "years": "y, yr, yrs, year, years",
    "months": "month, months",
    "weeks": "week, weeks",
    "days": "d, day, days",
    "hours": "h, hr, hrs, hour, hours",
    "minutes": "min, mins, minute, minutes",
    "people": "person, persons, people",
}
_THINGS = frozenset({"people"})  # known by several words, and counted like any thing
_SIZES: tuple[dict[str, int], ...] = (
    {"months": 1, "years": 12, "decades": 120, "centuries": 1200},
    {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080},
    {"kilograms": 1, "tonnes": 1000},
    {"metres": 1, "kilometres": 1000},
)
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split(", ")}


def known_unit(words: str) -> str | None:
    """The name of a unit that the words spell ("US dollars" is USD), or None."""
    return _UNITS.get(words.casefold().strip())


def unit_name(words: str) -> str:
    """The unit's name where it is known, otherwise the words as they are."""
    return known_unit(words) or words


def is_measure(words: str) -> bool:
    """Whether the words name what is measured in ("USD", "years"), not a thing that is counted ("missiles")."""
    name = known_unit(words)
    return name is not None and name not in _THINGS


def times(read: str, expected: str) -> Fraction | None:
    """How many of the expected unit one of another unit is: a year is a tenth of a decade. None where none says."""
    ours, theirs = unit_name(read), unit_name(expected)
    sizes = next((sizes for sizes in _SIZES if ours in sizes and theirs in sizes), None)
    return Fraction(sizes[ours], sizes[theirs]) if sizes and ours != theirs else None


def same_unit(read: str, expected: str) -> bool | None:
    """Whether a unit that was read is the expected one; None where its words are unknown and like nothing."""
    if unit_name(read) == unit_name(expected):
        return True
    ours, theirs = normalise(read), normalise(expected)
    if same(ours, theirs) or slip(ours, theirs) or ours in theirs.split() or ours.startswith(f"{theirs} "):
        return True
    return False if known_unit(read) else None
