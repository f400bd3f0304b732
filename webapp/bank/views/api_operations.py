"""What programs can do with the bank: the table from which its part of the OpenAPI document is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from question_bank.questions import Status
from question_bank.schemas import BIBLIOGRAPHY, NAME, one_of
from question_bank.words import Message, gettext
from webapp.web.api_table import Answer, Operation, Parameter, Part, Schema, listed, named, record

from .api_schemas import CLAIM_STATE, NUMBER, QUESTION_STATE, SCHEMAS, TEXT, TEXT_OR_NOTHING, WHY

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
A_QUESTION = {
    "question": {
        "id": "a-question", "kind": "card", "claims": ["a-claim"], "importance": "useful",
        "front": "What is asked?", "back": "The answer.", "explanation": "Why it is so.",
    }
}  # fmt: skip
A_CLAIM = {
    "claim": {
        "id": "a-claim", "topic": "a-topic", "kind": "event", "statement": "What the article says.",
        "importance": "useful", "sources": ["an-article#p01"],
    }
}  # fmt: skip
AN_ARTICLE = {
    "article": {
        "key": "an-article", "title": "Its title", "authors": ["Its author"], "date": "2024-06",
        "date_precision": "month", "language": "en",
    }
}  # fmt: skip
SAVING = (400, 404, 409, 412, 413, 422, 428)


def _after(schema: Schema) -> Parameter:
    return Parameter(name="after", place="query", text=AFTER, schema=schema)


def _filter(name: str, text: Message, schema: Schema = TEXT) -> Parameter:
    return Parameter(name=name, place="query", text=text, schema=schema)


def _reading(endpoint: str, summary: Message, text: Message, state: str) -> Operation:
    return Operation(
        endpoint=endpoint,
        summary=summary,
        text=text,
        parameters=(KEY, IF_NONE_MATCH),
        answers={200: Answer(text=FOUND, schema=named(state), headers=("ETag",)), 304: Answer(text=SAME)},
        errors=(404,),
    )


def _making(endpoint: str, summary: Message, text: Message, *, state: str, body: Schema, example: object) -> Operation:
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


def _changing(
    endpoint: str, summary: Message, text: Message, *, answer: Schema, changed: str, body: Schema, example: object
) -> Operation:
    return Operation(
        endpoint=endpoint,
        summary=summary,
        text=text,
        parameters=(KEY, IF_MATCH),
        body=body,
        example=example,
        answers={200: Answer(text=KEPT, schema=answer, headers=("ETag",))},
        errors=SAVING,
        refusals={412: named(changed), 422: named("NotKept")},
    )


QUESTIONS: Sequence[Operation] = (
    Operation(
        endpoint="bank_api.questions",
        summary=gettext("Find questions"),
        text=gettext(
            "The questions that “q” asks for, in the order in which they were made: words, and name:value as in the "
            "table of questions (kind, status, importance, topic, article, actor, tag, owner, has, no, changed)."
        ),
        parameters=(_filter("q", gettext("Such as: status:draft ferry")), LIMIT, _after(NUMBER)),
        answers={
            200: Answer(
                text=FOUND, schema=record({"questions": listed(named("QuestionState")), "next": TEXT_OR_NOTHING})
            )
        },
    ),
    _making(
        "bank_api.create_question_record",
        gettext("Make a question"),
        gettext("It is a draft, whoever makes it; its name is never used again."),
        state="QuestionState",
        body=record({"question": named("QuestionSent")}, {"why": WHY}),
        example={**A_QUESTION, "why": "asked for in class"},
    ),
    _reading(
        "bank_api.question",
        gettext("Read a question"),
        gettext("As students have it or will have it, and the change of it that waits for a second person."),
        "QuestionState",
    ),
    _changing(
        "bank_api.save_question_record",
        gettext("Edit a question"),
        gettext(
            "Each save is a revision; of a published question it may be a change that waits for a second person "
            "(“saved” says which). With “changes_answer” everybody who learned it is asked again."
        ),
        answer=record(
            {**QUESTION_STATE, "saved": {"enum": ["nothing", "revision", "proposal"]}, "asked_again": NUMBER}
        ),
        changed="QuestionChanged",
        body=record({"question": named("QuestionSent")}, {"why": WHY, "changes_answer": {"type": "boolean"}}),
        example={**A_QUESTION, "why": "clearer", "changes_answer": False},
    ),
    _changing(
        "bank_api.set_question_status",
        gettext("Lead a question on, or back"),
        gettext("Give it to review, publish what somebody else wrote, make it a draft again, or retire it."),
        answer=named("QuestionState"),
        changed="QuestionChanged",
        body=record({"status": one_of(Status)}, {"why": WHY}),
        example={"status": "review", "why": "ready"},
    ),
    _changing(
        "bank_api.settle_proposal",
        gettext("Publish or withdraw a change"),
        gettext("What waits for a second person becomes a revision of whoever wrote it, or nothing."),
        answer=named("QuestionState"),
        changed="QuestionChanged",
        body=record({"action": {"enum": ["publish", "withdraw"]}}),
        example={"action": "publish"},
    ),
)  # fmt: skip
CLAIMS: Sequence[Operation] = (
    Operation(
        endpoint="bank_api.claims",
        summary=gettext("Find claims"),
        text=gettext("The claims that have all the words of “q”, in the order in which they were made."),
        parameters=(
            _filter("q", gettext("Words of the claim.")),
            _filter("look", gettext("“yes”: those that somebody should look at again."), {"enum": ["yes", "no"]}),
            LIMIT,
            _after(NUMBER),
        ),
        answers={
            200: Answer(text=FOUND, schema=record({"claims": listed(named("ClaimState")), "next": TEXT_OR_NOTHING}))
        },
    ),
    _making(
        "bank_api.create_claim_record",
        gettext("Make a claim"),
        gettext("It rests on passages that there are; its rivals name it in turn."),
        state="ClaimState",
        body=record({"claim": named("ClaimSent")}, {"why": WHY}),
        example=A_CLAIM,
    ),
    _reading("bank_api.claim", gettext("Read a claim"), gettext("Retired ones too."), "ClaimState"),
    _changing(
        "bank_api.save_claim_record",
        gettext("Edit a claim"),
        gettext("Each save is a revision. “rivals” names other claims that were changed with it."),
        answer=record({**CLAIM_STATE, "saved": {"enum": ["nothing", "revision"]}, "rivals": listed(NAME)}),
        changed="ClaimChanged",
        body=record({"claim": named("ClaimSent")}, {"why": WHY}),
        example={**A_CLAIM, "why": "clearer"},
    ),
    _changing(
        "bank_api.set_claim_status",
        gettext("Retire a claim, or bring it back"),
        gettext("A claim that a question rests on, or that another claim supersedes, is not retired."),
        answer=named("ClaimState"),
        changed="ClaimChanged",
        body=record({"status": {"enum": ["active", "retired"]}}, {"why": WHY}),
        example={"status": "retired"},
    ),
)  # fmt: skip
ARTICLES: Sequence[Operation] = (
    Operation(
        endpoint="bank_api.articles",
        summary=gettext("List the articles"),
        text=gettext("All articles, drafts too, without their passages."),
        parameters=(LIMIT, _after(NAME)),
        answers={
            200: Answer(
                text=FOUND,
                schema=record({
                    "articles": listed(record({
                        "key": NAME, "title": TEXT, "authors": listed(TEXT), "date": TEXT,
                        "status": {"enum": ["draft", "published"]}, "passages": NUMBER,
                        "passages_without_claim": NUMBER,
                    })),
                    "next": TEXT_OR_NOTHING,
                }),
            )
        },
    ),
    _making(
        "bank_api.create_article_record",
        gettext("Bring an article"),
        gettext("Its text is kept beside the database and cut by its paragraphs. It is a draft: no reader sees it."),
        state="ArticleState",
        body=record({"article": record(*BIBLIOGRAPHY), "text": TEXT}),
        example={**AN_ARTICLE, "text": "The first paragraph."},
    ),
    _reading(
        "bank_api.article",
        gettext("Read an article"),
        gettext("Bibliography and passages: where each stands, what it is, and what it says in other words."),
        "ArticleState",
    ),
    _changing(
        "bank_api.save_article_record",
        gettext("Edit an article"),
        gettext(
            "Its bibliography, and what each passage is and says. Passages are cut, and a new text is brought, on the "
            "article's page; “original” and “passages” may be left out."
        ),
        answer=named("ArticleState"),
        changed="ArticleChanged",
        body=record({"article": named("ArticleSent")}, {"why": WHY}),
        example={**AN_ARTICLE, "why": "the date was wrong"},
    ),
    _changing(
        "bank_api.set_article_status",
        gettext("Publish an article, or take it back"),
        gettext("Readers see an article, and what is claimed from it, once it is published."),
        answer=named("ArticleState"),
        changed="ArticleChanged",
        body=record({"status": {"enum": ["draft", "published"]}}, {"why": WHY}),
        example={"status": "published"},
    ),
)  # fmt: skip
PART = Part(
    name=gettext("The bank"),
    operations=[replace(each, parameters=(*each.parameters, BANK)) for each in (*QUESTIONS, *CLAIMS, *ARTICLES)],
    schemas=SCHEMAS,
)
