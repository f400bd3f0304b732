"""A calendar that every program can read: lines, folding and escaping as RFC 5545 has them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from webapp.progress.ical import LONGEST_LINE, AllDay, calendar, escaped, folded

MADE_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=300)


def entry(**more: str) -> AllDay:
    return AllDay(**{"uid": "one@tumen", "day": date(2026, 12, 31), "summary": "Work", "description": "Cards.",
                     "address": "http://localhost/", **more})  # type: ignore[arg-type]  # fmt: skip


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_it_back(text: str) -> None:
    written = folded(text)
    assert written.endswith("\r\n")
    assert all(len(line.encode()) <= LONGEST_LINE for line in written.split("\r\n"))
    assert written.removesuffix("\r\n").replace("\r\n ", "") == text


@given(TEXTS)
def test_no_text_ends_its_property(text: str) -> None:
    written = escaped(f"{text}\nmore")
    assert "\n" not in written
    plain = written.replace("\\\\", "")
    assert all(plain[place - 1] == "\\" for place, character in enumerate(plain) if character in ",;")


def test_separators_and_line_breaks_are_escaped() -> None:
    assert escaped("a, b; c\\d\ne") == "a\\, b\\; c\\\\d\\ne"


def test_a_day_ends_where_the_next_begins() -> None:
    lines = calendar([entry(summary="23 cards, about 6 minutes")], name="Tumen", made_at=MADE_AT).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in ("UID:one@tumen", "DTSTAMP:20260302T100000Z", "DTSTART;VALUE=DATE:20261231",
                 "DTEND;VALUE=DATE:20270101", "SUMMARY:23 cards\\, about 6 minutes", "TRANSP:TRANSPARENT"):  # fmt: skip
        assert line in lines


def test_an_empty_calendar_is_one() -> None:
    assert "VEVENT" not in calendar([], name="Tumen", made_at=MADE_AT)
