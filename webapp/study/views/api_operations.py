"""What programs can do while studying: the table from which its part of the OpenAPI document is made."""

from __future__ import annotations

from collections.abc import Mapping

from question_bank.grading import Outcome
from question_bank.kinds import KINDS
from question_bank.schemas import NAME, one_of
from question_bank.words import Message, gettext
from webapp.cards.marks import Mark
from webapp.history.collections import LARGEST_ID
from webapp.reviews.entries import ACTIONS, LARGEST_SEED, MODES, MOST_ENTRIES, MOST_HINTS, MOST_REVISIONS
from webapp.scheduling.memory import State
from webapp.study.forms.plain import LARGEST_INSTANT
from webapp.study.services.batch import MOST_CARDS, MOST_SKIPPED
from webapp.study.services.sitting import SITTINGS, Pick
from webapp.web.api_table import Answer, Operation, Parameter, Part, Schema, listed, named, record

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
MILLISECONDS: Schema = {"type": "integer"}
MILLISECONDS_OR_NOTHING: Schema = {"type": ["integer", "null"]}
RATING: Schema = {"type": "integer", "minimum": 1, "maximum": 4}
REVISION: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_REVISIONS}
UUID: Schema = {"type": "string", "format": "uuid"}
INSTANT: Schema = {"type": ["string", "integer"]}
KIND: Schema = {"enum": list(KINDS)}


def _by_name(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


COUNTS: Mapping[str, Schema] = dict.fromkeys(("new", "learning", "due", "left", "answered"), NUMBER)
GRADING: Schema = {
    "oneOf": [
        record({"by": {"const": "keys"}, "right": listed(TEXT), "feedback": _by_name(TEXT)}),
        record({"by": {"enum": ["check", "self"]}}),
    ]
}
CARD = record(
    {
        "card": NAME,
        "version": NUMBER,
        "revision": REVISION,
        "kind": KIND,
        "state": {"enum": [state.name.lower() for state in State]},
        "seed": NUMBER,
        "due_at": MILLISECONDS_OR_NOTHING,
        "html": TEXT,
        "grading": GRADING,
        "intervals": _by_name(TEXT),
        "steps": _by_name(MILLISECONDS),
        "dues": _by_name(MILLISECONDS),
        "proposed": {"oneOf": [RATING, {"type": "null"}]},
    },
    {"note": record({"text": TEXT, "html": TEXT}), "mode": {"const": "ahead"}},
)
BATCH = record(
    {
        "now": MILLISECONDS,
        "person": TEXT,
        "study_day": {"type": "string", "format": "date"},
        "day_ends_at": MILLISECONDS,
        "counts": record(COUNTS),
        "minutes": NUMBER,
        "next_due_at": MILLISECONDS_OR_NOTHING,
        "tomorrow": {"oneOf": [{"type": "null"}, record({**COUNTS, "minutes": NUMBER})]},
        "settings": record({"single_keys": BOOLEAN, "shows_time": BOOLEAN, "timebox_minutes": NUMBER}),
        "cards": listed(named("Card")),
    },
    {"editable": listed(TEXT)},
)
RESULTS = record(
    {
        "results": listed(
            record(
                {"id": {"type": ["string", "null"]}, "status": {"enum": ["recorded", "duplicate", "refused"]}},
                {"reason": TEXT, "card": named("Card"), "leech": {"const": True}},
            )
        )
    },
    {"counts": record(COUNTS)},
)
ANSWER = record(
    {"id": UUID, "card": NAME, "revision": REVISION, "answered_at": INSTANT},
    {
        "duration_ms": NUMBER,
        "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED},
        "response": {"type": "object"},
        "rating": RATING,
        "hints": {"type": "integer", "minimum": 0, "maximum": MOST_HINTS},
        "mode": {"enum": list(MODES)},
        "due_at": INSTANT,
    },
)
ACTION = record({"id": UUID, "card": NAME, "action": {"enum": list(ACTIONS)}, "answered_at": INSTANT})
UNDO = record({"id": UUID, "undoes": UUID, "answered_at": INSTANT})
CHECKED = record(
    {
        "outcome": one_of(Outcome),
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "proposed": RATING,
        "feedback": listed(TEXT),
        "why": TEXT,
        "parts": _by_name(one_of((*Outcome, Mark.EMPTY))),
        "found": listed(TEXT),
        "solution": TEXT,
    }
)


def _query(name: str, text: Message, schema: Schema) -> Parameter:
    return Parameter(name=name, place="query", text=text, schema=schema)


def _up_to(most: int, least: int = 0) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


PART = Part(
    name=gettext("Studying"),
    operations=(
        Operation(
            endpoint="study_api.batch",
            summary=gettext("The next cards"),
            text=gettext(
                "Rendered, with the four intervals, and in “dues” by rating the instants that were chosen for their "
                "return."
            ),
            parameters=(
                _query("limit", gettext("How many cards."), _up_to(MOST_CARDS, least=1)),
                _query("skip", gettext("How many of the next cards you have already."), _up_to(MOST_SKIPPED)),
                _query("card", gettext("A card that is to come first, whenever it is due."), NAME),
                _query("mode", gettext("“ahead” brings what is due soon, “cram” cards beside the schedule."),
                       {"enum": list(SITTINGS)}),
                _query("pick", gettext("What to cram."), {"enum": [pick.value for pick in Pick]}),
                _query("collection", gettext("One collection alone."), _up_to(LARGEST_ID, least=1)),
                _query("since", gettext("When you began to cram, in milliseconds since 1970."),
                       _up_to(LARGEST_INSTANT)),
            ),
            answers={200: Answer(text=gettext("The cards, and what is left today."), schema=BATCH)},
            errors=(404, 409),
        ),
        Operation(
            endpoint="study_api.reviews",
            summary=gettext("Record answers"),
            text=gettext(
                "Each entry is an answer, an undo or an action, with an id of its own, and is recorded, a duplicate, "
                "or refused with a reason: a repeated delivery is harmless."
            ),
            parameters=(_query("counts", gettext("“1”: say what is left today, too."), {"enum": ["1"]}),),
            body={**listed({"anyOf": [ANSWER, ACTION, UNDO]}), "minItems": 1, "maxItems": MOST_ENTRIES},
            example=[
                {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "card": "a-card", "revision": 1,
                 "answered_at": "2026-11-22T10:00:00Z", "duration_ms": 4000, "rating": 3}
            ],
            answers={200: Answer(text=gettext("What became of each entry."), schema=RESULTS)},
            errors=(413,),
        ),
        Operation(
            endpoint="study_api.check",
            summary=gettext("Grade a response"),
            text=gettext("Nothing is recorded."),
            body=record({"card": NAME, "revision": REVISION, "response": {"type": "object"}}),
            example={"card": "a-card", "revision": 1, "response": {"text": "1874"}},
            answers={200: Answer(text=gettext("The grade, and all that a student is told."), schema=CHECKED)},
            errors=(404, 413),
        ),
    ),
    schemas={"Card": CARD},
)  # fmt: skip
