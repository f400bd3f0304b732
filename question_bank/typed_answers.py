"""Grading a typed text against the answers that are accepted and those that are known to be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from .dates import ReadDate, parse_date
from .differences import Comparison, compare_letters, nearest
from .fields import Fields, duplicates
from .grading import NOTHING_ANSWERED, Grade, partly, right, wrong
from .number_words import SCALES
from .numbers import ReadNumber, parse_number
from .prompts import as_markdown
from .spelling import normalise, same, slip
from .units import known_unit, same_unit
from .words import Message, gettext

LONGEST_ACCEPTED = 200
WITHOUT_SCALE_SCORE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongText:
    """An answer that is known to be wrong, with what to say to it."""

    accept: tuple[str, ...]
    feedback: str

    def to_json(self) -> dict[str, Any]:
        return {"accept": list(self.accept), "feedback": self.feedback}


def read_wrong_texts(fields: Fields) -> tuple[WrongText, ...]:
    """The list under the key ``wrong``, which may be left out."""
    found = []
    for item in fields.each("wrong"):
        found.append(WrongText(accept=item.texts("accept", longest=LONGEST_ACCEPTED), feedback=item.text("feedback")))
        item.finish()
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class ReadText:
    """A text in all the ways it can be compared; ``turned`` is ``Dmitry Peskov`` for ``Peskov, Dmitry``.

    Most texts are told by their words: ``number`` and ``date`` are read when they are asked for, and then kept.
    """

    text: str
    words: str
    turned: str | None

    @cached_property
    def number(self) -> ReadNumber | None:
        number = parse_number(self.text)
        if number and number.unit and known_unit(number.unit) is None:
            return None  # "six-party talks" is no number
        return number

    @cached_property
    def date(self) -> ReadDate | None:
        return parse_date(self.text)


def read_text(text: str) -> ReadText:
    first, comma, last = text.partition(",")
    turned = normalise(f"{last} {first}") if comma and "," not in last else None
    return ReadText(text=text, words=normalise(text), turned=turned)


_read_answer = lru_cache(maxsize=4096)(read_text)


def grade_text(text: str, accept: Sequence[str], known_wrong: Sequence[WrongText] = ()) -> Grade:
    """Right if it is an accepted answer, as a text, a number or a date; right with a remark after a small slip that
    comes nearer to an accepted answer than to any that is known to be wrong.
    """
    return grade_read(read_text(text), accept, known_wrong)


def grade_read(response: ReadText, accept: Sequence[str], known_wrong: Sequence[WrongText] = ()) -> Grade:
    """As ``grade_text``, for a text that is graded against many answers: what number or date it is, is read once."""
    if not response.words:
        return wrong(NOTHING_ANSWERED)
    answers = [_read_answer(answer) for answer in accept]
    rivals = [(_read_answer(rival), item.feedback) for item in known_wrong for rival in item.accept]
    for is_same in (_same_words, _same_meaning):
        if any(is_same(response, answer) for answer in answers):
            return right()
        for rival, feedback in rivals:
            if is_same(response, rival):
                return wrong(feedback)
    if any(_lacks_scale(response.number, answer.number) for answer in answers):
        return partly(WITHOUT_SCALE_SCORE, gettext("The figure lacks its scale: thousand, million, billion?"))
    return _grade_slip(response.words, answers, rivals)


def compare_text(text: str, accept: Sequence[str]) -> Comparison | None:
    """The typed text beside the accepted answer it is nearest to; None where it is one, or comes near to none."""
    if not normalise(text) or grade_text(text, accept) == right():
        return None
    return compare_letters(text, nearest(text, accept))


def check_accepted(accept: Sequence[str], known_wrong: Sequence[WrongText] = ()) -> Iterable[Message]:
    """What is wrong with the lists: answers that are empty, stand twice, or are wrong and right at once."""
    for answer in accept:
        if not normalise(answer):
            yield gettext("the accepted answer '%(answer)s' has neither letters nor digits", answer=answer)
    for answer in duplicates(accept):
        yield gettext("the accepted answer '%(answer)s' stands twice", answer=answer)
    answers = [read_text(answer) for answer in accept]
    for rival in (read_text(rival) for item in known_wrong for rival in item.accept):
        if not rival.words:
            yield gettext("the wrong answer '%(text)s' has neither letters nor digits", text=rival.text)
        elif any(_same_words(rival, answer) or _same_meaning(rival, answer) for answer in answers):
            yield gettext("'%(text)s' is accepted and wrong at once", text=rival.text)


def _same_words(response: ReadText, answer: ReadText) -> bool:
    return same(response.words, answer.words) or same(response.turned or "", answer.words)


def _same_meaning(response: ReadText, answer: ReadText) -> bool:
    """Whether both are the same number or the same date."""
    ours, theirs = response.number, answer.number
    if ours and theirs and ours.value == theirs.value:
        return not (ours.unit and theirs.unit) or bool(same_unit(ours.unit, theirs.unit))
    return bool(response.date and answer.date and answer.date.date in response.date.readings)


def _lacks_scale(ours: ReadNumber | None, theirs: ReadNumber | None) -> bool:
    """Whether a bare 11 was typed where 11 billion is accepted."""
    if ours is None or theirs is None or ours.scale or not theirs.scale:
        return False
    return ours.value == theirs.value.scaleb(-SCALES[theirs.scale])


def _grade_slip(words: str, answers: Sequence[ReadText], rivals: Sequence[tuple[ReadText, str]]) -> Grade:
    near = [(cost, place) for place, answer in enumerate(answers) if (cost := slip(words, answer.words)) is not None]
    far = [(cost, feedback) for rival, feedback in rivals if (cost := slip(words, rival.words)) is not None]
    if near and (not far or min(near)[0] < min(far)[0]):
        meant = answers[min(near)[1]].words.replace(" ", "")
        written = next(answer.text for answer in answers if answer.words.replace(" ", "") == meant)
        return right(gettext("A small slip of spelling: **%(right)s**.", right=as_markdown(written)))
    return wrong(min(far)[1]) if far else wrong()
