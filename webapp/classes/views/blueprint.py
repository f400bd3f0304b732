"""What the pages of classes share: their blueprint, and the look-up of a class with the rights on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from webapp.classes.queries.classes import class_banks, taught_class
from webapp.db import request_session
from webapp.history.settings import settings_of
from webapp.models import SchoolClass
from webapp.models.visible import only_visible
from webapp.scheduling.study_day import StudyCalendar
from webapp.web.identity import require_person

LARGEST_ID = 2**63 - 1  # of a column; a larger one is no address
A_CLASS = f"/classes/<int(max={LARGEST_ID}):class_id>"

blueprint = Blueprint("classes", __name__)


def load_class(class_id: int) -> SchoolClass:
    """A class that the person teaches. Raises NotFound for any other, as for none."""
    found = taught_class(request_session(), class_id=class_id, person=require_person())
    if found is None:
        raise NotFound(_("There is no such class among those that you teach."))
    return found


def teaching_calendar() -> StudyCalendar:
    """The study days of whoever looks at the class: students may live by others."""
    return settings_of(request_session(), user_id=require_person().id).policy.calendar


@contextmanager
def banks_of_class(found: SchoolClass) -> Iterator[None]:
    """Have the banks of the class in sight within the block, and no other: nothing else of a student is counted."""
    banks = frozenset(bank.id for bank in class_banks(request_session(), class_id=found.id))
    with only_visible(banks):
        yield
