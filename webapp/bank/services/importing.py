"""Questions from files: read, kept until somebody has seen what would become of them, and taken over as drafts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.exchange.anki.collection import NoteText
from question_bank.exchange.anki.deck import note_guid
from question_bank.exchange.anki.drafts import Media, picture_names, read_drafts
from question_bank.exchange.anki.media import Picture
from question_bank.exchange.columns import Mapped, Table, guess, read_rows
from question_bank.exchange.csv_files import read_table
from question_bank.exchange.drafts import Draft, ExchangeError, Item, refused
from question_bank.exchange.formats import FORMATS, recognise
from question_bank.exchange.html_text import PICTURES
from question_bank.exchange.quizlet import read_with
from question_bank.exchange.sheets import read_table as read_sheet
from question_bank.exchange.text_files import decoded
from question_bank.pictures import pictures_of
from question_bank.words import from_json, gettext, to_json
from webapp.bank.queries.stored import bank_id
from webapp.history import waiting_files
from webapp.models import Bank, Question, QuestionImport

from .pictures import forget_waiting, keep_waiting, look_at_pictures

DECK = "apkg"
TABLES: Mapping[str, Callable[[bytes], Table]] = {
    "csv": read_table,
    "tsv": read_table,
    "xlsx": read_sheet,
}


class NothingReadError(LookupError):
    """No file waits to be taken over: none was read, or too long ago."""


class ReadForAnotherBankError(NothingReadError):
    """The file that waits was read while another bank was in sight, and is to be taken over there alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What was read of a file. ``table`` and ``mapped`` are there where its columns can be named by hand.

    ``bank_id`` is known once it was kept; ``pictures``, those that its questions show, are kept beside the rest.
    """

    file: str
    form: str
    items: Sequence[Item]
    bank_id: int = 0
    table: Table | None = None
    mapped: Mapped | None = None
    pictures: Sequence[Picture] = ()

    @property
    def shown(self) -> int:
        """How many pictures the questions show."""
        return len(digests_of(item.draft for item in self.items))

    @property
    def lessened(self) -> int:
        """How many questions have pictures, sounds or other files in the file that are left out."""
        return sum(PICTURES in item.changed for item in self.items)

    def to_bytes(self) -> bytes:
        data = {
            "file": self.file,
            "form": self.form,
            "bank": self.bank_id,
            "items": list(map(_written, self.items)),
            "table": asdict(self.table) if self.table else None,
            "mapped": asdict(self.mapped) if self.mapped else None,
        }
        return zlib.compress(json.dumps(data).encode(), level=1)

    @classmethod
    def from_bytes(cls, content: bytes) -> Incoming:
        """What ``to_bytes`` wrote."""
        data = json.loads(zlib.decompress(content))
        table, mapped = data["table"], data["mapped"]
        return cls(
            file=data["file"],
            form=data["form"],
            bank_id=data.get("bank", 0),  # those read before they said so belong to none, and are read again
            items=[_item(each) for each in data["items"]],
            table=Table(**table) if table else None,
            mapped=Mapped(**mapped) if mapped else None,
        )


def digests_of(drafts: Iterable[Draft | None]) -> set[str]:
    """The digests of the pictures that drafts show."""
    return {digest for draft in drafts if draft is not None for digest in pictures_of(draft.data)}


def _written(item: Item) -> dict[str, Any]:
    draft = item.draft
    return {
        "number": item.number,
        "title": item.title,
        "draft": {"name": draft.name, "data": draft.data} if draft else None,
        "changed": list(map(to_json, item.changed)),
        "refused": to_json(item.refused),
    }


def _item(data: Mapping[str, Any]) -> Item:
    draft = data["draft"]
    return Item(
        number=data["number"],
        title=data["title"],
        draft=Draft(**draft) if draft else None,
        changed=tuple(map(from_json, data["changed"])),
        refused=from_json(data["refused"]),
    )


def read_file(*, file: str, content: bytes, form: str = "", between: str = "", behind: str = "") -> Incoming:
    """The questions of a file in the format ``form``, or in the one that it seems to have.

    ``between`` and ``behind`` are the signs of a text of terms and definitions. Raises ExchangeError.
    """
    form = form or recognise(file, content)
    if form in TABLES:
        table = TABLES[form](content)
        return with_columns(Incoming(file=file, form=form, items=(), table=table), guess(table))
    if form == "quizlet" and between and behind:
        return Incoming(file=file, form=form, items=read_with(decoded(content), between=between, behind=behind))
    if form not in FORMATS:
        raise ExchangeError(gettext("It does not show what format the file has. Choose one from the list."))
    return Incoming(file=file, form=form, items=FORMATS[form].read(content))


def read_deck(session: Session, *, file: str, stream: IO[bytes], scratch: Path) -> Incoming:
    """The notes of an Anki package; those that were made of this site's questions are refused. Raises ExchangeError."""
    names = session.execute(select(Bank.key, Question.key).join(Bank, Bank.id == Question.bank_id))
    ours = {note_guid(bank, key) for bank, key in names}
    seen: list[Picture] = []

    def look(notes: Sequence[NoteText]) -> Media:
        taken = [note for note in notes if note.guid not in ours]
        seen.extend(look_at_pictures(session, bank_id=bank_id(session), file=stream, names=picture_names(taken)))
        return Media(pictures={picture.name: picture.digest for picture in seen})

    items = [
        refused(item.number, item.title, gettext("it is a card of this site's own: nothing is to be done"))
        if item.draft is not None and item.draft.name in ours
        else item
        for item in read_drafts(stream, scratch=scratch, look=look)
    ]
    used = digests_of(item.draft for item in items)
    return Incoming(file=file, form=DECK, items=items, pictures=[each for each in seen if each.digest in used])


