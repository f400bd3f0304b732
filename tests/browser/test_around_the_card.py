"""What stands around the card: hints, the difference of a typed answer, notes, reports, breaks, the day's sum."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from webapp.db import Database
from webapp.models import Note, Report, UserSettings
from webapp.scheduling.fold import Mode

from .log import logged
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_a_misspelt_answer_is_compared_and_the_note_on_it_is_kept(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-bridge-who")
    note = ada.page.get_by_role("region", name="Note to self")
    expect(note).to_be_hidden()
    ada.page.get_by_label("Your answer").fill("Greta Hollm")
    ada.show_answer()
    expect(ada.page.locator(".compare del")).to_have_text("l")
    expect(ada.page.locator("[aria-live=polite]")).to_contain_text("“l” is too much.")
    ada.page.keyboard.press("n")
    expect(note.get_by_label("Your note")).to_be_focused()
    ada.page.keyboard.type("One *l*, as in holm")
    note.get_by_role("button", name="Save the note").click()
    expect(note.get_by_role("status")).to_have_text("Saved.")
    expect(note.locator("em")).to_have_text("l")
    with database.reader() as session:
        assert session.scalars(select(Note.text)).all() == ["One *l*, as in holm"]
    ada.open("ferry-bridge-who")
    ada.show_answer()
    expect(note).to_contain_text("One l, as in holm")
    assert ada.errors == []


def test_back_from_the_article_the_answer_stands_open_and_counts_once(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-bridge-who")
    ada.page.get_by_label("Your answer").fill("Tomas Veld")
    ada.show_answer()
    ada.page.locator(".source summary").click()
    ada.page.get_by_role("link", name="Read on in the article").click()
    expect(ada.page).to_have_url(re.compile("/read/"))
    ada.page.go_back()
    ada.ready()
    expect(ada.page.get_by_label("Your answer")).to_have_value("Tomas Veld")
    expect(ada.card).to_have_attribute("data-outcome", "wrong")
    expect(ada.grades).to_be_visible()
    ada.grade("Easy")
    ada.sent()
    assert "card=" not in ada.page.url, "loading the page again goes on with the day"
    ada.open("ferry-bridge-who")
    expect(ada.answer).to_be_hidden()
    ada.answer_card("Good")
    ada.sent()
    assert [(row.question_key, row.mode) for row in logged(database)] == [
        ("ferry-bridge-who", Mode.STUDY), ("ferry-bridge-who", Mode.AHEAD)
    ]  # fmt: skip
    assert ada.errors == []


def test_a_report_waits_for_the_connection_with_its_words(visit: Visit, database: Database) -> None:
    ada = visit(width=360, height=740, has_touch=True)
    ada.start("ferry-cost-number")
    ada.card.press("!")
    dialog = ada.page.get_by_role("dialog", name="What is wrong with this question?")
    dialog.get_by_label("The source does not say so").check()
    dialog.get_by_label("In your words").fill("It says twelve! 1, 2 and ? are no keys here")
    ada.page.context.set_offline(True)
    dialog.get_by_role("button", name="Send to an instructor").click()
    expect(dialog.get_by_role("status")).to_contain_text("All is kept on this device and is sent as soon as")
    expect(dialog.get_by_label("In your words")).to_have_value("It says twelve! 1, 2 and ? are no keys here")
    expect(ada.page.get_by_text("1 note or report is not sent yet.")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.evaluate("document.querySelector('[data-flag-form]').reset()")  # as when the page is opened again
    ada.card.press("!")
    dialog.get_by_label("The source does not say so").check()
    dialog.get_by_label("In your words").fill("And another thing.")
    dialog.get_by_role("button", name="Send to an instructor").click()
    expect(ada.page.get_by_text("2 notes or reports are not sent yet.")).to_be_visible()
    ada.page.context.set_offline(False)
    expect(dialog.get_by_role("status")).to_contain_text("Thank you.")
    expect(ada.page.get_by_text("is not sent yet.")).to_be_hidden()
    expect(ada.page.get_by_text("are not sent yet.")).to_be_hidden()
    with database.reader() as session:
        reports = session.scalars(select(Report).order_by(Report.at, Report.id)).all()
        assert [(report.what, report.words) for report in reports] == [
            ("source", "It says twelve! 1, 2 and ? are no keys here"), ("source", "And another thing."),
        ]  # fmt: skip


def test_what_is_written_into_a_gap_is_seen_whole_and_the_page_stays_as_wide_as_it_is(visit: Visit) -> None:
    ada = visit(width=360, height=740)
    ada.start("ferry-first-day-cloze")
    gap = ada.card.get_by_role("textbox").first
    is_whole = "field => field.scrollWidth <= field.clientWidth"
    gap.fill("a very long answer " * 10)
    assert ada.evaluate("document.documentElement.scrollWidth") == 360
    gap.fill("in spring, at the thaw")
    assert gap.evaluate(is_whole)
    ada.show_answer()
    assert gap.evaluate(is_whole)
    assert ada.errors == []


def test_a_hint_lowers_the_proposal_and_is_recorded(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-first-day-cloze")
    hints = ada.card.locator(".hint")
    expect(hints).to_have_count(1)
    expect(hints.get_by_text("a year of the 19th century")).to_be_hidden()
    ada.page.keyboard.press("Alt+h")  # in the first gap, into which it types nothing
    expect(hints.get_by_text("a year of the 19th century")).to_be_visible()
    expect(ada.page.locator("[data-announce]")).to_have_text("a year of the 19th century")
    expect(ada.card.get_by_role("textbox").first).to_have_value("")
    expect(ada.card.get_by_role("textbox").first).to_be_focused()
    for field, text in zip(ada.card.get_by_role("textbox").all(), ("1874", "Millbrook"), strict=True):
        field.fill(text)
    ada.show_answer()
    expect(ada.card).to_have_attribute("data-outcome", "right")
    expect(ada.grades.get_by_role("button", name="Hard")).to_have_attribute("data-is-proposed", "")
    with ada.page.expect_request("**/api/v1/reviews*") as sent:
        ada.grade("Hard")
    (entry,) = json.loads(sent.value.post_data or "[]")
    assert (entry["hints"], entry["rating"]) == (1, 2)
    ada.sent()


def test_a_break_is_offered_when_its_time_has_come_and_the_time_is_shown_to_who_wants_it(
    visit: Visit, database: Database
) -> None:
    ada = visit()
    ada.page.clock.install()
    ada.start()
    expect(ada.page.get_by_role("timer")).to_have_count(0)
    with database.writer() as session:
        settings = session.scalars(select(UserSettings)).one()
        settings.timebox_minutes, settings.shows_time = 25, True
    ada.page.reload()
    ada.ready()
    first = ada.key
    ada.page.clock.fast_forward("00:30")
    expect(ada.page.get_by_role("timer")).to_have_text("0:30")
    ada.page.clock.fast_forward("25:00")
    ada.answer_card("Easy")
    heading = ada.page.get_by_role("heading", name="25 minutes.")
    expect(heading).to_be_visible()
    ada.sent()
    expect(heading).to_be_visible()
    ada.page.keyboard.press("Space")
    expect(heading).to_be_hidden()
    expect(ada.card).to_be_visible()
    assert ada.key != first
    ada.answer_card("Easy")
    expect(heading).to_be_hidden()
    ada.sent()


def test_at_the_end_stands_what_was_learned_and_where_the_missed_stands(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    with database.writer() as session:
        session.scalars(select(UserSettings)).one().new_per_day = 1
    ada.page.reload()
    ada.ready()
    ada.answer_card("Again")
    expect(ada.card).to_be_visible()
    ada.sent()
    ada.answer_card("Easy")
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    expect(ada.page.get_by_text("You missed one question.")).to_be_visible()
    ada.page.get_by_role("link", name="Read the passage").click()
    expect(ada.page).to_have_url(re.compile(r"/read/sorrel-ferry#p\d+$"))
