"""GIFT, read: the types are told by what stands in the braces, in Moodle's order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from question_bank.words import Message, SaidError, gettext

from .drafts import LONGEST_QUESTION, LONGEST_TITLE, TOO_LONG, Item, item_of, once_each, refused
from .gift_writing import ARROW
from .html_text import from_html
from .packing import figure, letter_key
from .tags import read_tags
from .text_files import decoded

GAP = "_____"

_MARK = re.compile(r"\[(id|tag):((?:\\.|[^][\\])*)\]")
_NAME = re.compile(r"::((?:\\.|[^\\])*?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_TOKEN = re.compile(r"\\.|[{}=~#]", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d{1,8})?")
_ESCAPE = re.compile(r"\\([n\\#=~{}:])")
_TRUE, _FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})


class _Answer(NamedTuple):
    """One answer between braces: its mark (= or ~), its weight in percent where one stands, text and feedback."""

    mark: str
    weight: Decimal | None
    text: str
    feedback: str | None


class _Refused(SaidError):  # noqa: N818  # a way out, not a fault of ours
    pass


def read(content: bytes) -> list[Item]:
    """The questions of a file in GIFT. Raises ExchangeError."""
    return once_each(
        _item(number, marks, text) for number, (marks, text) in enumerate(_blocks(decoded(content)), start=1)
    )


def _blocks(text: str) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """The questions, each with the marks of the comment above it. Directives end where their line ends."""
    for block in re.split(r"\n[ \t]*\n", text):
        marks: list[tuple[str, str]] = []
        lines = []
        for line in block.split("\n"):
            if line.lstrip().startswith("//"):
                marks += _MARK.findall(line)
            elif not line.startswith("$CATEGORY:"):
                lines.append(line)
        if any(line.strip() for line in lines):
            yield marks, "\n".join(lines).strip()


def _item(number: int, marks: list[tuple[str, str]], block: str) -> Item:
    name = next((re.sub(r"\\(.)", r"\1", value) for mark, value in marks if mark == "id"), "")
    parts, others = read_tags(value for mark, value in marks if mark == "tag")
    changed = [gettext("the tags are left out: %(others)s", others=", ".join(others))] if others else []
    if len(block) > LONGEST_QUESTION:
        return refused(number, block[:LONGEST_TITLE], TOO_LONG)
    if title := _NAME.match(block):
        block = block[title.end() :].lstrip()
    try:
        before, inside, after = _braces(block)
        written = _FORMAT.match(before)
        stem = _text(before, written[1] if written else "", changed)
        if after:
            stem = f"{stem} {GAP} {_text(after, '', changed)}"
        data = {**_content(inside, stem, written[1] if written else "", changed), **parts}
    except _Refused as reason:
        return refused(number, block, reason.message)
    return item_of(number, data, name=name, changed=changed)


def _braces(block: str) -> tuple[str, str, str]:
    """What stands before, in and behind the braces."""
    braces = [token.start() for token in _TOKEN.finditer(block) if token[0] in "{}"]
    if not braces:
        raise _Refused(gettext("it has no answers in braces: add them, or leave it out, as a description asks nothing"))
    if len(braces) < 2 or block[braces[0]] != "{" or block[braces[1]] != "}":
        raise _Refused(
            gettext("its braces do not match: each { needs its }, and a brace in the text stands as \\{ or \\}")
        )
    return block[: braces[0]].strip(), block[braces[0] + 1 : braces[1]].strip(), block[braces[1] + 1 :].strip()


def _content(inside: str, stem: str, style: str, changed: list[Message]) -> dict[str, Any]:
    inside, explanation = _general(inside, style, changed)
    common = {"explanation": explanation} if explanation else {}
    if not inside:
        return _card(stem, explanation)
    if inside.startswith("#"):
        return {"kind": "number", "stem": stem, **_number(inside[1:], style, changed), **common}
    answers = _answers(inside, "", [])  # what is typed is plain text, whatever the style of the question
    styled = _answers(inside, style, changed) if style == "html" else answers
    if any(answer.mark == "~" for answer in answers):
        return {
            "kind": "choice",
            "stem": stem,
            "options": _options(styled, changed),
            **common,
        }
    if answers and all(ARROW in answer.text for answer in answers):
        return {"kind": "matching", "stem": stem, **_pairs(styled, changed), **common}
    if (word := _before_feedback(inside)) in _TRUE | _FALSE:
        return {"kind": "choice", "stem": stem, "options": _truth(inside, right=word in _TRUE), **common}
    if not answers:
        raise _Refused(gettext("nothing in its braces is an answer: right ones begin with = and wrong ones with ~"))
    return {"kind": "short", "stem": stem, **_short(answers, changed), **common}


def _general(inside: str, style: str, changed: list[Message]) -> tuple[str, str]:
    """The answers, and the general feedback behind the last four #."""
    hashes = [token.start() for token in _TOKEN.finditer(inside) if token[0] == "#"]
    places = set(hashes)
    runs = [place for place in hashes if {place + 1, place + 2, place + 3} <= places]
    if not runs:
        return inside, ""
    return inside[: runs[-1]].rstrip(), _text(inside[runs[-1] + 4 :], style, changed)


