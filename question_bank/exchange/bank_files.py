"""The bank as the files of its folders: what reads as before keeps its lines, so that a difference is an edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from question_bank.actors import Actor
from question_bank.claims import Claim
from question_bank.issues import Issue
from question_bank.questions import Question
from question_bank.reading import ACTORS, ISSUES
from question_bank.records import Bank
from question_bank.topics import Topic

from .yaml_text import WIDTH, YamlText

_ITEM = re.compile(r"( *)- ")
_NESTED = 2  # columns that an item of a list stands within its key

Record = Actor | Issue | Claim | Question


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFiles:
    """The files as they are: their texts by name, and the bank that was read from them, with its places."""

    texts: Mapping[str, str]
    bank: Bank


@dataclass(frozen=True, slots=True)
class _List:
    """A list of records in a file: the key that it stands under, and its records in their order."""

    key: str
    record: str
    records: Mapping[str, Record]


def data_files(bank: Bank, old: OldFiles) -> dict[str, str]:
    """The texts of the data folder by file name. What is not in it any more has gone from the bank."""
    lists = {ACTORS: _List("actors", "actor", bank.actors), ISSUES: _List("issues", "issue", bank.issues)}
    names = {topic: _file_of(old, "topic", topic) or f"{topic}.yaml" for topic in bank.topics}
    claims: dict[str, dict[str, Record]] = {name: {} for name in names.values()}
    questions: dict[str, dict[str, Record]] = {name: {} for name in names.values()}
    for claim in bank.claims.values():
        claims[names[claim.topic]][claim.id] = claim
    for question in bank.questions.values():
        home = names[bank.claims[question.claims[0]].topic]
        stood = _file_of(old, "question", question.id)
        questions[stood if stood in questions else home][question.id] = question
    written = {name: _file(bank, old, name, [each], None) for name, each in lists.items() if each.records}
    for key, name in names.items():
        both = [_List("claims", "claim", claims[name]), _List("questions", "question", questions[name])]
        written[name] = _file(bank, old, name, both, bank.topics[key])
    return written


def article_files(bank: Bank, old: OldFiles) -> dict[str, str]:
    """The texts of the articles' folder by file name."""
    return {
        f"{key}.yaml": old.texts[f"{key}.yaml"]
        if old.bank.articles.get(key) == article and f"{key}.yaml" in old.texts
        else _yaml(article.to_json())
        for key, article in bank.articles.items()
    }


def _file_of(old: OldFiles, record: str, key: str) -> str | None:
    place = old.bank.places.get((record, key))
    name = place.file.rpartition("/")[2] if place else None
    return name if name in old.texts else None


def _file(bank: Bank, old: OldFiles, name: str, lists: Sequence[_List], topic: Topic | None) -> str:
    lines = old.texts[name].split("\n") if name in old.texts else []
    if lines and all(_can_be_mended(old, name, lines, each) for each in lists):
        for each in reversed(lists):
            lines = _mended(bank, old, name, lines, each)
        if topic is not None and old.bank.topics.get(topic.key) != topic:
            lines = _with_heading(lines, topic, [each.key for each in lists])
        return "\n".join(lines)
    heading = _yaml(topic.to_json()) if topic is not None else ""
    blocks = (
        "\n".join([f"{each.key}:", *(line for record in each.records.values() for line in _lines(bank, record))]) + "\n"
        for each in lists
        if each.records
    )
    return heading + "".join(blocks)


def _stood(old: OldFiles, name: str, each: _List) -> list[tuple[int, str]]:
    """The lines (from 0) and keys of the records of a kind that stand in the file, in their order."""
    return sorted(
        (place.line - 1, key)
        for (record, key), place in old.bank.places.items()
        if record == each.record and place.file.rpartition("/")[2] == name
    )


def _can_be_mended(old: OldFiles, name: str, lines: Sequence[str], each: _List) -> bool:
    """Whether each record stands on lines of its own, below the key of the list."""
    starts = [line for line, _ in _stood(old, name, each)]
    return all(_ITEM.match(lines[start]) for start in starts) and (bool(starts) or not each.records)


def _mended(bank: Bank, old: OldFiles, name: str, lines: list[str], each: _List) -> list[str]:
    """The lines with what has changed in its place, what is new behind the others, and what has gone taken out."""
    stood = _stood(old, name, each)
    before: Mapping[str, Record] = getattr(old.bank, f"{each.record}s")
    new = [record for key, record in each.records.items() if key not in {key for _, key in stood}]
    for place, (start, key) in reversed(list(enumerate(stood))):
        end = _end(lines, start)
        record = each.records.get(key)
        kept = lines[start:end] if record is not None and record == before.get(key) else None
        written = kept if kept is not None else _lines(bank, record) if record is not None else []
        behind = [line for one in new for line in _lines(bank, one)] if place == len(stood) - 1 else []
        lines = [*lines[:start], *written, *behind, *lines[end:]]
    return lines


def _end(lines: Sequence[str], start: int) -> int:
    """The line behind a record that begins on line ``start``: the next that stands no deeper, less blank ones."""
    found = _ITEM.match(lines[start])
    depth = len(found[1]) if found else 0
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > depth):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _with_heading(lines: Sequence[str], topic: Topic, keys: Iterable[str]) -> list[str]:
    begins = tuple(f"{key}:" for key in keys)
    first = next((place for place, line in enumerate(lines) if line.startswith(begins)), len(lines))
    comments = [line for line in lines[:first] if line.startswith("#")]
    return [*comments, *_yaml(topic.to_json()).rstrip("\n").split("\n"), *lines[first:]]


def _lines(bank: Bank, record: Record) -> list[str]:
    """A record as an item of its list."""
    data = record.to_json()
    if isinstance(record, Claim):
        data.pop("topic")
    elif isinstance(record, Question):
        primary = bank.claims.get(record.claims[0])
        if primary is not None and primary.importance is record.importance:
            data.pop("importance")
    first, *others = _yaml(data, width=WIDTH - 2 * _NESTED).rstrip("\n").split("\n")
    return [f"{' ' * _NESTED}- {first}", *(f"{' ' * 2 * _NESTED}{line}" if line else "" for line in others)]


def _yaml(data: Mapping[str, Any], *, width: int = WIDTH) -> str:
    return yaml.dump(dict(data), Dumper=YamlText, allow_unicode=True, sort_keys=False, width=width)