def with_columns(incoming: Incoming, mapped: Mapped) -> Incoming:
    """The same file with other columns; without questions where its columns name none."""
    assert incoming.table is not None  # only tables have columns
    try:
        items = read_rows(incoming.table, mapped)
    except ExchangeError:
        items = []
    return replace(incoming, items=items, mapped=mapped)


def packed(session: Session, incoming: Incoming) -> bytes:
    """``incoming`` for the bank in sight, to be kept by ``keep_packed``."""
    return replace(incoming, bank_id=bank_id(session)).to_bytes()


def keep_packed(
    session: Session, *, user_id: int, content: bytes, now: datetime, pictures: Sequence[Picture] = ()
) -> None:
    """Keep what ``packed`` gave, and the pictures, until its reader says what shall become of it, in the place of one
    from before.
    """
    waiting_files.keep(session, QuestionImport, user_id=user_id, content=content, now=now)
    keep_waiting(session, user_id=user_id, pictures=pictures)


def keep_incoming(session: Session, *, user_id: int, incoming: Incoming, now: datetime) -> None:
    """Keep ``incoming`` for the bank in sight."""
    keep_packed(
        session, user_id=user_id, content=packed(session, incoming), now=now, pictures=incoming.pictures
    )  # fmt: skip


def kept_incoming(session: Session, *, user_id: int, now: datetime) -> Incoming | None:
    """What waits for the person's word; None if there is nothing, or it is older than a day.

    Raises ReadForAnotherBankError.
    """
    content = waiting_files.kept(session, QuestionImport, user_id=user_id, now=now)
    if content is None:
        return None
    incoming = Incoming.from_bytes(content)
    if incoming.bank_id != bank_id(session):
        raise ReadForAnotherBankError
    return incoming


def drop_incoming(session: Session, *, user_id: int) -> None:
    """Forget what was read of a file."""
    waiting_files.forget(session, QuestionImport, user_id=user_id)
    forget_waiting(session, user_id=user_id)
