"""Static files go out packed to whoever can unpack them, and are not sent again to whoever has them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.people import PersonClient

STATIC = Path(__file__).parents[2] / "webapp" / "static"
OF_INSTRUCTORS = frozenset({"editor.js", "job.js", "picking.js", "trying.js"})
"""Modules that only the pages of the bank and of the API bring."""


@pytest.mark.parametrize("name", ["css/base.css", "icons/mark.svg"])
def test_texts_are_packed_for_browsers_that_unpack_them(client: PersonClient, name: str) -> None:
    content = (STATIC / name).read_bytes()
    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert len(packed.data) < len(content)
    assert gzip.decompress(packed.data) == content
    assert packed.content_type == client.get(f"/static/{name}").content_type
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0"])
def test_others_get_the_file_as_it_is(client: PersonClient, accepted: str) -> None:
    plain = client.get("/static/css/base.css", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    assert plain.data == (STATIC / "css/base.css").read_bytes()
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_what_the_browser_has_is_not_sent_again_packed_or_not(client: PersonClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    first = client.get("/static/js/session.js", headers=headers)
    again = client.get("/static/js/session.js", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Vary"] == "Accept-Encoding"


def test_a_part_of_a_file_is_a_part_of_the_file(client: PersonClient) -> None:
    part = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert part.status_code == 206
    assert part.headers["Vary"] == "Accept-Encoding"
    assert part.data == (STATIC / "css/base.css").read_bytes()[:10]


def test_what_is_not_there_is_said_in_words(client: PersonClient) -> None:
    assert client.get("/static/none.css", headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_a_module_goes_out_without_its_descriptions_and_with_all_its_code(client: PersonClient) -> None:
    for name in ("session", "quiz"):
        sent = client.get(f"/static/js/{name}.js", headers={"Accept-Encoding": "gzip"})
        code = gzip.decompress(sent.data).decode()
        assert not re.search(r"/\*\*|@param|\s//", code)
        for line in (STATIC / f"js/{name}.js").read_text().splitlines():
            bare = re.sub(r"/\*\* @.*?\*/ ?| // .*", "", line).strip()
            if bare and not bare.startswith(("*", "/**", "//")):
                assert bare in code


def test_all_modules_of_students_together_weigh_less_than_80_kilobytes(client: PersonClient) -> None:
    modules = [path.relative_to(STATIC) for path in (STATIC / "js").rglob("*.js") if path.name not in OF_INSTRUCTORS]
    assert len(modules) > 20
    sent = (client.get(f"/static/{module}", headers={"Accept-Encoding": "gzip"}).data for module in modules)
    assert sum(len(gzip.decompress(packed)) for packed in sent) < 80_000
