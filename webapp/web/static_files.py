"""Static files: addressed by what they contain (?v=...), so that browsers may keep them for good, and sent packed."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

TEXTS = frozenset({".css", ".js", ".svg"})  # which gzip makes three or four times smaller

_DESCRIPTION = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n?", re.DOTALL | re.MULTILINE)


@lru_cache(maxsize=512)
def _version(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=512)
def _packed(path: Path, _changed_ns: int) -> bytes:
    return gzip.compress(sent_of(path), mtime=0)


def sent_of(path: Path) -> bytes:
    """What a browser unpacks: the file, a module without its types and descriptions, which are a third of it."""
    content = path.read_bytes()
    return _DESCRIPTION.sub(b"", content) if path.suffix == ".js" else content


def version_of(path: Path) -> str | None:
    """What a static file's address says of its content; None where there is no such file."""
    return _version(path, path.stat().st_mtime_ns) if path.is_file() else None


def requested_file(app: Flask) -> Path:
    """The file that a request for a static one names. Only where it was answered does it lie in the folder."""
    return Path(app.static_folder or "") / str((request.view_args or {}).get("filename", ""))


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            version = version_of(folder / str(values.get("filename", "")))
            if version:
                values["v"] = version

    def pack(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code >= 400:
            return response
        path = requested_file(app)
        if path.suffix in TEXTS:
            response.vary.add("Accept-Encoding")
            if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
                _send(response, _packed(path, path.stat().st_mtime_ns))
        return response

    app.url_defaults(name_version)
    app.after_request(pack)


def _send(response: Response, packed: bytes) -> None:
    """Put the packed bytes in the place of the file. Its tag then names the same content, no longer the same bytes."""
    response.close()
    response.direct_passthrough = False
    response.set_data(packed)
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
