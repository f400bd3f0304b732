"""An item on its way to a draft: its parts in reach, and what has been said of it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from question_bank.exchange.html_text import from_html
from question_bank.prompts import as_markdown
from question_bank.words import Message, SaidError, gettext

from .body import PLACE, Body, markdown, take_apart
from .declarations import Declared, declared, said
from .marks import EXPLANATION

MODAL = gettext("feedback that belongs to no single answer becomes the explanation")
_TITLE = gettext("nothing is asked in it: its title stands there instead")
_FORMULAS = gettext("a formula in MathML becomes the signs in it")
_STIMULUS = gettext("the text that it refers to is left out")


class RefusedError(SaidError):
    """The item is no question here. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The item, without its body; ``kind`` is what its keywords say it is, or nothing; ``changed`` is added to."""

    item: Element
    body: Body
    declared: Mapping[str, Declared]
    feedback: Mapping[str, str]
    kind: str
    ask: str
    changed: list[Message]
    taken: set[str] = field(default_factory=set)

    def response(self, interaction: Element) -> Declared:
        """What the item declares of an interaction. Raises RefusedError."""
        found = self.declared.get(interaction.get("response-identifier", ""))
        if found is None:
            raise RefusedError(gettext("it does not declare the response to its interaction"))
        return found

    def said_to(self, identifier: str) -> str:
        """The feedback of this identifier, which is then no part of the explanation any more."""
        self.taken.add(identifier)
        return self.feedback.get(identifier, "")

    def said_to_values(self) -> list[tuple[Sequence[str], str]]:
        """Typed values, and what is said to them."""
        found = [(values, self.said_to(name)) for name, values in said(self.item) if name in self.feedback]
        return [(values, text) for values, text in found if text]

    def explanation(self) -> str:
        """All feedback that was not taken for something else."""
        left = {name: text for name, text in self.feedback.items() if name not in self.taken and text}
        if set(left) - {EXPLANATION}:
            self.changed.append(MODAL)
        return "\n\n".join(left.values())

    def words(self, *prompted: Element) -> str:
        """What the body says around its interactions, and what the prompts of these say; else the item's title."""
        body = PLACE.sub("", from_html(self.body.html, self.changed)).strip()
        prompts = [markdown(each.find("prompt"), self.changed) for each in prompted]
        words = "\n\n".join(part for part in (body, *prompts) if part)
        if not words and (title := self.item.get("title", "").strip()):
            self.changed.append(_TITLE)
            return as_markdown(title)
        return words


def asked_of(item: Element, *, kind: str, ask: str, changed: list[Message]) -> Asked:
    """The item taken apart. Raises RefusedError."""
    if item.find("template-declaration") is not None:
        raise RefusedError(gettext("it is made anew for each attempt, from a template"))
    if item.find(".//math") is not None:
        changed.append(_FORMULAS)
    if item.find(".//assessment-stimulus-ref") is not None:
        changed.append(_STIMULUS)
    element = item.find("item-body")
    body = take_apart(element) if element is not None else Body()
    feedback = [*item.iterfind("modal-feedback"), *body.feedback]
    shown = [each for each in feedback if each.get("show-hide", "show") == "show"]
    return Asked(
        item=item,
        body=body,
        declared=declared(item),
        feedback={each.get("identifier", ""): markdown(each, changed) for each in shown},
        kind=kind,
        ask=ask,
        changed=changed,
    )
