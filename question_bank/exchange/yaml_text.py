"""YAML as the bank's files are written: texts folded, short lists and tables on one line, quotes where needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

WIDTH = 110
LONGEST_LINE = 88  # characters of a text that stands behind its key


class YamlText(yaml.SafeDumper):
    """Writes what ``nodes`` reads: no anchors, keys in their order, lists indented below their key."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # what stands twice is written twice
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # PyYAML's
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = ">" if len(text) > LONGEST_LINE and _folds(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _folds(text: str) -> bool:
    """Whether folding keeps the text: one paragraph, no double spaces."""
    return "\n" not in text and "  " not in text and text == text.strip() and text.isprintable()


def _list(dumper: yaml.SafeDumper, items: Sequence[Any]) -> yaml.SequenceNode:
    short = all(isinstance(item, (str, int)) for item in items) and sum(len(str(item)) + 2 for item in items) <= 70
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _table(dumper: yaml.SafeDumper, table: Mapping[str, Any]) -> yaml.MappingNode:
    flat = all(isinstance(value, str) for value in table.values()) and len(table) <= 3
    short = flat and not {"key", "id", "text", "feedback", "topic", "line"} & set(table)
    short = short and sum(len(key) + len(value) + 4 for key, value in table.items()) <= 70
    return dumper.represent_mapping("tag:yaml.org,2002:map", table.items(), flow_style=short)


YamlText.add_representer(str, _text)
YamlText.add_representer(list, _list)
YamlText.add_representer(dict, _table)
