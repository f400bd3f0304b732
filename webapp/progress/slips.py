"""The charts of the third page: how well memory is foreseen, and what is taken for what."""

from __future__ import annotations

from webapp.history.calibration import FEWEST_IN_BIN, FEWEST_REVIEWS, Bin, Calibration, calibration
from webapp.history.mixups import Confusion, Sort, confusions
from webapp.history.reviewed import predictions
from webapp.pictures.charts import Chart, Column, Table, Unit, count, counted, percent, share, text
from webapp.pictures.marks import Point, Row, Rows, Scatter, height_of, radius_of

from .asked import MOST_ROWS, YEAR, Asked

CONFUSIONS_DRAWN = 12
SORTS = {Sort.WHO: "Who", Sort.WHEN: "When", Sort.FIGURE: "Figure", Sort.ANSWER: "Answer"}
READ_FROM = f"Read from your newest {MOST_ROWS:,} answers, a year back at most."


def foreseen(asked: Asked) -> Chart:
    """Predicted against actual recall."""
    found = calibration(predictions(asked.session, user_id=asked.user_id, first=asked.today - YEAR, most=MOST_ROWS))
    return Chart(
        key="calibration",
        title="How well your memory is foreseen",
        said=_foreseen_said(found),
        picture=_foreseen_picture(found) if found.tells else None,
        table=Table(
            caption="reviews by the chance of remembering that was foreseen",
            columns=(share("Foreseen from"), share("To"), count("Reviews"), share("Foreseen on average"),
                     share("Remembered")),
            rows=tuple(_foreseen_row(each) for each in found.bins) if found.tells else (),
        ),
    )  # fmt: skip


def _foreseen_row(each: Bin) -> tuple[float | int | None, ...]:
    return (each.low, each.high, each.reviews, each.expected, each.actual if each.tells else None)


def _foreseen_said(found: Calibration) -> str:
    if not found.tells:
        return (
            f"Whether your memory is as good as the scheduler thinks is told from {FEWEST_REVIEWS} reviews on; "
            f"there are {found.reviews} so far."
        )
    gap = round(100 * found.actual) - round(100 * found.expected)
    verdict = "as foreseen" if abs(gap) <= 2 else "better than foreseen" if gap > 0 else "worse than foreseen"
    return (
        f"Your memory is {verdict}: you were expected to remember {percent(found.expected)} of "
        f"{counted(found.reviews, 'review')} and remembered {percent(found.actual)}. A mark on the line is a forecast "
        f"that came true, above it you knew more; it stands for {FEWEST_IN_BIN} reviews at least. {READ_FROM}"
    )


def _foreseen_picture(found: Calibration) -> Scatter:
    told = [each for each in found.bins if each.tells]
    most = max((each.reviews for each in told), default=1)
    return Scatter(
        points=tuple(
            Point(
                x=100 - height_of(each.expected),
                y=height_of(each.actual),
                radius=radius_of(each.reviews, most),
                said=f"Foreseen {percent(each.expected)}, remembered {percent(each.actual)} of {each.reviews}",
            )
            for each in told
        )
    )


def mixed_up(asked: Asked) -> Chart:
    """What is taken for what."""
    found = confusions(asked.session, user_id=asked.user_id, first=asked.today - YEAR, most=MOST_ROWS)
    return Chart(
        key="mix-ups",
        title="What you mix up",
        said=_mixed_up_said(found),
        picture=_mixed_up_picture(found) if found else None,
        wide=True,
        table=Table(
            caption="what was taken for what",
            columns=(text("Sort"), Column(name="You said", unit=Unit.MARKDOWN),
                     Column(name="Right is", unit=Unit.MARKDOWN), Column(name="Asked", unit=Unit.MARKDOWN),
                     count("Times")),
            rows=tuple(
                (SORTS[each.mix_up.sort], each.mix_up.taken, each.mix_up.right, each.mix_up.stem, each.times)
                for each in found
            ),
        ),
    )  # fmt: skip


def _mixed_up_said(found: list[Confusion]) -> str:
    if not found:
        return (
            "Nothing yet: wrong choices, wrong pairs, wrong years and figures that are known to be wrong are counted "
            f"here. {READ_FROM}"
        )
    total = sum(each.times for each in found)
    often = sum(each.times > 1 for each in found)
    again = f"{often} of them more than once" if often else "none of them twice"
    return (
        f"You took one thing for another {counted(total, 'time')} in {counted(len(found), 'way')}, {again}. {READ_FROM}"
    )


def _mixed_up_picture(found: list[Confusion]) -> Rows:
    most = found[0].times
    return Rows(
        rows=tuple(
            Row(
                name=f"{each.mix_up.taken} *instead of* {each.mix_up.right}",
                is_markdown=True,
                said=". ".join(filter(None, (counted(each.times, "time"), each.mix_up.stem))),
                full=100 * each.times / most,
                light=0,
            )
            for each in found[:CONFUSIONS_DRAWN]
        )
    )