def _card(stem: str, back: str) -> dict[str, Any]:
    if not back:
        raise _Refused(
            gettext(
                "it asks for an essay and says nothing of what would be right: write that behind ####, and it "
                "becomes a card"
            )
        )
    return {"kind": "card", "front": stem, "back": back}


def _answers(inside: str, style: str, changed: list[Message]) -> list[_Answer]:
    places = [token.start() for token in _TOKEN.finditer(inside) if token[0] in "=~"]
    ends = [*places[1:], len(inside)] if places else []
    return [
        _answer(inside[start], inside[start + 1 : end].strip(), style, changed)
        for start, end in zip(places, ends, strict=True)
    ]


def _answer(mark: str, text: str, style: str, changed: list[Message]) -> _Answer:
    weight = None
    if found := _WEIGHT.match(text):
        weight, text = Decimal(found[1]), text[found.end() :]
    split = next((token.start() for token in _TOKEN.finditer(text) if token[0] == "#"), None)
    feedback = None if split is None else _text(text[split + 1 :], style, changed) or None
    return _Answer(mark, weight, _text(text[:split], style, changed), feedback)


def _options(answers: list[_Answer], changed: list[Message]) -> list[dict[str, Any]]:
    one_right = any(answer.mark == "=" for answer in answers)
    options = []
    for place, answer in enumerate(answers):
        weight = answer.weight if answer.weight is not None else Decimal(100 if answer.mark == "=" else 0)
        right = weight >= 100 if one_right else weight > 0
        if one_right and 0 < weight < 100:
            changed.append(gettext("what earned a part of the credit earns none here: %(text)s", text=answer.text))
        options.append(option(place, answer.text, right=right, feedback=answer.feedback))
    return options


def option(place: int, text: str, *, right: bool, feedback: str | None) -> dict[str, Any]:
    """An option of a choice, named by its place."""
    return {
        "key": letter_key(place),
        "text": text,
        **({"right": True} if right else {}),
        **({"feedback": feedback} if feedback else {}),
    }


def _truth(inside: str, *, right: bool) -> list[dict[str, Any]]:
    """True and false as options; the first feedback is for who is wrong, the second for who is right."""
    said = [_unescaped(part).strip() or None for part in inside.split("#")[1:3]]
    if_wrong, if_right = [*said, None, None][:2]
    return [
        option(place, text, right=is_right, feedback=if_right if is_right else if_wrong)
        for place, (text, is_right) in enumerate((("True", right), ("False", not right)))
    ]


def _pairs(answers: list[_Answer], changed: list[Message]) -> dict[str, Any]:
    pairs = [tuple(part.strip() for part in answer.text.split(ARROW, 1)) for answer in answers]
    return pairs_of([(one, other) for one, other in pairs], changed)


