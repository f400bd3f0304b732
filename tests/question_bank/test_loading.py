from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml

from question_bank import nodes
from question_bank.actors import Actor
from question_bank.articles import Article
from question_bank.bank import default_folders, files_digest, load_bank
from question_bank.canonical import canonical_json, content_hash
from question_bank.claims import Claim, Importance
from question_bank.fields import Fields
from question_bank.issues import Issue
from question_bank.kinds import KINDS
from question_bank.nodes import Table, read_file
from question_bank.problems import BankError, Problem
from question_bank.questions import Question
from question_bank.topics import Topic
from question_bank.words import gettext

from .banks import ARTICLE, SMALL, TOPIC, copy_of_small, load, problems_of


def test_the_small_bank_has_every_kind() -> None:
    bank = load()
    assert {question.kind for question in bank.questions.values()} == set(KINDS)
    assert list(bank.questions)[:2] == ["ferry-first-day-date", "ferry-first-day-cloze"]
    passage = bank.passage("sorrel-ferry#p03")
    assert passage is not None
    assert (passage.start, passage.reference) == (65, "sorrel-ferry#p03")
    assert bank.passage("sorrel-ferry#p99") is None
    assert bank.passage("elsewhere#p01") is None


def test_a_question_without_importance_has_that_of_its_primary_claim() -> None:
    questions = load().questions
    assert questions["ferry-first-day-date"].importance is Importance.CORE
    assert questions["ferry-first-day-cloze"].importance is Importance.USEFUL


def test_records_survive_json() -> None:
    bank = load()
    records: list[Article | Actor | Issue | Topic | Claim | Question] = [*bank.articles.values(), *bank.actors.values()]
    records += [*bank.issues.values(), *bank.topics.values(), *bank.claims.values(), *bank.questions.values()]
    for record in records:
        data = json.loads(canonical_json(record.to_json()))
        again = type(record).from_json(data)
        assert again == record
        assert content_hash(again.to_json()) == content_hash(data)


def test_what_is_written_out_loads_again(tmp_path: Path) -> None:
    bank = load()
    for folder in ("articles", "data"):
        (tmp_path / folder).mkdir()
    for article in bank.articles.values():
        (tmp_path / "articles" / f"{article.key}.yaml").write_text(yaml.safe_dump(article.to_json(), sort_keys=False))
    for name in ("actors", "issues"):
        document = {name: [record.to_json() for record in getattr(bank, name).values()]}
        (tmp_path / "data" / f"{name}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    for topic in bank.topics.values():
        claims = [claim.to_json() for claim in bank.claims.values() if claim.topic == topic.key]
        for claim in claims:
            del claim["topic"]
        document = {
            **topic.to_json(),
            "claims": claims,
            "questions": [question.to_json() for question in bank.questions.values()],
        }
        (tmp_path / "data" / f"{topic.key}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    assert load(tmp_path) == bank


@pytest.mark.parametrize("loader", [yaml.BaseLoader, nodes._LOADER])
def test_both_loaders_give_the_same_bank(monkeypatch: pytest.MonkeyPatch, loader: object) -> None:
    wanted = load()
    monkeypatch.setattr(nodes, "_LOADER", loader)
    again = load()
    assert again == wanted
    assert again.places == wanted.places


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path)
    path = folder / TOPIC
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder) == load()


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 002\nb: 010\nc: no\nd: 2014-05-05\n")
    problems: list[Problem] = []
    table = read_file(path, problems)
    assert isinstance(table, Table)
    fields = Fields(table, problems)
    assert [fields.text(key) for key in "abcd"] == ["002", "010", "no", "2014-05-05"]
    assert not problems


def test_empty_folders_are_said(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [
        "articles: the folder has no .yaml file",
        "data: the folder has no .yaml file",
    ]


def test_a_bank_error_is_readable() -> None:
    error = BankError([Problem("b.yaml", 3, "x", gettext("second")), Problem("a.yaml", 0, "", gettext("first"))])
    assert str(error) == "a.yaml: first\nb.yaml:3: x: second"
    assert len(error.problems) == 2


def test_the_digest_of_the_files_changes_with_any_of_them(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path)
    digest = files_digest(folder / "articles", folder / "data")
    assert digest == files_digest(SMALL / "articles", SMALL / "data")
    (folder / TOPIC).rename(folder / "data" / "fairy.yaml")
    renamed = files_digest(folder / "articles", folder / "data")
    (folder / "data" / "fairy.yaml").rename(folder / TOPIC)
    (folder / ARTICLE).write_bytes((folder / ARTICLE).read_bytes() + b"\n")
    assert len({digest, renamed, files_digest(folder / "articles", folder / "data")}) == 3


def test_floats_have_no_place_in_a_content() -> None:
    with pytest.raises(TypeError, match="floating-point"):
        canonical_json({"a": [{"b": 0.1}]})
    assert canonical_json({"b": "é", "a": [1, True]}) == '{"a":[1,true],"b":"é"}'


def test_stored_contents_that_are_not_ours_are_refused() -> None:
    bank = load()
    question = next(iter(bank.questions.values())).to_json()
    with pytest.raises(BankError, match="unknown key 'x'"):
        Question.from_json(question | {"x": "y"})
    with pytest.raises(BankError, match="'kind' is one of"):
        Question.from_json(question | {"kind": "essay"})
    with pytest.raises(BankError, match="'importance' is missing"):
        Question.from_json({key: value for key, value in question.items() if key != "importance"})
    with pytest.raises(BankError, match="'statement' is missing"):
        Claim.from_json({"id": "a", "topic": "b", "kind": "event", "importance": "core", "sources": ["a#p"]})
    with pytest.raises(BankError, match="'title' is missing"):
        Article.from_json({"key": "a"})
    with pytest.raises(BankError, match="'line' is missing"):
        Actor.from_json({"id": "a", "name": "A"})
    with pytest.raises(BankError, match="'question' is missing"):
        Issue.from_json({"id": "a"})


def test_a_large_bank_loads_within_a_second(tmp_path: Path) -> None:
    """450 kB as a bank of this kind has them; the bound is wide, since test machines are busy."""
    folder = copy_of_small(tmp_path)
    text = (folder / TOPIC).read_text(encoding="utf-8")
    copies = 450_000 // len(text) + 1
    for number in range(copies):
        topic = (
            text.replace("ferry-", f"ferry{number}-")
            .replace("sorrel-ferry0", "x")
            .replace("topic: ferry", f"topic: t{number}")
        )
        (folder / "data" / f"t{number}.yaml").write_text(topic, encoding="utf-8")
    (folder / TOPIC).unlink()
    began = time.process_time()
    bank = load(folder)
    assert len(bank.questions) == len(load().questions) * copies
    assert time.process_time() - began < 2


def test_the_banks_of_this_repository_load() -> None:
    bank = load_bank(*default_folders())
    assert len(bank.articles) == 5
    assert {question.kind for question in bank.questions.values()} == set(KINDS)
