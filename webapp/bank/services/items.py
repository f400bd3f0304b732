"""How questions do: the figures of one, and those of all that do badly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from question_bank import item_statistics as statistics
from question_bank.item_statistics import Moments
from question_bank.kinds.choice import ChoiceContent
from question_bank.kinds.position import PositionContent
from question_bank.questions import Question
from webapp.bank.queries import items
from webapp.bank.queries.items import ItemRow, Reviews, Usage

TOO_HARD, TOO_EASY = 0.25, 0.95  # facility
TOO_WEAK = 0.20  # discrimination; below it Moodle's documentation calls an item weak
TOO_FORGOTTEN = 0.30  # lapses in reviews, where the scheduler aims at 0.10
KEPT_FOR = timedelta(minutes=10)


class Fault(StrEnum):
    """What the figures say against a question."""

    BACKWARDS = "backwards"  # those who do well otherwise do worse here
    WEAK = "weak"  # those who do well otherwise do hardly better here
    HARD = "hard"
    EASY = "easy"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An option and how often it was taken; ``share`` is None of too few answers. ``text`` is Markdown."""

    text: str
    right: bool
    times: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What can be said of a question by the log and the quizzes. A figure is None where there are too few answers."""

    attempts: int
    reviews: int
    facility: float | None
    discrimination: float | None
    lapse_rate: float | None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it, the worst first."""
        found = []
        if self.discrimination is not None and self.discrimination < TOO_WEAK:
            found.append(Fault.BACKWARDS if self.discrimination < 0 else Fault.WEAK)
        if self.facility is not None and not TOO_HARD <= self.facility <= TOO_EASY:
            found.append(Fault.HARD if self.facility < TOO_HARD else Fault.EASY)
        if self.lapse_rate is not None and self.lapse_rate > TOO_FORGOTTEN:
            found.append(Fault.FORGOTTEN)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """All that is shown of one question. ``seconds`` is the median time of an answer."""

    usage: Usage
    figures: Figures
    seconds: float | None
    options: tuple[Taken, ...]


def report_item(session: Session, *, question_id: int, question: Question) -> ItemReport:
    """How a question does, from the log as it is now."""
    moments = items.quiz_moments(session, question_id=question_id).get(question_id, Moments())
    return ItemReport(
        usage=items.usage(session, question_id=question_id),
        figures=figures_of(moments, items.reviews(session, question_id=question_id)),
        seconds=statistics.median_time(items.answer_times(session, question_id=question_id)),
        options=_options(session, question_id, question),
    )


def figures_of(moments: Moments, reviews: Reviews) -> Figures:
    """The figures that there are answers enough for."""
    return Figures(
        attempts=moments.count,
        reviews=reviews.reviews,
        facility=statistics.facility(moments),
        discrimination=statistics.discrimination(moments),
        lapse_rate=statistics.share(reviews.lapses, reviews.reviews, fewest=statistics.FEWEST_REVIEWS),
    )


def _options(session: Session, question_id: int, question: Question) -> tuple[Taken, ...]:
    content = question.content
    if not isinstance(content, ChoiceContent | PositionContent):
        return ()
    times, answers = items.choices(session, question_id=question_id, options=[each.key for each in content.options])
    return tuple(
        Taken(
            text=option.text,
            right=option.right,
            times=times[option.key],
            share=statistics.share(times[option.key], answers, fewest=statistics.FEWEST_CHOICES),
        )
        for option in content.options
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """What is known of a question that was ever asked."""

    figures: Figures
    last_asked: datetime | None
    is_published: bool


class FigureSort(StrEnum):
    """Orders of questions by how they do."""

    FACILITY = "facility"  # the hardest first
    DISCRIMINATION = "discrimination"  # first those that tell the good from the weak least
    LAPSES = "lapses"  # first those that are forgotten most
    LAST_ASKED = "last-asked"  # the latest first

    def rank(self, item: KnownItem) -> float | None:
        """What it is sorted by, the smallest first; None where there is no such figure."""
        figures = item.figures
        if self is FigureSort.LAPSES:
            return None if figures.lapse_rate is None else -figures.lapse_rate
        if self is FigureSort.LAST_ASKED:
            return None if item.last_asked is None else -item.last_asked.timestamp()
        return figures.facility if self is FigureSort.FACILITY else figures.discrimination


@dataclass(slots=True)
class KnownItems:
    """The figures of all questions, read from the whole log and therefore once in ten minutes by each process."""

    read_at: datetime | None = None
    known: Mapping[int, KnownItem] = field(default_factory=dict)

    def bad(self, session: Session, *, now: datetime, fault: Fault | None = None) -> list[tuple[int, Figures]]:
        """The ids of the questions that do badly, with their figures; the worst first."""
        known = [(number, item.figures) for number, item in self.all(session, now=now).items() if item.is_published]
        chosen = [(number, figures) for number, figures in known if fault in {None, *figures.faults}]
        return sorted((each for each in chosen if each[1].faults), key=lambda each: (_worst_first(each[1]), each[0]))

    def all(self, session: Session, *, now: datetime) -> Mapping[int, KnownItem]:
        """What is known of each question that was ever asked, by its id."""
        if self.read_at is None or not self.read_at <= now < self.read_at + KEPT_FOR:
            self.known = {row.question_id: _known(row) for row in items.all_items(session)}
            self.read_at = now
        return self.known

    def ordered(self, session: Session, *, ids: Sequence[int], sort: FigureSort, now: datetime) -> list[int]:
        """The questions by how they do; those without the figure come last, in the order in which they were."""
        known = self.all(session, now=now)
        ranks = {number: rank for number in ids if number in known and (rank := sort.rank(known[number])) is not None}
        return [*sorted(ranks, key=ranks.__getitem__), *(number for number in ids if number not in ranks)]


def _worst_first(figures: Figures) -> tuple[int, float]:
    """By the number of faults, then by how little the question tells the good from the weak."""
    return -len(figures.faults), 1.0 if figures.discrimination is None else figures.discrimination


def _known(row: ItemRow) -> KnownItem:
    figures = figures_of(row.moments, row.reviews)
    return KnownItem(figures=figures, last_asked=row.last_asked, is_published=row.is_published)
