"""Studying and reading without a connection; signing out; several devices."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from webapp.db import Database
from webapp.models import Note, Report
from webapp.reading.services import article, asking
from webapp.reviews.rebuild import rebuild
from webapp.web import modules

from .device import (
    UNSENT,
    articles_kept,
    cards_kept,
    come_back,
    go_offline,
    hold_back,
    kept,
    let_go,
    log_in,
    pages_of,
    register,
    until,
)
from .log import logged, ratings
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

UNSENT_IS_EMPTY = f"async () => (await ({UNSENT})()) === 0"


@pytest.fixture
def ada(visit: Visit) -> Visitor:
    """A guest whose device has kept the day."""
    visitor = visit(service_workers="allow")
    visitor.start()
    cards_kept(visitor, least=4)
    return visitor


def test_the_page_opens_without_a_connection_and_all_is_sent_later(ada: Visitor, database: Database) -> None:
    keys = [ada.answer_card("Easy")]
    ada.sent()
    wanted = next(key for key in reversed(kept(ada)["cards"]) if key not in {*keys, ada.key})
    go_offline(ada)
    ada.open(wanted)
    keys.append(ada.answer_card("Easy"))
    ada.page.reload()
    ada.ready()
    expect(ada.page.get_by_text("1 answer is not sent yet. No connection: keep going")).to_be_visible()
    while ada.card.is_visible() and len(keys) < 4:
        keys.append(ada.answer_card("Easy"))
    expect(ada.page.get_by_role("heading", name="No connection")).to_be_visible()
    come_back(ada)
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    ada.sent()
    assert len(set(keys)) == 4, "no card is asked twice"
    assert [row.question_key for row in logged(database)] == keys
    assert ada.errors == []


def test_the_button_on_the_home_page_leads_to_the_cards(ada: Visitor) -> None:
    ada.page.goto("/")
    go_offline(ada)
    ada.page.get_by_role("button", name="Study now").click()
    ada.ready()
    expect(ada.card).to_be_visible()


def test_keys_work_where_another_page_than_that_of_studying_kept_the_day(visit: Visit) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    cards_kept(eva)
    go_offline(eva)
    eva.page.get_by_role("button", name="Study now").click()
    eva.ready()
    expect(eva.card).to_be_visible()
    assert eva.page.locator("html[data-no-single-keys]").count() == 0


BROKEN = """(() => {
    const real = globalThis.fetch;
    globalThis.fetch = async (...all) => {
        if (String(all[0]) !== "/positions" || localStorage.getItem("tried") === "again") return real(...all);
        localStorage.setItem("tried", "once");
        throw new TypeError("gone");
    };
})()"""


def test_articles_whose_keeping_was_broken_off_are_kept_from_the_next_page_on(visit: Visit) -> None:
    eva = visit(service_workers="allow")
    eva.page.add_init_script(BROKEN)
    eva.start()
    until(eva, "async () => localStorage.getItem('tried') === 'once'")
    eva.page.evaluate("localStorage.setItem('tried', 'again')")
    assert "/read" in pages_of(kept(eva)), "what is kept cannot be found"
    eva.page.reload()
    articles_kept(eva)


def test_a_card_in_learning_is_shown_again_as_far_as_the_page_knows(ada: Visitor, database: Database) -> None:
    go_offline(ada)
    again = ada.answer_card("Again")
    while (key := ada.key) != again:
        ada.answer_card("Easy")
        expect(ada.card).not_to_have_attribute("data-card", key)
    ada.show_answer()
    for interval in ada.grades.locator("[data-interval]").all():
        expect(interval).to_have_text("")
    ada.page.reload()
    ada.ready()
    expect(ada.card).to_have_attribute("data-card", again)
    come_back(ada)
    ada.answer_card("Good")
    ada.sent()
    assert [row.rating for row in logged(database) if row.question_key == again] == [1, 3]
    expect(ada.card).to_have_attribute("data-card", again)
    ada.show_answer()
    expect(ada.grades.locator("[data-interval]").first).not_to_have_text("")


def test_articles_are_read_and_answered_in_without_a_connection_and_each_answer_counts_once(
    ada: Visitor, database: Database
) -> None:
    articles_kept(ada)
    go_offline(ada)
    ada.page.goto("/read/sorrel-ferry")
    expect(ada.page.get_by_text(re.compile(r"No connection: this is the page as it was at .*\d:\d\d"))).to_be_visible()
    assert ada.page.locator("body").evaluate("(e) => getComputedStyle(e).fontFamily").startswith("ui-sans-serif")
    choice, cost = (ada.page.locator(f"#ask-{key}") for key in ("ferry-bridge-choice", "ferry-cost-number"))
    for place in (choice, cost):
        place.locator("summary").first.click()
        place.get_by_role("link", name="Answer here").click()
    choice.locator('[data-option="a"] label').click()
    choice.get_by_role("button", name="Check").click()
    expect(choice.locator(".verdict")).to_contain_text("Not yet", use_inner_text=True)
    expect(choice.get_by_text("She expects fewer.")).to_be_visible()
    expect(choice.locator(".explanation")).to_be_visible()
    expect(choice.locator("[data-is-proposed]")).to_contain_text("Again")
    expect(choice.get_by_text("Your first answer")).to_be_visible()
    choice.get_by_role("button", name="Again").click()
    expect(choice.get_by_role("status")).to_contain_text("is kept on this device")
    expect(choice.get_by_role("status")).to_be_focused()
    cost.get_by_role("textbox").fill("11 million")
    cost.get_by_role("button", name="Check").click()
    expect(cost.get_by_role("alert")).to_contain_text("No connection. This was not checked")
    cost.get_by_role("button", name="Good").click()
    expect(cost.locator(".margin")).to_have_text("not sent yet")
    expect(ada.page.get_by_text("2 answers are not sent yet.")).to_be_visible()
    ada.page.reload()
    expect(choice.locator(".margin")).to_have_text("not sent yet")
    choice.locator("summary").first.click()
    choice.get_by_role("link", name="Answer here").click()
    choice.get_by_role("button", name="Check").click()
    expect(choice.get_by_text("Practice: your schedule stays as it is.")).to_be_visible()
    choice.get_by_role("button", name="Good").click()
    expect(choice.get_by_role("status")).to_contain_text("is kept on this device")
    other = ada.page.context.new_page()  # two pages send the same
    other.goto("/read/sorrel-ferry")
    expect(other.locator("#ask-ferry-cost-number .margin")).to_have_text("not sent yet")
    hold_back(ada, "one reply")
    come_back(ada)
    expect(other.locator("#ask-ferry-cost-number .margin")).to_have_text("learning")
    expect(choice.get_by_role("status")).to_have_text("Your answer is kept.")
    expect(choice.locator(".margin")).to_have_text("learning")
    until(ada, UNSENT_IS_EMPTY)
    assert ada.evaluate("localStorage.getItem('held')") == "lost"
    assert [(row.question_key, row.outcome, row.rating) for row in logged(database)] == [
        ("ferry-bridge-choice", "wrong", 1), ("ferry-cost-number", "right", 3), ("ferry-bridge-choice", None, 3),
    ]  # fmt: skip
    ada.page.reload()
    expect(ada.page.locator("[data-kept-line]")).to_be_hidden()
    assert ada.errors == []


def test_a_long_article_is_kept_with_its_passages_and_answered_on_their_pages(
    visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (article, asking):
        monkeypatch.setattr(module, "MOST_ASKED", 1)
    ada = visit(service_workers="allow")
    ada.start()
    articles_kept(ada)
    go_offline(ada)
    ada.page.goto("/offline")
    expect(ada.page.get_by_text("1 article is kept here.")).to_be_visible()
    ada.page.goto("/read/sorrel-ferry")
    for path in re.findall(r'href="(/read/[^"#]*/passage/[^"]*)"', ada.page.content()):
        assert {path, f"{path}/ask"} <= set(pages_of(kept(ada)))
    ada.page.locator('#p05 a[href$="/passage/p05"]').click()
    ada.ready()
    place = ada.page.locator("#ask-ferry-bridge-choice")
    place.locator("summary").first.click()
    place.get_by_role("link", name="Answer here").click()
    place.locator('[data-option="b"] label').click()
    place.get_by_role("button", name="Check").click()
    place.get_by_role("button", name="Good").click()
    expect(place.locator(".margin")).to_have_text("not sent yet")
    come_back(ada)
    until(ada, UNSENT_IS_EMPTY)
    assert [row.question_key for row in logged(database)] == ["ferry-bridge-choice"]


def test_every_other_page_says_what_works(ada: Visitor) -> None:
    articles_kept(ada)
    go_offline(ada)
    ada.answer_card("Good")
    for path in ("/", "/progress", "/settings", "/no-such-page", "/search?q=ferry"):
        ada.page.goto(path)
        expect(ada.page.get_by_role("heading", name="Without a connection")).to_be_visible()
    expect(ada.page.get_by_text(re.compile(r"^[34] cards are kept here\.$"))).to_be_visible()
    expect(ada.page.get_by_text(re.compile(r"^\d+ articles? (is|are) kept here\.$"))).to_be_visible()
    expect(ada.page.get_by_text("1 answer is not sent yet.")).to_be_visible()
    come_back(ada)
    expect(ada.page.get_by_role("heading", name="Search")).to_be_visible()


def test_any_page_sends_what_is_not_sent(ada: Visitor, database: Database) -> None:
    hold_back(ada)
    ada.answer_card("Good")
    expect(ada.page.get_by_text("1 answer is not sent yet.")).to_be_visible()
    ada.page.goto("/progress")
    expect(ada.page.get_by_text("1 answer is not sent yet.")).to_be_visible()
    let_go(ada)
    ada.page.reload()
    expect(ada.page.get_by_role("heading", name="Progress")).to_be_visible()
    until(ada, UNSENT_IS_EMPTY)
    expect(ada.page.locator("[data-unsent-line]")).to_be_hidden()
    assert ratings(database) == [3]


def test_a_note_and_a_report_wait_for_the_connection_and_go_from_any_page_once(
    visit: Visit, database: Database
) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    eva.page.goto("/study?card=ferry-rope-card")
    eva.ready()
    articles_kept(eva)
    go_offline(eva)
    eva.card.press("!")
    dialog = eva.page.get_by_role("dialog", name="What is wrong with this question?")
    dialog.get_by_label("The source does not say so").check()
    dialog.get_by_role("button", name="Send to an instructor").click()
    expect(dialog.get_by_role("status")).to_contain_text("is kept on this device")
    dialog.get_by_role("button", name="Close").click()
    eva.show_answer()
    note = eva.page.get_by_role("region", name="Note to self")
    for text in ("The first thought", "The second thought"):
        eva.page.keyboard.press("n")
        note.get_by_label("Your note").fill(text)
        note.get_by_role("button", name="Save the note").click()
        expect(note.get_by_role("status")).to_contain_text("is kept on this device")
    expect(eva.page.get_by_text("2 notes or reports are not sent yet.")).to_be_visible()
    eva.page.reload()
    eva.ready()
    expect(eva.page.get_by_text("2 notes or reports are not sent yet.")).to_be_visible()
    eva.page.goto("/read")
    expect(eva.page.locator("[data-unsent-line]")).to_contain_text("2 notes or reports are not sent yet. All is kept")
    hold_back(eva, "one reply")
    come_back(eva)
    until(eva, UNSENT_IS_EMPTY)
    assert eva.evaluate("localStorage.getItem('held')") == "lost"
    expect(eva.page.locator("[data-unsent-line]")).to_be_hidden()
    with database.reader() as session:
        assert session.scalars(select(Note.text)).all() == ["The second thought"]
        assert session.scalars(select(Report.what)).all() == ["source"]


def test_a_note_that_is_not_sent_is_asked_about_and_goes_with_who_signs_out(visit: Visit, database: Database) -> None:
    eva = visit()
    register(eva, "eva@example.org")
    eva.page.goto("/study?card=ferry-rope-card")
    eva.ready()
    hold_back(eva)
    eva.show_answer()
    eva.page.keyboard.press("n")
    note = eva.page.get_by_role("region", name="Note to self")
    note.get_by_label("Your note").fill("For Eva alone")
    note.get_by_role("button", name="Save the note").click()
    expect(note.get_by_role("status")).to_contain_text("is kept on this device")
    eva.page.goto("/progress")
    eva.page.get_by_role("button", name="Log out").click()
    dialog = eva.page.get_by_role("dialog", name="1 note or report is not sent yet.")
    dialog.get_by_role("button", name="Sign out and lose them").click()
    expect(eva.page.get_by_role("link", name="Log in")).to_be_visible()
    until(eva, UNSENT_IS_EMPTY)
    with database.reader() as session:
        assert session.scalars(select(Note.text)).all() == []


def test_nothing_of_a_person_is_in_what_is_kept_for_everybody(ada: Visitor) -> None:
    articles_kept(ada)
    texts = ada.page.evaluate(
        """async () => {
            const name = (await caches.keys()).find((each) => each.startsWith("tumen-shell-"));
            const cache = await caches.open(name);
            return Promise.all(["/study/shell", "/offline"].map(async (path) => (await cache.match(path)).text()));
        }"""
    )
    for text in texts:
        assert 'data-person="?"' in text
        assert "csrf_token" not in text
        assert "article class" not in text
    stored = [path for paths in kept(ada)["caches"].values() for path in paths]
    assert {path for path in stored if not path.startswith(("/static/", "/read"))} == {
        "/study/shell", "/offline", "/timeline", "/positions",
    }  # fmt: skip


def _everything(visitor: Visitor) -> tuple[list[str], list[str], int]:
    unsent = visitor.page.evaluate(UNSENT)
    found = kept(visitor)
    return found["cards"], pages_of(found), unsent


@pytest.mark.parametrize("header", [True, False], ids=["by the server's word too", "by the page alone"])
def test_signing_out_leaves_nothing_on_the_device(visit: Visit, header: bool) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    eva.page.goto("/study")
    eva.ready()
    cards_kept(eva)
    articles_kept(eva)
    eva.page.goto("/progress")
    if not header:

        def without(route: Route) -> None:
            answer = route.fetch(max_redirects=0)
            headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
            route.fulfill(status=answer.status, headers=headers)

        eva.page.route("**/logout", without)
    eva.page.get_by_role("button", name="Log out").click()
    expect(eva.page.get_by_role("link", name="Log in")).to_be_visible()
    eva.page.wait_for_load_state("networkidle")
    assert _everything(eva) == ([], [], 0)


def test_unsent_answers_are_asked_about_before_signing_out(visit: Visit, database: Database) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    eva.page.goto("/study")
    eva.ready()
    hold_back(eva)
    eva.answer_card("Good")
    expect(eva.page.get_by_text("1 answer is not sent yet.")).to_be_visible()
    eva.page.goto("/progress")
    dialog = eva.page.get_by_role("dialog")
    eva.page.get_by_role("button", name="Log out").click()
    expect(dialog.get_by_role("heading", name="1 answer is not sent yet")).to_be_visible()
    dialog.get_by_role("button", name="Send them first").click()
    expect(dialog.get_by_text("There is no connection, so they could not be sent.")).to_be_visible()
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert _everything(eva)[2] == 1
    let_go(eva)
    eva.page.get_by_role("button", name="Log out").click()
    expect(eva.page.get_by_role("link", name="Log in")).to_be_visible()
    assert ratings(database) == [3], "what can be sent is sent without a question"


def test_who_signs_out_all_the_same_loses_them_for_good(visit: Visit, database: Database) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    eva.page.goto("/study")
    eva.ready()
    hold_back(eva)
    eva.answer_card("Good")
    eva.page.goto("/progress")
    eva.page.get_by_role("button", name="Log out").click()
    eva.page.get_by_role("dialog").get_by_role("button", name="Sign out and lose them").click()
    expect(eva.page.get_by_role("link", name="Log in")).to_be_visible()
    assert _everything(eva)[2] == 0
    log_in(eva, "eva@example.org")
    assert logged(database) == []


def test_another_tab_does_not_go_on_with_who_signed_out(visit: Visit) -> None:
    eva = visit(service_workers="allow")
    register(eva, "eva@example.org")
    study = Visitor(eva.page.context.new_page())
    study.page.goto("/study")
    study.ready()
    cards_kept(study)
    eva.page.get_by_role("button", name="Log out").click()
    expect(study.page.get_by_role("link", name="Log in")).to_be_visible()
    assert _everything(eva) == ([], [], 0)


def test_nobody_sends_for_somebody_else(visit: Visit, database: Database) -> None:
    """Ada's page is open while Ben signs in beside it: her answer waits for her, and his cards are not shown to her."""
    ada = visit(service_workers="allow")
    ada.start()
    beside = Visitor(ada.page.context.new_page())
    beside.page.add_init_script("BroadcastChannel.prototype.postMessage = () => {}")  # or Ada's page would begin anew
    ada.page.context.clear_cookies()
    register(beside, "ben@example.org")
    ada.answer_card("Easy")
    expect(ada.page.get_by_text("1 answer is not sent yet. You are signed out")).to_be_visible()
    beside.page.goto("/study")
    beside.ready()
    beside.answer_card("Hard")
    beside.sent()
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    beside.page.goto("/progress")
    beside.page.wait_for_load_state("networkidle")
    assert ratings(database) == [2]
    assert set(kept(beside)["people"]) <= {beside.page.locator("body").get_attribute("data-person")}


