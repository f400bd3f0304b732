"""The formats by name. A new one is a module and a line here."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping

from . import (
    aiken,
    columns,
    csv_files,
    gift_reading,
    gift_writing,
    moodle_reading,
    moodle_writing,
    own,
    qti,
    quizlet,
    sheets,
)
from .drafts import Format

FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="json", suffix="json", media_type="application/json",
            read=own.read_json, carry=own.carry, write=own.write_json,
        ),
        Format(
            name="yaml", suffix="yaml", media_type="application/yaml",
            read=own.read_yaml, carry=own.carry, write=own.write_yaml,
        ),
        Format(
            name="csv", suffix="csv", media_type="text/csv; charset=utf-8",
            read=csv_files.read, carry=columns.carry, write=csv_files.write,
        ),
        Format(
            name="tsv", suffix="tsv", media_type="text/tab-separated-values; charset=utf-8",
            read=csv_files.read, carry=columns.carry, write=csv_files.write_tabs,
        ),
        Format(
            name="xlsx",
            suffix="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            read=sheets.read,
            carry=sheets.carry,
            write=sheets.write,
        ),
        Format(
            name="gift", suffix="txt", media_type="text/plain; charset=utf-8",
            read=gift_reading.read, carry=gift_writing.carry, write=gift_writing.write,
        ),
        Format(
            name="aiken", suffix="txt", media_type="text/plain; charset=utf-8",
            read=aiken.read, carry=aiken.carry, write=aiken.write,
        ),
        Format(
            name="moodle", suffix="xml", media_type="application/xml",
            read=moodle_reading.read, carry=moodle_writing.carry, write=moodle_writing.write,
        ),
        Format(
            name="quizlet", suffix="txt", media_type="text/plain; charset=utf-8",
            read=quizlet.read, carry=quizlet.carry, write=quizlet.write,
        ),
        *(
            Format(
                name=version, suffix="zip", media_type="application/zip",
                read=qti.read, carry=qti.carry, write=write,
            )
            for version, write in qti.WRITERS.items()
        ),
    )
}  # fmt: skip

_BY_SUFFIX: Mapping[str, str] = {
    "json": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "xlsx": "xlsx",
    "gift": "gift",
}
_LOOKED_AT = 20_000  # bytes at the beginning of a file
_ANSWER_LINE = re.compile(rb"^ANSWER:[ \t]*[A-Z]", re.MULTILINE)
_BRACES = re.compile(rb"\{[^{}]*[=~#TF}]")


def recognise(file: str, content: bytes) -> str:
    """The name of the format that a file seems to have by its name and its beginning; empty where neither shows it."""
    suffix = file.rpartition(".")[2].lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if content.startswith(qti.ZIP_SIGN):
        return qti.version_of(content)
    start = content[:_LOOKED_AT].removeprefix(BOM_UTF8).lstrip()
    signs = (
        ("qti30", b"<qti-assessment-item" in start),
        ("qti22", b"<assessmentItem" in start),
        ("moodle", suffix == "xml" or start.startswith(b"<")),
        ("json", start.startswith((b'{"', b"{\n"))),
        ("aiken", _ANSWER_LINE.search(start) is not None),
        ("quizlet", b";TAB;" in start),
        ("gift", _BRACES.search(start) is not None),
        ("quizlet", b"\t" in start),
    )
    return next((name for name, is_seen in signs if is_seen), "")
