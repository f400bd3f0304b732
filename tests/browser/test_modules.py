"""The modules of the page against what the server does: grading by keys, ids, and the help with a leech."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.cards.cards import shown, small_bank
from webapp.cards import grading_for_browser
from webapp.db import Database

from .log import logged
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_choices_are_graded_as_the_server_grades_them(visit: Visit) -> None:
    ada = visit()
    ada.page.goto("/")
    questions = [each for each in small_bank().questions.values() if each.kind == "choice"]
    assert len(questions) == 2
    for question in questions:
        card = shown(question)
        keys = [key for key, _ in card.prompt.options]
        most = len(keys) if card.prompt.several else 1
        for count in range(1, most + 1):
            for chosen in itertools.combinations(keys, count):
                grade = question.grade({"chosen": list(chosen)})
                here = ada.page.evaluate(
                    """async ([right, chosen]) => {
                        const { gradeByKeys } = await import("/static/js/grading.js");
                        return gradeByKeys(right, chosen);
                    }""",
                    [grading_for_browser(card.content, card.solution)["right"], list(chosen)],
                )
                assert (here["outcome"], here["score"]) == (grade.outcome.value, pytest.approx(grade.score))


def test_ids_are_ordered_uuids_of_version_7(visit: Visit) -> None:
    ada = visit()
    ada.page.goto("/")
    made = ada.page.evaluate(
        """async () => {
            const { uuid7 } = await import("/static/js/uuid.js");
            return [uuid7(1_000), uuid7(1_001), uuid7(1_800_000_000_000), uuid7(), uuid7()];
        }"""
    )
    parsed = [uuid.UUID(text) for text in made]
    assert {each.version for each in parsed} == {7}
    assert {each.variant for each in parsed} == {uuid.RFC_4122}
    assert [each.int >> 80 for each in parsed[:3]] == [1_000, 1_001, 1_800_000_000_000]
    assert len(set(made)) == 5


def test_what_is_written_anew_is_kept_before_the_former_goes(visit: Visit) -> None:
    """Whatever ends the page in between, one of them is kept."""
    ada = visit()
    ada.page.goto("/")
    said = ada.page.evaluate(
        """async () => {
            const { Outbox } = await import("/static/js/outbox.js");
            const { ApiError } = await import("/static/js/api.js");
            const said = [];
            const store = {
                all: async () => [],
                others: async () => [],
                put: async ({ id }) => { said.push(`put ${id}`); },
                remove: async (id) => { said.push(`remove ${id}`); },
            };
            const nothing = () => {};
            const send = async () => { throw new ApiError(0, "connection", "none"); };
            const outbox = new Outbox({ store, person: "1", guests: async () => ({ guests: [], gone: [] }), send,
                                        onResult: nothing, onReply: nothing, onChange: nothing });
            await outbox.write("/note/", { id: "former" }, "card", nothing);
            await outbox.write("/note/", { id: "new" }, "card", nothing);
            return said;
        }"""
    )
    assert said == ["put former", "put new", "remove former"]


def test_figures_in_words_are_grouped_as_on_the_servers_pages(visit: Visit) -> None:
    ada = visit()
    ada.page.goto("/")
    written = ada.page.evaluate(
        """async () => {
            const { ngettext } = await import("/static/js/words.js");
            return ngettext("%(num)d card", "%(num)d cards", 12345);
        }"""
    )
    assert written == "12,345 cards"


def test_help_is_offered_with_a_card_that_is_missed_often(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()

    def call_it_a_leech(route: Route) -> None:
        response = route.fetch()
        results = response.json()["results"]
        route.fulfill(json={"results": [{**each, "leech": True} for each in results]})

    ada.page.route("**/api/v1/reviews*", call_it_a_leech, times=1)
    key = ada.answer_card("Again")
    expect(ada.page.get_by_text("You have missed this one often.")).to_be_visible()
    expect(ada.card).not_to_have_attribute("data-card", key)
    ada.page.get_by_role("button", name="Suspend it").click()
    expect(ada.page.get_by_text("You have missed this one often.")).to_be_hidden()
    ada.sent()
    assert [row.question_key for row in logged(database)] == [key, key]
    ada.page.goto("/cards/suspended")
    expect(ada.page.locator(f'input[name="card"][value="{key}"]')).to_be_attached()


def test_what_is_sent_says_how_long_it_took_and_in_which_order_options_stood(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-bridge-choice")
    ada.choose("b")
    with ada.page.expect_request("**/api/v1/reviews*") as sent:
        ada.answer_card("Good")
    (entry,) = json.loads(sent.value.post_data or "[]")
    assert entry["card"] == "ferry-bridge-choice"
    assert entry["response"] == {"chosen": ["b"]}
    assert entry["rating"] == 3
    assert 0 < entry["duration_ms"] < 60_000
    assert isinstance(entry["seed"], int)
