"""The charts of the first page: what is coming, what was kept, what was done, and how long it took."""

from __future__ import annotations

from datetime import date, timedelta

from webapp.history.days import StudyDay, streak
from webapp.history.forecast import due_by_day
from webapp.history.retention import Period, Retention, retention_by, spans
from webapp.history.reviewed import reviewed_days
from webapp.pictures.charts import Chart, Table, count, counted, date_of, long_date, number, percent, share, short_date
from webapp.pictures.marks import Column as BarColumn
from webapp.pictures.marks import Line, Lines, Point, bars, heat_map, height_of, middle_of

from .asked import YEAR, Asked

FORECAST_DAYS = 30
WEEKS_OF_TIME = 26
A_WEEK = timedelta(days=7)


def forecast(asked: Asked) -> Chart:
    """The cards that fall due on each of the next 30 days."""
    start_of = asked.settings.policy.calendar.start_of
    days = due_by_day(asked.session, user_id=asked.user_id, today=asked.today, days=FORECAST_DAYS, start_of=start_of)
    total, now = sum(day.cards for day in days), days[0].cards
    due = f"{counted(now, 'card is', 'cards are')} due today" if now else "Nothing is due today"
    columns = [
        BarColumn(
            value=day.cards,
            said=f"{long_date(day.day)}: {counted(day.cards, 'card')}",
            name=("Today" if index == 0 else short_date(day.day)) if index % 7 == 0 and index < 28 else "",
            figure=f"{day.cards:,}",
        )
        for index, day in enumerate(days)
    ]
    return Chart(
        key="forecast",
        title="What is coming",
        said=f"{due}, {f'{total:,}' if total else 'and nothing'} in the next {len(days)} days as things stand."
        " Of questions on one claim, one comes a day.",
        picture=bars(columns, stressed=True) if total else None,
        table=Table(
            caption="cards due by day",
            columns=(date_of("Day"), count("Cards due")),
            rows=tuple((day.day, day.cards) for day in days),
        ),
    )


SPAN_SAID = {
    Period.DAY: "in the last 30 days",
    Period.WEEK: "in the last 12 weeks",
    Period.MONTH: "in the last 12 months",
}


def retention(asked: Asked) -> Chart:
    """True retention by day, week or month, of young and of mature cards, against what is wanted."""
    period = Period(asked.by) if asked.by in set(Period) else Period.WEEK
    asked_for = spans(period, today=asked.today)
    studied = reviewed_days(asked.session, user_id=asked.user_id, first=asked_for[0][0], last=asked.today)
    rows = retention_by(studied, spans=asked_for)
    return Chart(
        key="retention",
        title="What you kept",
        said=_kept_said(rows, period, asked.settings.desired_retention),
        picture=_kept_picture(rows, asked.settings.desired_retention) if studied else None,
        choices=tuple(Period),
        chosen=period,
        table=Table(
            caption=f"true retention by {period}",
            columns=(
                date_of("From"), date_of("To"), count("Reviews"), share("Kept"),
                count("Young"), share("Kept, young"), count("Mature"),
                share("Kept, mature"),
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
        return (
            "How much you still know when a card comes up for review. "
            f"You aim at {percent(wanted)}; no card has come up {SPAN_SAID[period]}."
        )
    return (
        f"You kept {percent(passed / reviews)} of what came up for review {SPAN_SAID[period]}; "
        f"you aim at {percent(wanted)}. Mature cards stay for three weeks or more, young ones for less."
    )


def _kept_picture(rows: list[Retention], wanted: float) -> Lines:
    lines = []
    for name, style in (("Young", "young"), ("Mature", "mature")):
        kept = [getattr(row, style) for row in rows]
        points = tuple(
            Point(
                x=middle_of(index, len(rows)),
                y=height_of(each.share),
                said=f"{name}, {_span(rows[index])}: {percent(each.share)} of {each.reviews}",
            )
            for index, each in enumerate(kept)
            if each.share is not None
        )
        lines.append(Line(name=name, style=style, points=points))
    return Lines(
        lines=tuple(lines),
        wanted=height_of(wanted),
        first=short_date(rows[0].first),
        last=short_date(rows[-1].last),
    )


def _span(row: Retention) -> str:
    return short_date(row.first) if row.first == row.last else f"{short_date(row.first)} to {short_date(row.last)}"


def days(asked: Asked) -> Chart:
    """The heat map of the last year."""
    year = [day for day in asked.days if day.day >= asked.today - YEAR]
    minutes = round(sum(day.minutes for day in year))
    said = (
        f"{counted(sum(day.answers for day in year), 'answer')} in the last year, about {counted(minutes, 'minute')}. "
        f"{_streak_said(streak(asked.days, today=asked.today))}"
    )
    return Chart(
        key="days",
        title="Your days",
        said=said,
        picture=heat_map(asked.days, today=asked.today),
        wide=True,
        table=Table(
            caption="answers and minutes by day",
            columns=(
                date_of("Day"), count("Answers"), count("New"), number("Minutes"),
            ),
            rows=tuple((day.day, day.answers, day.new_cards, day.minutes) for day in reversed(asked.days)),
        ),
    )  # fmt: skip


def _streak_said(length: int) -> str:
    if length == 0:
        return "No streak at present: one answer begins it."
    return f"{counted(length, 'day')} in a row."


def time_spent(asked: Asked) -> Chart:
    """Minutes by week of the last half year."""
    ends = [asked.today - A_WEEK * back for back in reversed(range(WEEKS_OF_TIME))]
    weeks = [(end - A_WEEK + timedelta(days=1), end, _days_of(asked.days, end)) for end in ends]
    columns = [
        BarColumn(
            value=_minutes(week),
            said=f"{short_date(first)} to {short_date(last)}: {counted(round(_minutes(week)), 'minute')}",
            name=short_date(first) if index % 6 == 0 and index < 24 else "",
            figure=f"{round(_minutes(week))} min",
        )
        for index, (first, last, week) in enumerate(weeks)
    ]
    return Chart(
        key="time",
        title="The time it took",
        wide=True,
        said=_time_said(weeks[-4:]),
        picture=bars(columns) if any(column.value for column in columns) else None,
        table=Table(
            caption="time by week",
            columns=(
                date_of("From"), date_of("To"), count("Days studied"),
                count("Answers"), number("Minutes"), number("Seconds an answer"),
            ),
            rows=tuple(
                (first, last, len(week), _answers(week), _minutes(week), _seconds_an_answer(week))
                for first, last, week in reversed(weeks)
            ),
        ),
    )  # fmt: skip


def _days_of(days: list[StudyDay], end: date) -> list[StudyDay]:
    return [day for day in days if end - A_WEEK < day.day <= end]


def _minutes(days: list[StudyDay]) -> float:
    return sum(day.minutes for day in days)


def _answers(days: list[StudyDay]) -> int:
    return sum(day.answers for day in days)


def _seconds_an_answer(days: list[StudyDay]) -> float | None:
    return 60 * _minutes(days) / _answers(days) if _answers(days) else None


def _time_said(weeks: list[tuple[date, date, list[StudyDay]]]) -> str:
    studied = [day for _, _, week in weeks for day in week]
    seconds = _seconds_an_answer(studied)
    if seconds is None:
        return "You have not studied in the last four weeks. An answer counts for a minute at most."
    minutes = counted(round(_minutes(studied) / len(studied)), "minute")
    return (
        f"In the last four weeks you studied on {counted(len(studied), 'day')}, about {minutes} on each: "
        f"{counted(round(seconds), 'second')} an answer. An answer counts for a minute at most."
    )
