from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.articles import Original
from question_bank.bank import Bank
from tests.bank.changing import load_bank_into, steps, with_changed
from webapp.bank.queries.articles import stored_articles
from webapp.bank.queries.stored import bank_row
from webapp.bank.services.plan import plan
from webapp.models import ArticleVersion, Claim, ClaimPassage, Passage

KEY = "sorrel-ferry"
OTHER_TEXT = "ab" * 32


def stored(session: Session) -> ArticleRecord:
    session.expire_all()
    row = bank_row(session)
    assert row is not None
    return stored_articles(session, bank_id=row.id)[KEY].record


def with_other_text(bank: Bank) -> Bank:
    original = bank.articles[KEY].original
    return with_changed(
        bank, "articles", KEY, original=Original(file="other.txt", sha256=OTHER_TEXT, length=original.length)
    )


def test_article_is_stored_whole(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    assert stored(session) == small.articles[KEY]


def test_changed_digest_changes_its_passage_in_place(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    before = session.scalars(select(Passage.id).where(Passage.key == "p04")).one()
    passages = tuple(
        replace(each, digest="What it cost.") if each.id == "p04" else each for each in small.articles[KEY].passages
    )
    made = load_bank_into(session, with_changed(small, "articles", KEY, passages=passages))
    assert steps(made) == [("changed", "article", KEY)]
    session.expire_all()
    row = session.scalars(select(Passage).where(Passage.key == "p04")).one()
    assert (row.id, row.digest) == (before, "What it cost.")


def test_other_text_makes_a_version_and_claims_follow_it(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    load_bank_into(session, with_other_text(small))
    assert stored(session).original.sha256 == OTHER_TEXT
    versions = session.execute(
        select(Claim.key, ArticleVersion.sha256)
        .join(ClaimPassage, ClaimPassage.claim_id == Claim.id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
    ).all()
    assert len(versions) == len(small.claims)
    assert {row.sha256 for row in versions} == {bytes.fromhex(OTHER_TEXT)}
    assert plan(session, bank=with_other_text(small)).steps == ()


def test_former_text_may_come_back(session: Session, small: Bank) -> None:
    for bank in (small, with_other_text(small), small):
        load_bank_into(session, bank)
    assert stored(session) == small.articles[KEY]
    assert plan(session, bank=small).steps == ()


def test_passage_that_goes_is_retired(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    renamed = tuple(replace(each, id="p77") if each.id == "p05" else each for each in small.articles[KEY].passages)
    changed = with_changed(small, "articles", KEY, passages=renamed)
    changed = with_changed(changed, "claims", "ferry-bridge-view", sources=(f"{KEY}#p77",))
    load_bank_into(session, changed)
    session.expire_all()
    assert session.scalars(select(Passage.retired_at).where(Passage.key == "p05")).one() is not None
    assert session.scalars(select(Passage.retired_at).where(Passage.key == "p77")).one() is None
    assert plan(session, bank=changed).steps == ()
