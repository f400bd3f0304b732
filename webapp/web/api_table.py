"""What the API can do, in one table beside the views: from it come the OpenAPI document and the page to try it on.

A feature describes its own addresses (``describe``); a test holds the table and the URL map together. Texts are made by
``gettext`` of ``question_bank.words``: English in the document, the language of the page on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Flask
from werkzeug.routing import Rule

from question_bank.words import Message, gettext

Schema = Mapping[str, Any]
KEPT = "tumen_api"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something that an address, its query or a header says."""

    name: str
    place: Literal["path", "query", "header"]
    text: Message
    schema: Schema
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is none of an error. Without ``schema`` it has no body."""

    text: Message
    schema: Schema | None = None
    headers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What an endpoint does. ``errors`` are the statuses of refusals beside those that every address may answer with;
    ``refusals`` has the schemas of those that say more than code and message.
    """

    endpoint: str
    summary: Message
    text: Message
    answers: Mapping[int, Answer]
    parameters: Sequence[Parameter] = ()
    body: Schema | None = None
    example: object = None
    errors: Sequence[int] = ()
    refusals: Mapping[int, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The operations of a feature, under a name that becomes a heading, and the schemas that they refer to by name."""

    name: Message
    operations: Sequence[Operation]
    schemas: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation where it is: ``path`` as OpenAPI writes it, ``needs`` the scope that a token has to have."""

    operation: Operation
    method: str
    path: str


ERRORS: Mapping[int, Message] = {
    400: gettext("It could not be read: the message says what is wrong."),
    401: gettext("Nobody is known: the token is missing, wrong or revoked."),
    403: gettext("The token is not for this, or its owner may not do it."),
    404: gettext("There is no such thing."),
    409: gettext("It cannot be done as things are."),
    412: gettext("Somebody else was faster. Nothing was changed; the answer has what there is now, and what differs."),
    413: gettext("The body is too large."),
    422: gettext("What was sent can be read and cannot be kept: each finding has rule, place and message."),
    428: gettext("If-Match is missing: send the ETag of what was read, so that nobody's work is overwritten unseen."),
    503: gettext("Nothing can be saved right now. It is safe to send it again."),
}
ALWAYS = (400, 401, 403, 503)


def named(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def record(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, **more: Any) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def error_schema(**more: Schema) -> Schema:
    """An error: its code, its message, and ``more``."""
    return record({"error": record({"code": {"type": "string"}, "message": {"type": "string"}, **more})})


def describe(app: Flask, part: Part) -> None:
    """Let the document and the page have a feature's part."""
    parts_of(app).append(part)


def parts_of(app: Flask) -> list[Part]:
    """What was described so far."""
    found: list[Part] = app.extensions.setdefault(KEPT, [])
    return found


def described(app: Flask, part: Part) -> Iterator[Described]:
    """The operations of a part with method and path, as the URL map has them."""
    for operation in part.operations:
        (rule,) = app.url_map.iter_rules(operation.endpoint)
        yield Described(operation=operation, method=method_of(rule), path=path_of(rule))


def method_of(rule: Rule) -> str:
    """The one method of an address of the API; each has an endpoint of its own."""
    (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    return method


def path_of(rule: Rule) -> str:
    return rule.rule.replace("<", "{").replace(">", "}")
