"""How somebody works a page: by the thumb on a phone, or by nothing but the keyboard at a desk."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from playwright.sync_api import Locator

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
DESK = {"width": 1280}
FARTHEST = 120  # presses of the Tab key until what is on a page has to be reached
FOCUSED = "(it) => it === document.activeElement"


class Hand(Protocol):
    """What it takes to fill in a form and to go on."""

    def press(self, what: Locator) -> None:
        """A link, a button, a summary or a box to check."""

    def write(self, field: Locator, text: str) -> None: ...

    def choose(self, field: Locator, words: str) -> None:
        """One of a list."""

    def set_day(self, field: Locator, day: date) -> None: ...


class Thumb:
    """Taps. Words come from the keyboard of the phone, days and lists from its own pickers."""

    def press(self, what: Locator) -> None:
        what.tap()

    def write(self, field: Locator, text: str) -> None:
        field.tap()
        field.fill(text)

    def choose(self, field: Locator, words: str) -> None:
        field.select_option(label=words)

    def set_day(self, field: Locator, day: date) -> None:
        field.fill(day.isoformat())


class Keys:
    """The Tab key leads to everything; nothing is clicked."""

    def press(self, what: Locator) -> None:
        self._go_to(what)
        what.page.keyboard.press("Space" if what.get_attribute("type") in {"checkbox", "radio"} else "Enter")

    def write(self, field: Locator, text: str) -> None:
        self._go_to(field)
        field.page.keyboard.press("ControlOrMeta+a")
        field.page.keyboard.type(text)

    def choose(self, field: Locator, words: str) -> None:
        self._go_to(field)
        field.page.keyboard.type(words)

    def set_day(self, field: Locator, day: date) -> None:
        self._go_to(field)
        field.page.keyboard.type(f"{day:%m%d%Y}")

    @staticmethod
    def _go_to(wanted: Locator) -> None:
        wanted.wait_for()
        for _ in range(FARTHEST):
            if wanted.evaluate(FOCUSED):
                return
            wanted.page.keyboard.press("Tab")
        raise AssertionError("The Tab key does not lead there.")
