"""The charts of the third page: how well memory is foreseen, and what is taken for what."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.history.calibration import FEWEST_IN_BIN, FEWEST_REVIEWS, Bin, Calibration, calibration
from webapp.history.mixups import Confusion, Sort, Thing, confusions
from webapp.history.predictions import predictions
from webapp.pictures.charts import Chart, Column, Table, Unit, count, share, text
from webapp.pictures.marks import Point, Row, Rows, Scatter, radius_of, scale_of
from webapp.web.formats import percent, whole
from webapp.web.written import in_language

from .asked import MOST_ROWS, YEAR, Asked

CONFUSIONS_DRAWN = 12
SORTS = {Sort.WHO: _l("Who"), Sort.WHEN: _l("When"), Sort.FIGURE: _l("Figure"), Sort.ANSWER: _l("Answer")}


def _read_from() -> str:
    return str(_("Read from your newest %(most)s answers, a year back at most.", most=whole(MOST_ROWS)))


def foreseen(asked: Asked) -> Chart:
    """Predicted against actual recall."""
    found = calibration(predictions(asked.session, user_id=asked.user_id, first=asked.today - YEAR, most=MOST_ROWS))
    return Chart(
        key="calibration",
        title=_("How well your memory is foreseen"),
        said=_foreseen_said(found),
        picture=_foreseen_picture(found) if found.tells else None,
        table=Table(
            caption=_("reviews by the chance of remembering that was foreseen"),
            columns=(share(_("Foreseen from")), share(_("To")), count(_("Reviews")), share(_("Foreseen on average")),
                     share(_("Remembered"))),
            rows=tuple(_foreseen_row(each) for each in found.bins) if found.tells else (),
        ),
    )  # fmt: skip


def _foreseen_row(each: Bin) -> tuple[float | int | None, ...]:
    return (each.low, each.high, each.reviews, each.expected, each.actual if each.tells else None)


def _foreseen_said(found: Calibration) -> str:
    if not found.tells:
        return str(
            _(
                "Whether your memory is as good as the scheduler thinks is told from %(fewest)s reviews on; "
                "so far: %(reviews)s.",
                fewest=whole(FEWEST_REVIEWS),
                reviews=whole(found.reviews),
            )
        )
    gap = round(100 * found.actual) - round(100 * found.expected)
    if abs(gap) <= 2:
        verdict = _("Your memory is as foreseen:")
    else:
        verdict = _("Your memory is better than foreseen:") if gap > 0 else _("Your memory is worse than foreseen:")
    expected = ngettext(
        "you were expected to remember %(expected)s of %(reviews)s review and remembered %(actual)s.",
        "you were expected to remember %(expected)s of %(reviews)s reviews and remembered %(actual)s.",
        found.reviews,
        expected=percent(found.expected),
        reviews=whole(found.reviews),
        actual=percent(found.actual),
    )
    mark = _(
        "A mark on the line is a forecast that came true, above it you knew more; it stands for %(fewest)s reviews at "
        "least.",
        fewest=FEWEST_IN_BIN,
    )
    return f"{verdict} {expected} {mark} {_read_from()}"


def _foreseen_picture(found: Calibration) -> Scatter:
    told = [each for each in found.bins if each.tells]
    most = max((each.reviews for each in told), default=1)
    scale = scale_of(share for each in told for share in (each.expected, each.actual))
    return Scatter(
        scale=scale,
        points=tuple(
            Point(
                x=100 - scale.height_of(each.expected),
                y=scale.height_of(each.actual),
                radius=radius_of(each.reviews, most),
                said=_(
                    "Foreseen %(expected)s, remembered %(actual)s of %(reviews)s",
                    expected=percent(each.expected),
                    actual=percent(each.actual),
                    reviews=each.reviews,
                ),
            )
            for each in told
        ),
    )


def mixed_up(asked: Asked) -> Chart:
    """What is taken for what."""
    mixed = confusions(asked.session, user_id=asked.user_id, first=asked.today - YEAR, most=MOST_ROWS)
    return Chart(
        key="mix-ups",
        title=_("What you mix up"),
        said=_mixed_up_said(mixed),
        picture=_mixed_up_picture(mixed) if mixed else None,
        wide=True,
        table=Table(
            caption=_("what was taken for what"),
            columns=(text(_("Sort")), Column(name=_("You said"), unit=Unit.MARKDOWN),
                     Column(name=_("Right is"), unit=Unit.MARKDOWN), Column(name=_("Asked"), unit=Unit.MARKDOWN),
                     count(_("Times"))),
            rows=tuple(
                (str(SORTS[found.sort]), _words(found.taken), _words(found.right), found.stem, each.times)
                for each in mixed
                for found in (each.mix_up,)
            ),
        ),
    )  # fmt: skip


def _mixed_up_said(found: list[Confusion]) -> str:
    if not found:
        what = _(
            "Nothing yet: wrong choices and pairs, one name for another, wrong dates and figures that are known to be "
            "wrong are counted here."
        )
        return f"{what} {_read_from()}"
    total = sum(each.times for each in found)
    often = sum(each.times > 1 for each in found)
    took = _(
        "You took one thing for another %(times)s in %(ways)s.",
        times=_times(total),
        ways=ngettext("%(num)d way", "%(num)d ways", len(found)),
    )
    again = (
        ngettext("%(num)d of them more than once.", "%(num)d of them more than once.", often)
        if often
        else _("None of them twice.")
    )
    return f"{took} {again} {_read_from()}"


def _words(thing: Thing) -> str:
    return thing if isinstance(thing, str) else in_language(thing)


def _times(number: int) -> str:
    return str(ngettext("%(num)d time", "%(num)d times", number))


def _mixed_up_picture(found: list[Confusion]) -> Rows:
    most = found[0].times
    return Rows(
        rows=tuple(
            Row(
                name=_(
                    "%(taken)s *instead of* %(right)s", taken=_words(each.mix_up.taken), right=_words(each.mix_up.right)
                ),
                is_markdown=True,
                said=". ".join(filter(None, (_times(each.times), each.mix_up.stem))),
                full=100 * each.times / most,
                light=0,
            )
            for each in found[:CONFUSIONS_DRAWN]
        )
    )
