"""What works without a connection: the service worker, the study page without a person, and the page that stands in for
all others. Nothing of a person is in any of them: what is a person's own is put in on their device.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, render_template, url_for

from webapp.scheduling.catch_up import CatchUp
from webapp.study.services.sitting import USUAL
from webapp.web.modules import FOLDER
from webapp.web.static_files import sent_of

from .blueprint import blueprint
from .pages import TodayInWords

STATIC = re.compile(r'"(/static/[^"]+)"')
NOTHING = TodayInWords(
    new=0, learning=0, due=0, left=0, minutes=0, answered=0, next_due_text=None, catch_up=CatchUp.NONE, days_away=0
)


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker, with the list of what it keeps before it. Another list or version is another worker, which
    takes over once no page of the old one is open.
    """
    pages = {url_for("study.shell"): shell(), url_for("study.offline"): _stored_page()}
    files = sorted({address for text in pages.values() for address in STATIC.findall(text)})
    version = hashlib.sha256("".join(pages.values()).encode()).hexdigest()[:12]
    listed = {
        "version": version,
        "study": url_for("study.shell"),
        "elsewhere": url_for("study.offline"),
        "files": files,
    }
    code = sent_of(Path(current_app.static_folder or "") / FOLDER / "sw.js").decode()
    script = f"self.SHELL = {json.dumps(listed)};\n{code}"
    response = Response(script, content_type="text/javascript; charset=utf-8")
    response.cache_control.no_cache = True
    return response


@blueprint.get("/study/shell")
def shell() -> str:
    """The study page with nobody's cards in it."""
    g.is_shell = True
    return render_template("study/page.html", **_shell_context())


@blueprint.get("/offline")
def offline() -> str:
    """What works without a connection."""
    return render_template("study/offline.html")


def _stored_page() -> str:
    g.is_shell = True
    return render_template("study/offline.html", person=None)


def _shell_context() -> dict[str, Any]:
    return {
        "person": None,
        "view": "loading",
        "summary": None,
        "sitting": USUAL,
        "alone": None,
        "batch": None,
        "card": None,
        "is_early": False,
        "card_html": None,
        "review_id": "",
        "shown_at": 0,
        "today": NOTHING,
        "tomorrow": None,
        "single_keys": True,
        "shows_time": False,
        "timebox_minutes": 0,
        "can_undo": False,
    }
