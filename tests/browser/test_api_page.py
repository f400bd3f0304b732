"""The page of the API: an instructor makes a token and tries an address with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .everyone import violations
from .visitor import Visitor

pytestmark = pytest.mark.browser


def test_an_address_is_tried_with_a_token_of_ones_own(instructor: Callable[..., Visitor]) -> None:
    ben = instructor(width=320)
    page = ben.page
    page.goto("/account")
    page.get_by_label("What it is for").fill("a script")
    page.get_by_label("Read and change the bank").check()
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("code", has_text="tumen_").inner_text()

    page.goto("/api")
    page.get_by_text("Lead a question on, or back").click()
    form = page.locator("#bank_api-set_question_status form")
    form.get_by_label("key").fill("ferry-bridge-choice")
    form.get_by_label("If-Match").fill('"1"')
    form.get_by_label("Body").fill('{"status": "retired", "why": "tried"}')
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("send a personal token")
    page.get_by_label("Your token").fill(token)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("200")
    expect(form.get_by_role("status")).to_contain_text('"status": "retired"')
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("changed_meanwhile")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert ben.errors == []
