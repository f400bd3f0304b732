"""The interactions of QTI as the kinds of question that they are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.exchange.gift_reading import option, pairs_of
from question_bank.exchange.packing import letter_key
from question_bank.words import gettext

from .asked import Asked, RefusedError
from .body import markdown, take_apart, without_styles
from .gaps import cloze, gap_match, is_cloze
from .marks import claim_of
from .typed import slider, typed

_INLINE = frozenset({"text-entry-interaction", "inline-choice-interaction"})
_BUTTON = "end-attempt-interaction"


def content_of(asked: Asked) -> dict[str, Any]:
    """The content of the question, with its kind. Raises RefusedError."""
    interactions = [each for each in asked.body.interactions if each.tag != _BUTTON]
    if len(interactions) < len(asked.body.interactions):
        asked.changed.append(gettext("buttons that end an attempt are left out"))
    if not interactions:
        raise RefusedError(gettext("it has no interaction and asks nothing: it is left out"))
    if all(each.tag in _INLINE for each in interactions):
        return cloze(asked, interactions) if is_cloze(asked, interactions) else typed(asked, interactions[0])
    if len(interactions) > 1:
        raise RefusedError(
            gettext("it has several interactions, which are several questions here: make an item of each")
        )
    (interaction,) = interactions
    if interaction.tag not in _READERS:
        raise RefusedError(
            gettext("there is no kind of question for QTI's %(value)s", value=interaction.tag[:60].replace("-", " "))
        )
    return _READERS[interaction.tag](asked, interaction)


def _choice(asked: Asked, interaction: Element) -> dict[str, Any]:
    response = asked.response(interaction)
    rights = set(response.correct or response.rights)
    is_position = asked.kind == "position"
    options = []
    for place, choice in enumerate(interaction.iterfind("simple-choice")):
        key = choice.get("identifier", "")
        body = take_apart(choice)
        text = markdown(choice, asked.changed)
        inline = [markdown(each, asked.changed) for each in body.feedback]
        feedback = "\n\n".join(part for part in (asked.said_to(key), *inline) if part)
        if key in response.partly and response.cardinality == "single":
            asked.changed.append(gettext("what earned a part of the credit earns none here: %(text)s", text=text))
        made = option(place, text, right=key in rights, feedback=feedback)
        if is_position:
            del made["key"]
            made["claim"] = claim_of(key)
        options.append(made)
    common = {"stem": asked.words(interaction), "options": options}
    return {"kind": "position", "ask": asked.ask, **common} if is_position else {"kind": "choice", **common}


def _ordering(asked: Asked, interaction: Element) -> dict[str, Any]:
    texts = {
        each.get("identifier", ""): markdown(each, asked.changed) for each in interaction.iterfind("simple-choice")
    }
    order = [key for key in asked.response(interaction).correct if key in texts]
    if set(order) != set(texts):
        raise RefusedError(gettext("it does not say in which order all of its items belong"))
    items = [{"key": letter_key(place), "text": texts[key]} for place, key in enumerate(dict.fromkeys(order))]
    return {"kind": "ordering", "stem": asked.words(interaction), "items": items}


def _matching(asked: Asked, interaction: Element) -> dict[str, Any]:
    sets = interaction.findall("simple-match-set")
    if len(sets) != 2:
        raise RefusedError(gettext("it does not have two sets to match"))
    items, options = (
        {each.get("identifier", ""): markdown(each, asked.changed) for each in one.iterfind("simple-associable-choice")}
        for one in sets
    )
    answers: dict[str, str] = {}
    for pair in asked.response(interaction).rights:
        item, _, answer = pair.partition(" ")
        if item in items and answer.strip() in options and answers.setdefault(item, answer.strip()) != answer.strip():
            asked.changed.append(gettext("the first of several right answers is taken: %(items)s", items=items[item]))
    if len(answers) < len(items):
        asked.changed.append(gettext("items that nothing belongs to are left out"))
    pairs = [(text, options[answers[key]]) for key, text in items.items() if key in answers]
    left = [("", text) for key, text in options.items() if key not in answers.values()]
    return {"kind": "matching", "stem": asked.words(interaction), **pairs_of([*pairs, *left], asked.changed)}


def _card(asked: Asked, interaction: Element) -> dict[str, Any]:
    scorers = [each for each in asked.body.rubrics if "scorer" in each.get("view", "").split()]
    back = [markdown(each, asked.changed) for each in map(without_styles, scorers)]
    response = asked.declared.get(interaction.get("response-identifier", ""))
    if not any(back) and response is not None and response.correct:
        back = ["\n\n".join(response.correct)]
    if not any(back):
        raise RefusedError(
            gettext(
                "it asks for an essay and says nothing of what would be right: give it a rubric for the scorer, "
                "and it becomes a card"
            )
        )
    return {"kind": "card", "front": asked.words(interaction), "back": "\n\n".join(filter(None, back))}


_READERS: Mapping[str, Callable[[Asked, Element], dict[str, Any]]] = {
    "choice-interaction": _choice,
    "order-interaction": _ordering,
    "match-interaction": _matching,
    "gap-match-interaction": gap_match,
    "extended-text-interaction": _card,
    "slider-interaction": slider,
}
