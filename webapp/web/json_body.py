"""The JSON that a program sends: read strictly, and never at a cost that its length does not tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from flask import request
from werkzeug.exceptions import BadRequest

DEEPEST = 20  # of lists and objects within one another; a record of the bank has four


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


# Made once: json.loads, told anything but its defaults, makes another with each call.
decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def json_body(*, most: int | None = None) -> object:
    """The JSON that was sent, at most ``most`` bytes of it (None: as many as any request may have).

    Raises BadRequest for what is none, whatever content type it claims, and RequestEntityTooLarge.
    """
    if most is not None:
        request.max_content_length = most
    try:
        content = decode(request.get_data(cache=False).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON. Send application/json in UTF-8.") from error
    if _is_too_deep(content):
        raise BadRequest(f"The body is nested too deeply: more than {DEEPEST} lists and objects within one another.")
    return content


def _is_too_deep(content: object) -> bool:
    """Whether lists and objects stand in one another more often than is read."""
    waiting = [(content, 1)]
    while waiting:
        value, depth = waiting.pop()
        within = list(_parts(value))
        if within and depth > DEEPEST:
            return True
        waiting += [(part, depth + 1) for part in within]
    return False


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
