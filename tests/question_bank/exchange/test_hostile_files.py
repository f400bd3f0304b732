"""Files that were made to do harm: refused in words, at a bounded cost. Flaws that other systems had among them."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from question_bank.exchange.drafts import MOST_ITEMS, ExchangeError
from question_bank.exchange.formats import FORMATS
from question_bank.exchange.html_text import from_html
from question_bank.exchange.text_files import LARGEST_TEXT
from question_bank.exchange.xml_reading import DEEPEST, read_xml

from .reading import data_of, only, read

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE quiz [<!ENTITY l0 "ha">{LAUGHS}]><quiz><question type="essay">&l9;</question></quiz>'
FETCH = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
OUTSIDE = '<!DOCTYPE quiz SYSTEM "http://127.0.0.1/evil.dtd"><quiz/>'
PARAMETER = '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><quiz/>'


@pytest.mark.parametrize("text", [BOMB, FETCH, OUTSIDE, PARAMETER])
def test_xml_with_entities_is_refused_before_any_is_worked_out(text: str) -> None:
    with pytest.raises(ExchangeError, match="entities"):
        read("moodle", text)


@pytest.mark.parametrize("encoding", ["utf-7", "rot13", "no-such"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(ExchangeError):
        read_xml(f'<?xml version="1.0" encoding="{encoding}"?><quiz/>'.encode())


def test_xml_nested_too_deeply_is_refused() -> None:
    with pytest.raises(ExchangeError, match="nested"):
        read("moodle", "<quiz>" + "<a>" * DEEPEST + "</a>" * DEEPEST + "</quiz>")


def test_a_serialised_object_in_a_quiz_stays_text() -> None:
    """CVE-2018-14630: Moodle's import of drag-and-drop questions made objects of what stood in the file."""
    answer = '<answer fraction="100"><text>O:8:"stdClass":1:{s:1:"a";s:4:"evil";}</text></answer>'
    text = (
        f'<quiz><question type="shortanswer"><questiontext><text>Who?</text></questiontext>{answer}</question></quiz>'
    )
    assert data_of(only("moodle", text))["accept"] == ['O:8:"stdClass":1:{s:1:"a";s:4:"evil";}']
    other = text.replace("shortanswer", "ddwtos")
    assert "no kind of question" in only("moodle", other).refused


@pytest.mark.parametrize("formula", ["{={a}+1}", "phpinfo()", "/*{a*/`$_GET[0]`;//{x}}", "1e9999", "__import__('os')"])
def test_no_formula_is_worked_out(formula: str) -> None:
    """CVE-2018-1133 and CVE-2024-43425: Moodle evaluated the formulas of calculated questions."""
    answer = f'<answer fraction="100"><text><![CDATA[{formula}]]></text></answer>'
    text = '<quiz><question type="{}"><questiontext><text>?</text></questiontext>{}</question></quiz>'
    for kind in ("calculated", "calculatedsimple", "numerical"):
        assert "not worked out" in only("moodle", text.format(kind, answer)).refused


def test_scripts_do_not_come_along() -> None:
    """CVE-2018-10891: a script in an imported bank ran in its preview (there is a test of the page, too)."""
    html = '<script>steal()</script><p onclick="steal()">Who<img src=x onerror="steal()"></p><svg onload="steal()"/>'
    answer = '<answer fraction="100"><text>me</text></answer>'
    text = (
        f'<quiz><question type="shortanswer"><questiontext format="html"><text><![CDATA[{html}]]></text></questiontext>'
        f"{answer}</question></quiz>"
    )
    assert data_of(only("moodle", text))["stem"] == "Who"


@pytest.mark.parametrize(
    "name", sorted(name for name, form in FORMATS.items() if form.suffix not in {"xlsx", "zip"})
)  # of ZIP files the parts are measured
def test_a_file_that_is_too_large_is_refused_before_it_is_read(name: str) -> None:
    content = b"a" * (LARGEST_TEXT + 1)
    tracemalloc.start()
    with pytest.raises(ExchangeError, match="larger"):
        FORMATS[name].read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_more_questions_than_are_taken_at_once_are_refused() -> None:
    with pytest.raises(ExchangeError, match="more than"):
        read("quizlet", "".join(f"{number}\tx\n" for number in range(MOST_ITEMS + 1)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gift", "{" * 1_000_000),
        ("gift", "a {" + "=a -> b" * 100_000 + "}"),
        ("gift", "a {" + "#" * 500_000 + "}"),
        ("gift", "//" + "[id:" * 250_000),
        ("gift", "::" + "a" * 1_000_000),
        ("aiken", "a\n" * 2 + "bb\n" * 300_000),
        ("csv", '"' * 1_000_001),
        ("csv", "a,b\n" + "\n" * 1_000_000),
        ("quizlet", "\t" * 1_000_000),
        ("json", "[" * 1_000_000),
        ("yaml", "[" * 1_000_000),
        ("moodle", "<quiz>" + "<question>" * 100_000),
        (
            "moodle",
            '<quiz><question type="cloze"><questiontext><text>' + "{1:SA:" * 200_000 + "</text></questiontext>"
            "</question></quiz>",
        ),
    ],
)  # fmt: skip
def test_awkward_files_cost_seconds_at_most(name: str, text: str) -> None:
    began = time.process_time()
    try:
        items = read(name, text)
    except ExchangeError:
        items = []
    assert time.process_time() - began < 5
    assert all(item.refused or item.draft for item in items)


@pytest.mark.parametrize("begun", ["<img ", "<a", "<!--", "<![a", "<?", "</p "])
def test_html_that_is_never_closed_costs_a_moment(begun: str) -> None:
    began = time.process_time()
    said = from_html(begun * 8_000 + " **a** <b>b</b>", [])
    assert said.endswith("**b**")
    assert time.process_time() - began < 1
