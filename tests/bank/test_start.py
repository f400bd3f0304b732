from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from question_bank.problems import BankError
from tests.bank.changing import NOW, edit_question
from tests.bank.conftest import SMALL
from webapp.bank.services.start import load_changed_files
from webapp.models import Question


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "bank"))


def load_at_start(session: Session, files: Path) -> list[str] | None:
    made = load_changed_files(session, articles=files / "articles", data=files / "data", now=NOW)
    return None if made is None else [str(step) for step in made.steps]


def test_files_are_loaded_only_when_they_have_changed(session: Session, files: Path) -> None:
    assert len(load_at_start(session, files) or ()) == 27
    assert load_at_start(session, files) is None
    data = files / "data" / "ferry.yaml"
    data.write_text(data.read_text().replace("title: The ferry at Millbrook", "title: The ferry"))
    assert load_at_start(session, files) == ["changed topic ferry"]
    assert load_at_start(session, files) is None


def test_conflict_does_not_stop_the_start(session: Session, files: Path) -> None:
    load_at_start(session, files)
    edit_question(session, "ferry-draft", explanation="Other.")
    data = files / "data" / "ferry.yaml"
    data.write_text(data.read_text().replace("status: draft", "status: published"))
    steps = load_at_start(session, files)
    assert steps is not None
    assert [step.split(":")[0] for step in steps] == ["conflict question ferry-draft"]


def test_files_with_problems_change_nothing(session: Session, files: Path) -> None:
    load_at_start(session, files)
    (files / "data" / "ferry.yaml").write_text("topic: ferry\nsurprise: yes\n")
    with pytest.raises(BankError, match="surprise"):
        load_at_start(session, files)
    assert session.scalar(select(func.count()).select_from(Question).where(Question.status == "retired")) == 0
