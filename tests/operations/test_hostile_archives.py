"""Files that somebody made to do harm, or that were damaged: each is refused in words, and nothing is changed."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from tests.operations.conftest import NOW
from webapp.cards.originals import Originals
from webapp.db import Database
from webapp.operations.archive import open_archive
from webapp.operations.backup import backup
from webapp.operations.manifest import ArchiveError, Manifest, TableEntry, read_manifest
from webapp.operations.restore import restore

Contents = dict[str, bytes]


@pytest.fixture
def contents(filled: Database, tmp_path: Path) -> Contents:
    """The entries of a sound backup."""
    backup(
        filled.engine,
        tmp_path / "sound.zip",
        originals=Originals(tmp_path / "articles"),
        now=NOW,
        progress=lambda _: None,
    )
    with ZipFile(tmp_path / "sound.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def refused(path: Path, url: str, message: str) -> None:
    """The restore refuses the file, leaves no file behind and no database."""
    folder = Path(url.removeprefix("sqlite:///")).parent
    with pytest.raises(ArchiveError, match=message):
        restore(path, url=url, originals=Originals(path.parent / "restored"), now=NOW, progress=lambda _: None)
    assert list(folder.iterdir()) == []


def pack(path: Path, contents: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> Path:
    with ZipFile(path, "w", compression) as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
    return path


def with_table(contents: Contents, table: str, change: Callable[[bytes], bytes]) -> Contents:
    """The backup with a table changed and a manifest that fits it."""
    name = f"tables/{table}.jsonl"
    content = change(contents[name])
    manifest = read_manifest(contents["manifest.json"])
    entries = tuple(
        TableEntry(
            name=entry.name, columns=entry.columns, rows=len(content.splitlines()), sha256=sha256(content).hexdigest()
        )
        if entry.name == table
        else entry
        for entry in manifest.tables
    )
    changed = Manifest(schema=manifest.schema, made_at="", tables=entries, counters=manifest.counters)
    return {**contents, name: content, "manifest.json": changed.to_json()}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../outside.jsonl", "entries that no backup has"),
        ("/etc/passwd", "entries that no backup has"),
        ("tables/../user.jsonl", "entries that no backup has"),
        ("tables/user.pickle", "entries that no backup has"),
        ("tables/unknown.jsonl", "does not name the tables"),
    ],
)
def test_foreign_names(contents: Contents, sqlite_url: str, tmp_path: Path, name: str, message: str) -> None:
    refused(pack(tmp_path / "bad.zip", {**contents, name: b"[]\n"}), sqlite_url, message)


def test_entry_that_stands_twice(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    pack(tmp_path / "bad.zip", contents)
    with ZipFile(tmp_path / "bad.zip", "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("tables/user.jsonl", b"")
    refused(tmp_path / "bad.zip", sqlite_url, "one of them twice")


def test_too_many_entries_are_counted_before_they_are_read(sqlite_url: str, tmp_path: Path) -> None:
    refused(pack(tmp_path / "bad.zip", {f"tables/t{n}.jsonl": b"" for n in range(6000)}), sqlite_url, "6,000 entries")


def test_too_many_entries_behind_a_second_end(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    """The short end says few, the long one before it, which is what counts, says very many."""
    content = pack(tmp_path / "bad.zip", contents).read_bytes()
    body, end = content[:-22], content[-22:]
    long_end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 10**6, 10**6, 10**8, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body), 1)
    (tmp_path / "bad.zip").write_bytes(body + long_end + locator + end)
    refused(tmp_path / "bad.zip", sqlite_url, "1,000,000 entries")


def test_a_second_end_that_lies_about_its_place(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    """The locator leads to an end that says few; zipfile reads the one before the locator, which says very many."""
    body, end = (content := pack(tmp_path / "bad.zip", contents).read_bytes())[:-22], content[-22:]
    few, many = (struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, n, n, n * 50, 0) for n in (1, 10**6))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body), 1)
    (tmp_path / "bad.zip").write_bytes(body + few + many + locator + end)
    refused(tmp_path / "bad.zip", sqlite_url, "an end that is damaged")


def test_bomb(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    bomb = {**contents, "tables/user.jsonl": b"\n" * 20_000_000}
    refused(pack(tmp_path / "bad.zip", bomb), sqlite_url, "would unpack to 20,000,000 bytes")


def test_other_packing(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    refused(pack(tmp_path / "bad.zip", contents, ZIP_BZIP2), sqlite_url, "packed in a way")


def test_encrypted_entry(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "bad.zip", contents)
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\1\2")
    content[place + 8] |= 1
    path.write_bytes(content)
    refused(path, sqlite_url, "packed in a way")


def test_endless_line(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    noise = b"".join(sha256(str(number).encode()).hexdigest().encode() for number in range(80_000))
    changed = with_table(contents, "user", lambda _: noise)
    refused(pack(tmp_path / "bad.zip", changed), sqlite_url, "a line of user is longer")


@pytest.mark.parametrize(
    "content", [b"", b"no archive at all", b"PK\5\6" + bytes(18), b"x" * 100 + b"PK\5\6" + bytes(18)]
)
def test_no_archive(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    refused(tmp_path / "bad.zip", sqlite_url, "backup")


def test_archive_that_was_cut_off_or_damaged(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    content = pack(tmp_path / "bad.zip", contents).read_bytes()
    (tmp_path / "bad.zip").write_bytes(content[: len(content) // 2])
    refused(tmp_path / "bad.zip", sqlite_url, "backup")
    place = content.index(b"tables/user.jsonl") + 40
    (tmp_path / "bad.zip").write_bytes(content[:place] + bytes(20) + content[place + 20 :])
    refused(tmp_path / "bad.zip", sqlite_url, "damaged")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other"}, "no backup"),
        ({"version": 2}, "format 2"),
        ({"schema": "base"}, "not a fit value"),
        ({"schema": "9999"}, "digest"),
        ({"tables": [{"name": "x; DROP TABLE user", "columns": [], "rows": 0, "sha256": "0" * 64}]}, "not a fit value"),
        ({"tables": 5}, "cannot be read"),
        ({"counters": {"user": -1}}, "a count is no count"),
        ({"counters": {"user": True}}, "a count is no count"),
        ({"digest": "0" * 64}, "digest"),
    ],
)
def test_manifest(contents: Contents, sqlite_url: str, tmp_path: Path, change: dict[str, Any], message: str) -> None:
    manifest = json.loads(contents["manifest.json"]) | change
    bad = {**contents, "manifest.json": json.dumps(manifest).encode()}
    refused(pack(tmp_path / "bad.zip", bad), sqlite_url, message)


def test_deep_manifest(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    bad = {**contents, "manifest.json": b"[" * 100_000}
    refused(pack(tmp_path / "bad.zip", bad), sqlite_url, "cannot be read|would unpack")


def test_schema_of_a_newer_version(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    manifest = read_manifest(contents["manifest.json"])
    newer = Manifest(schema="9999", made_at="", tables=manifest.tables, counters={})
    refused(pack(tmp_path / "bad.zip", {**contents, "manifest.json": newer.to_json()}), sqlite_url, "schema 9999")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'["not enough"]\n', "is not a list of"),
        (b'{"id": 1}\n', "is not a list of"),
        (b"[" * 5000 + b"\n", "is not JSON"),
        (b"[NaN]\n", "is not JSON"),
        (b"!!python/object/apply:os.system [id]\n", "is not JSON"),
        (b'["everyone","ferry!",1,"main",null,null,"title"]\n', "unfit value in files_digest"),
        (b'["everyone",null,"1","main",null,null,"title"]\n', "unfit value in id"),
        (b'["everyone",null,true,"main",null,null,"title"]\n', "unfit value in id"),
        (b'["everyone",null,36893488147419103232,"main",null,null,"title"]\n', "unfit value in id"),
        (b'["everyone",null,1,null,null,null,"title"]\n', "has nothing in key"),
        (b'["everyone",null,1,"main\\u0000",null,null,"title"]\n', "unfit value in key"),
        (b'["everyone",null,1,"main\\ud800",null,null,"title"]\n', "unfit value in key"),
    ],
)
def test_rows(contents: Contents, sqlite_url: str, tmp_path: Path, line: bytes, message: str) -> None:
    """Columns of bank, by name: files_digest, id, key, loaded_at, title."""
    refused(pack(tmp_path / "bad.zip", with_table(contents, "bank", lambda _: line)), sqlite_url, message)


def test_row_that_refers_to_nothing(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    changed = with_table(contents, "bank", lambda _: b"")
    refused(pack(tmp_path / "bad.zip", changed), sqlite_url, "is refused")


def test_counter_of_no_table(contents: Contents, sqlite_url: str, tmp_path: Path) -> None:
    manifest = read_manifest(contents["manifest.json"])
    bad = Manifest(schema=manifest.schema, made_at="", tables=manifest.tables, counters={"sqlite_sequence": 5})
    refused(pack(tmp_path / "bad.zip", {**contents, "manifest.json": bad.to_json()}), sqlite_url, "which is no table")


def test_link_is_never_followed(contents: Contents, tmp_path: Path) -> None:
    """An entry may claim to be a symbolic link: entries are read as bytes, never made into files."""
    info = ZipInfo("tables/user.jsonl")
    info.external_attr = 0o120777 << 16
    with ZipFile(tmp_path / "bad.zip", "w") as packed:
        for name, content in contents.items():
            packed.writestr(info if name == info.filename else name, content)
    with open_archive(tmp_path / "bad.zip") as archive:
        assert b"".join(archive.lines("user")) == contents["tables/user.jsonl"]
