"""All that can be done with a card, in any order, at any time and together: the log always gives what is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tests.conftest import MONDAY
from tests.reviews.asking import KEYS, Student, answer
from webapp.models import Card, MemoryParameters, Question, ReviewDay, ReviewLog, User
from webapp.reviews.bring_back import bring_back
from webapp.reviews.copy import copy_log
from webapp.reviews.entries import Action, Answer, Entry, Undo
from webapp.reviews.past import record_past
from webapp.reviews.record import record
from webapp.reviews.refold import Refolding, write_refoldings
from webapp.scheduling.fold import Event, EventKind, Mode
from webapp.scheduling.memory import Rating
from webapp.scheduling.policy import DEFAULT_WEIGHTS
from webapp.scheduling.settings import StudySettings

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OTHERS = (json.dumps([0.4, 1.1, 3.1, 12.0, 6.0, 0.7, 2.5, *DEFAULT_WEIGHTS[7:]]), None)
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
FLAGS = (EventKind.BURY, EventKind.UNBURY, EventKind.SUSPEND, EventKind.UNSUSPEND)


def _reschedule(key: str, at: datetime) -> Action:
    return Action(id=uuid4(), card=key, kind=EventKind.RESCHEDULE, answered_at=at)


def test_an_answer_from_before_a_wish_to_see_the_card_again_leaves_the_wish_in_force(ada: Student) -> None:
    ada.send_one(answer("rope", MONDAY, rating=4))
    wished = MONDAY + 2 * DAY
    record(ada.database, user_id=ada.id, entries=[_reschedule("rope", wished)], now=wished)
    ada.send_one(answer("rope", MONDAY + DAY, rating=4), now=wished + MINUTE)  # offline, the day before
    assert ada.known_card("rope").due_at == wished
    assert ada.differences() == []


class _Doing:
    """One student's doings, each of them at ``now`` or some time before."""

    def __init__(self, student: Student, guest: Student) -> None:
        self.student, self.guest, self.now = student, guest, MONDAY + 40 * DAY
        self._done: list[UUID] = []
        self._weights: str | None = None

    def do(self, what: str, key: str, ago: timedelta, number: int) -> None:
        getattr(self, f"_{what}")(key, self.now - ago, number)
        self.now += timedelta(minutes=number * 97)

    def _send(self, *entries: Entry, student: Student | None = None) -> None:
        self._done += [entry.id for entry in entries]
        record(self.student.database, user_id=(student or self.student).id, entries=list(entries), now=self.now)

    def _answer(self, key: str, at: datetime, number: int) -> None:
        self._send(_answer(key, at, number))

    def _several(self, key: str, at: datetime, number: int) -> None:
        self._send(_answer(key, at, number), _flag(key, at + MINUTE, number), _answer(key, at + 2 * MINUTE, number + 1))

    def _flag(self, key: str, at: datetime, number: int) -> None:
        self._send(_flag(key, at, number))

    def _undo(self, _: str, at: datetime, number: int) -> None:
        if self._done:
            self._send(Undo(id=uuid4(), undoes=self._done[number % len(self._done)], answered_at=at))

    def _reschedule(self, key: str, _: datetime, __: int) -> None:
        """As before an exam: of a card that would come later."""
        card = self.student.card(key)
        if card is not None and card.due_at is not None and card.due_at > self.now:
            self._send(_reschedule(key, self.now))

    def _change_answer(self, key: str, _: datetime, number: int) -> None:
        with self.student.database.writer() as session:
            question_id = session.scalars(select(Question.id).where(Question.key == key)).one()
            bring_back(session, question_id=question_id, revision=number + 2, now=self.now)

    def _weigh(self, _: str, __: datetime, number: int) -> None:
        self._weights = OTHERS[number % len(OTHERS)]
        with self.student.database.writer() as session:
            mine = MemoryParameters.user_id == self.student.id
            session.execute(update(MemoryParameters).where(mine).values(in_force=False))
            if self._weights is not None:
                session.merge(
                    MemoryParameters(user_id=self.student.id, trained_at=self.now, weights=self._weights, reviews=100,
                                     loss_before=0.4, loss_after=0.3, in_force=True, changed_at=self.now)
                )  # fmt: skip
        policy = StudySettings(weights=self._weights).policy
        write_refoldings(self.student.database, user_id=self.student.id, policy=policy, changed_at=self.now,
                         choose=_keep, now=self.now)  # fmt: skip

    def _import(self, key: str, at: datetime, number: int) -> None:
        policy = StudySettings(weights=self._weights).policy
        events = [
            Event(id=uuid4().bytes, kind=EventKind.ANSWER, answered_at=at - days * DAY, policy=policy,
                  mode=Mode.CRAM if days == 1 else Mode.STUDY, rating=Rating(1 + (number + days) % 4))
            for days in range(3)
        ]  # fmt: skip
        events.append(Event(id=uuid4().bytes, kind=FLAGS[number % 4], answered_at=at, policy=policy))
        with self.student.database.reader() as session:
            question_id = session.scalars(select(Question.id).where(Question.key == key)).one()
        record_past(self.student.database, user_id=self.student.id, events={question_id: events}, now=self.now)

    def _merge(self, key: str, at: datetime, number: int) -> None:
        self._send(_answer(key, at, number), _flag(key, at + MINUTE, number), student=self.guest)
        with self.student.database.writer() as session:
            copy_log(session, from_user=self.guest.id, to_user=self.student.id)


def _answer(key: str, at: datetime, number: int) -> Answer:
    return Answer(id=uuid4(), card=key, revision=1, answered_at=at, rating=Rating(1 + number % 4),
                  mode=Mode(number % len(Mode)), duration_ms=number * 1000, due_at=_promised(at, number))  # fmt: skip


def _promised(at: datetime, number: int) -> datetime | None:
    """What a client says that its button said: sometimes nothing, sometimes what no button can have said."""
    return (None, at + number * DAY, at + timedelta(days=number, hours=9), at - number * DAY, LAST)[number // 2 % 5]


def _flag(key: str, at: datetime, number: int) -> Action:
    return Action(id=uuid4(), card=key, kind=FLAGS[number % 4], answered_at=at)


def _keep(found: Sequence[Refolding]) -> Mapping[int, datetime]:
    return {card.question_id: card.before.memory.due_at for card in found if card.before.memory.due_at}


DONE = st.lists(
    st.tuples(
        st.sampled_from(
            ("answer", "answer", "answer", "several", "flag", "undo", "reschedule", "change_answer", "weigh", "import",
             "merge")
        ),
        st.sampled_from(KEYS[:2]),
        st.one_of(st.just(timedelta(0)), st.timedeltas(timedelta(0), 30 * DAY)),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=16,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=DONE)
def test_whatever_is_done_the_log_gives_what_is_stored(
    ada: Student, ben: Student, done: list[tuple[str, str, timedelta, int]]
) -> None:
    _forget(ada, ben)
    doing = _Doing(ada, ben)
    for what, key, ago, number in done:
        doing.do(what, key, timedelta(seconds=int(ago.total_seconds())), number)
        assert ada.differences() == []


def _forget(*students: Student) -> None:
    """Begin again: hypothesis runs many examples on one database."""
    for student in students:
        with student.database.writer() as session:
            session.get_one(User, student.id).erasing_at = MONDAY
            session.flush()
            for table in (ReviewLog, Card, ReviewDay, MemoryParameters):
                session.execute(delete(table).where(table.user_id == student.id))
            session.get_one(User, student.id).erasing_at = None
