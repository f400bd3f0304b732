"""The browser's modules: all of one version under one address, so that a page never gets them from two deployments.

A module imports its neighbours by ``./name.js``. The version therefore stands in the path, not in the query, and is
that of the whole folder: ``/static/js/0123456789ab/study.js``.
"""

from __future__ import annotations

import hashlib
import re
import time
from functools import lru_cache
from pathlib import Path

from flask import current_app, url_for
from markupsafe import Markup

FOLDER = "js/"
VERSIONED = re.compile(r"js/([0-9a-f]{12})/([^/]+\.js)")
OF_ALL_PAGES = "page.js"
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;"']*?["']\./([\w-]+\.js)["']""", re.MULTILINE)


def version_of_modules(folder: Path) -> str:
    """What the addresses of the modules in ``folder`` say of their content."""
    return _version(folder, int(time.monotonic()))


@lru_cache(maxsize=8)
def _version(folder: Path, _second: int) -> str:
    """Looked up once a second: every page names a dozen modules."""
    content = hashlib.sha256()
    for path in sorted(folder.glob("*.js")):
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def with_version(folder: Path, filename: str) -> str:
    """The static file's name with the version in its path, where it is a module that is there."""
    name = filename.removeprefix(FOLDER)
    is_module = filename.startswith(FOLDER) and (folder / name).is_file()
    return f"{FOLDER}{version_of_modules(folder)}/{name}" if is_module else filename


def without_version(filename: str) -> tuple[str, str | None]:
    """The name of the file on the disk, and the version that was asked for; None where none was."""
    found = VERSIONED.fullmatch(filename)
    return (f"{FOLDER}{found[2]}", found[1]) if found else (filename, None)


def modules_of(folder: Path, name: str) -> tuple[str, ...]:
    """The module ``name`` and every module that it needs, by name."""
    return _modules(folder, name, version_of_modules(folder))


@lru_cache(maxsize=64)
def _modules(folder: Path, name: str, _version: str) -> tuple[str, ...]:
    found, waiting = set[str](), [name]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += IMPORT.findall((folder / module).read_text(encoding="utf-8"))
    return tuple(sorted(found))


def script(name: str) -> Markup:
    """The tags for the head of a page that runs the module ``name``: what it imports is named too, so that no import
    waits for another, but for what every page has by itself.

    All are fetched behind the style sheets and pictures with which the page is painted (``fetchpriority``).
    """
    folder = Path(current_app.static_folder or "") / FOLDER
    known = {name} if name == OF_ALL_PAGES else {name, *modules_of(folder, OF_ALL_PAGES)}
    imported = [module for module in modules_of(folder, name) if module not in known]
    tags = [_IMPORTED.format(_address(module)) for module in imported]
    return Markup("\n").join([*tags, _RUN.format(_address(name))])


_IMPORTED = Markup('<link rel="modulepreload" fetchpriority="low" href="{}">')
_RUN = Markup('<script type="module" fetchpriority="low" src="{}"></script>')


def _address(module: str) -> str:
    return url_for("static", filename=FOLDER + module)
