"""Static files are addressed by what they contain (?v=...), so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask


@lru_cache(maxsize=512)
def _version(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        path = folder / str(values.get("filename", ""))
        if endpoint == "static" and "v" not in values and path.is_file():
            values["v"] = _version(path, path.stat().st_mtime_ns)

    app.url_defaults(name_version)
