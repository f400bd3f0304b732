"""The form in which a quiz is wished for, and what addresses of quizzes name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.web.forms import Form, TicksField
from webapp.web.naming import IMPORTANCES

from .queries.choices import Named
from .services.wishes import (
    KINDS,
    LEAST_QUESTIONS,
    LONGEST_MINUTES,
    MOST_QUESTIONS,
    PICKS,
    USUAL_QUESTIONS,
    Pick,
    Wishes,
)

LARGEST_PAGE = 100_000
OUTSIDE = _l("Enter %(least)s to %(most)s.", least=LEAST_QUESTIONS, most=MOST_QUESTIONS)
TOO_LONG = _l("Enter 1 to %(most)s, or leave it empty.", most=LONGEST_MINUTES)
FEEDBACK = {
    "end": _l("At the end: until then every answer can be changed"),
    "once": _l("At once: an answer is final when it is given"),
}


class QuizForm(Form):
    """What a student wants of a quiz."""

    quiz = HiddenField()
    pick = RadioField(_l("Questions"), default=Pick.RANDOM.value)
    articles = TicksField(_l("Articles"))
    topics = TicksField(_l("Topics"))
    importances = TicksField(_l("Importance"))
    kinds = TicksField(_l("Kinds"))
    length = IntegerField(
        _l("How many"),
        default=USUAL_QUESTIONS,
        validators=[
            InputRequired(_l("Enter a number.")),
            NumberRange(
                LEAST_QUESTIONS,
                MOST_QUESTIONS,
                _l("Enter %(least)s to %(most)s.", least=LEAST_QUESTIONS, most=MOST_QUESTIONS),
            ),
        ],
        description=_l("From %(least)s to %(most)s.", least=LEAST_QUESTIONS, most=MOST_QUESTIONS),
    )
    minutes = IntegerField(
        _l("Time limit, in minutes"),
        validators=[
            Optional(),
            NumberRange(1, LONGEST_MINUTES, _l("Enter 1 to %(most)s, or leave it empty.", most=LONGEST_MINUTES)),
        ],
        description=_l("Leave it empty to take as long as you like."),
    )
    feedback = RadioField(_l("Answers are shown"), default="end")
    is_review = BooleanField(
        _l("Count these answers as reviews"),
        description=_l("Your schedule then takes them as it takes answers while studying. Otherwise it is left alone."),
    )

    def __init__(self, *, articles: Sequence[Named], topics: Sequence[Named], **options: Any) -> None:
        super().__init__(**options)
        self.pick.choices = [(pick.value, words) for pick, words in PICKS.items()]
        self.importances.choices = list(IMPORTANCES.items())
        self.kinds.choices = list(KINDS.items())
        self.feedback.choices = list(FEEDBACK.items())
        self.articles.choices = [(each.key, each.title) for each in articles]
        self.topics.choices = [(each.key, each.title) for each in topics]
        if not self.quiz.data:
            self.quiz.data = str(uuid4())

    def wishes(self) -> Wishes:
        """What was chosen; only of a form that validates."""
        return Wishes(
            pick=Pick(self.pick.data),
            articles=self.articles.data or (),
            topics=self.topics.data or (),
            importances=self.importances.data or (),
            kinds=self.kinds.data or (),
            length=self.length.data or USUAL_QUESTIONS,
            minutes=self.minutes.data,
            feedback_at_once=self.feedback.data == "once",
            is_review=self.is_review.data,
        )

    def attempt_id(self) -> UUID:
        """The id that the page gave to the quiz, so that a form that is sent twice makes one. Raises BadRequest."""
        try:
            return UUID(self.quiz.data)
        except ValueError as error:
            raise BadRequest(_("The form does not say which quiz it makes. Load the page again.")) from error


def read_attempt_id(text: str) -> UUID:
    """The id in an address. Raises NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such quiz among yours.")) from error


def read_page(arguments: MultiDict[str, str]) -> int:
    """The number of the page, 1 where none is named. Raises BadRequest for what is no page."""
    written = arguments.get("page", "1")
    if not (written.isascii() and written.isdecimal() and len(written) < 7 and 1 <= int(written) <= LARGEST_PAGE):
        raise BadRequest(_("A page has a number from 1 on. Leave “page” out of the address to see the first."))
    return int(written)
