"""Data in the shape of YAML with the line of every value: read from YAML text, or made from JSON data (line 0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from .problems import Problem
from .words import Count, Message, SaidError, gettext

LARGEST_FILE = 8_000_000  # bytes
DEEPEST = 100  # brackets within brackets
TOO_DEEP = "exceeded maximum nesting depth"  # as PyYAML says it, from 6.0.4 on

_BRACKETS = re.compile(r"[][{}]")

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # without libyaml the slow one does the same
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; ``lines`` has the line of each key."""

    entries: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int


Node: TypeAlias = Scalar | Items | Table


class _UnreadableError(SaidError):
    def __init__(self, line: int, message: Message) -> None:
        super().__init__(message)
        self.line = line


def read_file(path: Path, problems: list[Problem]) -> Node | None:
    """The one document of a YAML file, or None and a problem."""
    try:
        content = path.read_bytes()
        return _Reader(str(path), problems).read(content)
    except OSError as error:
        problems.append(
            Problem(str(path), 0, "", gettext("the file cannot be read: %(strerror)s", strerror=error.strerror))
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(str(path), line, "", gettext("the file is not UTF-8 text")))
    except RecursionError:  # nesting by indentation
        problems.append(Problem(str(path), 0, "", gettext("the file is nested too deeply")))
    except _UnreadableError as error:
        problems.append(Problem(str(path), error.line, "", error.message))
    return None


def read_text(content: bytes) -> tuple[Node | None, str]:
    """The one document of a YAML text that came otherwise than as a file of the bank; else None, and what is wrong."""
    problems: list[Problem] = []
    try:
        node = _Reader("", problems).read(content)
    except (UnicodeDecodeError, RecursionError):
        return None, gettext("it is not UTF-8 text, or nested too deeply")
    except _UnreadableError as error:
        return None, gettext(
            "line %(line)s: %(message)s", line=error.line, message=error.message
        ) if error.line else error.message
    return (
        (None, gettext("line %(line)s: %(message)s", line=problems[0].line, message=problems[0].message))
        if problems
        else (node, "")
    )


class _Reader:
    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.seen: set[int] = set()

    def read(self, content: bytes) -> Node:
        if len(content) > LARGEST_FILE:
            raise _UnreadableError(
                0, gettext("the file is larger than %(largest_file)s bytes: split it", largest_file=Count(LARGEST_FILE))
            )
        text = content.decode("utf-8-sig")
        if _deepest_brackets(text) > DEEPEST:
            raise _UnreadableError(0, gettext("the file is nested too deeply"))
        try:
            document = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            if error.problem == TOO_DEEP:
                raise _UnreadableError(0, gettext("the file is nested too deeply")) from error
            mark = error.problem_mark or error.context_mark
            raise _UnreadableError(
                mark.line + 1 if mark else 0, gettext("not readable as YAML: %(problem)s", problem=error.problem)
            ) from error
        except yaml.YAMLError as error:
            raise _UnreadableError(0, gettext("not readable as YAML: %(error)s", error=error)) from error
        if document is None:
            raise _UnreadableError(0, gettext("the file is empty"))
        return self.node(document)

    def node(self, node: yaml.Node) -> Node:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            raise _UnreadableError(
                line, gettext("anchors and aliases (& and *) are not read here: write the value out")
            )
        self.seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            raise _UnreadableError(line, gettext("tags are not read here: leave out %(tag)s", tag=node.tag))
        if isinstance(node, yaml.MappingNode):
            return self.table(node, line)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.node(item) for item in node.value), line)
        return Scalar(str(node.value), line)

    def table(self, node: yaml.MappingNode, line: int) -> Table:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, key_line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise _UnreadableError(key_line, gettext("a key is a plain word"))
            if key in entries:
                message = gettext("the key '%(key)s' stands twice (first in line %(lines)s)", key=key, lines=lines[key])
                self.problems.append(Problem(self.file, key_line, "", message))
                continue
            entries[key] = self.node(value_node)
            lines[key] = key_line
        return Table(entries, lines, line)


def _deepest_brackets(text: str) -> int:
    """How deep brackets are nested, up to one more than is read: the parser's time grows with the square of it."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
    return deepest


def from_data(data: object) -> Node:
    """JSON data as a node, so that stored contents are read by the same code as files.

    Raises TypeError for a value that no content holds (None, a floating-point number).
    """
    if isinstance(data, bool):
        return Scalar("true" if data else "false", 0)
    if isinstance(data, (str, int)):
        return Scalar(str(data), 0)
    if isinstance(data, Mapping):
        entries = {str(key): from_data(value) for key, value in data.items()}
        return Table(entries, dict.fromkeys(entries, 0), 0)
    if isinstance(data, (list, tuple)):
        return Items(tuple(from_data(item) for item in data), 0)
    raise TypeError(f"a content holds texts, whole numbers, truth values, lists and objects, not {type(data).__name__}")
