"""Moodle XML, written: what it takes of a question, and the elements that Moodle reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from .drafts import Carried, Draft
from .packing import Packing, not_carried, with_new_keys, without_details
from .tags import tags_of
from .xml_writing import CONTROL_CHARACTERS, add, document, legal

TYPES: Mapping[str, str] = {
    "card": "essay",
    "choice": "multichoice",
    "cloze": "cloze",
    "matching": "matching",
    "number": "numerical",
    "ordering": "ordering",
    "short": "shortanswer",
}

_EMBEDDED = re.compile(r"[}~#\"\\]")
_GAP = re.compile(r"\[(gap\d+)\](?!\()")


def carry(draft: Draft) -> Carried:
    """Moodle takes the question with its explanation and its hint; claims and importance become tags."""
    if (nothing := not_carried(draft, TYPES)) is not None:
        return nothing
    packing = Packing(draft)
    packing.leave("waive")
    packing.texts(legal, CONTROL_CHARACTERS)
    with_new_keys(packing)
    if (nothing := without_details(packing)) is not None:
        return nothing
    if draft.kind == "cloze":
        _without_gap_hints(packing)
        if "{" in packing.data["text"]:
            return Carried(draft=None, losses=("the whole question: a brace in it would be read as a gap",))
    return packing.carried()


def _without_gap_hints(packing: Packing) -> None:
    gaps = packing.data["gaps"]
    if any("hint" in gap for gap in gaps.values()):
        packing.lose("the hints to single gaps")
        packing.data["gaps"] = {name: {"accept": gap["accept"]} for name, gap in gaps.items()}


def write(drafts: Sequence[Draft]) -> bytes:
    quiz = Element("quiz")
    for draft in drafts:
        _question(quiz, draft)
    return document(quiz)


def _question(quiz: Element, draft: Draft) -> None:
    data = draft.data
    question = add(quiz, "question", type=TYPES[draft.kind])
    add(add(question, "name"), "text", draft.title)
    stem = _with_embedded(data) if draft.kind == "cloze" else data["front" if draft.kind == "card" else "stem"]
    _text(question, "questiontext", stem)
    if data.get("explanation"):
        _text(question, "generalfeedback", data["explanation"])
    add(question, "idnumber", draft.name)
    if draft.kind in _ANSWERS:
        _ANSWERS[draft.kind](question, data)
    if data.get("hint"):
        _text(question, "hint", data["hint"])
    if tags := tags_of(data):
        parent = add(question, "tags")
        for tag in tags:
            add(add(parent, "tag"), "text", tag)


def _text(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = add(parent, name, format="markdown", **attributes)
    add(element, "text", text)
    return element


def _answer(question: Element, text: str, fraction: str, feedback: str | None, *, plain: bool = False) -> Element:
    element = add(question, "answer", fraction=fraction, format="plain_text" if plain else "markdown")
    add(element, "text", text)
    if feedback:
        _text(element, "feedback", feedback)
    return element


def _card(question: Element, data: Any) -> None:
    add(question, "responseformat", "editor")
    _text(question, "graderinfo", data["back"])


def _choice(question: Element, data: Any) -> None:
    rights = sum(bool(option.get("right")) for option in data["options"])
    share = f"{Decimal(100) / rights:.5f}".rstrip("0").rstrip(".")
    add(question, "single", "true" if rights == 1 else "false")
    add(question, "shuffleanswers", "true")
    for option in data["options"]:
        against = "0" if rights == 1 else f"-{share}"
        _answer(question, option["text"], share if option.get("right") else against, option.get("feedback"))


def _short(question: Element, data: Any) -> None:
    add(question, "usecase", "0")
    for text in data["accept"]:
        _answer(question, text.replace("*", r"\*"), "100", None, plain=True)
    for item in data.get("wrong", ()):
        for text in item["accept"]:
            _answer(question, text.replace("*", r"\*"), "0", item["feedback"], plain=True)


def _number(question: Element, data: Any) -> None:
    right = _answer(question, data["answer"]["number"], "100", None, plain=True)
    add(right, "tolerance", data.get("tolerance", {}).get("absolute", "0"))
    for item in data.get("wrong", ()):
        add(_answer(question, item["number"], "0", item["feedback"], plain=True), "tolerance", "0")


def _matching(question: Element, data: Any) -> None:
    add(question, "shuffleanswers", "true")
    texts = {option["key"]: option["text"] for option in data["options"]}
    pairs = [(item["text"], texts.pop(item["answer"])) for item in data["items"]]
    for text, answer in [*pairs, *(("", text) for text in texts.values())]:
        add(add(_text(question, "subquestion", text), "answer"), "text", answer)


def _ordering(question: Element, data: Any) -> None:
    add(question, "layouttype", "VERTICAL")
    add(question, "selecttype", "ALL")
    for place, item in enumerate(data["items"], start=1):
        _answer(question, item["text"], str(place), None)


_ANSWERS = {
    "card": _card,
    "choice": _choice,
    "short": _short,
    "number": _number,
    "matching": _matching,
    "ordering": _ordering,
}


def _with_embedded(data: Any) -> str:
    """The text with each gap as Moodle embeds a short answer."""
    gaps = {
        name: "~".join(f"={_EMBEDDED.sub(lambda sign: chr(92) + sign[0], text)}" for text in gap["accept"])
        for name, gap in data["gaps"].items()
    }
    return _GAP.sub(lambda gap: f"{{1:SHORTANSWER:{gaps[gap[1]]}}}", data["text"])
