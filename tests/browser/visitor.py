"""Somebody at a browser: what a student does on the study page, in the test's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

SEVERAL: dict[
    str, dict[str, Any]
] = {  # right answers to the questions of the small bank that ask for several things, or on a line of years
    "ferry-trouble-position": {"chosen": ["ferry-bridge-view"]},
    "ferry-trouble-matching": {"pairs": {"holm": "bridge", "veld": "cost"}},
    "ferry-years-ordering": {"order": ["rope", "motor", "cost"]},
    "ferry-people-list": {"items": ["Holm", "Tomas Veld"]},
    "ferry-first-year-timeline": {"year": "1874"},
}
RESPONSES = {  # right answers to typed questions of the small bank
    "ferry-first-day-date": "5 May 1874",
    "ferry-cost-number": "11 million",
    "ferry-riders-number": "90 %",
}


class Visitor:
    """A browser with one page, and whatever went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def start(self, key: str | None = None) -> None:
        """From the home page to the first card, in one click; then to the card ``key``."""
        self.page.goto("/")
        self.page.get_by_role("button", name="Study now").click()
        self.ready()
        if key:
            self.open(key)

    def ready(self) -> None:
        """The study page has taken over from its plain form."""
        expect(self.page.locator("html[data-ready]")).to_be_attached()

    @property
    def card(self) -> Locator:
        return self.page.locator("article.card")

    @property
    def kind(self) -> str:
        return self.card.get_attribute("data-kind") or ""

    @property
    def key(self) -> str:
        return self.card.get_attribute("data-card") or ""

    @property
    def answer(self) -> Locator:
        return self.page.locator('[data-part="answer"]')

    @property
    def verdict(self) -> Locator:
        """The line in the dock that says how it went."""
        return self.page.locator(".dock .verdict")

    def went(self, word: str) -> None:
        """It is said above the grades how it went, in a shape and this word, and nowhere else once more."""
        expect(self.verdict.get_by_text(word)).to_be_visible()
        expect(self.verdict.get_by_text(word).locator("svg")).to_be_visible()
        expect(self.card.locator(".verdict")).to_be_hidden()

    @property
    def grades(self) -> Locator:
        return self.page.get_by_role("group", name="How well did you know it?")

    def show_answer(self) -> None:
        self.page.locator("[data-show]").click()
        expect(self.grades).to_be_visible()

    def grade(self, word: str) -> None:
        self.grades.get_by_role("button", name=word).click()

    def answer_card(self, word: str = "Good") -> str:
        """Show the answer and grade it; the key of the card that was answered."""
        key = self.key
        self.show_answer()
        self.grade(word)
        return key

    def open(self, key: str) -> None:
        """The study page, beginning with the card ``key``."""
        self.page.goto(f"/study?card={key}")
        self.ready()
        expect(self.card).to_have_attribute("data-card", key)

    def choose(self, option: str) -> None:
        self.card.locator(f'[data-option="{option}"] label').click()

    def enter(self, response: Mapping[str, Any]) -> None:
        """Enter a response into a card that asks for several things, as anybody would: with fields and buttons."""
        for option in response.get("chosen", ()):
            self.choose(option)
        for item, option in response.get("pairs", {}).items():
            self.card.locator(f'select[name="pair-{item}"]').select_option(option)
        for number, text in enumerate(response.get("items", ())):
            self.card.get_by_role("textbox", name=f"Answer {number + 1}").fill(text)
        if "year" in response:
            self.card.get_by_role("spinbutton").fill(response["year"])
        self._put_in_order(response.get("order", ()))

    def _put_in_order(self, keys: Sequence[str]) -> None:
        rows = self.card.locator("[data-row]")
        for place, key in enumerate(keys):
            field = self.card.locator(f'select[name="place-{key}"]')
            if field.is_visible():
                field.select_option(str(place + 1))
                continue
            while rows.nth(place).get_attribute("data-row") != key:
                rows.locator(f'xpath=self::*[@data-row="{key}"]').locator('[data-move="-1"]').click()

    def marks(self) -> dict[str | None, str | None]:
        """How the rows of the answered card are marked."""
        rows = self.card.locator("[data-row]").all()
        return {row.get_attribute("data-row"): row.get_attribute("data-mark") for row in rows}

    def sent(self) -> None:
        """Nothing waits to be sent any more."""
        expect(self.page.locator("[data-status]")).to_have_attribute("data-waiting", "0")

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)
