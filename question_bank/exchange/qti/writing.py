"""Packages of QTI, written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256

from question_bank.exchange.drafts import Draft
from question_bank.exchange.html_text import words_of
from question_bank.exchange.markdown_html import to_html
from question_bank.exchange.tags import tags_of
from question_bank.exchange.xml_writing import legal

from .elements import ItemWriter
from .items import write_content
from .marks import ASK, KIND
from .package import write_package
from .versions import VERSIONS, Version

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def write(version: Version, drafts: Sequence[Draft]) -> bytes:
    """A package with an item for each draft."""
    return write_package(version, [_item(version, draft) for draft in drafts])


def _item(version: Version, draft: Draft) -> tuple[str, bytes, list[str]]:
    name = draft.name
    is_identifier = _IDENTIFIER.fullmatch(name)
    identifier = name if is_identifier else f"q-{sha256(name.encode()).hexdigest()[:24]}"
    item = ItemWriter(
        version, identifier=identifier, title=_plain(draft.title), label="" if is_identifier else legal(name)
    )  # fmt: skip
    write_content(item, draft.data)
    ask = draft.data.get("ask")
    return identifier, item.finished(), [f"{KIND}{draft.kind}", *([f"{ASK}{ask}"] if ask else []), *tags_of(draft.data)]


def _plain(title: str) -> str:
    """A title without Markdown: where titles are listed nobody reads it as that."""
    return words_of(f"<p>{to_html(legal(title))}</p>") or legal(title)


WRITERS: Mapping[str, Callable[[Sequence[Draft]], bytes]] = {
    version.name: partial(write, version) for version in VERSIONS
}
"""By the names of the versions."""
