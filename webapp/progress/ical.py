"""A calendar as text (RFC 5545): whole days with a word on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 75  # octets, without the line's end
END = "\r\n"
REFRESH = "PT6H"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDay:
    """An entry that lasts a day and takes no time out of it. ``uid`` is the same each time the entry is sent."""

    uid: str
    day: date
    summary: str
    description: str
    address: str


def calendar(entries: Iterable[AllDay], *, name: str, made_at: datetime) -> str:
    """The calendar ``name`` with its entries. ``made_at`` is in UTC."""
    return "".join(folded(line) for line in _lines(entries, name, made_at))


def folded(line: str) -> str:
    """A line with its end, broken so that no part is longer than 75 octets and no character is torn."""
    parts, part, length = [], "", 0
    for character in line:
        size = len(character.encode())
        if length + size > LONGEST_LINE:
            parts.append(part)
            part, length = " ", 1
        part += character
        length += size
    return END.join([*parts, part]) + END


def escaped(text: str) -> str:
    """``text`` as the value of a property."""
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return "\\n".join(text.splitlines())


def _lines(entries: Iterable[AllDay], name: str, made_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tumen//Expected work//EN", "CALSCALE:GREGORIAN")
    yield from ("METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}")
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(entry.uid)}"
        yield f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(entry.summary)}"
        yield f"DESCRIPTION:{escaped(entry.description)}"
        yield f"URL:{entry.address}"
        yield from ("TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"
