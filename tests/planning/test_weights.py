"""Own weights: fitted to enough reviews, put in force only where they foresee better, and taken out again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from tests.conftest import SettableClock
from tests.people import People
from tests.planning.studying import answer
from tests.study.banks import MadeBank
from webapp.db import Database
from webapp.history.answers import memory_answers, reviews_done
from webapp.history.settings import settings_of
from webapp.models import Card, MemoryParameters, ReviewLog, SchedulingPolicy
from webapp.planning.queries.weights import StoredFit, stored_fits, unfinished
from webapp.planning.services import training
from webapp.planning.services.training import TrainingError, Verdict, can_train, train, train_if_due
from webapp.planning.services.weights import NoSuchFitError, NotBetterError, count_anew, preview, put_in_force
from webapp.reviews.entries import read_entries
from webapp.reviews.rebuild import rebuild
from webapp.reviews.record import record
from webapp.scheduling.fold import EventKind
from webapp.scheduling.moving import DueDates
from webapp.scheduling.policy import DEFAULT_WEIGHTS, Policy
from webapp.scheduling.settings import StudySettings

MINUTE = timedelta(minutes=1)
needs_optimizer = pytest.mark.skipif(not can_train(), reason="the extra optimizer is not installed")


def _fits(database: Database, user_id: int) -> list[StoredFit]:
    with database.reader() as session:
        return stored_fits(session, user_id=user_id)


def _stabilities(database: Database, user_id: int) -> dict[int, float | None]:
    with database.reader() as session:
        rows = session.execute(select(Card.question_id, Card.stability).where(Card.user_id == user_id))
        return {question_id: stability for question_id, stability in rows}  # noqa: C416  # rows of two


def _differences(database: Database, user_id: int) -> list[str]:
    with database.writer() as session:
        return [str(found) for found in rebuild(session, user_id=user_id, check=True)]


def _put_fit(database: Database, user_id: int, clock: SettableClock, *, better: bool = True) -> None:
    """A fit as if it had been made, so that nothing here needs the library that makes them."""
    weights = [*DEFAULT_WEIGHTS[:8], 2.2, 0.2, 1.0, *DEFAULT_WEIGHTS[11:]]
    with database.writer() as session:
        session.add(
            MemoryParameters(user_id=user_id, trained_at=clock(), weights=json.dumps(weights), reviews=300,
                             loss_before=0.5, loss_after=0.4 if better else 0.5, in_force=False)
        )  # fmt: skip


@needs_optimizer
def test_weights_are_fitted_and_judged_by_reviews_that_they_have_not_seen(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    trained = train(database, user_id=ada_id, now=clock())
    assert (trained.verdict, trained.reviews) == (Verdict.BETTER, studied)
    (fit,) = _fits(database, ada_id)
    assert fit.loss_after < fit.loss_before
    assert len(fit.numbers) == len(DEFAULT_WEIGHTS)
    assert not fit.in_force
    assert _settings(database, ada_id).weights is None


def _settings(database: Database, ada_id: int) -> StudySettings:
    with database.reader() as session:
        return settings_of(session, user_id=ada_id)


@needs_optimizer
@pytest.mark.usefixtures("made_bank")
def test_with_too_few_reviews_nothing_is_fitted(database: Database, ada_id: int, clock: SettableClock) -> None:
    assert train(database, user_id=ada_id, now=clock()).verdict is Verdict.TOO_FEW
    assert _fits(database, ada_id) == []


@needs_optimizer
def test_fits_come_by_themselves_when_reviews_have_doubled(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    trained = train_if_due(database, user_id=ada_id, now=clock())
    assert trained is not None
    assert trained.verdict is Verdict.BETTER
    assert _fits(database, ada_id)[0].in_force
    clock.move(MINUTE)
    assert train_if_due(database, user_id=ada_id, now=clock()) is None
    with database.writer() as session:
        session.execute(update(MemoryParameters).values(reviews=studied // 4))
    assert train_if_due(database, user_id=ada_id, now=clock()) is not None


def test_without_the_library_it_is_said_and_nothing_else_fails(
    database: Database, ada_id: int, studied: int, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "can_train", lambda: False)
    assert train_if_due(database, user_id=ada_id, now=clock()) is None
    with pytest.raises(TrainingError, match="not installed"):
        train(database, user_id=ada_id, now=clock())


def test_weights_in_force_schedule_every_later_answer_and_tell_all_memories(
    database: Database, ada_id: int, studied: int, made_bank: MadeBank, clock: SettableClock
) -> None:
    before = _stabilities(database, ada_id)
    _put_fit(database, ada_id, clock)
    (fit,) = _fits(database, ada_id)
    cards = put_in_force(database, user_id=ada_id, trained_at=fit.trained_at, due=DueDates.KEEP, now=clock())
    assert cards == len(before)
    assert all(before[question] != after for question, after in _stabilities(database, ada_id).items())
    assert unfinished(_fits(database, ada_id)) is None
    clock.move(MINUTE)
    record(database, user_id=ada_id, entries=read_entries([answer(made_bank.key(1), clock(), 3)]), now=clock())
    with database.reader() as session:
        used = session.execute(
            select(SchedulingPolicy.content)
            .join(ReviewLog, ReviewLog.policy_id == SchedulingPolicy.id)
            .where(ReviewLog.user_id == ada_id, ReviewLog.kind == EventKind.ANSWER, ReviewLog.answered_at == clock())
        ).scalar_one()
    assert Policy.from_json(used).weights == fit.numbers
    assert _differences(database, ada_id) == []


def test_going_back_brings_the_memories_back(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    before = _stabilities(database, ada_id)
    _put_fit(database, ada_id, clock)
    put_in_force(database, user_id=ada_id, trained_at=clock(), due=DueDates.FOLLOW, now=clock())
    clock.move(MINUTE)
    put_in_force(database, user_id=ada_id, trained_at=None, due=DueDates.KEEP, now=clock())
    assert _stabilities(database, ada_id) == before
    assert not any(fit.in_force for fit in _fits(database, ada_id))
    assert _settings(database, ada_id).weights is None
    assert _differences(database, ada_id) == []


def test_the_same_choice_twice_changes_nothing(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    _put_fit(database, ada_id, clock)
    at = clock()
    put_in_force(database, user_id=ada_id, trained_at=at, due=DueDates.KEEP, now=at)
    assert put_in_force(database, user_id=ada_id, trained_at=at, due=DueDates.FOLLOW, now=at + MINUTE) == 0
    assert count_anew(database, user_id=ada_id, due=DueDates.KEEP, now=at + MINUTE) == 0


def test_weights_that_foresee_no_better_are_not_put_in_force(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    _put_fit(database, ada_id, clock, better=False)
    with pytest.raises(NotBetterError):
        put_in_force(database, user_id=ada_id, trained_at=clock(), due=DueDates.KEEP, now=clock())
    with pytest.raises(NoSuchFitError):
        put_in_force(database, user_id=ada_id, trained_at=clock() + MINUTE, due=DueDates.KEEP, now=clock())


def test_what_it_does_is_shown_before_and_nothing_is_written(
    database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    _put_fit(database, ada_id, clock)
    with database.reader() as session:
        rows = session.scalar(select(func.count()).select_from(ReviewLog))
    shown = preview(database, user_id=ada_id, trained_at=clock(), now=clock())
    assert shown.cards == 50
    assert shown.choices[DueDates.KEEP] == shown.now
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == rows
    put_in_force(database, user_id=ada_id, trained_at=clock(), due=DueDates.FOLLOW, now=clock())
    again = preview(database, user_id=ada_id, trained_at=None, now=clock() + MINUTE)
    assert again.now == shown.choices[DueDates.FOLLOW]


def test_a_change_that_was_cut_goes_on(
    database: Database, ada_id: int, studied: int, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.reviews.refold.AT_ONCE", 20)
    _put_fit(database, ada_id, clock)

    def cut(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_in_force(database, user_id=ada_id, trained_at=clock(), due=DueDates.KEEP, now=clock(), progress=cut)
    assert unfinished(_fits(database, ada_id)) == clock()
    assert _differences(database, ada_id) == []
    assert count_anew(database, user_id=ada_id, due=DueDates.KEEP, now=clock() + MINUTE) == 30
    assert unfinished(_fits(database, ada_id)) is None


def test_answers_are_read_card_by_card_without_what_was_undone(
    database: Database, ada_id: int, studied: int, made_bank: MadeBank, clock: SettableClock
) -> None:
    with database.reader() as session:
        before = memory_answers(session, user_id=ada_id)
        done = reviews_done(session, user_id=ada_id)
    assert len(before) == 50
    assert 0 < done <= studied
    undone = answer(made_bank.key(1), clock(), 1)
    undo = {"id": answer("x", clock(), 1)["id"], "undoes": undone["id"], "answered_at": undone["answered_at"]}
    record(database, user_id=ada_id, entries=read_entries([undone, undo]), now=clock())
    with database.reader() as session:
        assert memory_answers(session, user_id=ada_id) == before


def test_answers_in_reading_are_read_where_they_began_the_memory(
    database: Database, ada_id: int, made_bank: MadeBank, clock: SettableClock
) -> None:
    first, later = answer(made_bank.key(1), clock(), 1), answer(made_bank.key(1), clock() + MINUTE, 4)
    entries = read_entries([{**first, "mode": "read"}, {**later, "mode": "read"}])
    record(database, user_id=ada_id, entries=entries, now=clock() + MINUTE)
    with database.reader() as session:
        ((only,),) = memory_answers(session, user_id=ada_id)
    assert only[0] == 1


def test_only_one_fit_can_be_in_force(database: Database, people: People, ada_id: int, clock: SettableClock) -> None:
    _put_fit(database, ada_id, clock)
    clock.move(MINUTE)
    _put_fit(database, ada_id, clock)
    with pytest.raises(IntegrityError), database.writer() as session:
        session.execute(update(MemoryParameters).values(in_force=True, changed_at=clock()))
