"""What axe finds on a page, in both schemes."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

ALL: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = {**ALL, "runOnly": ["color-contrast"]}
"""What a scheme can change: all else is the same in both."""
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("dark", COLOURS), ("light", ALL))
RUN = "options => axe.run(options).then(({violations}) => violations)"
"""What else axe tells is longer than the page, and takes as long to be sent as the rules take to run."""


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in light and in dark, without colours on their way to others."""
    if page.evaluate("!window.axe"):
        page.evaluate(axe.Axe().axe_script)
    found = []
    for scheme, options in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = page.evaluate(RUN, options)
        found += [f"{scheme}: {each['id']}: {node['html'][:200]}" for each in results for node in each["nodes"]]
    return found
