"""How typed entries are graded against the items of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from question_bank.grading import NOTHING_ANSWERED, Grade, Outcome, scored
from question_bank.prompts import as_markdown
from question_bank.spelling import normalise
from question_bank.typed_answers import WrongText, grade_read, read_text
from question_bank.words import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """The first accepted answer is the one that is shown; ``feedback`` is said when the item is missing though every
    item was asked for.
    """

    accept: tuple[str, ...]
    feedback: str | None = None

    @property
    def shown(self) -> str:
        return self.accept[0]

    def to_json(self) -> dict[str, Any]:
        return {"accept": list(self.accept)} | ({"feedback": self.feedback} if self.feedback is not None else {})


def grade_entries(
    entries: Sequence[str], items: Sequence[ListItem], asked: int, known_wrong: Sequence[WrongText]
) -> Grade:
    """The share of the ``asked`` items that was found; an item that is named twice counts once.

    Items have their places as keys, as ``Solution.items`` of a list has them.
    """
    grades = {place: _grades(entry, items, known_wrong) for place, entry in enumerate(entries) if normalise(entry)}
    parts = {str(place): Outcome.WRONG for place in range(asked)}
    if not grades:
        return scored(0.0, (NOTHING_ANSWERED,), parts)
    found = _found(entries, grades)
    counted = {place: grades[place][item] for place, item in found.items()}
    parts |= {str(place): grade.outcome for place, grade in counted.items()}
    feedback = [text for place in grades for text in _remarks(grades[place], items, counted.get(place))]
    if asked == len(items):
        missing = (item for place, item in enumerate(items) if place not in found.values())
        feedback += [item.feedback for item in missing if item.feedback]
    score = sum(grade.score for grade in counted.values()) / asked
    grade = scored(score, dict.fromkeys(feedback), parts)
    return replace(grade, found=frozenset(str(item) for item in found.values()))


def best_assignment(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column it is given, None for none: no column twice, and the greatest total there is."""
    best: dict[frozenset[int], tuple[float, list[int | None]]] = {frozenset(): (0.0, [])}
    for row in scores:
        reached = {taken: (total, [*given, None]) for taken, (total, given) in best.items()}
        for taken, (total, given) in best.items():
            for column, score in enumerate(row):
                now_taken = taken | {column}
                known = reached.get(now_taken)
                if score and column not in taken and (known is None or total + score > known[0]):
                    reached[now_taken] = total + score, [*given, column]
        best = reached
    return max(best.values(), key=lambda total_and_given: total_and_given[0])[1]


def _grades(entry: str, items: Sequence[ListItem], known_wrong: Sequence[WrongText]) -> list[Grade]:
    """The entry's grade as each of the items. One that could be several of them is only what it comes nearest to."""
    typed = read_text(entry)
    grades = [grade_read(typed, item.accept, known_wrong) for item in items]
    near = [place for place, grade in enumerate(grades) if grade.score]
    if len(near) < 2:
        return grades
    strict = list(grades)
    for place in near:
        others = [WrongText(accept=items[other].accept, feedback="") for other in near if other != place]
        strict[place] = grade_read(typed, items[place].accept, [*known_wrong, *others])
    return strict if any(grade.score for grade in strict) else grades


def _found(entries: Sequence[str], grades: dict[int, list[Grade]]) -> dict[int, int]:
    """The places of the entries that count, each with the place of its item. Entries that say the same are one."""
    alike: dict[str, list[int]] = {}
    for place in grades:
        alike.setdefault(normalise(entries[place]), []).append(place)
    columns = range(len(next(iter(grades.values()))))
    rows = [[max(grades[place][column].score for place in places) for column in columns] for places in alike.values()]
    found = {}
    for places, column in zip(alike.values(), best_assignment(rows), strict=True):
        if column is not None:
            found[max(places, key=lambda place: grades[place][column].score)] = column
    return found


def _remarks(grades: Sequence[Grade], items: Sequence[ListItem], counted: Grade | None) -> Iterator[str]:
    """What to say to one entry, ``counted`` being its grade if it counts."""
    if counted:
        yield from counted.feedback
        return
    named = next((item for item, grade in zip(items, grades, strict=True) if grade.score), None)
    if named:
        yield gettext("Named twice, counted once: **%(item)s**.", item=as_markdown(named.shown))
    else:
        yield from grades[0].feedback
