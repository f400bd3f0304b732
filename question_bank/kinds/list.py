"""Several short answers to be typed, in any order."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import BadResponse, Grade, only_value, typed_text
from question_bank.prompts import Prompt, Solution, as_markdown
from question_bank.spelling import normalise
from question_bank.typed_answers import LONGEST_ACCEPTED, WrongText, check_accepted, read_wrong_texts
from question_bank.words import Message, gettext

from .base import Kind
from .list_grading import ListItem, grade_entries

FEWEST = 2
MOST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContent:
    """``least`` is how many of the items are asked for; None: all of them."""

    stem: str
    items: tuple[ListItem, ...]
    least: int | None = None
    wrong: tuple[WrongText, ...] = ()

    @property
    def asked(self) -> int:
        """How many items a right answer has."""
        return len(self.items) if self.least is None else self.least


class List(Kind[ListContent]):
    name = "list"

    def parse(self, fields: Fields) -> ListContent:
        items = []
        for item in fields.each("items"):
            items.append(
                ListItem(accept=item.texts("accept", longest=LONGEST_ACCEPTED), feedback=item.optional_text("feedback"))
            )
            item.finish()
        return ListContent(
            stem=fields.text("stem"),
            items=tuple(items),
            least=fields.optional_whole("least"),
            wrong=read_wrong_texts(fields),
        )

    def check(self, content: ListContent) -> Iterable[Message]:
        if not FEWEST <= len(content.items) <= MOST:
            yield gettext(
                "a list has %(fewest)s to %(most)s items, not %(count)s",
                fewest=FEWEST,
                most=MOST,
                count=len(content.items),
            )
        elif not FEWEST <= content.asked <= len(content.items):
            yield gettext(
                "'least' lies between %(fewest)s and the %(count)s items, not at %(asked)s",
                fewest=FEWEST,
                count=len(content.items),
                asked=content.asked,
            )
        for shown in duplicates(normalise(item.shown) for item in content.items):
            yield gettext("two items show the same answer: '%(shown)s'", shown=shown)
        for item in content.items:
            yield from (
                gettext("item '%(shown)s': %(message)s", shown=item.shown, message=message)
                for message in check_accepted(item.accept, content.wrong)
            )

    def to_json(self, content: ListContent) -> dict[str, Any]:
        parts: dict[str, Any] = {"stem": content.stem, "items": [item.to_json() for item in content.items]}
        if content.least is not None:
            parts["least"] = content.least
        if content.wrong:
            parts["wrong"] = [item.to_json() for item in content.wrong]
        return parts

    def grade(self, content: ListContent, response: Mapping[str, Any]) -> Grade:
        entries = _entries(content, only_value(response, "items"))
        return grade_entries(entries, content.items, content.asked, content.wrong)

    def prompt(self, content: ListContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(kind=self.name, stem=content.stem, count=content.asked)

    def solution(self, content: ListContent) -> Solution:
        items = {str(place): as_markdown(item.shown) for place, item in enumerate(content.items)}
        shown = "; ".join(items.values())
        if content.asked < len(content.items):
            shown = gettext("%(count)s of: %(items)s", count=content.asked, items=shown)
        return Solution(text=shown, items=items)


def _entries(content: ListContent, value: object) -> Sequence[str]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > content.asked:
        raise BadResponse(gettext('"items" is a list of at most %(asked)s texts.', asked=content.asked))
    return [typed_text(entry) for entry in value]
