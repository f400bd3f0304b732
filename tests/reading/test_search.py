"""The search: what is found, what never is, and whatever people type into a field."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from question_bank.bank import files_digest, load_bank
from tests.bank.changing import load_bank_into, with_changed
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import SMALL
from tests.study.test_cost import Meter
from webapp.bank.services.search_index import fill_missing_search_index, index_article, write_search_index
from webapp.bank.services.start import load_changed_files
from webapp.db import Database
from webapp.history.found import MOST_WORDS, count_found, found, words_of
from webapp.models import Article, Bank

from .conftest import Know
from .pages import html_of, row, words

MOST_STATEMENTS = 9
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def results(people: People, query: str, **chosen: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in chosen.items())
    return html_of(people.ada, f"/search?q={quote(query)}{more}")


@pytest.mark.usefixtures("loaded")
def test_claims_questions_and_passages_are_found_and_lead_to_their_passage(people: People) -> None:
    html = results(people, "bridge")
    seen = words(html)
    assert "Claim" in seen
    assert "Greta Holm expects that the bridge will empty the boat." in seen
    assert "Question" in seen
    assert "whose family has worked the rope" in seen
    assert 'href="/read/sorrel-ferry#p05"' in html
    assert "<mark>bridge</mark>" in html
    assert 'href="/study?card=ferry-bridge-choice"' in html


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "query", ["BRIDGE", "bridg", "bridges boats", "  bridge\tboat  ", "bridge, boat!", '"bridge"', "(bridge", "bridge*"]
)
def test_case_endings_and_signs_do_not_matter(people: People, query: str) -> None:
    assert "Greta Holm expects that the bridge will empty the boat." in words(results(people, query))


@pytest.mark.usefixtures("loaded")
def test_who_makes_a_claim_is_found_by_any_name(people: People) -> None:
    assert "it is flood and ice that have closed the ferry" in words(results(people, "board closed"))


@pytest.mark.usefixtures("loaded")
def test_all_words_are_wanted(people: People) -> None:
    assert "Nothing has all of these words." in words(results(people, "bridge xylophone"))
    assert "Nothing has this word." in words(results(people, "xylophone"))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "query", ["last ferry on the sorrel", "Ida Quill", "quill ferry", "Millbrook Courier", "couri"]
)
def test_an_article_is_found_by_its_title_its_authors_and_who_published_it(people: People, query: str) -> None:
    html = results(people, query, kind="article")
    assert html.count('class="found-kind') == 1
    assert 'href="/read/sorrel-ferry"' in html
    assert "Ida Quill, The Millbrook Courier, June 2019" in words(html)
    assert "The Last Ferry on the Sorrel" in words(results(people, query))


@pytest.mark.usefixtures("loaded")
def test_a_word_that_is_too_common_to_look_for_is_called_that(people: People) -> None:
    assert "“the” is too common to look for: nearly everything has it." in words(results(people, "The"))
    assert "“who is it” are too common to look for" in words(results(people, "who is it?"))
    assert "too common" not in words(results(people, "the bridge")), "what can be looked for is"
    signs = words(results(people, "?!"))
    assert "There is no word in that, only signs." in signs
    assert "too common" not in signs


def articles_found(people: People) -> int:
    return results(people, "sorrel", kind="article").count('class="found-kind')


@pytest.mark.usefixtures("loaded")
def test_an_article_that_is_a_draft_or_retired_is_not_found(people: People, database: Database) -> None:
    for hidden, shown in (({"is_draft": True}, {"is_draft": False}), ({"retired_at": NOW}, {"retired_at": None})):
        for values, number in ((hidden, 0), (shown, 1)):
            with database.writer() as session:
                session.execute(update(Article).values(**values))
                index_article(session, bank_id=session.scalars(select(Bank.id)).one(), key="sorrel-ferry")
            assert articles_found(people) == number, values


@pytest.mark.usefixtures("loaded")
def test_an_index_that_is_older_than_articles_are_found_is_made_anew(people: People, database: Database) -> None:
    with database.writer() as session:
        session.execute(text("DELETE FROM search_index WHERE kind = 'article'"))
    assert articles_found(people) == 0
    for _ in range(2):
        with database.writer() as session:
            fill_missing_search_index(session)
        assert articles_found(people) == 1


@pytest.mark.usefixtures("loaded")
def test_a_kind_can_be_looked_at_alone(people: People) -> None:
    html = results(people, "bridge", kind="passage")
    assert "Greta Holm expects that the bridge will empty the boat." not in words(html)
    assert "whose family has worked the rope" in words(html)
    text = words(results(people, "bridge", kind="key"))
    assert "There is no such kind of result: every kind is shown." in text
    assert "Greta Holm expects that the bridge will empty the boat." in text


@pytest.mark.usefixtures("loaded")
def test_answers_drafts_and_retired_questions_are_not_found(database: Database) -> None:
    with database.reader() as session:
        rows = session.execute(text("SELECT kind, key, body, also FROM search_index")).all()
    bank = load_bank(SMALL / "articles", SMALL / "data")
    published = {key for key, question in bank.questions.items() if question.status == "published"}
    assert {each.key for each in rows if each.kind == "question"} == published
    asked = " ".join(each.body + each.also for each in rows if each.kind == "question")
    assert "A rope that was hung over the river" not in asked


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "query",
    ["", "   ", "*", '"', '"""', "AND", "NOT bridge", "bridge AND", "NEAR(bridge boat)", "kind:claim", "body:bridge",
     "a OR b", "^bridge", "-bridge", "+bridge", "bridge:*", "'", "';--", "\\", "%", "_", "&", "|", "!", "<->", "(", ")",
     "\x00", "\x02\x03", "橋", "¼", "²", "🚢", "é", "İ", "ǅ", "a" * 5000, "the", "the of and", "bridge " * 500],
)  # fmt: skip
def test_whatever_is_typed_is_answered(people: People, query: str) -> None:
    assert people.ada.get(f"/search?q={quote(query)}").status_code == 200


