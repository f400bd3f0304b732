"""JSON Schemas (2020-12) of the records as exports and the API have them: what ``to_json`` of each writes.

``from_json`` reads what they allow and is stricter: a schema tells the shape, the checks of the bank the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .claims import ClaimKind, Importance
from .fields import KEY, LONGEST_NAME, LONGEST_TEXT
from .kinds.position import Ask
from .partial_dates import Precision
from .passages import Role
from .quantities import Scale
from .questions import LONGEST_TAG, MOST_TAGS, Status

Schema = Mapping[str, Any]


def text(longest: int = LONGEST_TEXT) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def one_of(choices: Any) -> Schema:
    return {"type": "string", "enum": [choice.value for choice in choices]}


def listed(items: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


def record(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def named(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


NAME: Schema = {"type": "string", "pattern": f"^{KEY.pattern}$"}
DATE: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
FIGURE: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,8})?$"}
WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
TRUE: Schema = {"const": True}
WAIVERS: Schema = {"type": "object", "propertyNames": NAME, "additionalProperties": text()}
ACCEPT = listed(text())
QUANTITY = record({"number": FIGURE}, {"scale": one_of(Scale), "unit": text(60)})
WRONG_TEXTS = listed(record({"accept": ACCEPT, "feedback": text()}))

Parts = tuple[Mapping[str, Schema], Mapping[str, Schema]]
_KINDS: Mapping[str, Parts] = {
    "card": ({"front": text(), "back": text()}, {}),
    "choice": (
        {
            "stem": text(),
            "options": listed(record({"key": NAME, "text": text()}, {"right": TRUE, "feedback": text()})),
        },
        {},
    ),
    "cloze": ({"text": text(), "gaps": named(record({"accept": ACCEPT}, {"hint": text(LONGEST_NAME)}))}, {}),
    "short": ({"stem": text(), "accept": ACCEPT}, {"wrong": WRONG_TEXTS}),
    "number": (
        {"stem": text(), "answer": QUANTITY},
        {
            "tolerance": {"oneOf": [record({"relative": FIGURE}), record({"absolute": FIGURE})]},
            "wrong": listed(record({"number": FIGURE, "feedback": text()}, {"scale": one_of(Scale)})),
        },
    ),
    "date": (
        {"stem": text(), "answer": DATE, "precision": one_of(Precision)},
        {"wrong": listed(record({"date": DATE, "feedback": text()}))},
    ),
    "position": (
        {
            "stem": text(),
            "ask": one_of(Ask),
            "options": listed(record({"claim": NAME, "text": text()}, {"right": TRUE, "feedback": text()})),
        },
        {},
    ),
    "matching": (
        {
            "stem": text(),
            "items": listed(record({"key": NAME, "text": text(), "answer": NAME}, {"feedback": text()})),
            "options": listed(record({"key": NAME, "text": text()})),
        },
        {},
    ),
    "ordering": (
        {
            "stem": text(),
            "items": listed(record({"key": NAME, "text": text()}, {"when": text(LONGEST_NAME), "claim": NAME})),
        },
        {},
    ),
    "list": (
        {"stem": text(), "items": listed(record({"accept": ACCEPT}, {"feedback": text()}))},
        {"least": WHOLE, "wrong": WRONG_TEXTS},
    ),
    "timeline": ({"stem": text(), "answer": WHOLE, "from": WHOLE, "to": WHOLE}, {"tolerance": WHOLE}),
}


def question_schemas() -> dict[str, Schema]:
    """The schema of questions of each kind, by the kind."""
    return {kind: _question(kind, required, optional) for kind, (required, optional) in _KINDS.items()}


def _question(kind: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    return record(
        {
            "id": NAME,
            "kind": {"const": kind},
            "claims": listed(NAME),
            "status": one_of(Status),
            "importance": one_of(Importance),
            "explanation": text(),
            **required,
        },
        {
            "hint": text(),
            "tags": {**listed({**NAME, "maxLength": LONGEST_TAG}), "maxItems": MOST_TAGS},
            "waive": WAIVERS,
            **optional,
        },
    )


def without(schema: Schema, *names: str) -> Schema:
    """The schema of a record that may leave out these members."""
    return {**schema, "required": [name for name in schema["required"] if name not in names]}


CLAIM = record(
    {
        "id": NAME,
        "topic": NAME,
        "kind": one_of(ClaimKind),
        "statement": text(),
        "importance": one_of(Importance),
        "sources": listed(text()),
    },
    {
        "attributed_to": text(LONGEST_NAME),
        "actors": listed(NAME),
        "value": {
            "oneOf": [
                QUANTITY,
                record({"date": DATE, "precision": one_of(Precision)}),
                record({"issue": NAME, "stance": text()}),
            ]
        },
        "as_of": DATE,
        "spans": named({"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}),
        "conflicts_with": listed(NAME),
        "supersedes": listed(NAME),
        "erratum": text(),
        "note": text(),
        "waive": WAIVERS,
    },
)

NAMES = listed(text(LONGEST_NAME))
ACTOR = record({"id": NAME, "name": text(LONGEST_NAME), "line": text(LONGEST_NAME)}, {"aliases": NAMES})
ISSUE = record({"id": NAME, "question": text(LONGEST_NAME)})
TOPIC = record({"topic": NAME, "title": text(LONGEST_NAME)}, {"line": text(LONGEST_NAME), "aliases": NAMES})
PASSAGE = record(
    {"id": NAME, "span": {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}, "role": one_of(Role)},
    {"digest": text(), "inferred": listed(record({"figure": text(100), "reason": text()}))},
)
BIBLIOGRAPHY: tuple[Mapping[str, Schema], Mapping[str, Schema]] = (
    {
        "key": NAME,
        "title": text(LONGEST_NAME),
        "authors": listed(text(200), least=0),
        "date": DATE,
        "date_precision": one_of(Precision),
        "language": text(35),
    },
    {"publisher": text(LONGEST_NAME), "address": text(2000), "inferred": named(text(1000))},
)
ARTICLE = record(
    {
        **BIBLIOGRAPHY[0],
        "original": record({"file": text(200), "sha256": text(64), "length": WHOLE}),
        "passages": listed(PASSAGE),
    },
    BIBLIOGRAPHY[1],
)
