"""Static files: addressed by what they contain (?v=...), so that browsers may keep them for good, and sent packed."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from . import modules
from .sheets import content_of, parts_of, styles

TEXTS = frozenset({".css", ".js", ".svg"})  # which gzip makes three or four times smaller

_DESCRIPTION = re.compile(
    rb"^[ \t]*/\*\*.*?\*/[ \t]*\n?|^[ \t]*//[^\n]*\n|[ \t]+//[^\n\"'`]*$|/\*\* @[^\n]*?\*/ ?|^[ \t]*\n|^[ \t]+",
    re.DOTALL | re.MULTILINE,
)
_STRING = rb"""(?:"[^"\\\n]*"|`(?:[^`\\$\n]|\$\{[^`{}\n]*\})*`)"""
"""In double quotes, or a template that has no other one in it."""
_PLAIN_LINE = re.compile(rb"""^(?:[^"'`/\n]|%b|(?<=[\w)] )/(?= [\w(]))+$""" % _STRING, re.MULTILINE)
"""A line in which nothing but such strings can be a string, a pattern or a remark: a stroke between values divides."""
_ROOM = re.compile(rb"""(%b)| *([=<>!&|?:;,{}()\[\]]+) *|(?<![+-]) *([+*%%-]) *(?![+-])""" % _STRING)
_ONE_ARGUMENT = re.compile(rb"""(%b)|(?<!\w)\((\w+)\)(?==>)""" % _STRING)
_NO_END = re.compile(rb"[;,]?\n+(?=[})\]])|(?<=[;{}),(\[])\n+")
"""An end of a line that ends nothing: every statement of ours has its semicolon, and none but the last of a block needs
it; no list has a gap, and no loop an empty statement for its body.
"""


Parts = tuple[Path, ...]
"""The files that are sent as one; none where there is no such file."""


@lru_cache(maxsize=512)
def _version(parts: Parts, _times: tuple[int, ...]) -> str:
    return hashlib.sha256(content_of(parts)).hexdigest()[:12]


@lru_cache(maxsize=512)
def _packed(parts: Parts, _times: tuple[int, ...]) -> bytes:
    return gzip.compress(sent_of(*parts), mtime=0)


def _changed(parts: Parts) -> tuple[int, ...]:
    return tuple(part.stat().st_mtime_ns for part in parts)


def sent_of(*parts: Path) -> bytes:
    """What a browser unpacks: the file, a module without its types, descriptions and room between words, half of it.
    No string of ours goes over the end of a line, and a remark behind code has no quotes.
    """
    content = content_of(parts)
    return _tightened(_DESCRIPTION.sub(b"", content)) if parts[0].suffix == ".js" else content


def _tightened(code: bytes) -> bytes:
    """Code without the room that is there for readers. Lines in which a string could be mistaken keep theirs."""
    lines = _PLAIN_LINE.sub(lambda line: _ONE_ARGUMENT.sub(_kept, _ROOM.sub(_kept, line[0])), code)
    return _NO_END.sub(b"", lines)


def _kept(found: re.Match[bytes]) -> bytes:
    """The part of what was found that stays: its one group."""
    return next(group for group in found.groups() if group is not None)


def version_of(parts: Parts) -> str | None:
    """What a static file's address says of its content; None where there is no such file."""
    return _version(parts, _changed(parts)) if parts else None


def is_named_by_content(app: Flask) -> bool:
    """Whether the request for a static file names the version that is sent: only that one may be kept for good."""
    _, asked = modules.without_version(request.path.partition("/static/")[2])
    if asked is not None:
        return asked == modules.version_of_modules(_folder(app) / modules.FOLDER)
    return request.args.get("v") == version_of(requested_parts(app))


def requested_parts(app: Flask) -> Parts:
    """The files that a request for a static one names. Only where it was answered do they lie in the folder."""
    return parts_of(_folder(app), str((request.view_args or {}).get("filename", "")))


def send_joined(app: Flask) -> Response | None:
    """The style sheets that a request names together; None where it names one file, or none that there is."""
    parts = requested_parts(app)
    if len(parts) < 2:
        return None
    response = Response(content_of(parts), mimetype="text/css")
    response.set_etag(str(version_of(parts)))
    response.make_conditional(request)
    return response


def _folder(app: Flask) -> Path:
    return Path(app.static_folder or "")


def init_app(app: Flask) -> None:
    folder = _folder(app)

    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" or "v" in values:
            return
        filename = str(values.get("filename", ""))
        values["filename"] = modules.with_version(folder / "js", filename)
        version = version_of(parts_of(folder, filename)) if values["filename"] == filename else None
        if version:
            values["v"] = version

    def take_version_away(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if endpoint == "static" and values:
            values["filename"], _ = modules.without_version(str(values["filename"]))

    app.url_defaults(name_version)
    app.url_value_preprocessor(take_version_away)
    app.jinja_env.globals |= {"script": modules.script, "styles": styles}
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code >= 400:
        return response
    parts = requested_parts(current_app)
    if parts[0].suffix in TEXTS:
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
            _send(response, _packed(parts, _changed(parts)))
    return response


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
