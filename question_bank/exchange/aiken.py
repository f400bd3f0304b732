"""Aiken: a question on one line, options with letters, the letter of the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from question_bank.words import gettext

from .drafts import LONGEST_QUESTION, LONGEST_TITLE, TOO_LONG, Carried, Draft, Item, item_of, once_each, refused
from .gift_reading import option
from .packing import Packing, not_carried, with_new_keys
from .text_files import decoded, encoded

KINDS = frozenset({"choice"})
FEEDBACK = gettext("the feedback to the options")
LINES = gettext("line breaks")

_OPTION = re.compile(r"([A-Z])[).][ \t](.*)")
_ANSWER = re.compile(r"ANSWER:[ \t]*([A-Z])[ \t]*")


def carry(draft: Draft) -> Carried:
    """Aiken takes the text and the options of a choice with one right answer, and nothing else."""
    if (nothing := not_carried(draft, KINDS)) is not None:
        return nothing
    options = draft.data["options"]
    if sum(bool(each.get("right")) for each in options) != 1:
        return Carried(
            draft=None, losses=(gettext("the whole question: the format has one right answer, no more and no less"),)
        )
    if any(len(text) < 2 or _is_mark(text) for text in (draft.data["stem"],)):
        return Carried(draft=None, losses=(gettext("the whole question: its text would be read as something else"),))
    packing = Packing(draft)
    packing.leave("claims", "importance", "hint", "explanation", "tags", "waive")
    packing.strip("options", "feedback", FEEDBACK)
    packing.texts(lambda text: " ".join(text.split()), LINES)
    with_new_keys(packing)
    return packing.carried()


def _is_mark(text: str) -> bool:
    return bool(_OPTION.match(text) or _ANSWER.fullmatch(text))


def write(drafts: Sequence[Draft]) -> bytes:
    return encoded("\n".join(map(_question, drafts)))


def _question(draft: Draft) -> str:
    options = list(zip(ascii_uppercase, draft.data["options"], strict=False))
    right = next(letter for letter, each in options if each.get("right"))
    return "\n".join(
        [draft.data["stem"], *(f"{letter}. {each['text']}" for letter, each in options), f"ANSWER: {right}\n"]
    )


def read(content: bytes) -> list[Item]:
    """The questions of a file in Aiken. Raises ExchangeError."""
    return once_each(_item(number, lines) for number, lines in enumerate(_blocks(decoded(content)), start=1))


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each question: up to its answer, or to the next line that is neither option nor answer."""
    block: list[str] = []
    marked = False  # whether an option stands in the block already
    for line in map(str.strip, text.split("\n")):
        if len(line) < 2:
            continue
        is_mark = _is_mark(line)
        if marked and not is_mark:
            yield block
            block, marked = [], False
        block.append(line)
        marked = marked or is_mark
        if _ANSWER.fullmatch(line):
            yield block
            block, marked = [], False
    if block:
        yield block


def _item(number: int, lines: list[str]) -> Item:
    if sum(map(len, lines)) > LONGEST_QUESTION:
        return refused(number, lines[0][:LONGEST_TITLE], TOO_LONG)
    stems = [line for line in lines if not _is_mark(line)]
    found = [match for match in map(_OPTION.fullmatch, lines) if match]
    answer = next((match[1] for match in map(_ANSWER.fullmatch, lines) if match), None)
    title = stems[0] if stems else lines[0]
    if not stems:
        return refused(
            number, title, gettext("its options have no question above them: write it in a line of its own before them")
        )
    if answer is None:
        return refused(number, title, gettext("there is no line with the right option: add one such as ANSWER: A"))
    if len(found) < 2:
        return refused(number, title, gettext("it has fewer than two options such as 'A. text'"))
    letters = [match[1] for match in found]
    if answer not in letters or len(set(letters)) < len(letters):
        return refused(
            number,
            title,
            gettext(
                "the answer %(answer)s is not the letter of one option: write one that there is, such as ANSWER: A",
                answer=answer,
            ),
        )
    options = [
        option(place, match[2].strip(), right=match[1] == answer, feedback=None) for place, match in enumerate(found)
    ]
    return item_of(number, {"kind": "choice", "stem": " ".join(stems), "options": options})
