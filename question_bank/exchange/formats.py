"""The formats by name. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from . import aiken, columns, csv_files, gift_reading, gift_writing, moodle_reading, moodle_writing, own, quizlet
from .drafts import Format

FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="json", title="Tumen, JSON", suffix="json", media_type="application/json",
            read=own.read_json, carry=own.carry, write=own.write_json,
        ),
        Format(
            name="yaml", title="Tumen, YAML", suffix="yaml", media_type="application/yaml",
            read=own.read_yaml, carry=own.carry, write=own.write_yaml,
        ),
        Format(
            name="csv", title="Table, CSV", suffix="csv", media_type="text/csv; charset=utf-8",
            read=csv_files.read, carry=columns.carry, write=csv_files.write,
        ),
        Format(
            name="tsv", title="Table, TSV", suffix="tsv", media_type="text/tab-separated-values; charset=utf-8",
            read=csv_files.read, carry=columns.carry, write=csv_files.write_tabs,
        ),
        Format(
            name="gift", title="GIFT", suffix="txt", media_type="text/plain; charset=utf-8",
            read=gift_reading.read, carry=gift_writing.carry, write=gift_writing.write,
        ),
        Format(
            name="aiken", title="Aiken", suffix="txt", media_type="text/plain; charset=utf-8",
            read=aiken.read, carry=aiken.carry, write=aiken.write,
        ),
        Format(
            name="moodle", title="Moodle XML", suffix="xml", media_type="application/xml",
            read=moodle_reading.read, carry=moodle_writing.carry, write=moodle_writing.write,
        ),
        Format(
            name="quizlet", title="Quizlet text", suffix="txt", media_type="text/plain; charset=utf-8",
            read=quizlet.read, carry=quizlet.carry, write=quizlet.write,
        ),
    )
}  # fmt: skip
