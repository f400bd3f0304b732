"""Lighthouse, a program beside ours: where it is, how it is run on one page, and what it said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .traffic import HOST

CATEGORIES = ("performance", "accessibility", "best-practices")
FORMS: Mapping[str, tuple[str, ...]] = {"mobile": (), "desktop": ("--preset=desktop",)}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
AUDIT_SECONDS = 180
MOST_ITEMS = 5


class NoLighthouseError(RuntimeError):
    """Lighthouse or its Chromium cannot be had here, or it failed; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What Lighthouse said about one page: scores of 0 to 100 by category, and what cost points, worst first."""

    scores: Mapping[str, int]
    short: list[dict[str, object]]


def lighthouse_program() -> str:
    """The program that TUMEN_LIGHTHOUSE names, else the one on the PATH. Raises NoLighthouseError."""
    found = os.environ.get("TUMEN_LIGHTHOUSE") or shutil.which("lighthouse")
    if found is None:
        raise NoLighthouseError(
            "Lighthouse is not here. Get it with `npm install lighthouse@12` and name it: "
            "TUMEN_LIGHTHOUSE=node_modules/.bin/lighthouse"
        )
    return found


def _environment() -> dict[str, str]:
    chromium = os.environ.get("TUMEN_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return {**os.environ, "CHROME_PATH": chromium} if chromium else dict(os.environ)


def audit(program: str, *, port: int, path: str, cookie: str, form: str, throttling: str) -> Audited:
    """Let Lighthouse look at a page as the person of ``cookie`` sees it. Raises NoLighthouseError."""
    command = [
        program, f"http://{HOST}:{port}{path}", "--output=json", "--output-path=stdout", "--quiet",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={json.dumps({'Cookie': cookie})}",
        f"--chrome-flags={CHROMIUM_FLAGS}", f"--throttling-method={throttling}", *FORMS[form],
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=AUDIT_SECONDS, check=False, env=_environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoLighthouseError(f"Lighthouse did not get through {path}: {error}") from error
    if done.returncode:
        raise NoLighthouseError(f"Lighthouse failed on {path}: {done.stderr.strip()[-500:]}")
    return audited(json.loads(done.stdout))


def audited(report: Mapping[str, Any]) -> Audited:
    """What counts in a report of Lighthouse. Raises NoLighthouseError where it could not look at the page."""
    failure = report.get("runtimeError")
    if failure:
        raise NoLighthouseError(f"Lighthouse failed: {failure.get('message', failure)}")
    categories = {name: report["categories"][name] for name in CATEGORIES}
    return Audited(
        scores={name: round(100 * (category["score"] or 0)) for name, category in categories.items()},
        short=[
            failed for category in categories.values() for failed in _failed(category["auditRefs"], report["audits"])
        ],
    )


def _failed(references: list[dict[str, Any]], audits: Mapping[str, Any]) -> list[dict[str, object]]:
    weighed = sorted(references, key=lambda reference: -reference["weight"])
    found = ((reference, audits[reference["id"]]) for reference in weighed)
    return [
        {
            "audit": reference["id"],
            "weight": reference["weight"],
            "score": result["score"],
            "said": result.get("displayValue", result["title"]),
            "where": _places(result),
        }
        for reference, result in found
        if result["score"] is not None and result["score"] < 1
    ]


def _places(result: Mapping[str, Any]) -> list[str]:
    """The elements or addresses that an audit names, the first few."""
    items = result.get("details", {}).get("items", [])
    named = (item.get("node", {}).get("selector") or item.get("url") for item in items if isinstance(item, dict))
    return [str(place) for place in named if place][:MOST_ITEMS]
