"""Static files go out packed to whoever can unpack them, and are not sent again to whoever has them."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

from tests.people import PersonClient
from webapp.web.sheets import parts_of
from webapp.web.static_files import sent_of, version_of

STATIC = Path(__file__).parents[2] / "webapp" / "static"


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


def test_sheets_of_a_page_are_one_answer_with_all_of_each_in_the_order_of_their_names(client: PersonClient) -> None:
    together = (STATIC / "css/tokens.css").read_bytes() + (STATIC / "css/base.css").read_bytes()
    plain = client.get("/static/css/tokens+base.css")
    assert (plain.data, plain.mimetype) == (together, "text/css")
    headers = {"Accept-Encoding": "gzip"}
    packed = client.get("/static/css/tokens+base.css", headers=headers)
    assert gzip.decompress(packed.data) == together
    again = client.get("/static/css/tokens+base.css", headers={**headers, "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for none in ("tokens+none", "tokens+tokens", "tokens+", "+tokens", "tokens+../css/base", "tokens+/etc/x"):
        assert client.get(f"/static/css/{none}.css").status_code == 404, none


def test_the_address_of_sheets_together_changes_with_each_of_them(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    for name in ("one", "two"):
        (tmp_path / f"css/{name}.css").write_text(f".{name} {{}}")
    parts = parts_of(tmp_path, "css/one+two.css")
    before = version_of(parts)
    (tmp_path / "css/two.css").write_text(".two { color: red }")
    os.utime(tmp_path / "css/two.css", ns=(0, 1))
    assert before != version_of(parts)


@pytest.mark.parametrize(
    "name", ["none.css", "css/none+study.css", f"{'long' * 64}.css", f"css/study+{'long' * 64}.css"]
)
def test_what_is_not_there_is_said_in_words(client: PersonClient, name: str) -> None:
    assert client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_a_module_goes_out_without_its_descriptions_and_with_all_its_code(client: PersonClient) -> None:
    for path in (STATIC / "js").glob("*.js"):
        code = _sent(client, f"js/{path.name}")
        assert not re.search(r"/\*\*|@param|\s//", code)
        for line in path.read_text().splitlines():
            bare = re.sub(r"/\*\* @.*?\*/ ?| // .*", "", line).strip()
            if bare and not bare.startswith(("*", "/**", "//")):
                assert _without_room(bare) in _without_room(code)


def test_only_room_that_says_nothing_is_taken_out_of_a_module(tmp_path: Path) -> None:
    kept = [
        'say("a , { b", [ 1, 2 ]);',
        "say('x , y', `p , ${q ? `r , s` : 1}`);",
        "say(`p , ${q ? 1 : 2}`, `t ; u`);",
        "say(`p , ${q ? `r , s` : 1}`);",
        "const signs = a - -b + +c * d++ + e -= 1;",
        "const pattern = / , \\{ /.test(text);",
        "list.map((each) => say(each)).find(async (one) => await one);",
        "say(",
        "  one,",
        "  two,",
        ");",
        "if (left) {",
        "  say(left);",
        "}",
        "return left",
        "const last = 1;",
    ]
    path = tmp_path / "some.js"
    path.write_text("\n".join(kept))
    assert sent_of(path).decode() == (
        'say("a , { b",[1,2]);'
        "say('x , y', `p , ${q ? `r , s` : 1}`);"
        "say(`p , ${q ? 1 : 2}`,`t ; u`);"
        "say(`p , ${q ? `r , s` : 1}`);"
        "const signs=a- -b+ +c*d++ +e-=1;"
        "const pattern = / , \\{ /.test(text);"
        "list.map(each=>say(each)).find(async(one)=>await one);"
        "say(one,two);"
        "if(left){say(left)}"
        "return left\n"
        "const last=1;"
    )


def test_all_modules_together_weigh_less_than_80_kilobytes(client: PersonClient) -> None:
    modules = [f"js/{path.name}" for path in (STATIC / "js").glob("*.js")]
    assert len(modules) > 30
    assert sum(len(_sent(client, module).encode()) for module in modules) < 80_000


def _sent(client: PersonClient, name: str) -> str:
    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}).data
    return gzip.decompress(packed).decode()


def _without_room(code: str) -> str:
    return re.sub(r"[\s;,()]", "", code)
