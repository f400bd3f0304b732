"""Our own files: questions as JSON or YAML, whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from question_bank.nodes import Items, Node, Scalar, Table, read_text
from question_bank.words import gettext

from .drafts import Carried, Draft, ExchangeError, Item, item_of, once_each, refused
from .text_files import decoded
from .yaml_text import YamlText

FORMAT = "tumen-questions"
BANK_FORMAT = "tumen-bank"
VERSION = 1
_NOT_THE_QUESTION = frozenset({"id", "status"})


def carry(draft: Draft) -> Carried:
    """Everything, under its name."""
    return Carried(draft=draft)


def write_json(drafts: Sequence[Draft]) -> bytes:
    document = {"format": FORMAT, "version": VERSION, "questions": list(map(_entry, drafts))}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def write_yaml(drafts: Sequence[Draft]) -> bytes:
    return yaml.dump(
        {"questions": list(map(_entry, drafts))}, Dumper=YamlText, allow_unicode=True, sort_keys=False, width=110
    ).encode()


def _entry(draft: Draft) -> dict[str, Any]:
    return {"id": draft.name, **draft.data}


def read_json(content: bytes) -> list[Item]:
    """The questions of a file that ``write_json`` or ``bank export`` wrote. Raises ExchangeError."""
    text = decoded(content)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(
            gettext("The file is not readable as JSON. Export it again, or choose its format from the list.")
        ) from error
    if not isinstance(document, dict) or document.get("format") not in {FORMAT, BANK_FORMAT}:
        raise ExchangeError(
            gettext(
                "Of JSON only files are read that Tumen wrote: their 'format' is %(format)s or %(bank_format)s. "
                "Export the questions in another format, such as CSV.",
                format=FORMAT,
                bank_format=BANK_FORMAT,
            )
        )
    if document.get("version") != VERSION or not isinstance(document.get("questions"), list):
        raise ExchangeError(
            gettext(
                "The file is not in version %(version)s of the format, or has no list of questions. Export it "
                "from Tumen again.",
                version=VERSION,
            )
        )
    return once_each(_items(document["questions"]))


def read_yaml(content: bytes) -> list[Item]:
    """The questions of a file of the bank, or one that ``write_yaml`` wrote. Raises ExchangeError."""
    node, problem = read_text(decoded(content).encode())
    if node is None:
        raise ExchangeError(
            gettext("The file is not readable: %(problem)s. Mend that and choose it again.", problem=problem)
        )
    document = _plain(node)
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        raise ExchangeError(
            gettext("The file has no list of questions. Put it under the key 'questions' and choose the file again.")
        )
    return once_each(_items(document["questions"]))


def _items(entries: Sequence[Any]) -> Iterator[Item]:
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping) or not all(isinstance(key, str) for key in entry):
            yield refused(number, "", gettext("it is no question: write keys with values, such as kind: card"))
            continue
        name = entry.get("id", "")
        if not isinstance(name, str):
            yield refused(number, "", gettext("its id is no text: put it in quotation marks"))
            continue
        yield item_of(number, {key: value for key, value in entry.items() if key not in _NOT_THE_QUESTION}, name=name)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.nodes]
    assert isinstance(node, Table)
    return {key: _plain(value) for key, value in node.entries.items()}
