"""The pieces of which the bank's operations are described: parameters, and what is read, made and changed alike."""

from __future__ import annotations

from question_bank.schemas import NAME
from question_bank.words import Message, gettext
from webapp.web.api_table import Answer, Operation, Parameter, Schema, named

from .api_schemas import TEXT

FOUND = gettext("Found.")
KEPT = gettext("Done. The answer has the record as it is now.")
MADE = gettext("Made. Location says where it is.")
SAME = gettext("It is still what If-None-Match names.")
KEY = Parameter(name="key", place="path", text=gettext("The name of the record."), schema=NAME, required=True)
IF_MATCH = Parameter(
    name="If-Match",
    place="header",
    text=gettext("The ETag of the record that the change began with."),
    schema={"type": "string", "pattern": '^"[^"]+"$'},
    required=True,
)
IF_NONE_MATCH = Parameter(
    name="If-None-Match",
    place="header",
    text=gettext("The ETag of what you have: the answer is 304 while it is still so."),
    schema={"type": "string", "pattern": '^"[^"]+"$'},
)
LIMIT = Parameter(
    name="limit",
    place="query",
    text=gettext("How many on a page, 50 unless you say."),
    schema={"type": "integer", "minimum": 1, "maximum": 200},
)
BANK = Parameter(
    name="bank",
    place="query",
    text=gettext("The key of the bank that it is about, where you keep several: the first of yours unless you say."),
    schema=TEXT,
)

AFTER = gettext("Where the page before ended; “next” of an answer has it.")
SAVING = (400, 404, 409, 412, 413, 422, 428)


def after(schema: Schema) -> Parameter:
    """Where a page of a list begins."""
    return Parameter(name="after", place="query", text=AFTER, schema=schema)


def filtered(name: str, text: Message, schema: Schema = TEXT) -> Parameter:
    """What a list is narrowed by."""
    return Parameter(name=name, place="query", text=text, schema=schema)


def reading(endpoint: str, summary: Message, text: Message, state: str, key: Parameter = KEY) -> Operation:
    """A record is read: ``state`` is the schema of what is answered."""
    return Operation(
        endpoint=endpoint,
        summary=summary,
        text=text,
        parameters=(key, IF_NONE_MATCH),
        answers={200: Answer(text=FOUND, schema=named(state), headers=("ETag",)), 304: Answer(text=SAME)},
        errors=(404,),
    )


def making(endpoint: str, summary: Message, text: Message, *, state: str, body: Schema, example: object) -> Operation:
    """A record is made."""
    return Operation(
        endpoint=endpoint,
        summary=summary,
        text=text,
        body=body,
        example=example,
        answers={201: Answer(text=MADE, schema=named(state), headers=("ETag", "Location"))},
        errors=(409, 413, 422),
        refusals={409: named("NotKept"), 422: named("NotKept")},
    )


def changing(
    endpoint: str,
    summary: Message,
    text: Message,
    *,
    answer: Schema,
    changed: str,
    body: Schema,
    example: object,
    key: Parameter = KEY,
) -> Operation:
    """A record is changed by whoever names its ETag: ``changed`` is the schema of the answer to who comes second."""
    return Operation(
        endpoint=endpoint,
        summary=summary,
        text=text,
        parameters=(key, IF_MATCH),
        body=body,
        example=example,
        answers={200: Answer(text=KEPT, schema=answer, headers=("ETag",))},
        errors=SAVING,
        refusals={412: named(changed), 422: named("NotKept")},
    )
