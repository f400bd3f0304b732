"""Other programs' own readers, in environments of their own, read what we write: the outside check of the formats."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from question_bank.bank import default_folders, load_bank
from question_bank.exchange.cells import guarded
from question_bank.exchange.columns import rows_of
from question_bank.exchange.drafts import Draft
from question_bank.exchange.formats import FORMATS
from question_bank.exchange.html_text import words_of
from question_bank.exchange.markdown_html import to_html
from question_bank.exchange.sheets import read_table
from question_bank.exchange.tags import tags_of

from .drafts import drafts
from .qti_responses import Tried, responses

PYTHON = os.environ.get("TUMEN_TEST_READERS_PYTHON", "")
NODE_FOLDER = os.environ.get("TUMEN_TEST_READERS_NODE", "")
HERE = Path(__file__).resolve().parent
SECONDS = 120
EACH, AWKWARD = 6, 60  # of the bank each sixth question, and so many drafts that are awkward

pytestmark = pytest.mark.sqlite  # whatever the database: none is used, and once is enough
with_python = pytest.mark.skipif(not PYTHON, reason="TUMEN_TEST_READERS_PYTHON names no Python that has other readers")
with_node = pytest.mark.skipif(not NODE_FOLDER, reason="TUMEN_TEST_READERS_NODE names no folder that has gift-pegjs")


@cache
def sample() -> list[Draft]:
    """The bank that comes along, and drafts with signs that mean something in one format or another."""
    unlike = {"id", "status"}
    found = [
        Draft(name=question.id, data={key: value for key, value in question.to_json().items() if key not in unlike})
        for question in list(load_bank(*default_folders()).questions.values())[::EACH]
    ]

    @settings(max_examples=AWKWARD, database=None, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(draft=drafts())
    def add_awkward(draft: Draft) -> None:
        found.append(Draft(name=f"awkward-{len(found)}", data=draft.data))

    add_awkward()
    return found


def carried(name: str) -> dict[str, Draft]:
    """What the format takes of the sample, by name."""
    found = [FORMATS[name].carry(draft).draft for draft in sample()]
    return {draft.name: draft for draft in found if draft is not None}


def ran(*command: str | Path, given: Any = None) -> Any:
    done = subprocess.run(
        [*map(str, command)], input=json.dumps(given), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def written(folder: Path, name: str, found: dict[str, Draft]) -> Path:
    path = folder / name
    path.write_bytes(FORMATS[name].write(list(found.values())))
    return path


def signs(text: str) -> str:
    """The text without its spaces: where lines break and elements end means nothing."""
    return "".join(text.split())


def shown(markdown: str) -> str:
    return signs(words_of(to_html(markdown)))


def trimmed(text: str) -> str:
    return text.strip(" \t\n\u00a0\ufeff")


@with_python
@pytest.mark.parametrize("version", ["qti21", "qti22", "qti30"])
def test_items_of_qti_ask_and_score_elsewhere_as_here(version: str, tmp_path: Path) -> None:
    found = carried(version)
    path = written(tmp_path, version, found)
    tried = {name: responses(draft) for name, draft in found.items()}
    given = {name: [each.response for each in several] for name, several in tried.items()}
    items = ran(PYTHON, HERE / "other_programs.py", "qti", path, given=given)
    assert [item["identifier"] for item in items] == list(found)
    for item in items:
        draft = found[item["identifier"]]
        _asks_the_same(item, draft)
        for each, answer in zip(tried[draft.name], item["tried"], strict=True):
            _scores_the_same(each, answer, draft)
    again = FORMATS["qti21"].read(path.with_suffix(".converted").read_bytes())
    assert [item.draft for item in again] == list(found.values())


def _asks_the_same(item: Any, draft: Draft) -> None:
    stem = next((draft.data[key] for key in ("stem", "front") if key in draft.data), None)
    assert stem is None or signs(item["body"]).startswith(shown(stem)), draft
    texts = [each["text"] for part in ("items", "options") for each in draft.data.get(part, ()) if "text" in each]
    assert sorted(map(signs, item["choices"].values())) == sorted(map(shown, texts)), draft


def _scores_the_same(tried: Tried, answer: Any, draft: Draft) -> None:
    assert answer["score"] == pytest.approx(tried.score, abs=0.001), (tried, draft)
    assert answer["score"] <= 1
    said = [*tried.said, *([draft.data["explanation"]] if draft.data.get("explanation") else [])]
    assert sorted(map(signs, answer["shown"])) == sorted(map(shown, said)), (tried, draft)


@with_python
def test_a_workbook_is_elsewhere_the_table_that_it_is_here(tmp_path: Path) -> None:
    found = carried("xlsx")
    path = written(tmp_path, "xlsx", found).rename(tmp_path / "questions.xlsx")
    rows = ran(PYTHON, HERE / "other_programs.py", "workbook", path)
    assert {kind for row in rows for value, kind in row if value is not None} == {"s"}  # texts alone, no formula
    expected = [[guarded(cell) for cell in row] for row in rows_of(list(found.values()))]
    assert [[value or "" for value, _ in row] for row in rows] == expected


@with_python
def test_what_another_program_writes_into_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.xlsx"
    ran(PYTHON, HERE / "other_programs.py", "written-workbook", path)
    assert read_table(path.read_bytes()).rows == [
        ["name", "front", "back"],
        ["q-1", "When did it open?", "2014-05-05"],
        ["q-2", "And to the minute?", "2014-05-05 14:30"],
        ["q-3", "How much?", "0.3"],
        ["q-4", "Is it so?", "TRUE"],
        ["q-5", "&copy; <b>&amp; \u00fc\U0001f600\nsecond line", "1000000"],
        ["q-6", " kept "],
        ["q-7", "", "a formula without a result"],
    ]


@with_python
def test_choices_and_texts_with_gaps_are_in_moodle_xml_elsewhere_what_they_are_here(tmp_path: Path) -> None:
    found = {name: draft for name, draft in carried("moodle").items() if not name.startswith("awkward")}
    read = ran(PYTHON, HERE / "other_programs.py", "moodle", written(tmp_path, "moodle", found))
    choices = [draft.data for draft in found.values() if draft.kind == "choice"]
    for question, data in zip(read["multichoice"], choices, strict=True):
        rights = sum(bool(option.get("right")) for option in data["options"])
        assert question["text_pre_parse"] == data["stem"]
        assert question["single"] == (rights == 1)
        assert question["general_feedback"] == data["explanation"]
        for read_option, option in zip(question["options"], data["options"], strict=True):
            assert read_option["answer"] == option["text"]
            assert read_option["feedback"] == option.get("feedback")
            assert (read_option["score_fraction"] > 0) == bool(option.get("right"))
    gaps = [draft.data["gaps"] for draft in found.values() if draft.kind == "cloze"]
    assert [
        [[(option["answer"], option["score"]) for option in gap["options"]] for gap in question["gaps"]]
        for question in read["cloze"]
    ] == [[[(text, 100) for text in gap["accept"]] for gap in several.values()] for several in gaps]


@with_node
def test_questions_in_gift_are_elsewhere_what_they_are_here(tmp_path: Path) -> None:
    found = carried("gift")
    questions = ran("node", HERE / "gift_reader.cjs", NODE_FOLDER, written(tmp_path, "gift", found))
    assert [question["id"] for question in questions] == list(found)
    for question, draft in zip(questions, found.values(), strict=True):
        assert (question["tags"] or []) == tags_of(draft.data)
        assert _text(question["stem"]) == trimmed(draft.data.get("stem", draft.data.get("front")))
        GIFT[draft.kind](question, draft.data)
        expected = draft.data["back"] if draft.kind == "card" else draft.data.get("explanation")
        assert _text(question["globalFeedback"]) == trimmed(expected or "")


def _text(said: Any) -> str:
    return trimmed(said["text"]) if said else ""


def _choice(question: Any, data: Any) -> None:
    rights = sum(bool(option.get("right")) for option in data["options"])
    assert question["type"] == "MC"
    for choice, option in zip(question["choices"], data["options"], strict=True):
        assert _text(choice["text"]) == trimmed(option["text"])
        assert _text(choice["feedback"]) == trimmed(option.get("feedback", ""))
        if rights == 1:
            assert choice["isCorrect"] == bool(option.get("right"))
        else:
            assert choice["weight"] == pytest.approx((1 if option.get("right") else -1) * 100 / rights, abs=0.001)


def _short(question: Any, data: Any) -> None:
    wrong = [(trimmed(text), trimmed(each["feedback"])) for each in data.get("wrong", ()) for text in each["accept"]]
    found = [(_text(each["text"]), each["weight"], _text(each["feedback"])) for each in question["choices"]]
    assert question["type"] == "Short"
    assert found == [
        *((trimmed(text), None, "") for text in data["accept"]), *((text, 0, said) for text, said in wrong)
    ]  # fmt: skip


def _number(question: Any, data: Any) -> None:
    assert question["type"] == "Numerical"
    right, *wrong = question["choices"]
    assert right["text"]["number"] == float(data["answer"]["number"])
    assert right["text"]["range"] == float(data.get("tolerance", {}).get("absolute", 0))
    assert [(each["text"]["number"], each["weight"], _text(each["feedback"])) for each in wrong] == [
        (float(each["number"]), 0, each["feedback"]) for each in data.get("wrong", ())
    ]


def _matching(question: Any, data: Any) -> None:
    texts = {option["key"]: trimmed(option["text"]) for option in data["options"]}
    pairs = [(trimmed(item["text"]), texts.pop(item["answer"])) for item in data["items"]]
    assert question["type"] == "Matching"
    assert [(_text(pair["subquestion"]), _unmarked(pair["subanswer"])) for pair in question["matchPairs"]] == [
        *pairs, *(("", text) for text in texts.values())
    ]  # fmt: skip


def _unmarked(text: str) -> str:
    """The text with its escaped signs, for which that program leaves marks of its own in the answers of pairs."""
    return re.sub(r"&&(\d{3});?", lambda mark: chr(int(mark[1])), trimmed(text))


def _card(question: Any, data: Any) -> None:
    assert question["type"] == "Essay"


GIFT = {"card": _card, "choice": _choice, "matching": _matching, "number": _number, "short": _short}
