"""Pictures of Anki's packages: those that notes name, told by their content, at a bounded cost."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED

import pytest
import zstandard

from question_bank.exchange.anki import media
from question_bank.exchange.anki.cards import drafts_of_cards
from question_bank.exchange.anki.collection import NoteText
from question_bank.exchange.anki.drafts import Media, drafts_of, picture_names
from question_bank.exchange.anki.media import Picture, media_type_of, read_pictures
from question_bank.exchange.html_text import PICTURES
from question_bank.pictures import digests_in, words_for_pictures

from .packages import latest, middle, oldest, pack
from .pictures import GIF, JPEG, PNG, WEBP

SECONDS, MEGABYTES = 5, 256


def read(file: BytesIO, *names: str) -> list[Picture]:
    """The pictures, within the time and memory that they may cost."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(read_pictures(file, names=names))
    assert time.process_time() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
    return found


@pytest.mark.parametrize("layout", [oldest, middle, latest])
def test_each_layout(layout: Callable[..., BytesIO]) -> None:
    """The wanted ones alone, by their names, with the types that they are."""
    files = {"a heron.png": PNG, "b.jpg": JPEG, "c": GIF, "d.gif": WEBP, "e.png": b"<svg onload=alert(1)>", "f": PNG}
    found = read(layout(b"", files), "a heron.png", "b.jpg", "c", "d.gif", "e.png", "nowhere.png")
    assert [(each.name, each.media_type, each.content) for each in found] == [
        ("a heron.png", "image/png", PNG), ("b.jpg", "image/jpeg", JPEG), ("c", "image/gif", GIF),
        ("d.gif", "image/webp", WEBP),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"<html>", b"\x89PNG", b"RIFF....WAVE", b"%PDF-1.4", b"ID3"])
def test_what_is_no_picture(content: bytes) -> None:
    assert media_type_of(content) is None


@pytest.mark.parametrize("layout", [oldest, latest])
def test_a_picture_that_is_too_large_is_left_out_and_the_others_come(
    layout: Callable[..., BytesIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"large": PNG + bytes(media.LARGEST_PICTURE), "small": PNG}
    assert [each.name for each in read(layout(b"", files), "large", "small")] == ["small"]
    monkeypatch.setattr(media, "LARGEST_PICTURES", 2 * len(PNG) + len(PNG) // 2)
    files = {str(number): PNG + bytes([number]) for number in range(5)}
    assert [each.name for each in read(layout(b"", files), *files)] == ["0", "1"]
    monkeypatch.setattr(media, "MOST_PICTURES", 1)
    assert [each.name for each in read(layout(b"", files), *files)] == ["0"]


def test_bombs_are_looked_at_no_further_than_is_taken() -> None:
    bomb = PNG + bytes(40 * 1024 * 1024)
    names = [str(number) for number in range(60)]
    listed = json.dumps({name: name for name in names}).encode()
    deflated = pack({"collection.anki2": b"", "media": listed, **dict.fromkeys(names, bomb)}, ZIP_DEFLATED)
    assert read(deflated, *names) == []
    frame = zstandard.compress(bomb)
    entries = b"".join(b"\x0a\x04\x0a\x02%02d" % number for number in range(60))
    packed = {"collection.anki21b": b"", "media": zstandard.compress(entries), **dict.fromkeys(names, frame)}
    assert read(pack(packed), *(f"{number:02d}" for number in range(60))) == []


@pytest.mark.parametrize(
    "listed",
    [b"", b"[]", b"{", b"[" * 100_000, b'{"0": 1}', b'{"0": ["a"]}', b'"a"', b"\xff", b" " * (4 * 1024 * 1024),
     b'{"../../etc/passwd": "a"}'],
)  # fmt: skip
def test_a_list_that_is_none_names_nothing(listed: bytes) -> None:
    assert read(pack({"collection.anki2": b"", "media": listed, "0": PNG}), "a") == []


@pytest.mark.parametrize(
    "listed",
    [b"\x0a", b"\x0a\xff\xff\xff\xff\x7f", b"\xff" * 30, b"\x0b", b"\x0a\x03\x0a\x01\xff", b"\x0d\0\0\0\0\x09",
     bytes(1000)],
)  # fmt: skip
def test_a_message_that_is_none_names_nothing(listed: bytes) -> None:
    packed = {"collection.anki21b": b"", "media": zstandard.compress(listed), "0": zstandard.compress(PNG)}
    assert read(pack(packed), "a", "") == []
    assert read(pack(packed | {"media": b"no zstd"}), "a") == []


def test_a_note_shows_its_pictures_and_names_its_sounds() -> None:
    note = NoteText(
        "g", ("<IMG class=x SRC='a%20b.png' alt='A [heron] &amp; co'><img src=c.png>", "x [sound:b.mp3]"), ()
    )
    assert picture_names([note]) == ["a%20b.png", "a b.png", "c.png"]
    shown = Media(pictures={"a b.png": "0" * 64}, no_words="A picture", sound=lambda name: f"(<{name}>)")
    item = drafts_of_cards([note], ordinals={}, types={}, media=shown)["g", 0]
    assert item.draft is not None
    assert digests_in(item.draft.data["front"]) == {"0" * 64}
    assert words_for_pictures(item.draft.data["front"]) == "A heron & co"
    assert item.draft.data["back"] == r"x (\<b.mp3\>)"
    assert item.changed  # the other one is not in the package
    gap = NoteText("c", ("{{c1::heron <img src=a.png>}} it is", ""), ())
    (only,) = drafts_of([gap], media=Media(pictures={"a.png": "0" * 64}))
    assert only.changed == (PICTURES,)  # an answer is typed
    (item,) = drafts_of([note])
    assert item.draft is None  # for the bank there is no text on its front
