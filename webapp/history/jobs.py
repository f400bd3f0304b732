"""Jobs: begun by a person, taken by one worker, told how far they are, cancelled, and found again after a crash.

A job runs while its row says so: whoever works on it writes what it made in the transaction that ends it, and that one
fails where the job was cancelled meanwhile, or was given up for dead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Update, delete, func, or_, select, update
from sqlalchemy.orm import Session

from webapp.models import Job, JobPart

from .waiting_files import LARGEST_PART

KEPT = timedelta(days=1)  # how long a job that is over stays, with what it made
DEAD_AFTER = timedelta(minutes=2)  # without a word from the worker
MOST_SHOWN = 5
MOST_OPEN = 3  # jobs of one person that wait or run


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # whoever worked on it is gone


OPEN = (State.WAITING, State.RUNNING)
CAN_BEGIN_AGAIN = (State.CANCELLED, State.INTERRUPTED)


class TooManyJobsError(Exception):
    """The person has as many jobs at work as one may have."""


class JobStoppedError(Exception):
    """The job is not this worker's any more: it was cancelled, or somebody took it for dead."""


class JobRow(NamedTuple):
    """A job."""

    id: int
    user_id: int
    kind: str
    title: str
    asked: dict[str, Any]
    state: State
    done: int
    total: int
    message: str
    result: dict[str, Any]
    cancel_requested: bool


_ROW = select(
    Job.id, Job.user_id, Job.kind, Job.title, Job.asked, Job.state, Job.done, Job.total, Job.message, Job.result,
    Job.cancel_requested,
)  # fmt: skip


def _row(found: Any) -> JobRow:
    return JobRow._make(found)._replace(state=State(found.state))


def begin(
    session: Session,
    *,
    user_id: int,
    kind: str,
    title: str,
    asked: Mapping[str, Any],
    now: datetime,
    content: bytes = b"",
) -> int:
    """Have something done for the person; its number. ``content``: the file that it reads. Raises TooManyJobsError."""
    _forget_old(session, now=now)
    is_open = select(func.count()).where(Job.user_id == user_id, Job.state.in_(OPEN))
    if (session.scalar(is_open) or 0) >= MOST_OPEN:
        raise TooManyJobsError
    job = Job(
        user_id=user_id, kind=kind, title=title[:200], asked=dict(asked), state=State.WAITING, done=0, total=0,
        message="", result={}, cancel_requested=False, created_at=now,
    )  # fmt: skip
    session.add(job)
    session.flush()
    _keep(session, job.id, user_id, content, is_result=False)
    return job.id


def keep_done(
    session: Session,
    *,
    user_id: int,
    kind: str,
    title: str,
    asked: Mapping[str, Any],
    result: Mapping[str, Any],
    content: bytes,
    now: datetime,
) -> None:
    """Keep what was done without a worker, as a job that is over: for a day."""
    _forget_old(session, now=now)
    job = Job(
        user_id=user_id, kind=kind, title=title[:200], asked=dict(asked), state=State.DONE, done=0, total=0, message="",
        result=dict(result), cancel_requested=False, created_at=now, finished_at=now,
    )  # fmt: skip
    session.add(job)
    session.flush()
    _keep(session, job.id, user_id, content, is_result=True)


def _keep(session: Session, number: int, user_id: int, content: bytes, *, is_result: bool) -> None:
    for part, start in enumerate(range(0, len(content), LARGEST_PART)):
        piece = content[start : start + LARGEST_PART]
        session.add(JobPart(user_id=user_id, job_id=number, is_result=is_result, part=part, content=piece))
    session.flush()


def _forget_old(session: Session, *, now: datetime) -> None:
    """Forget what is over, whoever's it was: somebody may never come back to it."""
    old = select(Job.id).where(Job.state.not_in(OPEN), Job.created_at < now - KEPT)
    session.execute(delete(JobPart).where(JobPart.job_id.in_(old)))
    session.execute(delete(Job).where(Job.id.in_(old)))


def job_of(session: Session, *, number: int, user_id: int, now: datetime) -> JobRow | None:
    """The person's job of this number, unless it is over and to be forgotten."""
    is_there = or_(Job.state.in_(OPEN), Job.created_at >= now - KEPT)
    found = session.execute(_ROW.where(Job.id == number, Job.user_id == user_id, is_there)).one_or_none()
    return None if found is None else _row(found)


def latest(session: Session, *, user_id: int, kind: str, now: datetime) -> JobRow | None:
    """The person's newest job of this kind that is done and not to be forgotten yet."""
    done = _ROW.where(Job.user_id == user_id, Job.kind == kind, Job.state == State.DONE, Job.created_at >= now - KEPT)
    found = session.execute(done.order_by(Job.id.desc()).limit(1)).one_or_none()
    return None if found is None else _row(found)


