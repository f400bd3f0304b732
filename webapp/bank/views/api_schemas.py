"""The shapes of what the bank's addresses take and give, by their names in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping

from question_bank.schemas import ACTOR, ARTICLE, CLAIM, ISSUE, TOPIC, one_of, question_schemas, without
from webapp.bank.forms.question import LONGEST_WHY
from webapp.bank.services.faults import Rule
from webapp.web.api_table import Schema, error_schema, listed, named, record

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
WHY: Schema = {"type": "string", "maxLength": LONGEST_WHY}
INSTANT: Schema = {"type": "string", "format": "date-time"}
_KINDS = question_schemas()

QUESTION_STATE: Mapping[str, Schema] = {
    "question": named("Question"),
    "revision": NUMBER,
    "etag": TEXT,
    "changed_at": INSTANT,
    "proposal": {
        "oneOf": [
            {"type": "null"},
            record({
                "question": named("Question"), "author": TEXT_OR_NOTHING, "made_at": INSTANT, "why": TEXT,
                "changes_answer": {"type": "boolean"},
            }),
        ]
    },
}  # fmt: skip
CLAIM_STATE: Mapping[str, Schema] = {
    "claim": named("Claim"),
    "revision": NUMBER,
    "etag": TEXT,
    "status": {"enum": ["active", "retired"]},
}
ARTICLE_STATE: Mapping[str, Schema] = {
    "article": named("Article"),
    "etag": TEXT,
    "status": {"enum": ["draft", "published"]},
}
DIFFERENCE = record({"path": listed(TEXT), "current": TEXT_OR_NOTHING, "sent": TEXT_OR_NOTHING})
FINDINGS = listed(record({"rule": one_of(Rule), "place": TEXT, "message": TEXT}))
_TERMS: Mapping[str, Schema] = {"Actor": ACTOR, "Issue": ISSUE, "Topic": TOPIC}


def _term_schemas() -> Mapping[str, Schema]:
    """Of actors, issues and topics: the record, what may be sent, its state, and the answer to who comes second."""
    found: dict[str, Schema] = {}
    for name, schema in _TERMS.items():
        state = record({
            name.lower(): named(name), "claims": NUMBER, "etag": TEXT, "status": {"enum": ["active", "retired"]},
        })  # fmt: skip
        found |= {
            name: schema,
            f"{name}Sent": without(schema, "id", "topic"),
            f"{name}State": state,
            f"{name}Changed": error_schema(current=named(f"{name}State"), differs=listed(DIFFERENCE)),
        }
    return found


SCHEMAS: Mapping[str, Schema] = {
    **_term_schemas(),
    **{f"Question_{kind}": schema for kind, schema in _KINDS.items()},
    "Question": {
        "oneOf": [named(f"Question_{kind}") for kind in _KINDS],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {kind: f"#/components/schemas/Question_{kind}" for kind in _KINDS},
        },
    },
    "Claim": CLAIM,
    "Article": ARTICLE,
    "QuestionSent": {"oneOf": [without(schema, "id", "status") for schema in _KINDS.values()]},
    "ClaimSent": without(CLAIM, "id"),
    "ArticleSent": without(ARTICLE, "key", "original", "passages"),
    "QuestionState": record(QUESTION_STATE),
    "ClaimState": record(CLAIM_STATE),
    "ArticleState": record(ARTICLE_STATE),
    "ArticleText": record({"text": TEXT, "sha256": TEXT, "etag": TEXT}),
    "NotKept": error_schema(findings=FINDINGS),
    "QuestionChanged": error_schema(current=named("QuestionState"), differs=listed(DIFFERENCE)),
    "ClaimChanged": error_schema(current=named("ClaimState"), differs=listed(DIFFERENCE)),
    "ArticleChanged": error_schema(current=named("ArticleState"), differs=listed(DIFFERENCE)),
}
