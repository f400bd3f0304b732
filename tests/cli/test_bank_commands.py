from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.bank.changing import edit_question
from tests.cli.conftest import Run
from webapp.db import Database
from webapp.models import Question

SMALL = Path(__file__).resolve().parent.parent / "banks" / "small"


@pytest.fixture(autouse=True)
def _small_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ferry's bank in the place of the checkout's own."""
    for module in ("bank", "serving"):
        monkeypatch.setattr(f"webapp.cli.{module}.default_folders", lambda: (SMALL / "articles", SMALL / "data"))


def test_check_of_sound_files(run: Run) -> None:
    done = run("bank", "check")
    assert done.exit_code == 0
    assert "No problems: 1 articles, 5 claims, 9 questions, 8 of them published" in done.output


def test_check_with_originals(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    originals = SMALL / "originals"
    own = [("README.md", "Our own words."), ("copy.md", (originals / "ferry.txt").read_text())]
    monkeypatch.setattr("webapp.cli.bank.repository_texts", lambda: iter(own))
    done = run("bank", "check", "--articles", str(originals))
    assert done.exit_code == 1
    assert "copy.md: more than 9 words" in done.output
    assert "README.md" not in done.output
    own.pop()
    assert run("bank", "check", "--articles", str(SMALL / "originals")).exit_code == 0


def test_check_names_every_problem(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ferry.yaml").write_text("topic: ferry\nsurprise: yes\n")
    monkeypatch.setattr("webapp.cli.bank.default_folders", lambda: (SMALL / "articles", tmp_path))
    done = run("bank", "check")
    assert done.exit_code == 1
    assert f"{tmp_path}/ferry.yaml:2: ferry: unknown key 'surprise'" in done.output
    assert run("bank", "load").exit_code == 1


def test_check_with_other_originals(run: Run, tmp_path: Path) -> None:
    done = run("bank", "check", "--articles", str(tmp_path))
    assert done.exit_code == 1
    assert "cannot be read" in done.output


def test_plan_changes_nothing_and_load_does(run: Run, database: Database) -> None:
    done = run("bank", "plan")
    assert done.exit_code == 0
    assert "new question ferry-draft" in done.output
    assert "To load: 1 new article, 1 new topic, 5 new claims, 9 new questions." in done.output
    with database.reader() as session:
        assert session.scalars(select(Question)).all() == []
    assert "Loaded: 1 new article" in run("bank", "load").output
    assert "Nothing loaded" in run("bank", "load").output
    with database.reader() as session:
        assert len(session.scalars(select(Question)).all()) == 9


def test_conflict_is_a_finding(run: Run, database: Database, tmp_path: Path) -> None:
    run("bank", "load")
    exported = tmp_path / "bank.json"
    assert run("bank", "export", str(exported)).exit_code == 0
    document = json.loads(exported.read_text())
    for question in document["questions"]:
        question["explanation"] = "As the file says."
    exported.write_text(json.dumps(document))
    with database.writer() as session:
        edit_question(session, "ferry-draft", explanation="As the instructor says.")
    done = run("bank", "load", str(exported))
    assert done.exit_code == 1
    assert "conflict question ferry-draft" in done.output
    assert "Loaded: 8 changed questions." in done.output


def test_export_to_standard_output_is_json(run: Run) -> None:
    run("bank", "load")
    assert len(json.loads(run("bank", "export").stdout)["questions"]) == 9


@pytest.mark.parametrize("content", ["no json", "[]", '{"format": "other"}'])
def test_file_that_is_no_export(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content)
    done = run("bank", "plan", str(tmp_path / "bad.json"))
    assert done.exit_code == 1
    assert "no export of a bank" in done.output


def test_coverage(run: Run) -> None:
    done = run("bank", "coverage", "--passages")
    assert done.exit_code == 0
    assert "sorrel-ferry  p04" in done.output
    assert "sorrel-ferry#p07" in done.output.split("without a published question")[1]
