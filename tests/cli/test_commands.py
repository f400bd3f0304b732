from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.cli.conftest import Run
from webapp.cli import commands
from webapp.cli.bench import names
from webapp.cli.serving import serve
from webapp.configuration import CHECKOUT
from webapp.db import Database
from webapp.web.access import ACCESS


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found += every_command(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("command", every_command(commands), ids=" ".join)
def test_every_command_says_what_it_is_for(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(commands, [*command, "--help"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()[2].strip()) > 20


def test_unknown_command_is_a_mistake_of_use(run: Run) -> None:
    done = run("fly")
    assert done.exit_code == 2
    assert "No such command 'fly'" in done.output


def test_a_start_imports_neither_alembic_nor_what_other_commands_need() -> None:
    others = ("alembic", "webapp.cli.bank", "webapp.cli.demo", "webapp.operations.backup")
    code = f"import sys, webapp.cli.serving; print([name for name in {others} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_empty_key_stops_the_start_before_there_are_workers(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("webapp.cli.serving.run", lambda **_: None)
    monkeypatch.setattr("webapp.cli.serving.check_port", lambda *_: None)
    key = tmp_path / "key.secret"
    key.touch()
    done = run("serve", "--instance", str(tmp_path))
    assert done.exit_code == 1
    assert f"{key} is empty: delete it" in done.output


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What ``serve`` would have been called with."""
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(serve, "callback", lambda **options: calls.append(options))
    return calls


@pytest.mark.parametrize("arguments", [[], ["--port", "9000"], ["serve", "--port", "9000"]])
def test_serve_is_what_no_command_means(run: Run, serving: list[dict[str, object]], arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 0
    assert serving[0]["port"] == (9000 if arguments else 8000)
    assert serving[0]["host"] == "127.0.0.1"


def test_instance_is_an_option_and_a_setting(run: Run, serving: list[dict[str, object]], instance: Path) -> None:
    run("--instance", "/elsewhere")
    run()
    assert [call["instance"] for call in serving] == [Path("/elsewhere"), instance]


def test_routes_say_who_may_go_there(run: Run) -> None:
    lines = [line.split() for line in run("routes").output.splitlines()[1:]]
    assert {line[2]: line[3] for line in lines if line[2] != "static"}.items() >= {
        ("web.health", "nobody"),
        ("accounts.account", "student"),
    }
    assert {line[2] for line in lines} <= ACCESS.keys()


def test_upgrade_makes_the_database(run: Run) -> None:
    assert run("db", "upgrade").exit_code == 0


def test_database_of_a_newer_version_in_words(run: Run, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = run("db", "upgrade")
    assert done.exit_code == 1
    assert "start the newer version" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://localhost/tumen", "must begin with sqlite:/// or postgresql://"),
        ("no address", "must begin with sqlite"),
        ("sqlite:////nowhere/at/all/tumen.sqlite3", "No such file"),
        ("postgresql://127.0.0.1:1/tumen", "cannot be used"),
    ],
)
def test_database_that_cannot_be_used_in_words(instance: Path, url: str, words: str) -> None:
    environment = {"TUMEN_INSTANCE": str(instance), "TUMEN_DATABASE_URL": url}
    done = CliRunner(env=environment).invoke(commands, ["db", "upgrade"])
    assert done.exit_code == 1
    assert words in done.output
    assert isinstance(done.exception, SystemExit)


def test_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    environment = {"TUMEN_INSTANCE": str(tmp_path / "new"), "TUMEN_DATABASE_URL": ""}
    assert CliRunner(env=environment).invoke(commands, ["db", "upgrade"]).exit_code == 0
    assert (tmp_path / "new" / "tumen.sqlite3").stat().st_mode & 0o077 == 0


def test_rebuild_finds_nothing_where_nothing_is(run: Run) -> None:
    done = run("study", "rebuild", "--check")
    assert done.exit_code == 0, (done.output, done.exception)
    assert "0 people, 0 differences." in done.output


def test_backup_and_restore(run: Run, tmp_path: Path) -> None:
    run("user", "add", "ada@example.org")
    file = str(tmp_path / "backup.zip")
    done = run("backup", file)
    assert done.exit_code == 0
    again = run("backup", file)
    assert (again.exit_code, "already" in again.output) == (1, True)
    run("user", "add", "ben@example.org")
    restored = run("restore", file)
    assert restored.exit_code == 0, restored.output
    assert done.output.split()[-1] in restored.output  # the digest
    assert "is kept as" in restored.output
    assert "1 accounts" in run("user", "list").output


def test_restore_of_something_else_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_text("not a backup, whatever it is called")
    done = run("restore", str(tmp_path / "bad.zip"))
    assert done.exit_code == 1
    assert "no backup" in done.output
    assert run("restore", str(tmp_path / "missing.zip")).exit_code == 2


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands of the processes that would have been started."""
    calls: list[list[str]] = []

    class Done:
        returncode = 3

    def start(command: list[str], **_: object) -> Done:
        calls.append(command)
        return Done()

    for module in ("testing", "bench"):
        monkeypatch.setattr(f"webapp.cli.{module}.subprocess.run", start)
    return calls


def test_test_hands_arguments_to_pytest_and_its_code_back(run: Run, started: list[list[str]]) -> None:
    assert run("test", "-q", "-k", "ferry", "tests/bank").exit_code == 3
    assert started[0][1:] == ["-m", "pytest", "-q", "-k", "ferry", "tests/bank"]


def test_bench_runs_a_benchmark_and_knows_them_all(run: Run, started: list[list[str]]) -> None:
    assert run("bench").output.split() == names()
    assert run("bench", "no-such").exit_code == 2
    assert run("bench", names()[0], "--short").exit_code == 3
    assert started[0][1:] == ["-m", f"tests.benchmarks.{names()[0]}", "--short"]


def test_developer_writes_a_migration(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def revise(_: object, message: str) -> Path:
        written.append(message)
        return tmp_path / "0002.py"

    target: Callable[..., Path] = revise
    monkeypatch.setattr("webapp.cli.database.revise", target)
    assert str(tmp_path / "0002.py") in run("db", "revision", "More tables").output
    assert written == ["More tables"]
