"""The bank as code: exported into its folders, loaded from them, and conflicts settled by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bank.changing import edit_question
from tests.cli.conftest import Run
from tests.question_bank.banks import copy_of_small
from webapp.db import Database

CARD = "ferry-rope-card"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ferry's bank in the place of the checkout's own."""
    folder = copy_of_small(tmp_path)
    for module in ("bank", "bank_review", "bank_settle", "bank_yaml"):
        monkeypatch.setattr(f"webapp.cli.{module}.default_folders", lambda: (folder / "articles", folder / "data"))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def export(run: Run, folder: Path) -> str:
    done = run("bank", "export", "--yaml", str(folder / "data"), "--articles", str(folder / "articles"))
    assert done.exit_code == 0, done.output
    return done.output


def test_an_unchanged_bank_changes_no_file(run: Run, folder: Path) -> None:
    assert run("bank", "load").exit_code == 0
    before = files(folder)
    assert "have all of it already" in export(run, folder)
    assert files(folder) == before


def test_an_edit_goes_into_the_files_and_loading_them_changes_nothing(
    run: Run, folder: Path, database: Database
) -> None:
    run("bank", "load")
    with database.writer() as session:
        edit_question(session, CARD, explanation=f"As the instructor says. ![A rope](media:{'0a' * 32})")
    said = export(run, folder)
    assert "1 files changed" in said
    assert "Questions whose pictures stay behind: 1." in said
    assert b"As the instructor says." in files(folder)["data/ferry.yaml"]
    assert run("bank", "check").exit_code == 0
    assert "conflict" not in run("bank", "load").output
    assert run("bank", "plan").output.startswith("Nothing")


def test_a_bank_goes_into_an_empty_folder_and_reads_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    run("bank", "load")
    done = run("bank", "export", "--yaml", str(tmp_path / "new"), "--articles", str(tmp_path / "texts"))
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"actors.yaml", "issues.yaml", "ferry.yaml"}


def test_files_with_problems_are_not_written_over(run: Run, folder: Path) -> None:
    run("bank", "load")
    (folder / "data" / "ferry.yaml").write_text("topic: ferry\nsurprise: yes\n")
    before = files(folder)
    done = run("bank", "export", "--yaml", str(folder / "data"))
    assert done.exit_code == 1
    assert "unknown key 'surprise'" in done.output
    assert files(folder) == before


def test_conflicts_are_listed_and_settled_by_command(run: Run, folder: Path, database: Database) -> None:
    run("bank", "load")
    with database.writer() as session:
        edit_question(session, CARD, explanation="As the instructor says.")
    path = folder / "data" / "ferry.yaml"
    text = path.read_text()
    path.write_text(text.replace("- id: ferry-rope-card\n", "- id: ferry-rope-card\n    hint: Look up.\n"))
    listed = run("bank", "settle")
    assert listed.exit_code == 1
    assert f"question:{CARD}" in listed.output
    assert "hint: {+Look up.+}" in listed.output
    assert run("bank", "settle", "--keep", "question:none").exit_code == 1
    assert run("bank", "settle", "--keep", "nonsense").exit_code == 2
    done = run("bank", "settle", "--take", f"question:{CARD}")
    assert (done.exit_code, "1 settled, 0 left." in done.output) == (0, True)
    assert run("bank", "plan").output.startswith("Nothing")


def test_one_thing_is_written_at_a_time(run: Run, folder: Path) -> None:
    assert run("bank", "export", "--yaml", str(folder), "--html", str(folder)).exit_code == 2
    assert run("bank", "export", "--articles", str(folder)).exit_code == 2
