"""An instructor mends a question in the browser, and sees what a student will see while typing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.bank.changing import edit_question
from tests.bank.workshop import present
from webapp.db import Database
from webapp.history import jobs
from webapp.models import User
from webapp.web.clock import system_clock

from .everyone import violations
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

KEY = "ferry-bridge-choice"
PAGES = ("/bank", "/bank/review", "/bank/bulk", "/bank/quality/items", "/bank?kind=choice&q=bridge", "/bank/claims",
         "/bank/exchange", "/bank/imported", "/bank/export?format=gift", "/bank/questions/new",
         "/bank/history", "/bank/conflicts",
         "/bank/quality/alike", "/bank/quality/claims", "/bank/quality/balance",
         "/bank/questions/new?kind=choice", f"/bank/questions/{KEY}",
         "/bank/questions/ferry-trouble-matching/edit")  # fmt: skip


def test_a_question_is_found_mended_tried_and_its_history_read(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    ben = instructor()
    page = ben.page
    page.goto("/bank")
    page.keyboard.press("/")
    page.keyboard.type("expect bridge")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=expect"))
    page.get_by_role("link", name="What does Greta Holm expect of the bridge?").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Explanation").fill("She gives the boat **one year**.")
    expect(page.locator("[data-preview] strong", has_text="one year")).to_be_visible()
    page.get_by_label("Why this change").fill("said more plainly")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept as revision 2.")).to_be_visible()
    page.get_by_label("An empty boat").check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator('article[data-outcome="right"]')).to_be_visible()
    page.get_by_role("link", name="Revision 2").click()
    expect(page.locator("ins", has_text="**one")).to_be_visible()
    assert present(database, KEY)[2]["explanation"] == "She gives the boat **one year**."
    assert ben.errors == []


def test_rows_of_the_table_are_gone_through_chosen_and_edited_by_keys(instructor: Callable[..., Visitor]) -> None:
    ben = instructor()
    page = ben.page
    page.goto("/bank?sort=name")
    boxes = page.locator('input[name="key"]')
    heights = page.locator("[data-rows] tbody tr").evaluate_all("rows => rows.map((row) => row.clientHeight)")
    assert max(heights) <= 40, "a row is one line on a desk"
    page.keyboard.type("jjx")  # the second row
    expect(boxes.nth(1)).to_be_checked()
    key = boxes.nth(0).input_value()
    page.keyboard.type("ke")
    expect(page).to_have_url(re.compile(f"/bank/questions/{key}/edit$"))
    assert ben.errors == []


def test_a_job_shows_how_far_it_is_and_then_what_came_of_it(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    ben = instructor(width=320)
    with database.writer() as session:
        user_id = session.scalars(select(User.id).where(User.email == "ben@example.org")).one()
        jobs.begin(session, user_id=user_id, kind="write", title="GIFT", asked={}, now=system_clock())
        job = jobs.take(session, worker="one", now=system_clock())
    assert job is not None
    ben.page.goto(f"/bank/jobs/{job.id}")
    expect(ben.page.get_by_text("0 questions so far")).to_be_visible()
    assert violations(ben.page) == []
    assert ben.page.evaluate("document.documentElement.scrollWidth") <= 320
    with database.writer() as session:
        jobs.tell(session, number=job.id, worker="one", done=3, total=9, now=system_clock())
    expect(ben.page.get_by_text("3 of 9 questions")).to_be_visible()
    with database.writer() as session:
        result = {"carried": 9, "wanted": 9, "losses": [], "name": "a.txt", "media_type": "text/plain"}
        jobs.finish(session, job=job, worker="one", now=system_clock(), result=result)
    expect(ben.page.get_by_role("link", name="Download")).to_be_visible()
    assert ben.errors == []


def test_a_question_is_made_and_published_without_a_script(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    page = instructor(java_script_enabled=False, width=360).page
    page.goto("/bank/claims?q=Veld+motor")
    page.get_by_role("link", name="Ask about it").click()
    page.get_by_role("link", name="Card", exact=True).click()
    page.get_by_label("Name").fill("ferry-motor-card")
    page.get_by_label("Front").fill("How does Tomas Veld speak of the motor?")
    page.get_by_label("Back").fill("As unwanted.")
    page.get_by_label("Explanation").fill("He is the historian of the ferry.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()
    assert present(database, "ferry-motor-card")[0] == "published"


def test_axe_finds_nothing_and_no_page_is_wider_than_a_small_phone(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    with database.writer() as session:
        edit_question(session, "ferry-rope-card", explanation="Mended here, and gone from the files.")
    ben = instructor(width=320)
    for path in PAGES:
        ben.page.goto(path)
        if path == "/bank/conflicts":
            expect(ben.page.get_by_role("button", name="Keep what is here").first).to_be_visible()
        assert violations(ben.page) == [], path
        assert ben.page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert ben.errors == []


def test_the_places_of_the_bank_are_one_row_on_a_telephone_that_begins_where_one_is(
    instructor: Callable[..., Visitor],
) -> None:
    page = instructor(width=360, has_touch=True, is_mobile=True).page
    for path in ("/bank", "/bank/quality/items", "/banks"):
        page.goto(path)
        places = page.get_by_role("navigation", name="The bank", exact=True)
        expect(places.locator("[aria-current]")).to_be_in_viewport(ratio=1)
        box = places.bounding_box()
        assert box is not None
        assert box["height"] < 60, path
    row = places.get_by_role("list")
    expect(row).to_have_css("scroll-snap-type", "none")
    row.evaluate("row => { row.scrollLeft = 0; }")
    expect(places.get_by_role("link", name="Questions")).to_be_in_viewport(ratio=1)


def test_what_was_typed_and_not_saved_is_there_when_the_page_is_opened_again(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    page = instructor().page
    page.goto(f"/bank/questions/{KEY}/edit")
    page.get_by_label("Explanation").fill("Begun on the train.")
    expect(page.get_by_text("what you typed is kept for you")).to_be_visible()
    page.goto(f"/bank/questions/{KEY}/edit")
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Explanation")).to_have_value("Begun on the train.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(KEY, exact=True)).to_be_visible()
    assert present(database, KEY)[2]["explanation"] == "Begun on the train."
    page.goto(f"/bank/questions/{KEY}/edit")
    expect(page.get_by_label("Explanation")).to_have_value("Begun on the train.")
    expect(page.get_by_role("link", name="Go on with it")).to_have_count(0)


def test_all_columns_of_the_table_stand_beside_one_another_on_a_desk(instructor: Callable[..., Visitor]) -> None:
    ben = instructor(width=1440, height=900)
    ben.page.goto("/bank")
    ben.page.get_by_text("Narrow it down").click()
    boxes = ben.page.get_by_role("group", name="Columns").get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    ben.page.get_by_role("button", name="Show", exact=True).click()
    frame = ben.page.get_by_role("region", name="Questions")
    expect(frame.get_by_role("columnheader")).to_have_count(boxes.count() + 2)
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
