"""Instructors bring articles, cut them and publish them; no reader sees a draft, and claims follow every cut."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from webapp.bank.services.article_editing import BadArticleError, create_article
from webapp.db import Database
from webapp.models import Article, ArticleVersion, AuditEvent, Bank, Passage

from .test_claims import act, index_anew, index_of, present
from .workshop import form_fields

TEXT = """The Winter Bridge

In January 1901 the town built a bridge of ice. It cost 300 dollars.

Ida Quill says that nobody fell through it.
"""
BIBLIOGRAPHY = {"key": "winter-bridge", "title": "The Winter Bridge", "authors": "Ida Quill\nTom Reed",
                "publisher": "The Courier", "date": "March 1951", "language": "en",
                "address": "https://courier.example/ice"}  # fmt: skip
CLAIM = {"key": "ice-bridge", "statement": "The town built a bridge of ice.", "kind": "event", "topic": "ferry",
         "importance": "core", "sources-0-passage": "winter-bridge#p02"}  # fmt: skip


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def bring(client: PersonClient, text: str = TEXT, **changes: Any) -> TestResponse:
    return client.post("/bank/articles/new", data={**BIBLIOGRAPHY, "text": text, **changes})


def edition(client: PersonClient, key: str = "winter-bridge") -> str:
    return form_fields(client.get(f"/bank/articles/{key}").text.split("bank/articles", 1)[1])["edition"]


def change(client: PersonClient, passage: str, more: str = "", key: str = "winter-bridge", **data: str) -> TestResponse:
    data = {"edition": edition(client, key), **data}
    return client.post(f"/bank/articles/{key}/passages/{passage}{more}", data=data)


def publish(client: PersonClient, draft: str = "no", key: str = "winter-bridge") -> TestResponse:
    return client.post(f"/bank/articles/{key}/draft", data={"edition": edition(client, key), "draft": draft})


def passages(database: Database, key: str = "winter-bridge", text: str = TEXT) -> list[tuple[str, str, str]]:
    """Id, role and words of the passages that are shown."""
    with database.reader() as session:
        rows = session.execute(
            select(Passage.key, Passage.role, Passage.span_start, Passage.span_end)
            .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
            .join(Article, Article.id == ArticleVersion.article_id)
            .where(Article.key == key, Passage.retired_at.is_(None))
            .order_by(Passage.position)
        ).all()
    return [(row.key, row.role, text[row.span_start : row.span_end].strip()) for row in rows]


def test_an_article_is_pasted_kept_beside_the_database_and_cut(
    people: People, database: Database, instance: Path
) -> None:
    assert bring(people.ben).location == "/bank/articles/winter-bridge"
    assert [(key, role) for key, role, _ in passages(database)] == [
        ("p01", "heading"),
        ("p02", "body"),
        ("p03", "body"),
    ]
    (kept,) = (instance / "articles").iterdir()
    assert kept.read_bytes() == TEXT.encode()
    with database.reader() as session:
        version = session.scalars(select(ArticleVersion).where(ArticleVersion.file == kept.name)).one()
        row = session.scalars(select(Article).where(Article.key == "winter-bridge")).one()
        assert session.scalars(select(AuditEvent.action).where(AuditEvent.action == "article brought")).all()
    assert (bytes(version.sha256), version.length) == (hashlib.sha256(TEXT.encode()).digest(), len(TEXT))
    assert (row.authors, row.published_on, row.is_draft) == (["Ida Quill", "Tom Reed"], "1951-03", True)
    page = people.ben.get("/bank/articles/winter-bridge").text
    assert "nobody fell through it" in page
    assert page.count("No claim yet") == 2


def test_a_saved_page_is_read_without_what_stands_around_it(people: People, database: Database) -> None:
    page = b"<html><nav>Menu</nav><article><h1>The Winter Bridge</h1><p>It was of ice.</p></article></html>"
    response = bring(people.ben, text="", file=(io.BytesIO(page), "page.html"))
    assert response.status_code == 303
    text = "The Winter Bridge\n\nIt was of ice.\n"
    assert [words for *_, words in passages(database, text=text)] == ["The Winter Bridge", "It was of ice."]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "no text"),
        ({"title": ""}, "title"),
        ({"date": "some day"}, "date is not read"),
        ({"date": "05/06/1951"}, "date is not read"),
        ({"key": "Not A Key"}, "lower-case letters"),
        ({"key": "sorrel-ferry"}, "never used twice"),
        ({"language": "English, I think"}, "code such as en"),
        ({"address": "javascript:alert(1)"}, "begins with http"),
        ({"text": "a.\n\n" * 1200}, "bring it in parts"),
        ({"file": (io.BytesIO(b"\xff\xfe\x00"), "a.txt")}, "no UTF-8 text"),
    ],
)
def test_what_cannot_be_an_article_is_refused_and_nothing_is_kept(
    people: People, database: Database, instance: Path, changes: dict[str, Any], says: str
) -> None:
    response = bring(people.ben, **changes)
    assert response.status_code == 400
    assert says in response.text
    assert not (instance / "articles").exists()
    with database.reader() as session:
        assert session.scalars(select(Article.key)).all() == ["sorrel-ferry"]


@pytest.mark.parametrize(("size", "status", "says"), [(2_000_001, 400, "larger than 2 MB"), (4_000_000, 413, "")])
def test_a_file_that_is_too_large_is_refused(people: People, size: int, status: int, says: str) -> None:
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in BIBLIOGRAPHY.items()
    )
    head = fields.encode() + b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    response = people.ben.post(
        "/bank/articles/new", data=head + b"a" * size + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == status
    assert says in response.text


def test_no_reader_sees_a_draft_nor_what_is_claimed_from_it(people: People, database: Database) -> None:
    bring(people.ben)
    assert people.ben.post("/bank/claims/new", data=CLAIM).status_code == 303
    for client in (people.nobody, people.ada, people.ben):
        assert client.get("/read/winter-bridge").status_code == 404
        assert "Winter Bridge" not in client.get("/read").text
        assert "bridge of ice" not in client.get("/search?q=ice").text
        assert "bridge of ice" not in client.get("/timeline").text
    question = {"kind": "short", "key": "ice-q", "stem": "Of what?", "accept": "ice", "claims": "ice-bridge",
                "importance": "useful", "explanation": "Of ice."}  # fmt: skip
    assert people.ben.post("/bank/questions/new", data=question).status_code == 303
    published = people.ben.post("/bank/questions/ice-q/status", data={"status": "published", "base_revision": "1"})
    assert "rests on no passage of a published article" in published.text
    assert index_of(database) == index_anew(database)


def test_a_published_article_is_read_found_and_asked_about(people: People, database: Database) -> None:
    bring(people.ben)
    people.ben.post("/bank/claims/new", data=CLAIM)
    assert "say in other words" in publish(people.ben).text
    described = change(people.ben, "p02", role="body", digest="Ice once bore the town, for $300, in January 1901.")
    assert described.status_code == 303
    assert publish(people.ben).status_code == 303
    assert "Ice once bore the town" in people.nobody.get("/read/winter-bridge").text
    assert "ice-bridge" in [key for _, _, key, *_ in index_of(database)]
    assert index_of(database) == index_anew(database)
    assert publish(people.ben, draft="yes").status_code == 303
    assert people.ada.get("/read/winter-bridge").status_code == 404
    assert index_of(database) == index_anew(database)


def test_an_article_with_published_questions_stays_published(people: People) -> None:
    response = publish(people.ben, draft="yes", key="sorrel-ferry")
    assert response.status_code == 400
    assert "ferry-first-day-date" in response.text


def test_a_claim_of_a_draft_and_one_that_readers_see_do_not_name_each_other(people: People) -> None:
    bring(people.ben)
    response = people.ben.post("/bank/claims/new", data={**CLAIM, "conflicts_with": "ferry-riders"})
    assert "once the articles of both are published" in response.text
    response = people.ben.post("/bank/claims/new", data={**CLAIM, "sources-1-passage": "sorrel-ferry#p03"})
    assert "publish the draft first" in response.text


def test_passages_are_split_joined_and_moved_and_claims_follow(people: People, database: Database) -> None:
    bring(people.ben)
    people.ben.post("/bank/claims/new", data={**CLAIM, "sources-0-words": "It cost 300 dollars."})
    assert change(people.ben, "p02", "/cut", act="split", words="It cost").status_code == 303
    assert passages(database)[1:3] == [
        ("p02", "body", "In January 1901 the town built a bridge of ice."),
        ("p04", "body", "It cost 300 dollars."),
    ]
    assert present(database, "ice-bridge")[1]["sources"] == ["winter-bridge#p04"]
    assert present(database, "ice-bridge")[1]["spans"] == {"winter-bridge#p04": [0, 20]}
    assert change(people.ben, "p02", "/cut", act="join").status_code == 303
    assert present(database, "ice-bridge")[1]["sources"] == ["winter-bridge#p02"]
    assert change(people.ben, "p02", "/cut", act="end", words="Ida Quill says").status_code == 303
    assert passages(database)[2] == ("p03", "body", "that nobody fell through it.")
    assert index_of(database) == index_anew(database)


def test_whoever_saw_an_older_state_changes_nothing(people: People, database: Database) -> None:
    bring(people.ben)
    old = edition(people.cleo)
    change(people.ben, "p02", "/cut", act="join")
    before = passages(database)
    for address, data in (
        ("/passages/p02/cut", {"act": "split", "words": "It cost"}),
        ("/passages/p02", {"role": "body", "digest": "New."}),
        ("/edit", {**BIBLIOGRAPHY, "title": "Other"}),
        ("/draft", {"draft": "no"}),
    ):
        response = people.cleo.post(f"/bank/articles/winter-bridge{address}", data={**data, "edition": old})
        assert response.status_code == 409
    assert passages(database) == before


@pytest.mark.parametrize(
    ("digest", "says"),
    [
        ("In 1999 it was.", "the passage does not"),
        ("In January 1901 the town built a bridge of ice. It cost 300 dollars.", "say it in other words"),
    ],
)
def test_a_digest_says_what_the_passage_says_in_other_words(people: People, digest: str, says: str) -> None:
    bring(people.ben)
    response = change(people.ben, "p02", role="body", digest=digest)
    assert response.status_code == 400
    assert says in response.text


def test_what_published_questions_rest_on_is_not_made_page_furniture(people: People, database: Database) -> None:
    response = change(people.ben, "p05", key="sorrel-ferry", role="apparatus", digest="Beside it.")
    assert response.status_code == 400
    assert "ferry-bridge-view" in response.text
    assert passages(database, "sorrel-ferry")[4][1] == "body"


def test_where_the_text_is_not_held_passages_are_described_and_not_cut(people: People, database: Database) -> None:
    described = change(people.ben, "p06", key="sorrel-ferry", role="body", digest="Most ride for pleasure.")
    assert described.status_code == 303
    assert "does not hold the text" in people.ben.get("/bank/articles/sorrel-ferry").text
    response = change(people.ben, "p06", "/cut", key="sorrel-ferry", act="split", words="the ride")
    assert "cannot be cut here" in response.text


def test_the_bibliography_is_mended(people: People, database: Database) -> None:
    bring(people.ben)
    data = {**BIBLIOGRAPHY, "edition": edition(people.ben), "date": "5 March 1951", "address": "", "authors": ""}
    assert people.ben.post("/bank/articles/winter-bridge/edit", data=data).status_code == 303
    with database.reader() as session:
        row = session.scalars(select(Article).where(Article.key == "winter-bridge")).one()
    assert (row.published_on, row.address, row.authors) == ("1951-03-05", None, [])


def test_hostile_text_stays_text_and_nothing_runs(people: People) -> None:
    bring(people.ben, text="<script>alert(1)</script> said [x](javascript:alert(1)).", file=(io.BytesIO(b""), ""))
    bring(people.ben, key="other", text="Plain &lt;b&gt; <script>alert(2)</script> text, as it stands.")
    for key in ("winter-bridge", "other"):
        page = people.ben.get(f"/bank/articles/{key}").text
        assert "<script>alert" not in page


def test_a_retired_article_and_a_passage_that_is_not_there_are_not_found(
    people: People, database: Database, clock: SettableClock
) -> None:
    bring(people.ben)
    assert people.ben.get("/bank/articles/winter-bridge/passages/p99").status_code == 404
    with database.writer() as session:
        session.execute(update(Article).where(Article.key == "winter-bridge").values(retired_at=clock()))
        session.commit()
    assert people.ben.get("/bank/articles/winter-bridge").status_code == 404


def test_the_claim_that_rests_on_a_draft_is_retired_like_any_other(people: People) -> None:
    bring(people.ben)
    people.ben.post("/bank/claims/new", data=CLAIM)
    assert act(people.ben, "ice-bridge", "retire", 1).status_code == 303


def test_the_tab_of_the_bank_is_marked_on_the_pages_below_it_too(people: People) -> None:
    for path, tab in (
        ("/bank/articles/sorrel-ferry", "Articles"),
        ("/bank/claims/ferry-riders", "Claims"),
        ("/bank/questions/ferry-rope-card", "Questions"),
        ("/bank/quality/balance", "Quality"),
        ("/bank/conflicts", "Import and export"),
    ):
        tabs = people.ben.get(path).text.partition('<nav class="tabs')[2].partition("</nav>")[0]
        assert re.findall(r'aria-current="true">([^<]+)<', tabs) == [tab]


class TakesTheName:
    """In the moment in which it is to keep a text, somebody else has taken the name of the article."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def text(self, sha256: bytes) -> str | None:  # noqa: ARG002  # the protocol's
        return None

    def keep(self, content: bytes, *, name: str) -> None:  # noqa: ARG002  # the protocol's
        other = Article(bank_id=self._session.scalars(select(Bank.id)).one(), key="winter-bridge", title="Ice",
                        authors=[], published_on="1951", language="en", inferred={})  # fmt: skip
        self._session.add(other)
        self._session.flush()


def test_two_who_bring_an_article_of_one_name_at_once_are_told_so(session: Session, clock: SettableClock) -> None:
    about = {"key": "winter-bridge", "title": "The Winter Bridge", "authors": [], "date": "1951",
             "date_precision": "year", "language": "en"}  # fmt: skip
    with pytest.raises(BadArticleError, match="the name 'winter-bridge' is taken"):
        create_article(session, bibliography=about, text=TEXT, held=TakesTheName(session), author_id=1, now=clock())
