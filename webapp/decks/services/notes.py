"""A card as a note: its front and back as HTML that any program shows, and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import render_template
from markupsafe import escape

from question_bank.prompts import Prompt
from webapp.cards.shown import ShownCard
from webapp.web.markdown import render_markdown

CLOZE = "cloze"
_SPACES = re.compile(r"\s*\n\s*")
_PLACE = "\ue000{}\ue001"  # stands for a gap while the text around it is rendered; no text has these characters
_PLACES = re.compile("\ue000(\\d+)\ue001")


def fields_of(shown: ShownCard) -> list[str]:
    """The fields of the card's note: front, back, explanation, source; of a cloze the text stands for the first two."""
    below = [_rendered("explanation", shown), "; ".join(dict.fromkeys(escape(source.line) for source in shown.sources))]
    if shown.kind == CLOZE:
        return [cloze_text(shown.prompt, dict(shown.solution.gaps)), *below]
    return [_rendered("front", shown), _rendered("back", shown), *below]


def tags_of(shown: ShownCard, *, topic: str, importance: str, is_leech: bool) -> list[str]:
    """Articles, topic and importance, in the hierarchy that Anki makes of two colons."""
    articles = [f"article::{key}" for key in dict.fromkeys(source.article_key for source in shown.sources)]
    return [*articles, f"topic::{topic}", f"importance::{importance}", *(["leech"] if is_leech else [])]


def cloze_text(prompt: Prompt, answers: dict[str, str]) -> str:
    """The text with its gaps as Anki writes them: all of them are one card, as they are here."""
    hints = dict(prompt.gaps)
    names = [name for what, name in prompt.segments if what == "gap"]
    html = _without_braces(str(render_markdown("".join(_with_places(prompt)))))
    return _PLACES.sub(lambda place: _gap(answers[names[int(place[1])]], hints.get(names[int(place[1])])), html)


def _with_places(prompt: Prompt) -> Iterator[str]:
    number = 0
    for what, text in prompt.segments:
        if what == "gap":
            yield _PLACE.format(number)
            number += 1
        else:
            yield _PLACES.sub("", text)


def _gap(answer: str, hint: str | None) -> str:
    parts = ["c1", _inside(answer), *([_inside(hint)] if hint else [])]
    return "{{" + "::".join(parts) + "}}"


def _inside(text: str) -> str:
    """Plain text as HTML without what would end a gap or divide it."""
    return _without_braces(str(escape(text))).replace(":", "&#58;")


def _without_braces(html: str) -> str:
    return html.replace("{", "&#123;").replace("}", "&#125;")


def _rendered(part: str, shown: ShownCard) -> str:
    html = render_template(f"decks/{part}.html", shown=shown)
    return _SPACES.sub(" ", html).strip()