def test_a_renewed_session_of_the_same_person_is_no_obstacle(visit: Visit, database: Database) -> None:
    """Whoever makes an account in another tab has a new session: the open page fetches its token."""
    ada = visit()
    ada.start()
    register(Visitor(ada.page.context.new_page()), "ada@example.org")
    ada.answer_card("Good")
    ada.sent()
    assert ratings(database) == [3]


@pytest.mark.parametrize("first", [0, 1])
def test_two_devices_come_together_without_loss_or_doubling(visit: Visit, database: Database, first: int) -> None:
    """Both study the same cards without a connection; each delivery is repeated, as after a lost reply."""
    phone, laptop = visit(service_workers="allow", width=360), visit(service_workers="allow")
    register(phone, "eva@example.org")
    log_in(laptop, "eva@example.org")
    devices = [phone, laptop]
    for device in devices:
        device.page.goto("/study")
        device.ready()
        cards_kept(device, least=4)
        go_offline(device)
        device.page.reload()
        device.ready()
    done = [("Good", 0), ("Again", 1), ("Hard", 1), ("Easy", 0), ("Easy", 1), ("Again", 0)]
    keys = [(devices[number].answer_card(word), word) for word, number in done]
    for number in (first, 1 - first):
        device = devices[number]
        hold_back(device, "one reply")
        come_back(device)
        device.sent()
        assert device.evaluate("localStorage.getItem('held')") == "lost"
    words = {1: "Again", 2: "Hard", 3: "Good", 4: "Easy"}
    recorded = [(row.question_key, words[row.rating or 0]) for row in logged(database)]
    assert sorted(recorded) == sorted(keys), "the clocks of two devices differ by a little"
    with database.writer() as session:
        assert rebuild(session, check=True) == []


