"""What programs can do with the bank: the table from which its part of the OpenAPI document is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from question_bank.questions import Status
from question_bank.schemas import BIBLIOGRAPHY, NAME, one_of
from question_bank.words import gettext
from webapp.web.api_table import Answer, Operation, Part, listed, named, record

from .api_described import BANK, FOUND, LIMIT, after, changing, filtered, making, reading
from .api_schemas import ARTICLE_STATE, CLAIM_STATE, NUMBER, QUESTION_STATE, SCHEMAS, TEXT, TEXT_OR_NOTHING, WHY
from .api_vocabulary_operations import VOCABULARY

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
QUESTIONS: Sequence[Operation] = (
    Operation(
        endpoint="bank_api.questions",
        summary=gettext("Find questions"),
        text=gettext(
            "The questions that “q” asks for, in the order in which they were made: words, and name:value as in the "
            "table of questions (kind, status, importance, topic, article, actor, tag, owner, has, no, changed)."
        ),
        parameters=(filtered("q", gettext("Such as: status:draft ferry")), LIMIT, after(NUMBER)),
        answers={
            200: Answer(
                text=FOUND, schema=record({"questions": listed(named("QuestionState")), "next": TEXT_OR_NOTHING})
            )
        },
    ),
    making(
        "bank_api.create_question_record",
        gettext("Make a question"),
        gettext("It is a draft, whoever makes it; its name is never used again."),
        state="QuestionState",
        body=record({"question": named("QuestionSent")}, {"why": WHY}),
        example={**A_QUESTION, "why": "asked for in class"},
    ),
    reading(
        "bank_api.question",
        gettext("Read a question"),
        gettext("As students have it or will have it, and the change of it that waits for a second person."),
        "QuestionState",
    ),
    changing(
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
    changing(
        "bank_api.set_question_status",
        gettext("Lead a question on, or back"),
        gettext("Give it to review, publish what somebody else wrote, make it a draft again, or retire it."),
        answer=named("QuestionState"),
        changed="QuestionChanged",
        body=record({"status": one_of(Status)}, {"why": WHY}),
        example={"status": "review", "why": "ready"},
    ),
    changing(
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
            filtered("q", gettext("Words of the claim.")),
            filtered("look", gettext("“yes”: those that somebody should look at again."), {"enum": ["yes", "no"]}),
            LIMIT,
            after(NUMBER),
        ),
        answers={
            200: Answer(text=FOUND, schema=record({"claims": listed(named("ClaimState")), "next": TEXT_OR_NOTHING}))
        },
    ),
    making(
        "bank_api.create_claim_record",
        gettext("Make a claim"),
        gettext("It rests on passages that there are; its rivals name it in turn."),
        state="ClaimState",
        body=record({"claim": named("ClaimSent")}, {"why": WHY}),
        example=A_CLAIM,
    ),
    reading("bank_api.claim", gettext("Read a claim"), gettext("Retired ones too."), "ClaimState"),
    changing(
        "bank_api.save_claim_record",
        gettext("Edit a claim"),
        gettext("Each save is a revision. “rivals” names other claims that were changed with it."),
        answer=record({**CLAIM_STATE, "saved": {"enum": ["nothing", "revision"]}, "rivals": listed(NAME)}),
        changed="ClaimChanged",
        body=record({"claim": named("ClaimSent")}, {"why": WHY}),
        example={**A_CLAIM, "why": "clearer"},
    ),
    changing(
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
        parameters=(LIMIT, after(NAME)),
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
    making(
        "bank_api.create_article_record",
        gettext("Bring an article"),
        gettext("Its text is kept beside the database and cut by its paragraphs. It is a draft: no reader sees it."),
        state="ArticleState",
        body=record({"article": record(*BIBLIOGRAPHY), "text": TEXT}),
        example={**AN_ARTICLE, "text": "The first paragraph."},
    ),
    reading(
        "bank_api.article",
        gettext("Read an article"),
        gettext("Bibliography and passages: where each stands, what it is, and what it says in other words."),
        "ArticleState",
    ),
    changing(
        "bank_api.save_article_record",
        gettext("Edit an article"),
        gettext(
            "Its bibliography, and what each passage is and says. Passages are cut, and a new text is brought, at "
            "addresses of their own; “original” and “passages” may be left out."
        ),
        answer=named("ArticleState"),
        changed="ArticleChanged",
        body=record({"article": named("ArticleSent")}, {"why": WHY}),
        example={**AN_ARTICLE, "why": "the date was wrong"},
    ),
    changing(
        "bank_api.set_article_status",
        gettext("Publish an article, or take it back"),
        gettext("Readers see an article, and what is claimed from it, once it is published."),
        answer=named("ArticleState"),
        changed="ArticleChanged",
        body=record({"status": {"enum": ["draft", "published"]}}, {"why": WHY}),
        example={"status": "published"},
    ),
    reading(
        "bank_api.article_text",
        gettext("Read the text of an article"),
        gettext("Where the site holds it: the spans of the passages are counted in its code points."),
        "ArticleText",
    ),
    changing(
        "bank_api.save_article_text",
        gettext("Bring a new text of an article"),
        gettext(
            "Passages that only moved follow silently; “look_again” names claims to look at, “in_the_way” those that "
            "rest on passages that are gone: then it is not taken. With “compare” nothing is changed."
        ),
        answer=record({**ARTICLE_STATE, **{name: listed(NAME) for name in (
            "changed", "new", "gone", "look_again", "in_the_way")}}),
        changed="ArticleChanged",
        body=record({"text": TEXT}, {"why": WHY, "compare": {"type": "boolean"}}),
        example={"text": "The first paragraph, mended.", "compare": True},
    ),
    changing(
        "bank_api.cut_article",
        gettext("Cut the passages of an article anew"),
        gettext(
            "“split” cuts a passage at a place, “end” moves its end there, “join” makes one of it and the next; claims "
            "follow. “at” is counted in code points from the beginning of the text."
        ),
        answer=named("ArticleState"),
        changed="ArticleChanged",
        body=record({"act": {"enum": ["split", "join", "end"]}, "passage": NAME}, {"at": NUMBER, "why": WHY}),
        example={"act": "join", "passage": "p02"},
    ),
)  # fmt: skip
PART = Part(
    name=gettext("The bank"),
    operations=[
        replace(each, parameters=(*each.parameters, BANK)) for each in (*QUESTIONS, *CLAIMS, *ARTICLES, *VOCABULARY)
    ],
    schemas=SCHEMAS,
)
