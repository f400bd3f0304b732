"""A quiz in a browser: its pages at all widths and in both schemes, answers that survive, and the time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from webapp.db import Database
from webapp.models import Attempt, AttemptItem, Question, ReviewLog

from .device import UNSENT, come_back, go_offline, until
from .everyone import violations
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

SHORT = 5  # the fewest questions that a quiz has
MOST_OF_IT = timedelta(seconds=53)  # of the shortest time limit


def _start(ada: Visitor, *, length: int = 12, minutes: str = "", once: bool = False, scripts: bool = True) -> str:
    """The address of a quiz that was just made."""
    page = ada.page
    page.goto("/")
    page.get_by_role("button", name="Study now").click()
    page.goto("/quiz")
    page.get_by_role("link", name="Make a quiz").click()
    page.get_by_label("How many").fill(str(length))
    page.get_by_label("Time limit").fill(minutes)
    if once:
        page.get_by_label("At once").check()
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.locator("article.card")).to_be_visible()
    if scripts:
        ada.ready()
    return page.url.rsplit("/", 1)[0]


def _enter(ada: Visitor) -> None:
    """Enter something, as anybody would, into a card of any kind."""
    card, kind = ada.card, ada.kind
    if kind in {"choice", "position"}:
        card.locator("label").first.click()
    elif kind == "matching":
        for field in card.locator("select").all():
            field.select_option(index=1)
    elif kind == "ordering":
        moves = card.locator('[data-move="1"]')
        if moves.first.is_visible():
            moves.first.click()
        else:
            for place, field in enumerate(card.locator("select").all(), start=1):
                field.select_option(str(place))
    elif kind == "timeline":
        card.get_by_role("spinbutton").fill("1880")
    else:
        for field in card.get_by_role("textbox").all():
            field.fill("1874")


def _go_on(page: Page, quiz: str, position: int, *, of: int = 12) -> None:
    """On to the next question, or to the end."""
    page.get_by_role("button", name="To the end" if position == of else "Next").click()
    expect(page).to_have_url(quiz if position == of else f"{quiz}/{position + 1}")


def _responses(database: Database) -> list[Any]:
    with database.reader() as session:
        rows = session.scalars(select(AttemptItem.response).order_by(AttemptItem.position))
        return [None if row is None else json.loads(row) for row in rows]


def _walk(ada: Visitor) -> Iterator[str]:
    """Every page of quizzes in every state."""
    page = ada.page
    quiz = _start(ada, minutes="30")
    page.goto("/quiz/new")
    for summary in page.locator("summary").all():
        summary.click()
    page.get_by_label("How many").fill("99")
    yield "the form"
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.get_by_text("No quiz was made yet.")).to_be_visible()
    yield "the form with an error"
    page.goto(quiz)
    yield "nothing answered"
    for position in range(1, 13):
        page.goto(f"{quiz}/{position}")
        ada.ready()
        yield f"{ada.kind}: question"
        if position != 3:
            _enter(ada)
        _go_on(page, quiz, position)
    expect(page.get_by_text("11 of 12 answered")).to_be_visible()
    yield "the overview"
    page.goto("/quiz")
    yield "the list with an open quiz"
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Hand in").click()
    closed = page.locator(".results > li > details:not([open]) > summary")
    while closed.count():  # each one that is opened is none of them any more
        closed.first.click()
    for summary in page.locator("details.source > summary").all():
        summary.click()
    yield "the result"
    page.goto("/quiz")
    yield "the list with a score"
    _start(ada, length=5, once=True)
    ada.ready()
    _enter(ada)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("[data-answered]")).to_be_attached()
    yield "an answer shown at once"


def test_the_rules_between_results_end_where_their_cards_do(visit: Visit) -> None:
    ada = visit(width=1440, height=900)
    ada.page.goto(_start(ada, length=SHORT))
    ada.page.get_by_role("button", name="Hand in").click()
    row = ada.page.locator(".results > li").first.bounding_box()
    card = ada.page.locator(".results .answer").first.bounding_box()
    assert row
    assert card
    assert (row["x"], row["width"]) == (card["x"], card["width"])


def test_axe_finds_nothing_in_either_scheme_and_the_policy_refuses_nothing(visit: Visit) -> None:
    ada = visit()
    refused: list[str] = []
    ada.page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    found = {place: violations(ada.page) for place in _walk(ada)}
    assert {place: faults for place, faults in found.items() if faults} == {}
    assert refused == []
    assert ada.errors == []


def test_nothing_is_wider_than_a_small_phone(visit: Visit) -> None:
    ada = visit(width=320, height=640, has_touch=True, is_mobile=True)
    wide = {place: ada.evaluate("document.documentElement.scrollWidth") for place in _walk(ada)}
    assert {place: width for place, width in wide.items() if width > 320} == {}


def test_quiz_without_javascript_from_the_form_to_studying_the_wrong_ones(visit: Visit, database: Database) -> None:
    ada = visit(java_script_enabled=False, width=360)
    page = ada.page
    quiz = _start(ada, scripts=False)
    for position in range(1, 13):
        expect(page).to_have_url(f"{quiz}/{position}")
        _enter(ada)
        page.get_by_role("button", name="To the end" if position == 12 else "Next").click()
    assert None not in _responses(database)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()
    page.get_by_role("button", name="Study the").click()
    expect(ada.card).to_be_visible()
    with database.reader() as session:
        assert session.execute(select(func.count()).select_from(ReviewLog)).scalar_one() > 12


def test_answer_is_kept_as_it_is_given_and_survives_a_closed_window(visit: Visit, database: Database) -> None:
    ada = visit()
    quiz = _start(ada, length=SHORT)
    for position in range(1, SHORT + 1):
        ada.page.goto(f"{quiz}/{position}")
        ada.ready()
        _enter(ada)
        expect(ada.page.locator("[data-kept]")).to_have_text("Your answer is kept.")
    kept = _responses(database)
    assert None not in kept
    other = ada.page.context.new_page()
    ada.page.close()
    for position in range(1, SHORT + 1):
        other.goto(f"{quiz}/{position}")
        other.locator("html[data-ready]").wait_for(state="attached")
        _go_on(other, quiz, position, of=SHORT)
    expect(other.get_by_text("All 5 are answered.")).to_be_visible()
    assert _responses(database) == kept


def test_no_room_stands_empty_above_the_buttons_and_what_is_said_there_moves_nothing(visit: Visit) -> None:
    ada = visit(width=320, height=640)
    _start(ada, length=SHORT)
    line, steps = ada.page.locator("[data-kept]"), ada.page.locator(".dock")
    expect(line).to_have_text("You can change your answer later.")
    before = steps.bounding_box()
    _enter(ada)
    expect(line).to_have_text("Your answer is kept.")
    assert steps.bounding_box() == before
    _start(ada, length=SHORT, once=True)
    expect(line).to_be_hidden()


def test_answers_without_a_connection_wait_on_the_device_and_arrive_later(visit: Visit, database: Database) -> None:
    ada = visit()
    quiz = _start(ada, length=5)
    go_offline(ada)
    _enter(ada)
    ada.page.get_by_role("button", name="Next").click()
    expect(ada.page.locator("[data-kept]")).to_contain_text("All is kept on this device and is sent as soon as")
    assert ada.page.url == f"{quiz}/1"
    ada.page.close()
    assert _responses(database)[0] is None
    come_back(ada)
    later = Visitor(ada.page.context.new_page())
    later.page.goto("/quiz")
    until(later, f"async () => await ({UNSENT})() === 0")
    assert _responses(database)[0] is not None
    assert later.errors == []


def test_of_two_windows_the_later_answer_is_kept_whichever_arrives_last(visit: Visit, database: Database) -> None:
    ada = visit()
    quiz = _start(ada)
    with database.reader() as session:
        of_question = (Question.id == AttemptItem.question_id) & (Question.key == "ferry-bridge-who")
        position = session.scalars(select(AttemptItem.position).join(Question, of_question)).one()
    other = Visitor(ada.page.context.new_page())
    for each in (ada, other):
        each.page.goto(f"{quiz}/{position}")
        each.ready()
    ada.page.route("**/quiz/**", lambda route: route.abort())
    _enter(ada)
    expect(ada.page.locator("[data-kept]")).to_contain_text("All is kept on this device")
    other.card.get_by_role("textbox").fill("later")
    expect(other.page.locator("[data-kept]")).to_have_text("Your answer is kept.")
    with database.writer() as session:  # it was given long after the one that waits
        item = session.scalars(select(AttemptItem).where(AttemptItem.position == position)).one()
        assert item.changed_at is not None
        item.changed_at += timedelta(minutes=5)
    ada.page.unroute("**/quiz/**")
    ada.evaluate("dispatchEvent(new Event('online'))")
    expect(
        ada.page.get_by_text(f"To question {position} you have a later answer, from another window.")
    ).to_be_visible()
    expect(ada.card.get_by_role("textbox")).to_have_value("later")
    assert _responses(database)[position - 1] == {"text": "later"}


def test_an_answer_that_is_final_stays_on_the_page_until_there_is_a_connection(visit: Visit) -> None:
    ada = visit()
    _start(ada, length=5, once=True)
    _enter(ada)
    go_offline(ada)
    ada.page.get_by_role("button", name="Answer").click()
    expect(ada.page.locator("[data-kept]")).to_have_text("No connection. Send your answer again when it is back.")
    come_back(ada)
    ada.page.get_by_role("button", name="Answer").click()
    expect(ada.page.get_by_role("link", name="Next")).to_be_visible()


def test_time_that_is_up_hands_in_by_itself(visit: Visit, database: Database) -> None:
    ada = visit()
    quiz = _start(ada, minutes="1")
    expect(ada.page.locator("[data-time]")).to_have_text("60 seconds")
    with database.writer() as session:
        (made_at,) = session.execute(select(Attempt.made_at)).one()
        session.execute(update(Attempt).values(made_at=made_at - MOST_OF_IT))
    ada.page.goto(f"{quiz}/2")
    ada.ready()
    _enter(ada)
    expect(ada.page.get_by_role("heading", name="Question by question")).to_be_visible(timeout=15_000)
    expect(ada.page.get_by_text("11 questions are not answered.")).to_be_visible()
    assert ada.errors == []
