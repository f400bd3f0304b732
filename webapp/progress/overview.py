"""The charts of the first page: what is coming, what was kept, what was done, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.history.days import StudyDay, streak, used_on
from webapp.history.forecast import WorkDay, work_by_day
from webapp.history.retention import Period, Retention, retention_by, spans
from webapp.history.reviewed import reviewed_days
from webapp.pictures.charts import Chart, Table, count, date_of, number, share
from webapp.pictures.marks import Column as BarColumn
from webapp.pictures.marks import Line, Lines, Point, bars, heat_map, middle_of, named_lines, scale_of
from webapp.web.formats import long_date, percent, short_date, whole

from .asked import YEAR, Asked

FORECAST_DAYS = 30
WEEKS_OF_TIME = 26
A_WEEK = timedelta(days=7)


def forecast(asked: Asked) -> Chart:
    """The work that is expected on each of the next 30 days."""
    days = work_by_day(
        asked.session,
        user_id=asked.user_id,
        settings=asked.settings,
        today=asked.today,
        days=FORECAST_DAYS,
        used=used_on(asked.days, asked.today),
    )
    columns = [
        BarColumn(
            value=day.cards,
            said=ngettext("%(day)s: %(num)d card", "%(day)s: %(num)d cards", day.cards, day=long_date(day.day)),
            name=(_("Today") if index == 0 else short_date(day.day)) if index % 7 == 0 and index < 28 else "",
            figure=whole(day.cards),
        )
        for index, day in enumerate(days)
    ]
    return Chart(
        key="forecast",
        title=_("What is coming"),
        said=" ".join(
            (_coming_said(days), _("Of questions on one claim, one comes a day: the others count for the next."))
        ),
        picture=bars(columns, stressed=True) if any(day.cards for day in days) else None,
        table=Table(
            caption=_("cards by day"),
            columns=(date_of(_("Day")), count(_("Reviews")), count(_("New")), count(_("In learning"))),
            rows=tuple((day.day, day.reviews, day.new, day.learning) for day in days),
        ),
    )


def _coming_said(days: Sequence[WorkDay]) -> str:
    if not any(day.cards for day in days):
        return str(_("Nothing comes in the next %(days)s days as things stand.", days=len(days)))
    first = days[0]
    today = _("Today: %(reviews)s to review, %(new)s new.", reviews=whole(first.reviews), new=whole(first.new))
    if first.learning:
        today = _(
            "Today: %(reviews)s to review, %(new)s new, %(learning)s in learning.",
            reviews=whole(first.reviews), new=whole(first.new), learning=whole(first.learning),
        )  # fmt: skip
    in_all = _(
        "In %(days)s days: %(reviews)s to review as things stand, %(new)s new.",
        days=len(days),
        reviews=whole(sum(day.reviews for day in days)),
        new=whole(sum(day.new for day in days)),
    )
    return f"{today} {in_all}"


PERIODS = {Period.DAY: _l("by day"), Period.WEEK: _l("by week"), Period.MONTH: _l("by month")}
CAPTIONS = {
    Period.DAY: _l("true retention by day"),
    Period.WEEK: _l("true retention by week"),
    Period.MONTH: _l("true retention by month"),
}
NOTHING_CAME_UP = {
    Period.DAY: _l("You aim at %(aim)s; no card has come up in the last 30 days."),
    Period.WEEK: _l("You aim at %(aim)s; no card has come up in the last 12 weeks."),
    Period.MONTH: _l("You aim at %(aim)s; no card has come up in the last 12 months."),
}
KEPT = {
    Period.DAY: _l("You kept %(kept)s of what came up for review in the last 30 days; you aim at %(aim)s."),
    Period.WEEK: _l("You kept %(kept)s of what came up for review in the last 12 weeks; you aim at %(aim)s."),
    Period.MONTH: _l("You kept %(kept)s of what came up for review in the last 12 months; you aim at %(aim)s."),
}


def retention(asked: Asked) -> Chart:
    """True retention by day, week or month, of young and of mature cards, against what is wanted."""
    period = Period(asked.by) if asked.by in set(Period) else Period.WEEK
    asked_for = spans(period, today=asked.today)
    studied = reviewed_days(asked.session, user_id=asked.user_id, first=asked_for[0][0], last=asked.today)
    rows = retention_by(studied, spans=asked_for)
    return Chart(
        key="retention",
        title=_("What you kept"),
        said=_kept_said(rows, period, asked.settings.desired_retention),
        picture=_kept_picture(rows, asked.settings.desired_retention) if studied else None,
        choices=tuple((each.value, str(words)) for each, words in PERIODS.items()),
        chosen=period,
        table=Table(
            caption=str(CAPTIONS[period]),
            columns=(
                date_of(_("From")), date_of(_("To")), count(_("Reviews")), share(_("Kept")),
                count(_("Young")), share(_("Kept, young")), count(_("Mature")),
                share(_("Kept, mature")),
            ),
            rows=tuple(_kept_row(row) for row in reversed(rows)),
        ),
    )  # fmt: skip


def _kept_row(row: Retention) -> tuple[date | int | float | None, ...]:
    return (row.first, row.last, row.all.reviews, row.all.share, row.young.reviews, row.young.share,
            row.mature.reviews, row.mature.share)  # fmt: skip


def _kept_said(rows: list[Retention], period: Period, wanted: float) -> str:
    reviews, passed = sum(row.all.reviews for row in rows), sum(row.all.passed for row in rows)
    if not reviews:
        what = _("How much you still know when a card comes up for review.")
        return f"{what} {NOTHING_CAME_UP[period] % {'aim': percent(wanted)}}"
    kept = KEPT[period] % {"kept": percent(passed / reviews), "aim": percent(wanted)}
    return " ".join((kept, _("Mature cards stay for three weeks or more, young ones for less.")))


def _kept_picture(rows: list[Retention], wanted: float) -> Lines:
    lines = []
    shares = [each.share for row in rows for each in (row.young, row.mature)]
    scale = scale_of([wanted, *(share for share in shares if share is not None)])
    for name, style in ((_("Young"), "young"), (_("Mature"), "mature")):
        kept = [getattr(row, style) for row in rows]
        points = tuple(
            Point(
                x=middle_of(index, len(rows)),
                y=scale.height_of(each.share),
                said=_(
                    "%(name)s, %(span)s: %(share)s of %(reviews)s",
                    name=name,
                    span=_span(rows[index]),
                    share=percent(each.share),
                    reviews=each.reviews,
                ),
            )
            for index, each in enumerate(kept)
            if each.share is not None
        )
        lines.append(Line(name=name, style=style, points=points))
    return named_lines(
        lines,
        wanted=scale.height_of(wanted),
        scale=scale,
        aim=_("Your aim"),
        first=short_date(rows[0].first),
        last=short_date(rows[-1].last),
    )


def _span(row: Retention) -> str:
    return short_date(row.first) if row.first == row.last else _from_to(row.first, row.last)


def _from_to(first: date, last: date) -> str:
    return str(_("%(first)s to %(last)s", first=short_date(first), last=short_date(last)))


def days(asked: Asked) -> Chart:
    """The heat map of the last year."""
    year = [day for day in asked.days if day.day >= asked.today - YEAR]
    return Chart(
        key="days",
        title=_("Your days"),
        said=f"{_done_said(year)} {_streak_said(streak(asked.days, today=asked.today))}",
        picture=heat_map(asked.days, today=asked.today),
        wide=True,
        table=Table(
            caption=_("answers and minutes by day"),
            columns=(
                date_of(_("Day")), count(_("Answers")), count(_("New")), number(_("Minutes")),
            ),
            rows=tuple((day.day, day.answers, day.new_cards, day.minutes) for day in reversed(asked.days)),
        ),
    )  # fmt: skip


def _done_said(days: list[StudyDay]) -> str:
    answers = _answers(days)
    if answers == 0:
        return str(_("No answer in the last year."))
    return str(
        _(
            "%(answers)s in the last year, about %(minutes)s.",
            answers=ngettext("%(number)s answer", "%(number)s answers", answers, number=whole(answers)),
            minutes=_counted_minutes(_minutes(days)),
        )
    )


def _streak_said(length: int) -> str:
    if length == 0:
        return str(_("No streak at present: one answer begins it."))
    return str(ngettext("%(num)d day in a row.", "%(num)d days in a row.", length))


def _counted_minutes(minutes: float) -> str:
    rounded = _whole_minutes(minutes)
    return str(ngettext("%(number)s minute", "%(number)s minutes", rounded, number=whole(rounded)))


def _whole_minutes(minutes: float) -> int:
    """What was done took a minute at least: it did not take none."""
    return max(1, round(minutes)) if minutes else 0


def time_spent(asked: Asked) -> Chart:
    """Minutes by week of the last half year."""
    ends = [asked.today - A_WEEK * back for back in reversed(range(WEEKS_OF_TIME))]
    by_week: dict[int, list[StudyDay]] = {}
    for day in asked.days:
        by_week.setdefault((asked.today - day.day) // A_WEEK, []).append(day)
    weeks = [(end - A_WEEK + timedelta(days=1), end, by_week.get((asked.today - end) // A_WEEK, [])) for end in ends]
    columns = [
        BarColumn(
            value=_minutes(week),
            said=f"{_from_to(first, last)}: {_counted_minutes(_minutes(week))}",
            name=short_date(first) if index % 6 == 0 and index < 24 else "",
            figure=_("%(minutes)s min", minutes=_whole_minutes(_minutes(week))),
        )
        for index, (first, last, week) in enumerate(weeks)
    ]
    return Chart(
        key="time",
        title=_("The time it took"),
        wide=True,
        said=_time_said(weeks[-4:]),
        picture=bars(columns) if any(column.value for column in columns) else None,
        table=Table(
            caption=_("time by week"),
            columns=(
                date_of(_("From")), date_of(_("To")), count(_("Days studied")),
                count(_("Answers")), number(_("Minutes")), number(_("Seconds an answer")),
            ),
            rows=tuple(
                (first, last, len(week), _answers(week), _minutes(week), _seconds_an_answer(week))
                for first, last, week in reversed(weeks)
            ),
        ),
    )  # fmt: skip


def _minutes(days: list[StudyDay]) -> float:
    return sum(day.minutes for day in days)


def _answers(days: list[StudyDay]) -> int:
    return sum(day.answers for day in days)


def _seconds_an_answer(days: list[StudyDay]) -> float | None:
    return 60 * _minutes(days) / _answers(days) if _answers(days) else None


def _time_said(weeks: list[tuple[date, date, list[StudyDay]]]) -> str:
    studied = [day for *_ends, week in weeks for day in week]
    seconds = _seconds_an_answer(studied)
    if seconds is None:
        return str(_("You have not studied in the last four weeks. An answer counts for a minute at most."))
    return str(
        _(
            "In the last four weeks you studied on %(days)s, about %(minutes)s on each: %(seconds)s an answer. "
            "An answer counts for a minute at most.",
            days=ngettext("%(num)d day", "%(num)d days", len(studied)),
            minutes=_counted_minutes(_minutes(studied) / len(studied)),
            seconds=ngettext("%(num)d second", "%(num)d seconds", round(seconds)),
        )
    )
