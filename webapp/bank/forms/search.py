"""The search of the table: a line of words and of ``name:value``, and the lists to choose from beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from question_bank.claims import Importance
from question_bank.kinds import KINDS
from question_bank.partial_dates import PartialDate, from_iso
from question_bank.questions import Status
from webapp.bank.queries.table import HAS, NO, SORTS, Wanted
from webapp.bank.services.items import FigureSort
from webapp.history.found import words_of

LONGEST_SEARCH = 200  # characters
FIRST_YEAR, LAST_YEAR = 1900, 2999
_TERM = re.compile(r'(?:(?P<name>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))')
FIELDS = ("kind", "status", "importance", "topic", "article", "actor", "tag")
TERMS = (*FIELDS, "owner", "has", "no", "changed")
FIGURES = ("facility", "discrimination", "lapses", "last-asked")
COLUMNS = ("kind", "importance", "topic", "status", "changed", "owner", "tags", "name", *FIGURES)
USUAL_COLUMNS = ("kind", "importance", "topic", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What can be named in a search: keys by field, and who is asking. ``became`` tells for a field and a key that is
    none any more what it is one with by now.
    """

    values: Mapping[str, Collection[str]]
    became: Callable[[str, str], str | None]
    account: Callable[[str], int | None]  # the id of an account by its name
    person_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as it was written and as it is meant; ``problems`` says what was not understood."""

    written: str
    wanted: Wanted
    columns: tuple[str, ...] = USUAL_COLUMNS
    problems: list[str] = field(default_factory=list)


def values_of(*, topics: Collection[str], articles: Collection[str], actors: Collection[str],
              tags: Collection[str]) -> dict[str, Collection[str]]:  # fmt: skip
    """The keys that can be named, by field."""
    return {
        "kind": tuple(KINDS),
        "status": [status.value for status in Status],
        "importance": [importance.value for importance in Importance],
        "topic": topics,
        "article": articles,
        "actor": actors,
        "tag": tags,
    }


def read_search(arguments: MultiDict[str, str], known: Known) -> Asked:
    """What an address asks the table for. Whatever it does not understand is said, and left out."""
    written = arguments.get("q", "").replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST_SEARCH].strip()
    asked = Asked(written, Wanted(), tuple(c for c in COLUMNS if c in arguments.getlist("column")) or USUAL_COLUMNS)
    parts: dict[str, Any] = {"has": [], "no": []}
    free: list[str] = []
    for name, value in _chosen(arguments):
        _take(name, value, known, parts, asked.problems)
    for name, value in terms(written):
        if name in TERMS:
            _take(name, value, known, parts, asked.problems)
        elif name:
            asked.problems.append(
                gettext("“%(name)s:” is not known here. Known are %(names)s.", name=name, names=_names())
            )
        else:
            free.append(value)
    words = words_of(" ".join(free))
    if free and not words:
        asked.problems.append(gettext("“%(words)s” has no word to look for.", words=" ".join(free)[:60]))
    wanted = Wanted(
        words=words, **parts, edited_only=arguments.get("edited") == "yes", sort=_sort(arguments, asked.problems)
    )
    return replace(asked, wanted=wanted)


def terms(written: str) -> Iterator[tuple[str, str]]:
    """The parts of a search: name (empty for plain words) and value."""
    for found in _TERM.finditer(written):
        value = found["quoted"] if found["quoted"] is not None else found["plain"]
        yield (found["name"] or "").lower(), value


def _chosen(arguments: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((name, arguments[name]) for name in FIELDS if arguments.get(name))


def _sort(arguments: MultiDict[str, str], problems: list[str]) -> str:
    sort = arguments.get("sort") or "asked"
    if sort in SORTS or sort in set(FigureSort):
        return sort
    problems.append(gettext("There is no such order. Choose one of those in the list."))
    return "asked"


def _take(name: str, value: str, known: Known, parts: dict[str, Any], problems: list[str]) -> None:
    """Put one ``name:value`` among the parts of what is wanted, or say what is wrong with it."""
    readers = {"owner": _owner, "has": _mark, "no": _mark, "changed": _changed}
    problem = readers.get(name, _value)(name, value, known, parts)
    if problem:
        problems.append(problem)


def _value(name: str, value: str, known: Known, parts: dict[str, Any]) -> str | None:
    if value not in known.values[name]:
        present = known.became(name, value)
        if present not in known.values[name]:
            return _unknown(name, value, known.values[name])
        value = str(present)
    if parts.get(name, value) != value:
        return str(gettext("“%(name)s:” can stand once only.", name=name))
    parts[name] = value
    return None


def _mark(name: str, value: str, _: Known, parts: dict[str, Any]) -> str | None:
    choices: Collection[str] = HAS if name == "has" else NO
    if value not in choices:
        return _unknown(name, value, choices)
    parts[name].append(value)
    return None


def _owner(_: str, value: str, known: Known, parts: dict[str, Any]) -> str | None:
    number = {"me": known.person_id, "files": 0}.get(value)
    parts["owner_id"] = known.account(value) if number is None else number
    if parts["owner_id"] is None:
        parts["owner_id"] = -1
        return str(
            gettext("Nobody here is called “%(value)s”. Write an e-mail address, me or files.", value=value[:60])
        )
    return None


def _changed(_: str, value: str, _known: Known, parts: dict[str, Any]) -> str | None:
    first, dots, last = value.partition("..")
    begin, end = from_iso(first), from_iso(last if dots else first)
    years = [day.year or 0 for day in (begin, end) if day]
    if (
        any(not FIRST_YEAR <= year <= LAST_YEAR for year in years)
        or (first and begin is None)
        or ((last or not dots) and end is None)
        or not (begin or end)
    ):
        return str(
            gettext("“changed:%(value)s” is no time. Write 2026-11, 2026-11-01.. or 2026-11-01..2026-11-30.",
                    value=value[:60])
        )  # fmt: skip
    parts["changed_from"] = _midnight(_first_day(begin)) if begin else None
    parts["changed_before"] = _midnight(_day_after(end)) if end else None
    return None


def _unknown(name: str, value: str, choices: Collection[str]) -> str:
    few = ", ".join(list(choices)[:12])
    if not few:
        return str(gettext("There is no %(name)s “%(value)s”, nor any other yet.", name=name, value=value[:60]))
    return str(
        gettext("There is no %(name)s “%(value)s”. There is, for example: %(few)s.", name=name, value=value[:60],
                few=few)
    )  # fmt: skip


def _names() -> str:
    return ", ".join(TERMS)


def _first_day(day: PartialDate) -> date:
    return date(day.year or FIRST_YEAR, day.month or 1, day.day or 1)


def _day_after(day: PartialDate) -> date:
    """The day after the last one that a date covers."""
    if day.day:
        return _first_day(day) + timedelta(days=1)
    year, month = _first_day(day).year, day.month or 12
    return date(year + month // 12, month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
