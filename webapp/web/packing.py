"""Pages and lists go out packed to whoever can unpack them: five to seven times smaller, for a millisecond.

Not what answers a request that brings something of its own (a form, a search): somebody who chooses what a page
repeats, and sees how long it is packed, could guess what else stands in it, such as the token against forged requests.
The API repeats nothing.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from .access import is_api

KINDS = frozenset({"text/html", "application/json"})
LEAST = 1_000  # bytes; what is smaller goes into one packet anyhow
QUICK = 3  # of nine: within a tenth of the smallest, in a third of the time


def init_app(app: Flask) -> None:
    app.after_request(_pack_pages)


def _pack_pages(response: Response) -> Response:
    if not _may_be_packed(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), QUICK, mtime=0))
        response.content_encoding = "gzip"
    return response


def _may_be_packed(response: Response) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.mimetype in KINDS
        and not response.is_streamed
        and not response.content_encoding
        and (not request.query_string or is_api(request.path))
        and len(response.get_data()) >= LEAST
    )
