"""A question of any kind as a reviewer reads it: what is asked, what is right, what is wrong.

It is read from the question's JSON, whose keys mean the same in every kind, so that a new kind with these keys needs
nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from question_bank.kinds import kind
from question_bank.partial_dates import from_iso
from question_bank.prompts import GAP
from question_bank.quantities import Quantity, Scale
from question_bank.questions import Question

Json: TypeAlias = Mapping[str, Any]

_GAP = re.compile(r"\[([a-z][a-z0-9-]*)\](?!\()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A wrong answer as it is shown or typed, and what is said to it."""

    text: str
    feedback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is to be matched with ``answer``, or put in order; ``when`` is shown only afterwards."""

    text: str
    answer: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks and how it may be answered.

    ``stem`` has lines in the place of gaps, ``filled`` the answers. Each of ``rights`` is one thing to answer, with
    every form that is accepted, the shown one first. ``wrongs`` are wrong options and known wrong answers. ``options``
    are all options in the order of the file, and ``places`` those of the right ones among them. ``asks_who`` tells
    that options are names. ``hints`` are the question's and those of its gaps.
    """

    stem: str
    filled: str
    items: tuple[Item, ...]
    rights: tuple[tuple[str, ...], ...]
    wrongs: tuple[Wrong, ...]
    options: tuple[str, ...]
    places: tuple[int, ...]
    asks_who: bool
    hints: tuple[str, ...]

    @property
    def text(self) -> str:
        """Everything that is read before the options."""
        return "\n".join((self.stem, *(item.text for item in self.items)))

    @property
    def is_matching(self) -> bool:
        """Whether its options belong to items, and are right or wrong only there."""
        return any(item.answer for item in self.items)

    @property
    def shown_rights(self) -> tuple[str, ...]:
        return tuple(right[0] for right in self.rights)


def read_asked(question: Question) -> Asked:
    """The question as a reviewer reads it."""
    content = kind(question.kind).to_json(question.content)
    stem = content.get("stem") or content.get("text") or content.get("front") or ""
    gaps = {name: gap["accept"][0] for name, gap in content.get("gaps", {}).items()}
    options = content.get("options", [])
    return Asked(
        stem=_GAP.sub(GAP, stem) if gaps else stem,
        filled=_GAP.sub(lambda gap: gaps.get(gap[1], gap[0]), stem),
        items=tuple(_items(content)),
        rights=tuple(_rights(content)),
        wrongs=tuple(_wrongs(content)),
        options=tuple(option["text"] for option in options),
        places=tuple(place for place, option in enumerate(options) if option.get("right")),
        asks_who=content.get("ask") == "holder",
        hints=tuple(_hints(question, content)),
    )


def _hints(question: Question, content: Json) -> Iterator[str]:
    gaps = content.get("gaps", {}).values()
    yield from (hint for hint in (question.hint, *(gap.get("hint") for gap in gaps)) if hint)


def _items(content: Json) -> Iterator[Item]:
    matched = {option["key"]: option["text"] for option in content.get("options", []) if "key" in option}
    for item in content.get("items", []):
        if "text" in item:
            yield Item(text=item["text"], answer=matched.get(item.get("answer", "")), when=item.get("when"))


def _rights(content: Json) -> Iterator[tuple[str, ...]]:
    yield from ((option["text"],) for option in content.get("options", []) if option.get("right"))
    yield from ((item.answer,) for item in _items(content) if item.answer)
    typed = [content, *content.get("gaps", {}).values(), *content.get("items", [])]
    yield from (tuple(one["accept"]) for one in typed if "accept" in one)
    if "answer" in content:
        yield (_shown(content["answer"]),)
    if "back" in content:
        yield (content["back"],)


def _wrongs(content: Json) -> Iterator[Wrong]:
    matched = {item.get("answer") for item in content.get("items", [])}
    for option in content.get("options", []):
        if not option.get("right") and option.get("key", "") not in matched:
            yield Wrong(text=option["text"], feedback=option.get("feedback"))
    for item in content.get("wrong", []):
        for text in item.get("accept") or (_shown(item.get("date") or item),):
            yield Wrong(text=text, feedback=item.get("feedback"))


def _shown(answer: object) -> str:
    """A date, a year or a figure as it is shown."""
    if isinstance(answer, Mapping):
        scale = answer.get("scale")
        return str(Quantity(number=Decimal(answer["number"]), scale=scale and Scale(scale), unit=answer.get("unit")))
    return str(from_iso(str(answer)) or answer)
