from __future__ import annotations

import json
import stat
import threading
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from tests.operations.conftest import NOW
from webapp.cards.originals import Originals
from webapp.db import Database, make_engine
from webapp.migrations import triggers
from webapp.models import AuditEvent, User
from webapp.operations.backup import backup, verify
from webapp.operations.manifest import ArchiveError, Manifest
from webapp.operations.restore import Restored, restore
from webapp.operations.snapshot import digest_of


def nothing(_: int) -> None:
    """Progress that nobody watches."""


def back_up(database: Database, path: Path) -> Manifest:
    return backup(database.engine, path, originals=Originals(path.parent / "articles"), now=NOW, progress=nothing)


def put_back(path: Path, url: str) -> Restored:
    return restore(path, url=url, originals=Originals(path.parent / "restored"), now=NOW, progress=nothing)


def test_backup_restores_to_the_same_digest(filled: Database, other_url: str, tmp_path: Path) -> None:
    manifest = back_up(filled, tmp_path / "backup.zip")
    assert put_back(tmp_path / "backup.zip", other_url).manifest == manifest
    other = Database(other_url)
    assert digest_of(other.engine, nothing) == manifest.digest == digest_of(filled.engine, nothing)
    with other.reader() as session:
        event = session.scalars(select(AuditEvent)).one()
        assert (event.at, event.detail) == (NOW, {"b": [1, None], "a": {"ß": True}})
        assert triggers.present(session.connection()) == triggers.wanted(other.engine.dialect.name)
    other.close()


def test_texts_of_articles_come_along_each_once_and_those_that_are_there_stay(
    filled: Database, other_url: str, tmp_path: Path
) -> None:
    before, after = tmp_path / "articles", tmp_path / "restored"
    texts = [b"The ferry\r\ncrosses.\xc2\xa0", b"The bridge stands."]
    before.mkdir()
    for name, text in zip(("ferry.txt", "bridge.txt", "again.txt"), (*texts, texts[0]), strict=True):
        (before / name).write_bytes(text)
    manifest = back_up(filled, tmp_path / "backup.zip")
    assert set(manifest.articles) == {sha256(text).hexdigest() for text in texts}
    after.mkdir()
    (after / "kept.txt").write_bytes(texts[1])
    put_back(tmp_path / "backup.zip", other_url)
    assert sorted(path.read_bytes() for path in after.iterdir()) == sorted(texts)


def test_a_text_that_was_changed_in_the_backup_is_told(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_bytes(b"The ferry crosses.")
    (name,) = back_up(filled, tmp_path / "sound.zip").articles
    with ZipFile(tmp_path / "sound.zip") as sound, ZipFile(tmp_path / "changed.zip", "w") as changed:
        for entry in sound.namelist():
            changed.writestr(entry, b"The ferry sinks." if name in entry else sound.read(entry))
    with pytest.raises(ArchiveError, match="it is not the text that its name says"):
        verify(tmp_path / "changed.zip")


def test_backup_of_either_database_restores_on_sqlite(filled: Database, sqlite_url: str, tmp_path: Path) -> None:
    manifest = back_up(filled, tmp_path / "backup.zip")
    put_back(tmp_path / "backup.zip", sqlite_url)
    engine = make_engine(sqlite_url)
    assert digest_of(engine, nothing) == manifest.digest
    engine.dispose()


def test_ids_of_the_deleted_are_not_given_again(filled: Database, other_url: str, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    put_back(tmp_path / "backup.zip", other_url)
    other = Database(other_url)
    with other.writer() as session:
        session.add(user := User(fs_uniquifier="new", created_at=NOW))
        session.flush()
        assert user.id == 4
    other.close()


def test_what_was_there_is_set_aside(filled: Database, sqlite_url: str, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    assert put_back(tmp_path / "backup.zip", sqlite_url).set_aside is None
    database = Database(sqlite_url)
    with database.writer() as session:
        session.add(User(fs_uniquifier="late", created_at=NOW))
    database.close()
    before = put_back(tmp_path / "backup.zip", sqlite_url).set_aside
    assert before is not None
    for url, people in ((f"sqlite:///{before}", 3), (sqlite_url, 2)):
        opened = Database(url)
        with opened.reader() as session:
            assert len(session.scalars(select(User)).all()) == people
        opened.close()


def test_schema_that_was_there_is_set_aside(filled: Database, other_url: str, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    assert put_back(tmp_path / "backup.zip", other_url).set_aside is None
    assert put_back(tmp_path / "backup.zip", other_url).set_aside is not None


def test_backup_is_the_owners_alone_and_overwrites_nothing(filled: Database, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    back_up(filled, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    with pytest.raises(FileExistsError):
        back_up(filled, path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.glob("*.partial")] == []


def test_backup_holds_one_state_while_others_write(filled: Database, other_url: str, tmp_path: Path) -> None:
    """Users and settings are written in pairs by another thread: the backup never has one without the other."""
    stop = threading.Event()
    wrote = threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            number += 1
            with filled.writer() as session:
                session.add(user := User(fs_uniquifier=f"t{number}", created_at=NOW))
                session.flush()
                session.add(AuditEvent(at=NOW, user_id=user.id, action="pair", detail={}))
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(10)
        back_up(filled, tmp_path / "backup.zip")
    finally:
        stop.set()
        writer.join()
    put_back(tmp_path / "backup.zip", other_url)
    other = Database(other_url)
    with other.reader() as session:
        pairs = set(session.scalars(select(AuditEvent.user_id).where(AuditEvent.action == "pair")))
        assert pairs == set(session.scalars(select(User.id).where(User.fs_uniquifier.like("t%"))))
        assert pairs
    other.close()


def test_backup_that_is_not_read_back_is_not_kept(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(path: Path, *, expected: Manifest | None = None) -> Manifest:
        raise ArchiveError("damaged")

    monkeypatch.setattr("webapp.operations.backup.verify", damaged)
    with pytest.raises(ArchiveError):
        back_up(filled, tmp_path / "backup.zip")
    assert list(tmp_path.glob("backup*")) == []


def test_verify_finds_a_changed_row(filled: Database, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as packed, ZipFile(tmp_path / "changed.zip", "w") as changed:
        for name in packed.namelist():
            changed.writestr(name, packed.read(name).replace(b"example.org", b"example.net"))
    with pytest.raises(ArchiveError, match="has not the rows"):
        verify(tmp_path / "changed.zip")


def test_manifest_says_what_is_there(filled: Database, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as packed:
        manifest = json.loads(packed.read("manifest.json"))
    rows = {table["name"]: table["rows"] for table in manifest["tables"]}
    assert (rows["user"], rows["question"], rows["claim_revision"]) == (2, 14, 7)
    assert manifest["counters"]["user"] == 3
