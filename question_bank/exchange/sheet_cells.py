"""Cells of a workbook as people see them: texts, figures without the noise of their storage, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element

_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
"""The formats of dates that every workbook knows by these numbers."""

_NO_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # words, colours and single signs within a format
_DATE_LETTERS = re.compile("[dy]", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")
_WHOLE = re.compile(r"-?\d{1,15}")
_LONGEST_FIGURE = 40  # signs
_LONGEST_NUMBER = 9  # digits of the number of a text
_LONGEST_FORMAT = 255  # signs that spreadsheets take

_LAST_DAY = 2_958_465  # 9999-12-31
_FIRST_WITHOUT_ERROR = 60  # days: 1900 is taken for a leap year, so the first two months are a day off
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What the cells of a workbook name by number: texts, and which styles show a date."""

    shared: Sequence[str]
    dated: frozenset[str]
    counts_from_1904: bool

    def text(self, cell: Element) -> str:
        """The cell as it is seen: of a formula its last result."""
        inline = cell.find("is")
        if inline is not None:
            return text_of(inline)
        value = cell.find("v")
        text = (value.text or "") if value is not None else ""
        match cell.get("t", "n"):
            case "s":
                return self._shared(text)
            case "b":
                return {"0": "FALSE", "1": "TRUE"}.get(text, text)
            case "d":
                return text.removesuffix("T00:00:00").replace("T", " ")
            case "n" if len(text) <= _LONGEST_FIGURE and _FIGURE.fullmatch(text):
                return (cell.get("s") in self.dated and self._date(float(text))) or _figure(text)
        return unescaped(text)

    def _shared(self, text: str) -> str:
        is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
        return self.shared[int(text)] if is_number and int(text) < len(self.shared) else ""

    def _date(self, days: float) -> str:
        """The day, and the time where there is one; empty for what is no day."""
        if not 1 <= days < _LAST_DAY + 1:
            return ""
        if self.counts_from_1904:
            start = datetime(1904, 1, 1)  # noqa: DTZ001  # days of a calendar, in no zone
        else:
            start = datetime(1899, 12, 31 if days < _FIRST_WITHOUT_ERROR else 30)  # noqa: DTZ001
        try:
            moment = start + timedelta(minutes=round(days * _MINUTES))
        except OverflowError:
            return ""
        return f"{moment:%Y-%m-%d}" if moment.time() == moment.min.time() else f"{moment:%Y-%m-%d %H:%M}"


def date_styles(formats: Iterable[Element], styles: Iterable[Element]) -> frozenset[str]:
    """The numbers of those styles that show a figure as a date."""
    codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in formats}
    used = [each.get("numFmtId", "") for each in styles]
    return frozenset(str(number) for number, name in enumerate(used) if _is_date(name, codes))


def _is_date(name: str, codes: Mapping[str, str]) -> bool:
    if name in codes:
        return _DATE_LETTERS.search(_NO_FORMAT.sub("", codes[name][:_LONGEST_FORMAT])) is not None
    return name in map(str, _DATES)


def text_of(element: Element) -> str:
    """The text of an entry, whatever runs it is made of; not how it is spoken."""
    plain = element.find("t")
    if plain is not None:
        return unescaped(plain.text or "")
    return unescaped("".join(run.text or "" for run in element.iterfind("r/t")))


def unescaped(text: str) -> str:
    """The text with the characters that workbooks write as _x and their number; none that XML has not."""
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text) if "_x" in text else text


def _character(number: int) -> str:
    if number == ord("\r"):
        return ""  # of a line's end, beside which the other half stands
    return "" if (number < ord(" ") and chr(number) not in "\t\n") or 0xD800 <= number <= 0xDFFF else chr(number)


def escaped(text: str) -> str:
    """What ``unescaped`` gives as the text again."""
    return _LIKE_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def _figure(text: str) -> str:
    """The figure with the fifteen digits that a spreadsheet shows; it stores 1.1 as 1.1000000000000001."""
    if _WHOLE.fullmatch(text):
        return text
    number = Decimal(f"{float(text):.15g}")
    return f"{number:f}" if abs(number.adjusted()) < _LONGEST_FIGURE else text
