"""The few addresses that take files: how large, and where a file lies while it is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Flask, current_app, g, request

MEGABYTE = 1024 * 1024
UPLOADS: Mapping[str, int] = {
    "decks.read_package": 50 * MEGABYTE,
    "bank.read_import": 50 * MEGABYTE,
    "bank.create_article": 3 * MEGABYTE,
    "bank.compare_article": 3 * MEGABYTE,
}
"""The largest request, in bytes, by endpoint."""
MOST_PARTS = 16  # of a form with a file: each of them may open one


def upload_folder() -> Path:
    """The folder for what has to lie in a file for the length of a request."""
    folder = Path(current_app.config["INSTANCE"]) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def place_for_upload() -> IO[bytes]:
    """A file without a name: it is gone when the request is over, whatever became of that."""
    file = TemporaryFile(dir=upload_folder())  # noqa: SIM115  # closed at the end of the request
    g.setdefault("uploads", []).append(file)
    return file


def _close_files(_: BaseException | None) -> None:
    for file in g.pop("uploads", ()):
        file.close()


def _let_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    if endpoint is not None and endpoint in UPLOADS:
        request.max_content_length = UPLOADS[endpoint]
        request.max_form_parts = MOST_PARTS


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(_let_in)
    app.teardown_request(_close_files)
