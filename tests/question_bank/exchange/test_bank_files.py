"""The bank as files: unchanged records keep their lines, and what is written reads as what it was written from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from question_bank.bank import Bank, default_folders, read_bank
from question_bank.exchange.bank_files import OldFiles, article_files, data_files
from question_bank.exchange.drafts import Draft
from question_bank.questions import Question
from tests.question_bank.banks import SMALL

from .drafts import drafts

SHIPPED = default_folders()
NOTHING = OldFiles(texts={}, bank=Bank(articles={}, topics={}, claims={}, questions={}))
PARTS = ("articles", "actors", "issues", "topics", "claims", "questions")


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob("*.yaml"))}


def read_again(folder: Path, articles: dict[str, str], data: dict[str, str]) -> Bank:
    for name, texts in (("articles", articles), ("data", data)):
        (folder / name).mkdir(exist_ok=True)
        for file, text in texts.items():
            (folder / name / file).write_text(text)
    return read_bank(folder / "articles", folder / "data")[0]


@pytest.fixture
def old() -> OldFiles:
    return OldFiles(texts=files(SMALL / "data"), bank=read_bank(SMALL / "articles", SMALL / "data")[0])


@pytest.mark.parametrize("folders", [SHIPPED, (SMALL / "articles", SMALL / "data")], ids=["shipped", "small"])
def test_an_unchanged_bank_changes_no_line(folders: tuple[Path, Path]) -> None:
    articles, data = folders
    bank, _ = read_bank(articles, data)
    assert data_files(bank, OldFiles(texts=files(data), bank=bank)) == files(data)
    assert article_files(bank, OldFiles(texts=files(articles), bank=bank)) == files(articles)


@pytest.mark.parametrize("folders", [SHIPPED, (SMALL / "articles", SMALL / "data")], ids=["shipped", "small"])
def test_files_written_from_nothing_read_as_the_same_bank(folders: tuple[Path, Path], tmp_path: Path) -> None:
    bank, problems = read_bank(*folders)
    assert problems == []
    again = read_again(tmp_path, article_files(bank, NOTHING), data_files(bank, NOTHING))
    for part in PARTS:
        assert list(getattr(again, part).items()) == list(getattr(bank, part).items())


def test_an_edit_changes_its_own_record_alone(old: OldFiles, tmp_path: Path) -> None:
    edited = replace(old.bank.questions["ferry-rope-card"], explanation="As the instructor says.")
    bank = replace(old.bank, questions={**old.bank.questions, edited.id: edited})
    texts = data_files(bank, old)
    assert {name for name in texts if texts[name] != old.texts[name]} == {"ferry.yaml"}
    before, after = (text["ferry.yaml"].split("\n") for text in (old.texts, texts))
    start = next(place for place, line in enumerate(before) if "ferry-rope-card" in line)
    assert after[:start] == before[:start]
    assert after[-20:] == before[-20:] or "As the instructor says." in "\n".join(after[-20:])
    assert read_again(tmp_path, files(SMALL / "articles"), texts).questions == bank.questions


def test_new_and_retired_records_come_and_go_in_their_lists(old: OldFiles, tmp_path: Path) -> None:
    claims, questions = dict(old.bank.claims), dict(old.bank.questions)
    claims["claim-new"] = replace(claims["ferry-riders"], id="claim-new", statement="Something else.")
    questions["question-new"] = replace(questions["ferry-rope-card"], id="question-new", claims=("claim-new",))
    del questions["ferry-draft"]
    bank = replace(old.bank, claims=claims, questions=questions)
    again = read_again(tmp_path, files(SMALL / "articles"), data_files(bank, old))
    assert (again.claims, again.questions) == (bank.claims, bank.questions)


def test_comments_stay_where_they_are(old: OldFiles) -> None:
    texts = {**old.texts, "actors.yaml": "# People of the ferry\n" + old.texts["actors.yaml"]}
    folder_bank = replace(
        old.bank,
        places={key: replace(place, line=place.line + 1) if key[0] == "actor" else place
                for key, place in old.bank.places.items()},
    )  # fmt: skip
    edited = replace(old.bank.actors["veld"], line="As the instructor knows him.")
    written = data_files(
        replace(old.bank, actors={**old.bank.actors, "veld": edited}), OldFiles(texts=texts, bank=folder_bank)
    )["actors.yaml"]
    assert written.startswith("# People of the ferry\n")
    assert "As the instructor knows him." in written


@settings(max_examples=40)
@given(draft=drafts())
def test_whatever_texts_a_question_has_they_are_read_back(
    draft: Draft, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bank, _ = read_bank(SMALL / "articles", SMALL / "data")
    data = {"importance": "core", "explanation": "Because.", **draft.data}
    question = Question.from_json({**data, "id": "drawn", "status": "draft", "claims": ["ferry-riders"]})
    bank = replace(bank, questions={"drawn": question})
    again = read_again(tmp_path_factory.mktemp("drawn"), article_files(bank, NOTHING), data_files(bank, NOTHING))
    if "drawn" in again.questions:
        assert again.questions["drawn"] == question
    else:
        pytest.fail("the question was not read back")
