"""A card as a note of Anki: its front and back as HTML that any program shows, and its tags."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import current_app
from markupsafe import escape

from question_bank.exchange.anki.deck import note_guid
from question_bank.exchange.anki.writing import WrittenCard, WrittenNote, WrittenReview
from question_bank.pictures import content_in_words
from question_bank.prompts import Prompt
from question_bank.questions import Question
from webapp.web.markdown import PICTURES, render_markdown

from .assembling import Evidence, assemble
from .shown import ShownCard

CLOZE = "cloze"
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_SENT_FROM = re.compile(rf'src="{PICTURES}([0-9a-f]{{64}})"')
_SPACES = re.compile(r"\s*\n\s*")
_PLACE = "\ue000{}\ue001"  # stands for a gap while the text around it is rendered; no text has these characters
_PLACES = re.compile("\ue000(\\d+)\ue001")


def written_note(  # noqa: PLR0913  # what the note says, and how its card stands
    content: Mapping[str, Any],
    *,
    bank: str,
    key: str,
    topic: str,
    rests_on: Evidence,
    card: WrittenCard,
    reviews: Sequence[WrittenReview] = (),
    is_leech: bool = False,
    pictures: Mapping[str, str] = NO_PICTURES,
) -> WrittenNote:
    """The note of a question: the same in every deck, but for how its card stands. ``topic`` is the topic's key.

    ``pictures`` are the names of those that go along, by their digests; the words of all others stand in their place.
    """
    question = Question.from_json(content_in_words(content, but=pictures))
    seed = zlib.crc32(key.encode())  # the same order of options in every export
    shown = assemble(question, key=key, revision=0, seed=seed, rests_on=rests_on)
    return WrittenNote(
        guid=note_guid(bank, key),
        kind=question.kind,
        is_cloze=question.kind == CLOZE,
        fields=[_named(field, pictures) for field in fields_of(shown)],
        tags=tags_of(shown, topic=topic, importance=question.importance, is_leech=is_leech),
        card=card,
        reviews=reviews,
    )


def fields_of(shown: ShownCard) -> list[str]:
    """The fields of the card's note: front, back, explanation, source; of a cloze the text stands for the first two."""
    below = [_rendered("explanation", shown), "; ".join(dict.fromkeys(escape(source.line) for source in shown.sources))]
    if shown.kind == CLOZE:
        return [cloze_text(shown.prompt, dict(shown.solution.gaps)), *below]
    return [_rendered("front", shown), _rendered("back", shown), *below]


def _named(html: str, pictures: Mapping[str, str]) -> str:
    """The field with its pictures by the names that they have in the package."""
    return _SENT_FROM.sub(lambda found: f'src="{pictures.get(found[1], "")}"', html) if pictures else html


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
    html = current_app.jinja_env.get_template(f"cards/note_{part}.html").render(shown=shown)  # knows of no person
    return _SPACES.sub(" ", html).strip()
