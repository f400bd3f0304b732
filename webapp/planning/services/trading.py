"""What every retention and every number of new cards a day would take and give, as curves through what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.history.start import Start, Wanted
from webapp.pictures.charts import Chart, Column, Table, count, number, share
from webapp.pictures.marks import curve
from webapp.scheduling.simulation import Course
from webapp.scheduling.trade_off import Outcome, Way, outcomes
from webapp.web.formats import percent, whole

RETENTIONS = (0.70, 0.75, 0.80, 0.85, 0.90, 0.94, 0.97)
STEPS = 6  # from no new cards to the most that are drawn
LEAST_TOP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """What is chosen among: its points in order, the one that stands, and the words for them."""

    key: str
    column: Column
    found: Sequence[Outcome]
    chosen: int
    place: Callable[[Way], float]
    name: Callable[[Way], str]

    @property
    def standing(self) -> Outcome:
        return self.found[self.chosen]


def trade_offs(start: Start, wanted: Wanted, course: Course) -> list[Chart]:
    """Reviews a day and what is known at the end, by retention and by new cards; ``course`` is that of ``wanted``."""
    chosen = Way(retention=wanted.retention, new_per_day=wanted.new_per_day)
    by_retention = [
        Way(retention=each, new_per_day=chosen.new_per_day) for each in sorted({*RETENTIONS, chosen.retention})
    ]
    by_new = [Way(retention=chosen.retention, new_per_day=each) for each in _numbers(chosen.new_per_day)]
    found = outcomes(
        [*by_retention, *by_new],
        chosen=chosen,
        course=course,
        cards=start.cards,
        plan=start.plan(wanted),
        policy=start.settings.policy,
        habits=start.habits,
    )
    retention = _Axis(
        key="retention",
        column=share(_("Retention")),
        found=found[: len(by_retention)],
        chosen=by_retention.index(chosen),
        place=lambda way: way.retention,
        name=lambda way: percent(way.retention),
    )
    new = _Axis(
        key="new",
        column=count(_("New cards a day")),
        found=found[len(by_retention) :],
        chosen=by_new.index(chosen),
        place=lambda way: way.new_per_day,
        name=lambda way: whole(way.new_per_day),
    )
    return [_reviews_by_retention(retention), _known_by_retention(retention), _reviews_by_new(new), _known_by_new(new)]


def _numbers(chosen: int) -> list[int]:
    top = max(LEAST_TOP, 2 * chosen)
    return sorted({round(top * step / STEPS) for step in range(STEPS + 1)} | {chosen})


def _reviews_by_retention(axis: _Axis) -> Chart:
    said = _(
        "Reviews a day: about %(least)s at %(low)s and %(most)s at %(high)s; %(standing)s at %(chosen)s.",
        **_ends(axis, _reviews),
    )
    return _reviews_chart(axis, title=_("Reviews a day by retention"), said=said)


def _known_by_retention(axis: _Axis) -> Chart:
    said = _(
        "Questions that you would remember at the end: about %(least)s at %(low)s and %(most)s at %(high)s; "
        "%(standing)s at %(chosen)s.",
        **_ends(axis, _known),
    )
    return _known_chart(axis, title=_("What you remember by retention"), said=said)


def _reviews_by_new(axis: _Axis) -> Chart:
    said = _(
        "Reviews a day: about %(least)s with no new cards and %(most)s with %(high)s a day; %(standing)s with "
        "%(chosen)s a day.",
        **_ends(axis, _reviews),
    )
    return _reviews_chart(axis, title=_("Reviews a day by new cards"), said=said)


def _known_by_new(axis: _Axis) -> Chart:
    said = _(
        "Questions that you would remember at the end: about %(least)s with no new cards and %(most)s with %(high)s a "
        "day; %(standing)s with %(chosen)s a day.",
        **_ends(axis, _known),
    )
    return _known_chart(axis, title=_("What you remember by new cards"), said=said)


def _reviews_chart(axis: _Axis, *, title: str, said: str) -> Chart:
    return _chart(
        axis, key="reviews", title=title, said=said, value=_reviews, column=number(_("Reviews a day")),
        words=lambda name, value: ngettext("%(choice)s: %(num)d review a day", "%(choice)s: %(num)d reviews a day",
                                           value, choice=name),
    )  # fmt: skip


def _known_chart(axis: _Axis, *, title: str, said: str) -> Chart:
    return _chart(
        axis, key="known", title=title, said=said, value=_known, column=number(_("Questions remembered")),
        words=lambda name, value: ngettext("%(choice)s: %(num)d question remembered",
                                           "%(choice)s: %(num)d questions remembered", value, choice=name),
    )  # fmt: skip


def _chart(
    axis: _Axis,
    *,
    key: str,
    title: str,
    said: str,
    value: Callable[[Outcome], float],
    column: Column,
    words: Callable[[str, int], str],
) -> Chart:
    names = [axis.name(each.way) for each in axis.found]
    values = [value(each) for each in axis.found]
    return Chart(
        key=f"{key}-by-{axis.key}",
        title=title,
        said=said,
        picture=curve(
            [
                (axis.place(each.way), height, words(name, round(height)))
                for each, height, name in zip(axis.found, values, names, strict=True)
            ],
            chosen=axis.chosen,
            figure=whole(round(values[axis.chosen])),
            first=names[0],
            last=names[-1],
        )
        if any(values)
        else None,
        table=Table(
            caption=title,
            columns=(axis.column, column),
            rows=tuple((axis.place(each.way), height) for each, height in zip(axis.found, values, strict=True)),
        ),
    )


def _ends(axis: _Axis, value: Callable[[Outcome], float]) -> dict[str, str]:
    first, last, standing = axis.found[0], axis.found[-1], axis.standing
    return {
        "least": whole(round(value(first))),
        "low": axis.name(first.way),
        "most": whole(round(value(last))),
        "high": axis.name(last.way),
        "chosen": axis.name(standing.way),
        "standing": whole(round(value(standing))),
    }


def _reviews(outcome: Outcome) -> float:
    return outcome.reviews


def _known(outcome: Outcome) -> float:
    return outcome.known
