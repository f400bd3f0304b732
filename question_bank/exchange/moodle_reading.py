"""Moodle XML, read: words and answers; nothing is worked out, run, unpacked or fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.words import Message, SaidError, gettext

from .drafts import ExchangeError, Item, item_of, once_each, refused
from .embedded import embedded
from .gift_reading import option, pairs_of, wrong_texts
from .html_text import PICTURES, from_html
from .packing import figure, letter_key
from .tags import read_tags
from .xml_reading import read_parts

_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d{1,8})?")
_NOT_WORKED_OUT = gettext("formulas are not worked out here: make it a numerical question with one figure")
_REFUSED: Mapping[str, Message] = {
    "description": gettext("a description asks nothing: it is left out, and nothing is to be done"),
    "calculated": _NOT_WORKED_OUT,
    "calculatedsimple": _NOT_WORKED_OUT,
    "calculatedmulti": _NOT_WORKED_OUT,
}
_STYLES = frozenset({"html", "moodle_auto_format"})


class _Refused(SaidError):  # noqa: N818  # a way out, not a fault of ours
    pass


def read(content: bytes) -> list[Item]:
    """The questions of a file in Moodle XML. Raises ExchangeError."""
    return once_each(_item(number, question) for number, question in enumerate(_questions(content), start=1))


def _questions(content: bytes) -> Iterator[Element]:
    """One after the other, as there may be many. Raises ExchangeError where there is none, categories counted."""
    is_moodle = False
    for question in read_parts(content, "quiz", "question"):
        is_moodle = True
        if question.get("type") != "category":
            yield question
    if not is_moodle:
        raise ExchangeError(
            gettext(
                "This is XML, but not Moodle's: there is no quiz with questions in it. Export the questions from "
                "Moodle as Moodle XML."
            )
        )


def _item(number: int, question: Element) -> Item:
    changed: list[Message] = []
    title = _plain(question.find("name/text"))
    kind = question.get("type", "")
    if kind not in _READERS:
        return refused(
            number,
            title,
            _REFUSED.get(
                kind,
                gettext(
                    "there is no kind of question for Moodle's '%(kind)s': make it another one in Moodle, or "
                    "write it here",
                    kind=kind[:60],
                ),
            ),
        )
    tags = [_plain(tag) for tag in question.findall("tags/tag/text")]
    parts, others = read_tags(tag for tag in tags if tag)
    if others:
        changed.append(gettext("the tags are left out: %(others)s", others=", ".join(others)))
    if question.find(".//file") is not None or question.find("image_base64") is not None:
        changed.append(PICTURES)
    hints = [text for text in (_words(each, changed) for each in question.findall("hint")) if text]
    try:
        data = {
            "hint": "\n\n".join(hints),
            "explanation": _words(question.find("generalfeedback"), changed),
            **_READERS[kind](question, changed),
            **parts,
        }
    except _Refused as reason:
        return refused(number, title, reason.message)
    return item_of(number, data, name=_plain(question.find("idnumber")), changed=changed, title=title)


def _choice(question: Element, changed: list[Message]) -> dict[str, Any]:
    answers = question.findall("answer")
    single = _plain(question.find("single")) not in {"false", "0"}
    options = []
    for place, answer in enumerate(answers):
        share, text = _fraction(answer), _words(answer, changed)
        right = share >= 100 if single else share > 0
        if single and 0 < share < 100:
            changed.append(gettext("what earned a part of the credit earns none here: %(text)s", text=text))
        options.append(option(place, text, right=right, feedback=_words(answer.find("feedback"), changed) or None))
    return {"kind": "choice", "stem": _stem(question, changed), "options": options}


def _truth(question: Element, changed: list[Message]) -> dict[str, Any]:
    options = [
        option(
            place,
            "True" if _plain(answer.find("text")).lower() == "true" else "False",
            right=_fraction(answer) >= 100,
            feedback=_words(answer.find("feedback"), changed) or None,
        )
        for place, answer in enumerate(question.findall("answer"))
    ]
    return {"kind": "choice", "stem": _stem(question, changed), "options": options}


def _short(question: Element, changed: list[Message]) -> dict[str, Any]:
    accept, known = [], []
    if _plain(question.find("usecase")) == "1":
        changed.append(gettext("capital and small letters count the same here"))
    for answer in question.findall("answer"):
        text, share = _plain(answer.find("text")), _fraction(answer)
        feedback = _words(answer.find("feedback"), changed)
        plain = text if text == "*" else text.replace(r"\*", "*")
        if share >= 100:
            accept.append(plain)
            changed += [gettext("the feedback to right answers is left out")] if feedback else []
        else:
            changed += (
                [gettext("what earned a part of the credit earns none here: %(plain)s", plain=plain)]
                if share > 0
                else []
            )
            known.append((plain, feedback or None))
    return {"kind": "short", "stem": _stem(question, changed), "accept": accept, **wrong_texts(known, changed)}


def _number(question: Element, changed: list[Message]) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": "number", "stem": _stem(question, changed), "wrong": []}
    if question.find("units/unit") is not None:
        changed.append(gettext("units are left out: name the unit in the text, or give the figure one here"))
    for answer in question.findall("answer"):
        text, feedback = _plain(answer.find("text")), _words(answer.find("feedback"), changed)
        if text == "*" or (_fraction(answer) < 100 and not feedback):
            changed.append(
                gettext("what is said to any other figure is left out: %(feedback)s", feedback=feedback or text)
            )
        elif not _FIGURE.fullmatch(text):
            raise _Refused(
                gettext("'%(text)s' is no figure: %(not_worked_out)s", text=text[:60], not_worked_out=_NOT_WORKED_OUT)
            )
        elif _fraction(answer) < 100:
            data["wrong"].append({"number": text, "feedback": feedback})
        elif "answer" in data:
            changed.append(gettext("the first of several right figures is taken"))
        else:
            data["answer"] = {"number": text}
            span = _plain(answer.find("tolerance"))
            if _FIGURE.fullmatch(span) and Decimal(span):
                data["tolerance"] = {"absolute": figure(abs(Decimal(span)))}
    return data


def _matching(question: Element, changed: list[Message]) -> dict[str, Any]:
    pairs = [
        (_words(each, changed), _words(each.find("answer"), changed, style=each.get("format")))
        for each in question.findall("subquestion")
    ]
    return {"kind": "matching", "stem": _stem(question, changed), **pairs_of(pairs, changed)}


def _ordering(question: Element, changed: list[Message]) -> dict[str, Any]:
    answers = sorted(question.findall("answer"), key=_fraction)
    items = [{"key": letter_key(place), "text": _words(answer, changed)} for place, answer in enumerate(answers)]
    return {"kind": "ordering", "stem": _stem(question, changed), "items": items}


def _essay(question: Element, changed: list[Message]) -> dict[str, Any]:
    back = _words(question.find("graderinfo"), changed)
    if not back:
        raise _Refused(
            gettext(
                "it asks for an essay and says nothing of what would be right: write that into the information "
                "for graders, and it becomes a card"
            )
        )
    return {"kind": "card", "front": _stem(question, changed), "back": back}


def _cloze(question: Element, changed: list[Message]) -> dict[str, Any]:
    element = question.find("questiontext")
    style = element.get("format", "html") if element is not None else ""
    raw = _plain(element.find("text") if element is not None else None)
    text, gaps = embedded(raw, (lambda part: from_html(part, changed)) if style in _STYLES else None, changed)
    return {"kind": "cloze", "text": text, "gaps": gaps}


_READERS: Mapping[str, Callable[[Element, list[Message]], dict[str, Any]]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
}


def _stem(question: Element, changed: list[Message]) -> str:
    return _words(question.find("questiontext"), changed)


def _words(element: Element | None, changed: list[Message], *, style: str | None = None) -> str:
    """The text of an element in the style that it names."""
    if element is None:
        return ""
    text = _plain(element.find("text"))
    return from_html(text, changed) if (style or element.get("format", "html")) in _STYLES else text


def _plain(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _fraction(answer: Element) -> Decimal:
    try:
        share = Decimal(answer.get("fraction", "0").strip())
    except InvalidOperation:
        return Decimal(0)
    return share if share.is_finite() else Decimal(0)
