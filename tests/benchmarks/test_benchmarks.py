"""Each benchmark runs, in a tiny size, and prints one JSON object of the common shape. Speed is not looked at here."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import lighthouse
from tests.benchmarks.rig.auditing import NoLighthouseError, audited, lighthouse_program
from tests.benchmarks.rig.report import percentile_ms
from tests.benchmarks.rig.traffic import content_length
from webapp.bank.services.importing import DECK
from webapp.configuration import CHECKOUT

SIZES = {
    "bank": ("--samples=2", "--questions=0", "--revisions=2"),
    "answers": ("--rounds=1", "--seconds=0.3", "--connections=4", "--cards=20", "--with-job=20"),
    "bank_load": ("--rounds=1",),
    "batch": ("--samples=4", "--people=2", "--cards=30"),
    "exchange": ("--questions=20", "--formats", "csv", DECK),
    "first_card": ("--visitors=1",),
    "start": ("--rounds=1", "--reviews=1000"),
    "progress": ("--samples=2", "--questions=0", "--reviews=600"),
    "refold": ("--reviews=200", "--rounds=1"),
    "training": ("--reviews=200", "--rounds=1"),
    "flatness": ("--rows=2000", "--questions=400", "--users=40", "--samples=10"),
}
NOT_RUN = {"anki"}  # it installs a package from the network
TRIED_BELOW = {"lighthouse"}  # with a stand-in for the program, which a machine need not have
LIGHTHOUSE = """#!{python}
import json, pathlib, sys
pathlib.Path({seen!r}).write_text(json.dumps(sys.argv[1:]))
print(json.dumps({report!r}))
"""
REPORT: dict[str, Any] = {
    "categories": {
        "performance": {"score": 0.98, "auditRefs": [{"id": "unweighed", "weight": 0}, {"id": "slow", "weight": 10}]},
        "accessibility": {"score": 1, "auditRefs": [{"id": "not-here", "weight": 3}]},
        "best-practices": {"score": 1, "auditRefs": []},
    },
    "audits": {
        "slow": {"score": 0.97, "title": "Slow", "displayValue": "1.4 s"},
        "unweighed": {"score": 0, "title": "Not packed", "details": {"items": [{"url": "/a.css"}, {"other": 1}]}},
        "not-here": {"score": None, "title": "Does not apply"},
    },
}


def test_every_benchmark_is_tried_here() -> None:
    scripts = {path.stem for path in (CHECKOUT / "tests" / "benchmarks").glob("*.py")}
    assert {name for name in scripts if not name.startswith(("_", "test_"))} == SIZES.keys() | NOT_RUN | TRIED_BELOW


@pytest.mark.sqlite
@pytest.mark.parametrize("name", SIZES)
def test_a_benchmark_prints_one_json_object(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    importlib.import_module(f"tests.benchmarks.{name}").main(SIZES[name])
    report = json.loads(capsys.readouterr().out)
    assert report.keys() == {"name", "machine", "parameters", "results", "wanted", "holds"}
    assert report["name"] == name
    assert report["machine"].keys() >= {"cores", "python", "sqlite"}
    assert isinstance(report["holds"], bool)
    assert report["results"]
    assert report["wanted"]
    if name == "answers":
        _check_that_traffic_was_recorded(report["results"])


def _check_that_traffic_was_recorded(results: dict[str, Any]) -> None:
    assert all(results[way]["errors"] == 0 and results[way]["answers"] > 0 for way in ("hello", "session", "token"))
    assert results["log"]["exactly_once"] is True
    assert results["log"]["acknowledged"] >= results["session"]["answers"] + results["token"]["answers"]


def test_percentiles_are_values_that_so_many_do_not_exceed() -> None:
    seconds = [number / 1000 for number in range(1, 101)]
    assert percentile_ms(seconds, 99) == 99.0
    assert percentile_ms(seconds, 50) == 50.0
    assert percentile_ms([0.007], 99) == 7.0


def test_the_length_of_a_response_is_read_whatever_its_case() -> None:
    assert content_length(b"HTTP/1.1 200 OK\r\ncOnTent-LENGTH: 42\r\nX: y") == 42


def test_lighthouse_says_what_costs_points_worst_first() -> None:
    found = audited(REPORT)
    assert found.scores == {"performance": 98, "accessibility": 100, "best-practices": 100}
    assert found.short == [
        {"audit": "slow", "weight": 10, "score": 0.97, "said": "1.4 s", "where": []},
        {"audit": "unweighed", "weight": 0, "score": 0, "said": "Not packed", "where": ["/a.css"]},
    ]


def test_a_page_that_lighthouse_could_not_open_has_no_score() -> None:
    with pytest.raises(NoLighthouseError, match="No connection"):
        audited({**REPORT, "runtimeError": {"message": "No connection"}})


def test_where_lighthouse_is_not_its_benchmark_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TUMEN_LIGHTHOUSE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoLighthouseError, match="npm install lighthouse@12"):
        lighthouse_program()


@pytest.mark.sqlite
def test_lighthouse_is_shown_the_pages_of_a_student(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, seen = tmp_path / "lighthouse", tmp_path / "seen.json"
    program.write_text(LIGHTHOUSE.format(python=sys.executable, seen=str(seen), report=REPORT))
    program.chmod(0o755)
    monkeypatch.setenv("TUMEN_LIGHTHOUSE", str(program))
    lighthouse.main(["--rounds=1", "--forms", "desktop", "--pages", "/progress"])
    report = json.loads(capsys.readouterr().out)
    assert report["results"]["/progress desktop"]["scores"] == audited(REPORT).scores
    assert report["holds"] is False
    address, *options = json.loads(seen.read_text())
    assert address.endswith("/progress")
    assert "--preset=desktop" in options
    assert any(option.startswith("--extra-headers=") and "Cookie" in option for option in options)