@pytest.mark.usefixtures("loaded")
def test_what_is_typed_is_shown_as_it_was_typed_and_never_as_html(people: People) -> None:
    html = results(people, "<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert 'value="&lt;script&gt;' in html


def test_text_of_the_bank_is_shown_and_never_interpreted(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    with database.writer() as session:
        load_bank_into(session, with_changed(bank, "claims", "ferry-riders", statement="The <b>riders</b> & others."))
    html = results(people, "riders")
    assert "<b>" not in html
    assert "<mark>riders</mark>" in html
    assert "&amp; others." in html


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "9999999", "²", ""])
def test_a_page_that_is_none_is_refused_in_words(people: People, page: str) -> None:
    response = people.ada.get(f"/search?q=ferry&page={quote(page)}")
    assert response.status_code == 400
    assert "A page has a number from 1 on." in response.text


@pytest.mark.usefixtures("loaded")
def test_long_results_come_in_pages_that_do_not_overlap(people: People, database: Database) -> None:
    with database.reader() as session:
        total = count_found(session, words=["the"]) or count_found(session, words=["ferri"])
        both = [found(session, words=["ferry"], kind=None, offset=offset, most=5) for offset in (0, 5)]
    assert total
    assert len(both[0]) == 5
    assert not set(both[0]) & set(both[1])
    assert people.ada.get("/search?q=ferry&page=99999").status_code == 200


def test_what_is_known_stands_beside_what_was_found(people: People, ada_knows: Know) -> None:
    ada_knows({"ferry-bridge-choice": (2, 30.0)})
    assert "mature" in words(row(results(people, "bridge", kind="question"), "card=ferry-bridge-choice"))
    assert 'class="memory' not in html_of(people.nobody, "/search?q=bridge")


@pytest.mark.usefixtures("loaded")
def test_a_search_takes_few_statements(people: People) -> None:
    meter = Meter(people.ada.database)
    html_of(people.ada, "/search?q=ferry")
    assert 0 < len(meter.used) <= MOST_STATEMENTS, meter.used