def recent_jobs(session: Session, *, user_id: int, kinds: Collection[str], now: datetime) -> list[JobRow]:
    """The person's jobs that nobody has seen the end of, the newest first: of ``kinds`` those that are done, too."""
    wanted = or_(Job.state.not_in((State.DONE, State.CANCELLED)), (Job.state == State.DONE) & Job.kind.in_(kinds))
    newest = _ROW.where(Job.user_id == user_id, wanted, Job.created_at >= now - KEPT).order_by(Job.id.desc())
    return [_row(each) for each in session.execute(newest.limit(MOST_SHOWN))]


def content_of(session: Session, *, job: JobRow, is_result: bool) -> bytes:
    """The file that the job reads, or the one that it made."""
    parts = session.scalars(
        select(JobPart.content)
        .where(JobPart.user_id == job.user_id, JobPart.job_id == job.id, JobPart.is_result == is_result)
        .order_by(JobPart.part)
    )
    return b"".join(map(bytes, parts))


def is_something_to_do(session: Session, *, now: datetime) -> bool:
    """Whether a job waits, or one runs that nobody works on any more."""
    wanted = or_(Job.state == State.WAITING, (Job.state == State.RUNNING) & (Job.alive_at < now - DEAD_AFTER))
    return session.scalar(select(Job.id).where(wanted).limit(1)) is not None


def take(session: Session, *, worker: str, now: datetime) -> JobRow | None:
    """The oldest job that waits, from now on this worker's alone; None if there is none, or another was quicker.

    Jobs whose workers are dead are marked as interrupted first.
    """
    dead = update(Job).where(Job.state == State.RUNNING, Job.alive_at < now - DEAD_AFTER)
    session.execute(dead.values(state=State.INTERRUPTED, worker=None, finished_at=now))
    number = session.scalar(select(Job.id).where(Job.state == State.WAITING).order_by(Job.id).limit(1))
    taken = update(Job).where(Job.id == number, Job.state == State.WAITING)
    started = taken.values(state=State.RUNNING, worker=worker, started_at=now, alive_at=now)
    if number is None or not _changes_one(session, started):
        return None
    return _row(session.execute(_ROW.where(Job.id == number)).one())


def tell(session: Session, *, number: int, worker: str, done: int, total: int, now: datetime) -> None:
    """Say how far the job is, and that its worker is alive. Raises JobStoppedError."""
    mine = _mine(number, worker).where(Job.cancel_requested.is_(False))
    if not _changes_one(session, mine.values(done=done, total=total, alive_at=now)):
        raise JobStoppedError


def finish(
    session: Session, *, job: JobRow, worker: str, now: datetime, result: Mapping[str, Any], content: bytes = b""
) -> None:
    """Say that the job is done and what it made, in the transaction that writes the rest. Raises JobStoppedError."""
    mine = _mine(job.id, worker).where(Job.cancel_requested.is_(False))
    ended = mine.values(state=State.DONE, worker=None, finished_at=now, result=dict(result))
    if not _changes_one(session, ended):
        raise JobStoppedError
    _forget_content(session, job)
    _keep(session, job.id, job.user_id, content, is_result=True)


def fail(session: Session, *, job: JobRow, worker: str, now: datetime, message: str, why: Any) -> None:
    """Say why the job cannot be done; nothing where it is not this worker's any more. ``why`` is the message with its
    parts, as JSON.
    """
    ended = _mine(job.id, worker).values(
        state=State.FAILED, worker=None, finished_at=now, message=message[:500], result={"why": why}
    )
    if _changes_one(session, ended):
        _forget_content(session, job)


def stop(session: Session, *, number: int, worker: str, now: datetime) -> None:
    """Say that the job has been cancelled, where it was this worker's until then."""
    session.execute(_mine(number, worker).values(state=State.CANCELLED, worker=None, finished_at=now))


def cancel(session: Session, *, job: JobRow, now: datetime) -> None:
    """Cancel a job that waits at once; have one that runs stop where it can."""
    waiting = update(Job).where(Job.id == job.id, Job.state == State.WAITING)
    if not _changes_one(session, waiting.values(state=State.CANCELLED, finished_at=now)):
        running = update(Job).where(Job.id == job.id, Job.state == State.RUNNING)
        session.execute(running.values(cancel_requested=True))


def begin_again(session: Session, *, job: JobRow) -> bool:
    """Have a job that was cancelled or interrupted done from its beginning. False where it is neither."""
    again = update(Job).where(Job.id == job.id, Job.state.in_(CAN_BEGIN_AGAIN))
    return _changes_one(
        session,
        again.values(state=State.WAITING, done=0, total=0, cancel_requested=False, worker=None, finished_at=None),
    )


def _mine(number: int, worker: str) -> Update:
    return update(Job).where(Job.id == number, Job.state == State.RUNNING, Job.worker == worker)


def _changes_one(session: Session, statement: Update) -> bool:
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1


def _forget_content(session: Session, job: JobRow) -> None:
    mine = (JobPart.user_id == job.user_id, JobPart.job_id == job.id, JobPart.is_result.is_(False))
    session.execute(delete(JobPart).where(*mine))