def test_a_new_version_waits_until_the_old_pages_are_closed(
    ada: Visitor, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = (name for name in kept(ada)["caches"] if name.startswith("tumen-shell-"))
    monkeypatch.setattr(modules, "version_of_modules", lambda _folder: "0123456789ab")
    ada.page.reload()  # controlled by the worker from now on
    ada.ready()
    ada.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    until(ada, "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)")
    assert old in kept(ada)["caches"], "the page that is open has its files"
    go_offline(ada)
    ada.page.reload()
    ada.ready()
    ada.answer_card("Good")
    come_back(ada)
    ada.sent()
    context = ada.page.context
    ada.page.close()
    later = Visitor(context.new_page())
    later.page.goto("/study")
    later.ready()
    until(later, "async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    names = [name for name in kept(later)["caches"] if name.startswith("tumen-shell-")]
    assert old not in names
    assert len(names) == 1
    assert later.errors == []


NOTHING_LASTS = """
    Object.defineProperty(globalThis, "indexedDB", { value: { open() { throw new DOMException(); } } });
    delete Navigator.prototype.serviceWorker;
"""


def test_a_window_that_keeps_nothing_says_so_and_goes_on(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.page.add_init_script(NOTHING_LASTS)
    ada.start()
    go_offline(ada)
    ada.answer_card("Good")
    expect(ada.page.get_by_text("This window keeps nothing: leave it open until all is sent.")).to_be_visible()
    come_back(ada)
    ada.sent()
    assert ratings(database) == [3]
    ada.page.goto("/offline")
    expect(ada.page.get_by_text("This browser keeps no pages")).to_be_visible()
    assert ada.errors == []


def test_a_full_device_loses_nothing_of_the_open_page(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    ada.start()
    go_offline(ada)
    ada.answer_card("Good")
    expect(ada.page.get_by_text("This window keeps nothing")).to_be_visible()
    come_back(ada)
    ada.sent()
    assert ratings(database) == [3]
    assert ada.errors == []


def test_without_https_the_page_says_what_needs_a_connection(visit: Visit) -> None:
    ada = visit()
    ada.page.add_init_script("delete Navigator.prototype.serviceWorker; delete globalThis.caches;")
    ada.start()
    go_offline(ada)
    ada.answer_card("Good")
    expect(ada.page.get_by_text("keep going, but reloading this page needs one.")).to_be_visible()