def test_a_load_brings_the_index_up_to_date(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    with database.writer() as session:
        load_bank_into(session, bank)
        load_bank_into(session, with_changed(bank, "claims", "ferry-riders", statement="Zeppelins come for the ride."))
    assert "Zeppelins come for the ride." in words(results(people, "zeppelin"))
    assert "90 percent of the passengers" not in words(results(people, "percent", kind="claim"))


@pytest.mark.usefixtures("loaded")
def test_a_missing_index_is_made_at_the_start(people: People, database: Database, clock: SettableClock) -> None:
    folders = {"articles": SMALL / "articles", "data": SMALL / "data"}
    with database.writer() as session:
        session.execute(update(Bank).values(files_digest=files_digest(*folders.values())))
        session.execute(text("DELETE FROM search_index"))
    assert "Nothing has this word." in words(results(people, "bridge"))
    with database.writer() as session:
        assert load_changed_files(session, **folders, now=clock()) is None
    assert "Greta Holm expects" in words(results(people, "bridge"))


def test_an_empty_database_has_an_empty_index(people: People, database: Database) -> None:
    with database.writer() as session:
        fill_missing_search_index(session)
    assert "Nothing has this word." in words(results(people, "ferry"))


@pytest.mark.usefixtures("loaded")
def test_writing_the_index_again_changes_nothing(database: Database) -> None:
    everything = text("SELECT kind, record, key, article, passage, body, also FROM search_index ORDER BY kind, record")
    with database.writer() as session:
        before = session.execute(everything).all()
        write_search_index(session, bank_id=session.scalars(select(Bank.id)).one())
        assert session.execute(everything).all() == before


@given(st.text(max_size=300))
def test_words_are_few_and_have_no_signs(written: str) -> None:
    read = words_of(written)
    assert len(read) <= MOST_WORDS
    assert all(word and not set(word) & set("\"'*():&|!<>\\-^ \x00") for word in read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Russia's debt", ("russia", "debt")), ("the U.S. and Korea", ("us", "korea")), ("what is it", ()),
        ("Holm\u2019s view", ("holm", "view")), ("plan b", ("plan", "b")), ("e.g.", ("eg",)), ("Mr. X", ("mr", "x")),
    ],
)  # fmt: skip
def test_words_are_what_is_meant(written: str, read: tuple[str, ...]) -> None:
    assert words_of(written) == read


@pytest.mark.usefixtures("loaded")
def test_a_single_letter_is_no_beginning(database: Database) -> None:
    with database.reader() as session:
        assert count_found(session, words=("f",)) == {}
        assert count_found(session, words=("fe",))


def write_note(client: PersonClient, text: str, key: str = "ferry-cost-number") -> None:
    response = client.post("/study/note", data={"card": key, "note": text, "send": "background"})
    assert response.status_code == 200, response.text


@pytest.mark.usefixtures("loaded")
def test_a_note_of_ones_own_is_found_and_leads_to_its_card(people: People) -> None:
    write_note(people.ada, "Like the *Zürich* tram: dear, and late.")
    page = html_of(people.ada, "/search?q=tram")
    assert "In your notes" in page
    assert "<em>Zürich</em> tram" in page
    assert 'href="/study?card=ferry-cost-number"' in page
    assert "Nothing has this word" not in page
    for asked in ("TRAM dear", "zür", "ZÜR", "tram lat"):
        assert "In your notes" in html_of(people.ada, f"/search?q={asked}"), asked
    for asked in ("ram", "tram cheap", "%25", "_ram"):
        assert "In your notes" not in html_of(people.ada, f"/search?q={asked}"), asked


@pytest.mark.usefixtures("loaded")
def test_a_note_is_found_by_nobody_else(people: People) -> None:
    write_note(people.ada, "quokka")
    for name, client in people:
        assert ("In your notes" in html_of(client, "/search?q=quokka")) is (name == "ada"), name
        assert ("<p>quokka" in html_of(client, "/search?q=quokka").replace(' class="found-text"', "")) is (
            name == "ada"
        )


@pytest.mark.usefixtures("loaded")
def test_markup_in_a_note_that_was_found_stays_text(people: People) -> None:
    write_note(people.ada, "quokka <script>alert(1)</script>")
    assert "<script>alert" not in html_of(people.ada, "/search?q=quokka")


@pytest.mark.usefixtures("loaded")
def test_a_deleted_note_is_found_no_more(people: People) -> None:
    write_note(people.ada, "quokka")
    write_note(people.ada, "")
    assert "In your notes" not in html_of(people.ada, "/search?q=quokka")