def pairs_of(pairs: list[tuple[str, str]], changed: list[Message]) -> dict[str, Any]:
    """Items and options of a matching: what has no item is an option that fits nowhere."""
    named = [(one, other) for one, other in pairs if one]
    texts = list(dict.fromkeys([*(other for _, other in named), *(other for one, other in pairs if not one and other)]))
    keys = {text: letter_key(place) for place, text in enumerate(texts)}
    if len(named) == len(texts):
        changed.append(
            gettext("there are as many options as items: the last one is given away, add an option that fits nowhere")
        )
    items = [{"key": letter_key(place), "text": one, "answer": keys[other]} for place, (one, other) in enumerate(named)]
    return {"items": items, "options": [{"key": key, "text": text} for text, key in keys.items()]}


def _short(answers: list[_Answer], changed: list[Message]) -> dict[str, Any]:
    accept = [answer.text for answer in answers if answer.weight is None or answer.weight >= 100]
    if any(answer.feedback for answer in answers if answer.weight is None or answer.weight >= 100):
        changed.append(gettext("the feedback to right answers is left out"))
    partly = [answer.text for answer in answers if answer.weight is not None and 0 < answer.weight < 100]
    changed += [gettext("what earned a part of the credit earns none here: %(text)s", text=text) for text in partly]
    known = [(answer.text, answer.feedback) for answer in answers if answer.weight is not None and answer.weight < 100]
    return {"accept": accept, **wrong_texts(known, changed)}


def wrong_texts(known: list[tuple[str, str | None]], changed: list[Message]) -> dict[str, Any]:
    """Wrong answers that something is said to; neighbours to which the same is said are one entry."""
    wrong: list[dict[str, Any]] = []
    for text, feedback in known:
        if not feedback or text == "*":
            changed.append(gettext("a wrong answer is left out, as nothing is said to it alone: %(text)s", text=text))
        elif wrong and wrong[-1]["feedback"] == feedback:
            wrong[-1]["accept"].append(text)
        else:
            wrong.append({"accept": [text], "feedback": feedback})
    return {"wrong": wrong} if wrong else {}


def _number(inside: str, style: str, changed: list[Message]) -> dict[str, Any]:
    if not inside.startswith(("=", "~")):
        inside = f"={inside}"
    answers = _answers(inside, style, changed)
    rights = [answer for answer in answers if answer.mark == "=" and (answer.weight is None or answer.weight >= 100)]
    if not rights:
        raise _Refused(gettext("no figure in it is right: mark the right one with ="))
    if len(rights) > 1:
        changed.append(gettext("the first of several right figures is taken"))
    value, span = _range(rights[0].text)
    wrong = []
    for answer in answers:
        if answer in rights:
            continue
        if answer.mark == "~" or not answer.feedback or answer.text == "*":
            changed.append(
                gettext(
                    "what is said to any other figure is left out: %(feedback)s",
                    feedback=answer.feedback or answer.text,
                )
            )
        else:
            wrong.append({"number": _range(answer.text)[0], "feedback": answer.feedback})
    return {
        "answer": {"number": value},
        **({"tolerance": {"absolute": span}} if span != "0" else {}),
        **({"wrong": wrong} if wrong else {}),
    }


def _range(text: str) -> tuple[str, str]:
    """The figure and how far off is right: from ``11:0.5`` or ``10.5..11.5``."""
    low, dots, high = text.replace(" ", "").partition("..")
    value, _, span = low.partition(":")
    if not all(_FIGURE.fullmatch(part) for part in (value, span or "0", high or "0")):
        raise _Refused(
            gettext("'%(text)s' is no figure: write it in digits, as formulas are not worked out here", text=text[:60])
        )
    if dots:
        return figure((Decimal(value) + Decimal(high)) / 2), figure(abs(Decimal(high) - Decimal(value)) / 2)
    return figure(Decimal(value)), figure(abs(Decimal(span or 0)))


def _text(text: str, style: str, changed: list[Message]) -> str:
    text = text.strip()
    if own := _FORMAT.match(text):
        style, text = own[1], text[own.end() :]
    text = _unescaped(text).strip()
    return from_html(text, changed) if style == "html" else text


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _before_feedback(inside: str) -> str:
    return inside.split("#", 1)[0].strip()
