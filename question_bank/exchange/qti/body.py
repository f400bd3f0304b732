"""What stands in the body of an item: its words, its interactions, and what is said only to some."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, tostring

from question_bank.exchange.html_text import from_html
from question_bank.prompts import as_markdown
from question_bank.words import Message

OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
"""Where an interaction stands, while the words around it are read."""

_LEFT_OUT = frozenset({"stylesheet", "catalog-info", "template-block", "template-inline"})
_SAID_TO_SOME = frozenset({"rubric-block", "feedback-block", "feedback-inline"})


def without_places(text: str) -> str:
    """The text without signs that would be taken for such marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


@dataclass(slots=True)
class Body:
    """An item's body taken apart; ``html`` has its words, and a mark where each interaction stood."""

    interactions: list[Element] = field(default_factory=list)
    rubrics: list[Element] = field(default_factory=list)
    feedback: list[Element] = field(default_factory=list)
    html: str = ""


def take_apart(element: Element) -> Body:
    """The body in ``element``, which is not to be used afterwards."""
    body = Body()
    _cut(element, body)
    body.html = inside(element)
    return body


def _cut(element: Element, body: Body) -> None:
    """Take out of ``element`` what is not among its words; what follows such a child stays, behind its mark if any.

    The words between the children that stay are gathered and joined once: a body may be nothing but interactions.
    """
    kept: list[Element] = []
    runs = [[element.text or ""]]
    for child in element:
        tail = child.tail or ""
        if child.tag.endswith("-interaction") or child.tag == "gap":
            body.interactions.append(child)
            runs[-1] += [f"{OPEN}{len(body.interactions)}{CLOSE}", tail]
        elif child.tag in _SAID_TO_SOME:
            (body.rubrics if child.tag == "rubric-block" else body.feedback).append(child)
            runs[-1].append(tail)
        elif child.tag in _LEFT_OUT:
            runs[-1].append(tail)
        else:
            _cut(child, body)
            kept.append(child)
            runs.append([tail])
            continue
        child.tail = None
    element.text, element[:] = "".join(runs[0]), kept
    for child, run in zip(kept, runs[1:], strict=True):
        child.tail = "".join(run)


def without_styles(element: Element) -> Element:
    """The element, without what says how it is to look."""
    element[:] = [child for child in element if child.tag not in _LEFT_OUT]
    return element


def inside(element: Element) -> str:
    """What is in an element, as HTML."""
    head = Element("div")
    head.text, head[:] = element.text, list(element)
    return tostring(head, encoding="unicode")


def markdown(element: Element | None, changed: list[Message]) -> str:
    """The words in an element."""
    if element is None:
        return ""
    plain = _plain(element)
    return from_html(inside(element), changed) if plain is None else as_markdown(" ".join(plain.split()))


def _plain(element: Element) -> str | None:
    """The text of an element that has nothing but one paragraph of text in it, as most have; else None."""
    if not len(element):
        return element.text or ""
    child = element[0]
    outside = f"{element.text or ''}{child.tail or ''}"
    return (
        (child.text or "")
        if len(element) == 1 and child.tag == "p" and not len(child) and not outside.strip()
        else None
    )
