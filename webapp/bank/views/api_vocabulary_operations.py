"""What programs can do with actors, issues and topics: the same with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from question_bank.schemas import NAME
from question_bank.words import Message, gettext
from webapp.bank.queries.vocabulary import TermKind
from webapp.web.api_table import Answer, Operation, Parameter, listed, named, record

from .api_described import FOUND, LIMIT, after, changing, filtered, making, reading
from .api_schemas import NUMBER, TEXT_OR_NOTHING, WHY

TERM = Parameter(name="term", place="path", text=gettext("The name of the record."), schema=NAME, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is said of the operations of a kind, and an example."""

    find: Message
    make: Message
    read: Message
    edit: Message
    retire: Message
    example: Mapping[str, object]


_KINDS: Mapping[TermKind, _Words] = {
    TermKind.ACTOR: _Words(
        find=gettext("List the actors"),
        make=gettext("Add an actor"),
        read=gettext("Read an actor"),
        edit=gettext("Edit an actor"),
        retire=gettext("Take an actor out, or bring it back"),
        example={"id": "an-actor", "name": "Its name", "line": "Who it is."},
    ),
    TermKind.ISSUE: _Words(
        find=gettext("List the issues"),
        make=gettext("Add an issue"),
        read=gettext("Read an issue"),
        edit=gettext("Edit an issue"),
        retire=gettext("Take an issue out, or bring it back"),
        example={"id": "an-issue", "question": "On which question do actors take sides?"},
    ),
    TermKind.TOPIC: _Words(
        find=gettext("List the topics"),
        make=gettext("Add a topic"),
        read=gettext("Read a topic"),
        edit=gettext("Edit a topic"),
        retire=gettext("Take a topic out, or bring it back"),
        example={"topic": "a-topic", "title": "Its title", "line": "What it is about."},
    ),
}


def _operations(kind: TermKind, words: _Words) -> Iterator[Operation]:
    title = kind.value.title()
    state, sent, changed = f"{title}State", record({kind.value: named(f"{title}Sent")}, {"why": WHY}), f"{title}Changed"
    page = record({f"{kind}s": listed(named(state)), "next": TEXT_OR_NOTHING})
    yield Operation(
        endpoint=f"bank_api.{kind}s",
        summary=words.find,
        text=gettext("Those that have all the words of “q”, in the order in which they were made; none taken out."),
        parameters=(filtered("q", gettext("Words of names and lines.")), LIMIT, after(NUMBER)),
        answers={200: Answer(text=FOUND, schema=page)},
    )
    yield making(
        f"bank_api.create_{kind}_record",
        words.make,
        gettext("Its name in the bank is made of what it is called where none is sent."),
        state=state,
        body=sent,
        example={kind.value: words.example},
    )
    yield reading(
        f"bank_api.{kind}",
        words.read,
        gettext("With how many claims name it; one that was taken out too."),
        state,
        TERM,
    )
    yield changing(
        f"bank_api.save_{kind}_record",
        words.edit,
        gettext("It has no revisions: the history of the bank says who changed what."),
        answer=named(state),
        changed=changed,
        body=sent,
        example={kind.value: words.example, "why": "clearer"},
        key=TERM,
    )
    yield changing(
        f"bank_api.set_{kind}_status",
        words.retire,
        gettext("What a claim names is not taken out."),
        answer=named(state),
        changed=changed,
        body=record({"status": {"enum": ["active", "retired"]}}, {"why": WHY}),
        example={"status": "retired"},
        key=TERM,
    )


VOCABULARY: Sequence[Operation] = [each for kind, words in _KINDS.items() for each in _operations(kind, words)]
