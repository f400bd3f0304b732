"""The form of the settings: how a person studies, in groups, each of which goes back to its defaults by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.scheduling.settings import NewOrder, StudySettings
from webapp.study.services.settings import known_zones
from webapp.web.forms import share

from .fields import DaysOffField, StepsField, WeekdaysField

MOST_A_DAY = 9999
MOST_TIMEBOX = 180  # minutes
LEAST_RETENTION, MOST_RETENTION = Decimal("0.70"), Decimal("0.97")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "day": ("zone", "rollover_hour"),
    "amount": ("new_per_day", "reviews_per_day", "new_order"),
    "retention": ("desired_retention", "maximum_interval"),
    "steps": ("learning_steps", "relearning_steps"),
    "calendar": ("load_balancing", "weekdays", "days_off"),
    "studying": ("shows_time", "timebox_minutes"),
    "keyboard": ("single_keys",),
}
"""The settings of each group of the page."""
ORDERS = [
    (NewOrder.IMPORTANCE.value, _("By importance, topics in turn")),
    (NewOrder.ARTICLE.value, _("As the articles go on")),
    (NewOrder.RANDOM.value, _("At random")),
]


TOO_MANY = _("Enter 0 to %(most)s.", most=MOST_A_DAY)


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How a person studies."""

    zone = SelectField(
        _("Time zone"),
        description=_("Days begin and end by the clock of this place."),
    )
    rollover_hour = IntegerField(
        _("A new day begins at"),
        validators=[InputRequired(_("Enter an hour.")), NumberRange(0, 23, _("Enter an hour from 0 to 23."))],
        description=_(
            "The hour at which a study day begins: with 4, what you do after midnight counts for the evening."
        ),
    )
    new_per_day = IntegerField(
        _("New cards a day"),
        validators=[InputRequired(_("Enter a number.")), NumberRange(0, MOST_A_DAY, TOO_MANY)],
        description=_("Each new card brings about ten reviews in the months after: 20 a day is a good start."),
    )
    reviews_per_day = IntegerField(
        _("Reviews a day"),
        validators=[InputRequired(_("Enter a number.")), NumberRange(0, MOST_A_DAY, TOO_MANY)],
        description=_("At most this many reviews; what is left waits for the next day."),
    )
    new_order = SelectField(
        _("Order of new cards"),
        description=_("What matters most comes first, unless you read the articles one by one or like surprises."),
    )
    desired_retention = DecimalField(
        _("Retention"),
        places=2,
        filters=[share],
        validators=[
            InputRequired(_("Enter a share.")),
            NumberRange(LEAST_RETENTION, MOST_RETENTION, _("Enter a share from 0.70 to 0.97.")),
        ],
        description=_("The share of due cards that you want to remember, from 0.70 to 0.97. More costs more reviews."),
    )
    maximum_interval = IntegerField(
        _("Longest interval, in days"),
        validators=[InputRequired(_("Enter days.")), NumberRange(1, 36500, _("Enter 1 to 36500 days."))],
        description=_("No card stays away for longer than this."),
    )
    learning_steps = StepsField(
        _("Learning steps"),
        description=_(
            "The waits before a new card comes again, such as 1m 10m, 1 hour or 1d. "
            "Without any it goes straight to days."
        ),
    )
    relearning_steps = StepsField(
        _("Relearning steps"),
        description=_("The same for a card that you forgot."),
    )
    load_balancing = BooleanField(
        _("Even days"),
        description=_("Of the days on which a card may come back, choose one on which less is due."),
    )
    weekdays = WeekdaysField(
        _("Easy weekdays"),
        description=_(
            "Cards that come back keep away from these where their interval lets them. "
            "What is due already stays where it is."
        ),
    )
    days_off = DaysOffField(
        _("Days off"),
        description=_("Holidays and the like, from the first to the last day. Empty both dates to take one out."),
    )
    single_keys = BooleanField(
        _("Single-letter keys"),
        description=_("1 to 4, u, ? and others while studying. Switch them off if they get in the way of your tools."),
    )

    shows_time = BooleanField(
        _("Show the time on a card"),
        description=_("A small clock counts up while you think. Nothing happens when it takes long."),
    )
    timebox_minutes = IntegerField(
        _("Offer a break after, in minutes"),
        validators=[Optional(), NumberRange(0, MOST_TIMEBOX, _("Enter 0 to 180."))],
        description=_("After so many minutes of studying a break is offered; 0 never offers one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new_order.choices = ORDERS
        self.zone.choices = [(name, name.replace("_", " ")) for name in sorted(known_zones())]

    def settings(self, kept: StudySettings) -> StudySettings:
        """``kept`` with what was entered; only of a form that validates."""
        chosen = {name: self.data[name] for group in GROUPS.values() for name in group}
        return replace(
            kept,
            **{
                **chosen,
                "desired_retention": float(chosen["desired_retention"]),
                "timebox_minutes": chosen["timebox_minutes"] or 0,
                "new_order": NewOrder(chosen["new_order"]),
            },
        )


def defaults_of(group: str, kept: StudySettings) -> StudySettings:
    """``kept`` with the defaults of one group. Raises KeyError for a group that there is not."""
    usual = StudySettings()
    return replace(kept, **{name: getattr(usual, name) for name in GROUPS[group]})
