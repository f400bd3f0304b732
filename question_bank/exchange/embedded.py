"""Moodle's embedded answers in a text: each becomes a gap with what is accepted in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from question_bank.words import Message, gettext

_EMBEDDED = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^{}\\])*)\}", re.DOTALL)
_TYPED = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_LOOKS_LIKE_GAP = re.compile(r"\[([a-z][a-z0-9-]*)\](?!\()")
_ALTERNATIVE = re.compile(r"(?:\\.|[^~\\])+", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d*)?)%")
_FEEDBACK = re.compile(r"(?<!\\)#")


def embedded(
    text: str, convert: Callable[[str], str] | None, changed: list[Message]
) -> tuple[str, dict[str, dict[str, Any]]]:
    """The text with gaps [gap1], [gap2] and so on, and what is accepted in each. ``convert``: for words between."""
    gaps: dict[str, dict[str, Any]] = {}
    parts, end = [], 0
    for found in _EMBEDDED.finditer(text):
        name = f"gap{len(gaps) + 1}"
        parts += [_between(text[end : found.start()], convert), f"[{name}]"]
        gaps[name] = {"accept": _accepted(found[1], found[2], changed)}
        end = found.end()
    return "".join([*parts, _between(text[end:], convert)]).strip(), gaps


def _between(text: str, convert: Callable[[str], str] | None) -> str:
    """Words between gaps; the spaces at their ends stay, and what only looks like a gap becomes something else."""
    if convert is not None and text.strip():
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        text = f"{lead}{convert(text.strip())}{trail}"
    return _LOOKS_LIKE_GAP.sub(r"(\1)", text)


def _accepted(kind: str, alternatives: str, changed: list[Message]) -> list[str]:
    accept = []
    for alternative in _ALTERNATIVE.findall(alternatives):
        text, *feedback = _FEEDBACK.split(alternative, maxsplit=1)
        right = text.startswith("=")
        text = text.removeprefix("=")
        if weight := _WEIGHT.match(text):
            right, text = weight[1] == "100", text[weight.end() :]
        if not right or feedback:
            changed.append(gettext("wrong answers and feedback within gaps are left out"))
        if right:
            accept.append(_answer(kind, re.sub(r"\\(.)", r"\1", text).strip(), changed))
    return accept


def _answer(kind: str, text: str, changed: list[Message]) -> str:
    if kind in _NUMBERS:
        text, _, tolerance = text.partition(":")
        if tolerance.strip("0. "):
            changed.append(gettext("a gap's tolerance is left out: list what else is accepted"))
    elif kind not in _TYPED:
        changed.append(gettext("a choice within the text becomes a gap to be typed into"))
    return text
