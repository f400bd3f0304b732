"""What a way of studying would take and give over the days to come, as charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.history.start import Start, Wanted
from webapp.pictures.charts import Chart, Table, count, date_of, number
from webapp.pictures.charts import Column as TableColumn
from webapp.pictures.marks import Column, bars
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.simulation import Course
from webapp.web.formats import short_date, whole

MOST_COLUMNS = 53


def usual(settings: StudySettings, *, days: int) -> Wanted:
    """As the person studies now."""
    return Wanted(retention=settings.desired_retention, new_per_day=settings.new_per_day, days=days)


def charts(start: Start, wanted: Wanted, course: Course) -> list[Chart]:
    """Reviews, minutes and knowledge of the days of a course, each against how the person studies now."""
    as_now = usual(start.settings, days=wanted.days)
    now = None if as_now == wanted else start.course(as_now)
    return [_reviews(start, course, now), _minutes(start, course, now), _knowledge(start, course, now)]


def _reviews(start: Start, course: Course, now: Course | None) -> Chart:
    average, highest = _mean(course.reviews), max(course.reviews)
    said = ngettext(
        "About %(num)d review a day, %(most)s on the busiest.",
        "About %(num)d reviews a day, %(most)s on the busiest.",
        round(average),
        most=whole(highest),
    )
    if now is not None:
        said += " " + _("As you study now it would be %(mean)s.", mean=_whole(_mean(now.reviews)))
    said = _with_means(said, course)
    if course.left:
        said += " " + _("Your limit leaves %(left)s waiting at the end.", left=whole(course.left))
    return _by_day(
        start, key="reviews", title=_("Reviews a day"), said=said, values=course.reviews,
        column=count(_("Reviews")),
        words=lambda value: ngettext("%(num)d review a day", "%(num)d reviews a day", round(value)),
    )  # fmt: skip


def _minutes(start: Start, course: Course, now: Course | None) -> Chart:
    seconds = round(start.habits.seconds)
    said = ngettext("About %(num)d minute a day.", "About %(num)d minutes a day.", round(_mean(course.minutes)))
    said += " " + ngettext("A card has taken you %(num)d second.", "A card has taken you %(num)d seconds.", seconds)
    if now is not None:
        said += " " + _("As you study now it would be %(mean)s.", mean=_whole(_mean(now.minutes)))
    said = _with_means(said, course)
    return _by_day(
        start, key="minutes", title=_("Minutes a day"), said=said, values=course.minutes,
        column=number(_("Minutes")),
        words=lambda value: ngettext("%(num)d minute a day", "%(num)d minutes a day", round(value)),
    )  # fmt: skip


def _with_means(said: str, course: Course) -> str:
    """With what a bar is where it is no day: the busiest day is higher than any of them then."""
    width = _width(len(course.reviews))
    if width == 1:
        return said
    means = ngettext("Each bar is the mean of %(num)d day.", "Each bar is the mean of %(num)d days.", width)
    return f"{said} {means}"


def _width(days: int) -> int:
    """The days that a bar stands for."""
    return ceil(days / MOST_COLUMNS)


def _knowledge(start: Start, course: Course, now: Course | None) -> Chart:
    questions = len(start.cards) + start.unseen
    first, last = course.known[0][1], course.known[-1][1]
    said = ngettext(
        "Of %(num)d question you would remember about %(first)s today and %(last)s at the end.",
        "Of %(num)d questions you would remember about %(first)s today and %(last)s at the end.",
        questions, first=_whole(first), last=_whole(last),
    )  # fmt: skip
    if now is not None:
        said += " " + _("As you study now it would be %(mean)s.", mean=_whole(now.known[-1][1]))
    columns = [
        Column(
            value=known,
            said=_of_day(start, day, _questions_remembered(known)),
            name=short_date(_day(start, day)) if _is_named(index, len(course.known)) else "",
            figure=_whole(known),
        )
        for index, (day, known) in enumerate(course.known)
    ]
    return Chart(
        key="known",
        title=_("What you remember"),
        said=said,
        picture=bars(columns) if last else None,
        wide=True,
        table=Table(
            caption=_("questions remembered by day"),
            columns=(date_of(_("Day")), number(_("Questions remembered")), number(_("Percent"))),
            rows=tuple(
                (_day(start, day), known, 100 * known / questions if questions else 0.0) for day, known in course.known
            ),
        ),
    )


def _by_day(
    start: Start,
    *,
    key: str,
    title: str,
    said: str,
    values: Sequence[float],
    column: TableColumn,
    words: Callable[[float], str],
) -> Chart:
    """A bar for each week or so, as high as its days are on average; the table has every day."""
    width = _width(len(values))
    groups = [values[first : first + width] for first in range(0, len(values), width)]
    columns = [
        Column(
            value=_mean(group),
            said=_of_day(start, index * width, words(_mean(group))),
            name=short_date(_day(start, index * width)) if _is_named(index, len(groups)) else "",
            figure=_whole(_mean(group)),
        )
        for index, group in enumerate(groups)
    ]
    return Chart(
        key=key,
        title=title,
        said=said,
        picture=bars(columns) if any(values) else None,
        table=Table(
            caption=title,
            columns=(date_of(_("Day")), column),
            rows=tuple((_day(start, day), value) for day, value in enumerate(values)),
        ),
    )


def _questions_remembered(known: float) -> str:
    return str(ngettext("%(num)d question remembered", "%(num)d questions remembered", round(known)))


def _of_day(start: Start, day: int, what: str) -> str:
    return str(_("%(day)s: %(what)s", day=short_date(_day(start, day)), what=what))


def _is_named(index: int, number: int) -> bool:
    """Whether there is room for a name under a bar: four names stand under a picture."""
    every = max(1, ceil(number / 4))
    return index % every == 0 and index + every // 2 <= number


def _day(start: Start, day: int) -> date:
    return start.today + timedelta(days=day)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _whole(value: float) -> str:
    return whole(round(value))
