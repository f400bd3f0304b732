"""Each benchmark runs, in a tiny size, and prints one JSON object of the common shape. Speed is not looked at here."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from tests.benchmarks.rig.report import percentile_ms
from tests.benchmarks.rig.traffic import content_length
from webapp.configuration import CHECKOUT

SIZES = {
    "answers": ("--rounds=1", "--seconds=0.3", "--connections=4", "--cards=20"),
    "bank_load": ("--rounds=1",),
    "batch": ("--samples=4", "--people=2", "--cards=30"),
    "first_card": ("--visitors=1",),
    "start": ("--rounds=1", "--reviews=1000"),
    "progress": ("--samples=2", "--questions=0", "--reviews=600"),
    "flatness": ("--rows=2000", "--questions=400", "--users=40", "--samples=10"),
}
NOT_RUN = {"anki"}  # it installs a package from the network


def test_every_benchmark_is_tried_here() -> None:
    scripts = {path.stem for path in (CHECKOUT / "tests" / "benchmarks").glob("*.py")}
    assert {name for name in scripts if not name.startswith(("_", "test_"))} == SIZES.keys() | NOT_RUN


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
