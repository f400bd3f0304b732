"""The charts of the second page: what is known, and how firmly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TypeAlias

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.history.actor_marks import actor_marks
from webapp.history.collections import Known
from webapp.history.mastery import Heading, Mastery, mastery_by
from webapp.pictures.charts import Chart, Table, count, text
from webapp.pictures.marks import Bars, Rows, bars
from webapp.pictures.marks import Column as BarColumn
from webapp.pictures.mastery import mastery_row
from webapp.scheduling.settings import MATURE_STABILITY
from webapp.web.formats import decimal, percent, whole
from webapp.web.naming import IMPORTANCES, KINDS

from .asked import Asked

BY = {Heading.ARTICLE: _l("by article"), Heading.TOPIC: _l("by topic"), Heading.ACTOR: _l("by actor"),
      Heading.IMPORTANCE: _l("by importance"), Heading.KIND: _l("by kind")}  # fmt: skip
NAMES = {Heading.ARTICLE: _l("Article"), Heading.TOPIC: _l("Topic"), Heading.ACTOR: _l("Actor"),
         Heading.IMPORTANCE: _l("Importance"), Heading.KIND: _l("Kind")}  # fmt: skip
CAPTIONS = {
    Heading.ARTICLE: _l("questions known by article"),
    Heading.TOPIC: _l("questions known by topic"),
    Heading.ACTOR: _l("questions known by actor"),
    Heading.IMPORTANCE: _l("questions known by importance"),
    Heading.KIND: _l("questions known by kind"),
}
MET = {
    Heading.ARTICLE: _l("You have met something of %(met)s of %(all)s articles."),
    Heading.TOPIC: _l("You have met something of %(met)s of %(all)s topics."),
    Heading.ACTOR: _l("You have met something of %(met)s of %(all)s actors."),
    Heading.IMPORTANCE: _l("You have met something of %(met)s of %(all)s grades of importance."),
    Heading.KIND: _l("You have met something of %(met)s of %(all)s kinds of question."),
}
WORDS = {Heading.IMPORTANCE: IMPORTANCES, Heading.KIND: KINDS}
"""What is stored by a key; the others have titles."""
Name: TypeAlias = str | LazyString
ROWS_DRAWN = 20
FEWEST_QUESTIONS = 5
"""Of what has fewer questions than these nothing is said first: to know all of one is no news."""


def mastery(asked: Asked) -> Chart:
    """What is known of each article, topic, actor, importance or kind."""
    heading = Heading(asked.by) if asked.by in set(Heading) else Heading.ARTICLE
    words = WORDS.get(heading, {})
    found = mastery_by(asked.session, heading, user_id=asked.user_id)
    marks = actor_marks(asked.session) if heading is Heading.ACTOR else {}
    rows = [replace(row, title=str(words.get(row.title, row.title))) for row in found]
    return Chart(
        key="mastery",
        title=_("Known so far"),
        said=_mastery_said(rows, heading),
        picture=Rows(rows=tuple(mastery_row(row, marks) for row in rows[:ROWS_DRAWN])) if rows else None,
        wide=True,
        choices=tuple((each.value, str(words)) for each, words in BY.items()),
        chosen=heading,
        table=Table(
            caption=str(CAPTIONS[heading]),
            columns=(text(str(NAMES[heading])), count(_("Questions")), count(_("Known")), count(_("Mature")),
                     count(_("In learning")), count(_("New")), count(_("Suspended"))),
            rows=tuple(
                (row.title, each.questions, each.known, each.mature, each.learning, each.new, each.suspended)
                for row in rows
                for each in [row.known]
            ),
        ),
    )  # fmt: skip


def _share(known: Known) -> float:
    return known.known / known.questions


def _mastery_said(rows: Sequence[Mastery], heading: Heading) -> str:
    met = [row for row in rows if row.known.questions > row.known.new]
    if not rows:
        return str(_("The bank holds no published question yet."))
    if not met:
        return str(_("You have not met any question yet. A bar fills as you do."))
    telling = [row for row in met if row.known.questions >= FEWEST_QUESTIONS] or met
    best = max(telling, key=lambda row: (_share(row.known), row.known.questions))
    said = [
        MET[heading] % {"met": len(met), "all": len(rows)},
        _(
            "You know most of “%(title)s”, %(share)s.",
            title=best.title,
            share=percent(_share(best.known)),
        ),
        _("The full part of a bar is mature: it stays three weeks or more. The lighter part is young or in learning."),
    ]
    if len(rows) > ROWS_DRAWN:
        said.append(_("The %(drawn)s with most questions are drawn, all are in the table.", drawn=ROWS_DRAWN))
    return " ".join(said)


STABILITIES = ((0, 1, _l("under a day")), (1, 3, _l("1 to 3 days")), (3, 7, _l("3 to 7 days")),
               (7, 21, _l("1 to 3 weeks")), (21, 60, _l("3 to 8 weeks")), (60, 180, _l("2 to 6 months")),
               (180, 365, _l("6 to 12 months")), (365, float("inf"), _l("over a year")))  # fmt: skip
STABILITY_NAMES = ("0", _l("1 d"), _l("3 d"), _l("1 w"), _l("3 w"), _l("2 m"), _l("6 m"), _l("1 y"))


def stability(asked: Asked) -> Chart:
    """How long memories last."""
    values = asked.memories.stabilities
    numbers = [_count_from(values, low) - _count_from(values, high) for low, high, _name in STABILITIES]
    said = _("How long what you learned will stay: nothing is in memory yet.")
    if values:
        lasting = _count_from(values, MATURE_STABILITY)
        half = ngettext(
            "Half of the %(cards)s card in your memory stay for %(days)s or more; %(mature)s for three weeks or more.",
            "Half of the %(cards)s cards in your memory stay for %(days)s or more; %(mature)s for three weeks or more.",
            len(values),
            cards=whole(len(values)),
            days=_days(median(values)),
            mature=whole(lasting),
        )
        said = " ".join((half, _("Each bar begins at the time named under it.")))
    return Chart(
        key="stability",
        title=_("How long it stays"),
        said=said,
        picture=_distribution(numbers, STABILITY_NAMES, [name for *_ends, name in STABILITIES]) if values else None,
        table=_table(
            _("cards by stability, the days until one in ten is forgotten"), _("Stays for"), STABILITIES, numbers
        ),
    )


def _days(value: float) -> str:
    if value < 1:
        return str(_("less than a day"))
    return str(ngettext("%(number)s day", "%(number)s days", round(value), number=whole(round(value))))


DIFFICULTIES = tuple((low, low + 1, _l("%(low)s to %(high)s", low=low, high=low + 1)) for low in range(1, 10))
HARDEST = 9  # the last class has its upper end too
DIFFICULTY_NAMES = tuple(str(low) for low, *_rest in DIFFICULTIES)


def difficulty(asked: Asked) -> Chart:
    """How hard the cards are for this student."""
    values = asked.memories.difficulties
    numbers = [
        _count_from(values, low) - (0 if low == HARDEST else _count_from(values, high))
        for low, high, _name in DIFFICULTIES
    ]
    said = _("How hard the cards are for you, from 1 to 10: nothing is in memory yet.")
    if values:
        hard = _count_from(values, 8)
        said = ngettext(
            "From 1 (easy) to 10 (hard), half of your cards are at %(half)s or less; %(cards)s card is at 8 or more.",
            "From 1 (easy) to 10 (hard), half of your cards are at %(half)s or less; %(cards)s cards are at 8 or more.",
            hard,
            half=decimal(median(values), 1),
            cards=whole(hard),
        )
    return Chart(
        key="difficulty",
        title=_("How hard it is for you"),
        said=said,
        picture=_distribution(
            numbers, [str(low) for low, *_rest in DIFFICULTIES], [name for *_ends, name in DIFFICULTIES]
        )
        if values
        else None,
        table=_table(_("cards by difficulty"), _("Difficulty"), DIFFICULTIES, numbers),
    )


def _count_from(values: Sequence[float], least: float) -> int:
    """How many of the values, which are in order, are ``least`` or more."""
    return len(values) - bisect_left(values, least)


RECALLS = ((0.0, 0.5, _l("under 50 %")), (0.5, 0.6, _l("50 to 60 %")), (0.6, 0.7, _l("60 to 70 %")),
           (0.7, 0.8, _l("70 to 80 %")), (0.8, 0.9, _l("80 to 90 %")), (0.9, 0.95, _l("90 to 95 %")),
           (0.95, 1.01, _l("over 95 %")))  # fmt: skip
RECALL_NAMES = ("0", "50", "60", "70", "80", "90", "95 %")


def recall(asked: Asked) -> Chart:
    """How likely each card is to be remembered today."""
    values = asked.memories.recalls
    today = len(asked.memories.stabilities) - len(values)
    numbers = [_count_from(values, low) - _count_from(values, high) for low, high, _name in RECALLS]
    said = _("How likely you are to remember each card now: nothing to tell yet.")
    if values:
        said = ngettext(
            "If %(cards)s card came up now you would remember about %(known)s: %(share)s.",
            "If all %(cards)s cards came up now you would remember about %(known)s: %(share)s.",
            len(values),
            cards=whole(len(values)),
            known=whole(round(sum(values))),
            share=percent(sum(values) / len(values)),
        )
    if today:
        left_out = ngettext(
            "%(num)d card answered today not counted.", "%(num)d cards answered today not counted.", today
        )
        said = f"{said} {left_out}"
    return Chart(
        key="recall",
        title=_("What you would remember now"),
        said=said,
        picture=_distribution(numbers, RECALL_NAMES, [name for *_ends, name in RECALLS]) if values else None,
        table=_table(_("cards by the chance of remembering them now"), _("Chance"), RECALLS, numbers),
    )


def _distribution(numbers: Sequence[int], short: Sequence[Name], full: Sequence[Name]) -> Bars:
    return bars(
        [
            BarColumn(
                value=number,
                said=ngettext(
                    "%(name)s: %(number)s card", "%(name)s: %(number)s cards", number, name=name, number=whole(number)
                ),
                name=str(below),
                figure=whole(number),
            )
            for number, below, name in zip(numbers, short, full, strict=True)
        ]
    )


def _table(caption: str, what: str, classes: Sequence[tuple[float, float, Name]], numbers: Sequence[int]) -> Table:
    return Table(
        caption=caption,
        columns=(text(what), count(_("Cards"))),
        rows=tuple((str(name), number) for (*_ends, name), number in zip(classes, numbers, strict=True)),
    )
