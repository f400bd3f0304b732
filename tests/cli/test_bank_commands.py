from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from question_bank.review import RULES
from tests.bank.changing import edit_question
from tests.cli.conftest import Run
from tests.question_bank.banks import SMALL, TOPIC, copy_of_small
from webapp.db import Database
from webapp.models import Question


@pytest.fixture(autouse=True)
def _small_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ferry's bank in the place of the checkout's own."""
    use_bank(monkeypatch, SMALL)


def use_bank(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let all commands read the bank in a folder."""
    for module in ("bank", "bank_review", "bank_reports", "serving"):
        monkeypatch.setattr(f"webapp.cli.{module}.default_folders", lambda: (folder / "articles", folder / "data"))


def test_check_of_sound_files(run: Run) -> None:
    done = run("bank", "check")
    assert done.exit_code == 0
    assert "No problems: 1 articles, 7 claims, 14 questions, 13 of them published" in done.output


def test_check_with_originals(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    originals = SMALL / "originals"
    own = [("README.md", "Our own words."), ("copy.md", (originals / "ferry.txt").read_text())]
    monkeypatch.setattr("webapp.cli.bank_review.repository_texts", lambda: iter(own))
    done = run("bank", "check", "--articles", str(originals))
    assert done.exit_code == 1
    assert "copy.md: more than 9 words" in done.output
    assert "README.md" not in done.output
    own.pop()
    assert run("bank", "check", "--articles", str(SMALL / "originals")).exit_code == 0


def test_check_names_every_problem(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ferry.yaml").write_text("topic: ferry\nsurprise: yes\n")
    for module in ("bank", "bank_review"):
        monkeypatch.setattr(f"webapp.cli.{module}.default_folders", lambda: (SMALL / "articles", tmp_path))
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
    assert (
        "To load: 1 new article, 3 new actors, 1 new issue, 1 new topic, 7 new claims, 14 new questions." in done.output
    )
    with database.reader() as session:
        assert session.scalars(select(Question)).all() == []
    assert "Loaded: 1 new article" in run("bank", "load").output
    assert "Nothing loaded" in run("bank", "load").output
    with database.reader() as session:
        assert len(session.scalars(select(Question)).all()) == 14


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
    assert "Loaded: 13 changed questions." in done.output


def test_export_to_standard_output_is_json(run: Run) -> None:
    run("bank", "load")
    assert len(json.loads(run("bank", "export").stdout)["questions"]) == 14


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
    bare, unasked = done.output.split("Body passages")[1].split("Claims without a published question")
    assert "sorrel-ferry#p07" in bare
    assert "ferry-closures-view (detail)" in unasked


def test_coverage_for_the_readme(run: Run) -> None:
    lines = run("bank", "coverage", "--markdown").output.splitlines()
    assert lines[0] == "| article | claims | core | useful | detail | questions | core | useful | detail |"
    assert lines[1] == "| --- |" + " ---: |" * 8
    assert lines[2].startswith("| `sorrel-ferry` | 7 | 3 | 1 | 3 | ")
    assert lines[3] == lines[2].replace("`sorrel-ferry`", "**in all**")
    assert "| figure | 3 | 1 | 1 | 1 |" in lines
    assert any(line.startswith("| timeline | 1 |") for line in lines)


def test_conflicts_are_told_with_who_says_so_and_what_is_asked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivals = "conflicts_with: [ferry-cost-board]"
    use_bank(monkeypatch, copy_of_small(tmp_path, (TOPIC, rivals, f"{rivals}\n    supersedes: [ferry-riders]")))
    done = run("bank", "conflicts")
    assert done.exit_code == 0
    assert "Rival claims, in pairs: 1" in done.output
    pair = done.output.split("Claims with an erratum: 1")[0]
    assert "said by: Tomas Veld, as of 2019" in pair
    assert "questions: ferry-draft (draft), ferry-cost-number" in pair
    assert "erratum: The board's figure leaves out" in done.output
    superseded = done.output.split("Superseded claims: 1")[1]
    assert superseded.index("ferry-riders") < superseded.index("superseded by") < superseded.index("ferry-cost-veld")


def test_check_counts_what_strict_lists(run: Run) -> None:
    done = run("bank", "check")
    assert (done.exit_code, "[short-explanation]" in done.output) == (0, False)
    assert "--strict lists them all" in done.stderr
    strict = run("bank", "check", "--strict")
    assert strict.exit_code == 1
    assert "data/ferry.yaml:" in strict.output
    assert "ferry-rope-card: warning [short-explanation]" in strict.output


def test_check_by_one_rule(run: Run) -> None:
    done = run("bank", "check", "--rule", "undated-claim")
    assert done.exit_code == 0
    assert "[undated-claim]" in done.output
    assert "[short-explanation]" not in done.output
    assert run("bank", "check", "--strict", "--rule", "all-of-the-above").exit_code == 0
    assert "is not one of" in run("bank", "check", "--rule", "no-such-rule").output


def test_errors_fail_and_what_could_be_read_is_reviewed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of_small(
        tmp_path, (TOPIC, "text: A second boat,", "text: None of these,"), (TOPIC, "    kind: short", "    kind: essay")
    )
    use_bank(monkeypatch, folder)
    done = run("bank", "check")
    assert done.exit_code == 1
    assert "'kind' is one of" in done.output
    assert "ferry-bridge-choice: error [all-of-the-above] 'None of these'" in done.output


def test_rules_are_listed(run: Run) -> None:
    done = run("bank", "rules")
    assert done.exit_code == 0
    assert all(f"{rule.id} " in done.output and rule.description in done.output for rule in RULES)


def test_pages_to_print(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_bank(
        monkeypatch,
        copy_of_small(
            tmp_path,
            (TOPIC, "stem: What does Greta Holm expect", 'stem: "<b>What</b> does *Greta* Holm expect'),
            (TOPIC, "expect of the bridge?", 'expect of the bridge?"'),
        ),
    )
    run("bank", "load")
    done = run("bank", "export", "--html", str(tmp_path / "new" / "pages"))
    assert done.exit_code == 0, done.output
    (page,) = (tmp_path / "new" / "pages").iterdir()
    assert page.name == "sorrel-ferry.html"
    html = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;What&lt;/b&gt; does <em>Greta</em> Holm expect of the bridge?" in html
    assert "http" not in html.replace("https://courier.example/the-last-ferry", "")  # nothing is fetched
    order = [html.index(text) for text in ("<h2>p03", "The ferry at Millbrook has run", "<h2>p04", "Tomas Veld, boat")]
    assert order == sorted(order)
    assert "An empty boat (right)" in html
    assert "She expects fewer." in html
    assert "also on ferry-cost-board" in html
    assert "Against the record." in html
    assert "draft, nobody is asked this yet" in html


def test_one_export_at_a_time(run: Run, tmp_path: Path) -> None:
    done = run("bank", "export", str(tmp_path / "bank.json"), "--html", str(tmp_path))
    assert done.exit_code == 2
    assert "give one of them" in done.output
