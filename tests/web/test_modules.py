"""Modules of one page are of one version, and a page names all that it needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import url_for

from tests.people import People, PersonClient
from webapp.web import modules
from webapp.web.edge import Tumen
from webapp.web.static_files import sent_of

WEBAPP = Path(__file__).parents[2] / "webapp"
JS = WEBAPP / "static" / "js"
TEMPLATES = WEBAPP / "templates"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.fixture
def address_of(app: Tumen) -> Callable[[str], str]:
    def address(name: str) -> str:
        with app.test_request_context():
            return url_for("static", filename=f"js/{name}")

    return address


def test_all_modules_stand_under_one_version_and_are_kept_for_good(
    client: PersonClient, address_of: Callable[[str], str]
) -> None:
    names = sorted(path.name for path in JS.glob("*.js"))
    assert len({address_of(name).removesuffix(name) for name in names}) == 1
    for name in names:
        answer = client.get(address_of(name))
        assert answer.data == (JS / name).read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]


def test_what_another_version_is_called_is_not_kept(client: PersonClient) -> None:
    answer = client.get("/static/js/000000000000/study.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert client.get("/static/js/000000000000/none.js").status_code == 404


def test_a_change_in_one_module_is_a_new_version_of_all(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("import './b.js';")
    (tmp_path / "b.js").write_text("1")
    moment = iter(range(100, 110))
    versions = []
    for content in ("1", "2", "1"):
        (tmp_path / "b.js").write_text(content)
        versions.append(modules._version(tmp_path, next(moment)))
    assert versions[0] == versions[2] != versions[1]


def test_imports_are_followed_however_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(
        'import {\n  one,\n  two,\n} from "./b.js";\n/** @typedef {import("./d.js").D} D */\n'
    )
    (tmp_path / "b.js").write_text('import "./a.js";\nexport * from "./c.js";\n')
    (tmp_path / "c.js").write_text("export const one = 1;\n")
    assert modules.modules_of(tmp_path, "a.js") == ("a.js", "b.js", "c.js")


def test_the_study_page_names_every_module_that_it_needs_before_it_asks(people: People) -> None:
    text = people.ada.get("/study").text
    named = set(re.findall(r'<(?:link|script)[^>]* (?:href|src)="/static/js/[0-9a-f]{12}/([\w-]+\.js)"', text))
    assert named == {*modules.modules_of(JS, "study.js"), *modules.modules_of(JS, "page.js")}
    assert {"session.js", "outbox.js", "store.js"} <= named
    dynamic = [name for name in named if re.search(r"\bimport\(", COMMENT.sub("", (JS / name).read_text()))]
    assert dynamic == [], "what is imported later is not there without a connection"


@pytest.mark.parametrize("path", ["/", "/study", "/read", "/quiz/new", "/api", "/bank", "/bank/questions/new"])
def test_modules_let_what_a_page_is_painted_with_come_first(people: People, path: str) -> None:
    tags = re.findall(r'<(?:link rel="modulepreload"|script type="module")[^>]*>', people.ben.get(path).text)
    assert len(tags) > 1
    assert [tag for tag in tags if 'fetchpriority="low"' not in tag] == []


def test_no_template_runs_a_module_but_by_the_tag_that_names_what_it_imports() -> None:
    by_hand = [path.name for path in TEMPLATES.rglob("*.html") if re.search(r"js/|modulepreload", path.read_text())]
    assert by_hand == []


def test_a_page_names_each_module_once_and_all_that_those_it_runs_import(people: People) -> None:
    text = people.ada.get("/quiz/new").text
    address = r'"/static/js/[0-9a-f]{12}/([\w-]+\.js)"'
    run = re.findall(f"<script[^>]* src={address}", text)
    imported = re.findall(f"<link[^>]* href={address}", text)
    assert sorted({*run, *imported}) == sorted([*run, *imported])
    assert {*run, *imported} == {module for name in run for module in modules.modules_of(JS, name)}


def test_no_string_goes_over_the_end_of_a_line() -> None:
    """Whoever unpacks gets modules without comments and indentation, which are known by where a line begins."""
    for path in JS.glob("*.js"):
        assert all(line.count("`") % 2 == 0 for line in sent_of(path).decode().splitlines()), path.name
