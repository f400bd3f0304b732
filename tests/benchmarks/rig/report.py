"""What a benchmark prints: one JSON object on standard output; everything else goes to standard error."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.sqlite import sqlite_driver


def say(text: str) -> None:
    """Tell the person who waits how far it is."""
    print(text, file=sys.stderr, flush=True)


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite_driver().sqlite_version,
        "system": platform.system(),
    }


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


def median_ms(seconds: Sequence[float]) -> float:
    return milliseconds(statistics.median(seconds))


def percentile_ms(seconds: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of the measurements do not exceed, in milliseconds (nearest rank)."""
    ordered = sorted(seconds)
    rank = max(0, min(len(ordered) - 1, round(percent / 100 * len(ordered)) - 1))
    return milliseconds(ordered[rank])


def print_report(name: str, *, parameters: Mapping[str, Any], results: Mapping[str, Any], wanted: Mapping[str, Any],
                 holds: bool) -> None:  # fmt: skip
    """Print the benchmark's JSON object. ``wanted`` says in words or figures what ``holds`` is about."""
    report = {"name": name, "machine": machine(), "parameters": parameters, "results": results, "wanted": wanted,
              "holds": holds}  # fmt: skip
    print(json.dumps(report, indent=2))
