"""GIFT, written: what it takes of a question, and how Moodle reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .drafts import Carried, Draft
from .packing import Packing, not_carried, with_new_keys, without_details
from .tags import tags_of

KINDS = frozenset({"card", "choice", "matching", "number", "short"})
ARROW = "->"

_SPECIAL = re.compile(r"[\\#=~{}:]")
_FORMATS = re.compile(r"\[(?:html|moodle|plain|markdown)\]")


def carry(draft: Draft) -> Carried:
    """GIFT takes the question with claims and importance in a comment above it, which Moodle keeps as tags."""
    if (nothing := not_carried(draft, KINDS)) is not None:
        return nothing
    packing = Packing(draft)
    packing.leave("hint", "waive")
    with_new_keys(packing)
    data = packing.data
    if data["kind"] == "card":
        packing.leave("explanation")
    if (nothing := without_details(packing)) is not None:
        return nothing
    if _has_arrow(data):
        return Carried(draft=None, losses=(f"the whole question: {ARROW} in it would be read as a pair",))
    return packing.carried()


def _has_arrow(data: dict[str, Any]) -> bool:
    if data["kind"] == "matching":
        return any(ARROW in item["text"] for item in data["items"])
    answers = [*data.get("accept", ()), *(text for item in data.get("wrong", ()) for text in item.get("accept", ()))]
    return data["kind"] == "short" and any(ARROW in text for text in [*answers, *_feedbacks(data)])


def _feedbacks(data: dict[str, Any]) -> list[str]:
    return [item["feedback"] for item in data.get("wrong", ())] + [data.get("explanation", "")]


def write(drafts: Sequence[Draft]) -> bytes:
    return "\n\n".join(map(_question, drafts)).encode() + b"\n"


def _question(draft: Draft) -> str:
    data = draft.data
    marks = "".join(f" [{mark}]" for mark in (f"id:{_inside(draft.name)}", *(f"tag:{tag}" for tag in tags_of(data))))
    stem = data["front"] if data["kind"] == "card" else data["stem"]
    answers = "\n".join(_ANSWERS[data["kind"]](data))
    explanation = data.get("explanation")
    general = f"\n####{_escaped(explanation)}" if explanation else ""
    return f"//{marks}\n[markdown]{_escaped(stem)} {{\n{answers}{general}\n}}"


def _card(data: Any) -> list[str]:
    return [f"####{_escaped(data['back'])}"]


def _choice(data: Any) -> list[str]:
    rights = sum(bool(option.get("right")) for option in data["options"])
    lines = []
    for option in data["options"]:
        right = option.get("right")
        shared = f"~%{'' if right else '-'}{_share(rights)}%"
        mark = shared if rights > 1 else "=" if right else "~"
        lines.append(mark + _answer(option["text"]) + _feedback(option.get("feedback")))
    return lines


def _short(data: Any) -> list[str]:
    wrong = [(text, item["feedback"]) for item in data.get("wrong", ()) for text in item["accept"]]
    return [
        *("=" + _answer(text) for text in data["accept"]),
        *(f"=%0%{_escaped(text)}{_feedback(said)}" for text, said in wrong),
    ]


def _number(data: Any) -> list[str]:
    span = f":{data['tolerance']['absolute']}" if "tolerance" in data else ":0"
    return [
        f"#={data['answer']['number']}{span}",
        *(f"=%0%{item['number']}:0{_feedback(item['feedback'])}" for item in data.get("wrong", ())),
    ]


def _matching(data: Any) -> list[str]:
    texts = {option["key"]: option["text"] for option in data["options"]}
    pairs = [(item["text"], texts.pop(item["answer"])) for item in data["items"]]
    pairs += [("", text) for text in texts.values()]
    return [f"={_answer(one)} {ARROW} {_answer(other)}" for one, other in pairs]


_ANSWERS = {"card": _card, "choice": _choice, "short": _short, "number": _number, "matching": _matching}


def _answer(text: str) -> str:
    """An answer; one that begins like a weight or a format gets a format before it."""
    marked = text.startswith("%") or _FORMATS.match(text)
    return f"{'[markdown]' if marked else ''}{_escaped(text)}"


def _feedback(text: str | None) -> str:
    return f"#{_escaped(text)}" if text else ""


def _share(parts: int) -> str:
    """The part of 100 that one of so many right options is worth, as Moodle writes it."""
    return f"{Decimal(100) / parts:.5f}".rstrip("0").rstrip(".")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\n", "\\n")


def _inside(text: str) -> str:
    """A name as it stands in the brackets of a comment."""
    return re.sub(r"[][\\]", lambda sign: "\\" + sign[0], text)
