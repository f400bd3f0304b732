"""What a retention costs a student, as the settings page draws it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.pictures.charts import Table, number, share
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.workload import DAYS, FEWEST_CARDS, Followed, workload_curve
from webapp.study.queries.memories import memories_in_review

HEIGHT = 150  # of the plot, in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """``x`` in percent of the plot's width, ``y`` in pixels from its top; ``times`` what is done at present."""

    retention: int  # percent
    times: float
    reviews: float  # a day, of all cards; a card a year where they are not one's own
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadPicture:
    """The curve; ``cards`` are how many of one's own it is drawn from, 0 where it is that of typical ones."""

    points: tuple[Point, ...]
    cards: int
    wanted: int  # percent
    wanted_x: float
    wanted_y: float
    height: int = HEIGHT

    @property
    def costliest(self) -> Point:
        return self.points[-1]

    @property
    def cheapest(self) -> Point:
        return self.points[0]


def workload_picture(session: Session, *, user_id: int, settings: StudySettings) -> WorkloadPicture:
    """What each retention would cost this person, beside the one that is set."""
    own = [Followed(*row) for row in memories_in_review(session, user_id=user_id)]
    curve = workload_curve(own, settings.policy)
    is_own = len(own) >= FEWEST_CARDS
    most = max(point.times for point in curve)
    first, last = curve[0].retention, curve[-1].retention
    points = tuple(
        Point(
            retention=round(100 * point.retention),
            times=point.times,
            reviews=point.reviews * len(own) / DAYS if is_own else point.reviews,
            x=100 * (point.retention - first) / (last - first),
            y=HEIGHT * (1 - point.times / most),
        )
        for point in curve
    )
    wanted = settings.desired_retention
    return WorkloadPicture(
        points=points,
        cards=len(own) if is_own else 0,
        wanted=round(100 * wanted),
        wanted_x=100 * (wanted - first) / (last - first),
        wanted_y=HEIGHT * (1 - 1 / most),
    )


def workload_table(picture: WorkloadPicture) -> Table:
    """The numbers behind the curve."""
    reviews = _("Reviews a day") if picture.cards else _("Reviews of a card a year")
    return Table(
        caption=_("Reviews by retention"),
        columns=(share(_("Retention")), number(reviews), number(_("Times now"))),
        rows=tuple((point.retention / 100, point.reviews, point.times) for point in picture.points),
    )
