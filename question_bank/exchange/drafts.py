"""The middle between the formats: questions as a file has them, unfinished perhaps, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from question_bank.claims import Importance
from question_bank.pictures import words_for_pictures
from question_bank.problems import BankError
from question_bank.questions import Question, Status, check_question
from question_bank.spelling import normalise
from question_bank.words import Count, Message, SaidError, gettext, together

from .watching import tell

MOST_ITEMS = 20_000  # questions of one file
LONGEST_NAME = 200  # characters
LONGEST_TITLE = 80
LONGEST_QUESTION = 100_000  # characters of a question as it stands in a file
TOO_LONG = gettext(
    "it has more than %(longest_question)s characters: make several questions of it",
    longest_question=Count(LONGEST_QUESTION),
)

BY_TEXT = "text:"  # begins the name of what the file calls nothing

_STAND_IN = "x"
_SPACES = re.compile(r"\s+")
_TITLES = ("stem", "front", "text")  # what a question is known by, whatever its kind


class ExchangeError(SaidError):
    """The file as a whole cannot be read. The message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question on its way. ``name`` is what it is known by, the same in each file that has it.

    ``data`` is as ``Question.to_json`` writes it, without id and status; claims, importance and explanation may be
    missing, and the kind's check may have something to say.
    """

    name: str
    data: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def title(self) -> str:
        """Its first words."""
        return shortened(_first_words(self.data) or self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What became of one question of a file, which is number ``number`` in it. Refused: ``draft`` is None.

    ``changed`` says what it is in the file and not here, a sentence each.
    """

    number: int
    title: str
    draft: Draft | None = None
    changed: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a format takes of a draft: nothing (None) or a part of it; ``losses`` says what stays behind."""

    draft: Draft | None
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files: ``read`` raises ExchangeError; ``write`` takes what ``carry`` gave."""

    name: str
    suffix: str
    media_type: str
    read: Callable[[bytes], list[Item]]
    carry: Callable[[Draft], Carried]
    write: Callable[[Sequence[Draft]], bytes]


def refused(number: int, title: str, why: Message) -> Item:
    return Item(number=number, title=shortened(title), refused=why)


def item_of(
    number: int, data: Mapping[str, Any], *, name: str = "", changed: Iterable[Message] = (), title: str = ""
) -> Item:
    """The question in ``data``, or why it is none. Without a name it is known by its kind and its text."""
    shown = shortened(title or _first_words(data) or name)
    name = _SPACES.sub(" ", name).strip()
    if len(name) > LONGEST_NAME:
        return refused(
            number,
            shown,
            gettext("its name is longer than %(longest_name)s characters: shorten it", longest_name=LONGEST_NAME),
        )
    try:
        kept = _canonical(data)
    except BankError as error:
        return refused(number, shown, together(problem.message for problem in error.problems))
    draft = Draft(name=name or name_by_text(kept), data=kept)
    return Item(number=number, title=shown, draft=draft, changed=tuple(dict.fromkeys(changed)))


def name_by_text(data: Mapping[str, Any]) -> str:
    """A name for a question that the file calls nothing: the same as long as kind and text are."""
    text = next((str(data[key]) for key in _TITLES if key in data), "")
    digest = sha256("\0".join((str(data["kind"]), text)).encode())
    return f"{BY_TEXT}{digest.hexdigest()[:24]}"


def open_points(data: Mapping[str, Any]) -> list[Message]:
    """What is missing before the question can stand in the bank, a sentence each."""
    points = []
    if not data.get("claims"):
        points.append(gettext("it names no claim that it rests on"))
    if not data.get("explanation"):
        points.append(gettext("it has no explanation"))
    question = Question.from_json(_with_stand_ins(data))
    return [*points, *(message for _, message in check_question(question))]


def once_each(items: Iterable[Item]) -> list[Item]:
    """The items; one that has the name of an earlier one is refused. Raises ExchangeError if they are too many."""
    found: list[Item] = []
    numbers: dict[str, int] = {}
    for item in items:
        tell(len(found))
        if len(found) == MOST_ITEMS:
            raise ExchangeError(
                gettext("The file has more than %(most_items)s questions. Split it.", most_items=Count(MOST_ITEMS))
            )
        if item.draft is not None:
            first = numbers.setdefault(item.draft.name, item.number)
            if first != item.number:
                again = gettext(
                    "it stands already as number %(first)s of the file: give one of the two another name, or "
                    "take it out",
                    first=first,
                )
                item = refused(item.number, item.title, again)  # noqa: PLW2901
        found.append(item)
    if not found:
        raise ExchangeError(
            gettext("There is no question in it. If there should be, choose another format from the list.")
        )
    return found


def _first_words(data: Mapping[str, Any]) -> str:
    """What a question is known by, a picture as its words."""
    return words_for_pictures(next((str(data[key]) for key in _TITLES if data.get(key)), "")).strip()


def shortened(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def key_for(draft: Draft) -> str:
    """A key that the bank could know the question by: its name where that is one, else its first words."""
    source = draft.title if draft.name.startswith(BY_TEXT) else draft.name
    return "-".join(normalise(source).split())[:60].strip("-") if re.search("[a-z0-9]", source.lower()) else ""


def _canonical(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as ``Question.to_json`` writes it, without what stood in for what is missing. Raises BankError."""
    written = Question.from_json(_with_stand_ins(data)).to_json()
    missing = {key for key in ("claims", "importance", "explanation") if not data.get(key)}
    return {key: value for key, value in written.items() if key not in {"id", "status", *missing}}


def _with_stand_ins(data: Mapping[str, Any]) -> dict[str, Any]:
    stand_ins = {"claims": [_STAND_IN], "importance": Importance.USEFUL.value, "explanation": _STAND_IN}
    return {
        **stand_ins,
        **{key: value for key, value in data.items() if value not in (None, "", [], {})},
        "id": _STAND_IN,
        "status": Status.DRAFT.value,
    }
