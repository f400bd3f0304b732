"""Text with gaps in it: typed into, chosen for from a list, or filled with words that lie beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.exchange.html_text import from_html, words_of
from question_bank.words import gettext

from .asked import Asked
from .body import PLACE, inside, markdown, take_apart
from .typed import accepted

TYPED = gettext("a choice within the text becomes a gap to be typed into")
_TEXT = "text-entry-interaction"


def is_cloze(asked: Asked, interactions: Sequence[Element]) -> bool:
    """Whether the text goes on behind the field, or there are several fields, or the keywords say that it is one."""
    if asked.kind == "cloze" or len(interactions) > 1 or interactions[0].tag != _TEXT:
        return True
    if asked.kind:
        return False
    text = from_html(asked.body.html, [])
    return bool(re.search(rf"{PLACE.pattern}[^\n]*\w", text))


def cloze(asked: Asked, interactions: Sequence[Element]) -> dict[str, Any]:
    """A text with fields in it."""
    gaps = {f"gap{place}": _gap(asked, each) for place, each in enumerate(interactions, start=1)}
    places = {str(asked.body.interactions.index(each) + 1): place for place, each in enumerate(interactions, start=1)}
    text = from_html(asked.body.html, asked.changed)
    prompts = [markdown(each.find("prompt"), asked.changed) for each in interactions]
    text = PLACE.sub(lambda found: f"[gap{places[found[1]]}]" if found[1] in places else "", text)
    return {"kind": "cloze", "text": "\n\n".join(part for part in (*prompts, text) if part), "gaps": gaps}


def _gap(asked: Asked, interaction: Element) -> dict[str, Any]:
    response = asked.response(interaction)
    if interaction.tag == _TEXT:
        hint = interaction.get("placeholder-text", "").strip()
        return {"accept": accepted(asked, response), **({"hint": hint} if hint else {})}
    asked.changed.append(TYPED)
    texts = {each.get("identifier"): words_of(inside(each)) for each in interaction.iterfind("inline-choice")}
    return {"accept": [texts[key] for key in accepted(asked, response) if key in texts]}


def gap_match(asked: Asked, interaction: Element) -> dict[str, Any]:
    """A text whose gaps are filled with words that lie beside it."""
    asked.changed.append(TYPED)
    stem = asked.words(interaction)
    words = {each.get("identifier"): words_of(inside(each)) for each in interaction.iterfind("gap-text")}
    for each in [*interaction.iterfind("gap-text"), *interaction.iterfind("gap-img"), *interaction.iterfind("prompt")]:
        interaction.remove(each)
    body = take_apart(interaction)
    fits: dict[str, list[str]] = {}
    for pair in asked.response(interaction).rights:
        word, _, gap = pair.partition(" ")
        if word in words:
            fits.setdefault(gap.strip(), []).append(words[word])
    gaps = {
        f"gap{place}": {"accept": fits.get(gap.get("identifier", ""), [])}
        for place, gap in enumerate(body.interactions, start=1)
    }
    text = PLACE.sub(
        lambda found: f"[gap{found[1]}]" if f"gap{found[1]}" in gaps else "", from_html(body.html, asked.changed)
    )
    return {"kind": "cloze", "text": "\n\n".join(part for part in (stem, text) if part), "gaps": gaps}
