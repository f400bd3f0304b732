"""What a card shows beside its question: sources, the passage where it is held, rivals, errata."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from question_bank.bank import load_bank
from question_bank.canonical import content_hash
from tests.bank.changing import load_bank_into, with_changed
from tests.conftest import MONDAY, SettableClock
from tests.people import People, PersonClient
from webapp.cards import render_card
from webapp.cards.assembling import load_evidence
from webapp.cards.originals import Originals
from webapp.db import Database
from webapp.models import Claim, ClaimRevision, Passage, Question
from webapp.reviews.known import known_of
from webapp.scheduling.settings import StudySettings
from webapp.study.queries import content
from webapp.study.services.contents import Contents
from webapp.study.services.showing import cards_to_text, fragment_of, show_cards, to_json

from .banks import SMALL
from .student import answer, get_batch


def _html(client: PersonClient, key: str) -> str:
    card: dict[str, Any] = get_batch(client, card=key, limit=1)["cards"][0]
    assert card["card"] == key
    html: str = card["html"]
    return html


def test_a_card_names_its_source_and_what_others_say(people: People, small_bank: None) -> None:
    html = _html(people.ada, "ferry-cost-number")
    voices = html.partition("Who says what:")[2]
    assert voices.index("According to Tomas Veld, boat and landing") < voices.index("The Navigation Board is said")
    assert "Others say otherwise" not in html, "a claim that the question rests on is no rival"
    assert 'class="source"' in html


def test_a_source_says_where_in_its_article_it_stands_in_study_and_in_a_quiz(
    people: People, small_bank: None, database: Database, instance: Path
) -> None:
    key = "ferry-riders-number"  # rests on p06
    with database.writer() as session:
        session.execute(update(Passage).where(Passage.key == "p02").values(retired_at=MONDAY))
        session.execute(
            update(Passage).where(Passage.key == "p04").values(role="heading", digest="Section heading: the fears.")
        )
    place = '<a href="/read/sorrel-ferry#p06">Passage 5</a> · The fears</p>'
    assert place in _html(people.ada, key)
    with database.reader() as session:
        question = session.scalars(select(Question.id).where(Question.key == key)).one()
        evidence = load_evidence(session, question_ids=[question], originals=Originals(instance))[question]
    (source,) = {source for said in evidence.claims for source in said.sources}
    assert (source.number, source.section) == (5, "The fears")


def test_the_answer_is_written_as_the_language_of_who_asks_writes_dates(people: People, small_bank: None) -> None:
    key = "ferry-first-day-date"
    for language, date in (("en-US", "May 5, 1874"), ("en-GB", "5 May 1874"), ("en-US", "May 5, 1874")):
        answer = people.ada.get(f"/api/v1/study/batch?card={key}&limit=1", headers={"Accept-Language": language})
        html = answer.get_json()["cards"][0]["html"]
        assert f"<p>{date}</p>" in html.split("data-solution>")[1], "what is remembered is remembered for a region"


def test_the_passage_itself_is_shown_where_the_site_holds_the_article(
    people: People, small_bank: None, instance: Path
) -> None:
    assert "<blockquote" not in _html(people.ada, "ferry-first-day-date")
    shutil.copytree(SMALL / "originals", instance / "articles")
    shown = (
        _html(people.ada, "ferry-first-day-date").partition('<blockquote lang="en">')[2].partition("</blockquote>")[0]
    )
    assert shown
    assert shown.strip() in (SMALL / "originals" / "ferry.txt").read_text()


def test_the_words_that_a_claim_rests_on_are_marked_where_its_passage_is_shown(
    people: People, small_bank: None, database: Database, instance: Path
) -> None:
    shutil.copytree(SMALL / "originals", instance / "articles")
    with database.writer() as session:
        bank = load_bank(SMALL / "articles", SMALL / "data")
        load_bank_into(session, with_changed(bank, "claims", "ferry-riders", spans={"sorrel-ferry#p06": (5, 12)}))
    start = bank.articles["sorrel-ferry"].passages[5].start
    words = (SMALL / "originals" / "ferry.txt").read_text()[start + 5 : start + 12]
    marked = f'<mark class="rested-on">{words}</mark>'
    assert marked in _html(people.ada, "ferry-riders-number")
    assert marked in people.ada.get("/read/sorrel-ferry/ask/ferry-riders-number").text


def test_a_text_of_another_digest_is_not_shown(people: People, small_bank: None, instance: Path) -> None:
    (instance / "articles").mkdir()
    (instance / "articles" / "ferry.txt").write_text("Another text of the same name.")
    assert "<blockquote" not in _html(people.ada, "ferry-first-day-date")


def test_an_edited_claim_is_shown_at_once(people: People, small_bank: None, database: Database) -> None:
    assert "Later figures" not in _html(people.ada, "ferry-cost-number")
    with database.writer() as session:
        claim = session.scalars(select(Claim).where(Claim.key == "ferry-cost-veld")).one()
        revision = session.get_one(ClaimRevision, (claim.id, 1))
        edited = {**revision.content, "erratum": "Later figures are higher."}
        session.execute(
            insert(ClaimRevision),
            {"claim_id": claim.id, "number": 2, "content": edited, "content_hash": content_hash(edited),
             "created_at": revision.created_at},
        )  # fmt: skip
        session.execute(update(Claim).where(Claim.id == claim.id).values(revision=2))
    assert "Later figures are higher." in _html(people.ada, "ferry-cost-number")


def test_a_remembered_fragment_is_what_would_be_rendered_anew(
    people: People, small_bank: None, database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    """Seed, version and intervals differ from one student to the next: the HTML must not depend on them."""
    contents = Contents(Originals(tmp_path), known_of(database))
    card = get_batch(people.ada, card="ferry-first-day-date", limit=1)["cards"][0]
    answer(people.ada, card, clock())
    fragments = set()
    with people.ada.tumen.app_context(), database.reader() as session:
        for user_id, later in ((people.ada.user_id, 0), (people.ben.user_id, 3), (people.guest.user_id, 90)):
            assert user_id is not None
            asked = content.asked_card(session, user_id=user_id, key="ferry-first-day-date")
            assert asked is not None
            (showing,) = show_cards(
                session,
                user_id=user_id,
                cards=[asked],
                now=clock() + timedelta(days=later),
                settings=StudySettings(),
                contents=contents,
            )
            fragments |= {str(fragment_of(showing).in_order(showing.prompt)), str(render_card(showing.card))}
            assert json.loads(cards_to_text({}, [showing]))["cards"] == [to_json(showing)]
    assert len(fragments) == 1


def test_the_order_of_options_is_the_students_own_and_stays(people: People, small_bank: None) -> None:
    first = get_batch(people.ada, card="ferry-closures-choice", limit=1)["cards"][0]
    again = get_batch(people.ada, card="ferry-closures-choice", limit=1)["cards"][0]
    assert (first["seed"], first["html"]) == (again["seed"], again["html"])
    assert first["seed"] != get_batch(people.ben, card="ferry-closures-choice", limit=1)["cards"][0]["seed"]
