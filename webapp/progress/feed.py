"""The private calendar of expected work: the page that gives its address, and the address itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from webapp.db import database, request_session
from webapp.history.days import study_days, used_on
from webapp.history.forecast import work_by_day
from webapp.history.pace import minutes_for
from webapp.history.settings import settings_of
from webapp.models import CalendarFeed, User
from webapp.models.visible import see
from webapp.web.clock import now
from webapp.web.formats import whole
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person
from webapp.web.session_rows import banks_of, fingerprint

from . import services
from .ical import AllDay, calendar

DAYS_AHEAD = 30
PACE_OF = timedelta(days=13)
LONGEST_SECRET = 100


def calendar_page() -> ResponseReturnValue:
    return _page(address=None)


def renew_calendar() -> ResponseReturnValue:
    """A new address, shown this once; the one before opens nothing any more."""
    secret = services.renew_feed(request_session(), user_id=require_person().id, now=now())
    return _page(address=url_for("progress.calendar_feed", secret=secret, _external=True))


def remove_calendar() -> ResponseReturnValue:
    services.remove_feed(request_session(), user_id=require_person().id, now=now())
    flash(_("The calendar's address is closed."), "success")
    return redirect(url_for("progress.calendar_page"), 303)


def _page(*, address: str | None) -> ResponseReturnValue:
    feed = request_session().get(CalendarFeed, require_person().id)
    return render_template("progress/calendar.html", form=ButtonForm(), feed=feed, address=address)


def calendar_feed(secret: str) -> Response:
    """The next 30 days to whoever knows the secret: how many cards, never which."""
    feed = _feed_of(request_session(), secret)
    if feed is None:
        raise NotFound(_("This calendar does not exist, or its address was renewed."))
    see(banks_of(database(), feed.user_id))
    entries = expected_work(request_session(), feed, now=now(), address=url_for("study.home", _external=True))
    text = calendar(entries, name="Tumen", made_at=now())
    return Response(text, content_type="text/calendar; charset=utf-8")


def _feed_of(session: Session, secret: str) -> CalendarFeed | None:
    if len(secret) > LONGEST_SECRET:
        return None
    wanted = select(CalendarFeed).join(User, User.id == CalendarFeed.user_id)
    return session.scalars(
        wanted.where(CalendarFeed.token_hash == fingerprint(secret), User.active, User.erasing_at.is_(None))
    ).one_or_none()


def expected_work(session: Session, feed: CalendarFeed, *, now: datetime, address: str) -> list[AllDay]:
    """An entry for each of the next 30 study days that bring cards; the first holds what is overdue."""
    settings = settings_of(session, user_id=feed.user_id)
    policy = settings.policy.calendar
    today = policy.day_of(now)
    recent = study_days(session, user_id=feed.user_id, first=today - PACE_OF, last=today)
    days = work_by_day(
        session, user_id=feed.user_id, settings=settings, today=today, days=DAYS_AHEAD, used=used_on(recent, today)
    )
    mark = feed.token_hash.hex()[:16]
    return [
        AllDay(
            uid=f"{day.day:%Y%m%d}-{mark}@tumen",
            day=day.day,
            summary=_(
                "Tumen: %(cards)s, about %(minutes)s",
                cards=ngettext("%(num)d card", "%(num)d cards", day.cards),
                minutes=ngettext("%(num)d minute", "%(num)d minutes", max(1, minutes_for(day.cards, recent))),
            ),
            description=_(
                "%(reviews)s to review as things stand, %(new)s new.",
                reviews=whole(day.reviews + day.learning),
                new=whole(day.new),
            ),
            address=address,
        )
        for day in days
        if day.cards
    ]


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/progress/calendar", "calendar_page", calendar_page)
    blueprint.add_url_rule("/progress/calendar", "renew_calendar", renew_calendar, methods=["POST"])
    blueprint.add_url_rule("/progress/calendar/remove", "remove_calendar", remove_calendar, methods=["POST"])
    blueprint.add_url_rule("/calendar/<secret>.ics", "calendar_feed", calendar_feed)
