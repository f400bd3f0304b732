"""Reading, taking over and writing of many questions, as jobs that a worker of the server does, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from question_bank.exchange.drafts import ExchangeError
from question_bank.exchange.watching import watched
from question_bank.words import to_json
from webapp.bank.queries.table import Wanted
from webapp.cards.originals import Originals
from webapp.db import Database
from webapp.history import jobs
from webapp.history.jobs import JobRow, JobStoppedError
from webapp.models.visible import only_visible
from webapp.web.keeping import is_kept
from webapp.web.logs import log

from .banks_of_jobs import BANK, NO_BANK
from .import_plan import holds_still, prepare, write_prepared
from .importing import DECK, NothingReadError, keep_packed, packed, read_deck, read_file
from .outgoing import file_of

READ, TAKE_OVER, WRITE = "read", "take over", "write"
LARGE_FILE = 256 * 1024  # bytes: from here on reading is a job
MANY = 500  # questions: from here on taking over or writing is one
OFTEN = timedelta(seconds=1)  # how often at most it is told how far a job is

_INSTANTS = ("changed_from", "changed_before")
_LISTS = ("words", "has", "no")
NOTHING_WAITS, FAULT, RIGHTS_GONE = "nothing waits", "fault", "rights gone"
"""What the message of a job says that failed for a reason of ours; pages have the words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a worker works with. ``worker`` is its own name; nobody else has it."""

    worker: str
    database: Database
    originals: Originals
    scratch: Path
    clock: Callable[[], datetime]
    often: timedelta = OFTEN


def work_off(shop: Workshop) -> bool:
    """Take the next job and do it; False if there is none."""
    with shop.database.reader() as session:
        if not jobs.is_something_to_do(session, now=shop.clock()):
            return False
    with shop.database.writer() as session:
        job = jobs.take(session, worker=shop.worker, now=shop.clock())
    if job is None:
        return False
    bank = job.asked[BANK]
    if bank != NO_BANK and not is_kept(shop.database, bank_id=bank, user_id=job.user_id):
        _fail(shop, job, RIGHTS_GONE)
        return True
    try:
        with only_visible(frozenset({bank})), watched(_Telling(shop, job)):
            _KINDS[job.kind](shop, job)
    except JobStoppedError:
        with shop.database.writer() as session:
            jobs.stop(session, number=job.id, worker=shop.worker, now=shop.clock())
    except ExchangeError as error:
        _fail(shop, job, error.message)
    except NothingReadError:
        _fail(shop, job, NOTHING_WAITS)
    except Exception:  # noqa: BLE001  # whatever it was, the person who waits is told, and the next job is done
        log().exception("a job failed", job=job.id, kind=job.kind)
        _fail(shop, job, FAULT)
    return True


def _fail(shop: Workshop, job: JobRow, message: str) -> None:
    with shop.database.writer() as session:
        jobs.fail(session, job=job, worker=shop.worker, now=shop.clock(), message=message, why=to_json(message))


class _Telling:
    """Tells how far a job is, now and then, and stops it where it was cancelled."""

    def __init__(self, shop: Workshop, job: JobRow) -> None:
        self._shop, self._job = shop, job
        self._told_at = shop.clock()

    def __call__(self, done: int, total: int) -> None:
        now = self._shop.clock()
        if now - self._told_at < self._shop.often:
            return
        self._told_at = now
        with self._shop.database.writer() as session:
            jobs.tell(session, number=self._job.id, worker=self._shop.worker, done=done, total=total, now=now)


def _read(shop: Workshop, job: JobRow) -> None:
    """Read a file, and keep what is in it until its reader says what shall become of it."""
    file, asked = job.asked["file"], job.asked
    with shop.database.reader() as session:
        content = jobs.content_of(session, job=job, is_result=False)
        if asked["form"] == DECK:
            incoming = read_deck(session, file=file, stream=BytesIO(content), scratch=shop.scratch)
        else:
            incoming = read_file(
                file=file, content=content, form=asked["form"], between=asked["between"], behind=asked["behind"]
            )
        kept = packed(session, incoming)  # before the lock is held
    with shop.database.writer() as session:
        now = shop.clock()
        keep_packed(session, user_id=job.user_id, content=kept, now=now, pictures=incoming.pictures)
        jobs.finish(session, job=job, worker=shop.worker, now=now, result={"items": len(incoming.items)})


def _take_over(shop: Workshop, job: JobRow) -> None:
    """Keep what was read as imported drafts: all of them or none, in one transaction, which is short.

    Until then it tells how far it is and can be cancelled.
    """
    with shop.database.reader() as session:
        prepared = prepare(session, user_id=job.user_id, now=shop.clock())
    with shop.database.writer() as session:
        now = shop.clock()
        if not holds_still(session, prepared=prepared, user_id=job.user_id):
            with watched(_nobody):  # who tells writes, and nobody else can now
                prepared = prepare(session, user_id=job.user_id, now=now)
        done = write_prepared(session, prepared=prepared, user_id=job.user_id, now=now)
        jobs.finish(session, job=job, worker=shop.worker, now=now, result=asdict(done))


def _nobody(done: int, total: int) -> None:
    """Watch and say nothing."""


def _write(shop: Workshop, job: JobRow) -> None:
    """Write a part of the bank as a file."""
    form, wanted = job.asked["form"], wanted_of(job.asked["wanted"])
    with shop.database.reader() as session:
        file = file_of(session, form=form, wanted=wanted, originals=shop.originals, now=shop.clock())
    losses = [(to_json(loss), number) for loss, number in file.luggage.losses.items()]
    made = {"name": file.name, "media_type": file.media_type, "carried": file.luggage.carried,
            "wanted": file.luggage.wanted, "losses": losses}  # fmt: skip
    with shop.database.writer() as session:
        jobs.finish(
            session, job=job, worker=shop.worker, now=shop.clock(), result=made, content=file.content
        )  # fmt: skip


_KINDS: Mapping[str, Callable[[Workshop, JobRow], None]] = {READ: _read, TAKE_OVER: _take_over, WRITE: _write}


def wanted_as_json(wanted: Wanted) -> dict[str, Any]:
    """A choice of questions, to be kept with a job."""
    data = asdict(wanted)
    instants = {name: data[name].isoformat() if data[name] else None for name in _INSTANTS}
    return {**data, **instants, **{name: list(data[name]) for name in _LISTS}}


def wanted_of(data: Mapping[str, Any]) -> Wanted:
    """The choice that ``wanted_as_json`` wrote."""
    instants = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in _INSTANTS}
    return Wanted(**{**data, **instants, **{name: tuple(data[name]) for name in _LISTS}})
